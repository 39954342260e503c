"""This file is the arithmetic inside an article, which needs no market data: figures that cannot all be true.

As statcheck does, every figure is un-rounded by half a step of its last place before it is compared; what a cut-off
instead of a rounded digit explains is let pass.  Four rules, each wanting all its figures to stand where a writer puts
figures that belong together; a flag on true figures is worse than a missed slip (docs/decisions/0043).
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimcheck.claim import Article, Claim, Interval, Span
from claimcheck.corrected import rounded, with_unit
from claimcheck.verdict import Contradiction

# What may stand between two ways to put one move: "9.53 points, or 0.06 percent", "$1.70 (3.2 percent)".
BESIDE = re.compile(r"[\s,(/-]*(?:or|,or)?[\s,(]*", re.I)
# What may stand before the level that a move ends at.
ARRIVES = re.compile(
    r"[\s,)]*(?:(?:lower|higher|(?:on|for) the (?:day|session)) )?"
    r"(?:(?:to (?:close|end|finish|settle|trade|stand) (?:the (?:day|session) )?)?(?:at|to)"
    r"|(?:closing|ending|finishing|settling|trading) at) (?:an? (?:unofficial|provisional|preliminary) )?", re.I)
LEAVES = re.compile(r",? from ", re.I)
SAME_DAY = ("day", "premarket", "afterhours", "intraday")
TOLD = 3  # digits from which the same figure twice is no coincidence


@dataclass(frozen=True, slots=True)
class Triple:
    """A move in percent, the same move as an amount, and the level it led to; `base`: the level it came from."""

    percent: Claim
    amount: Claim | None
    level: Claim
    base: Claim | None = None


def contradictions(article: Article, claims: Sequence[Claim]) -> tuple[Contradiction, ...]:
    """Every set of figures that contradict each other, in reading order, each claim in one of them at most."""
    said = sorted((c for c in claims if exact(c)), key=lambda c: (c.span.start, c.span.end))
    found = [c for triple in triples(article, said) if (c := weigh(article, triple))]
    found += [c for pair in reversals(said) if (c := reversal(article, *pair))]
    found += [c for pair in retellings(said) if (c := retold(article, *pair))]
    kept: list[Contradiction] = []
    for one in sorted(found, key=lambda c: (c.span.end - c.span.start, c.span.start)):
        if not any(one.span.overlaps(other.span) for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda c: c.span.start))


def exact(claim: Claim) -> bool:
    """Whether the claim states a single unhedged number of a kind that takes part."""
    q = claim.quantity
    if claim.kind not in ("change", "level") or q is None:
        return False
    return q.comparator == "eq" and q.upto is None and q.amount > 0 and not q.hedge


def triples(article: Article, claims: Sequence[Claim]) -> Iterator[Triple]:
    """Neighbouring claims on one subject in the order writers use: amount, percent, level (and where it came from)."""
    for i, first in enumerate(claims[:-1]):
        second, third = claims[i + 1], claims[i + 2] if i + 2 < len(claims) else None
        move = pair_of_move(article, first, second)
        if move and third and leads_to(article, second, third) and together(first, third):
            yield Triple(*move, third)
        base = claims[i + 2] if third else None
        if base and is_percent(first) and leads_to(article, first, second) and comes_from(article, second, base):
            yield Triple(first, None, second, base)


def pair_of_move(article: Article, one: Claim, other: Claim) -> tuple[Claim, Claim] | None:
    """(percent, amount) where two neighbours put one move in two ways."""
    if not together(one, other) or not BESIDE.fullmatch(gap(article, one, other)):
        return None
    if one.kind != "change" or other.kind != "change" or one.direction != other.direction:
        return None
    percent, amount = (one, other) if is_percent(one) else (other, one)
    fits = is_percent(percent) and not is_percent(amount) and amount.quantity.unit != "basis points"
    return (percent, amount) if fits and one.direction in ("up", "down") else None


def leads_to(article: Article, move: Claim, level: Claim) -> bool:
    return (level.kind == "level" and level.measure != "yield" and together(move, level)
            and move.kind == "change" and bool(ARRIVES.fullmatch(gap(article, move, level))))


def comes_from(article: Article, level: Claim, base: Claim) -> bool:
    return (base.kind == "level" and together(level, base) and base.quantity.unit == level.quantity.unit
            and bool(LEAVES.fullmatch(gap(article, level, base))))


def together(one: Claim, other: Claim) -> bool:
    """Same sentence, same subject."""
    return one.sentence == other.sentence and who(one) == who(other) != ""


def who(claim: Claim) -> str:
    subject = claim.subject
    return (subject.ric or subject.ticker or subject.text).lower() if subject else ""


def is_percent(claim: Claim) -> bool:
    return claim.kind == "change" and claim.quantity.unit == "percent"


def gap(article: Article, one: Claim, other: Claim) -> str:
    return " ".join(article.text[one.span.end:other.span.start].split(" "))


def weigh(article: Article, told: Triple) -> Contradiction | None:
    """Whether a triple adds up; None where it does."""
    sign = 1 if told.percent.direction == "up" else -1
    if told.amount and told.amount.quantity.unit not in ("points", told.level.quantity.unit):
        return None
    share = by_amount(told, sign) if told.amount else by_base(told, sign)
    if share is None or wide(told.percent).overlaps(share):
        return None
    return disagreement(article, told, share, sign)


def by_amount(told: Triple, sign: int) -> Interval | None:
    """The percentage that amount and level make together."""
    amount, level = told.amount.quantity.interval(), told.level.quantity.interval()
    ends = [(a, b - sign * a) for a, b in ((amount.low, level.high), (amount.high, level.low))]
    return Interval(*(100 * a / base for a, base in ends)) if all(base > 0 for _, base in ends) else None


def by_base(told: Triple, sign: int) -> Interval | None:
    """The percentage from one level to the other."""
    level, base = told.level.quantity.interval(), told.base.quantity.interval()
    if base.low <= 0:
        return None
    moves = sorted(sign * 100 * (a / b - 1) for a, b in ((level.low, base.high), (level.high, base.low)))
    return Interval(*moves)


def wide(claim: Claim) -> Interval:
    """The digits and whatever rounds or cuts off to them: a whole step to either side."""
    amount, step = float(claim.quantity.amount), float(claim.quantity.step)
    return Interval(amount - step * 1.0001, amount + step * 1.0001)


def disagreement(article: Article, told: Triple, share: Interval, sign: int) -> Contradiction:
    parts = [c for c in (told.amount, told.percent, told.level, told.base) if c]
    span = Span(min(c.span.start for c in parts), max(c.span.end for c in parts))
    fits = figure(told.percent, (share.low + share.high) / 2)
    between = f"{told.amount.text} {'up' if sign > 0 else 'down'} to" if told.amount else f"from {told.base.text} to"
    detail = f"{between} {told.level.text} is {fits}, not {told.percent.text}"
    fitting = [fits]
    if told.amount:
        level, percent = float(told.level.quantity.amount), float(told.percent.quantity.amount) / 100
        fitting.append(figure(told.amount, level * percent / (1 + sign * percent)))
    return Contradiction(span, article.text[span.start:span.end], told.percent.sentence, detail, tuple(fitting))


def figure(claim: Claim, value: float) -> str:
    """A value with the unit and to the last place of the claim's own."""
    return with_unit(rounded(value, claim.quantity.step), claim.quantity.step, claim.quantity.unit)


def reversals(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """The same telling figure of the same subject on the same day, once up and once down."""
    moves = [c for c in claims if c.kind == "change" and c.direction in ("up", "down") and c.period.shape == "day"
             and len(c.quantity.amount.as_tuple().digits) >= TOLD and not c.quoted]
    for i, one in enumerate(moves):
        for other in moves[i + 1:]:
            same = one.quantity.amount == other.quantity.amount and one.quantity.unit == other.quantity.unit
            if same and who(one) == who(other) != "" and one.period.anchor == other.period.anchor:
                yield one, other


def reversal(article: Article, one: Claim, other: Claim) -> Contradiction | None:
    if one.direction == other.direction:
        return None
    detail = f"{one.text} {one.direction} here, {other.text} {other.direction} elsewhere in the article"
    return Contradiction(other.span, other.text, other.sentence, detail, (f"{one.direction} {one.text}",))


def retellings(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """The same move of the same subject over the same named span, told in two sentences; closes only for days."""
    moves = [c for c in claims if c.kind == "change" and c.direction in ("up", "down") and not c.quoted
             and not c.attribution and (c.period.text and c.period.shape not in SAME_DAY or c.measure == "close")
             and c.period.shape not in ("unknown", "since")]
    for i, one in enumerate(moves):
        for other in moves[i + 1:]:
            if one.sentence != other.sentence and alike(one, other):
                yield one, other


def alike(one: Claim, other: Claim) -> bool:
    same = (one.quantity.unit, one.direction, one.measure, one.hints) == (
        other.quantity.unit, other.direction, other.measure, other.hints)
    spans = [(p.shape, p.grain, p.count, p.anchor, p.until, p.part) for p in (one.period, other.period)]
    return same and spans[0] == spans[1] and who(one) == who(other) != ""


def retold(article: Article, one: Claim, other: Claim) -> Contradiction | None:
    """Two tellings that no rounding reconciles."""
    if wide(one).overlaps(wide(other)):
        return None
    detail = f"{one.text} {one.direction} in one place, {other.text} in another, for the same span"
    return Contradiction(other.span, other.text, other.sentence, detail, (one.text,))
