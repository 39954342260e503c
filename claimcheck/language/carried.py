"""This file is the subject itself, and how it is carried over: what a pronoun or an epithet stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from claimcheck.language.line import Line
from claimcheck.language.memory import Memory, Name
from claimcheck.language.words import INDEX_NOUN, SHARE, moves, voids

CURRENCY_NOUN = frozenset("currency".split())
PRICE_NOUN = frozenset("price prices futures future yield yields contract contracts".split()) | INDEX_NOUN
SHARE_WORDS = SHARE | {"price", "prices", "value"}
_CURRENCY_OF = {
    "single": "euro",
    "common": "euro",
    "european": "euro",
    "u.s": "dollar",
    "u.s.": "dollar",
    "us": "dollar",
    "american": "dollar",
    "japanese": "yen",
    "british": "sterling",
    "swiss": "Swiss franc",
    "chinese": "yuan",
    "australian": "Australian dollar",
    "canadian": "Canadian dollar",
    "indian": "rupee",
    "korean": "won",
    "brazilian": "real",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose movement: the names (several where a list shares a number), how they were found, the head of the phrase.

    head: share, price, yield, name, group, index, pronoun, company, unknown; void: why it makes no market claim.
    """

    names: tuple[Name, ...] = ()
    via: str = "name"
    head: str = "unknown"
    void: str = ""
    at: int = -1


def void_noun(word: str) -> str:
    return voids()["head"].get(word, "")


def header_of(line: Line) -> Name | None:
    """ "Ford Motor - The automaker slipped 1%": the name that heads the line."""
    name = line.names[0] if line.names else None
    if name is None or name.start > 2 or name.asset not in ("equity", "etf", "unknown", "crypto"):
        return None
    return name if re.match(r"\s*(?:\([^)]*\))?\s*(?:--?|:)\s", line.text[name.end :]) else None


def carried_company(line: Line, memory: Memory, i: int, via: str, at: int = -1) -> Subject:
    """The company spoken of: in this sentence before the pronoun, else the one the article was on."""
    here = [
        n
        for n in line.names
        if n.end <= line.tokens[i][0] and n.asset in ("equity", "unknown", "etf") and (n.sure or n.ric)
    ]
    special = via == "epithet" and line.word(at if at >= 0 else i) not in ("company", "firm", "group", "company's")
    chosen = here[0] if here else (memory.recent if special else None) or memory.company or memory.main
    if here and len(here) > 1 and via == "pronoun":
        chosen = _closest_subject(line, here, i)
    return Subject((chosen,), via, "share", at=i) if chosen else Subject(head="share", at=i)


def _closest_subject(line: Line, here: list[Name], i: int) -> Name:
    """Of several companies before "its shares": the first after the last clause break with a subject of its own."""
    for j in range(i - 1, -1, -1):
        if line.low[j] in (";",) or (
            line.low[j] in ("while", "but", "whereas") and any(n.start > line.tokens[j][1] for n in here)
        ):
            later = [n for n in here if n.start > line.tokens[j][0]]
            if later:
                return later[0]
    return here[0]


def carried_index(memory: Memory, i: int) -> Subject:
    return Subject((memory.index,), "epithet", "index", at=i) if memory.index else Subject(head="index", at=i)


def carried_yield(line: Line, memory: Memory, i: int) -> Subject:
    """ "the yield": that of this sentence, else the one just spoken of."""
    here = [n for n in line.names if n.asset == "yield" and n.end <= line.tokens[i][0]]
    if here:
        return Subject((here[-1],), "carried", "yield", at=i)
    last = memory.last
    return Subject((last,), "carried", "yield", at=i) if last and last.asset == "yield" else Subject(head="yield", at=i)


def currency(line: Line, memory: Memory, i: int) -> Subject:
    """ "the single currency" is the euro, "the U.S. currency" the dollar."""
    which = line.word(i - 1)
    text = _CURRENCY_OF.get(which)
    if which == "." and line.word(i - 2) == "u.s":
        text = "dollar"
    if text:
        return Subject((Name(line.tokens[i][0], line.tokens[i][1], text, "currency"),), "epithet", "name", at=i)
    if memory.last and memory.last.asset == "currency":
        return Subject((memory.last,), "epithet", "name", at=i)
    return Subject(at=i)


def pronoun(memory: Memory, i: int, word: str) -> Subject:
    """it, they: only where the sentence before spoke of something traded."""
    if memory.last and memory.market:
        return Subject((memory.last,), "pronoun", "pronoun", at=i)
    return Subject(head="pronoun", at=i, void="no-market-subject")


def epithet(line: Line, memory: Memory, i: int) -> Subject:
    """ "the company", "the iPhone maker" without "shares": the company spoken of."""
    if (header := header_of(line)) is not None:
        return Subject((header,), "epithet", "share", at=i)
    found = carried_company(line, memory, i, "epithet", at=i)
    return replace(found, head="company")


def apposed(line: Line, i: int) -> int:
    """ "Boeing, a component of the Dow, was down": the name before an apposition that ends at comma i, else -1."""
    for k in range(i - 1, max(0, i - 14), -1):
        if line.low[k] in moves() or line.number_at[k] >= 0 and line.name_at[k] < 0:
            return -1
        if line.low[k] == "," and line.name_at[k] < 0:
            return k - 1 if line.name_at[k - 1] >= 0 and line.low[k + 1] in ("a", "an", "the", "one", "another") else -1
    return -1


def before_relative(line: Line, i: int) -> int:
    """ "Facebook Inc, which headed south after Google's filing, closed": the name before such a clause, or -1."""
    for k in range(i - 1, max(1, i - 25), -1):
        if line.low[k] in ("which", "who", "whose"):
            return k - 2 if line.low[k - 1] == "," and line.name_at[k - 2] >= 0 else -1
        if line.low[k] in (";", ":", "while", "but"):
            return -1
    return -1
