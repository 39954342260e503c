"""This file is one sentence laid out for the clause reader: its tokens, and what stands where (names, numbers, periods, phrases, the model's parse)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from claimcheck.language.memory import Name
from claimcheck.language.period import When
from claimcheck.language.phrase import Phrase
from claimcheck.language.quantity import Number
from claimcheck.language.sentence import Sentence

_TOKEN = re.compile(r"'s\b|n't\b|\w[\w&/.-]*\w|\w|--|[^\w\s]")
_VENUE = re.compile(
    r"(?:(?:,? |^)(?:[Oo]n|[Ii]n|at) (?:both )?(?:the )?(?:(?:New York|Toronto|London|Tokyo|Hong Kong|American|Frankfurt|Australian|Philadelphia|Chicago|Korea|Paris|Milan|Madrid|Nasdaq|NASDAQ) ?(?:Stock|Mercantile|Board of Trade|Exchange|Bourse|Securities)*(?: (?:Exchange|Market))?"
    r"|NYSE(?: (?:MKT|Amex|Arca))?|Nasdaq|NYMEX|Nymex|COMEX|ICE|Xetra|XETRA|LSE|Euronext|Amex|Wall Street|Paris|Milan|Madrid|Zurich|Seoul|Sydney|Mumbai|Asia|Europe|Stockholm|Helsinki|Amsterdam)(?: (?:futures|options))?(?: (?:trading|trade|dealings))?(?=[\s,.;)]|$))"
    r"|(?: (?:a|an|per) (?:share|barrel|ounce|ton|tonne|pound|bushel|gallon|unit|troy ounce|metric ton|contract|euro|dollar|coin|million British thermal units|mmBtu|lb|short ton|piece))(?=[\s,.;)]|$)|(?: apiece)"
    r"|(?: in (?:price|value|yield|light volume|heavy volume|heavy trading|active trading|choppy trading|thin trading|volatile trading|dollar terms|euros|euro terms|local currency terms))(?=[\s,.;)]|$)"
    r"|(?: of (?:its|their|his|her|the stock's|the company's|the) (?:market )?(?:value|worth|market capitalization|market value))"
    r"|(?: on (?:the news|news|heavy volume|low volume|light volume|volume|its debut|their debut|strong volume|huge volume)(?=[\s,.;)]|$))",
    re.I,
)
_DELIVERY = re.compile(r" for (?:(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: delivery)?|delivery in \w+)\b")
_PAIR = re.compile(
    r"(?:(?:,? |^)(?:[Aa]gainst|versus|vs\.?|to|per|on|over) (?:the |a |its |each )?(?P<other>(?:U\.S\. |US |Japanese |Swiss |British |Canadian |Australian |New Zealand |Chinese )?(?:dollars?|yen|euros?|sterling|pound|greenback|franc|yuan|renminbi|rupee|won|real|ruble|rouble|lira|peso|rand|crown|zloty|forint|ringgit|baht|basket of (?:major )?currencies|basket of six (?:major )?currencies|broad basket of currencies|basket|currency basket|major currencies|single currency))\b)"
)


@dataclass(slots=True)
class Line:
    """tokens: clean spans; low: their words in lower case; *_at: index of the thing a token belongs to, -1 for none; skip: tokens of venues and price units."""

    sentence: Sentence
    text: str
    names: list[Name]
    numbers: list[Number]
    periods: list[When]
    phrases: list[Phrase]
    parse: object | None = None
    tokens: list[tuple[int, int]] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    name_at: list[int] = field(default_factory=list)
    number_at: list[int] = field(default_factory=list)
    period_at: list[int] = field(default_factory=list)
    phrase_at: list[int] = field(default_factory=list)
    skip: list[bool] = field(default_factory=list)
    pairs: list[tuple[int, int, str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def first(self, char: int) -> int:
        """Index of the token that holds or follows a clean offset."""
        return bisect_right(self.ends, char)

    def behind(self, char: int) -> int:
        """Index of the first token that starts at or after a clean offset."""
        return bisect_left(self.starts, char)

    def word(self, i: int) -> str:
        return self.low[i] if 0 <= i < len(self.low) else ""

    def raw(self, i: int) -> str:
        return self.text[slice(*self.tokens[i])] if 0 <= i < len(self.tokens) else ""


def lay(
    sentence: Sentence,
    names: list[Name],
    numbers: list[Number],
    periods: list[When],
    phrases: list[Phrase],
    parse: object | None,
) -> Line:
    """The sentence with everything found in it put in its place."""
    text = sentence.text
    names = [n for n in names if not any(q.start <= n.start and n.end <= q.end for q in numbers)]
    line = Line(sentence, text, names, numbers, periods, phrases, parse)
    line.tokens = [m.span() for m in _TOKEN.finditer(text)]
    line.starts = [s for s, _ in line.tokens]
    line.ends = [e for _, e in line.tokens]
    line.low = [text[s:e].lower() for s, e in line.tokens]
    n = len(line.tokens)
    line.name_at, line.number_at, line.period_at, line.phrase_at, line.skip = (
        [-1] * n,
        [-1] * n,
        [-1] * n,
        [-1] * n,
        [False] * n,
    )
    for at, things in (
        (line.name_at, names),
        (line.number_at, numbers),
        (line.period_at, periods),
        (line.phrase_at, phrases),
    ):
        for k, thing in enumerate(things):
            for i in range(line.first(thing.start), min(n, line.behind(thing.end))):
                at[i] = k
    for m in _VENUE.finditer(text):
        for i in range(line.first(m.start() + (m.start() > 0)), min(n, line.behind(m.end()))):
            if line.number_at[i] < 0:
                line.skip[i] = True
    for m in _DELIVERY.finditer(text):
        for i in range(line.first(m.start() + 1), min(n, line.behind(m.end()))):
            line.skip[i] = True
    for m in _PAIR.finditer(text):
        a, b = line.first(m.start() + (m.start() > 0)), line.behind(m.end())
        line.pairs.append((a, b, m["other"]))
        for i in range(a, b):
            line.skip[i] = True
    return line
