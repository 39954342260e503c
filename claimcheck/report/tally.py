"""This file is the counts under a report: numbers found, claims, checked, each verdict."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claimcheck.report.record import verdict_name
from claimcheck.verdict import Report

CHECKED = ("supported", "inexact", "refuted")


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one report, or of several added up.  checked = supported + inexact + refuted."""

    articles: int = 0
    errors: int = 0
    numbers: int = 0
    claims: int = 0
    supported: int = 0
    inexact: int = 0
    refuted: int = 0
    unverifiable: int = 0
    contradictions: int = 0
    failed: int = 0

    @property
    def checked(self) -> int:
        return self.supported + self.inexact + self.refuted

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def tally(report: Report) -> Tally:
    """The counts of one report.  failed: claims whose price source did not answer."""
    if report.error:
        return Tally(articles=1, errors=1)
    spans = {each.claim.span for each in report.checked} | {each.span for each in report.seen}
    verdicts = Counter(verdict_name(each) for each in report.checked if each.verdict is not None)
    failed = sum(getattr(each.verdict, "reason", "") == "source-failed" for each in report.checked)
    return Tally(1, 0, len(spans), len(report.checked), *(verdicts[name] for name in (*CHECKED, "unverifiable")),
                 len(report.contradictions), failed)


def counted(reports: Iterable[Report], into: list[Tally]) -> Iterator[Report]:
    """The same reports; after the last one, into[0] holds their sum."""
    for report in reports:
        into[0] += tally(report)
        yield report


def footer(counts: Tally, checked: bool) -> str:
    """ "34 numbers, 12 market claims, 10 checked: 6 supported, 2 inexact, 2 refuted; 2 unverifiable"."""
    parts = [many(counts.numbers, "number"), many(counts.claims, "market claim")]
    if not checked or not (counts.claims or counts.contradictions):
        return ", ".join(parts)
    text = f"{', '.join(parts)}, {counts.checked} checked"
    if counts.checked:
        text += ": " + ", ".join(f"{getattr(counts, name)} {name}" for name in CHECKED)
    text += f"; {counts.unverifiable} unverifiable"
    if counts.contradictions:
        text += f"; {many(counts.contradictions, 'set')} of figures that disagree"
    return text


def many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
