"""This file is the kind `extreme`: an instrument reached a record, or its most since some time.

"a record high", "a 52-week low", "its highest close since June 2008", "its biggest one-day drop since March".
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from claimcheck.claim import Claim
from claimcheck.kinds.ends import (
    Ends,
    day_at,
    doubtful,
    ends,
    of_a_moment,
    of_another_day,
    off_hours,
    reading,
    turned,
    unsaid,
)
from claimcheck.kinds.horizon import Horizon, grain_of, horizon, reaches, start_of, unit_ends
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.market.prices.doctor import trusted
from claimcheck.verdict import Reading

NAME = "extreme"
FAR = 3.0  # percent: who calls a price a high that stood so far below one speaks of another day
LATELY = 5  # sessions: "shares have soared to 12-year highs" need not be of the day of writing
NEARLY = 5.0  # percent: "near a two-year high"
NEAR_IT = re.compile(r"near|close to|just|within|around|about", re.I)
UNLIKE = re.compile(
    r"streak|run\b|smallest|\bleast\b|\bloss in\b|perform|correlation|ratio|(?:two|three|four|five|six|\d+)[ -]days?\b"
    r"|(?:best|worst|biggest|strongest|weakest)\s+(?:january|february|march|april|may|june|july|august"
    r"|september|october|november|december|(?:first|second|third|fourth)[ -]quarter)", re.I)


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, shares=None
) -> tuple[Reading, ...] | Unverifiable:
    """By how many percent (percentage points, for moves) the extreme passes the best earlier one of its horizon.

    Zero or more bears the claim out; one earlier bar that was higher (lower) contradicts it.  It is only called
    true where the prices reach back over the whole horizon, else history-too-short.
    """
    if UNLIKE.search(claim.text):
        return Unverifiable("not-checked-yet", f"{claim.text!r} compares runs or like seasons")
    refusal = off_hours(claim) or referred_to(claim)
    if refusal or claim.direction not in ("up", "down"):
        return refusal or Unverifiable("vague-period", "neither a high nor a low")
    seen = turned(claim, instrument, bars)
    another = of_another_day(claim) if claim.of != "move" else None
    readings = [doubtful(instrument, windows[0], bars, another)] if another else []
    for window in windows:
        found = ends(window, instrument, seen)
        span = horizon(claim.horizon, window.last, claim.text)
        if span is None:
            found = Unverifiable("vague-period", claim.horizon.text if claim.horizon else "")
        if isinstance(found, Unverifiable):
            readings.append(doubtful(instrument, window, bars, found))
        else:
            each = moves if claim.of == "move" else levels
            readings += each(claim, instrument, window, seen, found, span)
    return tuple(readings)


def referred_to(claim: Claim) -> Unverifiable | None:
    """ "Below its record close" tells of an extreme that stood before, on a day that must be named to be looked up."""
    if claim.of != "move" and claim.text.lower().startswith(("its ", "their ", "the ")) and not claim.period.anchor:
        return Unverifiable("vague-period", f"{claim.text!r} refers to an earlier day that is not named")
    return None


def levels(claim: Claim, instrument: Instrument, window: Window, bars: Bars, at: Ends, span: Horizon) -> list[Reading]:
    """Closing extremes, extremes within the session, or both where the words leave it open."""
    closing = claim.measure == "close" or "closing" in claim.hints
    words = (*claim.hints, claim.period.shape, claim.text.lower())
    within = not closing and any(sign in word for word in words for sign in ("intraday", "session"))
    up = claim.direction == "up"
    made = []
    if not within and window.closed:
        made.append(level(claim, instrument, window, bars, at, span, bars.close, "close"))
    if not closing or not window.closed:
        prices, name = (bars.high, "high") if up else (bars.low, "low")
        made.append(level(claim, instrument, window, bars, at, span, prices, name))
        if unsaid(claim) and at.first > LATELY:
            lately = replace(at, first=at.first - LATELY)
            recent = level(claim, instrument, window, bars, lately, span, prices, f"{name} of the last days")
            made.append(replace(recent, stretch=recent.doubt is None))
    return made


def level(claim: Claim, instrument: Instrument, window: Window, bars: Bars, at: Ends, span: Horizon,
          prices: np.ndarray, name: str) -> Reading:
    """The margin of one series of prices over its own past."""
    up = claim.direction == "up"
    start = start_of(bars, span.strict)
    doubt = trusted(bars, day_at(bars, min(start, at.first)), window.last)
    past = prices[start:at.first]
    past = past[np.isfinite(past)]
    reached = extreme_of(prices[at.first:at.last + 1], up)
    if doubt or len(past) < claim.rank:
        return doubtful(instrument, window, bars, doubt or too_short(instrument, bars, span))
    before = np.sort(past)[-claim.rank if up else claim.rank - 1]
    margin = margin_of(reached, before, up)
    least = margin if window.closed else margin_of(bars.open[at.last], before, up)
    often = margin < 0 and re.search(r"(?:high|low|record|peak|close)s\b", claim.text)
    if (margin < -FAR or often) and unsaid(claim):
        detail = f"{claim.text!r}: {instrument.symbol} did not reach it on {window.last}, another day may be meant"
        return doubtful(instrument, window, bars, Unverifiable("vague-period", detail))
    if margin >= 0 and not reaches(bars, instrument, span.loose):
        return doubtful(instrument, window, bars, too_short(instrument, bars, span))
    how = f"{name} against the {'highest' if up else 'lowest'} {name} before"
    slack = NEARLY if NEAR_IT.match(claim.text) else 0.0
    return reading(instrument, window, bars, least, margin, how, base=float(before), last=float(reached), slack=slack)


def extreme_of(prices: np.ndarray, up: bool) -> float:
    known = prices[np.isfinite(prices)]
    return float((known.max() if up else known.min()) if len(known) else np.nan)


def margin_of(reached: float, before: float, up: bool) -> float:
    return (reached / before - 1) * 100 if up else (before / reached - 1) * 100


def too_short(instrument: Instrument, bars: Bars, span: Horizon) -> Unverifiable:
    asked = span.loose or "its beginning"
    detail = f"{instrument.symbol}: prices from {day_at(bars, 0)}, asked back to {asked}"
    return Unverifiable("history-too-short", detail)


def moves(claim: Claim, instrument: Instrument, window: Window, bars: Bars, at: Ends, span: Horizon) -> list[Reading]:
    """The move of this day, week or month against those before it, in percent; for an index in points too."""
    tips = unit_ends(bars, grain_of(claim), at.last)
    if len(tips) < 3:
        return [doubtful(instrument, window, bars, too_short(instrument, bars, span))]
    made = [move(claim, instrument, window, bars, tips, span, percent=True)]
    if instrument.asset == "index":
        made.append(move(claim, instrument, window, bars, tips, span, percent=False))
    return made


def move(claim: Claim, instrument: Instrument, window: Window, bars: Bars, tips: np.ndarray, span: Horizon,
         percent: bool) -> Reading:
    sign = 1 if claim.direction == "up" else -1
    base, last = bars.close[tips[:-1]], bars.close[tips[1:]]
    sizes = sign * ((last / base - 1) * 100 if percent else last - base)
    start = span.strict or day_at(bars, 0)
    first = int(np.searchsorted(bars.sessions[tips[1:]], np.datetime64(start, "D")))
    past = sizes[first:-1]
    past = past[np.isfinite(past)]
    doubt = trusted(bars, start, window.last)
    if doubt or len(past) < claim.rank:
        return doubtful(instrument, window, bars, doubt or too_short(instrument, bars, span))
    before, now = np.sort(past)[-claim.rank], [sizes[-1]]
    if of_a_moment(claim, window, instrument):
        ends_at = (bars.low[tips[-1]], bars.high[tips[-1]])
        now = [sign * ((p / base[-1] - 1) * 100 if percent else p - base[-1]) for p in ends_at]
    margins = [min(size - before, size) for size in now]
    if max(now) < before / 2 and unsaid(claim):
        detail = f"{claim.text!r}: no such move of {instrument.symbol} by {window.last}, another day may be meant"
        return doubtful(instrument, window, bars, Unverifiable("vague-period", detail))
    if max(margins) >= 0 and not reaches(bars, instrument, span.loose):
        return doubtful(instrument, window, bars, too_short(instrument, bars, span))
    how = f"move in {'percent' if percent else 'points'} against the biggest before"
    return reading(instrument, window, bars, min(margins), max(margins), how, base=float(sign * before),
                   last=float(sign * sizes[-1]))
