"""This file is the tests of volumes (of one security, against its average) and of breadth, which nobody counts."""
from __future__ import annotations

import pytest
from made import INDEX, STOCK, bars, claim, scaled, window

from claimcheck.claim import Period
from claimcheck.kinds import breadth, volume
from claimcheck.verdict import Inexact, Refuted, Supported, judge

SERIES = bars(*[10.0] * 61, volume=[1e6] * 60 + [3e6])


def verdict(said, series=SERIES, instrument=STOCK, **more):
    return judge(said, volume.measure(said, instrument, [window(series, **more)], series))


def traded(said="3", step="1e6", unit="shares", **more):
    return claim(f"{said}e6" if unit == "shares" else said, unit, "", kind="volume", measure="volume",
                 step=step if unit == "shares" else "", **more)


@pytest.mark.parametrize("said, kind", [("3", Supported), ("3.4", Inexact), ("9", Refuted)])
def test_shares(said, kind):
    assert type(verdict(traded(said, "1e5"))) is kind


def test_shares_as_they_were_counted_before_a_split():
    assert type(verdict(traded("3", "1e5"), scaled(SERIES, 7))) is Supported


def test_times_the_average():
    assert type(verdict(traded("3", unit="ratio", horizon=Period("range", grain="day", count=50)))) is Supported
    assert verdict(traded("8", unit="ratio")).fault == "wrong-volume"
    assert verdict(traded("3", unit="ratio"), bars(10.0, 10.0, volume=[1e6, 3e6])).reason == "history-too-short"


def test_the_average_itself():
    assert type(verdict(traded("1", "1e5", hints=("average",)))) is Supported


def test_while_the_session_runs_it_may_be_less():
    assert type(verdict(traded("2", "1e5"), closed=False)) is Supported
    assert type(verdict(traded("9", "1e5"), closed=False)) is Refuted


def test_what_is_not_counted():
    assert verdict(traded(), instrument=INDEX).reason == "no-volume"
    assert verdict(traded(), bars(10.0, 10.0)).reason == "no-volume"
    said = claim("3", "ratio", "", kind="breadth")
    assert breadth.measure(said, INDEX, [window(SERIES)], SERIES).reason == "no-breadth-data"
