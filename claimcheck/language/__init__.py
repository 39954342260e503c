"""This file is text to claims: extract(article, names) -> Extraction; the only package that imports spaCy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from claimcheck.claim import Article, Claim, Clause, Seen
from claimcheck.language import clause as clauses
from claimcheck.language import derive, gate, listing, phrase, quantity, sentence, subject
from claimcheck.language import period as periods
from claimcheck.language.line import lay
from claimcheck.language.model import Parser, parser
from claimcheck.language.story import Story


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article claims, and the numbers that were seen and not taken."""

    claims: tuple[Claim, ...]
    seen: tuple[Seen, ...]


def extract(article: Article, names, parse: Parser | None = None) -> Extraction:
    """The market claims of an article, in order; every other number of it with the reason why it is none."""
    story = Story(article, names)
    parse = parse or parser()
    claims: list[Claim] = []
    seen: list[Seen] = []
    for sent in story.sentences():
        if sent.end <= article.body:
            continue
        if not gate.worth(sent.text):
            story.listen(sent)
            continue
        found = clauses_of(sent, story, parse)
        for one in found:
            claim, why = story.claim(one)
            if claim is not None:
                claims.append(claim)
            else:
                seen.append(Seen(one.span, article.text[one.span.start : one.span.end], why))
        story.follow(sent, found)
    return Extraction(tuple(listing.settle(claims, names, article.written.date())), tuple(seen))


def extract_all(articles: Iterable[Article], names) -> Iterator[tuple[Article, Extraction]]:
    """Many articles, one after the other, in order."""
    parse = parser()
    for article in articles:
        yield article, extract(article, names, parse)


def clauses_of(sent: sentence.Sentence, story: Story, parse: Parser) -> list[Clause]:
    """Every figure of one sentence, read where the story has come to."""
    numbers = quantity.find(sent.text)
    phrases = phrase.find(sent.text)
    if not numbers and not phrases:
        return []
    names = subject.find(sent, story.memory)
    line = lay(sent, names, numbers, periods.find(sent.text), phrases, parse.lazily(sent.text))
    return clauses.read(line, story.memory)


def explain(text: str, names, written: datetime) -> Iterator[str]:
    """How a text written at that moment is read, line by line: quantities, periods, names, and the derivation of each claim."""
    return derive.lines(text, names, written, parser(), clauses_of)


__all__ = ["Extraction", "clauses_of", "explain", "extract", "extract_all"]
