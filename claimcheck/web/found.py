"""This file is what a check found, and the same checked again as a person corrected it: the work done in a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO

from claimcheck.checking import check_article
from claimcheck.claim import Article
from claimcheck.errors import InputError
from claimcheck.market import Market
from claimcheck.read.desk import Desk, Unreadable
from claimcheck.rechecking import Correction, recheck
from claimcheck.report.series import Series, series
from claimcheck.verdict import Checked, Report


@dataclass(frozen=True, slots=True)
class Found:
    """A report and the prices that its charts take, by symbol."""

    report: Report
    series: Mapping[str, Series]


@dataclass(frozen=True, slots=True)
class Again:
    """One claim checked again, and the prices that its chart takes."""

    checked: Checked
    series: Mapping[str, Series]


def opened(market: Market | None, data: bytes, name: str, url: str, desk: Desk, kind: str = "") -> Article:
    """The article of bytes that were sent or fetched: a text, or a page of HTML.  Raises InputError.

    A page of HTML is hostile input that takes its time: it is read in a worker.
    """
    from claimcheck.read.html import page
    from claimcheck.read.text import read

    if kind.partition(";")[0].strip().lower() == "text/html":
        item: Article | Unreadable | None = page(data, url, desk, name)
    else:
        item = next(iter(read(BytesIO(data), name, desk)), None)
    if item is None or isinstance(item, Unreadable):
        raise InputError(item.message if item else f"{name} holds no article: give the text itself")
    return replace(item, url=url) if url else item


def find(market: Market, article: Article) -> Found:
    """An article checked."""
    report = check_article(article, market)
    return Found(report, series(report.checked, market.prices))


def again(market: Market, report: Report, at: int, correction: Correction) -> Again:
    """The claim at a place of the report, as corrected.  Raises InputError where the correction names nothing known."""
    checked = recheck(report, at, correction, market)
    return Again(checked, series((checked,), market.prices))
