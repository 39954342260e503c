"""This file tests the formats against golden files: one set of reports through all of them.

After a wanted change: CLAIMCHECK_GOLDEN=write pytest tests/report, then read the difference.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import samples  # noqa: E402

from claimcheck.claim import Article, Span  # noqa: E402
from claimcheck.report import FORMATS, Style, renderer  # noqa: E402
from claimcheck.report.publisher import Publisher  # noqa: E402
from claimcheck.report.record import records  # noqa: E402
from claimcheck.report.tally import Tally, footer, tally  # noqa: E402
from claimcheck.report.words import clean, quote  # noqa: E402

DESK = Publisher("The Example Desk", "https://desk.example", "https://desk.example/checks/{id}")
GOLDEN = Path(__file__).parent / "golden"
CASES = {
    "table-80.txt": ("table", Style(width=80), samples.reports),
    "table-140.txt": ("table", Style(width=140), samples.reports),
    "table-verbose-80.txt": ("table", Style(verbose=True, seen=True, width=80), samples.reports),
    "table-extract-80.txt": ("table", Style(checked=False, width=80), samples.extracted),
    "check.jsonl": ("jsonl", Style(), samples.reports),
    "extract.jsonl": ("jsonl", Style(checked=False, seen=True), samples.extracted),
    "check.json": ("json", Style(seen=True), samples.reports),
    "check.md": ("markdown", Style(verbose=True, seen=True), samples.reports),
    "extract.md": ("markdown", Style(checked=False), samples.extracted),
    "check.csv": ("csv", Style(), samples.reports),
    "extract.csv": ("csv", Style(checked=False), samples.extracted),
    "check.html": ("html", Style(), samples.reports),
    "check.claimreview.json": ("claimreview", Style(publisher=DESK, moment=samples.WRITTEN), samples.reports),
    "extract.html": ("html", Style(checked=False), samples.extracted),
}
# The contract of CLAIMS.md: these keys, in this order, in every record of a claim.
SAID = [
    "article",
    "start",
    "end",
    "text",
    "sentence",
    "subject",
    "symbol",
    "kind",
    "measure",
    "direction",
    "value",
    "unit",
    "comparator",
    "period",
    "attribution",
]
FOUND = ["verdict", "reason", "fault", "actual", "off_by", "readings", "source"]


def rendered(form: str, style: Style, reports) -> str:
    out = io.StringIO()
    renderer(form)(iter(reports), out, style)
    return bare(out.getvalue()) if form == "html" else out.getvalue()


def bare(page: str) -> str:
    """A page without its looks and its script, which change on their own, and without their hashes."""
    page = re.sub(r"(<(style|script)>).*?(</\2>)", r"\1\3", page, flags=re.S)
    return re.sub(r"sha256-[\w+/=]+", "sha256-", page)


@pytest.mark.parametrize("name", CASES)
def test_golden(name):
    form, style, reports = CASES[name]
    text = rendered(form, style, reports())
    path = GOLDEN / name
    if os.environ.get("CLAIMCHECK_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def test_every_format_has_a_golden_file():
    assert {form for form, _, _ in CASES.values()} == set(FORMATS)


def test_the_record_is_the_public_contract():
    for record in records(samples.reports()[0]):
        assert set(SAID + FOUND) <= set(record)
    for record in records(samples.extracted()[0], checked=False):
        assert list(record)[: len(SAID)] == SAID
        assert not set(FOUND) & set(record)
        assert set(record["period"]) == {"type", "text", "start", "end"}


def test_records_point_at_their_numbers():
    for report in samples.reports():
        for record in records(report, seen=True):
            if record["kind"] not in ("error", "seen"):
                assert report.article.text[record["start"] : record["end"]] == record["text"]


@pytest.mark.parametrize("name", ["check.jsonl", "check.json"])
def test_json_is_strict(name):
    form, style, reports = CASES[name]
    for line in (
        rendered(form, style, reports()).splitlines() if form == "jsonl" else [rendered(form, style, reports())]
    ):
        json.loads(line, parse_constant=lambda word: pytest.fail(word))


def test_csv_reads_back():
    rows = list(csv.DictReader(io.StringIO(rendered("csv", Style(), samples.reports()))))
    assert [row["verdict"] for row in rows] == [
        "supported",
        "refuted",
        "inexact",
        "unverifiable",
        "unverifiable",
        "refuted",
        "",
    ]
    assert (rows[2]["actual"], rows[2]["actual_high"], rows[2]["off_by"]) == ("12.31", "12.48", "-0.02")


@pytest.mark.parametrize("width", [40, 60, 80, 109, 110, 140, 200])
def test_no_line_is_wider_than_the_terminal(width):
    for line in rendered("table", Style(verbose=True, seen=True, width=width), samples.reports()).splitlines():
        assert len(line) <= width


def test_no_control_character_of_a_text_reaches_the_terminal():
    for form in ("table", "markdown"):
        assert "\x1b" not in rendered(form, Style(), samples.reports())
    assert clean("a\x1b[31mb\x07\u202ec\r\nd") == "a[31mbc d"


def test_formats_stream():
    """What is ready is written before the next report is asked for."""
    for form in ("table", "jsonl", "csv", "markdown"):
        out = io.StringIO()

        def reports(out=out):
            yield samples.reports()[0]
            assert "25%" in out.getvalue()
            yield samples.reports()[1]

        renderer(form)(reports(), out, Style(width=80))


def test_footer():
    counts = tally(samples.reports()[0])
    assert counts == Tally(1, 0, 7, 5, 1, 1, 1, 2, 1, 0)
    assert footer(counts, True) == (
        "7 numbers, 5 market claims, 3 checked: 1 supported, 1 inexact, 1 refuted; 2 unverifiable; "
        "1 set of figures that disagree"
    )
    assert footer(Tally(numbers=1), True) == "1 number, 0 market claims"


@pytest.mark.parametrize("room", [0, 5, 20, 60, 400])
def test_a_quotation_keeps_the_number_and_about_its_room(room):
    text = "One. " + "word " * 60 + "rose 4.5 percent " + "more " * 60 + "end. Two."
    at = text.index("4.5 percent")
    before, number, after = quote(Article("x", text, samples.WRITTEN), Span(at, at + 11), room)
    assert number == "4.5 percent"
    assert len(before + after) <= room + 4
    assert "One." not in before and "Two." not in after
