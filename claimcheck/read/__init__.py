"""This file is where articles come from: text and Markdown files, standard input, JSONL archives.

The text of an article is what stands in the file, untouched: offsets count its code points, front matter and line ends
included.  What cannot be read becomes an Unreadable in its place, and the rest goes on.
"""
from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from claimcheck.claim import Article
from claimcheck.front import Front, Malformed, front_matter
from claimcheck.read.desk import LONGEST, LONGEST_LINE, Desk, Unreadable, broken, too_long

ARCHIVES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
HALVES = re.compile("[\ud800-\udfff]")  # half a surrogate pair, which JSON can spell and no UTF-8 can hold
PUBLISHED = ("published", "date")
# First bytes of files that people give by mistake, and what to do with them.
KINDS = {
    b"%PDF": "a PDF: save its text as .txt first",
    b"PK\x03\x04": "a ZIP or Office file: save its text as .txt first",
    b"\x1f\x8b": "compressed: unpack it first (only .jsonl.gz is read packed)",
    b"\x89PNG": "an image: save the text as .txt first",
    b"\xff\xd8\xff": "an image: save the text as .txt first",
    b"SQLite format 3": "a database: give the text itself",
    b"PAR1": "a Parquet file: give the articles as .jsonl",
}
MARKUP = (b"<!doctype html", b"<html")


def read(inputs: Iterable[str], desk: Desk, stdin: BinaryIO | None = None) -> Iterator[Article | Unreadable]:
    """The articles of all inputs, in order; "-" is standard input."""
    for name in inputs:
        if name == "-":
            yield from read_stream(stdin, desk)
        else:
            yield from read_path(Path(name), name, desk)


def read_path(path: Path, name: str, desk: Desk) -> Iterator[Article | Unreadable]:
    try:
        if path.is_dir():
            yield Unreadable(name, f"{name} is a folder: name the files in it, e.g. {name.rstrip('/')}/*.md")
        elif name.lower().endswith(ARCHIVES):
            with (gzip.open if name.lower().endswith(".gz") else open)(path, "rb") as stream:
                yield from archive(lines_of(stream), name, desk)
        elif path.stat().st_size > 4 * LONGEST:
            yield too_long(name, f"{path.stat().st_size:,} bytes")
        else:
            yield from one(path.read_bytes(), name, desk)
    except FileNotFoundError:
        yield Unreadable(name, f"{name}: no such file. Name a .txt, .md or .jsonl file, or - for standard input")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Unreadable(name, f"{name} is damaged or cut off ({error}): fetch or pack it again")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        yield Unreadable(name, f"{name} cannot be read ({why}): check its name and rights")


def read_stream(stream: BinaryIO, desk: Desk) -> Iterator[Article | Unreadable]:
    """Standard input: an archive where the first line is one of an archive, else one text."""
    first = stream.readline(LONGEST_LINE)
    if is_record(first):
        yield from archive(chain([first], lines_of(stream)), "stdin", desk)
    else:
        yield from one(first + stream.read(4 * LONGEST), "stdin", desk)


def one(data: bytes, name: str, desk: Desk) -> Iterator[Article | Unreadable]:
    """One text with its front matter, if it has any."""
    try:
        text = decoded(data)
        if len(text) > LONGEST:
            yield too_long(name, f"{len(text):,} characters")
            return
        front = front_matter(text)
        if not text[front.end:].strip():
            raise ValueError("is empty: give the text of an article")
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
    if data[:512].lstrip().lower().startswith(MARKUP):
        raise ValueError("is HTML, which is not read yet: save the article's text as .txt")
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


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """The lines, of which a giant one is cut off and its rest passed over."""
    while line := stream.readline(LONGEST_LINE):
        yield line
        while line and len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE)


def archive(lines: Iterable[bytes], name: str, desk: Desk) -> Iterator[Article | Unreadable]:
    """A JSONL archive: one object a line with text, and id, title, published where known."""
    seen = 0
    for number, line in enumerate(lines, 1):
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            seen += 1
            yield entry(line, f"{name}:{number}", desk)
    if not seen:
        yield Unreadable(name, f"{name} is empty: an archive holds one JSON object a line")


def entry(line: bytes, place: str, desk: Desk) -> Article | Unreadable:
    """One line of an archive; what is wrong with it names its place, and its id where it has one."""
    if len(line) >= LONGEST_LINE:
        return broken(place, f"line of more than {LONGEST_LINE:,} bytes: split the article")
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return broken(place, f"not UTF-8 (byte 0x{line[error.start]:02x}): save the archive as UTF-8")
    except (ValueError, RecursionError) as error:
        return broken(place, f"no JSON ({getattr(error, 'msg', None) or 'nested too deeply'}): mend the line")
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return broken(place, 'no article: expected an object with "text" (and id, title, published)')
    return article(record, place, desk)


def article(record: dict, place: str, desk: Desk) -> Article | Unreadable:
    name = str(record.get("id") or place)
    text = HALVES.sub("\ufffd", record["text"])
    if not text.strip():
        return broken(place, "the text is empty", name)
    if len(text) > LONGEST:
        return broken(place, f"{len(text):,} characters, more than the {LONGEST:,} of one article", name)
    try:
        when = desk.moment(next((record[key] for key in PUBLISHED if record.get(key)), None), name)
    except ValueError as error:
        return broken(place, f"{error}, or give --date", name)
    title, url = (str(record.get(key) or "") for key in ("title", "url"))
    return Article(name, text, when.moment, when.dated, title, url, 0, when.note)


def is_record(line: bytes) -> bool:
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        return "text" in json.loads(line.decode("utf-8-sig"))
    except (ValueError, TypeError, RecursionError):
        return False
