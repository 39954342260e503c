"""This file is how editors count: lines from 0, characters in the units agreed on, which are UTF-16 by default.

Lines end at \\n, \\r\\n or \\r and nothing else (Language Server Protocol, "Text Documents"); Python's own splitlines
knows more line ends, and would be off by a line after each of them.
"""
from __future__ import annotations

import re
from bisect import bisect_right

from lsprotocol.types import Position, PositionEncodingKind, Range

LINE_END = re.compile(r"\r\n|\r|\n")
BYTES = {PositionEncodingKind.Utf8: ("utf-8", 1), PositionEncodingKind.Utf16: ("utf-16-le", 2),
         PositionEncodingKind.Utf32: ("utf-32-le", 4)}


class Ruler:
    """Offsets in code points to an editor's positions and back, for one text."""

    __slots__ = ("text", "starts", "encoding", "size")

    def __init__(self, text: str, units: PositionEncodingKind | str = PositionEncodingKind.Utf16):
        self.text = text
        self.starts = [0, *(found.end() for found in LINE_END.finditer(text))]
        self.encoding, self.size = BYTES[PositionEncodingKind(units)]

    def position(self, offset: int) -> Position:
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self.starts, offset) - 1
        return Position(line, self.units(self.text[self.starts[line]:offset]))

    def range(self, start: int, end: int) -> Range:
        return Range(self.position(start), self.position(end))

    def offset(self, position: Position) -> int:
        """The code point at a position; the end of its line where the line is shorter, of the text where that is."""
        if position.line >= len(self.starts):
            return len(self.text)
        start = self.starts[position.line]
        follows = self.starts[position.line + 1:position.line + 2]
        line = self.text[start:follows[0]].rstrip("\r\n") if follows else self.text[start:]
        left = position.character
        for count, char in enumerate(line):
            left -= self.units(char)
            if left < 0:
                return start + count
        return start + len(line)

    def units(self, text: str) -> int:
        return len(text.encode(self.encoding, "surrogatepass")) // self.size
