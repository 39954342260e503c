"""This file is how a figure in words hangs in its sentence: whose record, whose streak."""

from __future__ import annotations

import re
from dataclasses import replace

from claimcheck.language import whose
from claimcheck.language.frame import Frame
from claimcheck.language.line import Line
from claimcheck.language.memory import Memory
from claimcheck.language.phrase import Phrase
from claimcheck.language.whose import Subject
from claimcheck.language.words import GLUE, level_words, moves

_ITS = frozenset("its their his the a an another fresh new".split())


def framed(line: Line, memory: Memory, phrase: Phrase, frame: Frame, previous: Frame | None, edge: int) -> Frame:
    """A phrase's subject: the frame it is in apposition to ("at 1,593.37, its highest close since"), its verb's, or the clause's."""
    a = line.first(phrase.start)
    inside = next(
        (
            n
            for n in line.names
            if phrase.start < n.start
            and n.end < phrase.end
            and n.asset in ("index", "equity", "currency", "commodity")
            and line.text[: n.start].endswith(("for ", "for the "))
        ),
        None,
    )
    if inside is not None:  # "the worst week for the S&P 500 in five years"
        return replace(frame, subject=whose.forward(line, memory, line.first(inside.start)))
    whom = whose.of_whom(line, memory, line.behind(phrase.end) - 1)
    if whom and whom.void and phrase.kind == "extreme":  # "the biggest monthly jump in consumer confidence"
        return replace(frame, subject=whom)
    first = re.match(r"first|unseen", phrase.rule)
    if previous is not None and previous.subject.names and (first or frame.chained or _apposed(line, a, edge)):
        return (
            replace(previous, direction=_crossing(line, a) or previous.direction, cue="", chained=True)
            if first
            else replace(previous, direction=previous.direction, chained=True)
        )
    if frame.subject.names or frame.subject.void:
        return frame
    i = a - 1
    while (
        i >= edge
        and (
            line.low[i] in _ITS
            or line.low[i] in GLUE
            or line.low[i].endswith("ly")
            or line.low[i]
            in (
                "to",
                "at",
                "for",
                "in",
                "of",
                "from",
                "near",
                "off",
                "below",
                "above",
                "with",
                "set",
                "hit",
                "on",
                "track",
            )
        )
        and line.name_at[i] < 0
    ):
        i -= 1
    if (
        i >= edge
        and line.low[i] in ("it", "them")
        and (pointed := next((j for j in range(i - 1, -1, -1) if line.name_at[j] >= 0 and not line.skip[j]), None))
        is not None
    ):
        return replace(frame, subject=whose.name_subject(line, memory, pointed))
    if (
        a <= 3
        and not frame.subject.names
        and line.word(line.behind(phrase.end)) == ","
        and line.names
        and line.names[0].start > phrase.end
    ):
        return replace(frame, subject=whose.name_subject(line, memory, line.first(line.names[0].start)))
    if whom and whom.names and phrase.kind in ("streak", "extreme"):
        return replace(frame, subject=whom)
    if i >= 0 and line.name_at[i] >= 0 and i >= edge:
        found = whose.name_subject(line, memory, i)
        return replace(frame, subject=found)
    closers, traders = level_words()
    v = i
    while v >= edge and v > i - 10 and line.low[v] not in moves() and line.low[v] not in closers | traders:
        v -= 1
    if v >= edge and v >= 0 and (line.low[v] in moves() or line.low[v] in closers | traders):
        found = whose.subject_before(line, memory, v)
        if not (found.names or found.void):
            found = whose.parsed_subject(line, memory, v) or found
        direction = moves().get(line.low[v], ("", ""))[0]
        if found.names or found.void:
            return replace(frame, verb=line.low[v], at=v, direction=frame.direction or direction, subject=found)
    found = whose.parsed_subject(line, memory, min(a, len(line.low) - 1)) if line.low else None
    if (
        previous is not None
        and previous.subject.names
        and a - edge < 14
        and (found is None or found.at < edge or found.names)
    ):
        return replace(previous, chained=True)
    if not (found and (found.names or found.void)):
        found = whose.clause_head(line, memory, a)
    return replace(frame, subject=found or Subject())


def _apposed(line: Line, a: int, edge: int) -> bool:
    """Only a comma, articles, venues and prepositions stand between the figure before and this phrase."""
    return all(
        line.low[i] in (",", "-", "--", "and")
        or line.low[i] in _ITS
        or line.skip[i]
        or line.period_at[i] >= 0
        or line.low[i] in GLUE
        or line.low[i] in ("to", "at", "for", "in", "from", "near", "mark", "level", "marking", "hitting", "reaching")
        for i in range(edge, a)
    )


def _crossing(line: Line, a: int) -> str:
    """ "above 14,000 for the first time since": up; "below": down."""
    for i in range(a - 1, max(-1, a - 14), -1):
        if line.low[i] in (
            "above",
            "over",
            "past",
            "topped",
            "topping",
            "through",
            "exceeded",
            "top",
            "surpassed",
            "higher",
        ):
            return "up"
        if line.low[i] in ("below", "under", "beneath", "lower"):
            return "down"
    return ""
