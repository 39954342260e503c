"""This file is the tests of streaks: runs of closes, of days and of weeks."""
from __future__ import annotations

import pytest
from made import STOCK, bars, claim, values, window

from claimcheck.claim import Period
from claimcheck.kinds import streak
from claimcheck.verdict import Refuted, Supported, judge

SERIES = bars(10.0, 9.0, 10.0, 11.0, 12.0)


def said(count="3", direction="up", unit="days", **more):
    return claim(count, unit, direction, kind="streak", **more)


def measure(a_claim, series=SERIES, **more):
    return streak.measure(a_claim, STOCK, [window(series, **more)], series)


@pytest.mark.parametrize("count, kind", [("3", Supported), ("5", Refuted)])
def test_closes_in_a_row(count, kind):
    assert type(judge(said(count), measure(said(count)))) is kind


def test_fault():
    assert judge(said("9"), measure(said("9"))).fault == "wrong-count"


def test_without_direction_either_way_counts():
    assert type(judge(said(direction=""), measure(said(direction="")))) is Supported


def test_a_running_session_may_be_the_next():
    assert values(measure(said(), closed=False)) == [(2.0, 3.0)]


def test_a_session_that_ended_the_run_leaves_the_run():
    ended = bars(10.0, 9.0, 10.0, 11.0, 12.0, 11.5)
    assert type(judge(said(), measure(said(), ended))) is Supported


def test_weeks():
    closes = [10.0] * 5 + [9.0] * 5 + [9.5] * 5 + [9.9] * 5
    weeks = said("2", unit="", period=Period("range", grain="week", count=2))
    assert values(measure(weeks, bars(*closes))) == [(2.0, 2.0)]


def test_a_run_as_long_as_the_series_proves_nothing():
    assert judge(said(), measure(said(), bars(1.0, 2.0, 3.0))).reason == "history-too-short"


def test_breaking_a_run_tells_of_the_run_it_broke():
    broke = bars(10.0, 9.0, 10.0, 11.0, 12.0, 11.0)
    assert type(judge(said("3", "down"), measure(said("3", "down"), broke))) is Supported


def test_days_in_a_row_of_something_else_are_not_refuted():
    assert judge(said("30", ""), measure(said("30", ""))).reason == "vague-period"
