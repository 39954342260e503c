"""This file is the moment of writing: what a date in an input, or after --date, means."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime

NEVER = datetime(1900, 1, 1, tzinfo=UTC)  # stands for the date of what could not be read
NOON = time(12)  # of a day without a time; only the day counts (dated="day")
EXAMPLES = "write 2025-02-18 or 2025-02-18T16:30+08:00"
DAY_FORMATS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%Y/%m/%d", "%Y.%m.%d")
ZONE = re.compile(r"\s*(Z|UTC|GMT)$|\s+([+-]\d\d:?\d\d)$", re.I)
YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Written:
    """An aware moment, how it is known ("time", "day", "assumed") and what had to be assumed ("" = nothing)."""

    moment: datetime
    dated: str
    note: str = ""


def parse(text: str | date | datetime) -> Written:
    """The moment of a date as people and feeds write it: ISO 8601, RFC 2822, "18 February 2025", "Feb 18, 2025".

    A day bears no time; a time without a zone is read as UTC, and the note says so.  All-digit dates that two
    countries read differently (02/03/2025) are no dates here.  Raises ValueError, which says what to write.
    """
    if isinstance(text, datetime):
        return timed(text, text.isoformat())
    if isinstance(text, date):
        return day(text)
    found = iso(text.strip()) or worded(text.strip()) or mail(text.strip())
    if found is None:
        raise ValueError(f"{text.strip()[:60]!r} is no date: {EXAMPLES}")
    if found.moment.year not in YEARS:
        raise ValueError(f"{text.strip()[:60]!r} lies outside {YEARS[0]} to {YEARS[-1]}: {EXAMPLES}")
    return found


def day(value: date) -> Written:
    return Written(datetime.combine(value, NOON, UTC), "day")


def timed(value: datetime, text: str) -> Written:
    if value.tzinfo is not None:
        return Written(value, "time")
    return Written(value.replace(tzinfo=UTC), "time", f"{text} has no time zone: read as UTC")


def assumed(now: datetime, name: str) -> Written:
    """Where an input bears no date."""
    note = f"{name} bears no date of writing: today, {now:%Y-%m-%d}, is assumed. Give --date YYYY-MM-DD"
    return Written(now, "assumed", note)


def iso(text: str) -> Written | None:
    plain = ZONE.sub(lambda m: "+00:00" if m[1] else m[2], text)
    try:
        if "W" not in plain.upper() and len(plain) <= 10:
            return day(date.fromisoformat(plain))
        return timed(datetime.fromisoformat(plain), text)
    except ValueError:
        return None


def worded(text: str) -> Written | None:
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", re.sub(r"\s+", " ", text.replace("Sept ", "Sep "))).replace(". ", " ")
    for pattern in DAY_FORMATS:
        try:
            return day(datetime.strptime(plain, pattern).date())
        except ValueError:
            continue
    return None


def mail(text: str) -> Written | None:
    """RFC 2822, as feeds have it: "Tue, 18 Feb 2025 09:31:00 +0800"."""
    if ":" not in text:
        return None
    try:
        return timed(parsedate_to_datetime(text), text)
    except (ValueError, IndexError, TypeError):
        return None
