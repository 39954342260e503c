"""This file is how far back a claim looks: the history that an extreme or a run is held against, and units of time."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from claimcheck.claim import Claim, Period
from claimcheck.kinds.ends import day_at
from claimcheck.market import Bars, Instrument
from claimcheck.market.calendar.anchors import around, named, part_of

DAYS = {"day": 1.4, "session": 1.4, "week": 7.0, "month": 30.44, "quarter": 91.3, "year": 365.25}
NEARLY = re.compile(r"\b(?:almost|nearly|about)\b", re.I)
UNITS = re.compile(r"\b(?:(week|month|quarter|year)(?:ly)?|(?:one-|single-)?(day)|(dai)ly)\b", re.I)
GRACE = timedelta(days=7)  # prices that begin within a week of the day asked for do reach back to it


@dataclass(frozen=True, slots=True)
class Horizon:
    """No bar from `strict` on may contradict; the prices must reach back to `loose` (None = to the beginning)."""

    strict: date | None
    loose: date | None


def horizon(period: Period | None, at: date, words: str = "") -> Horizon | None:
    """The history a claim of that day is held against; None where the words fix none.

    "A nine-month high" is held against eight months and "a five-year high" against four years and a half (writers
    round, and count September to June as nine months), "highest since June" against the days after June, "of the
    year" against the year so far; no words at all against everything.  `words`: the claim's own, where "nearly" and
    "almost" make a span of years a year shorter.
    """
    if period is None:
        return Horizon(None, None)
    if period.count and period.grain in DAYS:
        unit, nearly = DAYS[period.grain], NEARLY.search(f"{words} {period.text}")
        short = 0.5 if period.grain == "year" and not nearly else 1.0
        return Horizon(at - timedelta(days=(period.count - short) * unit), at - timedelta(days=period.count * unit))
    spans = named(period.anchor, (at,), (at,)) if period.anchor else ()
    if spans:
        span = part_of(spans[0], period.part)
        if span.first <= at <= span.last and span.grain != "day":
            return Horizon(span.first, span.first)
        return Horizon(span.last + timedelta(days=1), span.first)
    if period.shape in ("ytd", "year", "quarter", "month", "week"):
        unit = {"ytd": "year"}.get(period.shape, period.shape)
        start = at - timedelta(days=DAYS[unit]) if period.trailing else around(unit, at).first
        return Horizon(start, start)
    return None


def reaches(bars: Bars, instrument: Instrument, loose: date | None) -> bool:
    """Whether the prices go back far enough to call something an extreme."""
    start = day_at(bars, 0)
    if instrument.first and start <= instrument.first + GRACE:
        return True
    return loose is not None and start <= loose + GRACE


def start_of(bars: Bars, day: date | None) -> int:
    """The position of the first bar on or after the day."""
    return 0 if day is None else int(np.searchsorted(bars.sessions, np.datetime64(day, "D")))


def grain_of(claim: Claim) -> str:
    """The unit of time whose moves a claim compares or counts: its quantity's, its words', its period's, the day.

    Of the words only those before the horizon count: "biggest weekly loss of the year" compares weeks.
    """
    if claim.quantity and claim.quantity.unit == "days":
        return "day"
    said = UNITS.search(re.split(r"\b(?:of|in|since|for|this|ever)\b", claim.text, maxsplit=1)[0])
    if said:
        return (said[1] or "day").lower()
    for word in (claim.period.grain, claim.period.shape):
        if word in ("week", "month", "quarter", "year"):
            return word
    return "day"


def unit_ends(bars: Bars, grain: str, last: int) -> np.ndarray:
    """Positions of the last bar of every day, week, month, quarter or year, up to the bar `last`."""
    days = bars.sessions[: last + 1].astype("datetime64[D]")
    if grain == "day":
        return np.arange(last + 1)
    keys = {
        "week": (days.astype(int) + 3) // 7,
        "month": days.astype("datetime64[M]").astype(int),
        "quarter": days.astype("datetime64[M]").astype(int) // 3,
        "year": days.astype("datetime64[Y]").astype(int),
    }[grain]
    return np.append(np.flatnonzero(np.diff(keys)), last)
