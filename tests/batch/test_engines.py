"""This file tests the engines: each gives the serial answer, and what kills a worker costs one article at most."""

from __future__ import annotations

import json

import pytest

from batch.made import DESK, archive, rows, setting
from claimcheck.batch import engine
from claimcheck.batch import task as tasking
from claimcheck.batch.parts import articles_in
from claimcheck.errors import ClaimcheckError, ConfigError
from claimcheck.read import read


@pytest.fixture
def small_tasks(monkeypatch):
    monkeypatch.setattr(tasking, "ITEMS", 8)


def done(name: str, path, how=None, workers: int = 2) -> dict[int, bytes]:
    found = engine(name)(tasking.tasks(read([str(path)], DESK)), how or setting(), workers)
    return {task.number: lines for task, lines in found}


@pytest.mark.parametrize("name", ["processes", "ray"])
def test_every_engine_gives_the_serial_answer(name, tmp_path, small_tasks):
    if name == "ray":
        pytest.importorskip("ray", reason="the extra [ray] is not installed")
    path = archive(tmp_path / "a.jsonl", rows(40))
    serial = done("serial", path)
    assert list(serial) == [1, 2, 3, 4, 5]
    told = [json.loads(line[0]) for data in serial.values() for line in articles_in(data)]
    assert len(told) == 40 and sum(row["claims"] for row in told) > 10 and sum(bool(row["error"]) for row in told) > 3
    assert sum(row["supported"] + row["inexact"] + row["refuted"] for row in told) > 5
    assert done(name, path) == serial


def test_tasks_are_the_same_every_time_and_sized(tmp_path, monkeypatch):
    path = archive(tmp_path / "a.jsonl", rows(40))
    first, again = (list(tasking.tasks(read([str(path)], DESK))) for _ in range(2))
    assert first == again
    monkeypatch.setattr(tasking, "BYTES", 2_000)
    small = list(tasking.tasks(read([str(path)], DESK)))
    assert [item for task in small for item in task.items] == [item for task in first for item in task.items]
    assert len(small) > 5 and len({task.digest for task in small}) == len(small)


@pytest.mark.parametrize(("kills", "lost"), [(1, 0), (2, 1), (4, 2)])
def test_an_article_that_kills_twice_is_recorded_and_the_others_go_on(kills, lost, tmp_path, monkeypatch, small_tasks):
    texts = [
        "Apple rose 3 percent on Monday." if n in (3, 12) else f"Google rose {n} percent on Monday." for n in range(20)
    ]
    made = [{"id": str(n), "published": "2013-06-11T21:30:00Z", "text": text} for n, text in enumerate(texts)]
    path = archive(tmp_path / "a.jsonl", made)
    (tmp_path / "kills").write_text(str(kills))
    monkeypatch.setenv("KILLS", str(tmp_path / "kills"))
    found = done("processes", path, setting("batch.killer:Killer"), workers=1)
    told = [json.loads(line[0]) for number in sorted(found) for line in articles_in(found[number])]
    assert [row["article"] for row in told] == [str(n) for n in range(20)]
    errors = [row for row in told if row["error"]]
    assert len(errors) == lost and all("killed the process that read it, twice" in row["error"] for row in errors)
    assert {row["article"] for row in errors} <= {"3", "12"}
    assert all(row["claims"] == 1 for row in told if not row["error"])


def test_workers_that_cannot_begin_end_the_run_with_one_line(tmp_path):
    path = archive(tmp_path / "a.jsonl", rows(3))
    with pytest.raises(ClaimcheckError, match="workers die before they can begin"):
        done("processes", path, setting("batch.killer:stillborn"), workers=1)
    with pytest.raises(ConfigError, match="no such file or folder"):
        done("processes", path, setting(str(tmp_path / "none")), workers=1)


def test_an_archive_without_articles(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"")
    assert len(done("processes", path, workers=1)) == 1
    assert list(engine("processes")([], setting(), 1)) == []
