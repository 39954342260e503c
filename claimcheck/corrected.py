"""This file is the corrected figure: what the market did, said as the writer would have said it."""
from __future__ import annotations

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from claimcheck.claim import Claim, Interval
from claimcheck.market import Instrument, Window

PLACES = {
    "XNYS": "New York", "XNAS": "New York", "XASE": "New York", "ARCX": "New York",
    "XHKG": "Hong Kong", "XTKS": "Tokyo",
    "XLON": "London", "XPAR": "Paris", "XFRA": "Frankfurt", "XETR": "Frankfurt", "XSHG": "Shanghai", "XSHE": "Shenzhen",
    "XTSE": "Toronto", "XASX": "Sydney", "XKRX": "Seoul", "XSWX": "Zurich", "XMIL": "Milan", "BMEX": "Madrid",
    "XMAD": "Madrid", "XAMS": "Amsterdam", "XHEL": "Helsinki", "XSTO": "Stockholm", "XBOM": "Mumbai", "XNSE": "Mumbai",
    "XSES": "Singapore", "XTAI": "Taipei", "BVMF": "Sao Paulo",
}
SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
SIGNS = {"USD": "$", "EUR": "EUR ", "GBP": "GBP ", "JPY": "JPY "}


def correction(claim: Claim, instrument: Instrument, window: Window, value: Interval) -> str:
    """"51% (17 Jan to 17 Feb, Hong Kong close)"; "" where the claim states no number or nothing was computed."""
    if claim.quantity is None or not (math.isfinite(value.low) and math.isfinite(value.high)):
        return ""
    low, high = (said(claim, end) for end in sorted((value.low, value.high), key=abs))
    figure = low if low == high else f"between {low} and {high}"
    return f"{figure} ({when(claim, window)}, {where(claim, instrument)})"


def said(claim: Claim, value: float) -> str:
    """One value with unit, rounded to the last place that the writer wrote; the direction only where it is another."""
    step = claim.quantity.step or Decimal(1)
    number = rounded(abs(value), step)
    sign = "" if value >= 0 else "-"
    if claim.direction in ("up", "down") and value:
        turned = (value > 0) != (claim.direction == "up")
        sign = {"up": "down ", "down": "up "}[claim.direction] if turned else ""
    return sign + with_unit(number, step, claim.quantity.unit)


def rounded(value: float, step: Decimal) -> Decimal:
    """The nearest whole number of steps."""
    return (Decimal(repr(float(value))) / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def with_unit(number: Decimal, step: Decimal, unit: str) -> str:
    if unit == "percent":
        return f"{digits(number, step)}%"
    scale, word = next(((s, w) for s, w in SCALES if number >= s and step * 100 >= s), (Decimal(1), ""))
    text = digits(number / scale, step / scale) + (f" {word}" if word else "")
    if len(unit) == 3 and unit.isupper():
        return SIGNS.get(unit, f"{unit} ") + text
    return f"{text} {unit}".strip()


def digits(number: Decimal, step: Decimal) -> str:
    places = max(0, -step.normalize().as_tuple().exponent)
    return f"{number:,.{places}f}"


def when(claim: Claim, window: Window) -> str:
    """The span of a move, the day of a level: "17 Jan to 17 Feb", "27 Jan"."""
    start = window.base or window.first
    if claim.kind in ("level", "volume", "streak", "market_value_level") or window.first == window.last:
        return day(window.last)
    return f"{day(start, window.last)} to {day(window.last)}"


def day(when: date, beside: date | None = None) -> str:
    return f"{when.day} {when:%b}" + (f" {when.year}" if beside and beside.year != when.year else "")


def where(claim: Claim, instrument: Instrument) -> str:
    place = PLACES.get(instrument.exchange, instrument.symbol)
    return f"{place} {claim.measure}" if claim.measure in ("open", "high", "low") else f"{place} close"
