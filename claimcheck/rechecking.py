"""This file is a claim checked again as a person corrected it: another instrument, period or date of writing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from claimcheck import written
from claimcheck.checking import plan, united, verdict
from claimcheck.claim import Claim, Mention, Period
from claimcheck.errors import InputError
from claimcheck.market import Instrument, Market, Unverifiable
from claimcheck.verdict import Checked, Report, corroborated


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says a claim means; what is empty stays as it was read.

    instrument   a name or a Yahoo symbol; it is then read on this one listing alone
    period       words, as an article has them ("in the past month")
    first, last  days, which win over the words: the move from the close of `first` to that of `last`, or `last` alone
    written      when the text was written, as `--date` takes it
    """

    instrument: str = ""
    period: str = ""
    first: date | None = None
    last: date | None = None
    written: str = ""

    def __bool__(self) -> bool:
        return bool(self.instrument or self.period or self.first or self.last or self.written)


def recheck(report: Report, at: int, correction: Correction, market: Market) -> Checked:
    """The claim at place `at` of the report, judged as corrected.

    A refutation that rests on a guess at who is meant stays no refutation, unless the person named the instrument.
    Raises InputError where the correction is empty, or names an instrument, period or date that is none.
    """
    if not correction:
        raise InputError("nothing is corrected: name another instrument, period or date")
    claim = turned(report.checked[at].claim, correction)
    meant = instrument(correction.instrument, claim.written.date(), market) if correction.instrument else None
    planned = plan(claim, market, meant)
    made = Checked(claim, planned.instrument, verdict(planned, united([planned]), market), planned.dates)
    if meant is not None:
        return made
    return corroborated((*report.checked[:at], made, *report.checked[at + 1 :]))[at]


def turned(claim: Claim, correction: Correction) -> Claim:
    """The claim with its period and date replaced."""
    when = period(correction)
    if when is not None:
        claim = replace(claim, period=when, also=())
    if correction.written:
        try:
            moment = written.parse(correction.written)
        except ValueError as error:
            raise InputError(f"date of writing: {error}") from None
        claim = replace(claim, written=moment.moment, dated=moment.dated)
    return claim


def period(correction: Correction) -> Period | None:
    first, last = correction.first, correction.last
    if first and last and first > last:
        raise InputError(f"the period ends on {last}, before it begins on {first}: swap the two")
    if first and last and first < last:
        return Period("range", anchor=first.isoformat(), until=last.isoformat(), text=f"from {first} to {last}")
    if last or first:
        day = (last or first).isoformat()
        return Period("day", anchor=day, text=f"on {day}") if last else Period("since", anchor=day, text=f"since {day}")
    return worded(correction.period) if correction.period else None


def worded(words: str) -> Period:
    from claimcheck.language.period import find

    found = find(words) or find(f"in {words}") or find(f"the {words}")
    if not found:
        raise InputError(
            f'{words[:60]!r} is no period that can be read: write "past month", "this week", "since Jan. 3", '
            "or give the days"
        )
    return found[0].period


def instrument(words: str, on: date, market: Market) -> Instrument:
    """What a person means by a symbol or a name, on that day."""
    words = words.strip()
    coded = words.upper() if market.names.bearers(words.upper()) else words
    if market.names.bearers(coded) or any(c in coded for c in "^=.-") and " " not in coded:
        found = market.names.symbol(coded, on)
    else:
        found = market.names.resolve(Mention(words, None), on)
    if isinstance(found, Unverifiable):
        raise InputError(
            f"no instrument is known by {words[:60]!r} ({found.detail}): give its Yahoo symbol, like 9988.HK"
        )
    if not found.symbol:
        raise InputError(f"no price vendor has the {found.name}: name one that is quoted")
    return found
