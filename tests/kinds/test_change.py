"""This file is the tests of changes: bases, brackets, splits, currencies, and what daily prices cannot say."""
from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from made import INDEX, STOCK, YEN, YIELD, bars, claim, scaled, values, window

from claimcheck.claim import Period
from claimcheck.kinds import change
from claimcheck.market import Instrument, Suspicion, Unverifiable, Window
from claimcheck.verdict import Inexact, Refuted, Supported, judge

DAY = bars(100.0, 103.0, open=[99.0, 101.0], low=[98.0, 100.5], high=[101.0, 104.0])


def measure(said, series=DAY, instrument=STOCK, **more):
    return change.measure(said, instrument, [window(series, **more)], series)


def test_percent_from_the_previous_close():
    first, stretch = measure(claim("3"))
    assert values([first]) == [(3.0, 3.0)] and first.base == 100.0 and first.last == 103.0
    assert stretch.stretch and values([stretch]) == [(2.125, 3.875)]


def test_a_close_is_a_close():
    assert values(measure(claim("3", measure="close"))) == [(3.0, 3.0)]


def test_while_the_session_runs_low_and_high_bracket_the_price():
    assert values(measure(claim("3"), closed=False)) == [(0.5, 4.0)]


@pytest.mark.parametrize("period", [Period("intraday"), Period("day", part="midday"), Period("day", part="05:26 GMT")])
def test_words_that_mean_a_moment_open_the_bracket(period):
    assert (0.5, 4.0) in values(r for r in measure(claim("3", period=period)) if not r.stretch)


def test_as_much_as_is_the_extreme_of_the_session():
    assert values(measure(claim("4", comparator="le", hedge="as much as")))[0] == (4.0, 4.0)
    assert values(measure(claim("4", comparator="le"), closed=False)) == [(1.0, 4.0)]


def test_from_the_open_low_and_high():
    assert values(measure(claim("2", hints=("from-open",))))[0][0] == pytest.approx(100 * (103 / 101 - 1))
    assert values(measure(claim("5", hints=("from-low",))))[0][0] == pytest.approx(100 * (103 / 98 - 1), abs=1e-6)
    slipped = measure(claim("1", direction="down", hints=("from-high",)))
    assert values(slipped)[0][0] == pytest.approx(-100 / 104, abs=1e-6)


def test_money_is_as_traded_on_the_day():
    after_split = scaled(DAY, 7)
    assert values(measure(claim("3.00", "USD"), after_split))[0] == (3.0, 3.0)
    assert values(measure(claim("3"), after_split))[0] == (3.0, 3.0)


def test_a_split_inside_the_window_is_no_fall():
    series = bars(50.0, 51.0, split=[2.0, 1.0])  # traded at 100, then 2 for 1, then at 51
    assert values(measure(claim("2"), series))[0] == (2.0, 2.0)
    assert values(measure(claim("1", "USD"), series))[0] == (1.0, 1.0)


def test_points_and_basis_points():
    assert values(measure(claim("3", "points", measure="close"), instrument=INDEX)) == [(3.0, 3.0)]
    rates = bars(2.54, 2.60)
    said = claim("6", "basis points", measure="close")
    assert values(change.measure(said, YIELD, [window(rates)], rates)) == [(6.0, 6.0)]


@pytest.mark.parametrize("unit, instrument", [
    ("EUR", STOCK), ("points", YIELD), ("basis points", STOCK), ("points", YEN)])
def test_units_that_do_not_fit(unit, instrument):
    assert measure(claim("3", unit), instrument=instrument).reason == "not-comparable"


def test_direction_follows_the_currency_named():
    pair = bars(100.0, 98.0)
    dollar = judge(claim("2", direction="down", subject="dollar"), measure(claim("2", subject="dollar"), pair, YEN))
    said = claim("2", subject="the Japanese yen")
    found = change.measure(said, YEN, [window(pair)], pair)
    assert type(dollar) is Supported and type(judge(said, found)) is Supported
    assert found[0].value.low == pytest.approx(100 * (100 / 98 - 1))


def test_what_daily_prices_cannot_say():
    assert measure(claim("3", period=Period("afterhours"))).reason == "no-intraday-prices"
    assert measure(claim("3", hints=("offer-price",))).reason == "no-prices"
    assert measure(claim("3", hints=("total-return",))).reason == "not-comparable"
    closes_only = bars(100.0, 103.0)
    assert judge(claim("3"), measure(claim("3"), closes_only, closed=False)).reason == "no-intraday-prices"


def test_a_missing_session_is_a_doubt_and_not_the_day_before():
    gap = Window(date(2013, 1, 8), date(2013, 1, 9), date(2013, 1, 9), "9 Jan")
    assert judge(claim("3"), change.measure(claim("3"), STOCK, [gap], DAY)).reason == "no-prices"
    lost = bars(100.0, math.nan)
    assert judge(claim("3"), measure(claim("3"), lost)).reason == "no-prices"


def test_in_a_long_span_the_bar_before_a_missing_end_serves():
    series = bars(*[100.0] * 29, 110.0)
    span = Window(date(2013, 1, 7), date(2013, 1, 8), date(2013, 2, 17), "to a Sunday")
    said = claim("10", measure="close", period=Period("month"))
    assert values(change.measure(said, STOCK, [span], series)) == [(10.0, 10.0)]


def test_not_listed_then():
    young = Instrument("ACME", "Acme", "equity", "XNYS", "USD", first=date(2013, 2, 1))
    assert judge(claim("3"), measure(claim("3"), instrument=young)).reason == "not-listed-then"


def test_suspect_data_never_give_a_verdict():
    sick = bars(100.0, 50.0)
    day = date(2013, 1, 8)
    marked = type(sick)(*(getattr(sick, f) for f in sick.__slots__[:-1]), (Suspicion("spike", "halved", day, day),))
    found = judge(claim("3"), measure(claim("3"), marked))
    assert isinstance(found, Unverifiable) and found.reason == "data-suspect"


def test_a_swing_is_high_less_low():
    said = claim("3.5", "points", direction="", period=Period("intraday"))
    assert values(measure(said, instrument=INDEX))[0] == (3.5, 3.5)


def test_prices_are_shown_as_traded():
    first = measure(claim("3"), scaled(DAY, 7))[0]
    assert first.base == pytest.approx(100.0) and first.last == pytest.approx(103.0)


def test_copy_written_after_the_close_may_keep_a_late_price_but_not_any():
    wild = bars(100.0, 101.6, low=[99.0, 98.0], high=[101.0, 106.0], open=[100.0, 100.0])
    late = measure(claim("3"), wild)[1]
    assert late.stretch and values([late]) == [(-0.4, 3.6)]
    assert type(judge(claim("3"), measure(claim("3"), wild))).__name__ == "Inexact"
    assert type(judge(claim("5.6"), measure(claim("5.6"), wild))).__name__ == "Refuted"


def test_evening_copy_without_a_time_may_tell_of_the_evening():
    series = bars(100.0, 101.0, 93.0, low=[99.0, 100.0, 92.0], high=[101.0, 102.0, 96.0], open=[100.0, 100.0, 95.0])
    told = claim("7.2", direction="down")
    evening = datetime(2013, 1, 8, 19, tzinfo=UTC)
    at = [window(series, base=0, last=1)]

    def verdict(a_claim):
        return judge(a_claim, change.measure(a_claim, STOCK, at, series))

    fell = replace(told, written=evening)
    assert verdict(fell).reason == "no-intraday-prices"
    assert type(verdict(told)).__name__ == "Refuted"  # written weeks later
    assert type(verdict(replace(fell, period=Period("day", anchor="tuesday", text="on Tuesday")))).__name__ == "Refuted"
    assert type(verdict(replace(claim("15", direction="down"), written=evening))).__name__ == "Refuted"


def test_a_figure_told_without_a_span_is_not_refuted_where_the_week_fits():
    series = bars(*[100.0] * 5, 101.0, 102.0, 103.0, 104.0, 106.0)  # two weeks: the second gains 6 percent
    day = [window(series)]
    week = judge(claim("6.0"), change.measure(claim("6.0"), STOCK, day, series))
    assert week.reason == "vague-period" and "week" in week.detail
    assert type(judge(claim("9.0"), change.measure(claim("9.0"), STOCK, day, series))).__name__ == "Refuted"
    said = claim("6.0", period=Period("day", anchor="friday", text="on Friday"))
    assert type(judge(said, change.measure(said, STOCK, day, series))).__name__ == "Refuted"


def test_more_than_may_tell_of_the_extreme():
    wild = bars(100.0, 98.0, low=[99.0, 94.0], high=[101.0, 99.0], open=[100.0, 99.0])
    said = claim("5", direction="down", comparator="gt", hedge="more than")
    assert type(judge(said, measure(said, wild))).__name__ == "Inexact"


def test_a_big_move_without_a_span_is_not_of_a_quiet_day():
    quiet = bars(100.0, 101.0, low=[99.0, 100.0], high=[101.0, 102.0], open=[100.0, 100.0])
    for said, kind in ((claim("40"), "Unverifiable"), (claim("9.0"), "Refuted"), (claim("40.00"), "Refuted")):
        assert type(judge(said, measure(said, quiet))).__name__ == kind
    wild = bars(100.0, 125.0, low=[99.0, 100.0], high=[101.0, 126.0], open=[100.0, 100.0])
    assert type(judge(claim("40"), measure(claim("40"), wild))).__name__ == "Refuted"


def test_a_price_is_no_move():
    assert judge(claim("97.00", "USD"), measure(claim("97.00", "USD"))).reason == "not-comparable"
    assert type(judge(claim("9.00", "USD"), measure(claim("9.00", "USD")))).__name__ == "Refuted"


def test_a_move_told_with_its_price_is_the_days():
    quiet = bars(*[100.0] * 5, 101.0, 102.0, 103.0, 104.0, 106.0, low=[90.0] * 10, high=[110.0] * 10, open=[100.0] * 10)
    for sentence, kind in (("Acme rose 40 percent.", "Unverifiable"), ("Acme rose 40 percent to $148.", "Refuted"),
                           ("Acme rose 40 percent, or $42, to close at $148.", "Refuted")):
        said = replace(claim("40", text="40 percent"), sentence=sentence)
        assert type(judge(said, measure(said, quiet))).__name__ == kind, sentence


def told(said, sentence, direction="up", **more):
    return replace(claim(said, direction=direction, text=f"{said} percent", **more), sentence=sentence)


@pytest.mark.parametrize("price, kind", [("103.90", Inexact), ("107.80", Refuted)])
def test_a_move_told_with_a_price_of_that_session_is_no_wrong_size(price, kind):
    said = told("3.94", f"Acme shares rose 3.94 percent to ${price}.")
    assert type(judge(said, measure(said))) is kind


@pytest.mark.parametrize("words, shape", [
    ("Acme was last up 1.0 percent.", 1), ("Near midday Acme was up 1.0 percent.", 1), ("Acme rose 1.0 percent.", 0)])
def test_words_beside_the_figure_that_tell_of_a_moment(words, shape):
    brackets = [r for r in measure(told("1.0", words)) if values([r]) == [(0.5, 4.0)] and not r.stretch]
    assert len(brackets) == shape


def test_another_span_behind_the_figure_is_no_day():
    day = Period("day", text="Wednesday")
    said = told("15", "As of Wednesday's close, Acme has fallen 15 percent since hitting a high.", "down", period=day)
    assert judge(said, measure(said)).reason == "vague-period"
    plain = told("15", "Acme fell 15 percent on Wednesday.", "down", period=day)
    assert type(judge(plain, measure(plain))) is Refuted


def test_a_nearly_is_held_against_the_low_of_the_day():
    crash = bars(10000.0, 9650.0, low=[9990.0, 9001.0], high=[10010.0, 9990.0])
    said = claim("1000", "points", "down", comparator="approx", hedge="nearly", step="1")
    assert type(judge(said, measure(said, crash, INDEX))) is Inexact


NIGHT = bars(2.00, 2.05, low=[1.99, 2.02], high=[2.02, 2.06])


@pytest.mark.parametrize("said, found", [("0", Supported), ("6", Supported), ("8", Unverifiable), ("30", Refuted)])
def test_yields_trade_all_night(said, found):
    said = claim(said, "basis points", step="1")
    assert type(judge(said, measure(said, NIGHT, YIELD, closed=False))) is found


def test_the_price_of_a_note_is_no_yield():
    assert "note's price" in measure(claim("0.125", "points"), NIGHT, YIELD).detail
