"""This file is corrected figures: the number that would have been right, in the writer's own notation and precision.

A fix is safe only where exactly one correction is right: every usual reading rounds to the same figure, the direction
is as written, the words are the writer's own, and the claim with the new figure is supported.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from claimcheck.claim import Claim, Span
from claimcheck.corrected import rounded
from claimcheck.lint.finding import Finding, Fix
from claimcheck.markup.prose import Prose
from claimcheck.verdict import Checked, Inexact, Reading, Refuted, Supported, judge

NUMERAL = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
FIXED = ("change", "level", "market_value_change", "market_value_level", "volume", "comparison")
# The verb of the other direction, tense by tense; a verb that is not here is not swapped.  No word that is a noun of
# another article ("an advance") or of another form ("a gain", "gain") stands here.
OPPOSITES = (
    ("rose", "fell"), ("rise", "fall"), ("rises", "falls"), ("rising", "falling"), ("risen", "fallen"),
    ("gained", "lost"), ("gaining", "losing"), ("climbed", "slid"), ("climb", "slide"), ("climbing", "sliding"),
    ("jumped", "tumbled"), ("jump", "tumble"), ("jumping", "tumbling"), ("soared", "plunged"), ("soaring", "plunging"),
    ("surged", "slumped"), ("surging", "slumping"), ("up", "down"), ("advanced", "declined"),
    ("advancing", "declining"), ("added", "shed"), ("adding", "shedding"), ("higher", "lower"), ("rallied", "dropped"),
    ("increased", "decreased"),
)
OTHER = {word: other for pair in OPPOSITES for word, other in (pair, pair[::-1])}
FALLBACK = {"sank": "rose", "slipped": "rose", "eased": "rose", "dipped": "rose"}


def fix_of(checked: Checked, prose: Prose, source: str, quoted: bool, others: Sequence[Checked] = ()) -> Fix | None:
    """What to write instead; None where the figure is not plain digits or nothing can be said for sure.

    others: the article's claims; those of the same sentence that are right may settle which session is meant.
    """
    claim, verdict = checked.claim, checked.verdict
    quantity = claim.quantity
    if not isinstance(verdict, (Inexact, Refuted)) or claim.kind not in FIXED or quantity is None or quantity.upto:
        return None
    numeral = alone(claim, prose)
    if numeral is None:
        return None
    if getattr(verdict, "fault", "") in ("wrong-direction", "other-order"):
        return turned(checked, numeral, prose, source)
    usual = settled(checked, plain(verdict.readings), others)
    points = [each for each in usual if each.value.low == each.value.high]
    figures = {rewritten(claim, numeral, reading, prose) for reading in points}
    best = figures.pop() if len(figures) == 1 else rewritten(claim, numeral, verdict.reading, prose)
    if best is None or best == prose.text[numeral.start:numeral.end]:
        return None
    amount = Decimal(best.replace(",", "")) * scale(claim, numeral, prose)
    sure = bool(points) and not figures and as_said(claim, points)
    sure = sure and all(supported(claim, amount, reading) for reading in usual)
    # Where no day is named, a figure that is some price of the session may be of another moment, or another day's.
    sure = sure and not (verdict.reading.stretch and not claim.period.text)
    place = prose.source(numeral.start, numeral.end)
    return Fix(place.start, place.end, best, sure and not quoted and not claim.attribution)


def plain(readings: Sequence[Reading]) -> list[Reading]:
    """The readings that the words ask for."""
    return [each for each in readings if each.window.usual and not each.stretch and each.doubt is None]


def settled(checked: Checked, readings: list[Reading], others: Sequence[Checked]) -> list[Reading]:
    """The readings over the windows in which the sentence's other figures of this instrument are right, if any are."""
    windows = {each.verdict.reading.window for each in others
               if isinstance(each.verdict, Supported) and each.claim.sentence == checked.claim.sentence
               and each.instrument == checked.instrument}
    return [each for each in readings if each.window in windows] or readings


def as_said(claim: Claim, readings: Sequence[Reading]) -> bool:
    """Whether all readings go the way that the words say."""
    signs = {each.value.low > 0 for each in readings}
    return claim.direction not in ("up", "down") or claim.kind == "level" or signs == {claim.direction == "up"}


def alone(claim: Claim, prose: Prose) -> Span | None:
    """Where the one numeral of the claim stands in the prose, letter by letter as in the source."""
    found = list(NUMERAL.finditer(prose.text, claim.span.start, claim.span.end))
    if len(found) != 1:
        return None
    span = Span(*found[0].span())
    first, last = prose.piece(span.start), prose.piece(span.end - 1)
    return span if first == last and first.literal else None


def rewritten(claim: Claim, numeral: Span, reading: Reading, prose: Prose) -> str | None:
    """The figure of a reading as the writer would have spelled it; None where it is no figure at that precision."""
    written, value, quantity = prose.text[numeral.start:numeral.end], reading.value, claim.quantity
    said = Decimal(written.replace(",", ""))
    if not said or value.low != value.high or value.low * value.high <= 0 or claim.kind == "level" and value.low < 0:
        return None
    times, step = scale(claim, numeral, prose), Decimal(1).scaleb(said.as_tuple().exponent)
    if step * times != quantity.step:
        return None
    new = (rounded(abs(value.low), quantity.step) / times).quantize(step, ROUND_HALF_UP)
    if new <= 0 or not supported(claim, new * times, reading):
        return None
    grouped = "," in written or (said < 1000 <= new)
    return f"{new:,f}" if grouped else f"{new:f}"


def scale(claim: Claim, numeral: Span, prose: Prose) -> Decimal:
    """How many times the numeral the amount is: "$589 billion" is written as 589, the word keeps its billion."""
    return claim.quantity.amount / Decimal(prose.text[numeral.start:numeral.end].replace(",", ""))


def supported(claim: Claim, amount: Decimal, reading: Reading) -> bool:
    """Whether the claim with this amount is borne out by the reading."""
    mended = replace(claim, quantity=replace(claim.quantity, amount=amount))
    return isinstance(judge(mended, (replace(reading, stretch=False, doubt=None),)), Supported)


def turned(checked: Checked, numeral: Span, prose: Prose, source: str) -> Fix | None:
    """The verb of the other direction and the figure that goes with it; never safe."""
    claim, reading = checked.claim, checked.verdict.reading
    verb = verb_of(claim, numeral, prose)
    if verb is None or claim.kind == "comparison":
        return None
    mirrored = replace(claim, direction="down" if claim.direction == "up" else "up")
    figure = rewritten(mirrored, numeral, reading, prose)
    if figure is None:
        return None
    word = prose.text[verb.start:verb.end]
    other = OTHER.get(word.lower()) or FALLBACK[word.lower()]
    before, after = prose.source(verb.start, verb.end), prose.source(numeral.start, numeral.end)
    between = source[before.end:after.start]
    return Fix(before.start, after.end, (other.capitalize() if word[0].isupper() else other) + between + figure, False)


def verb_of(claim: Claim, numeral: Span, prose: Prose) -> Span | None:
    """The word before the figure that gives its direction, where it is the only such word between."""
    governed = next((match[1] for note in claim.notes if (match := re.match(r'governed by "([^"]+)"', note))), "")
    if governed.lower() not in OTHER | FALLBACK:
        return None
    reach = prose.text[max(0, numeral.start - 60):numeral.start]
    found = [m for m in re.finditer(r"[A-Za-z]+", reach) if m[0].lower() == governed.lower()]
    if not found or re.search(r"[.!?;]\s", reach[found[-1].end():]):
        return None
    at = max(0, numeral.start - 60)
    return Span(at + found[-1].start(), at + found[-1].end())


def chosen(findings: Sequence[Finding], unsafe: bool) -> list[Fix]:
    """The fixes to put in: of two that overlap the first."""
    taken: list[Fix] = []
    for fix in sorted((f.fix for f in findings if f.fix and (f.fix.safe or unsafe)), key=lambda fix: fix.start):
        if not taken or fix.start >= taken[-1].end:
            taken.append(fix)
    return taken


def applied(text: str, fixes: Sequence[Fix]) -> str:
    """The text with fixes put in, which do not overlap."""
    return "".join(pieces(text, fixes))


def pieces(text: str, fixes: Sequence[Fix]) -> Iterator[str]:
    at = 0
    for fix in fixes:
        yield text[at:fix.start]
        yield fix.text
        at = fix.end
    yield text[at:]
