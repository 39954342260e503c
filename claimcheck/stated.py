"""This file is what a stated number allows: the digits as an interval, widened or opened by the writer's hedge.

The hedges are rows of hedges.toml.  Everything here is in the claim's own unit; a fall is negative.
"""
from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from claimcheck.claim import Claim, Interval, Quantity

SIGNED = ("change", "market_value_change", "comparison")
FLAT = 0.35  # "little changed", "flat": percent to either side where no number is given a direction


@dataclass(frozen=True, slots=True)
class Hedge:
    """One row of hedges.toml."""

    words: tuple[str, ...]
    below: float
    above: float
    steps: float
    open: str = ""
    why: str = ""


@cache
def hedges() -> tuple[Hedge, ...]:
    text = files("claimcheck").joinpath("hedges.toml").read_text(encoding="utf-8")
    return tuple(Hedge(**{**row, "words": tuple(row["words"])}) for row in tomllib.loads(text)["hedge"])


def hedge_of(quantity: Quantity) -> Hedge | None:
    """The row that speaks of this number: by its words, else by its comparator; None where nothing hedges it."""
    best = max(
        ((len(word), row) for row in hedges() for word in row.words if f" {word} " in f" {quantity.hedge} "),
        key=lambda found: found[0],
        default=None,
    )
    if best and quantity.comparator != "eq":
        return best[1]
    return next((row for row in hedges() if row.words[0] == quantity.comparator), None)


def magnitude(quantity: Quantity) -> Interval:
    """The sizes that digits and hedge allow, without sign."""
    digits, hedge = quantity.interval(), hedge_of(quantity)
    if hedge is None:
        return digits
    least = hedge.steps * float(quantity.step)
    amount = abs(float(quantity.amount))
    low = digits.low - (max(hedge.below * amount, least) if hedge.below else 0.0)
    high = digits.high + (max(hedge.above * amount, least) if hedge.above else 0.0)
    return Interval(min(0.0, low) if hedge.open == "down" else low, math.inf if hedge.open == "up" else high)


def stated(claim: Claim) -> Interval:
    """All values, in the unit and sign of the kind's readings, that make the claim true as written.

    A claim without a number (a record, a bear market) is read as a margin past its threshold: zero or more.
    """
    if claim.quantity is None and claim.kind == "comparison" and claim.direction == "down":
        return Interval(-math.inf, 0.0)
    if claim.quantity is None:
        return Interval(-FLAT, FLAT) if claim.direction == "flat" else Interval(0.0, math.inf)
    sizes = magnitude(claim.quantity)
    if claim.kind not in SIGNED:
        return sizes
    if claim.direction == "flat":
        slack = max(sizes.high, FLAT) if claim.quantity.unit == "percent" else max(sizes.high, -sizes.low)
        return Interval(-slack, slack)
    if claim.direction == "down":
        return Interval(-sizes.high, -sizes.low)
    return sizes
