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
MOVES = ("change", "market_value_change")
SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
SIGNS = {"USD": "$", "EUR": "EUR ", "GBP": "GBP ", "JPY": "JPY "}


def correction(claim: Claim, instrument: Instrument, window: Window, value: Interval) -> str:
    """"51% (17 Jan to 17 Feb, Hong Kong close)"; "" where the claim states no number or nothing was computed."""
    if claim.quantity is None or not (math.isfinite(value.low) and math.isfinite(value.high)):
        return ""
    figure = moved(claim, value) if claim.kind in MOVES else stood(claim, value)
    return f"{figure} ({when(claim, window)}, {where(claim, instrument, value)})"


def moved(claim: Claim, value: Interval) -> str:
    """ "fell 2.3%", "rose between 1.2% and 3.0%", "moved between a fall of 0.4% and a rise of 9.0%"."""
    low, high = said(claim, value.low), said(claim, value.high)
    ways = [(end > 0) - (end < 0) if text.strip("0.,%$ ") else 0 for end, text in ((value.low, low), (value.high, high))]
    if ways == [0, 0]:
        return "was unchanged"
    if low == high:
        return f"{'rose' if value.high > 0 else 'fell'} {high}"
    if min(ways) >= 0:
        return f"rose between {shared(claim, low, high)}"
    if max(ways) <= 0:
        return f"fell between {shared(claim, high, low)}"
    return f"moved between a fall of {low} and a rise of {high}"


def stood(claim: Claim, value: Interval) -> str:
    """ "$28.61", "between 1,117 and 1,134 points", "4 in a row"."""
    low, high = said(claim, value.low), said(claim, value.high)
    figure = high if low == high else f"between {shared(claim, low, high)}"
    return f"{figure} in a row" if claim.kind == "streak" else figure


def shared(claim: Claim, low: str, high: str) -> str:
    """Both ends, the unit said once where it is a word."""
    unit = f" {claim.quantity.unit}"
    return f"{low.removesuffix(unit) if high.endswith(unit) else low} and {high}"


def said(claim: Claim, value: float) -> str:
    """One value with unit, rounded to the last place that the writer wrote; finer where that would leave no figure."""
    step = claim.quantity.step or Decimal(1)
    if claim.quantity.unit in SIGNS and 1 <= step < 10 and abs(value) < 1000:
        step = Decimal("0.01")
    elif claim.kind != "streak" and value and abs(value) < max(step * 10 if step >= 1 else 0, step / 2):
        step /= 10
    sign = "-" if value < 0 and claim.kind not in MOVES else ""
    return sign + with_unit(rounded(abs(value), step), step, claim.quantity.unit)


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
    return f"{text} {unit.removesuffix('s') if text == '1' else unit}".strip()


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


def where(claim: Claim, instrument: Instrument, value: Interval) -> str:
    """The place and the price: a bracket is no close."""
    place = PLACES.get(instrument.exchange, instrument.symbol)
    if claim.kind in ("change", "level") and value.low != value.high:
        return f"{place} session"
    return f"{place} {claim.measure}" if claim.measure in ("open", "high", "low") else f"{place} close"
