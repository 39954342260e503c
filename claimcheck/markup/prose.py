"""This file is prose with the way back to its source: every character of it knows where it stands in the file.

Offsets are code points.  A piece of prose is either taken from the source letter by letter, or stands for a stretch
of it (an entity, a line end, a piece of code), or for none (the empty line between two paragraphs).
"""
from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime

from claimcheck.claim import Span
from claimcheck.front import Front

DEEPEST = 40  # blocks within blocks; what lies deeper is read as a paragraph
HOLE = "\ufffc"  # stands for what is not read: code, a formula, a template's variable


@dataclass(frozen=True, slots=True)
class Piece:
    """Prose from `at` on comes from source [start, end); letter by letter where `literal`."""

    at: int
    start: int
    end: int
    literal: bool


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of the source: its span there, and its words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """What a source says.

    pieces    in order, without gaps, the first at 0
    quoted    stretches of the prose that stand in block quotes
    listed    stretches that are a table's cells or a list's items: what they speak of may stand elsewhere
    comments  of the source, in order
    date, title  as front matter says, else the markup itself; date_at: where that stands in the source
    """

    text: str
    pieces: tuple[Piece, ...]
    quoted: tuple[Span, ...] = ()
    listed: tuple[Span, ...] = ()
    comments: tuple[Comment, ...] = ()
    date: str | date | datetime | None = None
    date_at: int = 0
    title: str = ""

    def source(self, start: int, end: int) -> Span:
        """The stretch of the source that prose [start, end) comes from, what stands between included."""
        if not self.pieces:
            return Span(0, 0)
        first, last = self.piece(start), self.piece(max(start, end - 1))
        begin = first.start + start - first.at if first.literal else first.start
        stop = last.start + end - last.at if last.literal else last.end
        return Span(min(begin, first.end), max(begin, stop))

    def piece(self, at: int) -> Piece:
        return self.pieces[max(0, bisect_right(self.pieces, at, key=lambda piece: piece.at) - 1)]

    def paragraphs(self) -> list[Span]:
        """The stretches of the source that hold one paragraph each, in order."""
        found, at = [], 0
        for part in self.text.split("\n\n"):
            if part.strip():
                lead = len(part) - len(part.lstrip())
                found.append(self.source(at + lead, at + len(part.rstrip())))
            at += len(part) + 2
        return found


class Galley:
    """Prose in the making, as type is set line by line.  body: where the text behind the front matter begins."""

    __slots__ = ("source", "body", "text", "pieces", "stretches", "opened", "comments", "size", "date", "date_at",
                 "title", "nesting")

    def __init__(self, source: str, body: int = 0):
        self.source, self.body = source, body
        self.text: list[str] = []
        self.pieces: list[Piece] = []
        self.stretches: dict[str, list[Span]] = {"quoted": [], "listed": []}
        self.opened: list[tuple[str, int]] = []  # (stretch, where it began) of what is open
        self.comments: list[Comment] = []
        self.size = self.date_at = self.nesting = 0
        self.date = self.title = ""

    def take(self, start: int, end: int) -> None:
        """Source [start, end), letter by letter."""
        if start < end:
            self._add(self.source[start:end], start, end, True)

    def put(self, text: str, start: int, end: int) -> None:
        """`text` in place of source [start, end)."""
        if text and text == self.source[start:end]:
            self.take(start, end)
        elif text:
            self._add(text, start, end, False)

    def hole(self, start: int, end: int) -> None:
        self.put(HOLE, start, end)

    def space(self, start: int, end: int) -> None:
        """White space of the source; one space is enough."""
        if not self.ends_in((" ", "\n")):
            self.put(" ", start, end)

    def gap(self, at: int) -> None:
        """The end of a paragraph."""
        if self.size and not self.ends_in("\n\n"):
            self._add("\n\n", at, at, False)

    def ends_in(self, mark: str | tuple[str, ...]) -> bool:
        return not self.text or self.text[-1].endswith(mark)

    def begin(self, stretch: str) -> None:
        """What follows is "quoted" or "listed", until the same stretch ends."""
        self.opened.append((stretch, self.size))

    def end(self, stretch: str) -> None:
        at = next((i for i in reversed(range(len(self.opened))) if self.opened[i][0] == stretch), None)
        if at is not None:
            _, start = self.opened.pop(at)
            if self.size > start:
                self.stretches[stretch].append(Span(start, self.size))

    def comment(self, start: int, end: int, text: str) -> None:
        self.comments.append(Comment(start, end, text.strip()))

    def dated(self, text: str, at: int) -> None:
        """The markup's own date of writing; the first one counts."""
        if text.strip() and not self.date:
            self.date, self.date_at = text.strip(), at

    def prose(self, front: Front) -> Prose:
        for stretch, _ in reversed(list(self.opened)):
            self.end(stretch)
        said, at = (front.date, line_start(self.source, front.date_line)) if front.date else (self.date, self.date_at)
        return Prose("".join(self.text), tuple(self.pieces), tuple(self.stretches["quoted"]),
                     tuple(self.stretches["listed"]), tuple(self.comments), said or None, at,
                     front.title or self.title)

    def _add(self, text: str, start: int, end: int, literal: bool) -> None:
        last = self.pieces[-1] if self.pieces else None
        if literal and last and last.literal and last.end == start:
            self.pieces[-1] = Piece(last.at, last.start, end, True)
        else:
            self.pieces.append(Piece(self.size, start, end, literal))
        self.text.append(text)
        self.size += len(text)


def line_start(text: str, line: int) -> int:
    """Where a line begins; lines count from 1."""
    at = 0
    for each in text.splitlines(keepends=True)[:line - 1]:
        at += len(each)
    return at
