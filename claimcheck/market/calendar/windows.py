"""This file is what the words of a period may mean in sessions: one function a shape, from Period to windows.

A window is settled by two sessions: the one whose close a move is measured from and the last one of the span.  Each
shape says which ends and which starts are plausible; every pair is a window, the most usual pair first.
The rules and their reasons: docs/decisions/0021-period-readings.md.
"""
from __future__ import annotations

from collections.abc import Callable
from datetime import date

from claimcheck.claim import Period
from claimcheck.market import Unverifiable, Window
from claimcheck.market.calendar.days import afterhours, premarket, single
from claimcheck.market.calendar.spans import ranged, since, unit, ytd
from claimcheck.market.calendar.view import Draft, View

MOST = 64  # windows of one period; only loose starts ("since early 2008") come near


def plausible(period: Period, view: View) -> tuple[Window, ...] | Unverifiable:
    """All windows of a period, the most usual first."""
    drafts = SHAPES[period.shape](period, view) if period.shape in SHAPES else []
    if isinstance(drafts, Unverifiable):
        return drafts
    seen: dict[tuple[int, int], Draft] = {}
    latest = max(view.held.begun(view.written), view.held.at_or_before(max(view.todays)))
    for draft in sorted(drafts, key=lambda draft: (not draft.usual, draft.rank)):
        if 0 <= draft.base <= draft.last and (draft.last <= latest or draft.ahead):
            seen.setdefault((draft.base, draft.last), draft)
    if not seen:
        return Unverifiable("vague-period", period.text or period.anchor)
    return tuple(_window(draft, view) for draft in list(seen.values())[:MOST])


def _window(draft: Draft, view: View) -> Window:
    held = view.held
    base, last = held.day(draft.base), held.day(draft.last)
    first = held.day(min(draft.base + 1, draft.last))
    span = say(last, view) if first == last else f"{say(base, view)} to {say(last, view)} close"
    if held.clock and not held.known(base, last) or not held.clock:
        span += f" (holidays of {held.code} not known, weekdays taken)"
    return Window(base, first, last, f"{span}, {draft.how}" if draft.how else span, draft.usual,
                  view.closed(draft.last))


def say(day: date, view: View) -> str:
    """A day as a reader of that year says it: "17 Jan", or "17 Jan 2012" in another year's text."""
    said = f"{day.day} {day:%b}"
    return said if day.year == view.written.year else f"{said} {day.year}"


def session(period: Period, view: View) -> list[Draft] | Unverifiable:
    """A day; or several, where the words count them or name both ends."""
    if period.until or period.grain and period.count > (0 if period.trailing else 1):
        return ranged(period, view)
    return single(period, view)


SHAPES: dict[str, Callable[[Period, View], list[Draft] | Unverifiable]] = {
    "day": session,
    "point": session,
    "intraday": session,
    "premarket": premarket,
    "afterhours": afterhours,
    "week": unit,
    "month": unit,
    "quarter": unit,
    "year": unit,
    "ytd": ytd,
    "since": since,
    "range": ranged,
}
