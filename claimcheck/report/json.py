"""This file is the format `json`: one document with all articles, their records and the counts."""
from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from claimcheck.report import Style
from claimcheck.report.record import records
from claimcheck.report.tally import Tally, tally
from claimcheck.verdict import Report

CHECK_ONLY = ("checked", "supported", "inexact", "refuted", "unverifiable", "contradictions")


def render(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    total, articles = Tally(), []
    for report in reports:
        counts = tally(report)
        total += counts
        articles.append(document(report, counts, style))
    document_of_all = {"articles": articles, "counts": numbers(total, style) | {"articles": total.articles}}
    out.write(json.dumps(document_of_all, ensure_ascii=False, allow_nan=False, indent=2) + "\n")


def document(report: Report, counts: Tally, style: Style) -> dict[str, Any]:
    article = report.article
    found = [] if report.error else list(records(report, style.checked, style.seen))
    return {
        "article": article.id,
        "title": article.title or None,
        "url": article.url or None,
        "written": None if report.error else article.written.isoformat(),
        "dated": None if report.error else article.dated,
        "note": article.note or None,
        "error": report.error or None,
        "counts": numbers(counts, style),
        "claims": [each for each in found if each["kind"] not in ("seen", "numbers-disagree")],
        "contradictions": [each for each in found if each["kind"] == "numbers-disagree"],
    } | ({"seen": [each for each in found if each["kind"] == "seen"]} if style.seen else {})


def numbers(counts: Tally, style: Style) -> dict[str, int]:
    names = ("numbers", "claims", "errors", *(CHECK_ONLY if style.checked else ()))
    return {name: getattr(counts, name) for name in names}
