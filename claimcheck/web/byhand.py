"""This file is a kept check as it stands now: the report with its claims as corrected, and what was done by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from claimcheck.rechecking import Correction
from claimcheck.report.record import verdict_name
from claimcheck.report.sheet import SIGNS, Sheet, sheet
from claimcheck.report.words import actual, clean, when
from claimcheck.verdict import Checked, Report
from claimcheck.web.store import Corrected, Kept, titled


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict in a line; number: of the correction that led to it, 0 for the claim as read."""

    words: str
    verdict: str
    sign: str
    actual: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Hand:
    """What a person can do, and has done, to one claim."""

    original: Outcome
    corrections: tuple[Outcome, ...]
    note: str
    symbol: str
    period: str
    listings: tuple[tuple[str, str], ...]


def standing(kept: Kept) -> Report:
    """The report in which the latest correction of each claim has its place."""
    report = kept.found.report
    latest = {each.claim - 1: each.again.checked for each in kept.corrections}
    return replace(report, checked=tuple(latest.get(at, each) for at, each in enumerate(report.checked)))


def prices(kept: Kept) -> dict:
    known = dict(kept.found.series)
    for each in kept.corrections:
        known |= each.again.series
    return known


def shown(kept: Kept, prefix: str = "", told: bool = False) -> Sheet:
    """The page of the check.  told: what was done by hand is told in words, for a page without its forms."""
    made = sheet(standing(kept), prices(kept), True, prefix, lines(kept, told))
    if not kept.article.title:
        made = replace(made, title=clean(titled(kept.article)) or "Untitled")
    if told and kept.note:
        made = replace(made, note=" ".join(filter(None, (made.note, f"The checker’s note: {kept.note}"))))
    return made


def lines(kept: Kept, told: bool) -> Mapping[int, tuple[str, ...]]:
    """By the number of a claim: the correction in force, and the note."""
    found: dict[int, tuple[str, ...]] = {}
    for each in kept.corrections:
        was = outcome(kept.found.report.checked[each.claim - 1])
        found[each.claim] = (
            f"Corrected by hand: {words(each.correction)}. As read: {was.sign} {was.verdict}"
            f"{', ' + was.actual if was.actual else ''}.",
        )
    for claim, text in kept.notes if told else ():
        found[claim] = (*found.get(claim, ()), f"The checker’s note: {text}")
    return found


def hands(kept: Kept) -> dict[int, Hand]:
    notes = dict(kept.notes)
    return {
        number: hand(each, [c for c in kept.corrections if c.claim == number], notes.get(number, ""))
        for number, each in enumerate(kept.found.report.checked, 1)
    }


def hand(checked: Checked, corrections: list[Corrected], note: str) -> Hand:
    readings = getattr(checked.verdict, "readings", ())
    listings = {each.instrument.symbol: f"{each.instrument.name}, {each.instrument.exchange}" for each in readings}
    done = tuple(outcome(each.again.checked, words(each.correction), each.number) for each in corrections)
    return Hand(
        outcome(checked),
        done,
        note,
        checked.instrument.symbol if checked.instrument else "",
        when(checked),
        tuple(listings.items()),
    )


def outcome(checked: Checked, told: str = "", number: int = 0) -> Outcome:
    name = verdict_name(checked)
    return Outcome(told, name, SIGNS[name], actual(checked), number)


def words(correction: Correction) -> str:
    """ "BABA; from 2025-01-17 to 2025-02-17"."""
    first, last = correction.first, correction.last
    days = f"from {first} to {last}" if first and last else f"on {last}" if last else f"since {first}" if first else ""
    period = days or correction.period
    moment = f"written {correction.written}" if correction.written else ""
    return "; ".join(clean(part) for part in (correction.instrument, period, moment) if part)
