"""This file is one post: the bytes of a file as text, prose and the moment of writing, or why it cannot be read.

The date is that of the front matter, else of the markup (meta, docinfo, revision line), else of the file's name or
folders as Jekyll and Hugo have it.  No clock is ever asked.
"""
from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from claimcheck import written
from claimcheck.front import Malformed
from claimcheck.markup import HTML, PLAIN, form_of, prose_of
from claimcheck.markup.prose import Prose, line_start
from claimcheck.written import Written

LONGEST = 2_000_000  # code points of one post
NAMED = re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)")
FOLDERS = re.compile(r"(?:^|/)(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)(?:/|$)")
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file's bytes spell its text: the byte order mark and what stands behind it."""

    mark: bytes = b""
    name: str = "utf-8"

    def encoded(self, text: str) -> bytes:
        return self.mark + text.encode(self.name)


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a post cannot be read, and where: an offset of its text."""

    message: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """One file.  prose and moment are None where it is broken, moment alone where it bears no date.

    name: the path seen from the settings' folder, by which findings are known again wherever the linter runs; "" = path
    """

    path: str
    text: str
    encoding: Encoding = Encoding()
    prose: Prose | None = None
    moment: Written | None = None
    broken: Broken | None = None
    name: str = ""


def post_of(path: str, data: bytes) -> Post:
    """The post of a file's bytes; path is relative, with forward slashes."""
    mark, name = next((each for each in MARKS if data.startswith(each[0])), (b"", "utf-8"))
    encoding = Encoding(mark, name)
    try:
        text = data[len(mark):].decode(name)
    except UnicodeDecodeError as error:
        before = data[len(mark):len(mark) + error.start].decode(name)
        seen = data[len(mark):].decode(name, errors="replace")
        return Post(path, seen, encoding, broken=Broken(undecoded(data, error), len(before)))
    if "\0" in text or len(text) > LONGEST:
        size = f"{len(text):,} characters, more than the {LONGEST:,} of one post"
        return Post(path, text, encoding, broken=Broken("binary, not text" if "\0" in text else size))
    return parsed(path, text, encoding)


def undecoded(data: bytes, error: UnicodeDecodeError) -> str:
    """What the bytes are instead of text, and what to do."""
    from claimcheck.read.text import KINDS

    for start, advice in KINDS.items():
        if data.startswith(start):
            return advice
    return f"not {error.encoding.upper()} text (byte 0x{error.object[error.start]:02x}): save it as UTF-8"


def parsed(path: str, text: str, encoding: Encoding = Encoding()) -> Post:
    """The post of a text that is decoded."""
    form = form_of(path) or PLAIN
    try:
        prose = prose_of(text, form)
    except Malformed as error:
        return Post(path, text, encoding, broken=Broken(str(error), line_start(text, error.line)))
    try:
        moment = dated(prose, path)
    except ValueError as error:
        if form != HTML or text.startswith(("---", "+++")):
            return Post(path, text, encoding, broken=Broken(str(error), prose.date_at))
        moment = named(path)  # a page's metadata are the machine's; its date may be of any shape
    return Post(path, text, encoding, prose, moment)


def dated(prose: Prose, path: str) -> Written | None:
    """When it was written.  Raises ValueError where what it says is no date."""
    said = prose.date
    if said is None or isinstance(said, str) and ("{{" in said or "{%" in said or said.lower() in ("null", "~")):
        return named(path)
    return written.parse(said if hasattr(said, "isoformat") else str(said))


def named(path: str) -> Written | None:
    """The day in a file's name (2025-02-18-title.md), else in its folders (2025/02/18/title.md)."""
    match = NAMED.match(PurePosixPath(path).name) or FOLDERS.search(path)
    if not match:
        return None
    try:
        return written.day(date(int(match["y"]), int(match["m"]), int(match["d"])))
    except ValueError:
        return None
