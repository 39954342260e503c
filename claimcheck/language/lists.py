"""This file is lists that share a verb: "Apple and Google rose 2 and 3 percent respectively"."""

from __future__ import annotations

import re
from dataclasses import replace

from claimcheck.language.frame import Frame
from claimcheck.language.line import Line
from claimcheck.language.memory import Name
from claimcheck.language.phrase import Phrase
from claimcheck.language.quantity import Number
from claimcheck.language.void import not_a_figure


def coordinated(line: Line) -> dict[int, int]:
    """Numbers of a "respectively" list: index of the thing -> which of the subjects it is for."""
    if " and " not in line.text:
        return {}
    things = sorted([*line.numbers, *line.phrases], key=lambda t: (t.start, -t.end))
    figures = [k for k, t in enumerate(things) if isinstance(t, Number) and not not_a_figure(line, t)]
    at = line.text.lower().find("respective")
    said = at >= 0
    groups: list[list[int]] = []
    for k in figures:
        gap = line.text[things[groups[-1][-1]].end : things[k].start] if groups else ""
        if groups and re.fullmatch(r"\s*,?\s*(?:and|,)\s*(?:about |nearly |around |to |at )?", gap):
            groups[-1].append(k)
        else:
            groups.append([k])
    if not said:  # "JPMorgan and Citigroup gained 5.2 percent and 6.5 percent"
        return {
            k: -n - 1 - 100 * len(g)
            for g in groups
            if len(g) > 1 and all(things[i].quantity.unit == "percent" for i in g)
            for n, k in enumerate(g)
        }
    near = [g for g in groups if len(g) > 1 and (abs(things[g[-1]].end - at) < 40 or abs(at - things[g[0]].start) < 40)]
    return {k: n for g in near for n, k in enumerate(g)}


def shared(line: Line, thing: Number | Phrase, frame: Frame, place: int | None) -> Frame:
    """In a "respectively" list the n-th number belongs to the n-th name."""
    names = frame.subject.names
    if place is None:
        return frame
    if place < 0:
        size, place = divmod(-place - 1, 100)
        if len(names) != size:
            return frame
    pool = names if len(names) > 1 else _pool(line, names)
    if place < len(pool):
        return replace(frame, subject=replace(frame.subject, names=(pool[place],), via="name"))
    return frame


def _pool(line: Line, names: tuple[Name, ...]) -> tuple[Name, ...]:
    if not names or names[0] not in line.names:
        return names
    at = line.names.index(names[0])
    out = [names[0]]
    while at > 0 and re.fullmatch(
        r"(?:'s)?(?: shares| stock)?,? (?:and )?(?:the |rival )?",
        line.text[line.names[at - 1].end : line.names[at].start],
    ):
        at -= 1
        out.insert(0, line.names[at])
    return tuple(out)
