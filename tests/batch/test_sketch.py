"""This file tests near-duplicates: updates of a story are told, other stories are not."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from claimcheck.batch.sketch import Stories, alike, bins_of, sketch

DAY = datetime(2013, 6, 11, 12, tzinfo=UTC)
WORDS = [f"word{n}" for n in range(3000)]


def story(seed: int, length: int = 300) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def test_an_update_is_told_and_another_story_is_not():
    stories, first = Stories(), story(1)
    assert stories.first("a", DAY, sketch(" ".join(first))) is None
    update = [*first[:20], *story(2, 40), *first[20:], *story(3, 60)]
    assert stories.first("b", DAY + timedelta(hours=3), sketch(" ".join(update))) == "a"
    assert stories.first("c", DAY, sketch(" ".join(story(4)))) is None
    assert stories.first("d", DAY + timedelta(days=9), sketch(" ".join(first))) is None


def test_a_third_telling_names_the_first():
    stories, first = Stories(), story(1)
    told = [stories.first(str(n), DAY, sketch(" ".join([*first, *story(9, 10 * n)]))) for n in range(4)]
    assert told == [None, "0", "0", "0"]


def test_the_estimate_is_near_the_true_share():
    errors = []
    for seed in range(40):
        one = story(seed, 400)
        other = [*one[: 40 * (seed % 10)], *story(seed + 1000, 400)]
        runs = [{tuple(words[i : i + 3]) for i in range(len(words) - 2)} for words in (one, other)]
        true = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
        errors.append(abs(true - alike(bins_of(sketch(" ".join(one))), bins_of(sketch(" ".join(other))))))
    assert max(errors) < 0.25 and sum(errors) / len(errors) < 0.06


@given(st.text(max_size=200))
def test_any_text_has_a_sketch_and_is_itself_again(text):
    told = sketch(text)
    assert told == sketch(text)
    if told:
        stories = Stories()
        assert stories.first("a", DAY, told) is None and stories.first("b", DAY, told) == "a"
