"""This file tests what the linter remembers, forgets, and does not even load."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from claimcheck.cli import run
from claimcheck.errors import ConfigError
from claimcheck.lint import baseline, remembered
from claimcheck.lint.remembered import makers, own_files
from claimcheck.lint.session import Session
from claimcheck.lint.settings import Settings
from claimcheck.lint.sources import fingerprint, lock_path, specs

PRICES = Path(__file__).parents[2] / "fixtures" / "prices" / "new-york-2025"
WRONG = b"Tesla jumped 9.2% on Friday.\n"
NAME = "2025-08-22-a.md"


@pytest.fixture(autouse=True)
def checkout(monkeypatch):
    """Nobody works on claimcheck's own files while these tests run."""
    monkeypatch.setattr(remembered, "own_files", lambda: [1])


@pytest.fixture
def prices(tmp_path):
    folder = tmp_path / "prices"
    folder.mkdir()
    for name in ("TSLA.csv", "BA.csv"):
        (folder / name).write_bytes((PRICES / name).read_bytes())
    return folder


def ran(tmp_path, prices, data=WRONG, name=NAME, **settings):
    """(the findings, how many posts were read anew)."""
    (tmp_path / "kept").mkdir(exist_ok=True)
    with Session(replace(Settings(), **settings), (str(prices),), None, tmp_path / "kept") as session:
        return session.lint(name, data), session.read


def test_what_is_remembered_is_the_same(tmp_path, prices):
    first, read = ran(tmp_path, prices)
    again, unread = ran(tmp_path, prices)
    assert (read, unread) == (1, 0) and again == first and len(first.findings) == 1


def test_whatever_matters_is_read_anew(tmp_path, prices, monkeypatch):
    ran(tmp_path, prices)
    assert ran(tmp_path, prices, data=WRONG + b"\n")[1] == 1
    assert ran(tmp_path, prices, name="2025-08-21-a.md")[1] == 1
    assert ran(tmp_path, prices, ignore=("inexact",))[1] == 1
    assert ran(tmp_path, prices, quotes="skip")[1] == 1
    assert ran(tmp_path, prices)[1] == 0
    with monkeypatch.context() as changed:
        changed.setattr(remembered, "own_files", lambda: [2])
        assert ran(tmp_path, prices)[1] == 1
    csv = prices / "TSLA.csv"
    csv.write_text(csv.read_text().replace("340.01", "349.57"))
    found, read = ran(tmp_path, prices)
    assert read == 1 and not found.findings


def test_a_memory_that_is_broken_is_begun_anew(tmp_path, prices):
    ran(tmp_path, prices)
    (tmp_path / "kept" / "lint.db").write_bytes(b"no database at all, but long enough to look at " * 50)
    found, read = ran(tmp_path, prices)
    assert read == 1 and len(found.findings) == 1
    assert ran(tmp_path, prices)[1] == 0


def test_the_versions_are_those_that_are_installed():
    from importlib.metadata import version

    assert f"spacy-{version('spacy')}" in makers() and f"pyromark-{version('pyromark')}" in makers()
    assert any(each.startswith("en_core_web_sm") for each in makers()) and len(makers()) >= 5


def test_somebody_s_own_source_is_never_remembered(tmp_path):
    assert fingerprint(["my.module:make"], None) is None
    assert fingerprint([], None) == fingerprint([], None) != fingerprint([str(PRICES)], None)


@pytest.mark.parametrize("form", ["concise", "jsonl"])
def test_an_unchanged_tree_loads_nothing_heavy(tmp_path, prices, form):
    (tmp_path / NAME).write_bytes(WRONG)
    command = ["lint", ".", "--prices", "prices", "--output-format", form]
    code = (
        f"import sys\nfrom claimcheck.cli import run\nassert run({command!r}) == 1\n"
        "loaded = {'spacy', 'pandas', 'numpy', 'yfinance', 'rich', 'pyromark'} & set(sys.modules)\n"
        "print(sorted(loaded))"
    )
    env = {"PATH": "", "CLAIMCHECK_CACHE": str(tmp_path / "cache")}
    state, colds = None, []
    while state != own_files():  # a checkout that somebody is working on is another one, and remembers nothing
        state = own_files()
        done = [
            subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=env)
            for _ in range(2)
        ]
        colds.append(done[0].stdout.splitlines()[-1])
    assert "spacy" in colds[0]
    assert [each.returncode for each in done] == [0, 0], done[0].stderr + done[1].stderr
    first, second = (each.stdout.splitlines() for each in done)
    assert second[-1] == "[]"
    assert first[:-1] == second[:-1] and "CC102" in second[0]


def test_the_lock_wins_over_the_settings_and_what_is_asked_over_both(tmp_path):
    lock, stored = tmp_path / "claimcheck.lock", tmp_path / "prices.db"
    assert specs((), lock, False, ("closes", "yahoo"), stored) == ["closes"]
    stored.touch()
    assert specs((), lock, False, (), stored) == [f"sqlite:{stored}"]
    assert specs((), lock, False, ("closes", "yahoo"), stored) == ["closes", f"sqlite:{stored}"]
    with pytest.raises(ConfigError, match="--update-lock writes it"):
        specs((), lock, True, (), None)
    lock.touch()
    assert specs((), lock, True, ("closes",), stored) == [f"lock:{lock}"]
    assert specs(("mine",), lock, True, ("closes",), stored) == ["mine"]
    assert specs((), tmp_path / "none", False, (), None) == []


def test_where_the_lock_is(tmp_path):
    assert lock_path(None, None, tmp_path) == Path("claimcheck.lock")
    assert lock_path(None, tmp_path / "up", tmp_path) == tmp_path / "up" / "claimcheck.lock"
    assert lock_path(Path("x.lock"), tmp_path, tmp_path) == Path("x.lock")


def test_a_baseline_hides_what_is_known_and_nothing_else(tmp_path, session):
    path = tmp_path / "baseline.json"
    old = session().lint(NAME, WRONG)
    assert baseline.write(path, [old]) == 1
    seen: set[str] = set()
    moved = session().lint(NAME, b"# New\n\n" + WRONG + b"\nBoeing rose 9% on Friday.\n")
    left = baseline.without(moved, baseline.known(path), seen)
    assert [each.place.line for each in left.findings] == [5] and seen == baseline.known(path)


@pytest.mark.parametrize("text", ["", "[]", '{"findings": 3}', '{"findings": [{}]}'])
def test_a_baseline_that_is_none_says_what_to_do(tmp_path, text):
    (tmp_path / "b.json").write_text(text)
    with pytest.raises(ConfigError, match="write it anew with --write-baseline"):
        baseline.known(tmp_path / "b.json")


def test_findings_are_known_again_from_another_folder(tmp_path, prices, monkeypatch, capsys):
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path / "cache"))
    (tmp_path / "claimcheck.toml").write_text('prices = ["prices"]\n[lint]\nbaseline = "b.json"\n')
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / NAME).write_bytes(WRONG)
    monkeypatch.chdir(tmp_path)
    assert run(["lint", ".", "--write-baseline"]) == 0
    assert run(["lint", "."]) == 0
    monkeypatch.chdir(tmp_path / "posts")
    assert run(["lint", "."]) == 0 and run(["lint", NAME]) == 0
    (tmp_path / "posts" / NAME).write_bytes(WRONG + b"\nBoeing rose 9% on Friday.\n")
    assert run(["lint", NAME]) == 1
    assert capsys.readouterr().out.startswith(f"{NAME}:3:13: ")


def test_update_lock_then_lint_from_the_lock_alone(tmp_path, prices, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path / "cache"))
    (tmp_path / NAME).write_bytes(WRONG)
    assert run(["lint", ".", "--prices", "prices", "--update-lock"]) == 1
    lock = (tmp_path / "claimcheck.lock").read_text()
    assert lock.startswith("# claimcheck price lock 1") and "symbol TSLA" in lock
    for each in prices.iterdir():
        each.unlink()
    assert run(["lint", ".", "--output-format", "jsonl"]) == 1
    assert "CC102" in capsys.readouterr().out
    assert run(["lint", ".", "--fix"]) == 0 and (tmp_path / NAME).read_bytes() == b"Tesla jumped 6.2% on Friday.\n"


def test_trouble_with_a_source_is_no_finding(tmp_path, monkeypatch, capsys):
    """A source that fails leaves the lock unwritten, the posts unlinted, and the exit status 2."""
    (tmp_path / "broken.py").write_text(
        "from claimcheck.market import Unverifiable\n"
        "class make:\n    def bars(self, *_):\n        return Unverifiable('source-failed', 'no connection')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path / "cache"))
    (tmp_path / NAME).write_bytes(WRONG)
    assert run(["lint", NAME, "--prices", "broken:make"]) == 0
    assert "1 of 1 claims were not checked" in capsys.readouterr().err
    assert run(["lint", NAME, "--prices", "broken:make", "--update-lock"]) == 2
    assert "no lock written" in capsys.readouterr().err and not (tmp_path / "claimcheck.lock").exists()


def test_json_of_the_memory_is_small_enough_to_look_at(tmp_path, prices):
    import sqlite3

    ran(tmp_path, prices)
    with sqlite3.connect(tmp_path / "kept" / "lint.db") as held:
        (value,) = held.execute("select value from found").fetchone()
    kept = json.loads(value)
    assert set(kept) == {"path", "claims", "error", "unchecked", "findings"} and kept["findings"][0][0] == "CC102"
