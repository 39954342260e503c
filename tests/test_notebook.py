"""This file tests claimcheck in a notebook: the name `check`, the marked article, the table."""
from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from claimcheck import Result, check
from claimcheck.errors import ClaimcheckError

FIXTURES = Path(__file__).parent.parent / "fixtures"
ARTICLE = (FIXTURES / "articles/01-hong-kong-month.md").read_text(encoding="utf-8")
HOSTILE = ('Acme<script>alert(1)</script> & "friends" said <img src=x onerror=alert(2)>: On Jan. 27, Nvidia lost '
           "$589 billion of market value. </style><b>Zorblax<b> shares rose 3 percent on Monday.")


@pytest.fixture(scope="module", autouse=True)
def no_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMCHECK_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def result() -> Result:
    return check(ARTICLE, date="2025-02-18", prices=FIXTURES / "prices")


@pytest.mark.parametrize("before", [
    "", "import claimcheck.checking, claimcheck.report.html, claimcheck.notebook",
    "from claimcheck.cli import run; run(['check', 'no-such-file.md'])", "import claimcheck; claimcheck.check_text",
])
def test_check_is_the_function_whatever_was_imported_before(before):
    """A module claimcheck/check.py would take the function's place as soon as anything imported it."""
    code = (f"{before}\nfrom claimcheck import check\nimport claimcheck, types\n"
            "assert isinstance(check, types.FunctionType) and claimcheck.check is check\n"
            "import importlib.util\nassert importlib.util.find_spec('claimcheck.check') is None")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_and_whatever_was_checked_since(result):
    from claimcheck import check as again

    assert again is check and len(result) > 0


def test_the_result_is_its_claims_and_its_report(result):
    assert len(result) == len(list(result)) == len(result.report.checked) == 7
    assert [each.claim.text for each in result][:2] == ["25%", "43%"]
    assert repr(result).startswith("<claimcheck: ") and "7 market claims" in repr(result)
    assert [each["verdict"] for each in result.records()][:2] == ["supported", "inexact"]
    assert result.report.article.title == "A month that turned Hong Kong's technology shares round"


def test_the_table_has_a_row_a_claim_and_columns_of_their_kind(result):
    frame = result.to_pandas()
    assert list(frame.symbol)[:2] == ["HSTECH.HK", "9988.HK"] and len(frame) == len(result)
    for name in ("value", "actual", "actual_high", "off_by"):
        assert frame[name].dtype == float
    assert frame.period_start.dtype.kind == "M"
    assert frame.groupby("verdict").size().to_dict() == {"supported": 5, "inexact": 2}


def test_a_text_without_claims_has_a_table_without_rows():
    result = check("We like cats.", date="2025-02-18", prices=FIXTURES / "prices")
    assert (len(result), len(result.to_pandas())) == (0, 0) and "symbol" in result.to_pandas()
    assert "<table>" not in result._repr_html_()


class Read(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str):
        super().__init__()
        self.tags, self.names, self.words, self.open = [], set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}
        if tag not in ("br", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.words.append(data)


def test_the_article_is_shown_marked(result):
    text = result._repr_html_()
    read = Read(text)
    assert not read.open and read.tags.count("mark") == 7
    assert 'class="v-inexact" title="Alibaba 9988.HK: up 43%. inexact, actually up 44.5%.' in text
    words = re.sub(r"[✓≈✗?]|\s+", " ", "".join(read.words))
    assert "Alibaba jumped 43% in the past month." in re.sub(" +", " ", words)
    assert words.count("A month that turned Hong Kong's technology shares round") == 1
    assert "date: 2025-02-18" not in words  # front matter is no part of the article
    assert len(text) < 20_000


def test_nothing_in_a_text_becomes_part_of_the_page():
    read = Read(check(HOSTILE, date="2025-02-18", prices=FIXTURES / "prices", title="<script>x</script>")._repr_html_())
    assert not read.open and {"script", "img", "b", "a", "iframe", "link"}.isdisjoint(read.tags)
    assert not [name for name in read.names if name.startswith("on")] and {"src", "href", "id"}.isdisjoint(read.names)
    assert "<script>alert(1)</script>" in "".join(read.words)


@pytest.mark.parametrize("when", ["2025-02-18", date(2025, 2, 18), datetime(2025, 2, 18, 21, tzinfo=UTC)])
@pytest.mark.parametrize("prices", [str(FIXTURES / "prices"), [FIXTURES / "prices"]])
def test_dates_and_prices_as_people_have_them(when, prices):
    (only,) = check("On Jan. 27, Nvidia lost $589 billion of market value.", date=when, prices=prices)
    assert type(only.verdict).__name__ == "Supported"


@pytest.mark.parametrize(("text", "more", "says"), [
    ("Acme rose 3%.", {"date": "soon"}, "is no date: write 2025-02-18"),
    (" ", {"date": "2025-02-18"}, "text is empty"),
    ("Acme rose 3%.", {"date": "2025-02-18", "prices": "no-such-folder"}, "no-such-folder"),
])
def test_what_is_wrong_is_said_in_a_sentence(text, more, says):
    with pytest.raises(ClaimcheckError, match=says):
        check(text, **{"prices": FIXTURES / "prices"} | more)


def test_the_date_is_never_assumed():
    with pytest.raises(TypeError, match="date"):
        check("Acme rose 3%.")
