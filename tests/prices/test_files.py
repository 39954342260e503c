"""This file is what price files of real life do: several files a symbol, bases, broken lines, missing splits, twins."""
from __future__ import annotations

import subprocess
import sys
from datetime import date

import numpy as np
import pytest

from claimcheck.errors import ConfigError
from claimcheck.market import Bars
from claimcheck.market.prices import source
from claimcheck.market.prices.doctor import trusted
from prices.by_hand import stock, weekdays

DAYS = weekdays(date(2013, 1, 2), 40)
LONG = "date,open,high,low,close,adj_close,volume\n"
YAHOO = "Date,Open,High,Low,Close,Adj Close,Volume\n"


def line(day, close, adj=None, volume=1000):
    return f"{day},{close},{close},{close},{close},{close if adj is None else adj},{volume}\n"


def write(folder, name, header=LONG, closes=None, days=DAYS, adjusted=None):
    closes = np.round(50 + np.arange(len(days)) * 0.1, 2) if closes is None else closes
    adjusted = closes if adjusted is None else adjusted
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + "".join(line(*row) for row in zip(days, closes, adjusted, strict=True)))
    return path


def asked(folder, symbol, first=DAYS[0], last=DAYS[-1]):
    return source(folder).bars(stock(symbol), first, last)


def test_one_symbol_in_several_files_is_one_series(tmp_path):
    write(tmp_path, "old/ABC.csv", days=DAYS[:25])
    write(tmp_path, "young/ABC.csv", closes=np.round(50 + np.arange(20, 40) * 0.1, 2), days=DAYS[20:])
    bars = asked(tmp_path, "ABC")
    assert len(bars) == 40 and bars.suspect == ()
    np.testing.assert_allclose(bars.close, np.round(50 + np.arange(40) * 0.1, 2))


def test_files_that_tell_two_stories_are_suspect_where_they_do(tmp_path):
    write(tmp_path, "a/ABC.csv")
    write(tmp_path, "b/ABC.csv", closes=np.full(3, 77.0), days=DAYS[10:13])
    bars = asked(tmp_path, "ABC")
    assert {x.what for x in bars.suspect} == {"files-disagree"}
    assert trusted(bars, DAYS[9], DAYS[10], every=False).reason == "data-suspect"
    assert trusted(bars, DAYS[13], DAYS[20]) is None


def test_a_split_after_the_last_bar_counts(tmp_path):
    write(tmp_path, "ABC.csv")
    (tmp_path / "splits.csv").write_text("symbol,date,ratio\nABC,2020-08-31,4:1\n")
    bars = asked(tmp_path, "ABC")
    np.testing.assert_allclose(bars.close[0] * bars.split[0], 50)
    np.testing.assert_allclose(bars.close[0], 12.5)
    np.testing.assert_allclose(bars.volume[0], 4000)


def test_without_known_splits_adjusted_closes_cannot_tell_the_price_as_traded(tmp_path):
    write(tmp_path, "ABC.csv", YAHOO)
    assert np.isnan(asked(tmp_path, "ABC").split).all()
    write(tmp_path, "^IDX.csv", YAHOO)
    assert (source(tmp_path).bars(stock("^IDX", asset="index"), DAYS[0], DAYS[-1]).split == 1).all()


@pytest.mark.parametrize("basis, header, close, traded", [
    ("", LONG, 12.5, 50), ("", YAHOO, 50, 200), ("split-adjusted", LONG, 50, 200), ("as-traded", YAHOO, 12.5, 50)])
def test_the_basis_comes_from_prices_toml_else_from_the_header(tmp_path, basis, header, close, traded):
    write(tmp_path, "sub/ABC.csv", header)
    (tmp_path / "splits.csv").write_text("symbol,date,ratio\nABC,2014-01-01,4\n")
    if basis:
        (tmp_path / "prices.toml").write_text(f'basis = "{basis}"\n')
    bars = asked(tmp_path, "ABC")
    assert (bars.close[0], bars.close[0] * bars.split[0]) == (close, traded)


def test_a_jump_that_adj_close_does_not_share_is_suspect_and_not_repaired(tmp_path):
    closes = np.where(np.arange(40) < 20, 100.0, 50.0) + np.arange(40) * 0.1
    write(tmp_path, "ABC.csv", closes=closes, adjusted=np.where(np.arange(40) < 20, closes / 2, closes))
    bars = asked(tmp_path, "ABC")
    assert [x.what for x in bars.suspect] == ["unrecorded-split"]
    np.testing.assert_allclose(bars.close, closes)
    assert trusted(bars, DAYS[19], DAYS[20]).reason == "data-suspect"
    assert trusted(bars, DAYS[5], DAYS[30], every=False).reason == "data-suspect"
    assert trusted(bars, DAYS[10], DAYS[19]) is None and trusted(bars, DAYS[20], DAYS[25]) is None


@pytest.mark.parametrize("text, said", [
    (LONG + line("2013-01-02", "12.5") + line("2013-01-03", "abc"), "ABC.csv:3: 'abc' is no number (open)"),
    (LONG + line("2013-13-02", "12.5"), "ABC.csv:2: '2013-13-02' is no date"),
    (LONG + "2013-01-02,1,2\n", "ABC.csv:2: 3 cells, expected 7"),
    ("when,what\n2013-01-02,4\n", "ABC.csv:1: the first line must name the columns"),
    ("", "ABC.csv:1: the first line must name the columns"),
    (LONG + line("2013-01-02", "inf"), "ABC.csv:2: 'inf' is no price"),
    (LONG + "\x00\n", "ABC.csv")])
def test_a_malformed_file_spoils_its_symbol_only_and_says_where(tmp_path, text, said):
    (tmp_path / "ABC.csv").write_text(text)
    write(tmp_path, "GOOD.csv")
    prices = source(tmp_path)
    answer = prices.bars(stock("ABC"), DAYS[0], DAYS[-1])
    assert answer.reason == "source-failed" and said in answer.detail and "\n" not in answer.detail
    assert isinstance(prices.bars(stock("GOOD"), DAYS[0], DAYS[-1]), Bars)


def test_binary_and_broken_parquet_are_a_reason(tmp_path):
    write(tmp_path, "GOOD.csv")
    (tmp_path / "ABC.csv").write_bytes(b"\xff\xfe\x00\x01date")
    (tmp_path / "more.parquet").write_bytes(b"PAR1 nothing of the kind")
    prices = source(tmp_path)
    assert prices.bars(stock("ABC"), DAYS[0], DAYS[-1]).reason == "source-failed"
    missing = prices.bars(stock("ELSE"), DAYS[0], DAYS[-1])
    assert missing.reason == "source-failed" and "more.parquet" in missing.detail
    assert isinstance(prices.bars(stock("GOOD"), DAYS[0], DAYS[-1]), Bars)


def test_rows_without_close_are_left_out_and_zero_volume_is_unknown(tmp_path):
    (tmp_path / "ABC.csv").write_text(YAHOO + "2013-01-02,null,null,null,null,null,null\n2013-01-03,1,1,1,1,1,0\n")
    bars = asked(tmp_path, "ABC")
    assert len(bars) == 1 and np.isnan(bars.volume[0])


def test_descending_and_doubled_rows(tmp_path):
    closes = np.round(50 + np.arange(40) * 0.1, 2)
    path = write(tmp_path, "ABC.csv", closes=closes[::-1], days=DAYS[::-1])
    path.write_text(path.read_text() + line(DAYS[3], 50.3) + line(DAYS[8], 60))
    bars = asked(tmp_path, "ABC")
    assert len(bars) == 40 and bars.sessions[0] == np.datetime64(DAYS[0])
    assert [x.first for x in bars.suspect if x.what == "duplicate-session"] == [DAYS[8]]


def test_a_date_sorted_parquet_of_many_row_groups(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [(f"S{k}", day, 10.0 * k + i * 0.01) for i, day in enumerate(DAYS) for k in range(1, 6)]
    symbols, days, closes = zip(*rows, strict=True)
    table = pa.table({"Symbol": symbols, "Date": [str(day) for day in days], "Close": closes})
    pq.write_table(table, tmp_path / "x.parquet", row_group_size=15)
    for k in (3, 1, 5):
        bars = asked(tmp_path, f"S{k}")
        np.testing.assert_allclose(bars.close, 10.0 * k + np.arange(40) * 0.01)
        assert np.isnan(bars.open).all()


def test_one_series_under_two_names_is_suspect_under_both(tmp_path):
    write(tmp_path, "ABC.csv")
    write(tmp_path, "XYZ.csv")
    write(tmp_path, "OWN.csv", closes=np.round(60 + np.arange(40) * 0.2, 2))
    prices = source(tmp_path)
    for symbol, other in (("ABC", "XYZ"), ("XYZ", "ABC")):
        bars = prices.bars(stock(symbol), DAYS[0], DAYS[-1])
        assert trusted(bars, DAYS[3], DAYS[4]).detail == f"{symbol}: same-series: the same closes as {other}"
    assert prices.bars(stock("OWN"), DAYS[0], DAYS[-1]).suspect == ()
    assert source(tmp_path).bars(stock("ABC", "XYZ"), DAYS[0], DAYS[-1]).suspect == ()


def test_stooq_s_bulk_files(tmp_path):
    (tmp_path / "nasdaq").mkdir()
    (tmp_path / "nasdaq" / "abc.us.txt").write_text(
        "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n"
        "ABC.US,D,20130102,000000,10,11,9,10.5,5000,0\nABC.US,D,20130103,000000,10,11,9,10.6,6000,0\n")
    bars = asked(tmp_path, "ABC")
    assert list(bars.close) == [10.5, 10.6] and list(bars.volume) == [5000, 6000]
    assert np.isnan(bars.split).all(), "Stooq adjusts for splits and does not say for which"


def test_shares_of_a_folder(tmp_path):
    from claimcheck.market import Unverifiable
    from claimcheck.market.prices.shares import Shares

    write(tmp_path, "ABC.csv")
    (tmp_path / "shares.csv").write_text("symbol,date,shares\nABC,2012-12-31,1000\nABC,2013-02-01,1100\n")
    (tmp_path / "splits.csv").write_text(f"symbol,date,ratio\nABC,{DAYS[10]},2\n")
    shares = Shares(source(tmp_path))
    assert shares.outstanding(stock("ABC"), DAYS[5]) == (1000, "shares of 2012-12-31")
    assert shares.outstanding(stock("ABC"), DAYS[12]) == (2000, "shares of 2012-12-31")
    assert shares.outstanding(stock("ABC"), date(2016, 1, 4)).reason == "no-shares-outstanding"
    assert isinstance(shares.outstanding(stock("OTHER"), DAYS[5]), Unverifiable)


@pytest.mark.parametrize("name, text, said", [
    ("splits.csv", "symbol,date,ratio\nABC,2013-01-09,four\n", "splits.csv:2: 'four' is no ratio"),
    ("splits.csv", "symbol,when\n", "splits.csv:1: expected the header symbol,date,ratio"),
    ("shares.csv", "symbol,date,shares\nABC,soon,5\n", "shares.csv:2: 'soon' is no date"),
    ("prices.toml", 'basis = "guessed"\n', "allowed: basis = 'as-traded' or 'split-adjusted'"),
    ("prices.toml", "basis = \n", "prices.toml: Invalid value")])
def test_a_wrong_side_file_is_for_the_person_at_the_keyboard(tmp_path, name, text, said):
    write(tmp_path, "ABC.csv")
    (tmp_path / name).write_text(text)
    with pytest.raises(ConfigError) as error:
        source(tmp_path)
    assert said in str(error.value) and "\n" not in str(error.value)


def test_what_is_no_source_says_what_is_allowed(tmp_path):
    for spec in (str(tmp_path / "nowhere"), "bloomberg", "no.such:factory", "json:loads", str(tmp_path)):
        with pytest.raises(ConfigError, match="prices: .*(expected|no bars)") as error:
            source(spec)
        assert "\n" not in str(error.value)


def test_a_source_of_ones_own_by_dotted_path(tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text(
        "from claimcheck.market.prices.memory import MemoryPrices, hand_built\n"
        "def make():\n    return MemoryPrices({'A': hand_built('A', ['2013-01-02'], [5])})\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert source("mine:make").bars(stock("A"), DAYS[0], DAYS[0]).close[0] == 5


def test_csv_needs_neither_pyarrow_nor_pandas(tmp_path):
    write(tmp_path, "ABC.csv")
    code = ("import sys; sys.modules['pyarrow'] = None; sys.modules['pandas'] = None\n"
            "from datetime import date\nfrom claimcheck.market import Instrument\n"
            "from claimcheck.market.prices import source\n"
            f"print(len(source({str(tmp_path)!r}).bars(Instrument('ABC', '', 'equity', '', 'USD'), "
            "date(2013, 1, 2), date(2013, 1, 9))))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "40", done.stderr


def test_missing_pyarrow_is_said_in_one_line(tmp_path):
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    code = ("import sys; sys.modules['pyarrow'] = None\nfrom datetime import date\n"
            "from claimcheck.market import Instrument\nfrom claimcheck.market.prices import source\n"
            f"print(source({str(tmp_path)!r}).bars(Instrument('ABC', '', 'equity', '', 'USD'), "
            "date(2013, 1, 2), date(2013, 1, 9)).detail)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "install pyarrow" in done.stdout, done.stderr
