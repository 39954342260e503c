"""This file tests whole runs of the command: outputs, resume after kill -9, refusals, the summary and its page."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from batch.made import PRICES, archive, rows
from claimcheck.batch import outputs, parts
from claimcheck.batch import task as tasking
from claimcheck.batch.summary import summary
from claimcheck.cli import run

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


def batch(*words: str, engine: str = "serial") -> int:
    return run(["batch", *words, "--prices", str(PRICES), "--engine", engine])


def results(out: Path) -> tuple[bytes, bytes]:
    at = parts.place(out, None)
    return at.claims().read_bytes(), at.articles().read_bytes()


@pytest.fixture
def once(tmp_path):
    """An archive, and what one undisturbed run makes of it."""
    path = archive(tmp_path / "a.jsonl", rows(30))
    assert batch(str(path), "-o", "whole.jsonl") == 1
    return path, results(Path("whole.jsonl"))


def test_every_format_holds_the_same(once, capsys):
    path, (claims, articles) = once
    said = summary(Path("whole.jsonl"))
    for out in ("a.sqlite", "a.parquet", "folder", "folder2"):
        assert batch(str(path), "-o", out, *(["--format", "parquet"] if out == "folder2" else [])) == 1
        found = summary(Path(out))
        assert {n: getattr(found, n) for n in found.__slots__ if n not in ("out", "worst")} == {
            n: getattr(said, n) for n in said.__slots__ if n not in ("out", "worst")
        }
        assert [w["sentence"] for w in found.worst] == [w["sentence"] for w in said.worst]
        capsys.readouterr()
    assert results(Path("folder")) == (claims, articles)
    with sqlite3.connect("a.sqlite") as db:
        verdicts = dict(db.execute("select verdict, count(*) from claims group by verdict"))
        assert verdicts == dict(said.verdicts)
        assert db.execute("select count(*) from articles where error is not null").fetchone() == (said.errors,)
        assert db.execute("select sum(records) from articles").fetchone() == (said.claims,)


def test_claims_are_the_public_record_of_check(once, capsys):
    path, (claims, _) = once
    capsys.readouterr()
    run(["check", str(path), "--prices", str(PRICES), "--format", "jsonl"])
    checked = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [json.loads(line) for line in claims.splitlines()] == [row for row in checked if row["kind"] != "error"]


def killed_after(words: list[str], saved: Path, seconds: float) -> None:
    """Kill a run some time after it has saved one more part."""
    code = "import sys; from claimcheck.batch import task; task.ITEMS = 3; from claimcheck.cli import main; main()"
    process = subprocess.Popen([sys.executable, "-c", code, *words], cwd=ROOT, start_new_session=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip
    before = len(list(saved.glob("*.part")))
    while len(list(saved.glob("*.part"))) == before and process.poll() is None:
        time.sleep(0.02)
    time.sleep(seconds)
    assert process.poll() is None, "the run ended before it could be killed"
    os.kill(process.pid, signal.SIGKILL)
    process.stderr.close()
    process.wait()


@pytest.mark.skipif(os.name == "nt", reason="no kill -9 there")
def test_kill_9_and_resume_give_what_one_run_gives(tmp_path, monkeypatch):
    monkeypatch.setattr(tasking, "ITEMS", 3)
    path, out = archive(tmp_path / "a.jsonl", rows(60)), tmp_path / "out.jsonl"
    assert batch(str(path), "-o", "whole.jsonl") == 1
    words = ["batch", str(path), "-o", str(out), "--prices", str(PRICES), "--workers", "2"]
    chance = random.Random(7)
    for _ in range(3):
        killed_after(words, tmp_path / "out.jsonl.parts", chance.random() / 20)
    assert batch(str(path), "-o", str(out)) == 1
    assert results(out) == results(Path("whole.jsonl"))


@pytest.mark.parametrize("moment", ["first part", "a part", "join", "claims named", "complete"])
def test_an_end_at_every_kind_of_moment_is_gone_on_from(moment, once, monkeypatch):
    """As kill -9 would: nothing after the moment is written, nothing is cleaned up."""
    path, whole = once
    monkeypatch.setattr(tasking, "ITEMS", 7)
    count = {"n": 0}

    class Killed(BaseException):
        pass

    def dies(name, at, real):
        def act(*args, **kwargs):
            count["n"] += 1
            if count["n"] == at:
                raise Killed(name)
            return real(*args, **kwargs)

        return act

    where = {
        "first part": (parts, "save", 2),
        "a part": (parts.os, "replace", 4),
        "join": (outputs, "writing", 1),
        "claims named": (outputs.os, "replace", 8),
        "complete": (parts, "finish", 1),
    }
    module, name, at = where[moment]
    with monkeypatch.context() as patch:
        patch.setattr(module, name, dies(name, at, getattr(module, name)))
        with pytest.raises(Killed):
            batch(str(path), "-o", "out.jsonl")
    assert batch(str(path), "-o", "out.jsonl") == 1
    assert results(Path("out.jsonl")) == whole
    assert [each.name for each in Path("out.jsonl.parts").iterdir() if each.suffix in (".part", ".new")] == []


def test_what_is_done_is_not_done_again(once, monkeypatch, capsys):
    path, whole = once
    monkeypatch.setattr("claimcheck.batch.run.engine", lambda name: pytest.fail("nothing is left to do"))
    assert batch(str(path), "-o", "whole.jsonl") == 1
    assert results(Path("whole.jsonl")) == whole


def refused(capsys, *words: str) -> str:
    capsys.readouterr()
    assert batch(*words) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_another_run_is_refused_with_the_reason(once, capsys, tmp_path):
    path, whole = once
    assert "other --duplicates" in refused(capsys, str(path), "-o", "whole.jsonl", "--duplicates", "once")
    assert "other --date" in refused(capsys, str(path), "-o", "whole.jsonl", "--date", "2013-06-11")
    os.utime(path, (1, 1))
    assert "other input" in refused(capsys, str(path), "-o", "whole.jsonl")
    (tmp_path / "own.jsonl").write_text("mine")
    assert "no output of claimcheck batch" in refused(capsys, str(path), "-o", "own.jsonl")
    assert "no output of claimcheck batch" in refused(capsys, str(path), "-o", str(tmp_path))
    assert (tmp_path / "own.jsonl").read_text() == "mine"
    assert "no output of claimcheck batch" in refused(capsys, str(path), "-o", "a.jsonl", "--restart")
    assert "name one that ends in" in refused(capsys, str(path), "-o", __file__)
    assert "not standard input" in refused(capsys, "-", "-o", "x.jsonl")
    assert batch(str(path), "-o", "whole.jsonl", "--restart", "--duplicates", "once") == 1
    assert results(Path("whole.jsonl"))[0] == whole[0]


def test_duplicates_are_marked_or_counted_once(tmp_path, capsys):
    text = "Apple rose 3.1 percent on Monday. " + " ".join(f"Word{n} came before word{n + 1}." for n in range(60))
    made = [
        {"id": str(n), "published": f"2013-06-1{1 + n // 3}T21:30:00Z", "text": text + f" Update {n}."}
        for n in range(4)
    ]
    path = archive(tmp_path / "a.jsonl", made)
    for how, claims in (("mark", 4), ("once", 1), ("keep", 4)):
        batch(str(path), "-o", f"{how}.sqlite", "--duplicates", how)
        found = summary(Path(f"{how}.sqlite"))
        assert (found.claims, found.duplicates) == (claims, 0 if how == "keep" else 3)


def test_broken_inputs_are_rows_and_nothing_else_is_lost(tmp_path, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    archive(folder / "a.jsonl", rows(6))
    (folder / "b.txt").write_bytes(b"\0\1\2")
    (folder / "c.jsonl.gz").write_bytes(b"no gzip")
    (folder / "d.md").write_text("---\ndate: 2013-06-11\n---\nApple fell 0.7 percent on Monday.")
    assert batch(str(folder), "-o", "out.jsonl") in (0, 1)
    told = [row for row, _ in outputs.rows("jsonl", Path("out.jsonl"), Path("out.articles.jsonl"))]
    assert len(told) == 9 and [row["number"] for row in told] == list(range(1, 10))
    assert "binary" in told[6]["error"] and "damaged" in told[7]["error"] and told[8]["claims"] == 1
    assert run(["report", "out.jsonl"]) in (0, 1)
    assert "articles could not be read" in capsys.readouterr().out


def test_nothing_readable_is_status_2_and_report_of_nothing_is_refused(tmp_path, capsys):
    assert batch("none.jsonl", "-o", "out.jsonl") == 2
    capsys.readouterr()
    assert run(["report", "nothing.jsonl"]) == 2
    assert "no output of claimcheck batch" in capsys.readouterr().err


def test_json_progress_and_silence(once, capsys):
    path, _ = once
    capsys.readouterr()
    batch(str(path), "-o", "b.jsonl")
    assert capsys.readouterr().err == ""
    batch(str(path), "-o", "c.jsonl", "--json-progress")
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert told[-1]["stage"] == "joining" and told[-1]["articles"] == 30 and told[-1]["share"] == 1.0


def test_the_page_shows_the_counts_and_lets_nothing_through(tmp_path, capsys):
    from claimcheck.batch.page import render

    made = rows(10)
    made[0] |= {
        "title": "<script>alert(1)</script>",
        "url": "javascript:alert(1)",
        "text": "Apple rose 44 percent on Monday <b>&amp;.",
    }
    path = archive(tmp_path / "a.jsonl", made)
    batch(str(path), "-o", "out.jsonl")
    assert run(["report", "out.jsonl", "--html", "out.html"]) == 1
    page, total = Path("out.html").read_text(encoding="utf-8"), summary(Path("out.jsonl"))
    assert page == render(total) and page.count("<rect") > 8
    assert "<script" not in page and "javascript:" not in page and "&lt;script&gt;alert(1)" in page
    assert f"{total.claims} market claims in 10 articles" in page and "paper0.example.org" in page
    assert "http://" not in page and 'src="' not in page


@pytest.mark.parametrize("engine", ["serial", "processes"])
def test_prices_over_a_network_are_asked_for_once_a_symbol_by_one_process(engine, once, tmp_path, monkeypatch):
    path, whole = once
    source = "batch.killer:Asker"
    monkeypatch.setattr("claimcheck.batch.run.ONE_ASKER", source)
    monkeypatch.setenv("ASKED", str(tmp_path / "asked"))
    monkeypatch.setattr(tasking, "ITEMS", 7)
    words = ["batch", str(path), "-o", "net.jsonl", "--prices", source, "--engine", engine, "--workers", "2"]
    real, count = parts.save, iter(range(100))

    def dies(where, data):
        if where.suffix == ".part" and next(count) == 2:
            raise KeyboardInterrupt
        real(where, data)

    with monkeypatch.context() as patch:
        patch.setattr(parts, "save", dies)
        assert run(words) == 130
    ahead = (tmp_path / "asked").read_text().splitlines()
    # A run ends by asking article by article as well, for a source in memory that costs nothing.
    first = ahead[: len({line.split()[1] for line in ahead})]
    assert {line.split()[0] for line in ahead} == {str(os.getpid())} and len({*first}) == len(first) > 2
    assert run(words) == 1
    claims, articles = results(Path("net.jsonl"))
    assert articles == whole[1]
    assert [json.loads(line)["verdict"] for line in claims.splitlines()] == [
        json.loads(line)["verdict"] for line in whole[0].splitlines()
    ]
