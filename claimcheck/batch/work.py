"""This file is the work itself, the same for every engine: articles in, one line of bytes an article out.

A line is the article's row and then its claims' records, each JSON, with tabs between them.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from claimcheck.batch.sketch import sketch
from claimcheck.batch.task import Item, Setting
from claimcheck.checking import Listing, check_article, judged, open_market, plan, united, unread
from claimcheck.claim import Article
from claimcheck.market import Market
from claimcheck.read import Desk, Sheet, Unreadable
from claimcheck.report.record import records
from claimcheck.report.tally import tally
from claimcheck.verdict import Report

COUNTS = ("numbers", "claims", "supported", "inexact", "refuted", "unverifiable", "contradictions")


def check_batch(items: Iterable[Item], market: Market, desk: Desk) -> list[Report]:
    """The reports of many articles, in order; what cannot be read, or breaks the checker, is one with its error."""
    return [check_one(item, market, desk) for item in items]


def check_one(item: Item, market: Market, desk: Desk) -> Report:
    article = opened(item, desk)
    if isinstance(article, Unreadable):
        return unread(article)
    try:
        return check_article(article, market)
    except Exception as error:
        return stumbled(article, error)


def opened(item: Item, desk: Desk) -> Article | Unreadable:
    if isinstance(item, Sheet):
        from claimcheck.read.html import sheet

        return sheet(item, desk)
    return item


def stumbled(article: Article, error: Exception) -> Report:
    """An article that shows a mistake of ours: it is told, and the others go on."""
    return Report(article, error=f"internal error, {type(error).__name__}: {error}. Please report it with the article")


def worker(setting: Setting) -> Callable[[Item], bytes]:
    """What a worker does with each item; everything heavy is loaded here, once.  Raises ConfigError."""
    desk = replace(setting.desk, sheets=False)
    market = open_market(setting.prices if setting.judged else (), setting.aliases, setting.cache)
    from claimcheck.language.model import parser

    parser()
    if setting.judged:
        return lambda item: line(check_one(item, market, desk), setting.sketches)
    return lambda item: pickle.dumps(extracted(item, market, desk))


def extracted(item: Item, market: Market, desk: Desk) -> tuple[Report, Any, list[Listing]]:
    """(report, extraction, what it needs of each symbol): the report stands where nothing could be extracted."""
    from claimcheck.language import extract

    article = opened(item, desk)
    if isinstance(article, Unreadable):
        return unread(article), None, []
    try:
        found = extract(article, market.names)
        return Report(article), found, list(united(plan(claim, market) for claim in found.claims).values())
    except Exception as error:
        return stumbled(article, error), None, []


def unpickled(data: bytes) -> Iterator[tuple[Report, Any, list[Listing]]]:
    """What workers that only extract have written down."""
    import io

    stream = io.BytesIO(data)
    while stream.tell() < len(data):
        yield pickle.load(stream)


def judge_part(data: bytes, market: Market, sketches: bool) -> bytes:
    """The lines of what was extracted."""
    lines = []
    for report, extraction, _ in unpickled(data):
        if extraction is not None:
            try:
                report = judged(report.article, extraction, market)
            except Exception as error:
                report = stumbled(report.article, error)
        lines.append(line(report, sketches))
    return b"".join(lines)


def line(report: Report, sketches: bool) -> bytes:
    found = () if report.error else records(report)
    told = [article_row(report, sketches), *found]
    return "\t".join(json.dumps(each, ensure_ascii=False, allow_nan=False) for each in told).encode() + b"\n"


def article_row(report: Report, sketches: bool) -> dict[str, Any]:
    """The row of one article; `characters` of text, the counts of its claims, why it could not be read."""
    article, counts = report.article, tally(report)
    lost = bool(report.error) and not article.text
    row = {
        "article": article.id,
        "title": article.title or None,
        "url": article.url or None,
        "written": None if lost else article.written.isoformat(),
        "dated": None if lost else article.dated,
        "note": article.note or None,
        "characters": len(article.text),
        **{name: getattr(counts, name) for name in COUNTS},
        "error": report.error or None,
        "duplicate_of": None,
    }
    return row | {"sketch": sketch(article.text)} if sketches and not report.error else row


__all__ = ["check_batch", "check_one", "judge_part", "line", "unpickled", "worker"]
