"""This file is what passes between the one who reads an archive and those who check it: tasks, and their setting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from claimcheck.claim import Article
from claimcheck.read import Desk, Sheet, Unreadable

Item = Article | Unreadable | Sheet

BYTES = 120_000  # of text in one task: some forty news articles, a fraction of a second of work
ITEMS = 200  # at most, so that an archive of headlines is saved as often
UNREAD = 5  # a page of HTML takes about as long as a text a fifth of its size


@dataclass(frozen=True, slots=True)
class Setting:
    """How a worker checks; pickles, so that it opens names, calendars, prices and the language model for itself.

    prices      sources as --prices names them; () = none
    sketches    whether a sketch of each text is wanted, by which near-duplicates are told
    judged      False: claims are only extracted and written down for the one process that may ask for prices
    """

    prices: tuple[str, ...]
    desk: Desk
    aliases: Path | None = None
    cache: Path | None = None
    sketches: bool = True
    judged: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """Articles that one worker checks in one go; number counts from 1, digest tells whether they are the same again."""

    number: int
    items: tuple[Item, ...]
    digest: str


def tasks(items: Iterable[Item]) -> Iterator[Task]:
    """The items in order, in tasks of about BYTES.  The same items give the same tasks every time."""
    number, size, held = 1, 0, []
    for item in items:
        held.append(item)
        size += weight(item)
        if size >= BYTES or len(held) >= ITEMS:
            yield Task(number, tuple(held), digest(held))
            number, size, held = number + 1, 0, []
    if held:
        yield Task(number, tuple(held), digest(held))


def weight(item: Item) -> int:
    if isinstance(item, Sheet):
        return len(item.html) // UNREAD
    return len(item.text) if isinstance(item, Article) else 0


def digest(items: Iterable[Item]) -> str:
    told = blake2b(digest_size=12)
    for item in items:
        for part in parts(item):
            told.update(part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass"))
            told.update(b"\0")
    return told.hexdigest()


def parts(item: Item) -> tuple[str | bytes, ...]:
    if isinstance(item, Sheet):
        return item.id, item.url, item.html
    if isinstance(item, Unreadable):
        return item.id, item.message
    return item.id, item.text, item.title, item.written.isoformat()
