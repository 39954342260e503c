"""This file is reading feeds: every entry of RSS or Atom is an article, with the text that the feed itself holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from claimcheck.claim import Article
from claimcheck.read.desk import Desk, Unreadable, broken
from claimcheck.read.html import NEEDED
from claimcheck.read.records import refusal

LONGEST_FEED = 32_000_000  # bytes
BLOCKS = {"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "tr", "table", "section", "article"}


def read(stream: BinaryIO, name: str, desk: Desk) -> Iterator[Article | Unreadable]:
    yield from entries(stream.read(LONGEST_FEED + 1), name, desk)


def entries(data: bytes, name: str, desk: Desk) -> Iterator[Article | Unreadable]:
    if len(data) > LONGEST_FEED:
        yield Unreadable(name, f"{name} has more than {LONGEST_FEED:,} bytes: no feed is that long; split it")
        return
    try:
        import feedparser
    except ImportError:
        yield Unreadable(name, f"{name} is a feed, which {NEEDED}")
        return
    found = feedparser.parse(data, response_headers={"content-type": "application/xml"})
    if not found.entries:
        yield Unreadable(name, f"{name}: no RSS or Atom feed with entries: save the article's text as .txt")
    for number, each in enumerate(found.entries, 1):
        yield of_entry(each, f"{name}:{number}", desk)


def of_entry(found: Any, place: str, desk: Desk) -> Article | Unreadable:
    name = found.get("id") or found.get("link") or place
    text = plain(max((said(found)), key=len, default=""))
    if why := refusal(text):
        return broken(place, why, name)
    try:
        when = desk.moment(found.get("published") or found.get("updated"), name)
    except ValueError as error:
        return broken(place, f"{error}, or give --date", name)
    title = plain(found.get("title", ""))
    return Article(name, text, when.moment, when.dated, title, found.get("link", ""), 0, when.note)


def said(found: Any) -> list[str]:
    """The bodies that an entry has: full contents, and the summary."""
    return [each.get("value", "") for each in found.get("content", ())] + [found.get("summary", "")]


def plain(markup: str) -> str:
    """The text of a fragment of HTML, a line a paragraph."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    from lxml import html

    parts: list[str] = []
    for kind, element in _walk(html.fragment_fromstring(markup, create_parent="div")):
        if isinstance(element.tag, str) and element.tag in BLOCKS:
            parts.append("\n")
        parts.append((element.text if kind == "start" and isinstance(element.tag, str) else "") or "")
        parts.append((element.tail if kind == "end" else "") or "")
    lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _walk(root: Any):
    from lxml import etree

    return etree.iterwalk(root, events=("start", "end"))
