"""This file is how periods are written: periods.toml turned into symbolic claim.Period, no dates yet."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from claimcheck.claim import Period, Span
from claimcheck.language.quantity import ONES

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_QUARTERS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "january-march": 1,
    "april-june": 2,
    "july-september": 3,
    "october-december": 4,
}
_MONTH = (
    r"(?P<month>"
    + "|".join(
        rf"{m[:3].title()}(?:{m[3:]})?"
        if m not in ("may", "september")
        else {"may": "May", "september": "Sept?(?:ember)?"}[m]
        for m in MONTHS
    )
    + r")\b"
)
_HALVES = {"first": ("01", "06"), "second": ("07", "12")}
_MACROS = {
    "{N}": r"(?P<n>\d{1,3}(?:-1/2|½|\.\d)?|" + "|".join(sorted(ONES, key=len, reverse=True)) + r")",
    "{UNIT}": r"(?P<unit>sessions?|trading days?|days?|weeks?|months?|quarters?|years?|hours?|minutes?)\b",
    "{WEEKDAY}": r"(?P<weekday>" + "|".join(d.title() for d in WEEKDAYS) + r")\b",
    "{MONTH}": _MONTH,
    "{DAY}": r"(?P<day>[0-3]?\d)(?![\d.,]*\d|/| ?(?:percent|%|points|cents|million|billion))",
    "{YEAR}": r"(?P<year>(?:19|20)\d\d)(?![\d-])",
    "{CLOCK}": r"(?P<clock>\d{4} ?GMT|\d{1,2}(?::\d\d)? ?(?:a\.?m\.?|p\.?m\.?)(?: ?(?:EDT|EST|ET|GMT|BST|JST|local time|New York time|in New York|London time))?|\d{1,2}:\d\d ?(?:GMT|ET|EDT|EST|local time)|\d{4} (?:EDT|EST|ET))",
    "{PART}": r"(?P<part>the (?:very )?(?:start|beginning|end|middle|turn) of|early|late|mid|the end-|end-|in early|in late)",
}


@dataclass(frozen=True, slots=True)
class When:
    """A period found in a clean sentence: start and end are clean offsets."""

    start: int
    end: int
    period: Period


@cache
def _rows() -> tuple[tuple[re.Pattern[str], dict], ...]:
    rows = tomllib.loads(files(__package__).joinpath("periods.toml").read_text("utf-8"))["period"]
    return tuple((re.compile(_expand(row["pattern"]), re.I), row) for row in rows)


@cache
def _keys() -> tuple[str, ...]:
    """All keys of all rows."""
    return tuple({key for _, row in _rows() for key in row.get("key", ())})


def _expand(pattern: str) -> str:
    """Macros put in; a macro's second use in one pattern gets a group of another name."""
    counts: dict[str, int] = {}

    def put(m: re.Match[str]) -> str:
        counts[m[0]] = counts.get(m[0], 0) + 1
        body = _MACROS[m[0]]
        return body if counts[m[0]] == 1 else re.sub(r"\?P<(\w+)>", lambda g: f"?P<{g[1]}_{counts[m[0]]}>", body)

    return r"(?<![\w-])(?:" + re.sub(r"\{(?:N|UNIT|WEEKDAY|MONTH|DAY|YEAR|CLOCK|PART)\}", put, pattern) + r")(?![\w])"


_QUICK = re.compile(
    r"day|week|month|quarter|year|half|session|market|bell|hours|minutes|period|trading|trade|GMT|[ap]\.?m\.?\b|ET\b|noon|morning|afternoon|intraday|intra-day|earlier|point|since|same|that|from|below|above|"
    r"off|under|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|19\d\d|20\d\d|open|close|level|business|deal|stage|crisis|recession|bubble|downturn|boom|crash|meltdown|bust|through|before|after|summer|winter|at (?:its|their|the)",
    re.I,
)


def find(text: str) -> list[When]:
    """Every period of a clean sentence, left to right; of overlapping ones the longest."""
    if not _QUICK.search(text):
        return []
    low = text.lower()
    here = {key for key in _keys() if key in low}
    found = [
        (m.start(), m.end(), i, m)
        for i, (pattern, row) in enumerate(_rows())
        if "key" not in row or not here.isdisjoint(row["key"])
        for m in pattern.finditer(text)
    ]
    found.sort(key=lambda f: (-(f[1] - f[0]), f[2]))
    taken: list[tuple[int, int]] = []
    out = []
    for start, end, i, m in found:
        if any(start < e and s < end for s, e in taken) or end == start:
            continue
        if (period := _read(_rows()[i][1], m)) is not None:
            taken.append((start, end))
            out.append(When(start, end, period))
    return sorted(out, key=lambda w: w.start)


def _read(row: dict, m: re.Match[str]) -> Period | None:
    groups = {re.sub(r"_\d$", "", k): v for k, v in m.groupdict().items() if v}
    anchor, until, part, count, grain = (
        row.get("anchor", ""),
        "",
        row.get("part", ""),
        row.get("count", 0),
        row.get("grain", ""),
    )
    words = m[0].lower()
    if anchor == "$date":
        anchor = date_words(groups)
    elif anchor == "$quarter":
        number = _QUARTERS[(groups.get("q") or groups.get("qm") or "").lower()]
        anchor = f"{groups['year']}-Q{number}" if "year" in groups else f"Q{number}"
    elif anchor == "$half":
        anchor, until = (f"{groups.get('year', '-')}-{month}" for month in _HALVES[groups["half"].lower()])
    if row.get("until") == "$date":
        until = date_words(groups)
    elif row.get("until") == "$until":
        until = date_words({k.rstrip("2"): v for k, v in groups.items() if k.endswith("2")})
    if count == "$n":
        count = _count(groups.get("n", ""), words)
        if not count:
            return None
    if grain == "$unit":
        grain = _grain(groups.get("unit", ""))
        if grain in ("hour", "minute"):
            return Period("day", text=m[0], span=Span(*m.span())) if grain == "hour" and count in (24, "24") else None
    part = {"$part": _part(groups.get("part", ""), words), "$clock": _clock(groups.get("clock", ""))}.get(part, part)
    return _shaped(
        Period(row["shape"], grain, int(count), anchor, until, part, row.get("trailing", False), m[0], Span(*m.span())),
        words,
    )


def _shaped(period: Period, words: str) -> Period | None:
    """What a row says once its words are known: sessions past or open, years over or not."""
    if period.shape == "moment":
        shape = "intraday"
        if not re.search(r"early|mid|noon|morning|afternoon|opening|lunch|intra|overnight", words):
            shape = "day"
        return replace(period, shape=shape)
    if period.shape == "intraday" and not period.part:
        return replace(period, part=_part("", words))
    if (
        period.shape == "range"
        and period.count == 1
        and period.trailing
        and not re.search(r"more than|less than|over a|under|little", words)
        and period.grain in ("week", "month", "year", "session", "day", "quarter")
    ):
        return replace(period, shape={"session": "day"}.get(period.grain, period.grain))
    if period.shape == "range" and period.count == 12 and period.grain == "month":
        return replace(period, shape="year", grain="year", count=1)
    if period.shape == "since" and period.anchor == "":
        return replace(period, anchor="event")
    return period


def date_words(groups: dict[str, str]) -> str:
    """The anchor that named groups say: monday, 2013-06-10, --06-10, 2013-06, --06, 2012."""
    if "weekday" in groups:
        return groups["weekday"].lower()
    year = groups.get("year", "")
    if "month" in groups:
        name = groups["month"].lower().rstrip(".")
        month = next((i for i, m in enumerate(MONTHS, 1) if m.startswith(name[:3])), 0)
        if not month:
            return ""
        day = int(groups["day"]) if "day" in groups else 0
        head = year or "-"
        return f"{head}-{month:02}-{day:02}" if 1 <= day <= 31 else f"{head}-{month:02}"
    return year


def _count(n: str, words: str) -> int:
    if n:
        base = n.split("-")[0].rstrip("½").split(".")[0]
        return int(base) if base.isdigit() else ONES.get(n.lower(), 0)
    if "few" in words or "several" in words or "handful" in words:
        return 0
    return 2 if "couple" in words else 1


def _grain(unit: str) -> str:
    unit = unit.lower().rstrip("s")
    return {"trading day": "session", "day": "day"}.get(unit, unit)


def _part(part: str, words: str) -> str:
    part = part.lower()
    for key, value in (
        ("start", "start"),
        ("beginning", "start"),
        ("turn", "start"),
        ("end", "end"),
        ("middle", "mid"),
        ("early", "early"),
        ("late", "late"),
        ("mid", "mid"),
    ):
        if key in part:
            return value
    for key, value in (
        ("mid-morning", "morning"),
        ("mid-afternoon", "afternoon"),
        ("midday", "midday"),
        ("noon" if "afternoon" not in words else "\0", "midday"),
        ("lunch", "midday"),
        ("morning", "morning"),
        ("early afternoon", "afternoon"),
        ("late afternoon", "late"),
        ("afternoon", "afternoon"),
        ("early", "early"),
        ("opening", "open"),
        ("late", "late"),
    ):
        if key in words:
            return value
    return ""


def _clock(clock: str) -> str:
    """ "0526 GMT" -> "05:26 GMT", "3:45 p.m. EDT" -> "15:45 EDT", no zone -> "15:45 local"."""
    if not clock:
        return ""
    zone = next((z for z in ("GMT", "EDT", "EST", "ET", "BST", "JST") if z in clock), "local")
    m = re.match(r"(\d{1,2}):?(\d\d)?", clock)
    if re.match(r"\d{4}", clock):
        hour, minute = int(clock[:2]), int(clock[2:4])
    else:
        hour, minute = int(m[1]), int(m[2] or 0)
    if re.search(r"p\.?m", clock) and hour < 12:
        hour += 12
    return f"{hour % 24:02}:{minute % 60:02} {zone}"
