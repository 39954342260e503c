"""This file is reading one text or Markdown file, untouched: offsets count its code points, front matter included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from claimcheck.claim import Article
from claimcheck.front import Front, Malformed, front_matter
from claimcheck.read.desk import LONGEST, LONGEST_LINE, Desk, Sheet, Unreadable, too_long
from claimcheck.read.english import foreign

# First bytes of files that people give by mistake, and what to do with them.
KINDS = {
    b"%PDF": "a PDF: save its text as .txt first",
    b"PK\x03\x04": "a ZIP or Office file: save its text as .txt first",
    b"\x1f\x8b": "compressed: unpack it first (only .jsonl, .csv, .xml and .warc are read packed)",
    b"\x28\xb5\x2f\xfd": "compressed: unpack it first (only .jsonl, .csv, .xml and .warc are read packed)",
    b"\x89PNG": "an image: save the text as .txt first",
    b"\xff\xd8\xff": "an image: save the text as .txt first",
    b"SQLite format 3": "a database: give the text itself",
    b"PAR1": "a Parquet file: name it .parquet",
    b"WARC/1": "a WARC file: name it .warc",
}
MARKUP = (b"<!doctype html", b"<html")
FEEDS = (b"<rss", b"<feed", b"<rdf:rdf")


def read(stream: BinaryIO, name: str, desk: Desk) -> Iterator[Article | Unreadable]:
    """One text; what turns out to be a web page or a feed is read as that."""
    data = stream.read(LONGEST_LINE + 1)
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(MARKUP) or (start.startswith(b"<?xml") and b"<html" in start):
        from claimcheck.read.html import sheet

        yield sheet(Sheet(name, data), desk)
    elif start.startswith(FEEDS) or (start.startswith(b"<?xml") and any(each in start for each in FEEDS)):
        from claimcheck.read import feed

        yield from feed.entries(data + stream.read(feed.LONGEST_FEED), name, desk)
    elif len(data) > 4 * LONGEST:
        yield too_long(name, f"{'more than ' * (len(data) > LONGEST_LINE)}{min(len(data), LONGEST_LINE):,} bytes")
    else:
        yield from one(data, name, desk)


def one(data: bytes, name: str, desk: Desk) -> Iterator[Article | Unreadable]:
    """One text with its front matter, if it has any."""
    try:
        text = decoded(data)
        if len(text) > LONGEST:
            yield too_long(name, f"{len(text):,} characters")
            return
        front = front_matter(text)
        if not text[front.end :].strip():
            raise ValueError("is empty: give the text of an article")
        if language := foreign(text[front.end :]):
            raise ValueError(f"is {language}: only English is read")
    except Malformed as error:
        yield Unreadable(name, f"{name}:{error.line}: {error}")
        return
    except ValueError as error:
        yield Unreadable(name, f"{name} {error}")
        return
    yield from dated(text, front, name, desk)


def dated(text: str, front: Front, name: str, desk: Desk) -> Iterator[Article | Unreadable]:
    try:
        when = desk.moment(front.date, name)
    except ValueError as error:
        yield Unreadable(name, f"{name}:{front.date_line}: {error}, or give --date")
        return
    yield Article(name, text, when.moment, when.dated, front.title, front.url, front.end, when.note)


def decoded(data: bytes) -> str:
    """The text of the bytes: UTF-8, or UTF-16 that says so.  Raises ValueError, which says what the bytes are."""
    if not data.strip():
        raise ValueError("is empty: give the text of an article")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return unmarked(data, "utf-16")
    for start, advice in KINDS.items():
        if data.startswith(start):
            raise ValueError(f"is {advice}")
    if b"\0" in data:
        raise ValueError("is binary, not text: save the article's text as .txt")
    return unmarked(data, "utf-8-sig")


def unmarked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        seen = f"byte 0x{data[error.start]:02x} at {error.start:,}" if error.start < len(data) else "cut off"
        name = "UTF-16" if encoding == "utf-16" else "UTF-8"
        raise ValueError(f"is not {name} text ({seen}): save it as UTF-8") from None
