"""This file is reading archives of records: JSONL, and what a record of any archive holds.

The text of an article is what the record holds, untouched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from claimcheck.claim import Article
from claimcheck.read.desk import LONGEST, LONGEST_LINE, Desk, Unreadable, broken
from claimcheck.read.english import foreign

HALVES = re.compile("[\ud800-\udfff]")  # half a surrogate pair, which JSON can spell and no UTF-8 can hold


def read(stream: BinaryIO, name: str, desk: Desk) -> Iterator[Article | Unreadable]:
    """A JSONL archive."""
    yield from archive(lines_of(stream), name, desk)


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
    return article(record, place, desk)


def article(record: Any, place: str, desk: Desk) -> Article | Unreadable:
    """The article of one record; `place` names the record where it bears no id."""
    columns = desk.columns
    if not isinstance(record, dict) or not isinstance(named(record, columns.text), str):
        wanted = columns.text[0]
        hint = " (and id, title, published)" if wanted == "text" else ""
        return broken(place, f'no article: expected an object with "{wanted}"{hint}')
    name = clean(named(record, columns.id)) or place
    text = HALVES.sub("\ufffd", named(record, columns.text))
    if why := refusal(text):
        return broken(place, why, name)
    try:
        when = desk.moment(named(record, columns.date), name)
    except ValueError as error:
        return broken(place, f"{error}, or give --date", name)
    title, url = (clean(named(record, each)) for each in (columns.title, columns.url))
    return Article(name, text, when.moment, when.dated, title, url, 0, when.note)


def refusal(text: str) -> str:
    """Why a text is no article to read, "" where it is one."""
    if not text.strip():
        return "the text is empty"
    if len(text) > LONGEST:
        return f"{len(text):,} characters, more than the {LONGEST:,} of one article"
    if text.count("\0") > 8:
        return "the text is binary"
    language = foreign(text)
    return f"the text is {language}: only English is read" if language else ""


def named(record: Mapping[str, Any], columns: Iterable[str]) -> Any:
    """What stands in the first of the columns that holds anything; None where none is there."""
    found = [record[key] for key in columns if record.get(key) is not None]
    return next((each for each in found if each != ""), found[0] if found else None)


def clean(value: Any) -> str:
    return HALVES.sub("\ufffd", str(value)) if value not in (None, "") else ""


def is_record(line: bytes, desk: Desk) -> bool:
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, TypeError, RecursionError):
        return False
    return any(key in record for key in desk.columns.text)
