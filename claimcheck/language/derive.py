"""This file is how a text was read, told step by step: what `claimcheck explain` prints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from claimcheck.claim import Article, Claim, Clause, Seen, plain
from claimcheck.language import comparison, period, phrase, quantity, subject
from claimcheck.language.model import Parser
from claimcheck.language.sentence import Sentence
from claimcheck.language.story import Story
from claimcheck.market import Instrument


def lines(text: str, names, written: datetime, parse: Parser, clauses) -> Iterator[str]:
    """The derivation of every claim of a text, line by line.

    clauses: the function that reads one sentence (language.clauses_of), so that what is shown is what is used.
    """
    article = Article("explain", text, written)
    story = Story(article, names)
    for sent, worth in story.steps():
        yield f'"{text[sent.start : sent.end]}"'
        yield from _found(sent, story)
        if not worth:
            yield "  no figure of a market here: not read further"
            for claim in comparison.claims(sent, (), story):
                yield from _claim(claim, names, written)
            continue
        read, named = clauses(sent, story, parse)
        claims = []
        for clause in read:
            claim, why = story.claim(clause)
            claims += [claim] if claim is not None else []
            yield from _claim(claim, names, written) if claim is not None else _no_claim(clause, why)
        if not read:
            yield "  no figure found"
        for claim in comparison.claims(sent, claims, story):
            yield from _claim(claim, names, written)
        story.follow(sent, named, read)


def _found(sent: Sentence, story: Story) -> Iterator[str]:
    for number in quantity.find(sent.text):
        said = f"{plain(number.quantity.amount)} {number.quantity.unit}".strip()
        hedge = f', {number.quantity.comparator} ("{number.quantity.hedge}")' if number.quantity.hedge else ""
        yield f'  quantity    "{sent.text[number.start : number.end]}" = {said}{hedge}'
    for found in phrase.find(sent.text):
        yield f'  {found.kind:<11} "{sent.text[found.start : found.end]}"' + (
            f" ({found.direction})" if found.direction else ""
        )
    for when in period.find(sent.text):
        yield f'  period      "{sent.text[when.start : when.end]}" = {_period(when.period)}'
    for name in subject.find(sent, story.memory):
        code = name.ric or name.ticker
        yield (
            f'  name        "{sent.text[name.start : name.end]}" = {name.asset}'
            + (f", code {code}" if code else "")
            + ("" if name.sure else ", not sure by itself")
        )


def _period(p) -> str:
    parts = [
        p.shape,
        f"{p.count} {p.grain}" if p.count else "",
        p.anchor,
        f"until {p.until}" if p.until else "",
        p.part,
    ]
    return ", ".join(x for x in parts if x)


def _claim(claim: Claim, names, written: datetime) -> Iterator[str]:
    yield f"  => {claim}"
    yield f'     rule       {claim.kind}: "{claim.text}"'
    for note in claim.notes:
        yield f"     because    {note}"
    if claim.subject is not None:
        found = names.resolve(claim.subject, written.date())
        yield (
            f"     instrument {found.symbol or 'no symbol'} ({found.name})"
            if isinstance(found, Instrument)
            else f"     instrument {found.reason}: {found.detail}"
        )
    if claim.also:
        yield "     also read  " + "; ".join(_period(p) for p in claim.also)


def _no_claim(clause: Clause, why: str) -> Iterator[str]:
    yield f'  no claim      "{clause.text}": {REASONS.get(why, why)}'


REASONS = {
    "name": "part of a name",
    "date": "a date or a span of time",
    "count": "a count",
    "term": "a maturity or age",
    "forecast": "a forecast or a condition",
    "question": "asked, not said",
    "fundamental": "a figure of the business, not of its price",
    "economics": "a figure of the economy",
    "target": "a price target",
    "offer": "an offer or a purchase price",
    "share": "a share of something, or a rate",
    "money": "an amount of money, not a price",
    "no-market-subject": "nothing traded is its subject",
    "no-market-words": "nothing in the sentence speaks of a market",
    "company": "said of the company, not of its shares",
    "no-unit": "a movement without a unit",
    "no-direction": "no movement is said",
    "ratio": "a ratio of something else",
}


def seen(one: Seen) -> str:
    """A number not taken, with its reason in words."""
    return f"{one.text}: {REASONS.get(one.reason, one.reason)}"
