"""This file is offsets: a claim's span points into the text as it was written, whatever dress the text wears."""
from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.claim import Article
from claimcheck.language import extract
from claimcheck.market.names import Names

NAMES = Names.load()
WRITTEN = datetime.fromisoformat("2013-06-10T18:00:00-04:00")
PLAIN = "The S&P 500 fell 9.53 points, or 0.06 percent, to 1,638.59 on Monday."
DRESSES = {
    "plain": PLAIN,
    "entities": "The S&amp;P&nbsp;500 fell 9.53&nbsp;points, or 0.06 percent, to 1,638.59 on Monday.",
    "bold": "The **S&P 500** fell **9.53 points**, or _0.06 percent_, to 1,638.59 on Monday.",
    "link": "The [S&P 500](https://example.org/a_b) fell 9.53 points, or 0.06 percent, to 1,638.59 on Monday.",
    "crlf": "The S&P 500 fell\r\n9.53 points, or 0.06 percent, to 1,638.59\r\non Monday, said the people in the street.",
    "no-break": "The S&P\u00a0500 fell 9.53\u00a0points, or 0.06\u202fpercent, to 1,638.59 on Monday.",
    "ligature": "The \ufb01rm S&P 500 fell 9.53 points, or 0.06 percent, to 1,638.59 on Monday.",
    "code": "The S&P 500 .SPX fell 9.53 points, or 0.06 percent, to 1,638.59 on Monday.",
}


def spans(text: str) -> list[tuple[str, str]]:
    claims = extract(Article("a", text, WRITTEN), NAMES).claims
    assert all(text[c.span.start:c.span.end] == c.text for c in claims)
    return [(c.kind, c.text) for c in claims]


@pytest.mark.parametrize("dress", DRESSES)
def test_every_dress_has_the_same_claims(dress):
    said = [(kind, text.replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u202f", " ")) for kind, text in spans(DRESSES[dress])]
    assert said == [("change", "9.53 points"), ("change", "0.06 percent"), ("level", "1,638.59")]


@settings(max_examples=150, deadline=None)
@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_any_text_around_keeps_offsets(before, after):
    text = f"{before}\n\n{PLAIN}\n\n{after}"
    for kind, said in spans(text):
        assert said in text
        assert kind


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PLAIN.split() + ["(", ")", "-", "&amp;", "\u00a0", "**", "AAPL.O", "and", "$", "%", "1/2", "\n", "whose", "shares"]), max_size=60))
def test_shuffled_words_never_break_it(words):
    spans(" ".join(words))
