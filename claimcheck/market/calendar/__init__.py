"""This file is the door to the calendars: Period + exchange + time of writing -> every plausible window of sessions.

`sessions.py` holds when an exchange traded, `anchors.py` which days an anchor names, `windows.py` what the words of a
period may mean; docs/decisions/0020 and 0021 give the reasons.
"""
from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from claimcheck.claim import Period
from claimcheck.market import Unverifiable, Window
from claimcheck.market.calendar.sessions import DEEP, NEAR, Sessions, built, load, utc
from claimcheck.market.calendar.view import Current, View, current
from claimcheck.market.calendar.windows import plausible

# Public period types whose start is the (first) session itself; in the others it is the session a move starts from.
WITHIN_A_DAY = ("day", "premarket", "afterhours", "intraday", "point")
YEARS = {"year": 1.0, "quarter": 0.25, "month": 1 / 12, "week": 1 / 52, "day": 1 / 250, "session": 1 / 250}


class Calendar:
    """The exchanges' calendars; pickles, and builds each exchange's sessions once a process when first asked.

    cache: a directory in which built calendars are kept between runs (a start then needs no pandas).
    """

    __slots__ = ("cache",)

    def __init__(self, cache: Path | None = None) -> None:
        self.cache = cache

    def windows(self, period: Period, written: datetime, dated: str, exchange: str
                ) -> tuple[Window, ...] | Unverifiable:
        """Every plausible window of the period, the most usual first; never empty.

        dated: "time" (written to the minute), "day" or "assumed" (only the date counts).
        exchange: a calendar code ("XNYS", "24/5"); an unknown one gets weekdays, which `Window.how` says.
        Unverifiable: vague-period, in-the-future, history-too-short.
        """
        return _windows(period, utc(written), dated, exchange, self)

    def dates(self, period: Period, written: datetime, dated: str, exchange: str) -> tuple[date | None, date | None]:
        """Start and end of the period's first window, as the public record shows them.

        A move over a span starts on the session whose close it is measured from ("2025-01-17" for the month to
        2025-02-17); a day, a level, a moment starts and ends on its own session.
        """
        windows = self.windows(period, written, dated, exchange)
        if isinstance(windows, Unverifiable):
            return None, None
        window = windows[0]
        start = window.first if period.shape in WITHIN_A_DAY or window.base is None else window.base
        return start, window.last

    def last_sessions(self, written: datetime, dated: str, exchange: str) -> tuple[Current, ...]:
        """The sessions that may be "the" session of a text, the most usual first."""
        written = utc(written)
        return self.view(written, dated, exchange, written.year - 2).current

    def sessions(self, exchange: str, first: date, last: date) -> tuple[date, ...]:
        """All sessions between the two days, both included."""
        held = self._held(exchange, first.year, last.year)
        places = range(max(held.at_or_after(first), 0), held.at_or_before(last) + 1)
        return tuple(held.day(place) for place in places)

    def is_session(self, exchange: str, day: date) -> bool:
        return self._held(exchange, day.year, day.year).holds(day)

    def at_or_before(self, exchange: str, day: date) -> date:
        """The day itself where it is a session, else the last session before it."""
        held = self._held(exchange, day.year, day.year)
        return held.day(held.at_or_before(day))

    def previous(self, exchange: str, day: date, n: int = 1) -> date:
        """The n-th session before the day (the day itself need not be one)."""
        held = self._held(exchange, day.year - 1 - n // 200, day.year)
        return held.day(held.at_or_after(day) - n)

    def knows(self, exchange: str, first: date, last: date) -> bool:
        """Whether the exchange's holidays between the two days are known, or weekdays stand in for them."""
        return self._held(exchange, first.year, last.year).known(first, last)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.cache == other.cache

    def __hash__(self) -> int:
        return hash(self.cache)

    def view(self, written: datetime, dated: str, exchange: str, earliest: int) -> View:
        """An exchange as seen at the moment of writing, its sessions back to a year."""
        held = self._held(exchange, earliest, written.year)
        return View(held, written, dated, current(held, written, dated))

    def _held(self, exchange: str, earliest: int, latest: int) -> Sessions:
        deep = earliest <= NEAR[0].year + 1 or latest >= NEAR[1].year
        return load(exchange, deep, self.cache, latest > built().year)


@lru_cache(maxsize=1024)  # the claims of an article share their periods, and each is asked for twice
def _windows(period: Period, written: datetime, dated: str, exchange: str, calendar: Calendar
             ) -> tuple[Window, ...] | Unverifiable:
    if period.shape == "unknown":
        return Unverifiable("vague-period", period.text)
    earliest = _reach(period, written)
    if earliest < DEEP[0].year + 3 or written.year > DEEP[1].year - 1:
        return Unverifiable("history-too-short", f"no calendar reaches back to {earliest}")
    return plausible(period, calendar.view(written, dated, exchange, earliest))


def _reach(period: Period, written: datetime) -> int:
    """The earliest year that any window of the period can touch."""
    stated = [int(year) for year in re.findall(r"\d{4}", f"{period.anchor} {period.until}")]
    counted = int(period.count * YEARS.get(period.grain or period.shape, 0) * 1.2)
    return min([written.year, *stated]) - counted - 2
