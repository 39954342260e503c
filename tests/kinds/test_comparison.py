"""This file is the tests of comparisons: one instrument measured beside another."""
from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import INDEX, STOCK, YIELD, bars, claim, quantity, window

from claimcheck.checking import check_text
from claimcheck.claim import Mention, Period, Span
from claimcheck.kinds import comparison
from claimcheck.kinds.comparison import Rival
from claimcheck.market import Unverifiable
from claimcheck.market.prices.memory import MemoryPrices, hand_built
from claimcheck.report import words
from claimcheck.report.words import actual, decided_by, measured, name_of
from claimcheck.verdict import Checked, Inexact, Refuted, Supported, judge

MOVES = st.floats(-40, 80).map(lambda size: round(size, 2))


def said(direction: str = "up", number=None, words: str = "this month", **more):
    made = claim(None, direction=direction, kind="comparison", text="outpacing", period=Period("range", text=words),
                 versus=Mention("Acme 100", Span(0, 8)), **more)
    return replace(made, quantity=number)


def readings(mine: float, theirs: float, one=None, other=INDEX, closed: bool = True, **more):
    """The stock moved by `mine` percent, the index by `theirs`."""
    stock, index = bars(100.0, 100.0, 100.0 + mine), bars(1000.0, 1000.0, 1000.0 + 10 * theirs)
    rival = Rival(other, [window(index, closed=closed)], index)
    return comparison.measure(one or said(**more), STOCK, [window(stock, closed=closed)], stock, rival)


def verdict(mine: float, theirs: float, one=None, **more):
    one = one or said(**more)
    return judge(one, readings(mine, theirs, one))


@pytest.mark.parametrize("direction, mine, theirs, kind", [
    ("up", 8, 6, Supported), ("up", -2, -6, Supported), ("up", 5.5, 6, Inexact), ("up", 3, 6, Refuted),
    ("down", 3, 6, Supported), ("down", -31, 5, Supported), ("down", 6.5, 6, Inexact), ("down", 9, 6, Refuted)])
def test_the_order_decides(direction, mine, theirs, kind):
    assert type(verdict(mine, theirs, direction=direction)) is kind


def test_the_fault_is_the_order():
    assert verdict(3, 6).fault == "other-order"


@pytest.mark.parametrize("mine, kind", [(0.2, Supported), (1.0, Inexact), (-4, Refuted), (12, Refuted)])
def test_a_distance_is_in_percentage_points(mine, kind):
    assert type(verdict(mine, 6, said("down", quantity("6")))) is kind


def test_a_distance_missed_and_an_order_missed_are_two_faults():
    assert verdict(-4, 6, said("down", quantity("6"))).fault == "wrong-distance"
    assert verdict(12, 6, said("down", quantity("6"))).fault == "other-order"


@pytest.mark.parametrize("direction, mine, theirs, kind", [
    ("up", 20, 10, Supported), ("up", 24, 10, Inexact), ("up", 40, 10, Refuted), ("up", -20, 10, Refuted),
    ("up", -20, -10, Refuted), ("down", -20, -10, Supported), ("down", 20, 10, Refuted), ("up", 20, 0.1, Unverifiable)])
def test_twice_is_a_ratio_of_moves(direction, mine, theirs, kind):
    assert type(verdict(mine, theirs, said(direction, quantity("2", "ratio", step="0.5")))) is kind


def test_a_span_that_is_not_said_refutes_nothing():
    assert verdict(3, 6, said(words="")).reason == "vague-period"
    assert type(verdict(8, 6, said(words=""))) is Supported


def test_a_session_that_still_runs_says_the_order_only_where_the_ranges_part():
    stock = bars(100.0, 100.0, 104.0, low=[100, 100, 99], high=[100, 100, 108])
    index = bars(1000.0, 1000.0, 1030.0, low=[1000, 1000, 990], high=[1000, 1000, 1060])
    rival = Rival(INDEX, [window(index, closed=False)], index)
    made = comparison.measure(said(), STOCK, [window(stock, closed=False)], stock, rival)
    assert made[0].doubt.reason == "no-intraday-prices"
    assert judge(said(), made).reason == "no-intraday-prices"
    ahead = bars(100.0, 100.0, 109.0, low=[100, 100, 107], high=[100, 100, 110])
    made = comparison.measure(said(), STOCK, [window(ahead, closed=False)], ahead, rival)
    assert type(judge(said(), made)) is Supported


def test_what_cannot_be_set_beside_each_other():
    assert readings(8, 6, other=YIELD).reason == "not-comparable"
    assert readings(8, 6, other=STOCK).reason == "not-comparable"
    assert readings(8, 6, hints=("total-return",)).reason == "not-comparable"
    stock = bars(100.0, 100.0, 108.0)
    assert comparison.measure(said(), STOCK, [window(stock)], stock, Rival(INDEX, [], stock)).reason == "vague-period"


def test_a_rival_without_that_session_leaves_it_open():
    stock, index = bars(100.0, 100.0, 108.0), bars(1000.0, 1000.0)
    rival = Rival(INDEX, [window(stock)], index)
    assert judge(said(), comparison.measure(said(), STOCK, [window(stock)], stock, rival)).reason == "no-prices"


def test_both_results_are_shown():
    one = said()
    checked = Checked(one, STOCK, judge(one, readings(8, 6, one)))
    assert actual(checked) == "up 8.0% against up 6.0% for ^ACM"
    assert name_of(checked) == "Acme ACME against Acme 100"
    assert words.said(one) == "outpacing"
    assert words.said(said("down", quantity("6"))) == "6 points behind"
    assert words.said(said("up", quantity("2", "ratio"))) == "2 times the gain"
    assert "against" not in decided_by(checked)
    assert measured(one, checked.verdict.reading.value) == "2.0 points ahead"


@given(MOVES, MOVES)
def test_the_true_order_is_never_refuted_and_the_false_one_never_supported(mine, theirs):
    ahead = "up" if mine >= theirs else "down"
    behind = "down" if mine >= theirs else "up"
    assert type(verdict(mine, theirs, direction=ahead)) is Supported
    if abs(mine - theirs) > 1.01:
        assert type(verdict(mine, theirs, direction=behind)) is Refuted


@given(MOVES, MOVES)
def test_a_distance_rounded_from_the_truth_is_never_refuted(mine, theirs):
    points = abs(mine - theirs)
    one = said("up" if mine >= theirs else "down", quantity(f"{points:.0f}"))
    assert not isinstance(verdict(mine, theirs, one), Refuted)


@pytest.mark.parametrize("apple, index, kind", [(103.0, 1010.0, Supported), (101.0, 1030.0, Refuted),
                                               (101.0, None, Unverifiable)])
def test_a_sentence_is_checked_on_both_symbols(apple, index, kind):
    days = ["2025-02-12", "2025-02-13", "2025-02-14", "2025-02-18"]
    known = {"AAPL": hand_built("AAPL", days, [100.0, 100.0, 100.0, apple])}
    if index is not None:
        known["^GSPC"] = hand_built("^GSPC", days, [1000.0, 1000.0, 1000.0, index])
    text = "Apple shares outperformed the S&P 500 on Tuesday."
    report = check_text(text, "2025-02-18T22:00-05:00", [MemoryPrices(known)])
    assert [type(each.verdict) for each in report.checked] == [kind]
