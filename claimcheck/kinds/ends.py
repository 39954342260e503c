"""This file is the two ends of a move: which bars a window names, and readings made of them.

It knows when a claim speaks of a moment inside a session (daily bars only bracket that), when a price cannot be
had (a doubt, never a guess), and how a currency named from its other side is turned round.
"""
from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import numpy as np

from claimcheck.claim import Claim, Interval
from claimcheck.market import Bars, Instrument, Unverifiable, Window, instruments, pairs
from claimcheck.market.prices.doctor import trusted
from claimcheck.verdict import Reading

NOTHING = Interval(math.nan, math.nan)
OFF_HOURS = ("premarket", "afterhours")
MOMENTS = ("open", "midday", "morning", "afternoon")
MOMENTARY = re.compile(  # words beside a figure that tell of a moment, whatever the period says
    r"\b(?:at \d{3,4} (?:GMT|EST|EDT|BST)|\d{1,2}(?::\d\d)? ?[ap]\.m|(?:at|near|around|by) (?:midday|noon)|in minutes"
    r"|matter of minutes|(?:was|were) last (?:up|down|off|at|trading|quoted)"
    r"|(?:is|are|was|were) (?:currently |now )?trading (?:up|down|at|above|below)"
    r"|at (?:its|their|the) (?:lowest|worst|highest)|(?:biggest|largest|worst|steepest) intra-?day)",
    re.I)
REFERRED_TO = re.compile(  # what stands before a high or low that a price is only held against
    r"\b(?:from|below|above|since|off|shy of|short of)((?: (?:hitting|reaching|touching|its|their|the|an?|record|close|closing"
    r"|intraday|and|of|high|low|peak|[\w]+-[a-z]+))*)\s*$", re.I)
ROUND_THE_CLOCK = ("currency", "crypto", "commodity", "future", "yield")
PATIENCE = timedelta(days=4)  # in spans longer than this times three, a missing end bar may be the one before


@dataclass(frozen=True, slots=True)
class Ends:
    """Positions in the bars: the base close (None where the span opens the series), the first and the last session."""

    base: int | None
    first: int
    last: int


def ends(window: Window, instrument: Instrument, bars: Bars) -> Ends | Unverifiable:
    """The bars of a window; a doubt where one is missing or looks wrong."""
    if instrument.last and window.last > instrument.last or instrument.first and window.last < instrument.first:
        return Unverifiable("not-listed-then", f"{instrument.symbol} on {window.last}")
    if not len(bars):
        return Unverifiable("no-prices", f"{instrument.symbol}: no sessions")
    long = window.last - (window.base or window.first) > 3 * PATIENCE
    first = int(np.searchsorted(bars.sessions, np.datetime64(window.first, "D")))
    last = find(bars, window.last, PATIENCE if long else timedelta(0))
    if last is None or last < first or not math.isfinite(bars.close[last]):
        return Unverifiable("no-prices", f"{instrument.symbol} has no price on {window.last} in {bars.source}")
    base = first - 1 if first else None
    if window.base:
        base = find(bars, window.base, PATIENCE if long else timedelta(0))
    if window.base and base is None:
        return Unverifiable("no-prices", f"{instrument.symbol} has no price on {window.base} in {bars.source}")
    seen = trusted(bars, day_at(bars, first if base is None else base), window.last, every=False)
    return seen or Ends(base, first, last)


def find(bars: Bars, day: date, patience: timedelta) -> int | None:
    """The position of the bar of that day, or of the last one at most `patience` older."""
    at = int(np.searchsorted(bars.sessions, np.datetime64(day, "D"), side="right")) - 1
    return at if at >= 0 and day - day_at(bars, at) <= patience else None


def day_at(bars: Bars, position: int) -> date:
    return bars.sessions[position].astype("datetime64[D]").astype(object)


def off_hours(claim: Claim) -> Unverifiable | None:
    if claim.period.shape in OFF_HOURS:
        return Unverifiable("no-intraday-prices", f"{claim.period.shape} trading is not in daily prices")
    return None


def unsaid(claim: Claim) -> bool:
    """Whether the text says nothing of when: the day is then only assumed."""
    return not claim.period.text and not claim.period.anchor


def of_a_moment(claim: Claim, window: Window, instrument: Instrument) -> bool:
    """Whether the words, the hour of writing or the market itself mean a moment, and not a session's close."""
    part = claim.period.part
    said = claim.period.shape == "intraday" or "intraday" in claim.hints or part in MOMENTS or ":" in part
    said = said or part in ("early", "mid", "late") and claim.period.shape in ("day", "point")
    said = said or claim.measure != "close" and bool(MOMENTARY.search(" ".join(claim.sentence.split())))
    return said or not window.closed or (instrument.asset in ROUND_THE_CLOCK and claim.measure != "close")


def of_an_extreme(claim: Claim) -> bool:
    """ "As much as", a high, a low: the claim names the session's extreme."""
    return claim.measure in ("high", "low") or bool(claim.quantity and claim.quantity.comparator == "le")


def of_another_day(claim: Claim) -> Unverifiable | None:
    """ "Down 21 percent from its 52-week high of $19.12": an extreme that is referred to lies on a day not told."""
    before = " ".join(claim.sentence.split()).partition(" ".join(claim.text.split()))[0]
    found = REFERRED_TO.search(before)
    if not found or claim.kind != "extreme" and not re.search("high|low|peak", found[1], re.I):
        return None
    return Unverifiable("vague-period", "an earlier high or low is referred to, and its day is not told")


def blur(instrument: Instrument) -> float:
    """How far a stored price may be from the true one because the vendor rounds it; shares trade at whole cents."""
    return {"index": 0.005, "yield": 0.0005}.get(instrument.asset, 0.0)


def closes_only(claim: Claim, instrument: Instrument) -> bool:
    """Whether words or figure allow nothing but the close: an index to the hundredth after the bell is its close."""
    fine = claim.quantity is not None and claim.quantity.step <= Decimal("0.01")
    return claim.measure == "close" or instrument.asset == "index" and fine


def late_prices(bars: Bars, position: int) -> tuple[float, float, str]:
    """Prices of the session's last stretch: copy written after the close often keeps one of them.

    Daily bars do not say which; a quarter of the day's range to either side of the close is let count (as near, never
    as right): wide enough for the slips seen on the dev articles, narrow enough for wrong figures to stand out.
    """
    low, high, close = bars.low[position], bars.high[position], bars.close[position]
    reach = (high - low) / 4
    return max(low, close - reach), min(high, close + reach), "a price shortly before the close"


def any_price(instrument: Instrument, bars: Bars, at: Ends) -> tuple[float, float, str]:
    """The prices that a moment of the session may have had: low to high.

    Yields trade all night, the indices that follow them only by day: theirs begin at the close before.
    """
    low, high, how = bars.low[at.last], bars.high[at.last], "a price between low and high"
    if instrument.asset == "yield" and at.base is not None:
        eve, close = bars.close[at.base], bars.close[at.last]
        low, high = np.fmin(np.fmin(low, eve), close), np.fmax(np.fmax(high, eve), close)
        how = "a price between the close before and the day's low or high"
    return low, high, how


def by_night(instrument: Instrument, bars: Bars, at: Ends, made: Callable[..., Reading]) -> list[Reading]:
    """What a yield may have stood at outside the exchange's hours: a doubt, as far out as a day's range."""
    if instrument.asset != "yield" or at.base is None:
        return []
    low, high, _ = any_price(instrument, bars, at)
    reach = np.nanmax(np.append(bars.high - bars.low, 0.0)[[at.base, at.last, -1]])
    found = made(low - reach, high + reach, "a price outside the exchange's hours")
    why = f"yields trade all night, {instrument.symbol} only by day"
    return [replace(found, doubt=Unverifiable("no-intraday-prices", why))]


def after_the_bell(claim: Claim, instrument: Instrument, window: Window, bars: Bars, last: int,
                   made: Callable[..., Reading]) -> list[Reading]:
    """What a share may have stood at in the evening, for copy of that evening that says no time: a doubt in a range.

    Daily bars have no evening trade; it lies, with rare exceptions, between this close and the next session's range.
    """
    untimed = unsaid(claim) or claim.period.part == "late"
    evening = claim.dated == "time" and window.closed and window.usual and instrument.asset in ("equity", "etf")
    if not (untimed and evening) or claim.period.shape not in ("day", "point", "intraday") or claim.measure != "price":
        return []
    if last + 1 >= len(bars) or claim.written.date() >= day_at(bars, last + 1):
        return []
    prices = (bars.close[last], bars.low[last + 1], bars.high[last + 1])
    reach = (max(prices) - min(prices)) / 4  # thin trading goes further than the session that follows
    found = made(min(prices) - reach, max(prices) + reach, "a price after the close")
    why = "the figure may be a price after the close, which daily prices do not hold"
    return [replace(found, doubt=found.doubt or Unverifiable("no-intraday-prices", why))]


def turned(claim: Claim, instrument: Instrument, bars: Bars) -> Bars:
    """The series as the subject sees it: the yen's own value where the pair is quoted in yen per dollar."""
    if instrument.asset != "currency" or not instrument.base or not claim.subject:
        return bars
    if named_side(claim.subject.text, instrument) != instrument.currency:
        return bars
    with np.errstate(divide="ignore", invalid="ignore"):
        return replace(bars, open=1 / bars.open, high=1 / bars.low, low=1 / bars.high, close=1 / bars.close)


def named_side(words: str, instrument: Instrument) -> str:
    """Which currency of a pair these words name first ("the Japanese yen", "dollar/yen"); "" for neither."""
    text = words.lower()
    found = [(text.index(spelling), -len(spelling), code) for code in (instrument.base, instrument.currency)
             for spelling in spellings(code) if re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", text)]
    return min(found)[2] if found else ""


@cache
def spellings(code: str) -> tuple[str, ...]:
    """The names of a currency, lower case."""
    known = pairs.read(instruments.DATA / "currencies.csv").get(code)
    return tuple(pairs.bare(name).lower() for name in known.spellings) if known else (code.lower(),)


def reading(instrument: Instrument, window: Window, bars: Bars, low: float, high: float, how: str, *,
            base: float | None = None, last: float | None = None, stretch: bool = False,
            slack: float = 0.0) -> Reading:
    """A reading, or the doubt that the source has no such price."""
    value = Interval(float(min(low, high)), float(max(low, high)))
    made = Reading(instrument, window, value, how, bars.source, bars.fetched, base, last, stretch=stretch, slack=slack)
    if math.isfinite(low) and math.isfinite(high):
        return made
    return replace(made, value=NOTHING, doubt=Unverifiable("no-intraday-prices", f"{bars.source} has no {how}"))


def doubtful(instrument: Instrument, window: Window, bars: Bars, doubt: Unverifiable) -> Reading:
    return Reading(instrument, window, NOTHING, doubt.detail, bars.source, bars.fetched, doubt=doubt)
