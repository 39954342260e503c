"""This file is when one exchange traded: its sessions with their opening and closing moments.

The facts come from exchange_calendars (holidays, half days, one-off closures, changes of trading hours), which took
them down in ../data/sessions.zip when that was built; the library itself is asked for later years and for exchanges
that the table lacks (docs/decisions/0022).  They are plain sorted numbers, because a look-up by bisection costs a tenth
of a microsecond and needs no pandas.
Outside the years that exchange_calendars knows for an exchange, and for an exchange that it does not know at all,
every weekday counts as a session; `known` tells the two apart.
"""
from __future__ import annotations

import json
import os
import tempfile
import warnings
import zipfile
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from itertools import accumulate
from pathlib import Path
from zoneinfo import ZoneInfo

NEAR = (date(1990, 1, 1), date(2035, 12, 31))
DEEP = (date(1900, 1, 1), date(2109, 12, 31))
LAYOUT = 1  # of the cache file
ABSENT: dict = {}
ABOUT = "about.json"  # of the shipped table: its source and the day it was built
EPOCH = date(1970, 1, 1).toordinal()
MONDAY_TO_FRIDAY = frozenset(range(5))

EARLY = {"24/5": 180}  # minutes before midnight UTC at which currencies begin a week, in Wellington
SAME_AS = {"XSHE": "XSHG", "XNSE": "XBOM"}  # exchanges that keep another one's days and hours

# Where weekdays must stand in: the week of the exchange, its clock and its usual hours.
WEEKS = {
    "24/7": ("UTC", frozenset(range(7)), time(0), time(0)),
    "24/5": ("UTC", MONDAY_TO_FRIDAY, time(0), time(0)),
    "ASEX": ("Europe/Athens", MONDAY_TO_FRIDAY, time(10, 15), time(17, 20)),
    "XTAE": ("Asia/Jerusalem", frozenset({6, 0, 1, 2, 3}), time(10), time(17, 15)),
    "XSAU": ("Asia/Riyadh", frozenset({6, 0, 1, 2, 3}), time(10), time(15)),
}


@dataclass(frozen=True, slots=True, eq=False)
class Sessions:
    """The sessions of one exchange, oldest first, addressed by their place in the list.

    days: proleptic ordinals of the session's date at the exchange; opens, closes: minutes since 1970 UTC.
    first, last: the days between which the holidays are known (first > last: nowhere).
    clock: the trading hours are known too; round_the_clock: trading pauses for four hours a day at most.
    """

    code: str
    zone: ZoneInfo
    days: array[int]
    opens: array[int]
    closes: array[int]
    first: date
    last: date
    clock: bool
    round_the_clock: bool

    def day(self, place: int) -> date:
        return date.fromordinal(self.days[min(max(place, 0), len(self.days) - 1)])

    def at_or_before(self, day: date) -> int:
        """The place of the last session on or before the day; -1 where the list does not reach back."""
        return bisect_right(self.days, day.toordinal()) - 1

    def at_or_after(self, day: date) -> int:
        return bisect_left(self.days, day.toordinal())

    def holds(self, day: date) -> bool:
        place = self.at_or_before(day)
        return place >= 0 and self.days[place] == day.toordinal()

    def begun(self, moment: datetime) -> int:
        """The place of the last session that had opened by the moment."""
        return bisect_right(self.opens, minute(moment)) - 1

    def over(self, place: int, moment: datetime) -> bool:
        return self.closes[place] <= minute(moment)

    def known(self, first: date, last: date) -> bool:
        """Whether the holidays between the two days are known."""
        return self.first <= first and last <= self.last


def minute(moment: datetime) -> int:
    return int(moment.timestamp() // 60)


@lru_cache(maxsize=256)
def load(code: str, deep: bool, folder: Path | None, later: bool = False) -> Sessions:
    """The sessions of an exchange 1990 to 2035, or 1900 to 2109 where `deep`; later: wanted beyond the shipped table.

    folder: where the facts that the shipped table lacks are kept between runs (they save importing pandas); it may be
    missing, unreadable or read-only, which costs time and nothing else.
    """
    if not later and (shipped := _shipped(code, deep)) is not ABSENT:
        facts = shipped
    elif (facts := _recall(code, deep, folder)) is None:
        facts = asked(code, deep) or _shipped(code, deep) or None
        if facts is not None:
            _remember(code, deep, folder, facts)
    return _build(code, facts, *(DEEP if deep else NEAR))


def member(code: str, deep: bool) -> str:
    """The name under which the table holds an exchange."""
    return f"{code.replace('/', '-')}-{'deep' if deep else 'near'}.json"


def _shipped(code: str, deep: bool) -> dict | None:
    """The facts of the shipped table: None where the library had none, ABSENT where the table lacks the exchange."""
    try:
        return _member(member(code, deep)) if code else None
    except KeyError:
        return ABSENT


@cache
def built() -> date:
    """The day on which the shipped table was built; what an exchange decided afterwards is not in it."""
    return date.fromisoformat(_member(ABOUT)["built"])


def _member(name: str) -> dict:
    with files("claimcheck.market").joinpath("data/sessions.zip").open("rb") as file, zipfile.ZipFile(file) as table:
        return json.loads(table.read(name))


def asked(code: str, deep: bool) -> dict | None:
    """The facts by exchange_calendars, None where it has none for this exchange."""
    import exchange_calendars
    import pandas

    dispatcher = exchange_calendars.calendar_utils.global_calendar_dispatcher
    try:
        kind = dispatcher._calendar_factories[dispatcher.resolve_alias(SAME_AS.get(code, code))]
    except (KeyError, AttributeError, exchange_calendars.errors.InvalidCalendarName):
        return None
    lowest, highest = (pandas.Timestamp(day) for day in (DEEP if deep else NEAR))
    first = max(lowest, _bound(kind.bound_min) or lowest)
    last = min(highest, _bound(kind.bound_max) or highest)
    for start in (first, max(first, pandas.Timestamp(NEAR[0]))):  # some have no rules for the distant past
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # deprecations between the library and pandas are not the user's
                return _facts(kind(start=start, end=last), start.date(), last.date())
        except Exception:  # a calendar that its own library cannot build is one that it does not know
            continue
    return None


def _bound(ask):
    try:
        return ask()
    except NotImplementedError:
        return None


def _facts(calendar, first: date, last: date) -> dict:
    """The calendar as small numbers: days as steps, moments as minutes after midnight UTC of the session's date."""
    schedule = calendar.schedule
    midnights = schedule.index.to_numpy().astype("datetime64[m]").astype("int64")
    opens, closes = (schedule[column].dt.tz_convert(None).to_numpy().astype("datetime64[m]").astype("int64") - midnights
                     for column in ("open", "close"))
    days = midnights // 1440 + EPOCH
    days[1:] -= days[:-1].copy()
    return {"zone": str(calendar.tz), "first": first.toordinal(), "last": last.toordinal(),
            "days": days.tolist(), "opens": opens.tolist(), "closes": closes.tolist()}


def _build(code: str, facts: dict | None, lowest: date, highest: date) -> Sessions:
    """The list between lowest and highest: the facts where there are some, weekdays around them."""
    zone, week, opening, closing = WEEKS.get(code, ("UTC", MONDAY_TO_FRIDAY, time(0), time(0)))
    if facts is None:
        where = ZoneInfo(zone)
        days, opens, closes = _weekdays(lowest, highest, week, where, opening, closing)
        return Sessions(code, where, days, opens, closes, highest, lowest, code in WEEKS, opening == closing)
    where = ZoneInfo(facts["zone"])
    first, last = date.fromordinal(facts["first"]), date.fromordinal(facts["last"])
    days = array("q", accumulate(facts["days"]))
    opens, closes = (array("q", (1440 * (day - EPOCH) + at for day, at in zip(days, facts[key], strict=True)))
                     for key in ("opens", "closes"))
    opening, closing = (datetime.fromtimestamp(moments[-1] * 60, where).time() for moments in (opens, closes))
    around_the_clock = closes[-1] - opens[-1] >= 20 * 60
    if code in EARLY:
        opens = _week_begins_early(opens, closes, EARLY[code])
    before = _weekdays(lowest, first - timedelta(1), week, where, opening, closing)
    after = _weekdays(last + timedelta(1), highest, week, where, opening, closing)
    joined = (left + known + right for left, known, right in zip(before, (days, opens, closes), after, strict=True))
    return Sessions(code, where, *joined, first, last, True, around_the_clock)


def _week_begins_early(opens: array[int], closes: array[int], minutes: int) -> array[int]:
    """Openings after more than a day's pause, moved forward."""
    return opens[:1] + array("q", (at - minutes if at - over > 1440 else at
                                   for over, at in zip(closes, opens[1:], strict=False)))


def _weekdays(first: date, last: date, week: frozenset[int], zone: ZoneInfo, opening: time, closing: time):
    """Days, opens and closes where nothing better is known; the clock change of the zone is followed by month."""
    days, opens, closes = array("q"), array("q"), array("q")
    offsets: dict[tuple[int, int], int] = {}
    begin = opening.hour * 60 + opening.minute
    length = (closing.hour * 60 + closing.minute - begin) or 1440
    length += 1440 if length < 0 else 0
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        if (ordinal + 6) % 7 not in week:
            continue
        day = date.fromordinal(ordinal)
        month = (day.year, day.month)
        if month not in offsets:
            offsets[month] = int(datetime.combine(day, time(12), zone).utcoffset().total_seconds() // 60)
        days.append(ordinal)
        opens.append(1440 * (ordinal - EPOCH) + begin - offsets[month])
        closes.append(opens[-1] + length)
    return days, opens, closes


def _path(code: str, deep: bool, folder: Path) -> Path:
    return folder / "calendars" / member(code, deep)


def _edition() -> str:
    try:
        return f"{version('exchange_calendars')}/{LAYOUT}"
    except PackageNotFoundError:
        return f"none/{LAYOUT}"


def _recall(code: str, deep: bool, folder: Path | None) -> dict | None:
    if folder is None:
        return None
    try:
        facts = json.loads(_path(code, deep, folder).read_text("ascii"))
        if facts["edition"] != _edition() or not len(facts["days"]) == len(facts["opens"]) == len(facts["closes"]) > 0:
            return None
        return facts
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(code: str, deep: bool, folder: Path | None, facts: dict) -> None:
    """Written beside and moved into place, so that no process ever reads half a file."""
    if folder is None:
        return
    path = _path(code, deep, folder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump({"edition": _edition()} | facts, file, separators=(",", ":"))
        os.replace(beside, path)
    except OSError:
        return


def utc(moment: datetime) -> datetime:
    """A moment without a zone counts as UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
