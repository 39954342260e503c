"""This file is a way told by both its ends: "went from $103.05 on June 2 to $109.93, a gain of 6.7%"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from claimcheck.claim import Period, Span
from claimcheck.language.line import Line
from claimcheck.language.period import When
from claimcheck.language.quantity import Number

_DATED = re.compile(r"(?:\d{4})?-|\d{4}|Q\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday")
_APPOSED = re.compile(
    r"(?:,| -+|;)? (?:or |for |up |down |that is |which is |marking |making )?(?:(?:a|an|its|their) )?(?:[a-z-]+ ){0,3}"
    r"(?:of |by )?(?:about |nearly |almost |more than |roughly |just )?"
)
MOVES = ("percent", "points", "basis points")


@dataclass(frozen=True, slots=True)
class Way:
    """start: the figure at the first end, told to be of `then`; end: that at the other, of `now` where a day is said."""

    start: Number
    then: When
    end: Number
    now: When | None


def told(line: Line) -> Way | None:
    """The way of a sentence, None where it tells none, or not the day on which it began."""
    for k, start in enumerate(line.numbers[:-1]):
        if line.word(line.first(start.start) - 1) != "from":
            continue
        then = _behind(line, start.end)
        if then is None or not _DATED.match(then.period.anchor):
            continue
        for end in line.numbers[k + 1 :]:
            between = line.text[then.end : end.start]
            if re.fullmatch(r",? (?:up |down |all the way )?to (?:about |nearly |almost |around )?", between):
                return Way(start, then, end, _behind(line, end.end))
    return None


def _behind(line: Line, at: int) -> When | None:
    return next((w for w in line.periods if w.start >= at and not line.text[at : w.start].strip()), None)


def period(line: Line, number: Number) -> Period | None:
    """The period of a figure that is part of such a way; None for any other, and for the first end."""
    way = told(line) if " from " in line.text and line.periods else None
    if way is None or number is way.start:
        return None
    if number is way.end:
        return _of(line, way.now) if way.now else Period("day")
    close = way.now.end if way.now else way.end.end
    behind = number.start > close and _APPOSED.fullmatch(line.text, close, number.start)
    before = number.end < way.start.start and re.fullmatch(r",? (?:points?,? )?from ", line.text[number.end : way.start.start])
    if not (behind or before) or not (number.quantity.unit in MOVES or number.quantity.unit == way.end.quantity.unit):
        return None
    if behind and _behind(line, number.end):
        return None  # it has a day of its own
    return Period(
        "range" if way.now else "since", anchor=way.then.period.anchor, until=way.now.period.anchor if way.now else "",
        part=way.then.period.part, text=way.then.period.text, span=_span(line, way.then),
    )


def _of(line: Line, when: When) -> Period:
    return replace(when.period, span=_span(line, when))


def _span(line: Line, when: When) -> Span:
    return Span(line.sentence.original(when.start), line.sentence.original(when.end, end=True))
