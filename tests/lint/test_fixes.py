"""This file tests corrected figures: in the writer's notation, only where one is right, and proved by linting again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from claimcheck.lint.mended import mended as mending
from claimcheck.lint.post import parsed

ON = "2025-08-22T18:00:00-04:00"  # after the close, so that one session is meant


def mended(session, text, unsafe=False, day=ON, **more):
    head = f"---\ndate: {day}\n---\n"
    done = session(**more).mend("a.md", (head + text).encode(), unsafe)
    return done.post.text.removeprefix(head), done


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Tesla jumped 9.2% on Friday.", "Tesla jumped 6.2% on Friday."),
        ("Tesla jumped 9 percent on Friday.", "Tesla jumped 6 percent on Friday."),
        ("Tesla jumped **9.20 percent** on Friday.", "Tesla jumped **6.22 percent** on Friday."),
        ("Tesla jumped [9.2%](x) to $341.01.", "Tesla jumped [6.2%](x) to $340.01."),
        ("The Dow rose 746.24 points, or 2.89%, to 45,631.74 on Friday.",
         "The Dow rose 846.24 points, or 1.89%, to 45,631.74 on Friday."),
        ("The Dow closed at 41,631.74 on Friday.", "The Dow closed at 45,631.74 on Friday."),
        ("Boeing rose 2.6% on Friday.", "Boeing rose 2.5% on Friday."),
        ("Tesla outpaced the S&P 500 by 2 percentage points on Friday.",
         "Tesla outpaced the S&P 500 by 5 percentage points on Friday."),
        ("Boeing rose 2.5% on Friday. <!-- claimcheck: ignore -->", "Boeing rose 2.5% on Friday."),
        ("One.\n\n<!-- claimcheck: ignore-file -->\n\nTwo.", "One.\n\n\nTwo."),
    ],
)  # fmt: skip
def test_safe(before, after, session):
    text, done = mended(session, before)
    assert text == after and not done.linted.findings


@pytest.mark.parametrize(
    "text",
    [
        "Tesla fell 6.2% on Friday.",  # the direction is wrong, not the figure
        "> Tesla jumped 9.2% on Friday.",  # somebody else's words
        '"Tesla jumped 9.2% on Friday," he said.',
        "Tesla jumped a third on Friday.",  # no digits to change
        "Tesla jumped 9-10 percent on Friday.",  # two of them
        "Tesla jumped 9&#46;2% on Friday.",  # not letter by letter in the source
        "Tesla jumped 9**.2%** on Friday.",
    ],
)
def test_nothing_safe(text, session):
    assert mended(session, text)[0] == text


def test_several_readings_are_not_safe(session):
    text = "Alibaba jumped 73% in the past month."
    assert mended(session, text, day="2025-02-18")[0] == text
    assert mended(session, text, unsafe=True, day="2025-02-18")[0] == "Alibaba jumped 58% in the past month."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Tesla fell 6.2% on Friday.", "Tesla rose 6.2% on Friday."),
        ("Shares of Tesla *plunged* by 1.2% on Friday.", "Shares of Tesla *soared* by 6.2% on Friday."),
        ("> Tesla jumped 9.2% on Friday.", "> Tesla jumped 6.2% on Friday."),
        ("Tesla was down 3% on Friday.", "Tesla was up 6% on Friday."),
        ("Tesla shares, which lost 3% on Friday, are loved.", "Tesla shares, which gained 6% on Friday, are loved."),
        ("Tesla eased 0.8 percent to $312.12 on Friday.", "Tesla rose 6.2 percent to $340.01 on Friday."),
        ("Tesla shares posted a loss of 3% on Friday.", "Tesla shares posted a loss of 3% on Friday."),
    ],
)
def test_unsafe(before, after, session):
    assert mended(session, before, unsafe=True)[0] == after


def test_a_fix_after_which_another_rule_is_broken_is_left_out(session):
    """The points fit the wrong percentage: the right one alone would contradict them."""
    text = "Tesla jumped 9.2% on Friday.\n"
    post = parsed("a.md", f"---\ndate: {ON}\n---\n{text}")
    one = session()
    linted = one.lint_post(post)
    worse = replace(linted, findings=(*linted.findings, *linted.findings))
    done = mending(post, linted, False, lambda again: worse)
    assert linted.findings[0].fix.safe and done.fixed == 0 and done.post == post


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_and_encoding_stay(session, ending, encoding):
    text = f"---\ndate: {ON}\n---\n\n😀 Tesla jumped 9.2% on Friday.\nIt rained.\n".replace("\n", ending)
    done = session().mend("a.md", text.encode(encoding), False)
    assert done.post.encoding.encoded(done.post.text) == text.replace("9.2%", "6.2%").encode(encoding)


MOVES = {"Tesla": 6.2166, "Boeing": 2.5216, "The Dow": 1.88954, "The S&P 500": 1.52, "The Russell 2000": 3.8631}
UPS = ["rose", "gained", "jumped", "climbed", "added", "was up", "advanced"]
UNITS = ["%", " percent"]
LEVELS = {"Tesla": ("${}", 340.01), "Boeing": ("${}", 230.12), "The Dow": ("{}", 45631.74)}


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(MOVES)), st.sampled_from(UPS), st.integers(0, 2), st.sampled_from(UNITS),
       st.floats(0.1, 40))
def test_a_made_move_is_left_alone_or_mended_until_it_is_right(session, who, verb, places, unit, said):
    shown = f"{said:.{places}f}"
    assume(float(shown) > 0)
    text = f"{who} {verb} {shown}{unit} on Friday.\n"
    fixed, done = mended(session, text)
    assert not done.linted.findings
    assert fixed == f"{who} {verb} {MOVES[who]:.{places}f}{unit} on Friday.\n" or not session().lint_post(
        parsed("a.md", f"---\ndate: {ON}\n---\n{text}")).findings


@settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(LEVELS)), st.integers(0, 2), st.floats(0.7, 1.4))
def test_a_made_level_likewise(session, who, places, times):
    shape, stood = LEVELS[who]
    said = f"{stood * times:,.{places}f}"
    assume(stood < 1000 or "," in said)
    text = f"{who} closed at {shape.format(said)} on Friday.\n"
    fixed, done = mended(session, text)
    assert not done.linted.findings
    right = f"{who} closed at {shape.format(f'{stood:,.{places}f}')} on Friday.\n"
    assert fixed in (right, text)


@settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(sorted(MOVES)), min_size=1, max_size=4, unique=True), st.integers(1, 2),
       st.sampled_from(UPS))
def test_true_figures_raise_nothing(session, whom, places, verb):
    text = " ".join(f"{who} {verb} {MOVES[who]:.{places}f}% on Friday." for who in whom)
    assert session().lint_post(parsed(f"{date(2025, 8, 22)}-a.md", text)).findings == ()
