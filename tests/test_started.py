"""This file tests true sentences that were once refuted: where a move came from, and figures that name no day."""
from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.checking import check_article, open_market
from claimcheck.claim import Article
from claimcheck.verdict import Refuted, Supported, Unverifiable
from claimcheck.written import parse

PRICES = Path(__file__).parent.parent / "fixtures" / "prices"


@pytest.fixture(scope="module")
def market():
    return open_market([PRICES])


def verdicts(text: str, market) -> dict[str, object]:
    when = parse("2025-01-28T18:00:00-05:00")
    report = check_article(Article("a", text, when.moment, when.dated), market)
    return {each.claim.text: each.verdict for each in report.checked}


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia fell from $142.62 to $118.42 on Monday.",
        "Nvidia dropped to $118.42 from $142.62 on Monday.",
        "On Tuesday Nvidia rose from $118.42 to $128.99.",
    ],
)
def test_a_move_begins_at_the_close_before(text, market):
    found = verdicts(text, market)
    assert len(found) == 2 and all(isinstance(each, Supported) for each in found.values())


def test_a_beginning_that_never_was_is_refuted_with_the_close_before(market):
    found = verdicts("Nvidia fell from $152.62 to $118.42 on Monday.", market)
    assert isinstance(found["$152.62"], Refuted) and found["$152.62"].corrected.startswith("$142.62")
    assert isinstance(found["$118.42"], Supported)


def test_without_a_day_it_stays_open_when_the_move_began(market):
    found = verdicts("Nvidia fell from $149.43 to $128.99.", market)
    assert isinstance(found["$149.43"], Unverifiable) and found["$149.43"].reason == "vague-period"


def test_a_figure_without_a_day_may_be_of_the_day_that_its_sentence_names(market):
    """Read as Tuesday's, on which it was written, the billions would be refuted; they are Monday's, and true."""
    found = verdicts("Nvidia fell 17% on Monday, wiping out nearly $600 billion of market value.", market)
    assert isinstance(found["17%"], Supported)
    left = found["$600 billion"]
    assert isinstance(left, Unverifiable) and left.detail == "another figure of the sentence is told of another day"


def test_a_figure_without_a_day_beside_one_of_the_same_day_is_refuted_all_the_same(market):
    found = verdicts("Nvidia jumped 8.9% on Tuesday, adding $990 billion of market value.", market)
    assert isinstance(found["8.9%"], Supported) and isinstance(found["$990 billion"], Refuted)
