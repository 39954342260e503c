"""This file is which days a period's anchor names: "monday", "--06-10", "2013-Q2", "last-month" as dates.

An anchor may name several stretches of days (a weekday at the exchange and at the writer's desk need not be the same
day, and "last week" said on a Sunday is either of two weeks); the first is the most usual one.
"""
from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY = timedelta(1)

WRITTEN = re.compile(r"(?P<year>\d{4}|-)(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?"
                     r"|Q(?P<lone>[1-4])")


@dataclass(frozen=True, slots=True)
class Named:
    """The days first .. last that an anchor may mean, both included; `grain` is what it names (day, month, ...)."""

    first: date
    last: date
    grain: str
    usual: bool = True


def named(anchor: str, todays: tuple[date, ...], current: tuple[date, ...]) -> tuple[Named, ...]:
    """What the anchor may mean.

    todays: the date of writing at the exchange and at the writer's desk; current: the plausible current sessions,
    the most usual first.  Empty where the words fix no days ("event", "level", the 30th of February).
    """
    if anchor in WEEKDAYS:
        return _weekday(WEEKDAYS.index(anchor), todays)
    if anchor == "today":
        return tuple(Named(day, day, "day") for day in todays)
    if anchor == "yesterday":
        return tuple(Named(day - DAY, day - DAY, "day") for day in todays)
    head, _, grain = anchor.partition("-")
    if head in ("this", "last") and grain in ("week", "month", "quarter", "year"):
        return _relative(head, grain, todays, current)
    if anchor == "week-before":
        return _once(around("week", before("week", day)) for day in current)
    return _written(anchor, todays)


def around(grain: str, day: date) -> Named:
    """The calendar week, month, quarter or year that holds the day."""
    if grain == "week":
        monday = day - timedelta(day.weekday())
        return Named(monday, monday + timedelta(6), grain)
    if grain == "year":
        return Named(date(day.year, 1, 1), date(day.year, 12, 31), grain)
    start = day.month if grain == "month" else 3 * ((day.month - 1) // 3) + 1
    end = start if grain == "month" else start + 2
    return Named(date(day.year, start, 1), date(day.year, end, monthrange(day.year, end)[1]), grain)


def before(grain: str, day: date) -> date:
    """The last day of the calendar unit before the one that holds the day."""
    return around(grain, day).first - DAY


def back(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    year = max(year, 1)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def part_of(span: Named, part: str) -> Named:
    """The early, middle or late third of a span, or its first or last day."""
    days = (span.last - span.first).days + 1
    third = timedelta(days // 3)
    if days == 1:
        return span
    if part == "early":
        return Named(span.first, span.first + third - DAY, span.grain, span.usual)
    if part == "mid":
        return Named(span.first + third, span.last - third, span.grain, span.usual)
    if part == "late":
        return Named(span.last - third + DAY, span.last, span.grain, span.usual)
    return span


def both_dated(anchor: str, until: str, today: date) -> tuple[str, str]:
    """The ends of a range, one lending the other its year: "from January 3 to February 5, 2009", "October to March"."""
    start, end = (WRITTEN.fullmatch(words) for words in (anchor, until))
    if not start or not end or _has_year(start) and _has_year(end):
        return anchor, until
    if _has_year(start):
        year = int(start["year"])
        return anchor, _in_order(anchor, until, (year, year + 1))[1]
    named_until = _written(until, (today,))
    if not named_until:
        return anchor, until
    year = named_until[0].first.year
    return _in_order(anchor, _with_year(until, year), (year, year - 1))


def _has_year(match: re.Match[str]) -> bool:
    return bool(match["year"]) and match["year"] != "-"


def _with_year(words: str, year: int) -> str:
    return words if words[:4].isdigit() else f"{year:04}-{words.removeprefix('--')}"


def _in_order(anchor: str, until: str, years: tuple[int, int]) -> tuple[str, str]:
    """The yearless end in the first of the years that puts the two in order."""
    pair = anchor, until
    for year in years:
        pair = _with_year(anchor, year), _with_year(until, year)
        spans = [_written(words, ()) for words in pair]
        if all(spans) and spans[0][0].first <= spans[1][0].last:
            break
    return pair


def _weekday(weekday: int, todays: tuple[date, ...]) -> tuple[Named, ...]:
    days = sorted({day - timedelta((day.weekday() - weekday) % 7) for day in todays}, reverse=True)
    return tuple(Named(day, day, "day") for day in days)


def _relative(head: str, grain: str, todays: tuple[date, ...], current: tuple[date, ...]) -> tuple[Named, ...]:
    if head == "this":
        return _once([*(around(grain, day) for day in current), *(around(grain, day) for day in todays)])
    spans = [around(grain, before(grain, day)) for day in todays]
    if grain == "week":
        spans = _last_week(spans, todays[0])
    return _once(spans)


def _last_week(spans: list[Named], today: date) -> list[Named]:
    """On a weekend "last week" is mostly the week just over; on a Friday seldom, but some writers date ahead."""
    this = around("week", today)
    if today.weekday() >= 5:
        return [this, *spans]
    if today.weekday() == 4:
        return [*spans, Named(this.first, this.last, "week", usual=False)]
    return spans


def _written(anchor: str, todays: tuple[date, ...]) -> tuple[Named, ...]:
    match = WRITTEN.fullmatch(anchor)
    if not match:
        return ()
    year, month, day = match["year"], match["month"], match["day"]
    quarter = match["quarter"] or match["lone"]
    if year == "-" and not month or year == "-" and quarter:
        return ()
    if year and year != "-":
        span = _dated(int(year), month, day, quarter)
        return (span,) if span else ()
    latest = max(todays)
    for guess in range(latest.year, max(latest.year - 9, 0), -1):  # nine years hold a 29 February
        span = _dated(guess, month, day, quarter)
        if span and span.first <= latest:
            return (span,)
    return ()


def _dated(year: int, month: str | None, day: str | None, quarter: str | None) -> Named | None:
    try:
        if day:
            at = date(year, int(month), int(day))
            return Named(at, at, "day")
        if month:
            return around("month", date(year, int(month), 1))
        if quarter:
            return around("quarter", date(year, 3 * int(quarter), 1))
        return around("year", date(year, 1, 1))
    except ValueError:
        return None


def _once(spans: Iterator[Named] | list[Named]) -> tuple[Named, ...]:
    return tuple({(span.first, span.last): span for span in reversed(list(spans))}.values())[::-1]
