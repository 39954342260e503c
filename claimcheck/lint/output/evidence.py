"""This file is how a finding was reached, in plain words: how the claim was read, what the market did, by whose prices.

It is made of the public record of the claim alone (report/record.py), so that a finding from the result cache shows the
same evidence as a fresh one.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from claimcheck.corrected import with_unit
from claimcheck.market import REASONS
from claimcheck.report.words import HEDGES, clean
from claimcheck.stated import SIGNED

Record = dict[str, Any]
BARE = ("comparison", "level", "volume")  # kinds whose result says the price itself
MARKET_VALUE = ("market_value_change", "market_value_level")
FINE = {"percent": Decimal("0.01"), "days": Decimal(1)}  # steps to which a reading is shown; prices have their own
CENT = Decimal("0.01")
MILLION = 10**6


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way to a finding.  label: "read as", "market", "in all", "prices", "detail", "would fit"."""

    label: str
    text: str

    def __str__(self) -> str:
        return f"{self.label[:1].upper()}{self.label[1:]}: {self.text}."


def steps(record: Record | None, most: int = 1) -> tuple[Step, ...]:
    """The way to a finding; `most` readings are spelt out, the deciding one first.  () where there is no claim."""
    return tuple(told(record, most)) if record else ()


def told(record: Record, most: int) -> Iterator[Step]:
    if record["kind"] != "numbers-disagree":
        yield Step("read as", read_as(record))
    readings = ordered(record)
    for each in readings[:most]:
        yield Step("market", measured(record, each))
    if len(readings) > 1:
        yield Step("in all", in_all(record, readings))
    if record["reason"]:
        yield Step("reason", clean(REASONS.get(record["reason"], record["reason"])))
    if record["detail"]:
        yield Step("detail", clean(record["detail"]))
    if record.get("fitting"):
        yield Step("would fit", "; ".join(map(clean, record["fitting"])))
    if record["remark"]:
        yield Step("remark", clean(record["remark"]))
    if sources := list(dict.fromkeys(each["source"] for each in readings)):
        yield Step("prices", clean(", ".join(sources)))


def read_as(record: Record) -> str:
    """ "Tesla (TSLA) up 9.2%, on 22 Aug 2025", "Dow Jones Industrial Average (^DJI) at 45,631.74 points, on ..."."""
    name = clean(record["subject"] or "nobody named")
    symbol = record["symbol"] or ""
    whole = f"{name} ({symbol})" if symbol and symbol != name else name
    by = f", according to {clean(record['attribution'])}" if record["attribution"] else ""
    return f"{whole} {said(record)}{span(record['period'])}{by}"


def said(record: Record) -> str:
    """What is claimed of the subject: "up more than 25%", "at $438.89", "record high"."""
    kind, unit = record["kind"], record["unit"]
    if kind == "comparison":
        way = f"{'behind' if record['direction'] == 'down' else 'ahead of'} {clean(record.get('versus') or 'another')}"
        return way if record["value"] is None else f"{way}, {clean(record['text'])}"
    if record["value"] is None:
        return clean(record["text"])
    amount = "to ".join(with_unit(*exactly(each), unit or "") + " " for each in both(record)).rstrip()
    hedged = HEDGES.get(record["comparator"], "") + amount
    if kind == "streak":
        return f"{record['direction'] or ''} {hedged} in a row".strip()
    if kind in SIGNED:
        hedged = f"{record['direction'] or 'moved'} {hedged}"
    elif kind != "volume":
        hedged = f"at {hedged}" if record["kind"] == "level" else hedged
    return f"{'market value ' if kind in MARKET_VALUE else 'volume ' if kind == 'volume' else ''}{hedged}"


def both(record: Record) -> Sequence[float]:
    """The stated figure, or both ends of a stated range."""
    return [record["value"]] + ([record["value_to"]] if record.get("value_to") is not None else [])


def exactly(value: float) -> tuple[Decimal, Decimal]:
    """A figure and the step of its last digit that is no nought, or 1: 9.2 is told to a tenth, millions as millions."""
    number = Decimal(repr(abs(value))).normalize()
    if number >= MILLION:
        return number, Decimal(1).scaleb(int(number.as_tuple().exponent))
    number = number.quantize(Decimal(1)) if number == number.to_integral() else number
    return number, Decimal(1).scaleb(min(0, int(number.as_tuple().exponent)))


def span(period: Record) -> str:
    """ ", on 22 Aug 2025", ", 17 Jan 2025 to 17 Feb 2025"; nothing where the words fix no days."""
    first, last = period["start"], period["end"]
    if not last:
        return ""
    return f", on {day(last)}" if first in (None, last) else f", {day(first)} to {day(last)}"


def day(iso: str) -> str:
    when = date.fromisoformat(iso)
    return f"{when.day} {when:%b %Y}"


def ordered(record: Record) -> list[Record]:
    """All readings, the one that the verdict rests on first."""
    readings = list(record["readings"])
    first = next((r for r in readings if r["value"] == record["actual"] and r["usual"]), None)
    first = first or next((r for r in readings if r["value"] == record["actual"]), None)
    return ([first] if first else []) + [each for each in readings if each is not first]


def measured(record: Record, reading: Record) -> str:
    """One reading: "TSLA, 22 Aug, close to close: 320.11 (21 Aug 2025) to 340.01 (22 Aug 2025), up 6.22%"."""
    how = [reading["symbol"], reading["window"], *([] if record["kind"] == "comparison" else [reading["how"]])]
    found = reading["how"] if record["kind"] == "comparison" else result(record, reading)
    parts = [prices(record, reading)] if record["kind"] not in BARE else []
    return f"{', '.join(map(clean, dict.fromkeys(how)))}: {', '.join([*filter(None, parts), clean(found)])}"


def prices(record: Record, reading: Record) -> str:
    """The prices that a reading was computed from, with their days where they are closes."""
    if record["kind"] == "extreme":
        return against(reading)
    last = "" if reading["last"] is None else f"{price(reading['last'])} ({day(reading['last_session'])})"
    if reading["base"] is None:
        return last
    close = reading["how"].startswith("close") and reading["base_session"]
    base = price(reading["base"]) + (f" ({day(reading['base_session'])})" if close else "")
    return f"{base} to {last}" if last else f"from {base}"


def against(reading: Record) -> str:
    """What an extreme is held against: a price, or a move, of any earlier day; prices are as adjusted for splits."""
    if reading["base"] is None or reading["last"] is None:
        return ""
    moved = next((unit for unit in ("percent", "points") if f"move in {unit}" in reading["how"]), "")
    now, before = ((result_of(each, moved) if moved else price(each)) for each in (reading["last"], reading["base"]))
    adjusted = "" if moved or reading["symbol"].startswith("^") else ", adjusted for splits"
    return f"{now} ({day(reading['last_session'])}) against {before} before{adjusted}"


def result_of(value: float, unit: str) -> str:
    """A move: "up 6.22%", "down 12.30 points"."""
    size = with_unit(*stepped(abs(value), unit), unit)
    return f"{'up' if value > 0 else 'down'} {size}" if value else "unchanged"


def price(value: float) -> str:
    """At least two digits behind the point, more where the price has them: 7.8125."""
    number, step = exactly(value)
    return f"{number:,.{max(2, min(4, -step.adjusted()))}f}"


def result(record: Record, reading: Record) -> str:
    """What a reading comes to: "up 6.22%", "between up 1.00% and up 3.20%", "1.2% short of it"."""
    value = reading["value"]
    if value is None:
        return "not known"
    ends = list(dict.fromkeys(figure(record, end) for end in (value if isinstance(value, list) else [value])))
    return ends[0] if len(ends) == 1 else f"between {ends[0]} and {ends[1]}"


def figure(record: Record, value: float | None) -> str:
    if value is None:
        return "an unknown figure"
    kind, unit = record["kind"], record["unit"] or ""
    if record["value"] is None:
        way = ("up" if value > 0 else "down") if kind in SIGNED else ("beyond it" if value > 0 else "short of it")
        return f"{way} {abs(value):.2f}%" if kind in SIGNED else f"{abs(value):.2f}% {way}" if value else "reached"
    size = with_unit(*stepped(abs(value), unit), unit)
    if kind in SIGNED:
        return result_of(value, unit)
    return f"{size} in a row" if kind == "streak" else ("-" if value < 0 else "") + size


def stepped(value: float, unit: str) -> tuple[Decimal, Decimal]:
    """A computed figure and the step to which it is shown: hundredths, or four digits of what is very large."""
    number = Decimal(repr(float(value)))
    step = FINE.get(unit, CENT if number < MILLION else Decimal(1).scaleb(number.adjusted() - 3))
    return (number / step).quantize(Decimal(1), ROUND_HALF_UP) * step, step


def in_all(record: Record, readings: Sequence[Record]) -> str:
    """ "13 readings, from up 44.52% to up 57.95%", which is what makes a refutation: none of them fits."""
    known = [each["value"] for each in readings if each["value"] is not None]
    ends = [end for value in known for end in (value if isinstance(value, list) else [value]) if end is not None]
    count = f"{len(readings)} readings"
    if not ends or record["kind"] == "comparison":
        return count
    low, high = figure(record, min(ends)), figure(record, max(ends))
    outside = all(each["fit"] == "outside" for each in readings)
    return f"{count}, {f'all {low}' if low == high else f'from {low} to {high}'}" + (", none fits" if outside else "")
