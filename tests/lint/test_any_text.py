"""This file lints texts that nobody would write: whatever it is, the findings lie inside it, and the fixes help."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimcheck.lint.mended import mended
from claimcheck.lint.post import parsed

SAID = st.sampled_from(
    [
        "Tesla jumped 9.2% on Friday.",
        "Boeing rose 9% on Friday.",
        "Tesla fell 6.2% on Friday.",
        "The Dow rose 1.89%.",
        "> ",
        "* ",
        "**",
        "`",
        "<!-- claimcheck: ignore -->",
        "<!-- claimcheck: ignore-file CC1 -->",
        "\n",
        "\n\n",
        "&amp;",
        "é",
        "😀",
        "|",
        "| a | b |\n|--|--|\n| ",
        "<p>",
        "</p>",
        "[",
        "](x)",
        "// claimcheck: ignore\n",
        ".. claimcheck: ignore\n\n",
        "\r\n",
        "\t",
        "    ",
        "---\n",
        "+++\n",
        "date: 2025-08-21\n",
        "```\n",
        "<code>",
        "\u2028",
        "\x0b",
        "{{",
        "}}",
        "====\n",
    ]
)
NAMES = ["2025-08-22-a.md", "2025-08-22-a.html", "2025-08-22-a.rst", "2025-08-22-a.adoc", "2025-08-22-a.txt"]


@pytest.mark.parametrize("name", NAMES)
def test_findings_lie_inside_the_text_and_fixes_help(name, session):
    one = session(select=("all",))

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(SAID, max_size=12).map("".join))
    def check(text):
        post = parsed(name, text)
        linted = one.lint_post(post)
        for each in linted.findings:
            at = each.place
            assert 0 <= at.start <= at.end <= len(text) and at.line <= at.end_line and at.column >= 1
            assert each.source in text
            if each.record and each.fix and each.rule.name == "wrong-size":
                assert text[each.fix.start : each.fix.end].replace(".", "").isdigit()
        done = mended(post, linted, True, one.lint_post)
        assert len(done.linted.findings) <= len(linted.findings) - done.fixed

    check()
