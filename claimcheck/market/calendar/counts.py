"""This file is where a count of sessions, days, weeks, months or years reaches back to."""
from __future__ import annotations

from datetime import date, timedelta

from claimcheck.market.calendar.anchors import back, before
from claimcheck.market.calendar.sessions import Sessions
from claimcheck.market.calendar.view import Start


def counted(grain: str, count: int, place: int, held: Sessions) -> list[Start]:
    """Where a count of units reaches back to from the close of a session."""
    day, many = held.day(place), max(count, 1)
    if grain in ("session", "day"):
        return _days_back(grain, many, place, held)
    if grain == "week":
        return [Start(held.at_or_before(day - timedelta(7 * many)), _units(many, "week")),
                Start(place - 5 * many, _units(5 * many, "session")),
                Start(held.at_or_before(_weekend(day, many)), "from the week's start", False)]
    if grain == "year":
        return _years_back(many, place, held)
    return _months_back(many * (3 if grain == "quarter" else 1), place, held)


def _days_back(grain: str, many: int, place: int, held: Sessions) -> list[Start]:
    by_session = Start(place - many, _units(many, "session"))
    if grain == "session":
        return [by_session]
    by_day = Start(held.at_or_before(held.day(place) - timedelta(many)), _units(many, "calendar day"))
    return [by_session, by_day] if many <= 14 else [by_day, by_session]


def _months_back(months: int, place: int, held: Sessions) -> list[Start]:
    day = held.day(place)
    same = back(day, months)
    how = "same day last month" if months == 1 else f"same day {months} months earlier"
    starts = [Start(held.at_or_before(same), how),
              Start(place - 21 * months, _units(21 * months, "session"))]
    if months == 1:
        starts.append(Start(held.at_or_before(day - timedelta(28)), "four weeks"))
    starts.append(Start(held.at_or_before(day - timedelta(30 * months)), _units(30 * months, "day"), months > 1))
    starts.append(Start(held.at_or_after(same), "the session after the same day", False))
    return starts


def _years_back(many: int, place: int, held: Sessions) -> list[Start]:
    day = held.day(place)
    same = back(day, 12 * many)
    starts = [Start(held.at_or_before(same), "same day last year" if many == 1 else f"same day {many} years earlier")]
    if many == 1:
        starts.append(Start(held.at_or_before(day - timedelta(364)), "52 weeks"))
        starts.append(Start(place - 250, "250 sessions", False))
    starts.append(Start(place - 252 * many, _units(252 * many, "session"), many == 1))
    starts.append(Start(held.at_or_after(same), "the session after the same day", False))
    starts.append(Start(held.at_or_before(before("year", back(day, 12 * (many - 1)))), "from the year's end", False))
    return starts


def _units(many: int, unit: str) -> str:
    return f"{many} {unit}" if many == 1 else f"{many} {unit}s"


def _weekend(day: date, weeks: int) -> date:
    return before("week", day) - timedelta(7 * (weeks - 1))
