"""This file is one run over an archive: tasks to an engine, parts to the disk, parts to results."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from claimcheck import written
from claimcheck.batch import outputs, parts
from claimcheck.batch.engines import engine
from claimcheck.batch.parts import Place
from claimcheck.batch.sketch import Stories
from claimcheck.batch.task import Setting, Task, tasks
from claimcheck.read import Opened, read

ONE_ASKER = "yahoo"  # a source over a network is asked by one process, once a symbol
DUPLICATES = ("mark", "once", "keep")
FETCHED_AT_ONCE = 64  # symbols, so that a run which waits for a vendor says how far it is


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: all that is saved in parts.  stage: checking, fetching, judging or joining."""

    articles: int = 0
    claims: int = 0
    errors: int = 0
    stage: str = "checking"
    earlier: int = 0  # articles that an earlier run had done
    done: int = 0  # of `of` steps, in stages that know
    of: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done with an archive: the files and folders named, and how."""

    inputs: tuple[str, ...]
    setting: Setting
    place: Place
    engine: str = "processes"
    workers: int = 2
    duplicates: str = "mark"


Told = Callable[[Progress], None]


def run(job: Job, manifest: dict[str, Any], told: Told, opened: Opened | None = None) -> None:
    """Do the job, or what is left of it.  told: how far it is; opened: each file that is read.

    Raises ConfigError where the input is no longer what it was or a source cannot be opened.
    """
    if manifest["complete"]:
        return
    if ONE_ASKER in job.setting.prices:
        progress = engaged(replace(job, setting=replace(job.setting, judged=False)), "found", told, opened)
        judge(job, progress, told)
    else:
        progress = engaged(job, "part", told, opened)
    told(replace(progress, stage="joining"))
    join(job)
    parts.finish(job.place, manifest)


def engaged(job: Job, kind: str, told: Told, opened: Opened | None) -> Progress:
    """Have the engine do every task that has no part yet."""
    progress = [Progress()]

    def left() -> Iterator[Task]:
        for task in tasks(read(job.inputs, job.setting.desk, opened=opened)):
            if not parts.is_done(job.place, task, kind):
                yield task
            else:
                at = counted(progress[0], parts.lines(job.place.part(task.number, kind)), kind)
                progress[0] = replace(at, earlier=at.articles - progress[0].articles + progress[0].earlier)
                told(progress[0])

    for task, data in engine(job.engine)(left(), job.setting, job.workers):
        parts.save_part(job.place, task, data, kind)
        progress[0] = counted(progress[0], data, kind)
        told(progress[0])
    return progress[0]


def counted(progress: Progress, data: bytes, kind: str) -> Progress:
    """The progress with one more part."""
    if kind == "found":
        from claimcheck.batch.work import unpickled

        found = [(len(each.claims) if each else 0, report.error) for report, each, _ in unpickled(data)]
    else:
        found = [(row["claims"], row["error"]) for row in (json.loads(each[0]) for each in parts.articles_in(data))]
    return replace(
        progress,
        articles=progress.articles + len(found),
        claims=progress.claims + sum(claims for claims, _ in found),
        errors=progress.errors + sum(bool(error) for _, error in found),
    )


def judge(job: Job, progress: Progress, told: Told) -> None:
    """Ask for the prices of all claims at once, each symbol once, and judge what was extracted; in this one process."""
    from claimcheck.batch.work import judge_part, unpickled
    from claimcheck.checking import hulls, open_market

    found, setting = parts.parts_in(job.place, "found"), job.setting
    left = [path for path in found if not path.with_suffix(".part").exists()]
    if not left:
        return
    market = open_market(setting.prices, setting.aliases, setting.cache)
    needs = hulls(need for path in found for _, _, each in unpickled(parts.lines(path)) for need in each)
    wanted = [(need.instrument, need.first, need.last) for need in needs.values()]
    for start in range(0, len(wanted), FETCHED_AT_ONCE):
        told(replace(progress, stage="fetching", done=start, of=len(wanted)))
        if hasattr(market.prices, "prefetch"):
            market.prices.prefetch(wanted[start : start + FETCHED_AT_ONCE])
    for number, path in enumerate(left):
        told(replace(progress, stage="judging", done=number, of=len(left)))
        digest, _, data = path.read_bytes().partition(b"\n")
        lines = judge_part(data, market, setting.sketches)
        parts.save(path.with_suffix(".part"), digest + b"\n" + lines)


def join(job: Job) -> None:
    """The parts as tables; here, where the order of the input is known, near-duplicates are told."""
    at, stories, number = job.place, Stories(), 0
    with outputs.writing(at.form, at.claims(), at.articles()) as write:
        for path in parts.parts_in(at):
            for line, *found in parts.articles_in(parts.lines(path)):
                number += 1
                row = {"number": number} | json.loads(line)
                sketch = row.pop("sketch", "")
                if job.duplicates != "keep":
                    row["duplicate_of"] = repeated(row, sketch, stories)
                if job.duplicates == "once" and row["duplicate_of"]:
                    found = []
                write(row | {"records": len(found)}, found)


def repeated(row: dict[str, Any], sketch: str, stories: Stories) -> str | None:
    moment = datetime.fromisoformat(row["written"]) if row["written"] else written.NEVER
    return stories.first(row["article"], moment, sketch)


def fingerprint(job: Job, version: str) -> dict[str, Any]:
    """What a run depends on, as its manifest keeps it: a run with another one is another run."""
    setting = job.setting
    columns = setting.desk.columns
    return {
        "version of claimcheck": version,
        "input": [stamp(name) for name in job.inputs],
        "prices": [stamp(spec) for spec in setting.prices],
        "aliases": stamp(str(setting.aliases)) if setting.aliases else None,
        "--date": setting.desk.date.moment.isoformat() if setting.desk.date else None,
        "columns": [list(getattr(columns, name)) for name in columns.__slots__],
        "format": job.place.form,
        "--duplicates": job.duplicates,
    }


def stamp(spec: str) -> list[Any]:
    """A file or folder with a hash of names, sizes and times, which tells whether it changed; else its name alone."""
    path = Path(spec if Path(spec).exists() else spec.partition(":")[2])
    if not path.name or not path.exists():
        return [spec]
    told = blake2b(digest_size=12)
    for each in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if each.is_file():
            known = each.stat()
            told.update(f"{each}\0{known.st_size}\0{known.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
    return [spec, told.hexdigest()]
