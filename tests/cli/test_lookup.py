"""This file tests --lookup: a suggestion for names that nobody knows, taken only when a person accepts it."""

from __future__ import annotations

import pytest

from claimcheck import cli
from claimcheck.market import Unverifiable
from claimcheck.market.prices.yahoo import YahooPrices

TEXT = "Shares of Halewood Piston Works rose 3 percent on Monday. Halewood Piston Works lost 2 percent on Friday."
QUOTES = [
    {"symbol": "HPW.L", "name": "Halewood Piston Works plc", "exchange": "LSE", "type": "equity"},
    {"symbol": "HPWO", "name": "Halewood ADR", "exchange": "PNK", "type": "equity"},
]


@pytest.fixture
def check(tmp_path, monkeypatch, capsys):
    (tmp_path / "a.md").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path / "cache"))
    asked = []

    def run(answer, *options, terminal=None):
        def search(self, words):
            asked.append(words)
            return answer

        monkeypatch.setattr(YahooPrices, "search", search)
        if terminal is not None:
            monkeypatch.setattr("sys.stdin", terminal)
            monkeypatch.setattr("sys.stderr.isatty", lambda: True)
            monkeypatch.setattr("claimcheck.cli.articles.watched", lambda reports: reports)
            monkeypatch.setattr("click.confirm", lambda question, err: "HPW.L" in question)
        status = cli.run(["check", "a.md", "--date", "2013-06-10", "--offline", *options])
        return status, capsys.readouterr().err, asked

    return run


class Terminal:
    """A standard input where a person sits."""

    buffer = None

    def isatty(self) -> bool:
        return True


def test_a_suggestion_is_shown_once_a_name(check):
    status, err, asked = check(QUOTES, "--lookup")
    assert (status, asked) == (0, ["Halewood Piston Works"])
    assert "Halewood Piston Works: perhaps HPW.L (Halewood Piston Works plc, LSE), HPWO (Halewood ADR, PNK)" in err
    assert 'a line "Halewood Piston Works,HPW.L" in a file of your own, and --aliases FILE' in err


def test_nothing_is_asked_unasked(check):
    assert check(QUOTES)[2] == []


def test_nothing_found_and_no_network(check):
    assert "Yahoo knows none" in check([], "--lookup")[1]
    status, err, _ = check(Unverifiable("source-failed", "Yahoo cannot be reached"), "--lookup")
    assert (status, err) == (0, "claimcheck: --lookup: Yahoo cannot be reached\n")


def test_what_a_person_accepts_is_remembered(check, tmp_path):
    (tmp_path / "names.csv").write_text("alias,symbol\nBig Blue,IBM\n")
    check(QUOTES, "--lookup", "--aliases", "names.csv", terminal=Terminal())
    assert (tmp_path / "names.csv").read_text() == "alias,symbol\nBig Blue,IBM\nHalewood Piston Works,HPW.L\n"
    status, err, asked = check(QUOTES, "--lookup", "--aliases", "names.csv")
    assert "perhaps" not in err
