"""This file is Markdown (CommonMark with GitHub's tables, footnotes and strike-through) by pyromark's byte ranges.

Code, formulas and templates' variables are holes; images, addresses, comments and what is struck through vanish; every
table cell is a paragraph of its own; what stands in block quotes is marked as quoted.
"""
from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import pyromark
from pyromark import Options

from claimcheck.markup import html
from claimcheck.markup.prose import Galley

READ_AS = (Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES | Options.ENABLE_STRIKETHROUGH | Options.ENABLE_TASKLISTS
           | Options.ENABLE_DEFINITION_LIST | Options.ENABLE_HEADING_ATTRIBUTES | Options.ENABLE_GFM)
BLOCKS = frozenset(("Paragraph", "Heading", "BlockQuote", "Item", "List", "TableCell", "TableRow", "TableHead", "Table",
                    "FootnoteDefinition", "HtmlBlock", "CodeBlock", "DefinitionListTitle", "DefinitionListDefinition"))
STRETCHES = {"BlockQuote": "quoted", "Item": "listed", "TableCell": "listed"}
UNREAD = frozenset(("CodeBlock", "Image", "MetadataBlock", "Strikethrough"))
TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)")
# What Liquid, Jinja and Hugo put in when the page is built; a highlighted block is code.
TEMPLATE = re.compile(
    r"\{%-?\s*(?P<block>highlight|comment|raw)\b.{0,5000}?\{%-?\s*end(?P=block)\s*-?%\}"
    r"|\{\{.{0,300}?\}\}|\{%.{0,300}?%\}", re.S)


def read(galley: Galley) -> None:
    unread: list[bool] = []  # for every open element whether it, or one around it, is passed over
    within = ""  # the HTML element whose words are passed over: <code> in the middle of a line
    hypertext = html.Reader(galley)
    holes = [match.span() for match in TEMPLATE.finditer(galley.source)]
    for kind, name, value, start, end in events(galley.source, galley.body):
        if name == "HtmlBlock":
            hypertext.flush() if kind == "End" else galley.gap(start)
        elif name == "Html":
            hypertext.feed(start, end)
        elif kind in ("Start", "End"):
            over = any(unread[-1:]) or name in UNREAD or autolink(value)
            unread = [*unread, over] if kind == "Start" else unread[:-1]
            block(galley, kind, name, start, end)
        elif name == "InlineHtml":
            within = inline_html(galley, within, start, end)
        elif not any(unread[-1:]) and not within:
            words(galley, name, value, start, end, holes)


def block(galley: Galley, kind: str, name: str, start: int, end: int) -> None:
    if name in BLOCKS:
        galley.gap(start if kind == "Start" else end)
    if stretch := STRETCHES.get(name):
        galley.begin(stretch) if kind == "Start" else galley.end(stretch)


def words(galley: Galley, name: str, value: object, start: int, end: int, holes: list[tuple[int, int]]) -> None:
    if name == "Text":
        text(galley, str(value), start, end, holes)
    elif name == "Code":
        galley.hole(start, end)
    elif name == "SoftBreak":
        galley.space(start, end)
    elif name == "HardBreak":
        galley.put("\n", start, end)
    elif name == "Rule":
        galley.gap(start)


def text(galley: Galley, value: str, start: int, end: int, holes: list[tuple[int, int]]) -> None:
    """Words, cut where a template's variable stands."""
    if value != galley.source[start:end]:
        galley.put(value, start, end) if start < end else None  # indentation of HTML is an event of no width
        return
    at = start
    for first, last in holes[bisect_right(holes, start, key=lambda hole: hole[1]):]:
        if first >= end:
            break
        galley.take(at, max(start, first))
        galley.hole(max(start, first), min(end, last))
        at = min(end, last)
    galley.take(at, end)


def inline_html(galley: Galley, within: str, start: int, end: int) -> str:
    """A tag or comment in running text; the element that is passed over from here on."""
    source = galley.source[start:end]
    if source.startswith("<!--"):
        galley.comment(start, end, source[4:].removesuffix("-->"))
    tag = TAG.match(source)
    if not tag:
        return within
    name = tag["name"].lower()
    if within:
        return "" if tag["end"] and name == within else within
    if name == "br":
        galley.put("\n", start, end)
    opens = not tag["end"] and not source.endswith("/>") and name in html.UNREAD | html.HOLES
    if opens and name in html.HOLES:
        galley.hole(start, end)
    return name if opens else ""


def autolink(value: object) -> bool:
    """An address that stands for itself."""
    return isinstance(value, dict) and value.get("link_type") in ("Autolink", "Email")


def events(source: str, body: int) -> Iterator[tuple[str, str, object, int, int]]:
    """(kind, name, value, start, end) of every event behind the front matter; offsets are code points of the source."""
    text = source[body:]
    place = points(text)
    for event, span in pyromark.events_with_range(text, options=READ_AS):
        kind, name, value = parts(event)
        yield kind, name, value, body + place[span["start"]], body + place[span["end"]]


def parts(event: object) -> tuple[str, str, object]:
    """("Start", "Heading", {...}), ("End", "Heading", ...), ("", "Text", "words"), ("", "SoftBreak", None)."""
    if isinstance(event, str):
        return "", event, None
    name, value = next(iter(event.items()))
    if name not in ("Start", "End"):
        return "", name, value
    return (name, value, None) if isinstance(value, str) else (name, *next(iter(value.items())))


def points(text: str) -> range | list[int]:
    """The code point of every byte of the text as UTF-8, and of its end."""
    if text.isascii():
        return range(len(text) + 1)
    found: list[int] = []
    for at, char in enumerate(text):
        found += [at] * (1 if char < "\x80" else 2 if char < "\u0800" else 3 if char < "\U00010000" else 4)
    return [*found, len(text)]
