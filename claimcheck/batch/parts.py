"""This file is what a run leaves on the disk while it goes on: a manifest, and a part for every task that is done.

    OUT.parts/manifest.json      what the run is: input, settings, moment; whether it is complete
    OUT.parts/000001.part        the lines of the first task, under a line with its digest
    OUT.parts/000001.found       prices that are asked for over a network: what was extracted, before it is judged

Every file appears by renaming, whole or not at all, so a run that is killed at any moment loses nothing but the tasks
in hand; the next one reads the input again, passes over what has its part, and does the rest.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimcheck.batch.task import Task
from claimcheck.errors import ConfigError

MANIFEST = "manifest.json"
LAYOUT = 1  # of parts and outputs; another one is not resumed


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run writes.  out: what the user named; form: jsonl, parquet or sqlite; folder: out is a folder."""

    out: Path
    form: str
    folder: bool

    @property
    def parts(self) -> Path:
        return self.out if self.folder else self.out.with_name(self.out.name + ".parts")

    def part(self, number: int, kind: str = "part") -> Path:
        return self.parts / f"{number:06}.{kind}"

    def claims(self) -> Path:
        return self.out / f"claims.{self.form}" if self.folder else self.out

    def articles(self) -> Path:
        """The file of article rows; SQLite has both in one."""
        if self.form == "sqlite":
            return self.claims()
        if self.folder:
            return self.out / f"articles.{self.form}"
        return self.out.with_name(f"{self.out.stem}.articles{self.out.suffix}")


SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".sqlite": "sqlite", ".db": "sqlite"}


def place(out: Path, form: str | None) -> Place:
    """Where -o OUT is: a file by its suffix, else a folder.  Raises ConfigError where --format says otherwise."""
    own = SUFFIXES.get(out.suffix.lower())
    if own and not out.is_dir():
        if form and form != own:
            raise ConfigError(f"-o {out} is {own}, --format says {form}: leave one out")
        return Place(out, own, False)
    if out.is_file():
        raise ConfigError(f"-o {out} is a file: name one that ends in {', '.join(SUFFIXES)}, or a folder")
    if not form and (told := manifest_of(out)):
        form = told["form"]
    return Place(out, form or "jsonl", True)


def manifest_of(folder: Path) -> dict[str, Any] | None:
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) and "fingerprint" in told else None


def begin(at: Place, fingerprint: dict[str, Any], now: str, restart: bool) -> dict[str, Any]:
    """The manifest of the run: a new one, or that of the run which is gone on with.

    Raises ConfigError where OUT belongs to another run, or is no output of claimcheck at all.
    """
    known = manifest_of(at.parts)
    if restart:
        remove(at)
        known = None
    if known is not None:
        if why := difference(known, fingerprint):
            raise ConfigError(f"-o {at.out} holds the results of another run ({why}): name another, or --restart")
        return known
    if at.claims().exists() or (at.folder and at.out.exists() and any(at.out.iterdir())):
        raise ConfigError(f"-o {at.out} exists and is no output of claimcheck batch: name another")
    try:
        at.parts.mkdir(parents=True, exist_ok=True)
        told = {"layout": LAYOUT, "form": at.form, "now": now, "complete": False, "fingerprint": fingerprint}
        save(at.parts / MANIFEST, json.dumps(told, indent=1).encode())
    except OSError as error:
        raise ConfigError(f"-o {at.out}: cannot be written ({error.strerror}): name another") from None
    return told


def difference(known: dict[str, Any], fingerprint: dict[str, Any]) -> str:
    """What is not as it was in that run, "" where nothing is."""
    if known.get("layout") != LAYOUT:
        return "of another version of claimcheck"
    old = known["fingerprint"]
    changed = [key for key in {**old, **fingerprint} if old.get(key) != fingerprint.get(key)]
    return ", ".join(f"other {key}" for key in changed)


def remove(at: Place) -> None:
    """Take away what an earlier run left, and nothing else."""
    known = manifest_of(at.parts) is not None
    for path in (at.claims(), at.articles()):
        if known and path.is_file():
            path.unlink()
    if known:
        for path in [*parts_in(at), *parts_in(at, "found"), at.parts / MANIFEST]:
            path.unlink(missing_ok=True)
        if not at.folder:
            shutil.rmtree(at.parts, ignore_errors=True)


def finish(at: Place, told: dict[str, Any]) -> None:
    """The outputs stand: say so first, then take the parts away."""
    save(at.parts / MANIFEST, json.dumps(told | {"complete": True}, indent=1).encode())
    for kind in ("part", "found"):
        for path in parts_in(at, kind):
            path.unlink(missing_ok=True)


def parts_in(at: Place, kind: str = "part") -> list[Path]:
    return sorted(at.parts.glob(f"[0-9]*.{kind}"))


def save(path: Path, data: bytes) -> None:
    """Write a file that is there as a whole or not at all, whatever happens."""
    made = path.with_name(path.name + ".new")
    with made.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(made, path)


def save_part(at: Place, task: Task, data: bytes, kind: str = "part") -> None:
    save(at.part(task.number, kind), task.digest.encode() + b"\n" + data)


def is_done(at: Place, task: Task, kind: str = "part") -> bool:
    """Whether a task has its part.  Raises ConfigError where the part is of other articles."""
    try:
        with at.part(task.number, kind).open("rb") as file:
            digest = file.readline().strip().decode()
    except OSError:
        return False
    if digest != task.digest:
        raise ConfigError(f"-o {at.out}: the input is not what it was when this run began: name another, or --restart")
    return True


def lines(path: Path) -> bytes:
    """What stands in a part under its digest."""
    return path.read_bytes().partition(b"\n")[2]


def articles_in(data: bytes) -> Iterator[list[bytes]]:
    """[row, record, record ...] of each article of a part."""
    for line in data.split(b"\n"):
        if line:
            yield line.split(b"\t")


@contextmanager
def alone(at: Place) -> Iterator[None]:
    """Two runs may not write to one place at once.  Raises ConfigError."""
    try:
        import fcntl
    except ImportError:  # Windows: nobody looks
        yield
        return
    with (at.parts / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ConfigError(f"-o {at.out}: another run is writing there: wait for it, or name another") from None
        yield
