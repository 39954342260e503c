"""This file is the arithmetic inside an article, which needs no market data: figures that cannot all be true.

As statcheck does, every figure is un-rounded by half a step of its last place before it is compared; what a cut-off
instead of a rounded digit explains is let pass.  Three rules, each wanting all its figures to stand where a writer puts
figures that belong together; a flag on true figures is worse than a missed slip (docs/decisions/0043).
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from claimcheck.claim import Article, Claim, Interval, Span
from claimcheck.corrected import rounded, with_unit
from claimcheck.verdict import Contradiction

# What may stand between two neighbouring figures of one move, by what they are; "base" is the level it came from.
JOINS = {
    ("move", "move"): r"[\s,(/-]*(?:or)?[\s,(]*",
    ("move", "level"): r"[\s,)]*(?:(?:lower|higher|(?:on|for) the (?:day|session)) )?"
                       r"(?:(?:to (?:close|end|finish|settle|trade|stand) (?:the (?:day|session) )?)?(?:at|to)"
                       r"|(?:closing|ending|finishing|settling|trading) at)"
                       r" (?:an? (?:unofficial|provisional|preliminary) )?",
    ("level", "move"): r"[\s,;(-]*(?:up|down|or|off|a (?:gain|rise|jump|drop|fall|loss|decline) of)\s",
    ("move", "base"): r",? from ",
    ("level", "base"): r",? from ",
    ("base", "level"): r",? to ",
}
JOINS = {pair: re.compile(pattern, re.I) for pair, pattern in JOINS.items()}
SAME_DAY = ("day", "premarket", "afterhours", "intraday")
TOLD = 3  # digits from which the same figure twice is no coincidence


@dataclass(frozen=True, slots=True)
class Told:
    """One move as a sentence tells it: in percent, as an amount, the level it led to, the level it came from."""

    percent: Claim | None = None
    amount: Claim | None = None
    level: Claim | None = None
    base: Claim | None = None

    def parts(self) -> tuple[Claim, ...]:
        return tuple(sorted((c for c in (self.percent, self.amount, self.level, self.base) if c), key=place))


def place(claim: Claim) -> tuple[int, int]:
    return claim.span.start, claim.span.end


def contradictions(article: Article, claims: Sequence[Claim]) -> tuple[Contradiction, ...]:
    """Every set of figures that contradict each other, in reading order, each figure in one of them at most."""
    said = sorted((c for c in claims if exact(c)), key=place)
    found = [c for told in moves_told(article, said) if (c := weigh(article, told))]
    found += [c for pair in pairs(said, mirrored) if (c := reversal(*pair))]
    found += [c for pair in pairs(said, retold) if (c := disagreeing(*pair))]
    found += [c for pair in headlined(article, said) if (c := disagreeing(*pair))]
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


def moves_told(article: Article, claims: Sequence[Claim]) -> Iterator[Told]:
    """Runs of neighbouring figures on one subject, joined by nothing but the words that writers put between them."""
    told, last = Told(), None
    for claim in claims:
        role = role_of(article, claim)
        joined = last and not getattr(told, role) and joins(article, told, last, claim)
        if not joined:
            yield told
            told = Told()
        told, last = replace(told, **{role: claim}), claim
    yield told


def role_of(article: Article, claim: Claim) -> str:
    """What a figure is in the telling of a move."""
    if claim.kind == "change":
        return "percent" if claim.quantity.unit == "percent" else "amount"
    return "base" if re.search(r"\bfrom\s+$", article.text[:claim.span.start][-8:], re.I) else "level"


def joins(article: Article, told: Told, one: Claim, other: Claim) -> bool:
    """Whether the next figure goes on telling the same move."""
    if one.sentence != other.sentence or not who(one) or who(one) != who(other) or one.span.end > other.span.start:
        return False
    ways = {c.direction for c in (*told.parts(), other) if c.kind == "change"}
    roles = [{"percent": "move", "amount": "move"}.get(r, r) for r in (role_of(article, one), role_of(article, other))]
    between = JOINS.get(tuple(roles))
    return len(ways) <= 1 and bool(between and between.fullmatch(article.text[one.span.end:other.span.start]))


def who(claim: Claim) -> str:
    subject = claim.subject
    return (subject.ric or subject.ticker or subject.text).lower() if subject else ""


def weigh(article: Article, told: Told) -> Contradiction | None:
    """Whether the figures of one telling add up; None where they do, or where nothing can be reckoned."""
    way = next((c.direction for c in (told.percent, told.amount) if c), "")
    levels = [c for c in (told.level, told.base) if c]
    units = {c.quantity.unit for c in (*levels, told.amount) if c}
    if way not in ("up", "down") or not levels or len(units) != 1 or any(c.measure == "yield" for c in levels):
        return None
    sign = 1 if way == "up" else -1
    for said, due in ((told.percent, share(told, sign)), (told.amount, difference(told, sign))):
        if said and due and not wide(said).overlaps(due):
            return disagreement(article, told, said, due, sign)
    return None


def share(told: Told, sign: int) -> Interval | None:
    """The percentage that the other figures make together."""
    amount, level, base = (c.quantity.interval() if c else None for c in (told.amount, told.level, told.base))
    if amount and base:
        ends = (amount.low, base.high), (amount.high, base.low)
    elif amount and level:
        ends = (amount.low, level.high - sign * amount.low), (amount.high, level.low - sign * amount.high)
    elif level and base:
        ends = [(sign * (a - b), b) for a, b in ((level.low, base.high), (level.high, base.low))]
    else:
        return None
    if any(start <= 0 for _, start in ends):
        return None
    return Interval(*sorted(100 * moved / start for moved, start in ends))


def difference(told: Told, sign: int) -> Interval | None:
    """The amount between the level that a move came from and the one it led to."""
    if not (told.level and told.base):
        return None
    level, base = told.level.quantity.interval(), told.base.quantity.interval()
    return Interval(*sorted((sign * (level.low - base.high), sign * (level.high - base.low))))


def wide(claim: Claim) -> Interval:
    """The digits and whatever rounds or cuts off to them: a whole step to either side."""
    amount, step = float(claim.quantity.amount), float(claim.quantity.step)
    return Interval(amount - step * 1.0001, amount + step * 1.0001)


def disagreement(article: Article, told: Told, said: Claim, due: Interval, sign: int) -> Contradiction:
    parts = told.parts()
    span = Span(parts[0].span.start, parts[-1].span.end)
    fits = figure(said, (due.low + due.high) / 2)
    fitting = [fits]
    if said is told.percent and told.amount and told.level:
        rate = float(said.quantity.amount) / 100
        fitting.append(figure(told.amount, float(told.level.quantity.amount) * rate / (1 + sign * rate)))
    others = " and ".join(c.text for c in parts if c is not said)
    detail = f"{others} ({'up' if sign > 0 else 'down'}) make {fits}, not {said.text}"
    return Contradiction(span, article.text[span.start:span.end], said.sentence, detail, tuple(fitting))


def figure(claim: Claim, value: float) -> str:
    """A value with the unit and to the last place of the claim's own."""
    return with_unit(rounded(value, claim.quantity.step), claim.quantity.step, claim.quantity.unit)


def pairs(claims: Sequence[Claim], alike: Callable[[Claim, Claim], bool]) -> Iterator[tuple[Claim, Claim]]:
    """Moves that two sentences tell of one subject in one unit, and that `alike` takes for the same move."""
    moves = [c for c in claims if c.kind == "change" and c.direction in ("up", "down") and not c.quoted and who(c)]
    for i, one in enumerate(moves):
        for other in moves[i + 1:]:
            same = one.sentence != other.sentence and who(one) == who(other)
            if same and one.quantity.unit == other.quantity.unit and alike(one, other):
                yield one, other


def mirrored(one: Claim, other: Claim) -> bool:
    """The same telling figure on the same day, once up and once down."""
    day = one.period.shape == other.period.shape == "day" and one.period.anchor == other.period.anchor
    figures = one.quantity.amount == other.quantity.amount and len(one.quantity.amount.as_tuple().digits) >= TOLD
    return day and figures and one.direction != other.direction


def reversal(one: Claim, other: Claim) -> Contradiction:
    detail = f"{one.text} {one.direction} in one place, {other.text} {other.direction} in another"
    return Contradiction(other.span, other.text, other.sentence, detail, (f"{one.direction} {one.text}",))


def retold(one: Claim, other: Claim) -> bool:
    """The same move over the same named span; of single days only the closes, which there is one of."""
    spans = [(p.shape, p.grain, p.count, p.anchor, p.until, p.part) for p in (one.period, other.period)]
    told = one.measure == "close" if one.period.shape in SAME_DAY else bool(one.period.text and other.period.text)
    fixed = one.period.shape not in ("unknown", "since") and one.quantity.unit in ("percent", "points")
    fine = one.quantity.step < 1 and other.quantity.step < 1 and "asset:commodity" not in one.hints  # consumer prices
    return (spans[0] == spans[1] and one.direction == other.direction and one.measure == other.measure
            and told and fixed and fine and not one.attribution and not other.attribution)


def headlined(article: Article, claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """A headline's day move and the body's first telling of it, where no sentence of the body says the same."""
    end = max(article.text.find("\n"), len(article.title) if article.text.startswith(article.title) else 0)
    days = [c for c in claims if c.kind == "change" and c.period.shape == "day" and who(c)]
    for head in (c for c in days if c.span.end <= end):
        body = [c for c in days if c.span.start > end and who(c) == who(head)
                and (c.quantity.unit, c.direction) == (head.quantity.unit, head.direction)]
        if body and not any(wide(c).overlaps(wide(head)) for c in body):
            yield head, body[0]


def disagreeing(one: Claim, other: Claim) -> Contradiction | None:
    """Two tellings that no rounding reconciles."""
    if wide(one).overlaps(wide(other)):
        return None
    detail = f"{one.text} {one.direction} in one place, {other.text} in another, of the same move"
    return Contradiction(other.span, other.text, other.sentence, detail, (one.text,))
