"""This file is reading web archives: HTML pages of WARC files (CC-NEWS, wget --warc-file), texts of WET files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from claimcheck import written
from claimcheck.claim import Article
from claimcheck.read.desk import LONGEST_LINE, Desk, Sheet, Unreadable, broken
from claimcheck.read.html import NEEDED, sheet
from claimcheck.read.records import refusal

PAGES = ("text/html", "application/xhtml+xml")


def read(stream: BinaryIO, name: str, desk: Desk) -> Iterator[Article | Unreadable]:
    """The articles of the pages that answered with 200; requests, images, redirects are passed over."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        needed = NEEDED.replace("[html]", "[archive]")
        yield Unreadable(name, f"{name} is a WARC file, which {needed}")
        return
    seen, pages, record = 0, ArchiveIterator(stream), None
    try:
        for record in pages:
            seen += 1
            if record.rec_type in ("response", "resource", "conversion"):
                yield from of_record(record, f"{name}:{seen}", desk)
    except ArchiveLoadFailed as error:
        why = " ".join(str(error).split())[:80]
        yield Unreadable(name, f"{name} is damaged or no WARC file ({why}): fetch it again")
        return
    if seen and (getattr(record.raw_stream, "limit", 1) > 0 or pages.offset < pages.fh.tell()):
        # The last record should have more bytes, or does not even say how many, or there are some that are no record.
        yield Unreadable(name, f"{name} is damaged or cut off (its last page is not whole): fetch it again")
    if not seen:
        yield Unreadable(name, f"{name} is empty: a WARC file holds pages")


def of_record(record, place: str, desk: Desk) -> Iterator[Article | Unreadable]:
    url = record.rec_headers.get_header("WARC-Target-URI") or place
    url = url.strip("<>")
    if record.rec_type == "conversion":
        yield text(record, url, place, desk)
        return
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    kind = (headers.get_header("Content-Type") or "").lower() if headers else ""
    if not kind.startswith(PAGES) or (record.rec_type == "response" and headers.get_statuscode() != "200"):
        return
    data = body(record)
    if isinstance(data, str):
        yield broken(place, data, url)
        return
    yield sheet(Sheet(url, spelled(data, kind), url, place, crawled(record)), desk)


def body(record) -> bytes | str:
    """The payload, unpacked; in words why there is none."""
    try:
        data = record.content_stream().read(LONGEST_LINE + 1)
    except Exception as error:  # chunks and packings that the server got wrong
        return f"the page is damaged ({type(error).__name__}): fetch it again"
    return data if len(data) <= LONGEST_LINE else f"the page has more than {LONGEST_LINE:,} bytes"


def spelled(data: bytes, kind: str) -> bytes | str:
    """The page in the charset that its server named; without one the bytes, whose charset the page names itself."""
    charset = kind.partition("charset=")[2].split(";")[0].strip("\"' ")
    try:
        return data.decode(charset, "replace") if charset else data
    except LookupError:
        return data


def crawled(record) -> datetime | None:
    """When the page was fetched: WARC-Date."""
    try:
        return written.parse(record.rec_headers.get_header("WARC-Date") or "").moment
    except ValueError:
        return None


def text(record, url: str, place: str, desk: Desk) -> Article | Unreadable:
    """One text of a WET file; it bears no date but that of the crawl."""
    data = body(record)
    if isinstance(data, str):
        return broken(place, data, url)
    words = data.decode("utf-8", "replace")
    if why := refusal(words):
        return broken(place, why, url)
    when, note = crawled(record), ""
    if desk.date is not None or when is None:
        known = desk.moment(None, url)
        return Article(url, words, known.moment, known.dated, "", url, 0, known.note)
    note = f"{url} bears no date of writing: {when:%Y-%m-%d}, when the archive fetched it, is assumed"
    return Article(url, words, when, "assumed", "", url, 0, note)
