"""This file is text to claims: extract(article, names) -> Extraction; the only package that imports spaCy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from claimcheck.claim import Article, Claim, Clause, Seen, Span
from claimcheck.language import clause as clauses
from claimcheck.language import comparison, derive, listing, phrase, quantity, sentence, subject
from claimcheck.language import period as periods
from claimcheck.language.line import lay
from claimcheck.language.memory import Name
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
    for sent, worth in story.steps():
        before = len(claims)
        if not worth:
            seen += figures(sent)
            claims += comparison.claims(sent, (), story)
            continue
        found, named = clauses_of(sent, story, parse)
        if not found:
            seen += figures(sent)
        for one in found:
            claim, why = story.claim(one)
            if claim is not None:
                claims.append(claim)
            else:
                seen.append(Seen(one.span, article.text[one.span.start : one.span.end], why))
        claims[before:] = comparison.joined(sent, claims[before:], story)
        story.follow(sent, named, found)
    return Extraction(tuple(listing.settle(claims, names, article.written.date())), tuple(seen))


def extract_all(articles: Iterable[Article], names) -> Iterator[tuple[Article, Extraction]]:
    """Many articles, one after the other, in order."""
    parse = parser()
    for article in articles:
        yield article, extract(article, names, parse)


def clauses_of(sent: sentence.Sentence, story: Story, parse: Parser) -> tuple[list[Clause], list[Name]]:
    """Every figure of one sentence, read where the story has come to; none where nothing traded can be its subject."""
    numbers = quantity.find(sent.text)
    phrases = phrase.find(sent.text)
    names = subject.find(sent, story.memory)
    found: list[Clause] = []
    if (numbers or phrases) and (names or phrases or _SUBJECT.search(sent.text) or story.memory.market and _PRONOUN.search(sent.text)):
        parsed = parse.lazily(sent.text)
        line = lay(sent, names, numbers, periods.find(sent.text), phrases, parsed)
        found = clauses.read(line, story.memory)
    return found, names


_SUBJECT = re.compile(r"\b(?:shares?|stocks?|index|average|gauge|yields?|futures|prices?|currency|market value|capitali[sz]ation|changed hands|volume|turnover|to the dollar|per dollar)\b", re.I)
_PRONOUN = re.compile(r"\b(?:it|they|the (?:company|firm|bank|gain|loss|move)s?)\b", re.I)
_FIGURES = re.compile(r"[$€£¥]?\d(?:[\d.,]*\d)?(?:\s?%|\s(?:percent|per cent|million|billion|trillion)\b)?")


def figures(sent: sentence.Sentence) -> Iterator[Seen]:
    """The numbers of a sentence that says nothing of a market."""
    for m in _FIGURES.finditer(sent.text):
        yield Seen(Span(sent.original(m.start()), sent.original(m.end(), end=True)), m[0], "no-market-words")


def explain(text: str, names, written: datetime) -> Iterator[str]:
    """How a text written at that moment is read, line by line: quantities, periods, names, and the derivation of each claim."""
    return derive.lines(text, names, written, parser(), clauses_of)


__all__ = ["Extraction", "clauses_of", "explain", "extract", "extract_all"]
