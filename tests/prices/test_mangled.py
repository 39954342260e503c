"""This file is mangled input: whatever a file holds, it is prices, or a reason, or one line for the user."""
from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from claimcheck.errors import ConfigError
from claimcheck.market import Bars
from claimcheck.market.prices import source
from claimcheck.market.prices.doctor import examined, trusted
from claimcheck.market.prices.lock import FIRST_LINE, parsed
from claimcheck.market.prices.memory import hand_built
from claimcheck.market.prices.rows import AS_TRADED, Rows, Split, bars_of, split_factors
from prices.by_hand import stock, weekdays

hypothesis = pytest.importorskip("hypothesis")
given, settings, st = hypothesis.given, hypothesis.settings, hypothesis.strategies

DAYS = weekdays(date(2013, 1, 2), 40)
ODD = st.sampled_from(["", "null", "-", "date", "close", "1e999", "\""])
CELLS = st.one_of(st.floats().map(str), st.dates().map(str), ODD, st.text(max_size=6))
QUICK = settings(max_examples=80, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))


@QUICK
@given(st.lists(st.lists(CELLS, max_size=8), max_size=8), st.booleans())
def test_any_csv_is_prices_or_a_reason(tmp_path_factory, rows, headed):
    folder = tmp_path_factory.mktemp("any")
    text = "date,open,high,low,close,volume\n" * headed + "\n".join(",".join(row) for row in rows)
    (folder / "ABC.csv").write_text(text, encoding="utf-8", errors="replace", newline="")
    answer = source(folder).bars(stock("ABC"), date(1900, 1, 1), date(2100, 1, 1))
    if isinstance(answer, Bars):
        assert len(answer) and (np.diff(answer.sessions).astype(int) > 0).all()
        trusted(answer, date(1900, 1, 1), date(2100, 1, 1))
    else:
        assert answer.reason in ("source-failed", "no-prices") and len(answer.detail.splitlines()) == 1


@QUICK
@given(st.binary(max_size=300))
def test_any_bytes_are_prices_or_a_reason(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "ABC.csv").write_bytes(data)
    (folder / "more.parquet").write_bytes(b"PAR1" + data + b"PAR1")
    answer = source(folder).bars(stock("ABC"), date(1900, 1, 1), date(2100, 1, 1))
    assert isinstance(answer, Bars) or answer.reason == "source-failed"


@QUICK
@given(st.text(max_size=200))
def test_any_lock_is_read_or_refused_in_one_line(text):
    try:
        parsed(f"{FIRST_LINE}\nsymbol A\n{text}", "x.lock")
    except ConfigError as error:
        assert len(str(error).splitlines()) == 1


@QUICK
@given(st.lists(st.floats(1e-3, 1e6), min_size=2, max_size=40), st.integers(0, 39), st.sampled_from([2, 3, 0.1, 1.5]))
def test_a_recorded_split_changes_no_move(closes, at, ratio):
    days = np.array(DAYS[:len(closes)], "datetime64[D]")
    closes, none = np.array(closes), np.full(len(closes), np.nan)
    splits = [Split(DAYS[at], ratio)]
    traded = closes * split_factors(days, splits)
    rows = Rows(days, none, none, none, traded, closes, none)
    split = bars_of(rows, "A", "x", basis=AS_TRADED, splits=splits)
    np.testing.assert_allclose(split.close, closes, rtol=1e-12)
    np.testing.assert_allclose(split.close * split.split, traded, rtol=1e-12)


@QUICK
@given(st.lists(st.one_of(st.floats(), st.just(0.0), st.just(-1.0)), min_size=1, max_size=40))
def test_the_doctor_examines_anything(closes):
    bars = examined(hand_built("A", DAYS[:len(closes)], closes, high=closes[::-1], low=closes, volume=closes))
    for suspicion in bars.suspect:
        assert suspicion.detail and "\n" not in suspicion.detail
