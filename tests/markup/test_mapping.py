"""This file holds every markup language to one promise: each character of the prose stands where the mapping says."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.front import Malformed
from claimcheck.markup import FORMATS, prose_of
from claimcheck.markup.prose import HOLE

WORDS = st.sampled_from(
    ["Tesla", "jumped", "9.2%", "é", "naïve", "日本", "😀", "$5", "x_y", "a*b", "&amp;", "&nbsp;", "&#36;", "& so"]
)
PARTS = {
    "markdown": [
        "*em*",
        "**strong**",
        "`code`",
        "[link](http://x.org 't')",
        "~~gone~~",
        "<!-- c -->",
        "\\*",
        "![a](b)",
        "\n",
        "\n\n",
        "\n\n> ",
        "\n\n- ",
        "\n\n# ",
        "\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n",
        "\n\n```\nx\n```\n\n",
        "<b>",
        "</b>",
        "\r\n",
        "{{ x }}",
        "\n\n<div>\n",
        "[^1]",
        "\n\n[^1]: ",
        "  \n",
        "<br>",
        "\t",
    ],
    "html": [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<br/>",
        "<code>x</code>",
        "<script>a<b</script>",
        "<!-- c -->",
        "<td>",
        "<",
        "<blockquote>",
        "</blockquote>",
        "\n",
        "  ",
        "\r\n",
        "<a href='x>y'>",
        "</a>",
        "<pre>",
        "</pre>",
        "&lt",
        "]]>",
        "<title>",
        "</title>",
        "<!DOCTYPE html>",
        "<?x?>",
    ],
    "restructured": [
        "*em*",
        "**strong**",
        "``code``",
        "`link <http://x>`_",
        "|sub|",
        "ref_",
        "\n",
        "\n\n",
        "\n\n- ",
        "\n\n   ",
        "::\n\n   x\n\n",
        "\n=====\n",
        "\n\n.. note:: ",
        "\n\n.. comment\n\n",
        "[1]_",
        "\\ ",
        "\n\n+--+\n|a |\n+--+\n\n",
        "\n\n1. ",
        "\n\n:a: b\n",
    ],
    "asciidoc": [
        "*strong*",
        "_em_",
        "`code`",
        "https://x.org[link]",
        "{attr}",
        "\n",
        "\n\n",
        "\n\n* ",
        "\n\n----\nx\n----\n",
        "\n// c\n",
        "\n\n____\n",
        "\n\n|===\n|a |b\n",
        "|===\n",
        " +\n",
        "footnote:[x]",
        "\n\n== ",
        "\n\n[source]\n",
        "\n\n x",
    ],
    "plain": ["\n", "\n\n", "*em*", "  "],
}


def texts(form: str) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(WORDS, st.sampled_from(PARTS[form]), st.just(" ")), max_size=40).map("".join)


def faithful(source: str, form: str) -> None:
    """Every character of the prose is in the source where it is said to be, or stands for what is there."""
    prose = prose_of(source, form)
    at = 0
    for piece, after in zip(prose.pieces, [*(p.at for p in prose.pieces[1:]), len(prose.text)], strict=False):
        assert piece.at == at and 0 <= piece.start <= piece.end <= len(source)
        words, behind = prose.text[at:after], source[piece.start : piece.end]
        if piece.literal:
            assert words == behind
        else:
            assert words in (HOLE, " ", "\n", "\n\n", html.unescape(behind)), (words, behind)
        at = after
    assert at == len(prose.text)
    for i in range(len(prose.text)):
        span, piece = prose.source(i, i + 1), prose.piece(i)
        if piece.literal:
            assert source[span.start : span.end] == prose.text[i]
        else:
            assert (span.start, span.end) == (piece.start, piece.end)
    for comment in prose.comments:
        assert comment.text in source[comment.start : comment.end]


@pytest.mark.parametrize("form", FORMATS)
def test_every_character_maps_to_its_source(form):
    @settings(max_examples=150, deadline=None, database=None)
    @given(texts(form))
    def check(source):
        faithful(source, form)

    check()


@pytest.mark.parametrize("form", FORMATS)
def test_any_text_at_all(form):
    @settings(max_examples=60, deadline=None, database=None)
    @given(st.text(max_size=80))
    def check(source):
        try:
            faithful(source, form)
        except Malformed:
            pass

    check()


@pytest.mark.parametrize("form", FORMATS)
def test_a_plain_paragraph_is_read_whole_in_every_language(form):
    prose = prose_of("Tesla jumped 9.2% on Friday.", form)
    assert prose.text.strip() == "Tesla jumped 9.2% on Friday."
    at = prose.text.index("9.2%")
    assert prose.source(at, at + 4).start == 13


HOSTILE = [
    "<a ",
    "<!-- ",
    "{{ a ",
    "{% raw %}",
    "**a ",
    "``a ",
    "- ",
    "> ",
    "[a ",
    "====\n",
    "footnote:[ ",
    "((( a",
    "|===\n",
]


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_opened_and_never_closed_is_read_to_its_end(form):
    """Thousands of openings: no reader may give up, or begin anew at each of them (that would take minutes)."""
    for opening in HOSTILE:
        source = f"Tesla jumped 9.2% on Friday.\n\n{opening * 8000}"
        assert prose_of(source, form).text.startswith("Tesla jumped 9.2% on Friday."), opening


def test_indentation_without_end():
    source = "\n".join(" " * depth + "a" for depth in range(400))
    for form in FORMATS:
        assert "a" in prose_of(source, form).text
