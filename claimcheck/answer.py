"""This file is what other programs are answered, as plain JSON objects: a check, a sentence as read, prices.

The HTTP API and the MCP server say the same; report/schema.py describes it.
"""
from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import Any

from claimcheck import written
from claimcheck.checking import check_article, unchecked
from claimcheck.claim import Article
from claimcheck.errors import ClaimcheckError, InputError
from claimcheck.front import Front, Malformed, front_matter
from claimcheck.market import REASONS, Bars, Instrument, Market, Suspicion, Unverifiable
from claimcheck.report import Style
from claimcheck.report.json import document
from claimcheck.report.record import claim_record, number
from claimcheck.report.tally import tally
from claimcheck.verdict import Report

LONGEST = 1_000_000  # code points of one text
LONGEST_SENTENCE = 5_000
MOST_DAYS = 366 * 30  # of prices in one answer
COUNTED = ("numbers", "claims", "checked", "supported", "inexact", "refuted", "unverifiable", "contradictions")
HALVES = re.compile("[\ud800-\udfff]")  # half a surrogate pair, which JSON can spell and no UTF-8 can hold
WHOLE = "\ufffd"  # in its place, so that offsets stay


class NotThere(ClaimcheckError):
    """What was asked for is not known: a symbol, or prices of those days."""


def article(text: str, stated: str | date | datetime, title: str = "", name: str = "text") -> Article:
    """A text that was sent, and when it was written.  What front matter it has is no part of it.  Raises InputError."""
    if not text.strip():
        raise InputError("text is empty: send the text of an article")
    if len(text) > LONGEST:
        raise InputError(f"text holds {len(text):,} characters: send at most {LONGEST:,} at once")
    when, front = moment(stated), headed(text)
    title = whole(title or front.title)
    return Article(name, whole(text), when.moment, when.dated, title, body=front.end, note=when.note)


def headed(text: str) -> Front:
    """The front matter of a text; none where it is malformed, for then it is perhaps no front matter."""
    try:
        return front_matter(text)
    except Malformed:
        return Front()


def moment(stated: str | date | datetime) -> written.Written:
    """When a text was written.  Raises InputError."""
    try:
        return written.parse(stated)
    except ValueError as error:
        raise InputError(f"date: {error}") from None


def check(market: Market, asked: Article, echo: bool = False) -> dict[str, Any]:
    """A text checked.  echo: the answer holds the text, for those who do not have it."""
    return told(check_article(asked, market), echo)


def told(report: Report, echo: bool = False) -> dict[str, Any]:
    """A report as the answer to a check."""
    found = document(report, tally(report), Style(checked=True, seen=True))
    head = {"id": found["article"]} | {name: found[name] for name in ("title", "url", "written", "dated", "note")}
    return {
        "article": head | {"text": report.article.text if echo else None},
        "claims": found["claims"],
        "contradictions": found["contradictions"],
        "seen": found["seen"],
        "counts": {name: found["counts"][name] for name in COUNTED},
    }


def explain(market: Market, sentence: str, stated: str) -> dict[str, Any]:
    """How a sentence is read.  Raises InputError."""
    from claimcheck.language import explain as explained
    from claimcheck.language import extract

    if len(sentence) > LONGEST_SENTENCE:
        raise InputError(f"the sentence has {len(sentence):,} characters: send at most {LONGEST_SENTENCE:,}")
    asked = article(sentence, stated, name="sentence")
    claims = [unchecked(claim, market) for claim in extract(asked, market.names).claims]
    return {
        "sentence": asked.text,
        "written": asked.written.isoformat(),
        "lines": list(explained(asked.text, market.names, asked.written)),
        "claims": [claim_record(Report(asked), each) for each in claims],
    }


def prices(market: Market, symbol: str, first: str, last: str) -> dict[str, Any]:
    """Daily prices of a symbol from `first` to `last`, both included.  Raises InputError, NotThere."""
    begin, end = day("from", first), day("to", last)
    if begin > end:
        raise InputError(f"from {begin} lies after to {end}: swap the two")
    if (end - begin).days > MOST_DAYS:
        raise InputError(f"{begin} to {end} is more than {MOST_DAYS // 366} years: ask for fewer at once")
    instrument = market.names.symbol(whole(symbol), end)
    if isinstance(instrument, Unverifiable):
        raise NotThere(f"{instrument.detail}: write one like AAPL, 9988.HK, ^GSPC, JPY=X or GC=F")
    bars = market.prices.bars(instrument, begin, end)
    if isinstance(bars, Unverifiable):
        why = bars.detail or REASONS.get(bars.reason, bars.reason)
        raise NotThere(f"{instrument.symbol}, {begin} to {end}: {why}. Ask for other days, or name another source")
    return priced(instrument, bars, begin, end)


def priced(instrument: Instrument, bars: Bars, first: date, last: date) -> dict[str, Any]:
    days = bars.sessions.astype("datetime64[D]").astype(object)
    names = ("open", "high", "low", "close", "volume", "split")
    return {
        "symbol": bars.symbol, "name": instrument.name, "exchange": instrument.exchange,
        "currency": bars.currency or instrument.currency or None,
        "source": bars.source, "fetched": bars.fetched or None,
        "suspect": [suspicion(each) for each in bars.suspect],
        "sessions": [{"date": each.isoformat()} | {name: figure(getattr(bars, name)[i]) for name in names}
                     for i, each in enumerate(days) if first <= each <= last],
    }


def figure(value: float) -> float | None:
    return number(float(value)) if math.isfinite(value) else None


def suspicion(seen: Suspicion) -> dict[str, Any]:
    return {"what": seen.what, "detail": seen.detail, "first": seen.first and seen.first.isoformat(),
            "last": seen.last and seen.last.isoformat()}


def day(name: str, text: str) -> date:
    """A day as 2013-06-10.  Raises InputError."""
    try:
        return date.fromisoformat(text.strip()[:40])
    except ValueError:
        raise InputError(f"{name}: {whole(text.strip())[:40]!r} is no day: write 2013-06-10") from None


def whole(text: str) -> str:
    """Text that can be sent as UTF-8."""
    return HALVES.sub(WHOLE, text)
