"""This file is where articles come from: the table of readers by suffix, folders, standard input.

The text of an article is what stands in the file or the record, untouched: offsets count its code points, front matter
and line ends included; of HTML it is the text as extracted.  What cannot be read becomes an Unreadable in its place,
and the rest goes on.  One article is held at a time, however large the archive.
"""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from claimcheck.claim import Article
from claimcheck.read.desk import LONGEST, LONGEST_LINE, Columns, Desk, Sheet, Unreadable

# The reader of each suffix: read(stream, name, desk) -> articles.
TEXT, ARCHIVE = "text:read", "records:read"
CSV, PARQUET, WARC, FEED = "table:read_csv", "table:read_parquet", "warc:read", "feed:read"
READERS = {
    ".txt": TEXT, ".text": TEXT, ".md": TEXT, ".markdown": TEXT, ".html": TEXT, ".htm": TEXT, ".xhtml": TEXT,
    ".jsonl": ARCHIVE, ".ndjson": ARCHIVE, ".csv": CSV, ".tsv": CSV, ".parquet": PARQUET, ".pq": PARQUET,
    ".warc": WARC, ".wet": WARC, ".rss": FEED, ".atom": FEED, ".xml": FEED,
}  # fmt: skip
PACKED = (".gz", ".zst")
NEVER_PACKED = (TEXT, PARQUET)  # a text is one article, and Parquet is packed already
KNOWN = tuple(READERS)


Opened = Callable[[Path, BinaryIO], None]  # told each file that is opened, and its bytes as they lie on the disk


def read(inputs: Iterable[str], desk: Desk, stdin: BinaryIO | None = None, opened: Opened | None = None
         ) -> Iterator[Article | Unreadable | Sheet]:
    """The articles of all inputs, in order; "-" is standard input, a folder all files in it that a reader knows.

    Sheets are among them only where the desk asks for them.
    """
    for name in inputs:
        if name == "-":
            yield from read_stream(stdin, desk)
        else:
            yield from read_path(Path(name), name, desk, opened)


def read_path(path: Path, name: str, desk: Desk, opened: Opened | None = None) -> Iterator[Article | Unreadable]:
    try:
        if path.is_dir():
            yield from read_folder(path, name, desk, opened)
            return
        with unpacked(path, opened) as stream:
            yield from reader(path.name)(stream, name, desk)
    except FileNotFoundError:
        yield Unreadable(name, f"{name}: no such file. Name a .txt, .md or .jsonl file, or - for standard input")
    except ImportError as error:
        yield Unreadable(name, f'{name}: {error.name} is needed: pip install "claimcheck-markets[archive]"')
    except (OSError, ValueError, EOFError, zlib.error) as error:
        yield Unreadable(name, unreadable(name, error))
    except Exception as error:
        if type(error).__name__ != "ZstdError":  # an optional package's, which must not be imported to be told
            raise
        yield Unreadable(name, unreadable(name, EOFError(str(error))))


def unreadable(name: str, error: Exception) -> str:
    if isinstance(error, (EOFError, zlib.error, gzip.BadGzipFile)):
        return f"{name} is damaged or cut off ({error}): fetch or pack it again"
    return f"{name} cannot be read ({getattr(error, 'strerror', None) or error}): check its name and rights"


def suffix(name: str) -> tuple[str, str]:
    """The suffix that says what a file holds, and the one that says how it is packed ("" where it is not)."""
    stem, last = os.path.splitext(name.lower())
    if last not in PACKED:
        return last, ""
    inner = os.path.splitext(stem)[1]
    return (last, "") if READERS.get(inner, TEXT) in NEVER_PACKED else (inner, last)


def reader(name: str) -> Callable[[BinaryIO, str, Desk], Iterator[Article | Unreadable]]:
    module, _, function = READERS.get(suffix(name)[0], TEXT).partition(":")
    return getattr(import_module(f"claimcheck.read.{module}"), function)


@contextmanager
def unpacked(path: Path, opened: Opened | None = None) -> Iterator[BinaryIO]:
    """The bytes of a file; of a packed one what it holds.  Raises OSError, ImportError (zstandard is missing)."""
    kind, packing = suffix(path.name)
    with path.open("rb") as raw:
        if opened:
            opened(path, raw)
        if packing == ".zst":
            import zstandard

            yield io.BufferedReader(zstandard.open(raw, "rb"))
        elif packing and READERS[kind] != WARC:  # warcio unpacks by itself, a page at a time
            yield gzip.open(raw, "rb")
        else:
            yield raw


def read_folder(folder: Path, name: str, desk: Desk, opened: Opened | None = None) -> Iterator[Article | Unreadable]:
    seen = 0
    for path in files_of(folder):
        seen += 1
        for item in read_path(path, str(path), desk, opened):
            yield replace(item, whole=False) if isinstance(item, Unreadable) else item
    if not seen:
        yield Unreadable(name, f"{name} is a folder that holds nothing to read: {', '.join(KNOWN)}")


def files_of(folder: Path) -> Iterator[Path]:
    """All files below a folder that a reader knows by their suffix, sorted; what is hidden is passed over."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for file in sorted(files):
            if not file.startswith(".") and suffix(file)[0] in READERS:
                yield Path(place) / file


def read_stream(stream: BinaryIO, desk: Desk) -> Iterator[Article | Unreadable]:
    """Standard input: an archive where the first line is one of an archive, else one text, page or feed."""
    from claimcheck.read import records, text

    first = stream.readline(LONGEST_LINE)
    if records.is_record(first, desk):
        yield from records.archive(chain([first], records.lines_of(stream)), "stdin", desk)
    else:
        yield from text.read(Begun(first, stream), "stdin", desk)


class Begun:
    """A stream of which the first line has been read already."""

    def __init__(self, first: bytes, rest: BinaryIO):
        self.first, self.rest = first, rest

    def read(self, size: int) -> bytes:
        data, self.first = self.first + self.rest.read(max(0, size - len(self.first))), b""
        return data


__all__ = ["KNOWN", "LONGEST", "Columns", "Desk", "Sheet", "Unreadable", "files_of", "read", "read_path", "suffix"]
