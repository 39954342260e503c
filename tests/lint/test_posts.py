"""This file lints the posts of posts.toml and the examples of the rules' documentation."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from claimcheck.lint import rules
from claimcheck.lint.post import parsed, post_of
from claimcheck.verdict import FAULTS

POSTS = tomllib.loads((Path(__file__).parent / "posts.toml").read_text(encoding="utf-8"))["post"]


def frozen(value):
    return tuple(map(frozen, value)) if isinstance(value, list) else value


@pytest.mark.parametrize("case", POSTS, ids=[case["name"] for case in POSTS])
def test_post(case, session):
    settings = {key: frozen(value) for key, value in case.get("settings", {}).items()}
    linted = session(**settings).lint(case["path"], case["text"].encode())
    found = [
        f"{each.place.line}:{each.place.column} {each.rule.code}{'' if each.severity == 'note' else '!'}"
        for each in linted.findings
    ]
    assert found == case["found"], [each.message for each in linted.findings]
    for each in linted.findings:
        assert each.source in case["text"] and each.message and "\n" not in each.message
        if each.record:
            assert case["text"][each.place.start : each.place.end].endswith(each.record["text"][-1])
    assert len({each.fingerprint for each in linted.findings}) == len(linted.findings)


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.name)
def test_the_example_of_a_rule_breaks_it(rule, session):
    found = session(select=("all",)).lint_post(parsed("example.md", rule.example)).findings
    assert rule in [each.rule for each in found]


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.name)
def test_what_to_write_instead_does_not(rule, session):
    day = next((line for line in rule.example.splitlines() if line.startswith("date: 20")), "date: 2025-08-22")
    found = session(select=("all",)).lint_post(parsed("example.md", f"---\n{day}\n---\n{rule.instead}\n")).findings
    assert rule not in [each.rule for each in found]


def test_every_fault_has_a_rule_and_codes_are_unique():
    assert set(FAULTS) <= set(rules.BY_NAME)
    assert len(rules.BY_CODE) == len(rules.BY_NAME) == len(rules.ALL) == 17
    assert all(rule.summary and rule.why and rule.instead for rule in rules.ALL)
    assert [rule.name for rule in rules.ALL if not rule.default] == ["unverifiable"]


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"One.\n\nTwo \xff three.\n", 3, "not UTF-8 text (byte 0xff): save it as UTF-8"),
        (b"%PDF-1.7 \xe2\xe3", 1, "a PDF: save its text as .txt first"),
        (b"One.\0", 1, "binary, not text"),
        (b"\xff\xfea\x00b", 1, "not UTF-16-LE text"),
    ],
)
def test_what_is_no_text_is_a_finding(data, line, words, session):
    linted = session().lint("2025-08-22-a.md", data)
    assert [each.rule.name for each in linted.findings] == ["unreadable"]
    assert linted.findings[0].place.line == line and words in linted.findings[0].message and words in linted.error


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_encodings_are_read(encoding, session):
    data = "Tesla jumped 9.2% on Friday.".encode(encoding)
    assert session().lint("2025-08-22-a.md", data).findings[0].place.column == 14
    assert post_of("a.md", data).encoding.encoded("x") == "x".encode(encoding)


def test_fingerprints_survive_moved_lines(session):
    def found(text):
        return [each.fingerprint for each in session().lint("2025-08-22-a.md", text.encode()).findings]

    one = found("Tesla jumped 9.2% on Friday.\n")
    assert found("# New\n\nIt rained.\n\nTesla jumped\n9.2% on Friday.\n") == one
    twice = found("Tesla jumped 9.2% on Friday.\n\nTesla jumped 9.2% on Friday.\n")
    assert twice[0] == one[0] != twice[1]
    assert found("Tesla jumped 9.3% on Friday.\n") != one
