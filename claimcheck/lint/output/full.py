"""This file is the format `full`: the source line with the figure underlined, and how the finding was reached.

A line wider than the terminal is cut around the figure.  Tabs are four blanks; wide characters count two columns.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from wcwidth import iter_graphemes, width, wrap

from claimcheck.lint.finding import Finding, Fix, Linted
from claimcheck.lint.output import Style
from claimcheck.lint.output.concise import harmless
from claimcheck.lint.output.evidence import steps
from claimcheck.report.words import clean, printable

CUT = "..."
LINE_END = re.compile(r"\r\n|\r|\n")
LINES = 4  # at most so many lines of a span are shown
NEAR = 4  # times the width of the terminal: characters looked at on either side of a figure
NARROWEST = 40  # columns below which nothing is cut any further
LOOKS = {"error": "1;31", "warning": "1;33", "note": "1;36", "code": "1", "dim": "2"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A line as shown, and the columns [start, start + length) of the terminal that are underlined."""

    number: int
    text: str
    start: int
    length: int


def render(linted: Iterable[Linted], out: TextIO, style: Style) -> None:
    for one in linted:
        for found in one.findings:
            out.write("\n".join(lines(found, style)) + "\n\n")
        out.flush()


def lines(found: Finding, style: Style) -> Iterator[str]:
    """What is printed of one finding."""
    columns, at = max(NARROWEST, style.width), found.place
    yield f"{harmless(found.path)}:{at.line}:{at.column}: {paint(head(found), found.severity, style)}"
    yield from wrap(clean(found.message), columns - 2, initial_indent="  ", subsequent_indent="  ")
    shown = list(marked(found, columns))
    edge = len(str(shown[-1].number))
    bar = paint(f"{'':{edge}} |", "dim", style)
    yield f" {bar}"
    for each in shown:
        yield f" {paint(f'{each.number:{edge}} |', 'dim', style)} {each.text}".rstrip()
        if each.length:
            yield f" {bar} {' ' * each.start}{paint('^' * each.length, found.severity, style)}"
    for label, text in notes(found):
        first, *rest = wrap(text, max(20, columns - edge - 15), break_long_words=False) or [""]
        yield f" {bar} {paint(f'{label:9}', 'dim', style)} {first}"
        yield from (f" {bar} {'':9} {line}" for line in rest)


def head(found: Finding) -> str:
    return f"{found.severity} {found.rule.code} {found.rule.name}"


def notes(found: Finding) -> Iterator[tuple[str, str]]:
    """The evidence, but for what the message says already, and the fix where there is one."""
    said = clean(found.message)
    yield from ((step.label, step.text) for step in steps(found.record) if step.text not in said)
    if found.fix:
        option = "--fix" if found.fix.safe else "--fix --unsafe-fixes"
        yield "fix", f"{swap(found, found.fix)}, with {option}"


def swap(found: Finding, fix: Fix) -> str:
    """ "9.2" becomes "6.2"; the words that go are told where they stand in the lines that are known."""
    begin = found.place.start - (found.place.column - 1)
    old = clean(found.source[fix.start - begin:fix.end - begin]) if fix.start >= begin else ""
    new = clean(fix.text)
    if not new:
        return "take it out"
    return f'"{old}" becomes "{new}"' if old else f'"{new}"'


def paint(text: str, look: str, style: Style) -> str:
    return f"\x1b[{LOOKS[look]}m{text}\x1b[0m" if style.colour else text


def marked(found: Finding, columns: int) -> Iterator[Marked]:
    """The lines that a finding touches, each with what is to be underlined of it."""
    at, touched = found.place, LINE_END.split(found.source)
    room = columns - len(str(at.end_line)) - 4
    for index, line in enumerate(touched[:LINES]):
        start = at.column - 1 if index == 0 else len(line) - len(line.lstrip())
        last = at.line + index == at.end_line
        end = at.end_column - 1 if last else len(line.rstrip())
        yield cropped(at.line + index, line, min(start, len(line)), max(min(end, len(line)), start), room)


def cropped(number: int, line: str, start: int, end: int, room: int) -> Marked:
    """A line cut to `room` columns around its figure; of a page in one line only what is near it is looked at."""
    near = NEAR * room
    before, figure = shown(line[max(0, start - near):start]), shown(line[start:min(end, start + near)])
    after = shown(line[end:end + near]).rstrip()
    if width(figure) > room:
        figure, after = first(figure, room - len(CUT)), CUT
    spare = room - width(figure)
    right = min(width(after), max(spare // 3, spare - width(before)))
    left = min(width(before), spare - right)
    if width(before) > left:
        before = CUT + first(before, left - len(CUT), backwards=True) if left > len(CUT) else ""
    if width(after) > right:
        after = first(after, right - len(CUT)) + CUT if right > len(CUT) else ""
    return Marked(number, before + figure + after, width(before), max(1, width(figure)))


def first(text: str, room: int, backwards: bool = False) -> str:
    """As much of a text as fits into `room` columns; its end where read backwards.  No character is torn apart."""
    kept, used = [], 0
    for each in reversed(list(iter_graphemes(text))) if backwards else iter_graphemes(text):
        used += width(each)
        if used > room:
            break
        kept.append(each)
    return "".join(reversed(kept) if backwards else kept)


def shown(text: str) -> str:
    """Text without what could move the cursor, nor joiners: terminals disagree on how wide a joined emoji is."""
    return "".join(filter(printable, text.replace("\t", "    ")))
