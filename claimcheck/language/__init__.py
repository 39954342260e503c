"""This file is text to claims: extract(article, names) -> Extraction; the only package that imports spaCy."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from claimcheck.claim import Article, Claim, Clause, Seen
from claimcheck.language import clause as clauses
from claimcheck.language import gate, listing, phrase, quantity, sentence, subject
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
        if not gate.worth(sent.text):
            story.listen(sent)
            continue
        found = _clauses(sent, story, parse)
        for one in found:
            claim, why = story.claim(one)
            if claim is not None:
                claims.append(claim)
            else:
                seen.append(Seen(one.span, article.text[one.span.start:one.span.end], why))
        story.follow(sent, found)
    return Extraction(tuple(listing.settle(claims, names, article.written.date())), tuple(seen))


def extract_all(articles: Iterable[Article], names) -> Iterator[tuple[Article, Extraction]]:
    """Many articles, one after the other, in order."""
    parse = parser()
    for article in articles:
        yield article, extract(article, names, parse)


def _clauses(sent: sentence.Sentence, story: Story, parse: Parser) -> list[Clause]:
    numbers = quantity.find(sent.text)
    phrases = phrase.find(sent.text)
    if not numbers and not phrases:
        return []
    names = subject.find(sent, story.memory)
    line = lay(sent, names, numbers, periods.find(sent.text), phrases, parse.lazily(sent.text))
    return clauses.read(line, story.memory)


__all__ = ["Extraction", "extract", "extract_all", "replace"]
