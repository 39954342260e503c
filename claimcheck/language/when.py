"""This file is which period belongs to a number: behind it, between verb and it, at the sentence's head, or none."""

from __future__ import annotations

import re
from dataclasses import replace

from claimcheck.claim import Period, Span
from claimcheck.language import way
from claimcheck.language.frame import Frame
from claimcheck.language.line import Line
from claimcheck.language.memory import Memory
from claimcheck.language.period import When
from claimcheck.language.phrase import Phrase
from claimcheck.language.quantity import Number
from claimcheck.language.words import level_words, moves, nouns


def contrasted(line: Line, behind: int, a: int) -> bool:
    """Is the figure set against an earlier one of the sentence, so that it shares its span?

    "While the Dow gained 9 percent", "versus", "and the Nasdaq".
    """
    return any(
        line.low[i]
        in (
            "while",
            "versus",
            "vs",
            "compared",
            "lagging",
            "outpaced",
            "outpacing",
            "outperforming",
            "beating",
            "trailing",
            "and",
            "than",
        )
        or line.low[i] in ("below", "above")
        and line.word(i - 1) == "well"
        for i in range(behind, a)
    ) and not any(line.low[i] in (";",) for i in range(behind, a))


SPANS = frozenset("week month quarter ytd year range since".split())
_SHARED = SPANS | {"premarket", "afterhours"}  # periods that a list shares


def period_of(line: Line, thing: Number | Phrase, frame: Frame, memory: Memory) -> Period:
    """The period that belongs to a number: directly behind it, between verb and it, or at the sentence's head."""
    hint = next((w for w in line.periods if w.period.shape == "unknown" and w.start <= thing.start < thing.end <= w.end), None)
    if hint is not None:
        extreme = isinstance(thing, Phrase) and thing.kind == "extreme"
        return Period("point", anchor="unnamed", text=hint.period.text) if extreme else hint.period
    free = [
        w
        for w in line.periods
        if (
            w.period.anchor in ("level", "event")
            or not any(p.start < w.end and w.start < p.end for p in line.phrases)
        )
        and not _told_of(line, w, thing)
    ]
    a, b = line.first(thing.start), line.behind(thing.end)
    if isinstance(thing, Number) and (found := way.period(line, thing)):
        return found
    if isinstance(thing, Phrase):
        free = [w for w in free if not (w.start < thing.end and thing.start < w.end)]
        if thing.kind == "extreme" and thing.of == "level":
            return _extreme_period(line, thing, free, frame, a, b)
    if (
        isinstance(thing, Number)
        and thing.quantity.unit in ("shares", "contracts", "")
        and (found := _average_period(line, thing, a, b))
    ):
        return found
    if frame.part in ("noun", "adjective") and frame.at >= b:
        b = frame.at + 1
    right = _right_period(line, free, b, thing)
    if (
        right is not None
        and isinstance(thing, Number)
        and thing.quantity.unit == "shares"
        and re.search(
            r"\b(?:versus|compared|below|above|topping|against|exceeding|than)\b", line.text[thing.end : right.start]
        )
    ):
        right = None
    if (
        right is not None
        and right.period.anchor == "level"
        and sum(not line.skip[i] for i in range(b, line.first(right.start))) > 1
    ):
        right = None
    if owned := next((w for w in free if w.end < thing.start and _DAYS_OWN.fullmatch(line.text, w.end, thing.start)), None):
        return replace(owned.period, span=_original(line, owned))
    if right is None and isinstance(thing, Number):
        right = _in_relative(line, free, frame, b)
    elif right is not None and right.period.shape == "day" and _closed_later(line, b, right):
        lead = _leading(line, free, frame, a)
        right = lead if lead is not None and lead.period.shape in SPANS else right
    if right is None and isinstance(thing, Number) and _OLD_HIGH.search(line.text[max(0, thing.start - 70) : thing.start]):
        return Period("unknown", text="its earlier high")
    middle = [w for w in free if frame.clause <= line.first(w.start) < a and _within(line, w, frame, a)]
    chosen = right or (middle[-1] if middle else None) or _leading(line, free, frame, a)
    if chosen is None and (told := _then_when(line, frame, a)) is not None:
        chosen = told
    if isinstance(thing, Phrase) and thing.kind == "streak":
        return Period(
            "range",
            thing.grain,
            int(thing.count),
            trailing=True,
            text=chosen.period.text if chosen else "",
            anchor=chosen.period.anchor if chosen and chosen.period.shape == "day" else "",
        )
    if isinstance(thing, Phrase) and thing.kind == "extreme" and thing.of == "streak":
        return Period("since", anchor=thing.horizon.anchor if thing.horizon else "")
    if isinstance(thing, Phrase) and thing.kind == "extreme" and _YEAR_BEGUN.search(line.text, thing.start, thing.end + 12):
        return Period("unknown", text="start to the year")
    if (
        isinstance(thing, Phrase)
        and thing.kind == "extreme"
        and thing.of == "move"
        and thing.grain in ("week", "month", "quarter", "year")
    ):
        return Period(thing.grain, anchor=f"this-{thing.grain}")
    if chosen is None and isinstance(thing, Number) and _SINCE.match(line.text, thing.end):
        said = next((w for w in reversed(free) if w.end <= thing.start and w.period.shape in ("day", "range")), None)
        anchor = said.period.anchor if said is not None else memory.day
        return Period("since", anchor=anchor or "event", text="since", inherited=True)
    if chosen is None or chosen.period.shape == "since" and chosen.period.anchor == "level" and chosen is not right:
        return _implied(line, thing, frame, memory)
    if chosen.period.anchor == "unnamed" and (
        named := _leading(line, [w for w in free if w.period.shape == "day" and w is not chosen], frame, a)
        or next((w for w in free if w.period.shape == "day" and w is not chosen), None)
    ):
        chosen = named
    period = replace(_merged(line, free, chosen, thing), span=_original(line, chosen))
    if period.anchor == "that-day":
        said = next(
            (
                w.period.anchor
                for w in reversed(free)
                if w.end <= chosen.start and w.period.shape == "day" and w.period.anchor
            ),
            "",
        )
        return replace(period, anchor=said or memory.day or "event", inherited=True)
    if period.shape == "day" and "late" in period.text and _AFTER_CLOSE.match(line.text, chosen.end):
        return replace(period, shape="afterhours")
    if period.shape == "day" and period.anchor:
        memory.day = period.anchor
    if period.shape == "same":
        return (
            replace(memory.period, text=period.text, span=period.span, inherited=True)
            if memory.period
            else replace(period, shape="unknown")
        )
    return period


_SINCE = re.compile(r" (?:ever )?since(?: then| that day| that point)?(?=[,.;:]|$| and | but )")
_YEAR_BEGUN = re.compile(r"\bstart to (?:the|a|this) year\b")
_OLD_HIGH = re.compile(
    r"\b(?:near|below|off|shy of|short of|under|from|toward|towards|close to) (?:its|their|the|an?) (?:[\w-]+ ){0,4}"
    r"(?:high|low|peak|record|trough|top)s? (?:close )?(?:of|at|around) (?:about |around |nearly )?$"
)
_AFTER_CLOSE = re.compile(r",? (?:after|having) (?:closing|ending|finishing|settling|closed|ended)\b")
_OWN_MOVE = re.compile(
    r" (?:gain|loss|drop|rise|fall|decline|advance|rally|slide)(?: (?:for|in|by) [^,.;]{2,40}?)? "
    r"(?:of|now stands at|stands at|comes to|to) (?:[a-z]+ ){0,2}?(?=[$€£]?\d)"
)
_DAYS_OWN = re.compile(r"'s (?:[a-z-]+ ){0,3}")  # "Wednesday's 6.6 percent gain", "Friday's close at $10"
_ITS_CLOSE = re.compile(r"'s (?:\w+ )?(?:close|closing|finish|settlement)\b")
_ITS_MOVE = re.compile(
    r"'s (?:\w+ )?(?:losses|loss|gains?|drop|fall|decline|rally|slide|sell-?off|rout|plunge|advance|rise|surge|"
    r"jump|slump|tumble|retreat|rebound)\b"
)


def _told_of(line: Line, when: When, thing: Number | Phrase) -> bool:
    """ "erased Friday's losses and rose 2 percent", "a three-day gain of 4 percent": the time of another move."""
    if thing.end <= when.start and _ITS_CLOSE.match(line.text, when.end):
        return bool(re.search(r"\b(?:from|than|below|above|versus)$", line.text[: when.start].rstrip().removesuffix(" on")))
    if own := _OWN_MOVE.match(line.text, when.end):
        return "-" in when.period.text and not own.end() == thing.start
    m = _ITS_MOVE.match(line.text, when.end) if when.period.shape == "day" else None
    return bool(m) and m.end() < thing.start


def _in_relative(line: Line, free: list[When], frame: Frame, b: int) -> When | None:
    """ "Shares of X, which rose 10 percent after reporting results on Tuesday, fell": a relative clause's own day."""
    if frame.at < 1 or not any(line.word(frame.at - k) in ("which", "that", "who") for k in (1, 2, 3)):
        return None
    if line.word(b) not in ("after", "following", "when", "as"):
        return None
    stop = next((i for i in range(b, len(line.low)) if line.low[i] in (",", ";")), b)
    return next((w for w in free if w.period.shape == "day" and b < line.first(w.start) < stop), None)


def _then_when(line: Line, frame: Frame, a: int) -> When | None:
    """ "during the financial crisis, when its shares fell below $6": the time that a clause with "when" goes on from."""
    at = next((i for i in range(a - 1, max(frame.clause, a - 12) - 1, -1) if line.low[i] == "when"), -1)
    if at < 0:
        return None
    before = line.tokens[at][0]
    return next((w for w in line.periods if w.end <= before and not line.text[w.end : before].strip(", ")), None)


def _closed_later(line: Line, b: int, when: When) -> bool:
    """Does "and closed at ..." stand between the figure and the day?"""
    closers = level_words()[0]
    return any(line.low[i] == "and" and line.word(i + 1) in closers for i in range(b, line.first(when.start)))


_MOMENTS = ("day", "intraday", "premarket", "afterhours", "month", "week")


def _extreme_period(line: Line, phrase: Phrase, free: list[When], frame: Frame, a: int, b: int) -> Period:
    """An extreme's own moment: the day said beside it, else the point; "highest since" spans from that day."""
    if (
        phrase.horizon is not None
        and phrase.horizon.shape in ("since", "day")
        and re.search(r"since", line.text[phrase.start : phrase.end])
    ):
        return Period("since", anchor=phrase.horizon.anchor, part=phrase.horizon.part, text=phrase.horizon.text)
    when = (
        _then_when(line, frame, a)
        or _right_period(line, free, b, phrase)
        or next((w for w in reversed(free) if line.first(w.start) < a and _within(line, w, frame, a)), None)
        or _leading(line, free, frame, a)
    )
    if when is None or when.period.shape not in _MOMENTS:
        when = _leading(line, [w for w in free if w.period.shape in _MOMENTS], frame, a)
    if when is None:
        return Period("point")
    return replace(when.period, shape="point", span=_original(line, when))


def _average_period(line: Line, number: Number, a: int, b: int) -> Period | None:
    """The span of an average volume: "last year's daily average of", "the 2012 average", "so far this year"."""
    before, behind = line.text[max(0, number.start - 110) : number.start], line.text[number.end : number.end + 40]
    cut = max(
        before.rfind(x)
        for x in ("compared", "below", "above", "than", "topping", "versus", "exceed", "against", "from")
    )
    if "average" not in before[max(cut, 0) :]:
        return None
    lowest, highest = number.start - len(before) + max(cut, 0), number.end + 40
    for when in line.periods:
        if (
            when.start >= lowest
            and when.end <= highest
            and when.period.shape in ("ytd", "year", "month", "week", "quarter", "range")
        ):
            return replace(when.period, span=_original(line, when))
    if m := re.search(r"\b((?:19|20)\d\d)\b", before[max(cut, 0) :] + behind):
        return Period("year", anchor=m[1], text=m[1])
    return None


def _original(line: Line, when: When) -> Span:
    return Span(line.sentence.original(when.start), line.sentence.original(when.end, end=True))


def _right_period(line: Line, free: list[When], b: int, thing: Number | Phrase) -> When | None:
    """The nearest period behind, with nothing but the same frame's levels, venues and nouns between."""
    i, crossed = b, 0
    while i < len(line.low):
        k = line.period_at[i]
        if k >= 0 and line.periods[k] in free:
            when = line.periods[k]
            return (
                when
                if not crossed
                or when.period.shape in _SHARED
                or when.period.shape in ("day", "intraday")
                and crossed == 1
                and not _new_frame(line, b, i)
                else None
            )
        if k >= 0:
            return None
        word = line.low[i]
        if line.number_at[i] >= 0:
            number = line.numbers[line.number_at[i]]
            own_noun = (
                line.behind(number.start) > b
                and number.quantity.unit in ("percent", "points")
                and line.word(line.behind(number.end)) in nouns()
            )
            if own_noun or line.behind(number.start) > b and _new_frame(line, b, i):
                crossed += 2
                if not _list_and(line, b, i):
                    return None
            i = line.behind(number.end)
            continue
        if (
            word in (";", ":")
            or word
            in (
                "after",
                "while",
                "when",
                "which",
                "who",
                "whose",
                "before",
                "because",
                "although",
                "though",
                "but",
                "as",
                "that",
                "whereas",
            )
            and not (word == "as" and line.word(i + 1) == "of")
        ):
            return None
        if word in moves() and moves()[word][1] == "verb" and i > b + 1 and word not in nouns():
            crossed += 2
            if crossed > 4:
                return None
        if word == "," and not _comma_ok(line, i):
            return None
        if word == "," and line.word(i + 1) == "and" and line.word(i + 2).endswith("ed"):
            return None
        i += 1
    return None


def _comma_ok(line: Line, i: int) -> bool:
    """A comma that goes on within the list or apposition ("9.53 points, or 0.06 percent, on Monday")."""
    when = next((w for w in line.periods if line.first(w.start) == i + 1), None)
    if when is not None and line.word(line.behind(when.end)) in ("it", "they", "the", "its", "shares"):
        return False  # "on Monday it lost 17%, on Tuesday it won 9%": a clause of its own
    return (
        line.word(i + 1) in ("or", "to", "at", "and", "on", "in", "from")
        or line.period_at[i + 1 : i + 2] != [-1]
        or line.name_at[i + 1 : i + 2] != [-1]
        and "and" in line.low[i : i + 14]
    )


def _new_frame(line: Line, b: int, i: int) -> bool:
    return any(
        line.name_at[j] >= 0 and not line.skip[j] or line.low[j] in moves() and line.low[j] not in nouns()
        for j in range(b, i)
    )


def _list_and(line: Line, b: int, i: int) -> bool:
    """Is the thing at token i the next of an and-list that began at b, so that a period behind both is shared?"""
    named = any(line.name_at[j] >= 0 and not line.skip[j] for j in range(b, i))
    moved = any(line.low[j] in moves() and line.low[j] not in nouns() for j in range(b, i))
    return (
        (named or not moved)
        and any(line.low[j] == "and" for j in range(b, i))
        and not any(line.low[j] in (";", ".") for j in range(b, i))
    )


def _within(line: Line, when: When, frame: Frame, a: int) -> bool:
    """Does the period stand between this frame's subject and its number, or in the number's own left context?"""
    at = line.first(when.start)
    if any(line.low[j] in level_words()[0] and line.word(j - 1) == "," for j in range(at, a)):
        return False  # "which rose 13 percent in 2012, closed 0.3 percent down": a verb of its own
    if frame.at >= 0 and frame.at < at < a:
        return True
    low = frame.subject.at if frame.subject.at >= 0 else frame.at
    return (
        0 <= low < at < a
        and not any(
            line.number_at[j] >= 0
            and not line.numbers[line.number_at[j]].start < when.end < line.numbers[line.number_at[j]].end
            and line.period_at[j] < 0
            and line.name_at[j] < 0
            for j in range(low, at)
        )
        and not any(line.low[j] in ("which", "who", ";") for j in range(low, at))
    )


def _leading(line: Line, free: list[When], frame: Frame, a: int) -> When | None:
    """A period at the head of the sentence, or of the number's own clause."""
    start = frame.clause
    best = None
    for when in free:
        at = line.first(when.start)
        if at >= a:
            break
        head = (
            at <= 2
            or (
                at <= 8
                and not any(line.number_at[j] >= 0 for j in range(at))
                and line.word(line.behind(when.end)) == ","
            )
            or line.low[at - 1] in (",", "but", "and", ";", '"')
            and at >= start
            and line.word(line.behind(when.end)) in (",",)
        )
        subject = frame.subject.at if frame.subject.at >= 0 else a
        if head and at <= max(subject, a):
            best = when
    return best


def _merged(line: Line, free: list[When], chosen: When, thing: Number | Phrase) -> Period:
    """Two periods side by side say one: "in early trading on Tuesday", "Tuesday, in premarket trading"."""
    period = chosen.period
    for other in free:
        if other is chosen:
            continue
        gap = line.text[chosen.end : other.start] if other.start >= chosen.end else line.text[other.end : chosen.start]
        if len(gap) > 30 or not re.fullmatch(
            r"[\s,]*(?:on|in|at)?(?: the)?(?: New York Stock Exchange| Nasdaq| NYSE| Toronto Stock Exchange)?[\s,]*",
            gap,
        ):
            continue
        extra = other.period
        if extra.shape == "range" and extra.until and period.shape == "range" and not period.until:
            return replace(extra, text=line.text[min(chosen.start, other.start) : max(chosen.end, other.end)])
        if extra.shape in ("premarket", "afterhours", "intraday") and period.shape == "day":
            return replace(
                extra,
                anchor=period.anchor or extra.anchor,
                text=line.text[min(chosen.start, other.start) : max(chosen.end, other.end)],
            )
        if extra.shape == "day" and period.shape in ("premarket", "afterhours", "intraday") and not period.anchor:
            return replace(
                period, anchor=extra.anchor, text=line.text[min(chosen.start, other.start) : max(chosen.end, other.end)]
            )
    return period


def _implied(line: Line, thing: Number | Phrase, frame: Frame, memory: Memory) -> Period:
    """No period said: the session the text is in (after hours, premarket), else the trading day."""
    if isinstance(thing, Phrase):
        return Period("day" if thing.kind != "extreme" or thing.of == "move" else "point")
    if isinstance(thing, Number) and thing.quantity.hedge in ("as much as", "by as much as", "up to", "by up to"):
        return Period("intraday")
    if memory.session and any(n.text in memory.session[1] for n in frame.subject.names):
        return Period(memory.session[0])
    if isinstance(thing, Number) and thing.quantity.unit in way.MOVES:
        if loose := _loose(line):
            return Period("unknown", text=loose)
        if frame.at > 0 and line.word(frame.at - 1) in ("has", "have", "'ve") and memory.period is None:
            return Period("unknown", text=f"{line.word(frame.at - 1)} {line.word(frame.at)}")
    return Period("day")


_A_SPAN = re.compile(
    r"\b(?:been|was|is|had|having|made for|capped|ended|ends|closed out|wrapped up|after|for|during|despite) (?:an?|another|its|the|their) "
    r"(?:[\w-]+ ){0,4}(?:week|month|quarter|year|decade|fortnight|summer|autumn|winter|spring)\b(?! (?:ago|earlier|before|contract))"
)


def _loose(line: Line) -> str:
    """Words that may name a span and that nothing else accounts for ("it has been a great month for X, up 6 percent")."""
    taken = [*line.periods, *line.phrases, *line.names, *line.numbers]
    for m in _A_SPAN.finditer(line.text):
        last = m.end() - 1
        if not any(t.start <= last < t.end for t in taken):
            return m[0]
    return ""
