"""This file is what a finding says: one line with the figure, what is wrong, and what the market did."""
from __future__ import annotations

from claimcheck.corrected import MOVES
from claimcheck.lint.finding import Rule
from claimcheck.report.words import clean
from claimcheck.verdict import Checked, Contradiction, Reading


def of_claim(rule: Rule, checked: Checked) -> str:
    """ '"9.2%": it moved by another amount: Tesla rose 6.2% (22 Aug, New York close)'."""
    said = f'"{clean(checked.claim.text)}": {rule.summary}'
    verdict = checked.verdict
    if rule.name == "unverifiable":
        return f"{said}: {getattr(verdict, 'detail', '') or getattr(verdict, 'reason', '')}"
    remark = getattr(verdict, "remark", "")
    return ": ".join(filter(None, (said, found(checked), remark)))


def found(checked: Checked) -> str:
    """What the market did."""
    reading, corrected = checked.verdict.reading, checked.verdict.corrected
    name = clean(checked.claim.subject.text) if checked.claim.subject else reading.instrument.symbol
    if checked.claim.kind == "comparison":
        return f"{name} was {reading.how} ({reading.window.how})"
    if corrected:
        return f"{name} {corrected}" if checked.claim.kind in MOVES else f"{name}: {corrected}"
    return f"{name}, {short(reading)}"


def short(reading: Reading) -> str:
    """How far an extreme or a threshold was missed."""
    away = min(abs(reading.value.low), abs(reading.value.high))
    return f"{away:.1f}% short: {reading.how} ({reading.window.how})"


def of_contradiction(found: Contradiction) -> str:
    return f'"{clean(found.text)}": {clean(found.detail)}'
