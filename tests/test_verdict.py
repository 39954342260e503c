"""This file is the tests of judge(): the four verdicts, the hedges, and the laws that hold for any figures."""
from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import STOCK, YIELD, bars, claim, scaled, window

from claimcheck.claim import Interval
from claimcheck.kinds import change
from claimcheck.market import Unverifiable
from claimcheck.stated import hedges, magnitude, stated
from claimcheck.verdict import (
    FAULTS,
    KIND_FAULTS,
    Checked,
    Inexact,
    Reading,
    Refuted,
    Supported,
    corroborated,
    judge,
)

SERIES = bars(100.0, 100.0)
WINDOW = window(SERIES)


def read(low: float, high: float | None = None, *, usual: bool = True, stretch: bool = False, doubt=None) -> Reading:
    value = Interval(low, low if high is None else high)
    return Reading(STOCK, replace(WINDOW, usual=usual), value, "close", "memory", stretch=stretch, doubt=doubt)


def verdict(said: str, *actual: float, direction: str = "up", **more):
    return judge(claim(said, direction=direction, **more), [read(a) for a in actual])


@pytest.mark.parametrize("actual, kind", [
    (43.0, Supported), (42.5, Supported), (43.49, Supported), (43.8, Inexact), (41.9, Inexact), (51.0, Refuted),
    (-43.0, Refuted), (0.0, Refuted)])
def test_digits_are_an_interval(actual, kind):
    assert type(verdict("43", actual)) is kind


def test_a_fall_is_negative():
    assert type(verdict("2.4", -2.4, direction="down")) is Supported
    assert verdict("2.4", 2.4, direction="down").fault == "wrong-direction"


def test_wrong_size_and_its_correction():
    refuted = verdict("43", 51.2)
    assert refuted.fault == "wrong-size"
    assert refuted.corrected == "rose 51% (8 Jan, New York close)"


def test_a_corrected_direction_is_said():
    assert verdict("2.4", -1.26).corrected == "fell 1.3% (8 Jan, New York close)"


def test_one_reading_that_agrees_is_enough():
    found = verdict("43", 51.0, 43.1)
    assert type(found) is Supported and found.reading.value.low == 43.1 and len(found.readings) == 2
    assert [r.fit for r in found.readings] == ["outside", "inside"]


def test_true_only_in_an_unusual_reading():
    found = judge(claim("43"), [read(51.0), read(43.0, usual=False)])
    assert found.remark.startswith("true only in one unusual reading")


def test_an_understatement_is_supported_with_a_remark():
    found = verdict("25", 58.0, comparator="gt", hedge="more than")
    assert type(found) is Supported and found.remark == "understated: rose 58% (8 Jan, New York close)"
    assert verdict("25", 26.0, comparator="gt", hedge="more than").remark == ""


def test_a_stretch_never_supports():
    found = judge(claim("2.6"), [read(1.6), replace(read(-1.6, 4.7), stretch=True)])
    assert type(found) is Inexact and found.corrected == "rose 1.6% (8 Jan, New York close)"
    assert "price of that session" in found.remark


def test_truncation_is_named():
    assert verdict("0.07", 0.0799).remark.startswith("by truncation")


def test_no_refutation_while_a_usual_reading_is_in_doubt():
    doubt = Unverifiable("data-suspect", "a spike")
    assert judge(claim("43"), [read(51.0), read(math.nan, doubt=doubt)]) == doubt
    assert type(judge(claim("43"), [read(43.0), read(math.nan, doubt=doubt)])) is Supported
    assert type(judge(claim("43"), [read(51.0), read(math.nan, usual=False, doubt=doubt)])) is Refuted


def test_a_stretch_that_cannot_be_computed_is_no_doubt():
    lost = read(math.nan, stretch=True, doubt=Unverifiable("no-intraday-prices"))
    assert type(judge(claim("43"), [read(51.0), lost])) is Refuted


def test_a_range_in_doubt_holds_back_only_what_it_could_bear_out():
    doubt = Unverifiable("no-intraday-prices", "perhaps after the close")
    evening = read(4.0, 6.0, doubt=doubt)
    assert judge(claim("4.5"), [read(0.8), evening]) == doubt
    assert type(judge(claim("9.5"), [read(0.8), evening])) is Refuted
    assert type(judge(claim("0.8"), [read(0.8), evening])) is Supported


@pytest.mark.parametrize("said, kind", [
    ("740000", Unverifiable), ("1.30", Unverifiable), ("67.18", Refuted), ("2.7", Refuted)])
def test_a_level_of_another_order_is_of_another_thing(said, kind):
    assert type(judge(claim(said, "USD", "", kind="level"), [read(27.18)])) is kind


def test_nothing_computed_is_unverifiable():
    assert judge(claim("43"), []) == Unverifiable("no-prices")
    assert judge(claim("43"), Unverifiable("vague-period", "since the deal")).reason == "vague-period"


def test_a_bracket_supports_what_it_may_hold_and_refutes_the_rest():
    assert type(judge(claim("3.1"), [read(1.8, 4.2)])) is Supported
    assert type(judge(claim("7.1"), [read(1.8, 4.2)])) is Refuted


@pytest.mark.parametrize("said, comparator, hedge, allowed, denied", [
    ("12", "approx", "about", (11.5, 12.4, 13.0), (9.0, 15.0)),
    ("7", "approx", "nearly", (6.1, 6.9, 7.4), (4.0, 9.0)),
    ("25", "gt", "more than", (24.6, 26.0, 90.0), (22.0,)),
    ("2", "lt", "less than", (0.1, 1.9, 2.4), (4.0, -3.0)),
    ("5", "le", "as much as", (4.6, 5.4), (3.0, 7.0)),
    ("5", "gt", "just over", (4.6, 5.9), (3.0, 9.0)),
])
def test_hedges(said, comparator, hedge, allowed, denied):
    for actual in allowed:
        assert type(verdict(said, actual, comparator=comparator, hedge=hedge)) is Supported, actual
    for actual in denied:
        assert type(verdict(said, actual, comparator=comparator, hedge=hedge)) is Refuted, actual


def test_every_hedge_row_gives_its_reason():
    assert all(row.why and row.words for row in hedges())
    words = [word for row in hedges() for word in row.words]
    assert len(words) == len(set(words))


def test_flat_is_about_nothing():
    flat = claim("0", direction="flat", comparator="approx")
    assert type(judge(flat, [read(0.2)])) is Supported
    assert type(judge(flat, [read(-3.0)])) is Refuted


def test_a_move_without_direction_is_judged_by_size():
    assert type(judge(claim("3", direction=""), [read(-3.0)])) is Supported


def test_every_kind_has_a_fault_that_is_explained():
    assert set(KIND_FAULTS.values()) <= set(FAULTS)


SIZES = st.floats(0.5, 500, allow_nan=False)
PLACES = st.integers(0, 3)
HEDGES = st.sampled_from([(row.words[-1], {"up": "gt", "down": "lt"}.get(row.open, "approx")) for row in hedges()])


def rounded(actual: float, places: int) -> str:
    return str(round(Decimal(repr(abs(actual))), places))


@given(SIZES, PLACES, st.booleans())
def test_rounding_a_true_number_never_refutes(actual, places, down):
    said = rounded(actual, places)
    direction = "down" if down else "up"
    found = judge(claim(said, direction=direction), [read(-actual if down else actual)])
    assert type(found) is Supported


@given(SIZES, SIZES, PLACES, HEDGES)
def test_a_wider_hedge_never_refutes(stated_size, actual, places, hedged):
    said = rounded(stated_size, places)
    plain = verdict(said, actual)
    hedge, comparator = hedged
    wide = verdict(said, actual, comparator=comparator, hedge=hedge)
    if type(plain) is Supported:
        assert type(wide) is Supported
    inner = stated(claim(said))
    outer = magnitude(claim(said, comparator=comparator, hedge=hedge).quantity)
    assert outer.low <= inner.low and outer.high >= inner.high


@given(SIZES, PLACES, st.lists(st.floats(-500, 500, allow_nan=False), min_size=1, max_size=4), st.floats(-500, 500))
def test_more_readings_never_refute(size, places, actuals, more):
    said = rounded(size, places)
    rank = (Refuted, Inexact, Supported)
    before, after = verdict(said, *actuals), verdict(said, *actuals, more)
    assert rank.index(type(after)) >= rank.index(type(before))


@given(SIZES, PLACES)
def test_reversing_a_clear_move_always_refutes(actual, places):
    said = rounded(actual, places)
    if Decimal(said) < 2 * Decimal(1).scaleb(-places):
        return  # not clear: a step of the last place or less
    found = verdict(said, -actual)
    assert type(found) is Refuted and found.fault == "wrong-direction"


@given(st.floats(1, 1000), st.floats(1, 1000), PLACES, st.sampled_from([2.0, 3.0, 7.0, 0.1, 28.0]))
def test_a_split_changes_no_percent_verdict(base, last, places, ratio):
    series = bars(base, last)
    said = claim(rounded((last / base - 1) * 100, places), direction="up" if last >= base else "down")
    kinds = {type(judge(said, change.measure(said, STOCK, [window(s)], s))) for s in (series, scaled(series, ratio))}
    assert len(kinds) == 1


@given(SIZES, st.lists(st.floats(-500, 500, allow_nan=False), min_size=1, max_size=4))
def test_same_input_same_verdict(size, actuals):
    said = rounded(size, 1)
    assert repr(verdict(said, *actuals)) == repr(verdict(said, *actuals))


def test_where_next_to_nothing_moved_a_flash_close_is_near():
    flash = replace(read(-0.03), base=1418.16)
    said = claim("0.07", "points", "down")
    assert type(judge(said, [flash])) is Inexact
    assert type(judge(claim("4.07", "points", "down"), [flash])) is Refuted


def checked_as(a_claim, *actual: float) -> Checked:
    return Checked(a_claim, STOCK, judge(a_claim, [read(a) for a in actual]))


def by(a_claim, via: str, sentence: str = "Its shares fell."):
    return replace(a_claim, subject=replace(a_claim.subject, via=via), sentence=sentence)


@pytest.mark.parametrize("via, kind", [
    ("name", Refuted), ("ric", Refuted), ("pronoun", Unverifiable), ("epithet", Unverifiable)])
def test_a_guess_at_who_is_meant_is_no_ground_to_refute(via, kind):
    alone, = corroborated([checked_as(by(claim("43"), via), 5.0)])
    assert type(alone.verdict) is kind


def test_another_figure_of_the_sentence_that_fits_bears_the_subject_out():
    wrong, right = by(claim("43"), "pronoun"), by(claim("5"), "pronoun")
    both = corroborated([checked_as(wrong, 5.0), checked_as(right, 5.0)])
    assert [type(c.verdict) for c in both] == [Refuted, Supported]
    elsewhere = replace(right, sentence="Another sentence.")
    found = corroborated([checked_as(wrong, 5.0), checked_as(elsewhere, 5.0)])
    assert found[0].verdict.reason == "unsure-subject" and type(found[1].verdict) is Supported


@pytest.mark.parametrize("said, kind", [("3.25", Refuted), ("7.34", Unverifiable)])
def test_a_yield_far_off_is_of_another_government(said, kind):
    note = replace(read(2.54), instrument=YIELD)
    assert type(judge(claim(said, "percent", "", kind="level", measure="yield"), [note])) is kind


@pytest.mark.parametrize("said, direction, low, high, words", [
    ("3.6", "down", -1.9, 0.31, "moved between a fall of 1.9% and a rise of 0.3%"),
    ("11", "down", 2.0, 3.4, "rose between 2.0% and 3.4%"),
    ("11", "up", -3.4, -2.0, "fell between 2.0% and 3.4%"),
    ("40", "down", 0.29, 0.29, "rose 0.3%"),
    ("40", "down", 0.0, 0.0, "was unchanged")])
def test_a_correction_reads_as_a_journalist_would_say_it(said, direction, low, high, words):
    place = "close" if low == high else "session"
    found = judge(claim(said, direction=direction), [read(low, high)])
    assert found.corrected == f"{words} (8 Jan, New York {place})"


def test_a_corrected_level_says_its_unit_once():
    found = judge(claim("1300", "points", "", kind="level"), [read(1116.6, 1133.9)])
    assert found.corrected == "between 1,117 and 1,134 points (8 Jan, New York session)"
