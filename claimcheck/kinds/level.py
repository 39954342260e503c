"""This file is the kind `level`: an instrument stood at a price, an index level, a rate or a yield.

"closed at $438.89", "the Dow at 15,238.59", "the euro at $1.3245", "yielding 3.52 percent".  Levels are read as
traded on the day, never adjusted for later splits.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from claimcheck.claim import Claim
from claimcheck.kinds.ends import (
    Ends,
    after_the_bell,
    any_price,
    blur,
    by_night,
    closes_only,
    doubtful,
    ends,
    of_a_moment,
    of_another_day,
    off_hours,
    reading,
)
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.verdict import Reading

NAME = "level"
LONG_AGO = 20  # days; a younger price is told as it was traded
SPLITS = (1.5, 2, 3, 4, 5, 7, 10, 20, 1 / 2, 1 / 3, 1 / 4, 1 / 5, 1 / 10)


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, shares=None
) -> tuple[Reading, ...] | Unverifiable:
    """The price of every window, as traded on the day, in the major unit of the currency."""
    refusal = off_hours(claim) or incomparable(claim, instrument)
    if refusal:
        return refusal
    another = of_another_day(claim)
    readings = [doubtful(instrument, windows[0], bars, another)] if another else []
    for window in windows:
        found = ends(window, instrument, bars)
        if isinstance(found, Unverifiable) and found.reason == "no-prices" and window.base:
            found = ends(alone(window), instrument, bars)
        if isinstance(found, Unverifiable):
            readings.append(doubtful(instrument, window, bars, found))
        else:
            quoted = as_quoted(claim, instrument, bars)
            readings += [*started(claim, instrument, window, quoted, found),
                         *prices(claim, instrument, window, quoted, found)]
            if split_since(claim, quoted, found):
                why = f"{bars.symbol}: a split since then would explain {claim.text!r}"
                readings.append(doubtful(instrument, window, bars, Unverifiable("data-suspect", why)))
            if not in_cents(instrument, bars, found):
                why = f"{bars.symbol}: closes are not in whole cents, so they are adjusted, not as traded"
                readings.append(doubtful(instrument, window, bars, Unverifiable("data-suspect", why)))
    return tuple(readings)


def started(claim: Claim, instrument: Instrument, window: Window, bars: Bars, at: Ends) -> list[Reading]:
    """Where a move came from ("fell from $142.62 to $118.42 on Monday"): the close before its first session.

    Words that name no day leave it open how long ago that was.
    """
    if "started" not in claim.hints:
        return []
    if not claim.period.text or at.first == 0:
        why = Unverifiable("vague-period", f"{claim.text!r}: the words do not say when the move began")
        return [doubtful(instrument, window, bars, why)]
    before = float(bars.close[at.first - 1])
    return [reading(instrument, window, bars, before, before, "the close before", last=before, slack=blur(instrument))]


def split_since(claim: Claim, bars: Bars, at: Ends) -> bool:
    """Whether an old price is off by just the ratio of a split: writers tell old prices in today's shares."""
    old = (claim.written.date() - bars.sessions[at.last].astype(date)).days > LONG_AGO
    said = float(claim.quantity.amount) if claim.quantity else 0.0
    if not old or said <= 0:
        return False
    ratios = [price / said for price in (bars.close[at.last], bars.high[at.last], bars.low[at.last])]
    return any(abs(ratio / split - 1) < 0.02 for ratio in ratios for split in SPLITS)


def in_cents(instrument: Instrument, bars: Bars, at: Ends) -> bool:
    """Whether closes look as traded: a US share above a dollar trades in cents, what was adjusted does not."""
    if instrument.asset not in ("equity", "etf") or instrument.currency != "USD":
        return True
    around = slice(max(0, at.last - 10), at.last + 11)
    cents = (bars.close[around] * 100)[(bars.split[around] == 1) & (bars.close[around] > 1.5)]
    odd = np.abs(cents - np.round(cents)) > 0.06
    return not len(odd) or bool(odd.mean() < 0.5)


def alone(window: Window) -> Window:
    """The window without its base: a level needs none."""
    return Window(None, window.first, window.last, window.how, window.usual, window.closed)


def incomparable(claim: Claim, instrument: Instrument) -> Unverifiable | None:
    """Why these prices cannot be compared with the stated unit; None where they can."""
    unit = claim.quantity.unit if claim.quantity else ""
    plain = instrument.asset in ("index", "currency", "commodity", "future", "crypto")
    fits = {
        "percent": instrument.asset == "yield",
        "points": plain,
        "": plain,
        "ratio": instrument.asset == "currency",
        instrument.currency: instrument.asset not in ("index", "yield"),
        instrument.base or None: instrument.asset == "currency",
    }
    if fits.get(unit, False):
        return None
    detail = f"{unit or 'no unit'} against {instrument.symbol}, quoted in {instrument.currency}"
    return Unverifiable("not-comparable", detail)


def as_quoted(claim: Claim, instrument: Instrument, bars: Bars) -> Bars:
    """The series as traded on each day; the inverse where a pair is stated in its other currency."""
    opened, high, low, close = (getattr(bars, name) * bars.split for name in ("open", "high", "low", "close"))
    if claim.quantity and instrument.base and claim.quantity.unit == instrument.base != instrument.currency:
        with np.errstate(divide="ignore", invalid="ignore"):
            opened, high, low, close = 1 / opened, 1 / low, 1 / high, 1 / close
    return replace(bars, open=opened, high=high, low=low, close=close)


def prices(claim: Claim, instrument: Instrument, window: Window, bars: Bars, at: Ends) -> list[Reading]:
    """The readings of one window, the most likely first."""

    def made(a: float, b: float, how: str, stretch: bool = False) -> Reading:
        return reading(instrument, window, bars, a, b, how, last=float(a) if a == b else None, stretch=stretch,
                       slack=blur(instrument))

    if at.first < at.last and claim.measure not in ("high", "low"):
        return over_span(bars, at, made)
    bracket = any_price(instrument, bars, at)
    if claim.measure == "open" or claim.period.part == "open":
        return [made(bars.open[at.last], bars.open[at.last], "open"), made(*bracket, stretch=True)]
    if claim.measure in ("high", "low"):
        return extremes(claim, window, bars, at, made)
    close = made(bars.close[at.last], bars.close[at.last], "close")
    evening = after_the_bell(claim, instrument, window, bars, at.last, made)
    if not of_a_moment(claim, window, instrument):
        late = made(*bracket, stretch=True)
        return [close] if closes_only(claim, instrument) else [close, late, *evening]
    night = by_night(instrument, bars, at, made)
    return [close, made(*bracket), *evening, *night] if window.closed else [made(*bracket), *night]


def over_span(bars: Bars, at: Ends, made: Callable[..., Reading]) -> list[Reading]:
    """The words name a month or year and no day in it: its end, its beginning or any price of it may be meant."""
    span = slice(at.first, at.last + 1)
    low, high = np.fmin(bars.low[span], bars.close[span]), np.fmax(bars.high[span], bars.close[span])
    found = [made(bars.close[at.last], bars.close[at.last], "close")]
    if at.base is not None:
        found.append(made(bars.close[at.base], bars.close[at.base], "the close that the span is counted from"))
    return [*found, made(low.min(), high.max(), "some price of the span")]


def extremes(claim: Claim, window: Window, bars: Bars, at: Ends, made: Callable[..., Reading]) -> list[Reading]:
    """The highest (lowest) price of the window and its highest close; while the last session runs, any so far."""
    span, top = slice(at.first, at.last + 1), claim.measure == "high"
    peak, close = (bars.high, bars.close) if top else (bars.low, bars.close)
    reached, closed = (known.max() if top else known.min() for known in (peak[span], close[span]))
    so_far = made(bars.open[at.last], reached, f"a {claim.measure} so far", stretch=window.closed)
    return [made(reached, reached, claim.measure), made(closed, closed, f"{claim.measure}est close"), so_far]
