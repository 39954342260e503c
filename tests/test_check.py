"""This file tests the page that joins the rooms, with names, windows and prices made by hand."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimcheck
from claimcheck import written
from claimcheck.checking import NoPrices, check_article, in_order, judged, listings, open_market, plan, united
from claimcheck.claim import Article, Claim, Mention, Period, Quantity, Span
from claimcheck.language import Extraction
from claimcheck.market import Bars, Instrument, Market, Unverifiable
from claimcheck.market.calendar import Calendar
from claimcheck.market.prices.memory import MemoryPrices, hand_built
from claimcheck.read import Unreadable
from claimcheck.report import Style, renderer
from claimcheck.verdict import Inexact, Refuted, Report, Supported

WRITTEN = datetime(2025, 2, 18, 21, 30, tzinfo=UTC)
ARTICLE = Article("a.md", "Acme rose 5% on Tuesday.", WRITTEN)
HOME = Instrument("0001.HK", "Acme", "equity", "XHKG", "HKD", company="acme")
AWAY = Instrument("ACM", "Acme", "equity", "XNYS", "USD", company="acme")
DAYS = [date(2025, 2, day) for day in (12, 13, 14, 17, 18)]
PRICES = Path(__file__).parent.parent / "fixtures" / "prices"


@dataclass
class Names:
    """Acme has two listings; Nobody is not known."""

    both: tuple[Instrument, ...] = (HOME, AWAY)

    def resolve(self, mention: Mention, on: date) -> Instrument | Unverifiable:
        if mention.text == "Nobody":
            return Unverifiable("unknown-name", "Nobody")
        return AWAY if mention.listing == "us" else HOME

    def listings(self, instrument: Instrument, on: date) -> tuple[Instrument, ...]:
        return (instrument, *(other for other in self.both if other is not instrument))

    def bearers(self, symbol: str) -> tuple[Instrument, ...]:
        return tuple(each for each in self.both if each.symbol == symbol)


@dataclass
class Asked:
    """A price source that remembers what it was asked."""

    inner: MemoryPrices
    questions: list[tuple[str, date, date]] = field(default_factory=list)

    def bars(self, instrument: Instrument, first: date, last: date) -> Bars | Unverifiable:
        self.questions.append((instrument.symbol, first, last))
        return self.inner.bars(instrument, first, last)


def series(symbol: str, *closes: float) -> Bars:
    low, high = [x - 0.01 for x in closes], [x + 0.01 for x in closes]
    return hand_built(symbol, DAYS, closes, open=closes, low=low, high=high)


def market(home=(100, 100, 100, 100, 105), away=(50, 50, 50, 50, 52.5)) -> Market:
    known = {bars.symbol: bars for bars in (home and series("0001.HK", *home), away and series("ACM", *away)) if bars}
    return Market(Names(), Calendar(), Asked(MemoryPrices(known)))


def claim(percent: str = "5", name: str = "Acme", period: Period | None = None, **mention) -> Claim:
    subject = Mention(name, Span(0, 4), **mention) if name else None
    said = Quantity(Decimal(percent), "percent", "eq", Span(10, 12), Decimal(1))
    span, when = Span(10, 12), period or Period("day", anchor="2025-02-18")
    return Claim("change", "hand", "a.md", WRITTEN, "time", span, f"{percent}%", ARTICLE.text, subject, "up", said,
                 "close", when)


def verdict(one: Claim, on: Market):
    (checked,) = judged(ARTICLE, Extraction((one,), ()), on).checked
    return checked.verdict


def test_the_first_listing_that_fits_supports():
    assert isinstance(verdict(claim("5"), market()), Supported)
    found = verdict(claim("5"), market(home=(100, 100, 100, 100, 120)))
    assert isinstance(found, Supported) and found.reading.instrument is AWAY


def test_refuted_only_if_every_listing_disagrees():
    found = verdict(claim("20"), market())
    assert isinstance(found, Refuted)
    assert {each.instrument.symbol for each in found.readings} == {"0001.HK", "ACM"}
    assert isinstance(verdict(claim("20"), market(away=(50, 50, 50, 50, 60))), Supported)


@pytest.mark.parametrize("missing", ["home", "away"])
def test_a_listing_without_prices_keeps_the_claim_open(missing):
    found = verdict(claim("20"), market(**{missing: ()}))
    assert isinstance(found, Unverifiable) and found.reason == "no-prices"
    assert isinstance(verdict(claim("5"), market(**{missing: ()})), Supported)


def test_no_prices_at_all():
    found = verdict(claim("5"), market((), ()))
    assert isinstance(found, Unverifiable) and found.reason == "no-prices"


def test_words_that_name_a_listing_mean_it_alone():
    us = claim("20", listing="us")
    assert [each.symbol for each in listings(us, AWAY, market())] == ["ACM"]
    found = verdict(us, market(home=()))
    assert isinstance(found, Refuted)
    assert [each.symbol for each in listings(claim("20", ticker="ACM"), AWAY, market())] == ["ACM"]


def test_nobody_and_nothing():
    assert verdict(claim(name=""), market()) == Unverifiable("no-subject")
    assert verdict(claim(name="Nobody"), market()) == Unverifiable("unknown-name", "Nobody")
    assert verdict(claim(period=Period("unknown", text="lately")), market()).reason == "vague-period"


def test_a_symbol_is_asked_for_once_with_all_its_days():
    on = market()
    claims = (claim("5"), claim("5", period=Period("day", anchor="2025-02-13")))
    report = judged(ARTICLE, Extraction(claims, ()), on)
    assert len(report.checked) == 2
    asked = on.prices.questions
    spans = {name: {(first, last) for each, first, last in asked if each == name} for name in ("0001.HK", "ACM")}
    assert all(len(days) == 1 for days in spans.values())
    needs = united(plan(each, on) for each in claims)
    assert needs["ACM"].first <= date(2025, 2, 12) and needs["ACM"].last == date(2025, 2, 18)


def test_the_record_dates_are_those_of_the_first_window():
    (checked,) = judged(ARTICLE, Extraction((claim(),), ()), market()).checked
    assert checked.dates == (date(2025, 2, 18), date(2025, 2, 18))
    assert checked.instrument is HOME


def test_the_unreadable_keep_their_place():
    two, four = replace(ARTICLE, id="2"), replace(ARTICLE, id="4")
    items = [Unreadable("1", "one"), two, Unreadable("3", "three"), four, Unreadable("5", "x")]

    def act(articles):
        yield from (Report(article) for article in list(articles))  # reads ahead, as a batch does

    found = list(in_order(items, act))
    assert [report.article.id for report in found] == ["1", "2", "3", "4", "5"]
    assert [bool(report.error) for report in found] == [True, False, True, False, True]


def test_offline_has_no_prices():
    assert isinstance(open_market([]).prices, NoPrices)


# --- the public names

def test_check_text():
    report = claimcheck.check_text("Apple shares fell 0.7 percent to $438.89 on Monday.", "2013-06-10", [PRICES])
    assert [type(each.verdict) for each in report.checked] == [Supported, Supported]
    wrong = claimcheck.check_text("Apple shares rose 0.7 percent on Monday.", "2013-06-10T17:00-04:00", [PRICES])
    assert wrong.checked[0].verdict.fault == "wrong-direction"


def test_extract_text():
    (found,) = claimcheck.extract_text("Apple shares fell 0.7 percent on Monday.", date(2013, 6, 10))
    assert str(found) == "change: Apple down 0.7 percent, day (monday)"


def test_public_names_are_there_and_no_others():
    for name in claimcheck.__all__:
        assert getattr(claimcheck, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = claimcheck.nothing
    assert claimcheck.__version__.count(".") == 2


def test_dates_that_are_none():
    with pytest.raises(ValueError, match="'soon' is no date"):
        claimcheck.check_text("x", "soon", [PRICES])


# --- the founding example (the issue's own words for what must come out)

def test_the_first_fixture_article():
    path = PRICES.parent / "articles" / "01-hong-kong-month.md"
    report = claimcheck.check_text(path.read_text(encoding="utf-8"), "2025-02-18", [PRICES])
    found = {(each.instrument.symbol, each.claim.text): each for each in report.checked}
    assert set(found) == {
        ("HSTECH.HK", "25%"), ("9988.HK", "43%"), ("1810.HK", "34%"), ("9888.HK", "13%"), ("^HSI", "15%"),
        ("000300.SS", "4%"), ("NVDA", "$589 billion"),
    }  # fmt: skip
    assert isinstance(found["HSTECH.HK", "25%"].verdict, Supported)
    assert found["HSTECH.HK", "25%"].claim.quantity.comparator == "gt"
    alibaba = found["9988.HK", "43%"].verdict
    assert isinstance(alibaba, (Inexact, Refuted))
    assert {each.instrument.symbol for each in alibaba.readings} == {"9988.HK", "BABA"}
    for symbol, text in (("1810.HK", "34%"), ("000300.SS", "4%")):
        assert found[symbol, text].claim.period.shape == "month", "in the same period"
    assert isinstance(found["NVDA", "$589 billion"].verdict, Supported)
    assert not any("300" in text for _, text in found)


# --- mangled texts

ARTICLES = [path.read_text(encoding="utf-8") for path in sorted((PRICES.parent / "articles").iterdir())]
PATCHES = st.tuples(
    st.integers(0, 2000),
    st.integers(0, 40),
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
        st.sampled_from(["%", " 99999999999999999999 percent", "\r\n", "\u00a0", "$", "1/0", "-", "doubled ", "\0"]),
    ),
)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ARTICLES), st.lists(PATCHES, max_size=8), st.sampled_from(["1935-01-02", "2025-02-18"]))
def test_any_mangled_article_is_read_and_its_offsets_hold(text, patches, day):
    for at, gone, new in patches:
        text = text[:at] + new + text[at + gone :]
    when = written.parse(day)
    article = Article("m", text, when.moment, when.dated)
    report = check_article(article, _market())
    for each in report.checked:
        assert text[each.claim.span.start : each.claim.span.end] == each.claim.text
    for each in report.contradictions:
        assert text[each.span.start : each.span.end] == each.text
    for form in ("jsonl", "table", "markdown", "csv"):
        renderer(form)([report], io.StringIO(), Style(verbose=True, seen=True, width=80))


@cache
def _market() -> Market:
    return open_market([PRICES])
