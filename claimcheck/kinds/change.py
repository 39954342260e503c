"""This file is the kind `change`: an instrument moved by an amount.

Said in percent, points, an ISO currency or basis points: "rose 2.1 percent", "fell 9.53 points",
"lost $3", "doubled" (100 percent up), "yields rose 3 basis points".
"""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from claimcheck.claim import Claim
from claimcheck.kinds.ends import (
    Ends,
    after_the_bell,
    any_price,
    blur,
    by_night,
    closes_only,
    day_at,
    doubtful,
    ends,
    late_prices,
    of_a_moment,
    of_an_extreme,
    off_hours,
    reading,
    turned,
    unsaid,
)
from claimcheck.kinds.horizon import unit_ends
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.verdict import Reading

NAME = "change"
LED_TO = r",? (?:or [^,]{1,30},? )?(?:to|at) (?:(?:close|end|finish|settle) at )?(?:an? \w+ )?[$€£]?(\d[\d,]*(?:\.\d+)?)"
SPAN_BEHIND = re.compile(r"\W{0,3}(?:points?\W)?(?:since|from (?:its|their|the|a|an|where)|(?:as )?compared (?:to|with)|over the"
                         r"|during the)\b", re.I)
TENTH = Decimal("0.1")  # day moves of an index are told to the hundredth, those of longer spans hardly ever
BIG = {"index": 7.0, "etf": 7.0, "currency": 3.0}  # percent; of a share 20
POINTED = ("index", "etf", "commodity", "future", "equity", "crypto")
Move = Callable[[float, float], float]


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, shares=None
) -> tuple[Reading, ...] | Unverifiable:
    """The move of every window, from every base that the words admit; percent, or the claim's own unit.

    Percent moves come from split-adjusted closes, amounts of money from prices as traded on the last day.
    """
    refusal = off_hours(claim) or incomparable(claim, instrument)
    if refusal:
        return refusal
    seen = turned(claim, instrument, bars)
    readings: list[Reading] = []
    if span_behind(claim):
        why = Unverifiable("vague-period", "the words behind the figure tell of another span")
        readings += [doubtful(instrument, window, bars, why) for window in windows[:1]]
    for window in windows:
        found = ends(window, instrument, seen)
        if isinstance(found, Unverifiable):
            readings.append(doubtful(instrument, window, bars, found))
        else:
            for base in bases(claim, seen, found):
                readings += moves(claim, instrument, window, seen, found, base)
            readings += other_spans(claim, instrument, window, seen, found)
    return tuple(readings)


def incomparable(claim: Claim, instrument: Instrument) -> Unverifiable | None:
    """Why daily prices cannot say anything about this unit or basis; None where they can."""
    unit = claim.quantity.unit if claim.quantity else "percent"
    if "total-return" in claim.hints:
        return Unverifiable("not-comparable", "total return is asked for, the prices leave out dividends")
    if "offer-price" in claim.hints:
        return Unverifiable("no-prices", "the offer price is in no price source")
    if unit in ("percent", instrument.currency, instrument.base or None):
        return None
    if unit == "points" and instrument.asset in POINTED or unit == "basis points" and instrument.asset == "yield":
        return None
    detail = f"{unit or 'a number without unit'} against {instrument.symbol} in {instrument.currency}"
    if unit == "points" and instrument.asset == "yield":
        detail = f"a note's price is told, and {instrument.symbol} is its yield"
    return Unverifiable("not-comparable", detail)


@dataclass(frozen=True, slots=True)
class Base:
    """What a move is measured from: a price and its name."""

    price: float
    name: str


def bases(claim: Claim, bars: Bars, at: Ends) -> tuple[Base, ...]:
    """The previous close; where the words say so the open, the low or the high of the span."""
    span = slice(at.first if at.base is None else at.base, at.last + 1)
    if "from-open" in claim.hints:
        return (Base(bars.open[at.first], "open"),)
    if "from-low" in claim.hints:
        return Base(bars.low[span].min(), "low"), Base(bars.close[span].min(), "lowest close")
    if "from-high" in claim.hints:
        return Base(bars.high[span].max(), "high"), Base(bars.close[span].max(), "highest close")
    if at.base is None:
        return (Base(bars.open[at.first], "first open"),)
    return (Base(bars.close[at.base], "close"),)


def moves(claim: Claim, instrument: Instrument, window: Window, bars: Bars, at: Ends, base: Base) -> list[Reading]:
    """The readings of one window and base, the most likely first."""
    split = bars.split[at.last]  # prices are shown as traded on the last day
    size = sizer(claim, split)
    last, low, high, opened = bars.close[at.last], bars.low[at.last], bars.high[at.last], bars.open[at.last]

    def made(a: float, b: float, how: str, stretch: bool = False) -> Reading:
        slack = abs(size(base.price, base.price + 2 * blur(instrument) / split))
        return reading(instrument, window, bars, size(base.price, a), size(base.price, b), f"{base.name} to {how}",
                       base=float(base.price * split), last=float(a * split) if a == b else None,
                       stretch=stretch, slack=slack)

    if not claim.direction and claim.period.shape == "intraday":
        swing = abs(size(low, high))
        swung = reading(instrument, window, bars, swing, swing, "low to high", base=float(low * split),
                        last=float(high * split))
        return [swung, made(low, high, "a price between low and high")]
    close = made(last, last, "close")
    bracket = made(*any_price(instrument, bars, at))
    if of_an_extreme(claim):
        top = claim.direction == "up" or (claim.direction != "down" and claim.measure == "high")
        return [*extremes(window, bars, at, made, top), *spike(claim, instrument, window, bars, at, made)]
    if not of_a_moment(claim, window, instrument):
        return [close, *besides(claim, instrument, window, bars, at, made)]
    if claim.period.part == "open":
        return [made(opened, opened, "open"), made(low, high, "a price between low and high", stretch=True)]
    evening = after_the_bell(claim, instrument, window, bars, at.last, made)
    night = by_night(instrument, bars, at, made)
    return [close, bracket, *evening, *night] if window.closed else [bracket, *night]


def besides(claim: Claim, instrument: Instrument, window: Window, bars: Bars, at: Ends,
            made: Callable[..., Reading]) -> list[Reading]:
    """What copy written after the close may tell of but the close: a late price, an extreme passed, the evening."""
    if closes_only(claim, instrument):
        return []
    found = [made(*late_prices(bars, at.last), stretch=True)]
    price = led_to(claim)
    if price is not None and bars.low[at.last] <= price / bars.split[at.last] <= bars.high[at.last]:
        found.append(made(*any_price(instrument, bars, at), stretch=True))
    if claim.quantity and claim.quantity.comparator in ("gt", "approx"):
        name = "high" if claim.direction == "up" else "low"
        price = getattr(bars, name)[at.last]
        found.append(made(price, price, name, stretch=True))
    return found + after_the_bell(claim, instrument, window, bars, at.last, made)


def spike(claim: Claim, instrument: Instrument, window: Window, bars: Bars, at: Ends,
          made: Callable[..., Reading]) -> list[Reading]:
    """ "Jumped as much as 6 percent", written in the evening: trading after the close has extremes of its own."""
    why = "the figure may be an extreme after the close, which daily prices do not hold"
    found = after_the_bell(claim, instrument, window, bars, at.last, made)
    return [doubtful(instrument, window, bars, Unverifiable("no-intraday-prices", why))] if found else []


def other_spans(claim: Claim, instrument: Instrument, window: Window, bars: Bars, at: Ends) -> list[Reading]:
    """Where no span is said, the day is only assumed: the week, month, quarter and year (so far, and the one before).

    None of them supports; but a figure that fits one is not refuted for not fitting the day.
    """
    if claim.period.shape != "day" or not unsaid(claim) or not window.usual or with_its_price(claim):
        return []
    size, found = sizer(claim, bars.split[at.last]), []
    if too_big_for_a_day(claim, instrument, size, bars, at):
        why = Unverifiable("vague-period", "no span is said, and nothing like it happened that day")
        return [doubtful(instrument, window, bars, why)]
    for grain in ("week", "month", "quarter", "year"):
        tips = unit_ends(bars, grain, at.last)
        for base, last in list(zip(tips[:-1], tips[1:], strict=True))[-2:]:
            moved = size(bars.close[base], bars.close[last])
            why = f"no span is said, and the {grain} to {day_at(bars, last)} would fit"
            made = reading(instrument, window, bars, moved, moved, f"the {grain}")
            found.append(replace(made, doubt=made.doubt or Unverifiable("vague-period", why)))
    return found


def with_its_price(claim: Claim) -> bool:
    """ "Fell 2.4 percent to $27.18": a move told with the price it led to is the day's, whatever its size."""
    return led_to(claim) is not None


def led_to(claim: Claim) -> float | None:
    """The price that stands behind the move, where one does."""
    words = " ".join(claim.text.split())
    found = re.search(re.escape(words) + LED_TO, " ".join(claim.sentence.split()))
    return float(found[1].rstrip(",").replace(",", "")) if found else None


def span_behind(claim: Claim) -> bool:
    """ "As of Wednesday's close, down 15 percent since hitting a high": the span told behind the figure is another one."""
    words, sentence = " ".join(claim.text.split()), " ".join(claim.sentence.split())
    behind = sentence.partition(words)[2]
    named = " ".join(claim.period.text.split())
    return bool(SPAN_BEHIND.match(behind)) and bool(named) and named not in behind


def too_big_for_a_day(claim: Claim, instrument: Instrument, size: Move, bars: Bars, at: Ends) -> bool:
    """A move that nobody tells without saying over what span, where not half of it happened: its span was not found."""
    q = claim.quantity
    if q is None or q.unit != "percent" or q.step < TENTH or at.base is None:
        return False
    reach = max(abs(size(bars.close[at.base], price[at.last])) for price in (bars.low, bars.high, bars.close))
    return float(q.amount) >= BIG.get(instrument.asset, 20.0) and reach < float(q.amount) / 2


def extremes(window: Window, bars: Bars, at: Ends, made: Callable[..., Reading], top: bool) -> list[Reading]:
    """The session's extreme; while the session runs, any extreme that it can have had by then."""
    name = "high" if top else "low"
    price = bars.high[at.last] if top else bars.low[at.last]
    reached = made(bars.open[at.last], price, f"a {name} so far")
    if not window.closed:
        return [reached]
    return [made(price, price, name), made(bars.open[at.last], price, f"a {name} so far", stretch=True)]


def sizer(claim: Claim, split: float) -> Move:
    """How two prices make a move in the claim's unit."""
    unit = claim.quantity.unit if claim.quantity else "percent"
    if unit == "percent":
        return lambda base, last: (last / base - 1) * 100 if base else np.nan
    if unit == "basis points":
        return lambda base, last: (last - base) * 100
    return lambda base, last: (last - base) * split
