"""This file is one article laid out for the page: its text in pieces, an entry for each claim, what was passed over.

Numbers of claims count from 1 in reading order; a page with several articles tells their parts apart by a prefix.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from claimcheck.claim import Article, Claim, Span
from claimcheck.market import REASONS, Unverifiable
from claimcheck.report.chart import Chart, chart, money
from claimcheck.report.record import deciding, provenance, verdict_name
from claimcheck.report.series import Series
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

SIGNS = {"supported": "✓", "inexact": "≈", "refuted": "✗", "unverifiable": "?", "claim": "•"}
VERDICTS = ("refuted", "inexact", "supported", "unverifiable")
BREAK = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:(?:\r\n|\r|\n)[ \t]*)+")
HASHES = re.compile(r"\s*(?:#{1,6}[ \t]+)?")
WRAPPED = 60  # characters; a paragraph of longer lines is one that an editor wrapped
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
SHOWN = 500  # numbers not taken that are listed


@dataclass(frozen=True, slots=True)
class End:
    """A claim whose words end here."""

    number: int
    verdict: str
    sign: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one look.  number, verdict: the innermost claim it belongs to (0 = none); disagrees: within figures that
    contradict each other; disagreement: the number of the contradiction that ends here."""

    text: str
    number: int = 0
    verdict: str = ""
    ends: tuple[End, ...] = ()
    disagrees: bool = False
    disagreement: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """look: "head" (a Markdown heading), "lines" (its line ends mean something) or "plain"."""

    look: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One reading; base, last: a price and its day, ("", "") where there is none."""

    text: str
    base: tuple[str, str]
    last: tuple[str, str]
    result: str
    fit: str
    decides: bool
    usual: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim as the page tells it."""

    number: int
    verdict: str
    sign: str
    before: str
    text: str
    after: str
    sentence: str
    name: str
    said: str
    actual: str
    grounds: str
    notes: tuple[str, ...]
    read: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    chart: Chart | None
    chartless: str
    sources: tuple[str, ...]
    by_hand: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    number: int
    text: str
    sentence: str
    detail: str
    fitting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """A number that is no market claim."""

    before: str
    text: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    prefix: str
    title: str
    id: str
    url: str
    dateline: str
    note: str
    error: str
    checked: bool
    paragraphs: tuple[Paragraph, ...]
    entries: tuple[Entry, ...]
    disagreements: tuple[Disagreement, ...]
    passed: tuple[Passed, ...]
    more: int
    counts: tuple[tuple[str, str, int], ...]
    footer: str


def sheet(
    report: Report,
    known: Mapping[str, Series],
    checked: bool = True,
    prefix: str = "",
    by_hand: Mapping[int, tuple[str, ...]] | None = None,
) -> Sheet:
    """The article as the page shows it.

    known: prices for the charts, by symbol; by_hand: what a person did to a claim, in words, by the claim's number.
    """
    article, hand = report.article, by_hand or {}
    entries = tuple(
        replace(entry(article, each, number, known, checked), by_hand=hand.get(number, ()))
        for number, each in enumerate(report.checked, 1)
    )
    passed = [each for each in report.seen if each.span.start >= article.body]
    names = [each.verdict for each in entries]
    counts = tuple((name, SIGNS[name], names.count(name)) for name in VERDICTS) if checked else ()
    title = clean(article.title) or clean(article.id)
    return Sheet(
        prefix,
        title,
        clean(article.id),
        link(article.url),
        dateline(article),
        clean(article.note),
        clean(report.error),
        checked,
        tuple(paragraphs(report, entries)),
        entries,
        tuple(
            Disagreement(n, clean(each.text), clean(each.sentence), clean(each.detail), tuple(map(clean, each.fitting)))
            for n, each in enumerate(report.contradictions, 1)
        ),
        tuple(passed_over(article, each) for each in passed[:SHOWN]),
        max(0, len(passed) - SHOWN),
        counts,
        footer(tally(report), checked),
    )


def link(url: str) -> str:
    """An address that may be made a link: of the web, and nothing that could run."""
    return url if re.match(r"https?://[^\s/?#]", url, re.I) and url.isprintable() else ""


def entry(article: Article, checked: Checked, number: int, known: Mapping[str, Series], judged: bool) -> Entry:
    claim = checked.claim
    name = verdict_name(checked) if judged else "claim"
    before, text, after = quote(article, claim.span, 110, claim.sentence)
    drawn = chart(checked, known) if judged else ""
    readings = getattr(checked.verdict, "readings", ())
    sources = dict.fromkeys(f"{each.instrument.symbol}: {provenance(each)}" for each in readings)
    return Entry(
        number,
        name,
        SIGNS[name],
        before,
        text,
        after,
        clean(claim.sentence),
        name_of(checked),
        said(claim),
        actual(checked) if judged else "",
        clean(decided_by(checked)) if judged else "",
        tuple(map(clean, notes(checked))) if judged else (),
        tuple(read(checked)),
        tuple(row(claim, each, each == deciding(checked)) for each in readings),
        drawn if isinstance(drawn, Chart) else None,
        drawn if isinstance(drawn, str) else "",
        tuple(sources),
    )


def read(checked: Checked) -> Iterator[tuple[str, str]]:
    """How the sentence was read, as pairs of a term and what it was taken for."""
    claim, found = checked.claim, checked.instrument
    yield (
        "Kind",
        claim.kind.replace("_", " ")
        + (f", of the {claim.measure.replace('_', ' ')}" if claim.measure not in ("", "price") else ""),
    )
    yield "Said", said(claim)
    if claim.subject:
        how = f"{clean(claim.subject.text)}"
        yield "Instrument", f"{how} = {found.name} ({found.symbol or 'no symbol'})" if found else how
    yield "Period", when(checked)
    if claim.attribution:
        yield "Said by", clean(claim.attribution)
    if isinstance(checked.verdict, Unverifiable):
        yield "Not verified", clean(REASONS.get(checked.verdict.reason, checked.verdict.reason))
    yield "Because", clean("; ".join(claim.notes) or claim.rule)


def row(claim: Claim, reading: Reading, decides: bool) -> Row:
    base, last = reading.window.base, reading.window.last
    return Row(
        clean(told(reading)),
        priced(reading.base, base),
        priced(reading.last, last),
        measured(claim, reading.value),
        reading.fit,
        decides,
        reading.window.usual and not reading.stretch,
    )


def priced(price: float | None, day) -> tuple[str, str]:
    return ("", "") if price is None else (money(price), f"{day.day} {day:%b %Y}" if day else "")


def passed_over(article: Article, seen) -> Passed:
    return Passed(*quote(article, seen.span, 70), seen.reason.replace("-", " "))


def paragraphs(report: Report, entries: Iterable[Entry]) -> Iterator[Paragraph]:
    """The text from its first line on, a paragraph at a time, cut wherever a claim begins or ends."""
    text, start = report.article.text, report.article.body
    cuts = Cuts.of(report, tuple(entries))
    for gap in [*BREAK.finditer(text, start), None]:
        end = gap.start() if gap else len(text)
        if heading(text[start:end]) and not repeats(report, text[start:end], start, end):
            kind = look(text[start:end])
            start += len(HASHES.match(text[start:end])[0]) if kind == "head" else 0
            yield Paragraph(kind, tuple(cuts.pieces(text, start, end)))
        start = gap.end() if gap else end


def heading(words: str) -> str:
    """The words of a line without the signs of a Markdown heading."""
    return words[HASHES.match(words).end() :].strip()


def repeats(report: Report, words: str, start: int, end: int) -> bool:
    """Whether a paragraph only says the title once more, which the page has at its top, and no claim stands in it."""
    found = (*(each.claim.span for each in report.checked), *(each.span for each in report.contradictions))
    return heading(words) == report.article.title and not any(span.overlaps(Span(start, end)) for span in found)


def look(text: str) -> str:
    lines = text.strip().splitlines()
    if len(lines) == 1 and HASHES.match(text)[0].strip():
        return "head"
    return "lines" if len(lines) > 1 and max(map(len, lines[:-1])) < WRAPPED else "plain"


@dataclass(frozen=True, slots=True)
class Cuts:
    """Claims and contradictions by place.  starts, longest: to find those of a paragraph without looking at all."""

    claims: tuple[tuple[Span, End], ...]
    wrong: tuple[tuple[Span, int], ...]
    starts: tuple[int, ...]
    longest: int

    @classmethod
    def of(cls, report: Report, entries: tuple[Entry, ...]) -> Cuts:
        claims = (
            (each.claim.span, End(e.number, e.verdict, e.sign)) for each, e in zip(report.checked, entries, strict=True)
        )
        wrong = ((each.span, n) for n, each in enumerate(report.contradictions, 1))
        placed = tuple(sorted(claims, key=lambda c: (c[0].start, c[0].end)))
        return cls(
            placed,
            tuple(wrong),
            tuple(span.start for span, _ in placed),
            max((span.end - span.start for span, _ in placed), default=0),
        )

    def pieces(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """The paragraph text[start:end] in pieces; of claims within one another the shortest gives the look."""
        here = Span(start, end)
        near = self.claims[bisect_left(self.starts, start - self.longest) : bisect_left(self.starts, end)]
        claims = [c for c in near if c[0].overlaps(here)]
        wrong = [w for w in self.wrong if w[0].overlaps(here)]
        marks = {start, end} | {
            min(max(at, start), end) for span, _ in (*claims, *wrong) for at in (span.start, span.end)
        }
        places = sorted(marks)
        for a, b in zip(places, places[1:], strict=False):
            inside = [c for c in claims if c[0].start <= a and b <= c[0].end]
            owner = min(inside, key=lambda c: c[0].end - c[0].start)[1] if inside else None
            faults = [n for span, n in wrong if span.start <= a and b <= span.end]
            yield Piece(
                shown(text[a:b]),
                owner.number if owner else 0,
                owner.verdict if owner else "",
                tuple(e for span, e in claims if span.end == b),
                bool(faults),
                next((n for span, n in wrong if span.end == b), 0),
            )


def shown(text: str) -> str:
    """Text without characters that no page can hold."""
    return CONTROL.sub("\ufffd", text)
