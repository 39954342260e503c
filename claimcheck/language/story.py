"""This file is one article while it is read: its sentences, what it has named so far, and clauses made claims."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from copy import copy
from dataclasses import replace

from claimcheck.claim import Article, Claim, Clause
from claimcheck.kinds import said
from claimcheck.language import gate, sentence, subject
from claimcheck.language.memory import Memory, Name, learn_codes
from claimcheck.language.sentence import Sentence
from claimcheck.language.shape import shaped

SPANS = frozenset("week month quarter ytd year since range".split())
_AFTER = re.compile(
    r"after[- ]hours|extended[- ](?:hours )?trad|after the (?:closing )?bell|post-market|after-market", re.I
)

_STRANGER = re.compile(
    r"(?:But |And |Still, |Meanwhile, )?([A-Z][a-z][\w&'.-]*(?: (?:[A-Z][\w&'.-]*|&|of)){0,4})(?:,? (?:which|whose) [^,]{3,60},)?(?: on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)? "
    r"(?:reported|posted|announced|earned|makes|sells|plans|forecast|expects|operates|owns|bought|acquired|agreed|launched|swung|employs|shares)\b"
)
_BEFORE = re.compile(r"pre-?market|before the (?:opening )?bell", re.I)


_REACHES: dict[int, tuple[object, dict[str, int], dict[tuple[str, str], bool]]] = {}


def _reaches(names) -> tuple[dict[str, int], dict[tuple[str, str], bool]]:
    """What is known of first words and of two first words, kept as long as the names are."""
    kept = _REACHES.get(id(names))
    if kept is None or kept[0] is not names or len(kept[1]) + len(kept[2]) > 200_000:
        _REACHES[id(names)] = kept = (names, {}, {})
    return kept[1:]


NEAR = 4  # sentences before a figure in which its subject may have been named


class Story:
    """Holds the Memory of an article; steps() gives its sentences in order, follow() is told what was read in each."""

    def __init__(self, article: Article, names) -> None:
        self.article = article
        reach, pairs = _reaches(names)
        self.memory = Memory(names, article.written.date(), reach=reach, pairs=pairs)
        self._text = text = sentence.straight(article.text)
        self._spans = [span for span in sentence.split(text) if span[1] > article.body]
        self._cleaned: dict[int, Sentence] = {}
        words = gate.words_of(text)
        self._worth = [gate.worth(text[a:b], words) for a, b in self._spans]
        if any(self._worth):
            for a, b in self._spans:
                if sentence.may_hold_code(text[a:b]):
                    learn_codes(self._clean(a, b), self.memory)

    def _clean(self, start: int, end: int) -> Sentence:
        """sentence.clean() of a span, kept."""
        found = self._cleaned.get(start)
        if found is None:
            found = self._cleaned[start] = sentence.clean(self._text, start, end)
        return found

    def steps(self) -> Iterator[tuple[Sentence, bool]]:
        """The sentences, each with whether it may state a figure; of the others only those near one are listened to."""
        text = self._text
        waiting: deque[tuple[int, int]] = deque(maxlen=NEAR)
        last = max((i for i, worth in enumerate(self._worth) if worth), default=-1)
        for i, ((a, b), worth) in enumerate(zip(self._spans, self._worth, strict=True)):
            if worth:
                while waiting:
                    self._listen(self._clean(*waiting.popleft()))
                yield self._clean(a, b), True
                continue
            if i < 2 <= last:
                self._listen(self._clean(a, b))
            elif i < last:
                waiting.append((a, b))
            yield sentence.bare(text, a, b), False

    def _listen(self, sent: Sentence) -> None:
        """A sentence without figures: only whom it names matters."""
        self._remember(sent.text, subject.find(sent, self.memory), None)

    def aside(self, sent: Sentence) -> Memory:
        """What the article has named before a sentence, also where it was passed over; the story stays as it is."""
        at = next((i for i, span in enumerate(self._spans) if span[0] == sent.start), 0)
        first = at
        while first > max(0, at - NEAR) and not self._worth[first - 1]:
            first -= 1
        if self._worth[at] or first == at:
            return copy(self.memory)
        other = copy(self)
        other.memory = copy(self.memory)
        for span in self._spans[first:at]:
            other._listen(self._clean(*span))
        return other.memory

    def clean(self, sent: Sentence) -> Sentence:
        """A sentence that was passed over, as one that is read."""
        return self._clean(sent.start, sent.end)

    def follow(self, sent: Sentence, names: list[Name], clauses: list[Clause]) -> None:
        """A sentence that was read: whom it named, and what it spoke of last."""
        self._remember(sent.text, names, clauses)

    def _remember(self, text: str, names: list[Name], clauses: list[Clause] | None) -> None:
        memory = self.memory
        companies = [n for n in names if n.asset in ("equity", "etf") and (n.sure or n.ric or n.ticker)]
        if not any(n.start <= 30 and n.asset in ("equity", "etf", "unknown") for n in names) and (
            stranger := _STRANGER.match(text)
        ):
            memory.company = Name(
                stranger.start(1), stranger.end(1), stranger[1], "unknown"
            )  # a company in no table: better no symbol than a neighbour's
            memory.recent = memory.company
        if companies:
            memory.recent = companies[0]
            if companies[0].start <= 30 or memory.company is None:
                memory.company = companies[0]
            memory.main = memory.main or companies[0]
        indexes = [n for n in names if n.asset == "index"]
        if indexes:
            memory.index = indexes[0]
        outside = _AFTER.search(text) or _BEFORE.search(text)
        if outside:
            memory.session = (
                "afterhours" if _AFTER.search(text) else "premarket",
                frozenset(n.text for n in companies),
            )
        elif not companies or re.search(
            r"\b(?:clos|end|finish|settl)(?:ed|ing)\b|\.SPX|S&P 500 (?:Index|index)|[Rr]egular", text
        ):
            memory.session = None
        if clauses is None:
            return
        memory.span_age = 0 if any(c.period.shape in SPANS and not c.void for c in clauses) else memory.span_age + 1
        spoken = [c for c in clauses if c.subject is not None and not c.void]
        memory.market = bool(spoken)
        if spoken:
            wanted = spoken[-1].subject.text
            name = next((n for n in names if n.text == wanted), None)
            memory.last = name or memory.last
            if name and name.asset in ("equity", "etf", "unknown"):
                memory.company = name

    def claim(self, clause: Clause) -> tuple[Claim | None, str]:
        """The claim that a clause states, or why it states none."""
        kind, why = said.kind_of(clause)
        if not kind:
            return None, why
        period = clause.period
        quantity = clause.quantity
        if kind == "breadth":
            clause = replace(clause, subject=None)
        told = self.memory.period
        open_span = (
            kind == "change"
            and period.shape == "day"
            and not period.text
            and told is not None
            and self.memory.span_age <= 1
        )
        return shaped(kind, clause, period, quantity, self.article, (told,) if open_span else ()), ""
