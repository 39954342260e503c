"""This file is comparisons: "rose 8 percent, outpacing the Dow", "has underperformed the S&P 500 this year".

A participle takes subject and period from the move that it follows; a finite verb has its own subject, and its period
must be said. Both sides must be instruments; where one is not, nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from claimcheck.claim import Article, Claim, Mention, Period, Quantity, Span
from claimcheck.kinds.comparison import COMPARED
from claimcheck.language import period as periods
from claimcheck.language import quantity, slots, subject, whose
from claimcheck.language.frame import Frame
from claimcheck.language.line import Line, lay
from claimcheck.language.memory import Name
from claimcheck.language.sentence import Sentence
from claimcheck.language.shape import this_year
from claimcheck.language.story import Story
from claimcheck.language.whose import Subject
from claimcheck.market import Instrument

KEYS = ("tperform", "rperform", "outpac", "lagg", "trail", "wice th", "ouble th")
_FALL = r"drop|fall|decline|decrease|loss|slide|dip|slip|slump|plunge"
_MOVE = rf"(?:rise|gain|increase|advance|jump|climb|rally|surge|return|performance|{_FALL})s?"
_SIZE = (
    r"(?:(?:roughly|about|more than|nearly|some|almost|over) )?"
    r"(?:negative )?[\d.,/ -]*\d(?:/\d)? ?(?:percent|per cent|%|points?|(?=[a-z]))"
)
_VERB = re.compile(
    r"\b(?:(?P<up>outperform(?:ed|ing|s)|outpac(?:ed|ing|es))|(?P<down>underperform(?:ed|ing|s)|lagg(?:ed|ing)"
    r"|trail(?:ed|ing)))\b"
    r"|\b(?P<hedge>(?:well |just )?(?:more than|over|less than|under|nearly|almost|about|roughly|around|some) )?"
    r"(?P<times>twice|double) (?=the\b)"
)
_GAP = re.compile(
    rf"\s*(?:(?:behind|against|both) )?(?:(?:a|an|the|its|their|that) )?(?:{_SIZE} |flat |steady )?"
    rf"(?:(?P<move>{_MOVE}) (?:of|in|by|for|on|seen in|posted by|recorded by) )?(?:(?:a|the) )?"
    r"(?:(?:broader|wider|overall|broad) (?:stock )?market,? (?:as )?measured by (?:the )?)?"
    r"(?:(?:broader|broad|wider|main|benchmark|blue[- ]chip|local|overall|tech-heavy|technology-heavy|bellwether|key"
    r"|U\.S\.|German|French|British|UK|Japanese|European|Canadian|Australian|[A-Z]\w+'s|market|stock|index) ){0,3}"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_TAIL = re.compile(
    r"(?: +(?:[Ii]ndustrial )?(?:stock |share |composite |equity )?(?:index|average|benchmark))?"
    rf"(?:(?P<move>(?:'s?)?(?: +{_SIZE})?(?: +{_MOVE})|'s +{_SIZE})\b)?"
    r"(?=\s*(?:$|[,.;:)(]|--? |[\"'](?:\s|$))| +(?:which|that (?:was|is|rose|fell|has|had)|by|this|last|for the|since"
    r"|so far|year|during|through|with|when|as|and|but|while|over|at \d|month|to date"
    rf"|on (?:Mon|Tues|Wednes|Thurs|Fri)day|in (?:recent|the|that|20\d\d|19\d\d|early|morning|afternoon|{_MONTHS}))\b)"
)
_NOT_SAID = re.compile(
    r"\b(?:will|would|could|may|might|should|can|if|whether|not|never|expect\w*|likely|unlikely|forecast\w*|rated?"
    r"|ratings?|tend(?:s|ed)?|why|hope\w*|ability|failed|instead of|rather than)\b|n't\b",
    re.I,
)
_BUSINESS = re.compile(
    r"\b(?:revenues?|profits?|earnings|sales|growth|spending|market share|advanc(?:ers|ing)|declin(?:ers|ing stocks)"
    r"|funds?|investors?|managers?|traders?|buyers?|analysts?|portfolios?|holdings?|strateg(?:y|ies)|returns|bonds?|spreads?|volumes?)\b",
    re.I,
)
_SHARED = re.compile(rf"(?: [a-z-]+)? {_MOVE} ", re.I)
_BY = re.compile(r"(?: +(?:index|average))? +by (?:[a-z]+ ){0,2}$")
SAID = ("day", "week", "month", "quarter", "year", "ytd", "since", "range")
VAGUE = ("event", "level", "unnamed", "that-day")
_BREAK = re.compile(r"[;?]|:(?!\d)|\b(?:while|but|whose|and)\b")
_SET_OFF = re.compile(r"(?:^|[,)-]) *(?:(?:\w+ly|far|well) )?$")
REACH = 130  # characters between a move and the participle that sets it against another
TWICE = Quantity(Decimal(2), "ratio", "eq", Span(0, 0), Decimal("0.5"))
HEDGES = {"more than": "gt", "over": "gt", "less than": "lt", "under": "lt"}


@dataclass(frozen=True, slots=True)
class Found:
    """A word of comparison in a sentence, the name behind it, and the number that says by how much.

    after: the direction of the moves that it can follow, "" for any: what outpaces a fall while it falls may have
    fallen more, and what lags a fall may have fallen less.
    """

    start: int
    end: int
    direction: str
    rival: Name
    quantity: Quantity | None
    finite: bool
    after: str = ""


def claims(sent: Sentence, read: Sequence[Claim], story: Story) -> list[Claim]:
    """The comparisons of one sentence; read: the claims that were read in it."""
    if not any(key in sent.text for key in KEYS) or not _VERB.search(sent.text):
        return []
    sent, memory = story.clean(sent), story.aside(sent)
    names = subject.find(sent, memory)
    out: list[Claim] = []
    for found in _found(sent, names, memory):
        made = _after_verb(sent, found, names, memory, story.article) if found.finite else []
        out += made or _after_move(sent, found, names, read, memory, story.article)
    return [each for each in out if _between_two(each, memory)]


def joined(sent: Sentence, read: list[Claim], story: Story) -> list[Claim]:
    """The claims of a sentence with its comparisons; a number that says by how much is that of no other claim."""
    made = claims(sent, read, story)
    taken = [c.span for c in made if c.quantity is not None and c.quantity.unit == "percent"]
    return [c for c in read if not any(c.span.overlaps(span) for span in taken)] + made


def _between_two(claim: Claim, memory) -> bool:
    """Do both sides name an instrument with a price, and not the same one?"""
    sides = [memory.names.resolve(side, claim.written.date(), suggest=False) for side in (claim.subject, claim.versus)]
    if not all(isinstance(side, Instrument) and side.symbol and side.asset in COMPARED for side in sides):
        return False
    return sides[0].symbol != sides[1].symbol


def _found(sent: Sentence, names: Sequence[Name], memory) -> Iterator[Found]:
    text = sent.text
    for m in _VERB.finditer(text):
        rival = next((n for n in names if n.start >= m.end() and _GAP.fullmatch(text, m.end(), n.start)), None)
        if rival is None or not _comparable(rival, memory):
            continue
        gap, tail = _GAP.fullmatch(text, m.end(), rival.start), _TAIL.match(text, rival.end)
        if tail is None or m["times"] and not (gap["move"] or tail["move"]):
            continue
        if m["times"]:
            said = (m["hedge"] or "").strip().removeprefix("well ").removeprefix("just ")
            number = replace(TWICE, comparator=HEDGES.get(said, "approx" if said else "eq"), hedge=said)
            yield Found(m.start(), m.end() - 1, "", rival, number, False)
        else:
            direction, finite = "up" if m["up"] else "down", not m[0].endswith("ing")
            falls = re.search(_FALL, (gap["move"] or "") + (tail["move"] or ""))
            only = "up" if m[0].startswith("outpac") or falls and m[0].startswith(("lag", "trail")) else ""
            yield Found(m.start(), m.end(), direction, rival, _distance(sent, rival), finite, only)


def _distance(sent: Sentence, rival: Name) -> Quantity | None:
    """ "... the S&P 500 by 6 percentage points"."""
    for number in quantity.find(sent.text) if " by " in sent.text[rival.end :] else ():
        start = number.hedged if number.hedged else number.start
        said = number.quantity
        if _BY.fullmatch(sent.text, rival.end, start) and said.unit in ("percent", "points", "basis points"):
            span = Span(sent.original(number.start), sent.original(number.end, end=True))
            scale = 100 if said.unit == "basis points" else 1  # "6 percentage points" are read as 600 basis points
            return replace(said, unit="percent", amount=said.amount / scale, step=said.step / scale, span=span)
    return None


def _comparable(name: Name, memory) -> bool:
    if name.asset == "group" and not name.ric:
        return False
    found = memory.instrument(name)
    return found is not None and bool(found.symbol) and found.asset in COMPARED and (name.sure or bool(name.ric))


def _after_move(
    sent: Sentence, found: Found, names: Sequence[Name], read: Sequence[Claim], memory, article: Article
) -> Iterator[Claim]:
    """ "Rose 8 percent over the past year, outpacing ...": subject and period are those of the move."""
    start = sent.original(found.start)
    moved = (c for c in read if c.kind == "change" and c.direction in ("up", "down") and c.subject is not None)
    moves = [c for c in moved if c.span.end <= start]
    if not moves:
        return
    last = max(c.span.end for c in moves)
    ends = _clean_offset(sent, last)
    between = sent.text[ends : found.start]
    if len(between) > REACH or any(pattern.search(between) for pattern in (_BREAK, _NOT_SAID, _BUSINESS)):
        return
    if not (_SHARED.fullmatch(between) if found.finite else _SET_OFF.search(between)):
        return
    for move in (c for c in moves if c.span.end == last):
        others = [n for n in names if ends <= n.start < found.start and n.text != move.subject.text]
        alone = not any(n.asset in COMPARED and memory.instrument(n) is not None for n in others)
        if alone and found.after in ("", move.direction):
            yield _from_move(sent, found, move, article)


def _clean_offset(sent: Sentence, at: int) -> int:
    """The place in the clean text of an offset of the article."""
    return next((at - shift for start, shift in zip(sent.starts[::-1], sent.shifts[::-1], strict=True)
                 if at - shift >= start), 0)  # fmt: skip


def _from_move(sent: Sentence, found: Found, move: Claim, article: Article) -> Claim:
    """The comparison that goes on from a move."""
    span, rival = _span(sent, found), _mention(sent, found.rival)
    words = article.text[span.start : span.end]
    number = found.quantity and (found.quantity if found.direction else replace(found.quantity, span=span))
    return replace(
        move, kind="comparison", rule="comparison", span=span, text=words, quantity=number, versus=rival,
        direction=found.direction or move.direction, of="", horizon=None, also=(),
        measure="close" if move.measure == "close" else "price",
        notes=(f'"{words}" sets {move.subject.text} against {rival.text}, period of the move before',),
    )  # fmt: skip


def _after_verb(sent: Sentence, found: Found, names: list[Name], memory, article: Article) -> list[Claim]:
    """ "Its stock has underperformed the S&P 500 this year": the verb's own subject, and a period that is said."""
    text = sent.text
    head = text[max(0, found.start - 50) : found.start]
    if _NOT_SAID.search(head[-40:]) or _BUSINESS.search(head) or text.rstrip('" ').endswith("?"):
        return []
    line = lay(sent, names, [], periods.find(text), [], None)
    who = whose.subject_before(line, memory, line.first(found.start))
    when = _period(line, found)
    if when is None or who.void or who.head == "doer":
        return []
    if found.rival.asset == "equity" and who.head != "share":
        return []  # companies outdo one another in much else
    return [_own(line, found, name, when, who, memory, article) for name in who.names if _comparable(name, memory)]


def _period(line: Line, found: Found) -> Period | None:
    """The period behind the rival, else the last one before the verb; None where none is said."""
    fit = [w for w in line.periods if w.period.shape in SAID and w.period.anchor not in VAGUE]
    behind = next((w for w in fit if w.start >= found.rival.end), None)
    if behind is not None and _BREAK.search(line.text[found.rival.end : behind.start] + " "):
        behind = None
    before = next((w for w in reversed(fit) if w.end <= found.start), None)
    chosen = behind or before
    if chosen is None:
        return None
    span = Span(line.sentence.original(chosen.start), line.sentence.original(chosen.end, end=True))
    return replace(chosen.period, span=span)


def _own(line: Line, found: Found, name: Name, when: Period, who: Subject, memory, article: Article) -> Claim:
    """The comparison that a finite verb states."""
    sent = line.sentence
    span, rival = _span(sent, found), _mention(sent, found.rival)
    words = article.text[span.start : span.end]
    when = this_year(when, article)
    return Claim(
        "comparison", "comparison", article.id, article.written, article.dated, span, words, sent.text,
        slots.mention_of(line, name, Frame(subject=who), None, memory), found.direction, found.quantity,
        "price" if when.shape == "day" else "close", when,
        quoted=sent.text[: found.start].count('"') % 2 == 1, hints=(f"head:{who.head}",),
        notes=(f'"{words}" sets {name.text} against {rival.text}',), versus=rival,
    )  # fmt: skip


def _span(sent: Sentence, found: Found) -> Span:
    """Of the number that says by how much, else of the word of comparison."""
    if found.direction and found.quantity is not None:
        return found.quantity.span
    return Span(sent.original(found.start), sent.original(found.end, end=True))


def _mention(sent: Sentence, name: Name) -> Mention:
    span = Span(sent.original(name.start), sent.original(name.end, end=True))
    return Mention(name.text, span, name.ric, name.ticker, name.exchange, "", name.listing,
                   "" if name.form == "moved" else name.form)  # fmt: skip
