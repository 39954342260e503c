"""This file is a sentence read as clauses: each stated number or phrase with its frame, its period and what speaks against it as a market claim."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from claimcheck.claim import Clause, Period, Span
from claimcheck.language import frame as frames
from claimcheck.language import lists, phrasal, slots, void, when, whose
from claimcheck.language.frame import Frame
from claimcheck.language.line import Line
from claimcheck.language.memory import Memory, Name
from claimcheck.language.phrase import Phrase
from claimcheck.language.quantity import Number
from claimcheck.language.whose import Subject

_VALUED = re.compile(
    r"\bmarket (?:value|capitali[sz]ation|cap)\b|\bcapitali[sz]ation\b|\bvaluing\b|company's value\b|\b(?:which|was|is|were|are|now) valued\b|, valued\b",
    re.I,
)


_CATCHING = frozenset(
    "forecast fundamental target offer money company share".split()
)  # a list hands these on: "15 to 27 cents"


@dataclass(slots=True)
class Reading:
    """Where the reader of a sentence has come to: the frame before, the token behind the thing before, the last span told and where."""

    line: Line
    memory: Memory
    out: list[Clause] = field(default_factory=list)
    before: Frame | None = None
    edge: int = 0
    span: Period | None = None
    span_edge: int = 0


def read(line: Line, memory: Memory) -> list[Clause]:
    """Every number and phrase of the sentence as a clause, market claim or not."""
    things = sorted([*line.numbers, *line.phrases], key=lambda t: (t.start, -t.end))
    state = Reading(line, memory)
    places = lists.coordinated(line)
    for k, thing in enumerate(things):
        if any(other is not thing and other.start <= thing.start and thing.end <= other.end for other in line.phrases):
            continue  # the number inside "52-week high"
        if isinstance(thing, Number) and (why := void.not_a_figure(line, thing)):
            state.out.append(_clause(line, thing, Frame(), None, Period("unknown"), why))
        else:
            _take(state, thing, places.get(k))
    return state.out


def _take(state: Reading, thing: Number | Phrase, place: int | None) -> None:
    """Read one figure and move on behind it."""
    line, memory = state.line, state.memory
    start = thing.hedged if isinstance(thing, Number) and thing.hedged and not _placing(thing) else thing.start
    if isinstance(thing, Number) and (plain := void.by_words(line, thing, start)):
        state.out.append(_clause(line, thing, Frame(), None, Period("unknown"), plain))
        state.before, state.edge = Frame(), line.behind(thing.end)
        return
    whole = _framed(state, thing, start)
    frame = lists.shared(line, thing, whole, place)
    period = when.period_of(line, thing, frame, memory)
    why = _against(state, thing, frame, start)
    if _goes_on(state, thing, period, start):
        period = replace(state.span, inherited=True, text="")
    elif _off_hours(state, frame, period):
        period = replace(state.out[-1].period, inherited=True, text="")
    state.out += _clauses(line, memory, thing, frame, period, why)
    if period.shape in when.SPANS and not why and isinstance(thing, Number):
        state.span, state.span_edge, memory.period = period, line.behind(thing.end), period
    elif period.shape == "day" and not why and isinstance(thing, Number) and not period.text and _told_in_relative(state):
        state.span = None  # told of its day, and so is what is set against it
    if frame.subject.names or frame.verb:
        state.before = whole
    elif not why and not frame.chained:
        state.before = None
    state.edge = line.behind(thing.end)


def _told_in_relative(state: Reading) -> bool:
    """Was the last span told in a relative clause ("Toyota, which lost a fifth since January, was up 2 percent")?"""
    low = state.line.low[max(0, state.span_edge - 14) : state.span_edge]
    return "," in low and bool({"which", "who", "that"} & set(low))


def _framed(state: Reading, thing: Number | Phrase, start: int) -> Frame:
    """How the figure hangs in the sentence."""
    line, memory, before, edge = state.line, state.memory, state.before, state.edge
    frame = frames.read(line, memory, start, thing.end, before, edge)
    if isinstance(thing, Phrase):
        return phrasal.framed(line, memory, thing, frame, before, edge)
    if thing.word in ("up", "down", "flat") and not (frame.subject.names and frame.verb):
        frame = _verb_itself(line, memory, thing, frame, before, edge)
    if (
        not frame.subject.names
        and not frame.subject.void
        and thing.scaled
        and _VALUED.search(line.text[max(0, thing.start - 60) : thing.end + 30])
    ):
        return replace(frame, subject=_valued(line, memory, thing))
    return frame


def _against(state: Reading, thing: Number | Phrase, frame: Frame, start: int) -> str:
    """Why the figure is none of a market: by its own words, or because it goes on from one that is none."""
    line, edge = state.line, state.edge
    why = void.forecast(line, thing, frame, start)
    last = state.out[-1].void or _amount(state.out[-1]) if state.out else ""
    if why or last not in _CATCHING:
        return why
    a = line.first(start)
    if frame.part in ("adjective", "noun") and frame.subject.head != "share" and _trails(line, edge, a):
        return last
    return last if frame.chained and isinstance(thing, Number) and line.first(thing.start) - edge <= 3 else ""


def _amount(clause: Clause) -> str:
    """ "money" for an amount in the millions that is no market value: what trails it ("..., up 5 percent") is of the business too."""
    return "money" if "scaled" in clause.hints and "value-words" not in clause.hints and clause.quantity is not None and clause.quantity.unit not in ("shares", "percent", "") else ""


def _off_hours(state: Reading, frame: Frame, period: Period) -> bool:
    """Is the move told with one before or after the session, of the same subject ("..., regaining ground after falling 8 percent")?"""
    last = state.out[-1] if state.out else None
    return (
        last is not None
        and last.period.shape in ("premarket", "afterhours")
        and not last.void
        and period.shape == "day"
        and not period.text
        and last.subject is not None
        and any(name.text == last.subject.text for name in frame.subject.names)
    )


def _goes_on(state: Reading, thing: Number | Phrase, period: Period, start: int) -> bool:
    """Does the span of the figure before hold for this one, which says none and is set against it?"""
    if state.span is None or period.shape != "day" or not isinstance(thing, Number):
        return False
    if period.text and not (period.span and state.span.span and period.span.end <= state.span.span.start):
        return False  # it says a day of its own, and not at the head of the sentence
    return thing.quantity.unit not in ("shares", "contracts", "") and when.contrasted(
        state.line, state.span_edge, state.line.first(start)
    )


def _trails(line: Line, edge: int, a: int) -> bool:
    """Does the figure only follow up the one before ("sales of $2 billion, down 3 percent", "an increase of 6 percent")?"""
    gap = line.text[line.tokens[edge - 1][1] : line.tokens[a][0]] if 0 < edge <= a < len(line.tokens) else ""
    return bool(
        re.fullmatch(
            r"[^;]{0,60}?,? ?(?:which (?:is|was) )?(?:up|down|off|higher|lower|an? (?:increase|rise|gain|decline|drop|fall|decrease|jump))(?: of| by| from| about| nearly| more than| almost| around| some)*\s*",
            gap,
        )
    ) and not any(n.start >= line.tokens[edge - 1][1] and n.end <= line.tokens[a][0] for n in line.names)


def _placing(number: Number) -> bool:
    """ "above 1,500", "below $40" place a price; before a percentage the same words only open it."""
    return number.quantity.hedge.split(" ")[-1] in ("above", "below") and number.quantity.unit not in (
        "percent",
        "basis points",
    )


def _clauses(
    line: Line, memory: Memory, thing: Number | Phrase, frame: Frame, period: Period, why: str
) -> list[Clause]:
    """One clause for each subject that shares the number; one without where nobody is named."""
    names = frame.subject.names or (None,)
    if len(names) > 1 and frame.subject.via == "respectively":
        names = names[:1]
    return [_clause(line, thing, frame, name, period, why or frame.subject.void, memory) for name in names]


def _clause(
    line: Line,
    thing: Number | Phrase,
    frame: Frame,
    name: Name | None,
    period: Period,
    why: str,
    memory: Memory | None = None,
) -> Clause:
    sentence = line.sentence
    quantity = slots.quantity_of(line, thing, frame)
    span = Span(sentence.original(thing.start), sentence.original(thing.end, end=True))
    if quantity is not None:
        quantity = replace(quantity, span=span)
    direction = slots.direction_of(thing, frame)
    hints = slots.hints_of(line, thing, frame, name, memory)
    subject = slots.mention_of(line, name, frame, quantity, memory) if name else None
    who, quoted = slots.said_by(line, thing)
    return Clause(
        line.text[thing.start : thing.end],
        span,
        Span(sentence.start, sentence.end),
        line.text,
        quantity,
        frame.cue,
        frame.verb,
        direction,
        subject,
        period,
        slots.measure_of(line, thing, frame, period),
        who,
        quoted,
        hints,
        why,
        slots.notes_of(frame, name, period),
    )


def _verb_itself(line: Line, memory: Memory, number: Number, frame: Frame, previous: Frame | None, edge: int) -> Frame:
    """ "have doubled", "closed flat": the number word is its own verb."""
    at = line.first(number.start)
    own = Frame(line.low[at], at, number.word, "verb", clause=whose.clause_start(line, at))
    return replace(own, subject=frames.subject_of(line, memory, own, previous, edge), closing=frame.closing)


def _valued(line: Line, memory: Memory, number: Number) -> Subject:
    """Whose market value: the name before the number in its clause, else the company spoken of."""
    a = line.first(number.start)
    here = [
        n
        for n in line.names
        if n.end <= number.start and n.asset in ("equity", "unknown", "group", "index", "crypto") and n.sure
    ]
    if here:
        i = (
            line.first(here[-1].start)
            if line.first(here[-1].start) >= whose.clause_start(line, a)
            else line.first(here[0].start)
        )
        return replace(whose.name_subject(line, memory, i), head="share")
    return whose.carried_company(line, memory, a, "carried")
