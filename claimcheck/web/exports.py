"""This file is kept checks as files to hand on: each claim as it stands now, what was done by hand, the notes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from claimcheck.report import Style, renderer
from claimcheck.report.csv import FOUND, SAID, row
from claimcheck.report.html import write
from claimcheck.report.record import checked_record, contradiction_record, verdict_name
from claimcheck.verdict import Report
from claimcheck.web.byhand import shown, standing, words
from claimcheck.web.store import Kept, Store

# What a file is called in the address: its media type and its ending.
FILES = {
    "html": ("text/html", ".html"),
    "csv": ("text/csv", ".csv"),
    "jsonl": ("application/x-ndjson", ".jsonl"),
    "markdown": ("text/markdown", ".md"),
    "claimreview": ("application/ld+json", ".jsonld"),
}
LABELS = tuple(
    (name, {"html": "HTML", "csv": "CSV", "jsonl": "JSONL", "markdown": "Markdown"}.get(name, "ClaimReview"))
    for name in FILES
)
HAND = ("check", "by_hand", "as_read", "note")


def written(form: str, store: Store, names: Iterable[str], style: Style) -> str:
    """The file's text.  A check deleted meanwhile is passed over.  Raises ConfigError where nobody publishes."""
    found = (store.check(name) for name in names)
    kept = [each for each in found if each is not None and each.found is not None]
    out = io.StringIO()
    if form == "html":
        write([shown(each, f"a{number}-", told=True) for number, each in enumerate(kept, 1)], out)
    elif form == "csv":
        spreadsheet(kept, out)
    elif form == "jsonl":
        out.writelines(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n" for record in records(kept))
    else:
        renderer(form)(map(standing, kept), out, style)
        if form == "markdown":
            out.writelines(by_hand(kept))
    return out.getvalue()


def records(kept: Iterable[Kept]) -> Iterator[dict[str, Any]]:
    """The public records, each with the check it is of and what was done to it by hand."""
    for check in kept:
        report, notes = standing(check), dict(check.notes)
        corrections = {each.claim: each.correction for each in check.corrections}
        for number, each in enumerate(report.checked, 1):
            changed = number in corrections
            yield checked_record(report, each) | {
                "check": check.id,
                "by_hand": words(corrections[number]) if changed else None,
                "as_read": verdict_name(check.found.report.checked[number - 1]) if changed else None,
                "note": notes.get(number),
            }
        yield from contradictions(report, check.id)


def contradictions(report: Report, name: str) -> Iterator[dict[str, Any]]:
    for each in report.contradictions:
        yield contradiction_record(report, each) | dict.fromkeys(HAND) | {"check": name}


def spreadsheet(kept: Iterable[Kept], out: io.StringIO) -> None:
    writer = csv.DictWriter(
        out, (*SAID, *FOUND, *HAND, "sentence"), restval="", extrasaction="ignore", lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(map(harmless, map(row, records(kept))))


def harmless(cells: dict[str, Any]) -> dict[str, Any]:
    """Words of an article that a spreadsheet would take for a formula get an apostrophe before them."""
    return {
        name: f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
        for name, value in cells.items()
    }


def by_hand(kept: Iterable[Kept]) -> Iterator[str]:
    from claimcheck.report.markdown import safe

    for check in kept:
        for each in check.corrections:
            yield f"- claim {each.claim} corrected by hand: {safe(words(each.correction))}\n"
        for claim, text in check.notes:
            yield f"- note on claim {claim}: {safe(text)}\n"
        if check.note:
            yield f"- note: {safe(check.note)}\n"
