"""This file holds the format claimreview to schema.org's terms, to what Google asks for, and to saying no more."""
from __future__ import annotations

import copy
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import samples

from claimcheck.claim import Period
from claimcheck.errors import ConfigError
from claimcheck.report import Style, renderer
from claimcheck.report.claimreview import reviewed, reviews
from claimcheck.report.publisher import Publisher
from claimcheck.verdict import Checked, Report

DESK = Publisher("The Example Desk", "https://desk.example", "https://desk.example/checks/{id}")
NOW = datetime(2025, 2, 19, 9, 30, tzinfo=UTC)
STYLE = Style(publisher=DESK, moment=NOW)
ROWS = [line.split("\t") for line in (Path(__file__).parent / "schemaorg.tsv").read_text().splitlines()
        if line and not line.startswith("#")]
PARENTS = {kind: parent for kind, name, parent in ROWS if name == "<"}
TERMS = {(kind, name): tuple(ranges.split()) for kind, name, ranges in ROWS if name != "<"}


def made(reports=samples.reports, style=STYLE) -> list[dict]:
    out = io.StringIO()
    renderer("claimreview")(reports(), out, style)
    return json.loads(out.getvalue())


def line_of(kind: str) -> list[str]:
    """A type and all that it is a kind of."""
    line = [kind]
    while PARENTS.get(line[-1]):
        line.append(PARENTS[line[-1]])
    return line


def fits(value, expected: str) -> bool:
    """Whether a value may stand where schema.org expects a Text, Date, Number, URL or a thing of a type."""
    if isinstance(value, dict):
        return expected in line_of(value.get("@type", ""))
    if isinstance(value, bool):
        return expected == "Boolean"
    if isinstance(value, (int, float)):
        return expected == "Number"
    if expected in ("Date", "DateTime"):
        return moment(value, expected)
    return expected == "Text" or expected == "URL" and value.startswith(("https://", "http://"))


def moment(value: str, expected: str) -> bool:
    try:
        return bool((date if expected == "Date" else datetime).fromisoformat(value))
    except ValueError:
        return False


def wrong(thing: dict, path: str = "") -> list[str]:
    """What schema.org's terms have against an object: types, properties, domains and ranges."""
    kind = thing.get("@type")
    if kind not in PARENTS:
        return [f"{path}: no type {kind}"]
    found = []
    for name, value in thing.items():
        if name in ("@type", "@context"):
            continue
        expected = next((TERMS[each, name] for each in line_of(kind) if (each, name) in TERMS), None)
        if expected is None:
            found.append(f"{path}.{name}: no property of {kind}")
        elif not any(fits(value, each) for each in expected):
            found.append(f"{path}.{name}: {value!r} is none of {expected}")
        if isinstance(value, dict):
            found += wrong(value, f"{path}.{name}")
    return found


def test_every_review_is_in_the_terms_of_schema_org():
    found = made()
    assert len(found) == 4
    for review in found:
        assert review["@context"] == "https://schema.org" and not wrong(review)


@pytest.mark.parametrize(("path", "value", "says"), [
    ("claimReviewd", "x", "no property of ClaimReview"),
    ("claimReviewed", {"@type": "Claim"}, "is none of ('Text',)"),
    ("reviewRating.stars", 5, "no property of Rating"),
    ("reviewRating.@type", "Stars", "no type Stars"),
    ("reviewRating", "good", "is none of ('Rating',)"),
    ("itemReviewed.claimReviewed", "x", "no property of Claim"),
    ("itemReviewed.author", "Acme", "is none of ('Organization', 'Person')"),
    ("itemReviewed.appearance", {"@type": "Organization"}, "is none of ('CreativeWork',)"),
    ("author.alternateName", 7, "is none of ('Text',)"),
    ("datePublished", "yesterday", "is none of ('Date', 'DateTime')"),
    ("url", "checks/1", "is none of ('URL',)"),
    ("isAccessibleForFree", "yes", "is none of ('Boolean',)"),
])
def test_the_terms_are_looked_at_closely_enough(path, value, says):
    review = copy.deepcopy(made()[0])
    *above, name = path.split(".")
    place = review
    for each in above:
        place = place[each]
    place[name] = value
    assert any(says in each for each in wrong(review)), wrong(review)


def test_what_google_requires_is_there():
    """claimReviewed, a rating with its words, and the page of the review; author and item where they are known."""
    for review in made():
        rating = review["reviewRating"]
        assert review["claimReviewed"] and review["claimReviewed"][-1] in ".!?"
        assert rating["alternateName"] and rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]
        assert review["url"].startswith("https://desk.example/checks/a-md#a-md-")
        assert review["author"] == {"@type": "Organization", "name": "The Example Desk", "url": "https://desk.example"}
        assert review["datePublished"] == "2025-02-19"
        assert review["itemReviewed"]["text"]
    assert len({review["url"] for review in made()}) == 4


def test_the_scale():
    ratings = [(each["reviewRating"]["ratingValue"], each["reviewRating"]["alternateName"]) for each in made()]
    assert ratings == [(4, "Supported, with a remark"), (1, "Refuted"), (3, "Inexact"), (1, "Contradicts itself")]


def test_what_is_unverifiable_or_unread_is_no_review():
    report = samples.reports()[0]
    open_ones = tuple(each for each in report.checked if type(each.verdict).__name__ == "Unverifiable")
    assert open_ones and not list(reviews(Report(report.article, open_ones), DESK, NOW))
    assert made(lambda: samples.reports()[1:]) == []


def test_no_path_of_this_machine_is_published():
    report = samples.reports()[0]
    article = replace(report.article, id="/home/somebody/secret/draft one.md")
    readings = tuple(replace(each, verdict=with_source(each.verdict, "files:/home/somebody/prices")) for each in
                     report.checked)
    text = json.dumps(list(reviews(Report(article, readings, report.contradictions), DESK, NOW)))
    assert "somebody" not in text and "draft-one-md" in text


def with_source(verdict, source: str):
    reading = getattr(verdict, "reading", None)
    return replace(verdict, reading=replace(reading, source=source)) if reading else verdict


SITE = {"@type": "Organization", "name": "news.example", "url": "https://www.news.example"}


@pytest.mark.parametrize(("url", "attribution", "author"), [
    ("https://www.news.example/a", "", SITE),
    ("", "", None),
    ("https://news.example/a", "Mr. Pipe.", {"@type": "Person", "name": "Mr. Pipe"}),
    ("https://news.example/a", "Goldman Sachs", None),
    ("https://news.example/a", "analysts", None),
])
def test_nobody_is_guessed_to_have_said_it(url, attribution, author):
    report = samples.reports()[0]
    one = replace(report.checked[1], claim=replace(report.checked[1].claim, attribution=attribution))
    (review,) = reviews(Report(replace(report.article, url=url), (one,)), DESK, NOW)
    item = review["itemReviewed"]
    assert item.get("author") == author
    assert ("appearance" in item, "firstAppearance" in item) == (bool(attribution), not attribution)


def test_an_assumed_date_is_not_published():
    report = samples.reports()[0]
    report = replace(report, article=replace(report.article, dated="assumed"))
    assert not any("datePublished" in each["itemReviewed"] for each in reviews(report, DESK, NOW))


WHEN = "in the past month (17 Jan to 18 Feb 2025)."
SENTENCES = [
    (dict(kind="change", direction="up", amount="43", step="1"), f"Acme rose 43% {WHEN}"),
    (dict(kind="change", direction="down", amount="2.5"), f"Acme fell 2.5% {WHEN}"),
    (dict(kind="level", amount="12.50", unit="USD", step="0.01"), f"Acme stood at $12.50 {WHEN}"),
    (dict(kind="market_value_change", direction="down", amount="589000000000", unit="USD", step="1000000000"),
     f"Acme lost $589 billion of market value {WHEN}"),
    (dict(kind="market_value_level", amount="3000000000000", unit="USD", step="1000000000000"),
     f"Acme had a market value of $3 trillion {WHEN}"),
    (dict(kind="extreme", direction="up", amount=""),
     "Acme rose more than 25% in the past month, said <Mr. Pipe | Co>. On Monday Acme fell 2.5 percent to $12.50."),
]


@pytest.mark.parametrize(("said", "sentence"), SENTENCES)
def test_the_claim_is_a_sentence_that_stands_by_itself(said, sentence):
    period = Period("month", text="In the past month")
    claim = replace(samples.claim("25%", "Acme", **{"step": "0.1"} | said, period=period), attribution="")
    checked = Checked(claim, samples.ACME, None, (date(2025, 1, 17), date(2025, 2, 18)))
    assert reviewed(checked) == sentence


@pytest.mark.parametrize(("style", "says"), [
    (Style(), "[claimreview]"),
    (Style(publisher=Publisher("A desk"), moment=NOW), "[claimreview]"),
    (Style(checked=False, publisher=DESK, moment=NOW), "use claimcheck check"),
])
def test_without_a_publisher_or_verdicts_it_says_what_to_do(style, says):
    with pytest.raises(ConfigError) as raised:
        made(style=style)
    assert says in str(raised.value)
