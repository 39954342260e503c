"""This file is chains, locks and what `claimcheck prices` is made of."""
from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from claimcheck.errors import ConfigError
from claimcheck.market import Bars, Suspicion, Unverifiable
from claimcheck.market.prices import Examined, chain, source, store
from claimcheck.market.prices.chained import Chained
from claimcheck.market.prices.lock import FIRST_LINE, LockPrices, Recorder, lock_text
from claimcheck.market.prices.lookup import closes_on, levels_on, positions
from claimcheck.market.prices.memory import MemoryPrices, hand_built
from claimcheck.market.prices.sqlite import SqlitePrices
from prices.by_hand import stock, weekdays

DAYS = weekdays(date(2013, 1, 2), 100)
CLOSES = np.round(100 + np.cumsum(np.cos(np.arange(100) * 1.3)), 2)


def held(*spans: tuple[str, int, int], source="memory") -> MemoryPrices:
    return MemoryPrices({symbol: hand_built(symbol, DAYS[i:j], CLOSES[i:j], source=source) for symbol, i, j in spans})


class Failing:
    name = "failing"

    def bars(self, instrument, first, last):
        return Unverifiable("source-failed", "no line")


def test_the_first_source_that_covers_the_window_answers():
    prices = Chained([held(("A", 0, 30), source="old"), held(("A", 20, 100), source="young")])
    assert prices.bars(stock("A"), DAYS[5], DAYS[25]).source == "old"
    assert prices.bars(stock("A"), DAYS[40], DAYS[60]).source == "young"
    assert prices.bars(stock("A"), DAYS[25], DAYS[60]).source == "young"
    assert prices.bars(stock("A"), DAYS[0], DAYS[90]).source == "young", "nobody covers it: the one with most of it"


def test_the_weightiest_reason_wins():
    nothing = held(("B", 0, 10))
    for order in ([nothing, Failing()], [Failing(), nothing]):
        assert Chained(order).bars(stock("A"), DAYS[0], DAYS[5]).reason == "source-failed"
    answer = Chained([held(), held(("A", 0, 10))]).bars(stock("A"), DAYS[50], DAYS[60])
    assert answer.reason == "no-prices" and f"to {DAYS[9]}, nothing from {DAYS[50]}" in answer.detail


def test_a_failing_source_does_not_hide_prices_that_are_there():
    assert isinstance(Chained([Failing(), held(("A", 0, 10))]).bars(stock("A"), DAYS[0], DAYS[5]), Bars)


def test_a_chain_of_nothing_is_a_mistake():
    with pytest.raises(ConfigError, match="no source named"):
        chain([])


@pytest.fixture
def recorded():
    split = np.where(np.arange(100) < 50, 7.0, 1.0)
    traded = hand_built("A", DAYS, CLOSES, volume=np.arange(100) * 1000.0, split=split)
    spiked = hand_built("BAD", DAYS, np.where(np.arange(100) == 40, 200.0, CLOSES))
    recorder = Recorder(Examined(MemoryPrices({"A": traded, "BAD": spiked, "UNUSED": traded},
                                              {"A": [(DAYS[0], 1.5e9), (date(2001, 1, 1), 3.0)]})))
    recorder.bars(stock("A"), DAYS[30], DAYS[40])
    recorder.bars(stock("A"), DAYS[45], DAYS[60])
    recorder.bars(stock("BAD"), DAYS[38], DAYS[42])
    recorder.bars(stock("MISSING", "ALSO"), DAYS[38], DAYS[42])
    recorder.share_counts("A", DAYS[35])
    return recorder


def test_a_lock_holds_what_was_needed_and_no_more(recorded, tmp_path):
    text = store.lock(recorded, tmp_path / "prices.lock")
    locked = source(tmp_path / "prices.lock")
    assert locked.symbols() == ("A", "BAD")
    assert locked.bars(stock("MISSING"), DAYS[38], DAYS[42]) == Unverifiable("no-prices", "memory has no MISSING")
    bars = locked.bars(stock("A"), DAYS[30], DAYS[60])
    np.testing.assert_array_equal(bars.sessions, np.array(DAYS[25:66], "datetime64[D]"))
    np.testing.assert_array_equal(bars.close, CLOSES[25:66])
    np.testing.assert_array_equal(bars.split, np.where(np.arange(25, 66) < 50, 7.0, 1.0))
    assert np.isnan(bars.open).all() and bars.currency == "USD" and bars.source == "memory"
    assert locked.share_counts("A") == [(DAYS[0], 1.5e9)]
    assert text.startswith(FIRST_LINE) and text == (tmp_path / "prices.lock").read_text()
    assert all(len(line) < 140 for line in text.split("\n"))


def test_a_lock_of_a_lock_is_the_same_lock(recorded, tmp_path):
    text = store.lock(recorded, tmp_path / "prices.lock")
    again = Recorder(LockPrices(tmp_path / "prices.lock"))
    again.bars(stock("BAD"), DAYS[38], DAYS[42])
    again.bars(stock("A"), DAYS[30], DAYS[60])
    again.bars(stock("MISSING"), DAYS[38], DAYS[42])
    again.share_counts("A", DAYS[35])
    assert lock_text(again.needed) == text


def test_a_bad_day_of_the_vendor_is_not_locked(tmp_path):
    recorder = Recorder(Failing())
    recorder.bars(stock("A"), DAYS[0], DAYS[5])
    with pytest.raises(ConfigError, match="no lock written, because not all is known: no line"):
        store.lock(recorder, tmp_path / "prices.lock")
    assert not (tmp_path / "prices.lock").exists()


def test_what_was_suspect_stays_suspect_under_the_lock(recorded, tmp_path):
    store.lock(recorded, tmp_path / "prices.lock")
    bars = source(tmp_path / "prices.lock").bars(stock("BAD"), DAYS[38], DAYS[42])
    assert [(x.what, x.first, x.last) for x in bars.suspect] == [("spike", DAYS[40], DAYS[40])]


@pytest.mark.parametrize("broken, said", [
    ("not a lock\n", ":1: no price lock"), (f"{FIRST_LINE}\nsymbol A\n  2013-01-02 1 2 3\n", ":3: cannot read"),
    (f"{FIRST_LINE}\n  2013-01-02 1 1 1 1 1 1\n", ":2: cannot read"),
    (f"{FIRST_LINE}\nsymbol A\n  tomorrow 1 1 1 1 1 1\n", ":3: cannot read")])
def test_a_broken_lock_names_the_line(tmp_path, broken, said):
    (tmp_path / "x.lock").write_text(broken)
    with pytest.raises(ConfigError, match=said):
        source(f"lock:{tmp_path / 'x.lock'}")


def test_import_list_export_and_back(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    traded = np.where(np.arange(100) < 60, CLOSES * 4, CLOSES)
    lines = "".join(f"{day},{c},{c + 1},{c - 1},{c},{adj:.6f},1000\n"
                    for day, c, adj in zip(DAYS, traded, CLOSES, strict=True))
    (folder / "A.csv").write_text("date,open,high,low,close,adj_close,volume\n" + lines)
    (folder / "splits.csv").write_text(f"symbol,date,ratio\nA,{DAYS[60]},4\nA,2020-01-02,2\n")
    cache = tmp_path / "prices.db"
    (symbol, bars), = store.import_prices(folder, cache)
    assert symbol == "A" and isinstance(bars, Bars)
    line, = store.listing(f"sqlite:{cache}")
    assert (line.symbol, line.first, line.last, line.sessions) == ("A", DAYS[0], DAYS[-1], 100)
    assert line.splits == f"{DAYS[60]}:4" and line.source == f"files:{folder}"
    written = store.export(tmp_path / "out", f"sqlite:{cache}")
    assert [path.name for path in written] == ["A.csv", "splits.csv"]
    back = source(tmp_path / "out").bars(stock("A"), DAYS[0], DAYS[-1])
    np.testing.assert_allclose(back.close, bars.close, rtol=1e-9)
    np.testing.assert_allclose(back.split, bars.split)
    np.testing.assert_allclose(back.volume, bars.volume)


def test_pence_are_imported_as_pounds(tmp_path):
    (tmp_path / "VOD.L.csv").write_text("date,close\n2013-06-10,188.5\n2013-06-11,189.5\n")
    (_, bars), = store.import_prices(tmp_path / "VOD.L.csv", tmp_path / "prices.db")
    assert (bars.close[0], bars.currency) == (1.885, "GBP")
    cached = source(f"sqlite:{tmp_path / 'prices.db'}").bars(
        stock("VOD.L", currency="GBP", minor=100), date(2013, 6, 10), date(2013, 6, 10))
    assert cached.close[0] == 1.885


def test_export_of_what_is_not_there(tmp_path):
    SqlitePrices(tmp_path / "prices.db")
    with pytest.raises(ConfigError, match="has no XYZ"):
        store.export(tmp_path, f"sqlite:{tmp_path / 'prices.db'}", ["XYZ"])


def test_the_doctor_s_round(tmp_path):
    (tmp_path / "A.csv").write_text("date,close\n" + "".join(f"{d},{c}\n" for d, c in zip(DAYS, CLOSES, strict=True)))
    (tmp_path / "B.csv").write_text("date,close\n2013-01-02,abc\n")
    (tmp_path / "C.csv").write_text("date,close\n2013-01-02,0\n2013-01-03,5\n")
    found = store.examine(tmp_path)
    assert [(symbol, x.what) for symbol, x in found] == [("B", "unreadable"), ("C", "no-price")]
    assert all(isinstance(x, Suspicion) for _, x in found)


def test_fetch_by_symbol(loopback, fresh, tmp_path):
    from prices.yahoo_server import Listed

    symbol = fresh("F")
    loopback.listed[symbol] = Listed(DAYS, list(CLOSES))
    (name, bars), (_, missing) = store.fetch([symbol, fresh("NONE")], DAYS[0], DAYS[20], tmp_path / "prices.db")
    assert name == symbol and len(bars) == 100 and missing.reason == "no-prices"
    loopback.listed[symbol] = Listed(DAYS, list(CLOSES * 2))
    again = store.fetch([symbol], DAYS[0], DAYS[20], tmp_path / "prices.db", refresh=True)
    np.testing.assert_allclose(again[0][1].close, CLOSES * 2)


def test_look_ups_take_the_last_session_not_after_the_day():
    bars = hand_built("A", DAYS, CLOSES, split=np.where(np.arange(100) < 50, 2.0, 1.0))
    saturday = date(2013, 1, 5)
    days = np.array([DAYS[0], saturday, date(2012, 12, 31), DAYS[-1], date(2030, 1, 1)], "datetime64[D]")
    assert list(positions(bars, days)) == [0, 2, -1, 99, 99]
    np.testing.assert_array_equal(closes_on(bars, days), [CLOSES[0], CLOSES[2], np.nan, CLOSES[99], CLOSES[99]])
    np.testing.assert_array_equal(levels_on(bars, days[:2]), [CLOSES[0] * 2, CLOSES[2] * 2])
