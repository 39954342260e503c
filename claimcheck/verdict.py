"""This file is whether claim and market agree."""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from claimcheck.claim import Article, Claim, Interval, Seen, Span
from claimcheck.corrected import correction
from claimcheck.market import Instrument, Unverifiable, Window
from claimcheck.stated import SIGNED, stated

FAULTS = {
    "wrong-direction": "it moved the other way",
    "wrong-size": "it moved by another amount",
    "wrong-level": "it stood elsewhere",
    "not-a-record": "an earlier price contradicts the extreme",
    "wrong-count": "the streak was not that long",
    "wrong-market-value": "the market value was another",
    "wrong-volume": "the volume was another",
    "not-entered": "the threshold was not crossed",
    "other-order": "the other one did better",
    "wrong-distance": "the two were another distance apart",
    "numbers-disagree": "the article's own figures contradict each other",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One plausible way to compute what the claim says.

    value    what the market did in the claim's own unit and sign (a fall is negative); a true interval where bars
             only bracket it
    how      the reading in words; base/last: prices used, as shown to the user
    fit      "inside", "near" or "outside" the stated interval, filled in by judge()
    stretch  a reading that the words do not ask for: inside it counts as near only
    slack    how far the vendor's own rounding may move the value: it counts as nothing
    doubt    why this reading could not be computed (its value is then NaN, or the range it must lie in): it never
             supports, but nothing that it could bear out is refuted; judge() leaves such readings out of the verdict
    """

    instrument: Instrument
    window: Window
    value: Interval
    how: str
    source: str
    fetched: str = ""
    base: float | None = None
    last: float | None = None
    fit: str = ""
    stretch: bool = False
    slack: float = 0.0
    doubt: Unverifiable | None = None


@dataclass(frozen=True, slots=True)
class Supported:
    reading: Reading
    readings: tuple[Reading, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Inexact:
    reading: Reading
    readings: tuple[Reading, ...]
    corrected: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Refuted:
    fault: str
    reading: Reading
    readings: tuple[Reading, ...]
    corrected: str = ""


Verdict = Supported | Inexact | Refuted | Unverifiable


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim with what was found out about it.

    verdict  None where nothing was checked, only extracted
    dates    first and last day of the period's most usual window, (None, None) where the words fix none
    """

    claim: Claim
    instrument: Instrument | None
    verdict: Verdict | None
    dates: tuple[date | None, date | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Figures of one article that cannot all be true: the span around them, what they are, and what would fit."""

    span: Span
    text: str
    sentence: str
    detail: str
    fitting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found out about one article; `error` where it could not be read."""

    article: Article
    checked: tuple[Checked, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    seen: tuple[Seen, ...] = ()
    error: str = ""


def judge(claim: Claim, readings: Sequence[Reading] | Unverifiable) -> Verdict:
    """Supported by one plausible reading, inexact by a near one, refuted only if all of them clearly disagree."""
    if isinstance(readings, Unverifiable):
        return readings
    allowed = stated(claim)
    sound = tuple(replace(r, fit=fit(claim, allowed, r)) for r in readings if r.doubt is None)
    doubts = [r.doubt for r in readings if r.doubt is not None and may_be(claim, allowed, r)]
    inside = next((r for r in sound if r.fit == "inside"), None)
    if inside:
        return Supported(inside, sound, remark(claim, allowed, inside, sound))
    plain = [r for r in sound if r.window.usual and not r.stretch] or list(sound)
    best = min(plain, key=lambda r: gap(claim, allowed, r), default=None)
    close = min((r for r in sound if r.fit == "near"), key=lambda r: (r.stretch, gap(claim, allowed, r)), default=None)
    if close:
        return Inexact(close, sound, correct(claim, best if close.stretch else close), slip(claim, close))
    if doubts or best is None:
        return doubts[0] if doubts else next((r.doubt for r in readings), Unverifiable("no-prices"))
    if another_thing(claim, best):
        return Unverifiable("not-comparable", f"{claim.text} against {correct(claim, best)}: hardly the same thing")
    return Refuted(fault(claim, sound), best, sound, correct(claim, best))


def may_be(claim: Claim, allowed: Interval, reading: Reading) -> bool:
    """Whether a reading in doubt could be what was said: any usual one of which nothing is known."""
    if reading.stretch or not reading.window.usual:
        return False
    return math.isnan(reading.value.low) or gap(claim, allowed, reading) == 0.0


def another_thing(claim: Claim, best: Reading) -> bool:
    """A level many times too high or low is hardly this instrument's ("swaps at $740,000"); nor is a price a move."""
    if claim.quantity is None:
        return False
    if claim.kind == "change" and best.base and claim.quantity.unit not in ("percent", "basis points"):
        return float(claim.quantity.amount) > best.base / 2
    if claim.kind not in ("level", "market_value_level", "volume"):
        return False
    said, stood = abs(float(claim.quantity.amount)), (abs(best.value.low) + abs(best.value.high)) / 2
    return max(said, stood) > ALIEN.get(best.instrument.asset, 12.0) * min(said, stood)


# A wrong first digit makes a number at most nine times too big, a lost decimal point ten times.  A yield half as high
# again is another government's: "10-year bonds" of Italy and Portugal are told of beside the Treasuries.
ALIEN = {"yield": 1.5}


def near(distance: float, claim: Claim, value: Interval, share: float, flash: float) -> bool:
    """The nearness rule, one line: off by one more step, by a flash close or by a small share of the actual figure."""
    return distance <= max(step(claim), flash, share * min(abs(value.low), abs(value.high)))


# Share of the actual figure that still is a slip (docs/decisions/0041-nearness.md has the fitting): a move is seldom
# restated by more than a twentieth, a level by more than a hundredth; shares and volumes are counted in several ways.
NEAR = {"change": 0.05, "level": 0.01, "extreme": 0.0, "market_value_change": 0.05, "market_value_level": 0.05,
        "volume": 0.1, "streak": 0.0, "breadth": 0.0, "regime": 0.0, "comparison": 0.1}
LONGER = 2.0  # over spans of several sessions a slip of a day moves the figure by a day's move: twice the share
FLASH = 0.0002  # of the price: how far flash closes lie from official ones, which counts where next to nothing moved
MARGIN = 0.1  # step of claims without a number: percentage points by which a record may be missed and still be near
LEVEL = 1.0  # percentage points within which two that are compared ran level: the order may turn with a late price


def fit(claim: Claim, allowed: Interval, reading: Reading) -> str:
    """Where a reading lands: "inside" the stated interval, "near" it or "outside"."""
    distance = gap(claim, allowed, reading)
    if distance == 0.0:
        return "near" if reading.stretch else "inside"
    share = NEAR[claim.kind] * (LONGER if reading.window.first < reading.window.last else 1.0)
    flash = FLASH * (100 if claim.quantity and claim.quantity.unit == "percent" else reading.base or 0.0)
    slight = near(distance, claim, reading.value, share, flash if claim.kind == "change" else 0.0)
    return "near" if slight and not reading.stretch else "outside"


def gap(claim: Claim, allowed: Interval, reading: Reading) -> float:
    """How far the reading lies outside the stated interval; what binary fractions leave over is no gap."""
    value = reading.value
    if not claim.direction and claim.kind in SIGNED and value.high < 0:
        value = Interval(-value.high, -value.low)
    distance = allowed.distance(value)
    return 0.0 if distance <= reading.slack + 1e-7 * max(1.0, min(abs(value.low), abs(value.high))) else distance


def step(claim: Claim) -> float:
    if claim.quantity is None:
        return LEVEL if claim.kind == "comparison" else MARGIN
    return float(claim.quantity.step)


def fault(claim: Claim, readings: Sequence[Reading]) -> str:
    """The name of the disagreement; wrong direction is its own fault, and the graver one."""
    values = [r.value for r in readings if not r.stretch]
    if claim.kind in SIGNED and claim.direction in ("up", "down") and values:
        against = all(v.high < 0 for v in values) if claim.direction == "up" else all(v.low > 0 for v in values)
        if against:
            return "other-order" if claim.kind == "comparison" else "wrong-direction"
    return KIND_FAULTS[claim.kind]


KIND_FAULTS = {
    "change": "wrong-size",
    "level": "wrong-level",
    "extreme": "not-a-record",
    "market_value_change": "wrong-market-value",
    "market_value_level": "wrong-market-value",
    "volume": "wrong-volume",
    "streak": "wrong-count",
    "breadth": "wrong-size",
    "regime": "not-entered",
    "comparison": "wrong-distance",
}
UNDERSTATED = 1.5  # "more than 25 percent" of an actual 58: true, but not what a reader takes from it


def remark(claim: Claim, allowed: Interval, chosen: Reading, readings: Sequence[Reading]) -> str:
    """What is worth saying of a supported claim, "" where nothing is."""
    if not chosen.window.usual and any(r.window.usual for r in readings):
        return f"true only in one unusual reading: {chosen.window.how}"
    if math.isinf(allowed.high - allowed.low) and claim.quantity and claim.quantity.comparator == "gt":
        actual = min(abs(chosen.value.low), abs(chosen.value.high))
        if actual > UNDERSTATED * abs(float(claim.quantity.amount)) > 0:
            return f"understated: {correct(claim, chosen)}"
    return ""


def slip(claim: Claim, reading: Reading) -> str:
    """Why an inexact figure is off, where that shows: digits cut off, or a price of the day that is not its close."""
    if reading.stretch:
        return "a price of that session, but not the one the words name"
    size = claim.quantity and abs(float(claim.quantity.amount))
    values = (abs(reading.value.low), abs(reading.value.high))
    if size is not None and all(size <= v < size + step(claim) for v in values):
        return "by truncation: the digits are cut off, not rounded"
    return ""


def correct(claim: Claim, reading: Reading) -> str:
    return correction(claim, reading.instrument, reading.window, reading.value)


INFERRED = ("pronoun", "epithet", "carried", "headline")  # how a subject was found that the sentence does not name


def corroborated(checked: Sequence[Checked]) -> tuple[Checked, ...]:
    """The same claims, without refutations that rest on a guess at who is meant.

    Where the sentence names nobody ("its shares", "the stock") the wrong company may have been taken up. A refutation
    then stands only if another figure of the sentence fits the same instrument.
    """
    fits = {(c.claim.sentence, c.instrument.symbol) for c in checked
            if c.instrument and isinstance(c.verdict, (Supported, Inexact)) and c.claim.kind != "comparison"
            and not c.verdict.reading.stretch}
    held = tuple(c if witnessed(c, fits) else replace(c, verdict=unsure(c)) for c in checked)
    return tuple(undecided(c) if of_a_day_named_elsewhere(c, held) else c for c in held)


def of_a_day_named_elsewhere(one: Checked, checked: Sequence[Checked]) -> bool:
    """Whether a refuted figure names no day, and its sentence names another day for the same instrument.

    "Fell 17% on Monday, wiping out $600 billion": what is taken for today's may well be Monday's.
    """
    if not isinstance(one.verdict, Refuted) or one.claim.period.text or one.instrument is None:
        return False
    return any(c.claim.period.text and c.claim.sentence == one.claim.sentence and c.instrument is not None
               and c.instrument.symbol == one.instrument.symbol and c.dates[1] not in (None, one.dates[1])
               for c in checked)


def undecided(one: Checked) -> Checked:
    return replace(one, verdict=Unverifiable("vague-period", "another figure of the sentence is told of another day"))


def witnessed(one: Checked, fits: set[tuple[str, str]]) -> bool:
    subject = one.claim.subject
    inferred = subject is not None and (subject.via in INFERRED or "via:nearest" in one.claim.hints)
    if not isinstance(one.verdict, Refuted) or not inferred or one.instrument is None:
        return True
    return (one.claim.sentence, one.instrument.symbol) in fits


def unsure(one: Checked) -> Unverifiable:
    words = one.claim.subject.text if one.claim.subject else ""
    return Unverifiable("unsure-subject", f"{words} was taken from another sentence, and no figure of this one fits it")
