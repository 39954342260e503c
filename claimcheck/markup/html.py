"""This file is HTML by the standard library's parser, whose positions are exact.

Scripts, styles, preformatted text, navigation, sidebars, page footers and what is struck out are passed over; code is a
hole; white space is one space, as browsers show it; entities are their character.
"""
from __future__ import annotations

import html
import re
from bisect import bisect_right
from html.parser import HTMLParser

from claimcheck.markup.prose import Galley

UNREAD = frozenset(("script", "style", "pre", "nav", "aside", "footer", "button", "select", "textarea", "svg", "math",
                    "noscript", "template", "iframe", "object", "del", "s", "strike"))
HOLES = frozenset(("code", "kbd", "samp", "var", "tt"))
INLINE = frozenset(("a", "abbr", "b", "bdi", "bdo", "big", "cite", "data", "dfn", "em", "font", "i", "img", "ins",
                    "label", "mark", "q", "small", "span", "strong", "sub", "sup", "time", "u", "wbr", *HOLES))
EMPTY = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
                   "wbr"))
STRETCHES = {"blockquote": "quoted", "ul": "listed", "ol": "listed", "table": "listed"}  # whose end is never left out
DATES = ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate", "publishdate",
         "parsely-pub-date", "sailthru.date")
LINKED = re.compile(r'"datePublished"\s*:\s*"(?P<date>[^"]+)"')
REFERENCE = re.compile(r"&(?:#[xX][0-9a-fA-F]+|#\d+|[A-Za-z][A-Za-z0-9]*);?")
RUN = re.compile(r"\s+|\S+")


def read(galley: Galley) -> None:
    reader = Reader(galley)
    reader.feed(galley.body, len(galley.source))
    reader.flush()


def closed(text: str) -> int:
    """Where the last tag or comment ends that does end: what is open for good the parser would read again and again."""
    comment = text.find("<!--", text.rfind("-->") + 1)
    return comment if comment >= 0 else text.rfind(">") + 1


class Reader:
    """Sets the words of HTML in a galley; fed with one or many stretches of its source."""

    __slots__ = ("galley", "stretches", "text", "size", "lines", "skipped", "depth", "titled", "parser")

    def __init__(self, galley: Galley):
        self.galley = galley
        self.begin()

    def begin(self) -> None:
        self.stretches: list[tuple[int, int]] = []  # (offset of what was fed, of the source)
        self.text: list[str] = []
        self.lines, self.size = [0], 0
        self.skipped, self.depth, self.titled = "", 0, False
        self.parser = HTMLParser(convert_charrefs=False)
        self.parser.handle_starttag = self.start
        self.parser.handle_endtag = self.end
        self.parser.handle_data = self.data
        self.parser.handle_entityref = self.parser.handle_charref = self.reference
        self.parser.handle_comment = self.comment

    def feed(self, start: int, end: int) -> None:
        text = self.galley.source[start:end]
        self.stretches.append((self.size, start))
        self.lines += [self.size + match.end() for match in re.finditer("\n", text)]
        self.text.append(text)
        self.size += len(text)

    def flush(self) -> None:
        """The end of a document, or of a block of HTML within another markup: what was fed is read."""
        if self.stretches:
            text = "".join(self.text)
            end = closed(text)
            self.parser.feed(text[:end])
            self.parser.close()
            for run in RUN.finditer(text, end):
                if not self.skipped and not text.startswith("<!--", end):
                    self.set(run[0], self.here(run.start()), self.here(run.end()))
            self.galley.gap(self.here(self.size))
        self.begin()

    def here(self, at: int | None = None) -> int:
        """The source offset of what was fed, or of what the parser has come to."""
        if at is None:
            line, column = self.parser.getpos()
            at = self.lines[line - 1] + column
        fed, source = self.stretches[max(0, bisect_right(self.stretches, at, key=lambda each: each[0]) - 1)]
        return source + at - fed

    def start(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        at = self.here()
        said = {key: value or "" for key, value in attributes}
        self.note_date(name, said, at)
        if self.skipped:
            self.depth += name == self.skipped
        elif name in UNREAD or name in HOLES or (name == "head"):
            self.skipped, self.depth = name, 1
            self.galley.hole(at, at + len(self.parser.get_starttag_text() or "")) if name in HOLES else None
        elif name == "br":
            self.galley.put("\n", at, at + len(self.parser.get_starttag_text() or "<br>"))
        elif name not in INLINE:
            self.galley.gap(at)
            self.galley.begin(STRETCHES[name]) if name in STRETCHES else None
        if name == "title" and self.skipped in ("", "head"):
            self.titled = not self.galley.title

    def end(self, name: str) -> None:
        if name == "title":
            self.titled = False
        if self.skipped:
            self.depth -= name == self.skipped
            self.skipped = self.skipped if self.depth else ""
        elif name not in INLINE and name not in EMPTY:
            self.galley.gap(self.here())
            self.galley.end(STRETCHES[name]) if name in STRETCHES else None

    def data(self, text: str) -> None:
        at = self.here()
        if self.titled:
            self.galley.title += text
        if self.skipped == "script" and (linked := LINKED.search(text)):
            self.galley.dated(linked["date"], at + linked.start("date"))
        if self.skipped:
            return
        for run in RUN.finditer(text):
            self.set(run[0], at + run.start(), at + run.end())

    def set(self, run: str, start: int, end: int) -> None:
        """A run of letters, or of white space."""
        self.galley.space(start, end) if run.isspace() else self.galley.take(start, end)

    def reference(self, name: str) -> None:
        at = self.here()
        match = REFERENCE.match(self.galley.source, at)
        if not match:
            return
        char = html.unescape(match[0])
        if self.titled:
            self.galley.title += char
        if not self.skipped:
            self.galley.put(char, *match.span())

    def comment(self, text: str) -> None:
        at = self.here()
        self.galley.comment(at, at + len(text) + len("<!---->"), text)

    def note_date(self, name: str, said: dict[str, str], at: int) -> None:
        if name == "meta" and said.get("property", said.get("name", said.get("itemprop", ""))).lower() in DATES:
            self.galley.dated(said.get("content", ""), at)
        elif name == "time" and ("pubdate" in said or said.get("itemprop", "").lower() == "datepublished"):
            self.galley.dated(said.get("datetime", ""), at)


