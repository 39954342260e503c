"""This file is the table of output formats, each a module with render(reports, out, style), imported when asked for.

reports is read one at a time, so that a format that can stream (table, jsonl, csv, markdown) shows each as it is ready.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from claimcheck.market import Prices
    from claimcheck.report.publisher import Publisher
    from claimcheck.verdict import Report

FORMATS = {
    "table": "claimcheck.report.table",
    "jsonl": "claimcheck.report.jsonl",
    "json": "claimcheck.report.json",
    "markdown": "claimcheck.report.markdown",
    "csv": "claimcheck.report.csv",
    "html": "claimcheck.report.html",
    "claimreview": "claimcheck.report.claimreview",
}


@dataclass(frozen=True, slots=True)
class Style:
    """How to show reports.

    checked  the claims were checked against prices (`check`), not only extracted
    verbose  every reading of every claim
    seen     also the numbers that are no market claims, and why
    width    columns of the table; None = the terminal's, 100 where there is none
    prices   where a format that draws finds prices; None = it draws nothing
    publisher, moment  who publishes the checks, and when, for formats that say so
    """

    checked: bool = True
    verbose: bool = False
    seen: bool = False
    width: int | None = None
    prices: Prices | None = None
    publisher: Publisher | None = None
    moment: datetime | None = None


def renderer(name: str) -> Callable[[Iterable[Report], TextIO, Style], None]:
    """The render() of a format of FORMATS."""
    return import_module(FORMATS[name]).render
