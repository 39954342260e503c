"""This file is reading web pages: the article's text without its surroundings, its title, its date.

trafilatura finds them (docs/decisions/0070).  The text of the article is the text as extracted: offsets count in it.
"""

from __future__ import annotations

import logging
import re
from datetime import datetime

from claimcheck import written
from claimcheck.claim import Article
from claimcheck.read.desk import LONGEST, LONGEST_LINE, Desk, Sheet, Unreadable, broken, too_long
from claimcheck.read.english import foreign

# Searching the whole page for anything like a date invents dates out of loose numbers: not asked for.
DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%dT%H:%M:%S%z"}
MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?(?:Z|[+-]\d\d:?\d\d)?$")
NEEDED = 'needs an extra: pip install "claimcheck-markets[html]"'


def page(html: bytes | str, url: str, desk: Desk, name: str = "", crawled: datetime | None = None
         ) -> Article | Unreadable:
    """The article of a page of HTML.

    name: what the article is called, `url` where it has no other name; crawled: when an archive fetched the page, which
    is taken for the date of writing where the page itself bears none, and said so in the article's note.
    """
    name = name or url or "the page"
    if len(html) > LONGEST_LINE:
        return too_long(name, f"{len(html):,} bytes of HTML")
    try:
        found = extracted(html, url)
    except ImportError:
        return Unreadable(name, f"{name} is HTML, which {NEEDED}")
    text = getattr(found, "text", None) or ""
    if not text.strip():
        return Unreadable(name, f"{name}: no article found in this HTML: save the article's text as .txt")
    if len(text) > LONGEST:
        return too_long(name, f"{len(text):,} characters of text")
    if language := foreign(text):
        return Unreadable(name, f"{name} is {language}: only English is read")
    when = moment(found.date, desk, name, crawled)
    return Article(name, text, when.moment, when.dated, found.title or "", url or found.url or "", 0, when.note)


def sheet(found: Sheet, desk: Desk) -> Article | Unreadable | Sheet:
    """The article of a page that a file or an archive holds; the page itself where the desk asks for sheets."""
    if desk.sheets:
        return found
    article = page(found.html, found.url, desk, found.id, found.crawled)
    if found.place and isinstance(article, Unreadable):
        return broken(found.place, article.message, found.id)
    return article


def extracted(html: bytes | str, url: str):
    """trafilatura's document, None where it finds no article.  Raises ImportError where the extra is missing."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # pages without an article are no news here
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    from trafilatura import bare_extraction

    try:
        return bare_extraction(
            html, url=url or None, with_metadata=True, include_comments=False, date_extraction_params=DATES
        )
    except Exception:  # hostile markup: whatever the parser stumbles over, this page has no article
        return None


def moment(stated: str | None, desk: Desk, name: str, crawled: datetime | None) -> written.Written:
    """When the page was written; midnight to the second is a page that knows the day only."""
    try:
        if desk.date is not None or stated:
            return desk.moment(MIDNIGHT.sub("", stated or ""), name)
    except ValueError:
        pass
    if crawled is None:
        return written.assumed(desk.now, name)
    note = f"{name} bears no date of writing: {crawled:%Y-%m-%d}, when the archive fetched it, is assumed"
    return written.Written(crawled, "assumed", note)
