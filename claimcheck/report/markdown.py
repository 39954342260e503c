"""This file is the format `markdown`: a table for a pull request, a wiki or a mail."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from claimcheck.claim import Claim
from claimcheck.report import Style
from claimcheck.report.record import provenance, verdict_name
from claimcheck.report.tally import footer, tally
from claimcheck.report.words import (
    actual,
    clean,
    dateline,
    decided_by,
    measured,
    name_of,
    notes,
    quote,
    said,
    told,
    when,
)
from claimcheck.verdict import Checked, Reading, Report

CHECKED = ("Claim", "Instrument", "Said", "Actual", "Verdict", "Reading")
EXTRACTED = ("Claim", "Instrument", "Kind", "Said", "Period")
READING = ("Reading", "Base", "Last", "Result", "Fit", "Source")


def render(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    for report in reports:
        out.write("\n".join(lines(report, style)) + "\n\n")
        out.flush()


def lines(report: Report, style: Style) -> Iterable[str]:
    article = report.article
    yield f"## {safe(article.title or article.id)}"
    yield ""
    if report.error:
        yield f"**Not read:** {safe(report.error)}"
        return
    yield f"`{clean(article.id).replace('`', '')}`, {dateline(article)}"
    yield ""
    if article.note:
        yield from (f"> **Note:** {safe(article.note)}", "")
    if report.checked:
        heads = CHECKED if style.checked else EXTRACTED
        yield from table(heads, (cells(report, each, style) for each in report.checked))
        yield ""
    for found in report.contradictions:
        fits = f" What would fit: {'; '.join(found.fitting)}." if found.fitting else ""
        yield f"- **refuted** (numbers disagree): “{safe(found.text)}”: {safe(found.detail)}.{safe(fits)}"
    if report.contradictions:
        yield ""
    if style.verbose and style.checked:
        yield from readings(report)
    if style.seen and report.seen:
        yield from table(("Number not taken", "Why"), ((safe(each.text), safe(each.reason)) for each in report.seen))
        yield ""
    yield f"{footer(tally(report), style.checked)}."


def cells(report: Report, checked: Checked, style: Style) -> tuple[str, ...]:
    before, number, after = map(safe, quote(report.article, checked.claim.span, 90, checked.claim.sentence))
    claim = f"“{before}**{number}**{after}”"
    if not style.checked:
        return claim, safe(name_of(checked)), checked.claim.kind, safe(said(checked.claim)), safe(when(checked))
    under = "".join(f"<br>{safe(each)}" for each in notes(checked))
    return (claim, safe(name_of(checked)), safe(said(checked.claim)), safe(actual(checked)),
            f"**{verdict_name(checked)}**{under}", safe(decided_by(checked)))


def readings(report: Report) -> Iterable[str]:
    """All readings of all claims."""
    for checked in report.checked:
        found = getattr(checked.verdict, "readings", ())
        if found:
            yield f"### “{safe(checked.claim.text)}”: {safe(name_of(checked))} {safe(said(checked.claim))}"
            yield ""
            yield from table(READING, (reading_cells(checked.claim, each) for each in found))
            yield ""


def reading_cells(claim: Claim, reading: Reading) -> tuple[str, ...]:
    result = safe(measured(claim, reading.value))
    return safe(told(reading)), price(reading.base), price(reading.last), result, reading.fit, safe(provenance(reading))


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterable[str]:
    heads = tuple(heads)
    yield f"| {' | '.join(heads)} |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def price(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}"


def safe(text: str) -> str:
    """Text whose pipes, stars and angle brackets mean themselves; blanks at its ends are kept."""
    escaped = "".join("\\" + c if c in "\\|*_`[]<>#" else c for c in clean(text))
    return (" " if text[:1].isspace() else "") + escaped + (" " if text[1:] and text[-1:].isspace() else "")
