"""This file is a report's words: the quoted claim, what it said, what the market did, which reading decided."""
from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from claimcheck.claim import Article, Claim, Interval, Period, Span, plain
from claimcheck.corrected import MOVES, PLACES, with_unit
from claimcheck.market import REASONS, Instrument, Unverifiable
from claimcheck.report.record import deciding
from claimcheck.stated import SIGNED
from claimcheck.verdict import FAULTS, Checked, Reading, Refuted

HEDGES = {"eq": "", "approx": "about ", "gt": "more than ", "lt": "less than ", "le": "as much as "}
BREAKS = re.compile(r"\n\s*\n|\r\n\s*\r\n|(?<=[.!?][\"'”’)])\s|(?<=[a-z0-9%)][.!?])\s+(?=[\"'“‘(]?[A-Z])")
OBVIOUS = ("close to close", "close")  # ways of reading that need no mention


def clean(text: str) -> str:
    """One line without control characters, so that no text can move the cursor or change colours."""
    return re.sub(r"\s+", " ", "".join(" " if c.isspace() else c for c in text if c.isspace() or printable(c))).strip()


def printable(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")


def quote(article: Article, span: Span, room: int = 60, within: str = "") -> tuple[str, str, str]:
    """The words before the stated number, the number, the words after it: of its sentence, cut to about `room`.

    within: the sentence as the claim has it; where the text does not hold it so, punctuation alone decides.
    """
    start, end = located(article.text, span, within) or sentence(article.text, span, article.body)
    parts = ((start, span.start), (span.start, span.end), (span.end, end))
    before, said, after = (clean(article.text[a:b]) for a, b in parts)
    spare = max(0, room - len(said))
    right = min(len(after), max(spare // 3, spare - len(before)))
    left = min(len(before), spare - right)
    before = before if len(before) <= left else "…" + cut(before[::-1], left)[::-1]
    after = after if len(after) <= right else cut(after, right) + "…"
    glue = " " if span.start > start and article.text[span.start - 1].isspace() else ""
    tail = " " if span.end < end and article.text[span.end].isspace() else ""
    return before + glue if before else "", said, tail + after if after else ""


def cut(text: str, room: int) -> str:
    """The first words of a text, at most `room` characters of them."""
    if room <= 0:
        return ""
    return text[:room + 1].rpartition(" ")[0].rstrip(" ,;")


def located(text: str, span: Span, within: str) -> tuple[int, int] | None:
    """Where the sentence stands around the span."""
    start = text.find(within, max(0, span.end - len(within)), span.start + len(within)) if within else -1
    return (start, start + len(within)) if 0 <= start <= span.start else None


def sentence(text: str, span: Span, body: int) -> tuple[int, int]:
    """Where the sentence around a span begins and ends, by punctuation alone."""
    low, high = max(body, span.start - 600), min(len(text), span.end + 600)
    starts = [m.end() for m in BREAKS.finditer(text, low, span.start)]
    ending = BREAKS.search(text, span.end, high)
    return max(starts, default=low), ending.start() if ending else high


def said(claim: Claim) -> str:
    """ "up more than 25%", "15,238.59 points", "a record high"."""
    quantity = claim.quantity
    if quantity is None:
        return clean(claim.text)
    if claim.versus is not None:
        return distance(claim)
    hedge = quantity.hedge + " " if quantity.hedge else HEDGES[quantity.comparator]
    top = f" to {stated(quantity.upto, quantity.step, quantity.unit)}" if quantity.upto is not None else ""
    direction = f"{claim.direction} " if claim.direction and claim.kind in (*SIGNED, "streak") else ""
    return f"{direction}{hedge}{stated(quantity.amount, quantity.step, quantity.unit)}{top}"


def distance(claim: Claim) -> str:
    """ "6 points behind", "more than 2 times the gain"."""
    quantity = claim.quantity
    hedge = quantity.hedge + " " if quantity.hedge else HEDGES[quantity.comparator]
    if quantity.unit == "ratio":
        return f"{hedge}{plain(quantity.amount)} times the {'gain' if claim.direction == 'up' else 'fall'}"
    return f"{hedge}{plain(quantity.amount)} points {'ahead' if claim.direction == 'up' else 'behind'}"


def stated(amount: Decimal, step: Decimal, unit: str) -> str:
    return with_unit(amount, step or Decimal(1), unit)


def actual(checked: Checked) -> str:
    """What the market did by the deciding reading, one digit finer than the writer where the writer gave few."""
    reading = deciding(checked)
    if reading is None:
        return ""
    if checked.claim.versus is not None:
        return reading.how  # both moves: "up 8.1% against up 5.9% for ^DJI"
    return measured(checked.claim, reading.value)


def measured(claim: Claim, value: Interval) -> str:
    """A reading's value in the claim's unit: "up 51.3%", "between 120.10 and 124.90"."""
    if not (math.isfinite(value.low) and math.isfinite(value.high)):
        return ""
    if claim.versus is not None and (claim.quantity is None or claim.quantity.unit == "percent"):
        return lead(value)
    if claim.quantity is None:
        return margin(claim, value)
    low, high = figure(claim, value.low), figure(claim, value.high)
    if low == high:
        return low
    if value.high < 0 and claim.kind in SIGNED:
        low, high = high, low  # a fall of 2 to 3, not of 3 to 2
    same = next((way for way in ("up ", "down ") if low.startswith(way) and high.startswith(way)), "")
    return f"{same}between {low.removeprefix(same)} and {high.removeprefix(same)}"


def figure(claim: Claim, value: float) -> str:
    quantity = claim.quantity
    step = quantity.step or Decimal(1)
    few = abs(quantity.amount) / step < 100
    fine = step / 10 if few and quantity.unit != "days" else step
    size = (Decimal(repr(abs(float(value)))) / fine).quantize(Decimal(1), ROUND_HALF_UP) * fine
    if claim.kind not in SIGNED:
        return ("-" if value < 0 else "") + with_unit(size, fine, quantity.unit)
    way = "unchanged" if not size else "up" if value > 0 else "down"
    return way if not size else f"{way} {with_unit(size, fine, quantity.unit)}"


def margin(claim: Claim, value: Interval) -> str:
    """Claims without a number are measured by their distance from the threshold: "1.2% beyond", "0.4% short"."""
    if claim.direction == "flat" or claim.kind in SIGNED:
        way = "up" if value.low > 0 else "down" if value.low < 0 else ""
        return f"{way} {abs(value.low):.2f}%".strip()
    nearest = value.high if value.high < 0 else value.low
    if nearest == 0:
        return "reached"
    return f"{abs(nearest):.1f}% {'beyond' if nearest > 0 else 'short'}"


def lead(value: Interval) -> str:
    """ "2.2 points ahead", "1.0 to 3.5 points behind"."""
    way = "ahead" if value.low > 0 else "behind" if value.high < 0 else ""
    ends = sorted(f"{abs(end):.1f}" if way else f"{end:+.1f}" for end in {value.low, value.high})
    return f"{' to '.join(sorted(set(ends), key=float))} points {way}".strip()


def decided_by(checked: Checked) -> str:
    """The reading that decided, and its place among the readings where it is not the first."""
    verdict = checked.verdict
    if isinstance(verdict, Unverifiable):
        return why(verdict)
    reading = deciding(checked)
    sound = verdict.readings
    place = next((i for i, each in enumerate(sound, 1) if each is reading or each.window == reading.window
                  and each.instrument.symbol == reading.instrument.symbol and each.how == reading.how), 0)
    text = told(reading if checked.claim.versus is None else replace(reading, how="close"))
    if isinstance(verdict, Refuted):
        return f"{text}; {all_of(len(sound))} outside"
    return f"{text}; reading {place} of {len(sound)}" if place > 1 else text


def all_of(count: int) -> str:
    return {1: "the only reading is", 2: "both readings are"}.get(count, f"all {count} readings are")


def told(reading: Reading) -> str:
    """ "17 Jan to 17 Feb close, same day last month; Hong Kong"."""
    how = "" if reading.how in OBVIOUS else f", {reading.how}"
    return f"{place_of(reading.instrument)}, {reading.window.how}{how}"


def place_of(instrument: Instrument) -> str:
    return PLACES.get(instrument.exchange, instrument.symbol)


def why(verdict: Unverifiable) -> str:
    words, detail = REASONS.get(verdict.reason, verdict.reason), clean(verdict.detail)
    if verdict.reason == "source-failed" and detail:
        return re.sub(r" \(.*?\)(?=:|$)", "", detail)  # what the network library said is in the record
    return f"{words}: {detail}" if detail else words


def notes(checked: Checked) -> list[str]:
    """What stands under the verdict: the fault, the corrected figure, the remark."""
    verdict, reading = checked.verdict, deciding(checked)
    fault = FAULTS.get(getattr(verdict, "fault", ""), "")
    fitting = getattr(verdict, "corrected", "").rpartition(" (")[0]  # the reading is shown beside it
    if reading and reading.value.low != reading.value.high:
        fitting = ""  # nothing to say that the bracket does not
    remark = getattr(verdict, "remark", "")
    if reading and remark.endswith(f": {reading.window.how}"):
        remark = remark.removesuffix(f": {reading.window.how}")
    if fitting and checked.claim.kind in MOVES:
        return [part for part in (": ".join(filter(None, (fault, f"it {fitting}"))), remark) if part]
    rather = f"rather {fitting}" if fitting else ""
    return [part for part in (", ".join(filter(None, (fault, rather))), remark) if part]


def finding(checked: Checked) -> str:
    """What was found out about a checked claim, in sentences."""
    rest = "".join(f" {each[:1].upper()}{each[1:]}." for each in notes(checked))
    return f"The market: {actual(checked)} ({decided_by(checked)}).{rest}"


def name_of(checked: Checked) -> str:
    """The subject as the text names it, and the symbol that it was taken for."""
    subject = checked.claim.subject
    name = clean(subject.text) if subject else "(nobody named)"
    symbol = checked.instrument.symbol if checked.instrument else ""
    whole = f"{name} {symbol}" if symbol and symbol != name else name
    return f"{whole} against {clean(checked.claim.versus.text)}" if checked.claim.versus else whole


def when(checked: Checked) -> str:
    """The period as written and the days of its most usual window."""
    first, last = checked.dates
    period: Period = checked.claim.period
    days = "" if last is None else f"{last}" if first in (None, last) else f"{first} to {last}"
    return f"{clean(period.text) or period.shape}" + (f" ({days})" if days else "")


def dateline(article: Article) -> str:
    """ "written Tuesday 18 February 2025, no time given"."""
    at = article.written
    day = f"{at:%A} {at.day} {at:%B %Y}"
    if article.dated == "time":
        return f"written {day}, {at:%H:%M} {zone(article)}"
    return f"written {day}" + (", no time given" if article.dated == "day" else ", which is assumed")


def zone(article: Article) -> str:
    offset = f"{article.written:%z}"
    return "UTC" if offset in ("+0000", "") else f"UTC{offset[:3]}:{offset[3:5]}".removesuffix(":00")
