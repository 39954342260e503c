"""This file is the format `claimreview`: schema.org ClaimReview as JSON-LD, one review a claim.

The terms are schema.org's (https://schema.org/ClaimReview); what Google asks for besides is in docs/decisions/0087.
What is unverifiable is no review: it was not found out.  Who publishes comes from [claimreview] of the settings.
"""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, TextIO
from urllib.parse import urlsplit

from claimcheck.claim import Article
from claimcheck.errors import ConfigError
from claimcheck.report import Style
from claimcheck.report.publisher import Publisher
from claimcheck.report.record import deciding, verdict_name
from claimcheck.report.words import clean, finding, said
from claimcheck.verdict import Checked, Contradiction, Report

NEEDED = ('--format claimreview says who publishes: put [claimreview] with name = "..." and url = "https://..." into '
          "claimcheck.toml")
BEST, WORST = 5, 1
# The verdicts on that scale; a remark ("understated") takes one point from what is supported.
RATINGS = {"supported": (5, "Supported"), "inexact": (3, "Inexact"), "refuted": (1, "Refuted")}
REMARKED = (4, "Supported, with a remark")
WENT = {"up": "rose", "down": "fell", "flat": "was unchanged,", "": "moved"}
PLACED = re.compile(r"(?:above|below|under|over|near)\b")
SMALL = ("after", "at", "by", "during", "for", "from", "in", "last", "on", "over", "since", "so", "the", "this")
TITLED = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sir|Dame)\.?\s")  # the one sign that an attribution is to a person


def render(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """Raises ConfigError where nobody publishes, or nothing was checked."""
    if not style.checked:
        raise ConfigError("--format claimreview needs verdicts: use claimcheck check")
    if style.publisher is None or style.publisher.missing() or style.moment is None:
        raise ConfigError(NEEDED)
    between = "[\n"
    for report in reports:
        for review in reviews(report, style.publisher, style.moment):
            out.write(between + json.dumps(review, ensure_ascii=False, allow_nan=False, indent=1))
            between = ",\n"
        out.flush()
    out.write("[]\n" if between == "[\n" else "\n]\n")


def reviews(report: Report, publisher: Publisher, moment: datetime) -> Iterator[dict[str, Any]]:
    """The reviews of one article in reading order; moment: when they are published."""
    found = [(each.claim.span, of_claim(report.article, each)) for each in report.checked
             if verdict_name(each) in RATINGS]
    found += [(each.span, of_contradiction(report.article, each)) for each in report.contradictions]
    for span, review in sorted(found, key=lambda each: (each[0].start, each[0].end)):
        name = slug(report.article)
        yield {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": f"{publisher.address(name)}#{name}-{span.start}",
            "datePublished": moment.date().isoformat(),
            "inLanguage": "en",
            "author": {"@type": "Organization", "name": publisher.name, "url": publisher.url},
        } | review


def of_claim(article: Article, checked: Checked) -> dict[str, Any]:
    value, name = RATINGS[verdict_name(checked)]
    if value == BEST and checked.verdict.remark:
        value, name = REMARKED
    reading = deciding(checked)
    source = reading.source.partition(":")[0] + (f", fetched {reading.fetched[:10]}" if reading.fetched else "")
    return {
        "claimReviewed": reviewed(checked),
        "itemReviewed": item(article, clean(checked.claim.sentence), checked.claim.attribution),
        "reviewRating": rating(value, name, f"{finding(checked)} Daily prices: {source}."),
    }


def of_contradiction(article: Article, found: Contradiction) -> dict[str, Any]:
    fits = f" What would fit: {'; '.join(found.fitting)}." if found.fitting else ""
    return {
        "claimReviewed": ended(clean(found.sentence)),
        "itemReviewed": item(article, clean(found.sentence), ""),
        "reviewRating": rating(WORST, "Contradicts itself", f"The figures disagree: {clean(found.detail)}.{fits}"),
    }


def rating(value: int, name: str, why: str) -> dict[str, Any]:
    return {"@type": "Rating", "ratingValue": value, "bestRating": BEST, "worstRating": WORST, "alternateName": name,
            "ratingExplanation": why}


def item(article: Article, sentence: str, attribution: str) -> dict[str, Any]:
    """The claim: its words, who made it where that is certain, and the article that it stands in."""
    when = {} if article.dated == "assumed" else {"datePublished": day_of(article)}
    author = claimant(article, attribution)
    place = {name: value for name, value in (("url", article.url), ("headline", clean(article.title))) if value}
    appeared = "appearance" if attribution else "firstAppearance"  # what others said, they said elsewhere first
    return ({"@type": "Claim", "text": sentence} | ({"author": author} if author else {}) | when
            | ({appeared: {"@type": "CreativeWork"} | place | when} if place else {}))


def claimant(article: Article, attribution: str) -> dict[str, str] | None:
    """Who made the claim: a person with a title, or the site for what the article says itself; nobody is guessed."""
    if attribution:
        return {"@type": "Person", "name": named(attribution)} if TITLED.match(attribution) else None
    host = urlsplit(article.url).hostname if article.url else None
    return {"@type": "Organization", "name": host.removeprefix("www."), "url": f"https://{host}"} if host else None


def day_of(article: Article) -> str:
    return article.written.isoformat() if article.dated == "time" else article.written.date().isoformat()


def reviewed(checked: Checked) -> str:
    """The claim as a sentence that stands by itself: "Alibaba rose 43% in the past month (17 Jan to 18 Feb 2025)."."""
    claim = checked.claim
    stated = phrase(checked)
    if stated is None:
        words = clean(claim.sentence)
        name = clean(claim.subject.text) if claim.subject else ""
        return ended(words if name in words else f"{name}: {words}")
    by = f", according to {named(claim.attribution)}" if claim.attribution else ""
    return ended(" ".join(filter(None, (stated, inner(clean(claim.period.text)), days(*checked.dates)))) + by)


def inner(words: str) -> str:
    """A period that began a sentence, as it stands within one: "On Jan. 27" is "on Jan. 27", "Monday" stays."""
    first, blank, rest = words.partition(" ")
    return f"{first.lower()} {rest}" if blank and first.lower() in SMALL else words


def named(attribution: str) -> str:
    return clean(attribution).rstrip(" .,;:")


def phrase(checked: Checked) -> str | None:
    """Who did what; None for kinds whose own sentence says it better."""
    claim = checked.claim
    if claim.subject is None or claim.quantity is None:
        return None
    name, size = clean(claim.subject.text), said(claim).removeprefix(f"{claim.direction} ")
    if claim.kind == "change":
        return f"{name} {WENT[claim.direction]} {size}"
    if claim.kind == "level":
        return f"{name} stood {size}" if PLACED.match(size) else f"{name} stood at {size}"
    if claim.kind == "market_value_change" and claim.direction in ("up", "down"):
        return f"{name} {'gained' if claim.direction == 'up' else 'lost'} {size} of market value"
    return f"{name} had a market value of {size}" if claim.kind == "market_value_level" else None


def days(first: date | None, last: date | None) -> str:
    """ "(18 Feb 2025)", "(17 Jan to 18 Feb 2025)", "" where the words fix none."""
    if last is None:
        return ""
    if first is None or first == last:
        return f"({shown(last)} {last.year})"
    begin = shown(first) if first.year == last.year else f"{shown(first)} {first.year}"
    return f"({begin} to {shown(last)} {last.year})"


def shown(day: date) -> str:
    return f"{day.day} {day:%b}"


def ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def slug(article: Article) -> str:
    """A name for addresses: the last part of the article's id, which may be a path of this machine."""
    last = article.id.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return re.sub(r"[^a-z0-9]+", "-", last.lower()).strip("-")[:60] or "article"
