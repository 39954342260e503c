"""This file is the words within a paragraph of reStructuredText or AsciiDoc: kept, a hole, or gone.

A language is one regular expression.  The group that matched says what becomes of it: `keep...` is read on by itself,
`hole...` is a hole, `space` one space, `newline` a line end, `char` a character entity; anything else vanishes.
"""
from __future__ import annotations

import html
import re

from claimcheck.markup.prose import Galley


def inlaid(galley: Galley, start: int, end: int, pattern: re.Pattern[str]) -> None:
    """Set source [start, end) without its inline markup."""
    at = start
    for match in pattern.finditer(galley.source, start, end):
        if match.end() == match.start():
            continue
        galley.take(at, match.start())
        element(galley, match, pattern)
        at = match.end()
    galley.take(at, end)


def element(galley: Galley, match: re.Match[str], pattern: re.Pattern[str]) -> None:
    name = match.lastgroup or ""
    if name.startswith("keep"):
        inlaid(galley, *match.span(name), pattern)
    elif name.startswith("hole"):
        galley.hole(*match.span())
    elif name == "space":
        galley.space(*match.span())
    elif name == "newline":
        galley.put("\n", *match.span())
    elif name == "char":
        galley.put(html.unescape(match[0]), *match.span())
