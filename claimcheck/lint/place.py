"""This file is lines and columns: where a stretch of a text stands, for people and editors."""
from __future__ import annotations

import re
from bisect import bisect_right

from claimcheck.lint.finding import Place

LINE_END = re.compile(r"\r\n|\r|\n")


class Lines:
    """The lines of one text."""

    __slots__ = ("text", "starts")

    def __init__(self, text: str):
        self.text = text
        self.starts = [0, *(match.end() for match in LINE_END.finditer(text))]

    def number(self, at: int) -> int:
        """The line of an offset; the first is 1."""
        return bisect_right(self.starts, at)

    def place(self, start: int, end: int) -> Place:
        first, last = self.number(start), self.number(max(start, end - 1))
        return Place(start, end, first, start - self.starts[first - 1] + 1, last, end - self.starts[last - 1] + 1)

    def line(self, number: int) -> tuple[int, int]:
        """Start and end of a line, its line end left out; lines after the last are empty."""
        if number > len(self.starts):
            return len(self.text), len(self.text)
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return start, start + len(self.text[start:end].rstrip("\r\n"))

    def source(self, place: Place) -> str:
        """The whole lines that a place touches."""
        return self.text[self.line(place.line)[0]:self.line(place.end_line)[1]]
