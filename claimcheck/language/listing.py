"""This file is which listing of a company an article means, told by the currency of the prices it quotes ("ARM's stock was at $39.05": the New York one)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from claimcheck.claim import Claim
from claimcheck.kinds.said import MONEY
from claimcheck.market import Instrument


def settle(claims: Sequence[Claim], names, on: date) -> list[Claim]:
    """The claims, each subject on the listing whose currency the article quotes: in the same sentence first, else throughout the article."""
    quoted = {id(c): _currency(c) for c in claims}
    whole: dict[str, Counter[str]] = {}
    near: dict[tuple[str, str], str] = {}
    for claim in claims:
        if claim.subject is not None and (unit := quoted[id(claim)]):
            whole.setdefault(claim.subject.text, Counter())[unit] += 1
            near[claim.subject.text, claim.sentence] = unit
    if not whole:
        return list(claims)
    return [
        _settled(c, near.get((c.subject.text, c.sentence)) or _only(whole.get(c.subject.text)), names, on)
        if c.subject is not None
        else c
        for c in claims
    ]


DOLLARS = frozenset("CAD AUD NZD HKD SGD TWD".split())


def _local(claim: Claim, currency: str) -> Claim:
    """ "$20.52" of a share quoted in another dollar only is that dollar."""
    if claim.quantity is None or claim.quantity.unit != "USD":
        return claim
    return replace(claim, quantity=replace(claim.quantity, unit=currency), notes=(*claim.notes, f"quoted in {currency}"))


def _currency(claim: Claim) -> str:
    """The currency of a stated price or of a move in money; "" for any other claim."""
    unit = claim.quantity.unit if claim.quantity is not None else ""
    return unit if unit in MONEY and claim.kind in ("level", "change") else ""


def _only(units: Counter[str] | None) -> str:
    return next(iter(units)) if units is not None and len(units) == 1 else ""


def _settled(claim: Claim, unit: str, names, on: date) -> Claim:
    if not unit or claim.subject.listing:
        return claim
    found = names.resolve(claim.subject, on, suggest=False)
    if not isinstance(found, Instrument) or found.asset != "equity" or found.currency == unit:
        return claim
    other = next((i for i in names.listings(found, on) if i.currency == unit), None)
    if other is None:
        dollars = unit == "USD" and found.currency in DOLLARS and "US" not in claim.text
        return _local(claim, found.currency) if dollars else claim
    note = f"prices in {unit}: the listing {other.symbol}"
    return replace(
        claim, subject=replace(claim.subject, ric="", ticker=other.symbol, exchange=""), notes=(*claim.notes, note)
    )
