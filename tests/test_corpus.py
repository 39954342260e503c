"""This file is the corpus held against the program: every phrasing says what stands below it, alone and among neighbours."""
from __future__ import annotations

import pytest
from corpus import Block, everything

from claimcheck.claim import Article
from claimcheck.language import extract
from claimcheck.market.names import Names

BLOCKS = everything()
NAMES = Names.load()
BEFORE = "Nobody at the meeting wanted to speak about it. The weather was fine."
AFTER = "The meeting will be held again in the spring."


def said(text: str, block: Block) -> list[str]:
    return [str(claim) for claim in extract(Article("corpus", text, block.written), NAMES).claims]


def cases():
    for block in BLOCKS:
        for sentence in block.sentences:
            marks = [pytest.mark.xfail(strict=True, reason=block.todo)] if block.todo else []
            yield pytest.param(sentence, block, id=f"{block.file}:{block.line}:{sentence[:40]}", marks=marks)


def test_the_corpus_holds_every_kind():
    files = {block.file for block in BLOCKS}
    assert {"change.txt", "level.txt", "extreme.txt", "streak.txt", "market_value.txt", "volume.txt", "breadth.txt", "regime.txt", "never.txt"} <= files
    assert len(BLOCKS) >= 80


@pytest.mark.parametrize(("sentence", "block"), list(cases()))
def test_a_sentence_says_what_stands_below_it(sentence, block):
    assert said(sentence, block) == list(block.claims)


@pytest.mark.parametrize("dress", ["neighbours", "crlf", "spaces", "quotes"])
@pytest.mark.parametrize("block", [b for b in BLOCKS if not b.todo], ids=lambda b: f"{b.file}:{b.line}")
def test_neighbours_and_dress_change_nothing(block, dress):
    sentence = block.sentences[0]
    text = {
        "neighbours": f"{BEFORE} {sentence} {AFTER}",
        "crlf": f"{BEFORE}\r\n\r\n{sentence}\r\n\r\n{AFTER}",
        "spaces": sentence.replace(" percent", "\u00a0percent").replace(" $", "\u00a0$"),
        "quotes": sentence.replace("'s", "\u2019s").replace("-week", "\u2011week"),
    }[dress]
    got = [line.replace("\u2019", "'").replace("\u2011", "-") for line in said(text, block)]
    assert got == list(block.claims)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: f"{b.file}:{b.line}")
def test_offsets_point_into_the_text_as_written(block):
    text = f"{BEFORE}\r\n\r\n{block.sentences[0]}\r\n"
    article = Article("corpus", text, block.written)
    for claim in extract(article, NAMES).claims:
        assert text[claim.span.start:claim.span.end] == claim.text
        assert claim.text in block.sentences[0]
