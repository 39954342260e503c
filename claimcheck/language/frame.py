"""This file is how a number hangs in its sentence: the word of movement that governs it, the preposition before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from claimcheck.language import whose
from claimcheck.language.carried import Subject
from claimcheck.language.line import Line
from claimcheck.language.memory import Memory
from claimcheck.language.words import AUX, BREAKS, GLUE, INDEX_NOUN, PRICE, SHARE, adjectives, level_words, moves, nouns

CUES = frozenset(
    "to at from of near above below over under around by past through beneath between toward towards".split()
)


@dataclass(frozen=True, slots=True)
class Frame:
    """verb: the governing word and its token; cue: the preposition directly before the number.

    chained: shares the previous number's frame.
    """

    verb: str = ""
    at: int = -1
    direction: str = ""
    part: str = ""
    cue: str = ""
    closing: bool = False
    chained: bool = False
    subject: Subject = Subject()
    clause: int = 0


def read(line: Line, memory: Memory, start: int, end: int, before: Frame | None, edge: int) -> Frame:
    """The frame of the number or phrase at clean [start, end).

    `before` is the frame of the thing to its left, `edge` the token behind that thing.
    """
    a, b = line.first(start), line.behind(end)
    noun = _right(line, b)
    if versus := _versus(line, memory, a, b, before):
        return versus
    left = _left(line, a, edge, before is not None)
    cue = left.cue
    if noun and not (cue in ("to", "at", "from") and noun.part == "adjective" and _levelish(line, a)):
        return _with_noun(line, memory, noun, left, a, before, edge)
    if left.chained and before is not None:
        return replace(before, cue=cue, closing=before.closing or left.closing, chained=True)
    if left.part == "noun" and cue == "of" and (owner := whose.of_whom(line, memory, b - 1)) is not None:
        return replace(left, subject=owner)  # "a spike of roughly 8 percent in gasoline futures"
    if left.at >= 0:
        subject = subject_of(line, memory, left, before, edge)
        return replace(left, subject=subject, clause=whose.clause_start(line, left.at))
    if left.subject.at >= 0 and not left.cue and _quoted(line, left.subject.at, start, end):
        return replace(left, part="quote", subject=whose.name_subject(line, memory, left.subject.at))
    if left.subject.at >= 0 and (caused := _caused(line, memory, left)):
        return caused
    if left.subject.at >= 0 and before is not None:  # "the S&P 500 2%": a new name under the verb before
        subject = whose.name_subject(line, memory, left.subject.at)
        return replace(before, subject=subject, cue=cue, chained=False)
    if left.subject.at >= 0:
        return replace(left, subject=whose.name_subject(line, memory, left.subject.at))
    return left


def _quoted(line: Line, at: int, start: int, end: int) -> bool:
    """A vendor's widget: "Salesforce (CRM 3.08%)"."""
    return (
        line.name_at[at] >= 0
        and line.text[end : end + 1] == ")"
        and any(abs(code.after - start) <= 1 for code in line.sentence.codes)
    )


def _versus(line: Line, memory: Memory, a: int, b: int, before: Frame | None) -> Frame | None:
    """ "versus 18 percent for Schlumberger and 10 percent for Baker Hughes": the movement before, another's."""
    if (
        before is None
        or line.word(b) not in ("for", "by")
        or not any(w in ("versus", "vs", "against", "compared", "with") for w in line.low[max(0, a - 16) : a])
    ):
        return None
    for k in range(b + 1, min(b + 4, len(line.low))):
        if line.name_at[k] >= 0:
            return replace(
                before,
                cue="",
                chained=False,
                subject=replace(whose.name_subject(line, memory, k, forward=True), head=before.subject.head),
            )
    return None


def _levelish(line: Line, a: int) -> bool:
    return line.number_at[a] >= 0 and line.numbers[line.number_at[a]].quantity.unit not in ("percent", "basis points")


def _caused(line: Line, memory: Memory, left: Frame) -> Frame | None:
    """ "lifted the S&P 500 by 8.9 percent", "helped lift shares of the bank by 2.3 percent": the object moved."""
    at = left.subject.at
    i = line.first(line.names[line.name_at[at]].start) - 1 if line.name_at[at] >= 0 else at - 1
    steps = 0
    while (
        i >= 0
        and steps < 7
        and (
            line.low[i]
            in ("the", "a", "its", "their", "of", "in", "shares", "stock", "u.s", ".", "broader", "benchmark")
            or line.name_at[i] >= 0
            or line.low[i] in SHARE
        )
        and line.number_at[i] < 0
    ):
        i -= 1
        steps += 1
    if i >= 0 and line.low[i] in moves() and moves()[line.low[i]][1] == "verb" and _TRANSITIVE_MOVE.match(line.low[i]):
        return replace(
            left,
            verb=line.low[i],
            at=i,
            direction=moves()[line.low[i]][0],
            part="verb",
            subject=whose.name_subject(line, memory, at),
            clause=whose.clause_start(line, i),
        )
    if i >= 0 and whose.TRANSITIVE.match(line.low[i]):
        return replace(
            left,
            verb=line.low[i],
            at=i,
            part="level",
            subject=whose.name_subject(line, memory, at),
            clause=whose.clause_start(line, i),
        )
    return None


_TRANSITIVE_MOVE = re.compile(r"^(?:lift|boost|rais|hoist|buoy|dent|cut|knock|drag|hammer|batter)")
_MODIFIER = re.compile(
    r"^(?:one-day|single-day|daily|weekly|monthly|annual|quarterly|percentage|percent|intraday|after-hours|"
    r"price|share|stock|overall|market|historic|market-value|initial|steep|sharp|sudden|big|further|overnight|"
    r"two-day|three-day|year-to-date|jump|or|more|so|cumulative|early|day|full-year|surge)$"
)


def _right(line: Line, b: int) -> Frame | None:
    """A noun or adjective of movement directly behind the number: "a 31 percent drop", "14 percent higher"."""
    if line.word(b) in (",", "or") and (ended := _over_other_figure(line, b)):
        return ended
    for i in range(b, min(b + 3, len(line.low))):
        word = line.low[i]
        if line.number_at[i] >= 0 or (line.name_at[i] >= 0 and word not in nouns()):
            return None
        if word in nouns() and not (word in ("gains", "rises", "drops", "falls") and i > b):
            return Frame(word, i, nouns()[word], "noun")
        if word in adjectives() and word not in ("up", "down", "off", "ahead", "flat"):
            return Frame(word, i, adjectives()[word], "adjective")
        if (
            word in ("up", "down", "below", "above")
            and i == b
            and line.word(i + 1) in ("on", "from", "its", "the", "for", "in", "at", "so")
        ):
            return Frame(word, i, {"below": "down", "above": "up"}.get(word, word), "adjective")
        if not _MODIFIER.match(word) and word != "-":
            return None
    return None


def _over_other_figure(line: Line, b: int) -> Frame | None:
    """ "closed 455.6 points, or 7.3 per cent, lower": the adjective behind a pair of figures."""
    i = b + (line.word(b) == ",")
    if line.word(i) == "or" and i + 1 < len(line.low) and line.number_at[i + 1] >= 0:
        i = line.behind(line.numbers[line.number_at[i + 1]].end)
        i += line.word(i) == ","
    word = line.word(i)
    return Frame(word, i, adjectives()[word], "adjective") if word in ("lower", "higher", "weaker", "firmer") else None


def _left(line: Line, a: int, edge: int, chainable: bool) -> Frame:
    """Walk left from the number over words that carry nothing to the word that governs it."""
    cue, closing = "", False
    i = a - 1
    steps = 0
    closers, traders = level_words()
    while i >= 0 and steps < 24:
        steps += 1
        word = line.low[i]
        if i < edge and chainable:
            return Frame(cue=cue, closing=closing, chained=True)
        if line.skip[i] and line.name_at[i] < 0 or line.skip[i] and cue:
            i -= 1
            continue
        if line.period_at[i] >= 0 and word not in moves():
            i = line.first(line.periods[line.period_at[i]].start) - 1
            continue
        if line.phrase_at[i] >= 0:
            kind = line.phrases[line.phrase_at[i]].kind
            if kind == "extreme":
                return Frame(cue=cue, closing=closing, chained=chainable)
            i = line.first(line.phrases[line.phrase_at[i]].start) - 1
            continue
        if line.name_at[i] >= 0:
            return Frame(cue=cue, closing=closing, subject=Subject(at=i))
        if word in moves() and not (word in ("close", "off") and line.word(i + 1) == "to"):
            direction, part = moves()[word]
            if word == "up" and line.word(i - 1) in ("gave", "give", "gives", "giving", "given"):
                direction, part = "down", "verb"
            if (
                part == "verb"
                and word in nouns()
                and line.word(i + 1) in ("of",)
                or (part == "noun" and cue in ("of", "to", "at", "by", ""))
            ):
                part = "noun"
            if word in nouns() and line.word(i - 1) in (
                "a",
                "an",
                "the",
                "its",
                "their",
                "'s",
                "of",
                "weekly",
                "daily",
                "day's",
                "this",
            ):
                part = "noun"
            return Frame(word, i, direction, part, cue, closing, clause=i)
        if word in closers:
            closing = True
            if not _keeps(line, i, a, closers | traders):
                return Frame(word, i, "", "level", cue, True, clause=i)
            i -= 1
            continue
        if word in ("from", "off", "above", "below", "to") and cue in ("of", "at") and word in CUES:
            i -= 1
            continue
        if word == ":" and i > 0 and line.name_at[i - 1] >= 0:
            i -= 1
            continue
        if word in _REACHING and i >= a - 3 and (chainable or i > 0):
            return Frame(word, i, "", "level", cue or "to", closing, clause=i)
        if word == "on" and line.word(i - 1) in ("put", "putting", "puts"):
            return Frame("put on", i - 1, "up", "verb", cue, closing, clause=i)
        if word in CUES and not cue:
            cue = word
            i -= 1
            continue
        if (
            word == ","
            and cue == "at"
            and not chainable
            and i > 0
            and (line.name_at[i - 1] >= 0 or line.low[i - 1] in PRICE | INDEX_NOUN)
        ):
            i -= 1
            continue
        if (word in (",", "or", "and", "-", "--", "(") or word == ")" and cue and i == a - 2) and chainable:
            i -= 1
            continue
        if word in traders:
            if _keeps(line, i, a, closers | traders):
                i -= 1
                continue
            return Frame(word, i, "", "level", cue, closing, clause=i)
        if word in GLUE or word.endswith("ly") or word in ("index", "mark", "level", "'s", "$", '"'):
            i -= 1
            continue
        if word in SHARE | PRICE | INDEX_NOUN and i < a:
            return Frame(cue=cue, closing=closing, subject=Subject(at=i))
        if cue == "by" and (at := _object_head(line, i, edge)) >= 0:
            return Frame(cue=cue, closing=closing, subject=Subject(at=at))
        break
    return Frame(cue=cue, closing=closing)


_REACHING = frozenset(
    (
        "topping topped breaking breached breaching hitting touching reaching reached crossing crossed clearing "
        "piercing surpassing surpassed"
    ).split()
)


def _object_head(line: Line, i: int, edge: int) -> int:
    """ "shares of the investment bank by": the token of "shares", -1 where the words are no such phrase."""
    for j in range(i, max(edge - 1, i - 5), -1):
        if line.low[j] in SHARE and line.word(j + 1) in ("of", "in"):
            return j
    return -1


def _keeps(line: Line, i: int, a: int, levels: frozenset[str]) -> bool:
    """Does a movement word within reach before this level verb govern it ("rose 3 percent to close at")?"""
    for j in range(i - 1, max(-1, i - 5), -1):
        word = line.word(j)
        if line.number_at[j] >= 0:
            return True
        if word in moves() and line.name_at[j] < 0:
            return True
        if word in ("to", "and", ",", "before") or word in GLUE or word in levels:
            continue
        return False
    return False


def _with_noun(line: Line, memory: Memory, noun: Frame, left: Frame, a: int, before: Frame | None, edge: int) -> Frame:
    """A number whose noun follows.

    Whose movement is said behind it ("jump in Google"), before it ("GE's 12 percent rise") or by the verb
    ("posted a 3 percent gain").
    """
    frame = replace(noun, cue=left.cue if noun.part == "adjective" else "", closing=left.closing)
    after = whose.of_whom(line, memory, noun.at) if noun.part == "noun" else None
    if after:
        return replace(frame, subject=after)
    if left.chained and before is not None and noun.part == "adjective":
        return replace(before, direction=noun.direction, chained=True)
    at = left.subject.at if left.subject.at >= 0 else -1
    if at >= 0:
        return replace(frame, subject=whose.name_subject(line, memory, at))
    if left.at >= 0:
        subject = subject_of(line, memory, left, before, edge)
        ended = noun.part == "adjective" and left.part == "level" and left.verb in level_words()[0] | level_words()[1]
        return replace(frame, subject=subject if ended else _doer(subject), clause=whose.clause_start(line, left.at))
    if left.chained and before is not None:
        return replace(frame, subject=before.subject)
    if noun.part == "adjective":
        return replace(frame, subject=whose.subject_before(line, memory, a))
    return replace(frame, subject=_doer(_verb_subject(line, memory, a, before, edge)))


def _doer(subject: Subject) -> Subject:
    """A company that "posted a 58 percent drop" posted a figure of its business; an index or a share that did moved."""
    if subject.head == "name" and subject.names and subject.names[0].asset in ("equity", "unknown", "etf"):
        return replace(subject, head="doer")
    return subject


def _verb_subject(line: Line, memory: Memory, a: int, before: Frame | None, edge: int) -> Subject:
    """The subject of the verb that takes the noun phrase at `a` as its object.

    "Resumed trading with a 1.1 percent gain", "lagging the 14 percent rise".
    """
    i = a - 1
    while i > max(edge - 1, -1) and line.name_at[i] < 0 and line.low[i] not in SHARE and line.low[i] not in (";", ":"):
        if line.low[i] in (
            "led",
            "lead",
            "leads",
            "caused",
            "causing",
            "because",
            "due",
            "included",
            "including",
            "said",
            "that",
            "reported",
            "posted",
        ) and not (line.low[i] == "posted" and i > a - 4):
            return Subject(void="no-market-subject")
        i -= 1
    if i > edge - 1 and i >= 0 and (line.name_at[i] >= 0 or line.low[i] in SHARE):
        return whose.name_subject(line, memory, i)
    if before is not None and before.subject.names:
        return before.subject
    return Subject()


def subject_of(line: Line, memory: Memory, frame: Frame, before: Frame | None, edge: int) -> Subject:
    """The subject of a governing word: by the words before it, then by the parse, then what the frame before had."""
    v = frame.at
    if frame.part == "noun":
        return _noun_subject(line, memory, v, before, edge)
    if before is not None and before.subject.names and line.low[v] in adjectives() and _only_venues(line, v, edge):
        return before.subject
    found = whose.subject_before(line, memory, v)
    if found.names or found.void:
        return found
    if before is not None and before.subject.names and _joined(line, v, edge):
        return before.subject
    parsed = whose.parsed_subject(line, memory, v)
    if parsed and (parsed.names or parsed.void):
        return parsed
    if before is not None and before.subject.names and _continues(line, v, edge):
        return before.subject
    if parsed is not None and parsed.at >= 0 and found.at >= 0:
        return Subject(void="no-market-subject", at=parsed.at)
    return whose.nearest(line, memory, v, edge) or found


def _only_venues(line: Line, v: int, edge: int) -> bool:
    """Do only a comma, a venue and a time stand between the figure before and this word (", off an earlier low at")?"""
    return (
        0 < edge < v
        and any(line.low[i] == "," for i in range(edge, v))
        and all(line.low[i] in (",", "and") or line.skip[i] or line.period_at[i] >= 0 for i in range(edge, v))
    )


def _joined(line: Line, v: int, edge: int) -> bool:
    """Does the verb go straight on from the figure before ("and fell", "before ending", "after rising")?"""
    i = v - 1
    while i >= edge and (line.low[i] in AUX or line.low[i].endswith("ly") or line.period_at[i] >= 0 or line.skip[i]):
        i -= 1
    return (
        i >= edge
        and line.low[i] in ("and", "before", "after", "then", "but", "to", "or")
        and not any(line.name_at[j] >= 0 and not line.skip[j] for j in range(edge, v))
    )


def _continues(line: Line, v: int, edge: int) -> bool:
    """Nothing between the thing before and this verb brings a new subject: "and fell", "after rising"."""
    return not any(line.name_at[i] >= 0 and not line.skip[i] for i in range(edge, v)) and v - edge < 9


def _possessor(line: Line, v: int) -> int:
    """ "the S&P 500's stunning gain": the name that owns the noun at token v over plain adjectives, else -1."""
    for k in range(v - 1, max(0, v - 4), -1):
        if line.low[k] == "'s":
            return k - 1 if line.name_at[k - 1] >= 0 else -1
        if not line.raw(k).isalpha() or not line.raw(k).islower() or line.low[k] in BREAKS or line.low[k] in moves():
            return -1
    return -1


def _noun_subject(line: Line, memory: Memory, v: int, before: Frame | None, edge: int) -> Subject:
    """ "the S&P 500's gain of 11.7 percent", "posted a gain of 3 percent", "extended its weekly loss to 6 percent"."""
    after = whose.of_whom(line, memory, v)
    if after and after.names:
        return after
    if (owner := _possessor(line, v)) >= 0:
        return whose.name_subject(line, memory, owner)
    i = v - 1
    while (
        i >= 0
        and (
            line.low[i] in GLUE
            or line.period_at[i] >= 0
            or line.low[i]
            in (
                "biggest",
                "weekly",
                "daily",
                "a",
                "an",
                "the",
                "its",
                "their",
                "day",
                "one-day",
                "of",
                "its",
                "with",
                "extended",
                "percentage",
            )
        )
        and line.name_at[i] < 0
    ):
        i -= 1
    if i >= 0 and line.low[i] == "'s":
        i -= 1
    if i >= 0 and (line.name_at[i] >= 0 or line.low[i] in SHARE | whose.CURRENCY_NOUN | INDEX_NOUN):
        return whose.name_subject(line, memory, i)
    if i >= 0 and (reason := whose.void_noun(line.low[i])):
        return Subject(void=reason, at=i)
    parsed = whose.parsed_subject(line, memory, v)
    if parsed and (parsed.names or parsed.void):
        return parsed
    if before is not None and before.subject.names and _continues(line, v, edge):
        return before.subject
    return whose.nearest(line, memory, v, edge) or Subject()
