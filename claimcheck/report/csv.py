"""This file is the format `csv`: one row a claim for a spreadsheet; the readings stay in jsonl."""
from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any, TextIO

from claimcheck.report import Style
from claimcheck.report.record import records
from claimcheck.verdict import Report

SAID = ("article", "start", "end", "text", "subject", "symbol", "kind", "measure", "direction", "value", "unit",
        "comparator", "period", "period_text", "period_start", "period_end", "attribution", "versus")
FOUND = ("verdict", "reason", "fault", "actual", "actual_high", "off_by", "corrected", "remark", "detail", "source")


def render(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    columns = (*SAID, *(FOUND if style.checked else ()), "sentence", "error")
    if style.seen and not style.checked:
        columns = (*SAID, "reason", "sentence", "error")
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for report in reports:
        writer.writerows(map(row, records(report, style.checked, style.seen)))


def row(record: dict[str, Any]) -> dict[str, Any]:
    """The record with its nested parts spread over columns and line ends taken out of the sentence."""
    period = record.get("period") or {}
    actual = record.get("actual")
    low, high = actual if isinstance(actual, list) else (actual, None)
    flat = record | {
        "period": period.get("type"), "period_text": period.get("text"), "period_start": period.get("start"),
        "period_end": period.get("end"), "actual": low, "actual_high": high,
        "sentence": " ".join((record.get("sentence") or "").split()),
    }
    if record.get("fitting"):
        flat["corrected"] = "; ".join(record["fitting"])
    return {key: "" if value is None else value for key, value in flat.items()}
