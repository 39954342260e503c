"""This file is a fetched page as an article: HTML by its text, plain text as it stands."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from email.message import Message

from claimcheck import answer
from claimcheck.claim import Article
from claimcheck.errors import InputError
from claimcheck.web.fetch import Fetched


def arrived(page: Fetched, stated: str, title: str, now: datetime) -> Article:
    """The article of a page.  stated: its date, "" = as the page says.  Raises InputError, also where it bears none."""
    head = Message()
    head["Content-Type"] = page.type
    encoding = known(head.get_content_charset())
    if head.get_content_type() != "text/html":
        if not stated:
            raise InputError(f"{page.url}: plain text bears no date of writing: send date as well")
        text = page.data.decode(encoding or "utf-8", "replace")
        return replace(answer.article(text, stated, title, page.url), url=page.url)
    return read(page, encoding, stated, title, now)


def read(page: Fetched, encoding: str | None, stated: str, title: str, now: datetime) -> Article:
    from claimcheck.read.desk import Desk, Unreadable
    from claimcheck.read.html import page as reading

    desk = Desk(now, answer.moment(stated) if stated else None)
    html = page.data.decode(encoding, "replace") if encoding else page.data
    found = reading(html, page.url, desk)
    if isinstance(found, Unreadable):
        raise InputError(found.message)
    if found.dated == "assumed":
        raise InputError(f"{page.url} bears no date of writing: send date as well")
    return replace(found, text=answer.whole(found.text), title=answer.whole(title or found.title), url=page.url)


def known(encoding: str | None) -> str | None:
    """A character set that Python knows; None leaves it to the page's own word."""
    try:
        return "".encode(encoding or "") or encoding if encoding else None
    except LookupError:
        return None
