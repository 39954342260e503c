"""This file is the public record: one flat object a claim, the contract of `--format jsonl`.

start and end count code points of the article's text as read.  A fall is negative in `actual` and in the readings;
`value` is the size as stated and `direction` says which way.  `off_by` is actual less stated, in the claim's unit.
"""
from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from claimcheck.claim import Claim, Interval, Seen
from claimcheck.stated import SIGNED
from claimcheck.verdict import Checked, Contradiction, Inexact, Reading, Refuted, Report, Supported

NAMES = {Supported: "supported", Inexact: "inexact", Refuted: "refuted"}
DIGITS = 9  # significant digits of a computed figure; what lies behind is binary noise
NOT_OF_ONE_CLAIM = ("subject", "symbol", "measure", "direction", "value", "unit", "comparator", "period", "attribution")
OWN_FIGURES = "the article's own figures"


def verdict_name(checked: Checked) -> str:
    return NAMES.get(type(checked.verdict), "unverifiable")


def deciding(checked: Checked) -> Reading | None:
    """The reading that the verdict rests on."""
    return getattr(checked.verdict, "reading", None)


def records(report: Report, checked: bool = True, seen: bool = False) -> Iterator[dict[str, Any]]:
    """All records of one article in reading order: claims, contradictions and, if asked for, numbers not taken."""
    if report.error:
        yield {"article": report.article.id, "start": 0, "end": 0, "text": "", "kind": "error", "error": report.error}
        return
    found = [checked_record(report, each) if checked else claim_record(report, each) for each in report.checked]
    found += [contradiction_record(report, each) for each in report.contradictions]
    found += [seen_record(report, each) for each in report.seen] if seen else []
    yield from sorted(found, key=lambda record: (record["start"], record["end"]))


def claim_record(report: Report, checked: Checked) -> dict[str, Any]:
    """What was said: the record of `extract`."""
    claim, (first, last) = checked.claim, checked.dates
    quantity = claim.quantity
    record = {
        "article": report.article.id,
        "start": claim.span.start,
        "end": claim.span.end,
        "text": claim.text,
        "sentence": claim.sentence,
        "subject": claim.subject.text if claim.subject else None,
        "symbol": (checked.instrument.symbol or None) if checked.instrument else None,
        "kind": claim.kind,
        "measure": claim.measure,
        "direction": claim.direction or None,
        "value": float(quantity.amount) if quantity else None,
        "unit": (quantity.unit or None) if quantity else None,
        "comparator": quantity.comparator if quantity else None,
        "period": {
            "type": claim.period.shape,
            "text": claim.period.text or None,
            "start": first.isoformat() if first else None,
            "end": last.isoformat() if last else None,
        },
        "attribution": claim.attribution or None,
    }
    if quantity and quantity.upto is not None:
        record["value_to"] = float(quantity.upto)
    if claim.versus is not None:
        record["versus"] = claim.versus.text
    return record


def checked_record(report: Report, checked: Checked) -> dict[str, Any]:
    """What was said and what was found out about it: the record of `check`."""
    verdict, reading = checked.verdict, deciding(checked)
    return claim_record(report, checked) | {
        "verdict": verdict_name(checked),
        "reason": getattr(verdict, "reason", None),
        "fault": getattr(verdict, "fault", None),
        "actual": figure(reading.value) if reading else None,
        "off_by": off_by(checked.claim, reading.value) if reading else None,
        "corrected": getattr(verdict, "corrected", None) or None,
        "remark": getattr(verdict, "remark", None) or None,
        "detail": getattr(verdict, "detail", None) or None,
        "readings": [reading_record(each) for each in getattr(verdict, "readings", ())],
        "source": provenance(reading) if reading else None,
    }


def reading_record(reading: Reading) -> dict[str, Any]:
    window = reading.window
    return {
        "symbol": reading.instrument.symbol,
        "window": window.how,
        "base_session": window.base.isoformat() if window.base else None,
        "first_session": window.first.isoformat(),
        "last_session": window.last.isoformat(),
        "base": number(reading.base),
        "last": number(reading.last),
        "how": reading.how,
        "value": figure(reading.value),
        "fit": reading.fit,
        "usual": window.usual and not reading.stretch,
        "source": provenance(reading),
    }


def contradiction_record(report: Report, found: Contradiction) -> dict[str, Any]:
    blank = dict.fromkeys(NOT_OF_ONE_CLAIM)
    return {
        "article": report.article.id, "start": found.span.start, "end": found.span.end, "text": found.text,
        "sentence": found.sentence, **blank, "kind": "numbers-disagree", "verdict": "refuted", "reason": None,
        "fault": "numbers-disagree", "actual": None, "off_by": None, "corrected": None, "remark": None,
        "detail": found.detail, "fitting": list(found.fitting), "readings": [], "source": OWN_FIGURES,
    }


def seen_record(report: Report, seen: Seen) -> dict[str, Any]:
    return {"article": report.article.id, "start": seen.span.start, "end": seen.span.end, "text": seen.text,
            "kind": "seen", "reason": seen.reason}


def provenance(reading: Reading) -> str:
    """Which data, fetched when."""
    return f"{reading.source}, fetched {reading.fetched}" if reading.fetched else reading.source


def number(value: float | None) -> float | None:
    """A figure for the record: no binary noise, null where it is none."""
    return float(f"{value:.{DIGITS}g}") + 0.0 if value is not None and math.isfinite(value) else None


def figure(value: Interval) -> float | list[float | None] | None:
    """One number, or [low, high] where prices only bracket it."""
    low, high = number(value.low), number(value.high)
    return low if low == high else [low, high]


def off_by(claim: Claim, value: Interval) -> float | None:
    """Actual less stated, in the claim's unit; a bracket counts from its nearer end, 0 within."""
    if claim.quantity is None:
        return None
    said = float(claim.quantity.amount)
    if claim.kind in SIGNED and claim.direction == "down":
        said = -said
    low, high = value.low, value.high
    if claim.kind in SIGNED and not claim.direction and high < 0:
        low, high = -high, -low
    nearest = min(max(said, low), high)
    return number(round(nearest - said, DIGITS - 1 - magnitude(said)))


def magnitude(value: float) -> int:
    """The power of ten of a figure: 2 for 438.89."""
    return math.floor(math.log10(abs(value))) if value else 0
