"""This file tests the report as a file: the command writes it, it asks for nothing, it prints, its charts are right."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from driven import ARTICLES, HOUSE
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.claim import Article, Claim, Interval, Mention, Period, Quantity, Span
from claimcheck.cli import run
from claimcheck.market import Instrument, Unverifiable, Window
from claimcheck.report.chart import Chart, chart
from claimcheck.report.series import Series
from claimcheck.report.sheet import sheet
from claimcheck.verdict import Checked, Contradiction, Inexact, Reading, Report

WRITTEN = datetime(2025, 2, 18, 12, tzinfo=UTC)
ACME = Instrument("ACME", "Acme", "equity", "XNYS", "USD")


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """All articles of the fixtures in one file, as `claimcheck check --format html` writes it."""
    saved = tmp_path_factory.mktemp("report") / "report.html"
    names = sorted(map(str, ARTICLES.iterdir()))
    assert (
        run(["check", *names, "--prices", str(HOUSE / "fixtures" / "prices"), "--format", "html", "-o", str(saved)])
        == 1
    )
    return saved


def test_it_is_one_file_that_asks_for_nothing(report, browse):
    page, seen = browse(home="file:")
    page.goto(report.as_uri())
    assert page.locator(".index li").count() == 3
    page.click(".index a >> nth=1")
    assert page.locator("section.sheet >> nth=1").bounding_box()["y"] < 300
    assert page.locator("svg").count() >= 20
    assert seen.nothing()
    text = report.read_text(encoding="utf-8")
    assert not re.search(r"(src|href)=\"?(?:https?:)?//", text) and "unsafe" not in text


def test_its_keys_and_links_work_without_a_server(report, browse):
    page, seen = browse(home="file:")
    page.goto(report.as_uri())
    page.click("#a1-text .mark[data-claim='2']")
    assert page.locator("#a1-c2").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#a1-c2").is_visible()
    plain, _ = browse(script=False)
    plain.goto(report.as_uri() + "#a2-c3")
    assert plain.locator("#a2-c3").is_visible()
    assert seen.nothing()


def test_it_prints_with_every_claim_open(report, browse):
    page, _ = browse(home="file:")
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".panel").count() == page.locator(".panel:visible").count()
    assert page.locator(".filters:visible, .keys:visible").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator(".panel:visible").count() == 0


# --- claims within claims


def claim(
    start: int, end: int, text: str, kind: str = "change", amount: str = "5", unit: str = "percent", **more
) -> Claim:
    from decimal import Decimal

    words = {"direction": "up", "measure": "close"} | more
    return Claim(
        kind,
        "made",
        "a",
        WRITTEN,
        "day",
        Span(start, end),
        text[start:end],
        text,
        Mention("Acme", Span(0, 4)),
        words.pop("direction"),
        Quantity(Decimal(amount), unit, "eq", Span(start, end), Decimal(1)),
        words.pop("measure"),
        Period("day"),
        **words,
    )


@settings(max_examples=40, deadline=None)
@given(
    st.text(min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=8),
    st.integers(0, 60),
    st.integers(1, 30),
)
def test_pieces_make_the_text_whatever_overlaps(text, places, at, length):
    """Claims within, beside and across one another: every character is shown exactly once, in order."""
    size = len(text)
    spans = [(start % size, min(size, start % size + many)) for start, many in places]
    checked = tuple(Checked(claim(a, b, text), None, Unverifiable("no-prices")) for a, b in spans)
    clash = Contradiction(Span(at % size, min(size, at % size + length)), "x", text, "x")
    made = sheet(Report(Article("a", text, WRITTEN, title="\u2603"), checked, (clash,)), {})
    shown = "".join(piece.text for paragraph in made.paragraphs for piece in paragraph.pieces)
    assert strip(shown) == strip(text) or "#" in text  # the signs of headings are not shown
    ends = [end.number for paragraph in made.paragraphs for piece in paragraph.pieces for end in piece.ends]
    assert sorted(set(ends)) == sorted(ends)
    for paragraph in made.paragraphs:
        for piece in paragraph.pieces:
            assert bool(piece.number) == bool(piece.verdict)


def strip(text: str) -> str:
    from claimcheck.report.sheet import shown

    return re.sub(r"\s", "", shown(text))


def test_of_claims_within_one_another_the_shortest_gives_the_look_and_each_has_its_sign():
    text = "Acme rose 5 percent to 12."
    checked = tuple(
        Checked(claim(a, b, text), None, Unverifiable("no-prices")) for a, b in ((0, 25), (10, 19), (10, 19))
    )
    pieces = sheet(Report(Article("a", text, WRITTEN), checked), {}).paragraphs[0].pieces
    assert [(piece.text, piece.number, [end.number for end in piece.ends]) for piece in pieces] == [
        ("Acme rose ", 1, []),
        ("5 percent", 2, [2, 3]),
        (" to 12", 1, [1]),
        (".", 0, []),
    ]


# --- charts

DAYS = tuple(date(2025, 1, day) for day in (2, 3, 6, 7, 8, 9, 10, 13, 14, 15))


def drawn(closes, value, base, last, at=(4, 9), kind="change", **more) -> Chart:
    from dataclasses import replace

    series = Series(
        "ACME",
        "Acme",
        "USD",
        DAYS,
        tuple(closes),
        tuple(c * 0.98 for c in closes),
        tuple(c * 1.02 for c in closes),
        (more.pop("split", 1.0),) * 10,
    )
    window = Window(DAYS[at[0]], DAYS[at[0] + 1], DAYS[at[1]], "made")
    instrument = replace(ACME, asset=more.pop("asset", "equity"))
    reading = Reading(instrument, window, Interval(*value), "close to close", "made", base=base, last=last, fit="near")
    checked = Checked(
        claim(0, 4, "Acme", kind, more.pop("amount", "5"), **more), instrument, Inexact(reading, (reading,))
    )
    made = chart(checked, {"ACME": series})
    assert isinstance(made, Chart)
    return made


def test_the_stated_figure_stands_where_it_would_have_been_true():
    made = drawn(range(100, 110), (4.81, 4.81), 104.0, 109.0)
    assert made.stated.text == "stated: up 5% = 109.20"
    per = (made.last.y - made.base.y) / (109 - 104)  # pixels a dollar
    assert made.stated.y == pytest.approx(made.base.y + per * (109.2 - 104), abs=0.3)
    fell = drawn(range(110, 100, -1), (-4.7, -4.7), 106.0, 101.0, direction="down")
    assert fell.stated.text == "stated: down 5% = 100.70" and fell.stated.y > fell.last.y


def test_a_figure_far_off_does_not_flatten_the_prices():
    made = drawn(range(100, 110), (4.81, 4.81), 104.0, 109.0, amount="500")
    assert made.stated.off == "above"
    assert made.base.y - made.last.y > 60


def test_prices_are_drawn_as_traded_on_the_last_day():
    made = drawn([price / 4 for price in range(100, 110)], (4.81, 4.81), 104.0, 109.0, split=4.0)
    assert made.line == drawn(range(100, 110), (4.81, 4.81), 104.0, 109.0).line


def test_a_pair_told_from_its_other_side_is_turned_round():
    closes = [1 / price for price in (100, 101, 102, 103, 104, 105, 106, 107, 108, 109)]
    made = drawn(closes, (4.81, 4.81), 104.0, 109.0, asset="currency")
    assert made.line == drawn(range(100, 110), (4.81, 4.81), 104.0, 109.0).line


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(0.0001, 1e6), min_size=10, max_size=10),
    st.integers(0, 8),
    st.sampled_from(["change", "level", "extreme"]),
    st.integers(1, 10**6),
)
def test_everything_stands_inside_the_chart(closes, base, kind, amount):
    made = drawn(
        closes,
        ((closes[9] / closes[base] - 1) * 100,) * 2,
        closes[base],
        closes[9],
        (base, 9),
        kind,
        amount=str(amount),
    )
    for dot in (made.base, made.last):
        assert 0 <= dot.x <= made.width and 0 <= dot.y <= made.height
    for x, y in (point.split() for point in made.line[1:].split("L")):
        assert 0 <= float(x) <= made.width and 0 <= float(y) <= made.height
    assert made.left < made.right
    assert 2 <= len(made.prices) <= 8
    assert [tick.text for tick in made.days][0] == "2 Jan"


def test_where_there_are_no_prices_the_report_says_so():
    reading = Reading(ACME, Window(DAYS[0], DAYS[1], DAYS[1], "made"), Interval(1, 1), "close to close", "made")
    found = Checked(claim(0, 4, "Acme"), ACME, Inexact(reading, (reading,)))
    assert chart(found, {}) == "No chart: the prices were not kept with this report."
    assert (
        chart(Checked(claim(0, 4, "Acme"), ACME, Unverifiable("no-prices")), {}) == "No chart: no price was compared."
    )
