"""This file is what every reader works with: the desk, the limits of one article, and what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from claimcheck import written

LONGEST = 1_000_000  # code points of one article; what is longer is no article but an archive
LONGEST_LINE = 8 * LONGEST  # bytes of one JSONL line, of one page of HTML


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input, or one article of many, that cannot be read, and what to do.  whole: the input, not one line of it."""

    id: str
    message: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of HTML that nobody has read yet; place: where in an archive it stands, "" for a file of its own."""

    id: str
    html: bytes | str
    url: str = ""
    place: str = ""
    crawled: datetime | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a record (a JSON object, a row of a table) holds what: the first of these names that it has."""

    text: tuple[str, ...] = ("text",)
    date: tuple[str, ...] = ("published", "date")
    id: tuple[str, ...] = ("id",)
    title: tuple[str, ...] = ("title",)
    url: tuple[str, ...] = ("url",)


@dataclass(frozen=True, slots=True)
class Desk:
    """What reading needs: the moment of the check, the date that --date gave (it wins), the names of columns.

    sheets: pages of HTML are handed on as a Sheet, unread, so that another process can do that work.
    """

    now: datetime
    date: written.Written | None = None
    columns: Columns = Columns()
    sheets: bool = False

    def moment(self, stated: object, name: str) -> written.Written:
        """When it was written.  Raises ValueError where the input states something that is no date."""
        if self.date is not None:
            return self.date
        if stated is None or stated == "":
            return written.assumed(self.now, name)
        return written.parse(stated if hasattr(stated, "isoformat") else str(stated))


def broken(place: str, why: str, name: str = "") -> Unreadable:
    """One article of many that cannot be read."""
    return Unreadable(name or place, f"{place}: {why}", whole=False)


def too_long(name: str, size: str) -> Unreadable:
    return Unreadable(
        name,
        f"{name} holds {size}, more than one article has ({LONGEST:,} characters): "
        "make it an archive, one JSON object a line",
    )
