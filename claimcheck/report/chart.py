"""This file is the geometry of a price chart: where the closes, the window, its two ends and the stated figure stand.

Nothing is drawn here: page/chart.svg draws a Chart with these places (docs/decisions/0080).  Only prices that a reading
or its source has are placed; the one computed line is the price at which the stated figure would have been true.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from claimcheck.claim import Claim
from claimcheck.report.series import Series
from claimcheck.report.words import measured, said
from claimcheck.stated import stated
from claimcheck.verdict import Checked, Reading

WIDE, HIGH = 640, 268
LEFT, RIGHT, TOP, BOTTOM = 10, 66, 26, 30
LEAST = 0.4  # share of the height that the prices keep, however far off the stated figure lies
DRAWN = ("change", "level", "extreme", "market_value_change", "market_value_level", "streak", "regime", "comparison")
STICKS = 70  # sessions up to which the day's range is drawn as well


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: its place and its words."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A price that a reading used; ends: "start" or "end", the side on which its words stand."""

    x: float
    y: float
    text: str
    anchor: str
    above: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """Where the price would have stood had the stated figure been right: the line, its band, its words."""

    y: float
    top: float
    bottom: float
    text: str
    off: str  # "above" or "below" where it lies outside the chart
    x: float
    anchor: str
    over: bool  # its words stand over the line


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    desc: str
    line: str
    sticks: tuple[tuple[float, float, float], ...]
    left: float
    right: float
    prices: tuple[Tick, ...]
    days: tuple[Tick, ...]
    base: Dot | None
    last: Dot | None
    bracket: tuple[float, float, float] | None
    stated: Stated | None
    caption: str
    width: int = WIDE
    height: int = HIGH
    floor: int = HIGH - BOTTOM
    edge: int = WIDE - RIGHT
    top: int = TOP
    start: int = LEFT


def chart(checked: Checked, known: Mapping[str, Series]) -> Chart | str:
    """The chart of the reading that decided, or in a few words why there is none."""
    reading: Reading | None = getattr(checked.verdict, "reading", None)
    if reading is None:
        return "No chart: no price was compared."
    if checked.claim.kind not in DRAWN:
        return "No chart: a volume is no price."
    prices = known.get(reading.instrument.symbol)
    if prices is None or len(prices.days) < 2:
        return "No chart: the prices were not kept with this report."
    return laid(checked, reading, as_traded(prices, reading))


def as_traded(prices: Series, reading: Reading) -> Series:
    """Prices as traded on the reading's last day; turned round where the reading names a pair from its other side."""
    split = next(
        (s for day, s in zip(prices.days[::-1], prices.splits[::-1], strict=True) if day <= reading.window.last and s),
        1.0,
    )
    made = scaled(prices, lambda price: price * split)
    stood = next((c for day, c in zip(made.days, made.closes, strict=True) if day >= reading.window.last and c), None)
    price = reading.last or reading.base
    if (
        reading.instrument.asset == "currency"
        and price
        and stood
        and abs(math.log(price * stood)) < 0.2 < abs(math.log(price / stood))
    ):
        turned = scaled(prices, lambda price: 1 / price)
        return replace(turned, lows=turned.highs, highs=turned.lows)
    return made


def scaled(prices: Series, by) -> Series:
    def all_of(values):
        return tuple(by(value) if value else None for value in values)

    return replace(prices, closes=all_of(prices.closes), lows=all_of(prices.lows), highs=all_of(prices.highs))


def laid(checked: Checked, reading: Reading, prices: Series) -> Chart:
    """Every part of the chart at its place."""
    claim, days, band = checked.claim, prices.days, told(checked.claim, reading)
    base, last = ends(days, reading)
    ranged = sticks_told(claim, reading) and len(days) <= STICKS
    low, high = reaching(*span(prices, reading, ranged), band)
    x, y = across(len(days)), down(low, high)
    points = [(x(at), y(close)) for at, close in enumerate(prices.closes) if close]
    taken = filled(points)
    first_dot, last_dot = dots(reading, days, base, last, taken, x, y)
    bars = zip(prices.lows, prices.highs, strict=True)
    left, right = shaded(x, base, last)
    shown = f"{short(days[0])} {days[0].year} to {short(days[-1])} {days[-1].year}"
    return Chart(
        title=f"{reading.instrument.name} ({prices.symbol}), {shown}",
        desc=description(checked, reading),
        line=path(points),
        sticks=tuple((x(at), y(top), y(bottom)) for at, (bottom, top) in enumerate(bars) if ranged and bottom and top),
        left=left,
        right=right,
        prices=price_ticks(low, high, y),
        days=day_ticks(days, x),
        base=first_dot,
        last=last_dot,
        bracket=bracketed(claim, reading, prices, last, x, y),
        stated=placed(band, claim, y, low, high, taken),
        caption=caption(prices, claim, band),
    )


def ends(days: Sequence[date], reading: Reading) -> tuple[int, int]:
    """The places of the session that the window is measured from and of its last one."""
    window = reading.window
    last = nearest(days, window.last)
    if window.base:
        return nearest(days, window.base), last
    return last if window.first == window.last else nearest(days, window.first), last


def sticks_told(claim: Claim, reading: Reading) -> bool:
    """Whether the day's range has to do with what was said."""
    within = claim.measure in ("high", "low", "open") or claim.period.shape == "intraday"
    return claim.kind in ("change", "level") and (within or reading.value.low != reading.value.high)


def bracketed(claim: Claim, reading: Reading, prices: Series, last: int, x, y) -> tuple[float, float, float] | None:
    """The last day's range, where the reading knows no more than that."""
    low, high = prices.lows[last], prices.highs[last]
    if reading.last is not None or not low or not high or claim.kind not in ("change", "level"):
        return None
    return x(last), y(high), y(low)


def nearest(days: Sequence[date], day: date) -> int:
    """The place of the last session not after the day, of the first one where all are."""
    return max((at for at, each in enumerate(days) if each <= day), default=0)


def shaded(x, base: int, last: int) -> tuple[float, float]:
    """The window's left and right edge; a single session is a narrow strip."""
    left, right = x(base), x(last)
    return (left - 5, right + 5) if right - left < 8 else (left, right)


def told(claim: Claim, reading: Reading) -> tuple[float, float, float] | None:
    """(low, high, line): the prices between which the stated figure would be true; None where it is no price."""
    if claim.quantity is None or claim.kind not in ("change", "level", "market_value_change", "market_value_level"):
        return None
    interval, amount = stated(claim), float(claim.quantity.amount)
    down = claim.direction == "down" or not claim.direction and reading.value.high < 0
    if claim.kind in ("change", "market_value_change") and down:
        amount = -amount
    if not claim.direction and down:
        interval = replace(interval, low=-interval.high, high=-interval.low)
    size = pricer(claim, reading)
    if size is None:
        return None
    ends = [size(end) if math.isfinite(end) else None for end in (interval.low, interval.high)]
    line = size(amount)
    ends = [line if end is None else end for end in ends]
    return min(ends), max(ends), line


def pricer(claim: Claim, reading: Reading):
    """What turns a figure in the claim's unit into a price."""
    base, unit = reading.base, claim.quantity.unit
    middle = (reading.value.low + reading.value.high) / 2
    if claim.kind == "level":
        return lambda figure: figure
    if claim.kind == "market_value_level":
        return (lambda figure: figure * reading.last / middle) if reading.last and middle else None
    if not base:
        return None
    if claim.kind == "market_value_change":
        return (lambda figure: base + figure * (reading.last - base) / middle) if reading.last and middle else None
    if unit == "percent":
        return lambda figure: base * (1 + figure / 100)
    return lambda figure: base + (figure / 100 if unit == "basis points" else figure)


def span(prices: Series, reading: Reading, sticks: bool) -> tuple[float, float]:
    """The lowest and the highest price to show."""
    shown = [price for price in prices.closes if price] + [p for p in (reading.base, reading.last) if p]
    if sticks:
        shown += [price for price in (*prices.lows, *prices.highs) if price]
    low, high = min(shown), max(shown)
    return (low * 0.98, high * 1.02) if low == high else (low, high)


def reaching(low: float, high: float, band) -> tuple[float, float]:
    """The same, wide enough for the stated figure where that leaves the prices their share; with a margin."""
    if band:
        wide = min(low, band[2]), max(high, band[2])
        if (high - low) >= LEAST * (wide[1] - wide[0]):
            low, high = wide
    return low - 0.15 * (high - low), high + 0.08 * (high - low)  # the words of a low price stand under it


def across(count: int):
    step = (WIDE - LEFT - RIGHT - 12) / max(1, count - 1)
    return lambda at: round(LEFT + 6 + at * step, 1)


def down(low: float, high: float):
    room = HIGH - TOP - BOTTOM
    return lambda price: round(TOP + (high - min(max(price, low), high)) / (high - low) * room, 1)


def path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def dots(
    reading: Reading, days, base: int, last: int, taken: list[tuple[float, float]], x, y
) -> tuple[Dot | None, Dot | None]:
    """The two prices that were compared, each with its words where they cover least; what they cover is then taken."""

    def dot(price: float | None, at: int) -> Dot | None:
        if price is None:
            return None
        text = f"{short(days[at])} {money(price)}"
        place = min(SIDES, key=lambda side: covered(box(x(at), y(price), text, *side), taken))
        left, top, right, bottom = box(x(at), y(price), text, *place)
        taken.extend((left + n * (right - left) / 8, height) for n in range(9) for height in (top, bottom))
        return Dot(x(at), y(price), text, *place)

    end = dot(reading.last, last)
    return dot(reading.base, base) if base != last or reading.last is None else None, end


SIDES = (("end", True), ("start", True), ("start", False), ("end", False))


def box(x: float, y: float, text: str, anchor: str, above: bool) -> tuple[float, float, float, float]:
    """What the words of a dot cover: left, top, right, bottom."""
    width = 7.4 * len(text)
    left = x if anchor == "start" else x - width
    top = y - 24 if above else y + 6
    return left, top, left + width, top + 18


def covered(area: tuple[float, float, float, float], taken: Sequence[tuple[float, float]]) -> float:
    """How many points the words would cover; outside the chart they may not stand at all."""
    left, top, right, bottom = area
    outside = (
        max(0, LEFT - left) + max(0, right - (WIDE - RIGHT + 8)) + max(0, 4 - top) + max(0, bottom - (HIGH - BOTTOM))
    )
    return 100 * outside + sum(left - 3 <= a <= right + 3 and top - 3 <= b <= bottom + 3 for a, b in taken)


def filled(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The line's points with eight more between each two."""
    return [
        (a + (c - a) * n / 8, b + (d - b) * n / 8)
        for (a, b), (c, d) in zip(points, points[1:], strict=False)
        for n in range(9)
    ]


def price_ticks(low: float, high: float, y) -> tuple[Tick, ...]:
    """Three to six round prices."""
    raw = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * each for each in (1, 2, 2.5, 5, 10) if raw <= power * each * 1.001)
    first = math.ceil(low / step)
    places = max(0, -math.floor(math.log10(step) + 1e-9)) + (1 if step / power == 2.5 and step < 10 else 0)
    return tuple(Tick(y(n * step), f"{n * step:,.{places}f}") for n in range(first, math.floor(high / step) + 1))


def day_ticks(days: Sequence[date], x) -> tuple[Tick, ...]:
    """Up to six days, evenly spread; with the year where the chart spans more than one."""
    count = min(6, len(days))
    places = sorted({round(n * (len(days) - 1) / max(1, count - 1)) for n in range(count)})
    years = (days[-1] - days[0]).days > 400
    return tuple(Tick(x(at), f"{days[at]:%b %Y}" if years else short(days[at])) for at in places)


def short(day: date) -> str:
    return f"{day.day} {day:%b}"


def placed(band, claim: Claim, y, low: float, high: float, taken: Sequence[tuple[float, float]]) -> Stated | None:
    """The stated figure's line and its words, where they cover least of what is drawn already."""
    if band is None:
        return None
    bottom, top, line = band
    off = "above" if line > high else "below" if line < low else ""
    text = f"stated: {said(claim)}" + ("" if claim.kind.endswith("level") else f" = {money(line)}")
    if off:
        return Stated(y(line), y(top), y(bottom), f"{text}, {off} this chart", off, LEFT + 2, "start", off == "above")

    def cover(place: tuple[float, str, bool]) -> float:
        return covered(box(place[0], y(line) + (6 if place[2] else 0), text, *place[1:]), taken)

    spots = [(at, "start", above) for at in (LEFT + 2, LEFT + 120, LEFT + 240) for above in (True, False)]
    return Stated(y(line), y(top), y(bottom), text, "", *min(spots, key=cover))


def money(price: float) -> str:
    """A price with the places that prices of its size are quoted with."""
    if abs(price) >= 20:
        return f"{price:,.2f}"
    whole, _, places = f"{price:.4f}".partition(".")
    return f"{whole}.{places.rstrip('0').ljust(2, '0')}"


def caption(prices: Series, claim: Claim, band) -> str:
    where = f"Closes of {prices.symbol} in {prices.currency}" if prices.currency else f"Closes of {prices.symbol}"
    if claim.quantity is not None and band is None:
        return f"{where}; shaded: the window that was measured. The stated figure is no price, and is not drawn."
    drawn = "; dashed: where the stated figure would have stood" if band else ""
    return f"{where}; shaded: the window that was measured{drawn}."


def description(checked: Checked, reading: Reading) -> str:
    """The chart in words, for those who do not see it."""
    claim, window = checked.claim, reading.window
    ends = [
        f"{money(reading.base)} at the start" if reading.base else "",
        f"{money(reading.last)} at the end" if reading.last else "",
    ]
    prices = " and ".join(filter(None, ends))
    return (
        f"Line of closes. Shaded window {window.how}. "
        + (f"The price was {prices}. " if prices else "")
        + f"Stated: {said(claim)}. Measured: {measured(claim, reading.value) or 'a bracket of prices'}."
    )
