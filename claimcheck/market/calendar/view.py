"""This file is one exchange seen from the moment of writing, and the raw material of windows.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from claimcheck.claim import Period
from claimcheck.market import Unverifiable
from claimcheck.market.calendar.anchors import Named, named
from claimcheck.market.calendar.sessions import Sessions

FRESH = 60  # minutes after the opening in which a text may still speak of the session before


@dataclass(frozen=True, slots=True)
class Current:
    """A session that may be "the" session of a text; closed: it was over when the text was written."""

    session: date
    closed: bool
    usual: bool
    how: str


@dataclass(frozen=True, slots=True)
class View:
    """One exchange seen from the moment of writing."""

    held: Sessions
    written: datetime
    dated: str
    current: tuple[Current, ...]

    @property
    def todays(self) -> tuple[date, ...]:
        """The date of writing at the exchange, then at the writer's desk; that of trading without a night last."""
        own = self.written.date()
        if not self.timed:
            return (own,)
        dates = [self.written.astimezone(self.held.zone).date(), own]
        if self.held.round_the_clock:
            dates.append(self.held.day(self.held.begun(self.written)))
        return tuple(dict.fromkeys(dates))

    @property
    def timed(self) -> bool:
        return self.dated == "time" and self.held.clock

    def ends(self) -> list[End]:
        """The current sessions as the end of a day."""
        return [End(self.held.at_or_before(at.session), at.how, at.usual) for at in self.current]

    def last_closes(self) -> list[End]:
        """The current sessions as the end of a longer span, which mostly reaches to the last close known."""
        ends = self.ends()
        if self.closed(ends[0].place):
            return ends
        return [ends[0], *(replace(end, usual=end.usual or self.closed(end.place)) for end in ends[1:])]

    def named(self, anchor: str) -> tuple[Named, ...]:
        return named(anchor, self.todays, tuple(at.session for at in self.current))

    def closed(self, place: int) -> bool:
        return self.held.over(place, self.written) if self.timed else self.held.day(place) <= self.written.date()


@dataclass(frozen=True, slots=True)
class End:
    """The last session of a window, by its place in the list."""

    place: int
    how: str = ""
    usual: bool = True


@dataclass(frozen=True, slots=True)
class Start:
    """The session from whose close a move is measured, by its place in the list."""

    place: int
    how: str
    usual: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """A window before it is written out; rank: the less, the more usual; ahead: it may end after the writing."""

    base: int
    last: int
    how: str
    usual: bool
    rank: int
    ahead: bool = False


def current(held: Sessions, written: datetime, dated: str) -> tuple[Current, ...]:
    """The sessions that may be "the" session of a text, the most usual first."""
    if dated != "time" or not held.clock:
        return _by_date(held, written.date())
    return _by_long_day(held, written) if held.round_the_clock else _by_clock(held, written)


def _by_date(held: Sessions, day: date) -> tuple[Current, ...]:
    place = held.at_or_before(day)
    on_day = held.day(place) == day
    return (Current(held.day(place), True, True, "" if on_day else "the last session"),
            Current(held.day(place - 1), True, on_day, "the session before"))


def _by_clock(held: Sessions, written: datetime) -> tuple[Current, ...]:
    place = held.begun(written)
    if not held.over(place, written):
        fresh = held.begun(written - timedelta(minutes=FRESH)) < place
        return (Current(held.day(place), False, True, "still open when written"),
                Current(held.day(place - 1), True, fresh, "the session before"))
    last = Current(held.day(place), True, True, "")
    today = written.astimezone(held.zone).date()
    if held.day(place + 1) == today:
        return (last, Current(today, False, False, "not yet open when written"))
    return (last, Current(held.day(place - 1), True, False, "the session before"))


def _by_long_day(held: Sessions, written: datetime) -> tuple[Current, ...]:
    """Trading without a night: the writer's own date counts before the calendar's change of day."""
    own = held.at_or_before(written.date())
    clock = held.begun(written)
    both = (own, clock) if held.holds(written.date()) else (clock, own)
    return tuple(_at(held, place, written, place in both) for place in dict.fromkeys((*both, min(both) - 1)))


def _at(held: Sessions, place: int, written: datetime, usual: bool) -> Current:
    closed = held.over(place, written)
    how = "" if closed else "still open when written" if place <= held.begun(written) else "not yet open when written"
    return Current(held.day(place), closed, usual, how)


def cross(starts: Callable[[int], list[Start]], ends: list[End]) -> list[Draft]:
    drafts = []
    for later, end in enumerate(ends):
        for earlier, start in enumerate(starts(end.place)):
            if start.place < end.place and (start.usual or end.usual):
                drafts.append(Draft(start.place, end.place, joined(start.how, end.how),
                                    start.usual and end.usual, earlier + later))
    return drafts


def joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def settled(anchor: str, view: View, period: Period) -> tuple[Named, ...] | Unverifiable:
    """The days that an anchor names, or why it names none."""
    spans = view.named(anchor)
    if not spans:
        return Unverifiable("vague-period", period.text or anchor)
    begun = tuple(span for span in spans if span.first <= max(view.todays))
    return begun or Unverifiable("in-the-future", period.text or anchor)
