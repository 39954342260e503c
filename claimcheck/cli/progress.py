"""This file is how far a run over an archive is: a bar at a terminal, JSON lines if asked for, else nothing."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

if TYPE_CHECKING:
    from claimcheck.batch.run import Job, Progress, Told
    from claimcheck.read import Opened

EVERY = 1.0  # seconds between two JSON lines


class Meter:
    """How much of the input has been read, in bytes as they lie on the disk."""

    def __init__(self, inputs: tuple[str, ...]):
        self.total = sum(map(size, inputs))
        self.before, self.length, self.file = 0, 0, None

    def opened(self, path: Path, file: BinaryIO) -> None:
        self.before += self.length
        self.length, self.file = os.fstat(file.fileno()).st_size, file

    def share(self) -> float:
        """From 0 to 1; 0 where nothing can be told."""
        if self.file is None or not self.total:
            return 0.0
        at = self.length if self.file.closed else min(self.file.tell(), self.length)
        return min(1.0, (self.before + at) / self.total)


def size(name: str) -> int:
    from claimcheck.read import files_of

    path = Path(name)
    try:
        return sum(each.stat().st_size for each in files_of(path)) if path.is_dir() else path.stat().st_size
    except OSError:
        return 0


@contextmanager
def shown(job: Job, as_json: bool) -> Iterator[tuple[Told, Opened]]:
    """(told, opened): what a run is to call with its progress, and with each file that it reads."""
    meter, start = Meter(job.inputs), time.monotonic()
    if as_json:
        yield json_lines(meter, start), meter.opened
    elif sys.stderr.isatty():
        with bar(meter, start) as told:
            yield told, meter.opened
    else:
        yield lambda progress: None, meter.opened


def figures(progress: Progress, meter: Meter, start: float) -> dict:
    """What is said of a progress: articles a second of this run, and the seconds left where that can be told."""
    seconds = max(1e-6, time.monotonic() - start)
    share = progress.done / progress.of if progress.of else meter.share()
    rate = (progress.articles - progress.earlier) / seconds
    checking = progress.stage == "checking" and not progress.earlier
    left = seconds * (1 - share) / share if checking and 0 < share else None
    if progress.stage == "checking" and progress.earlier and share > 0 and rate:
        left = (progress.articles / share - progress.articles) / rate
    return {"stage": progress.stage, "articles": progress.articles, "claims": progress.claims,
            "errors": progress.errors, "articles_per_second": round(rate, 1), "share": round(share, 4),
            "seconds_left": None if left is None else round(left)}  # fmt: skip


def json_lines(meter: Meter, start: float) -> Told:
    last = [-EVERY, ""]

    def told(progress: Progress) -> None:
        now = time.monotonic()
        if now - last[0] >= EVERY or progress.stage != last[1]:
            last[:] = [now, progress.stage]
            click.echo(json.dumps(figures(progress, meter, start)), err=True)

    return told


@contextmanager
def bar(meter: Meter, start: float) -> Iterator[Told]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.fields[stage]}"), BarColumn(bar_width=24), TextColumn("{task.fields[words]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=1.0, stage="loading", words="")

        def told(progress) -> None:
            known = figures(progress, meter, start)
            shown.update(task, completed=known["share"], stage=progress.stage, words=words(known))

        yield told


def words(known: dict) -> str:
    """ "1,200 articles, 300 claims, 2 errors, 95 a second, 3 min left"."""
    told = [f"{known['articles']:,} articles", f"{known['claims']:,} claims"]
    if known["errors"]:
        told.append(f"{known['errors']:,} errors")
    if known["stage"] == "checking" and known["articles_per_second"]:
        told.append(f"{known['articles_per_second']:,.0f} a second")
    if known["seconds_left"] is not None:
        told.append(span(known["seconds_left"]) + " left")
    return ", ".join(told)


def span(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} s"
    return f"{seconds // 60:,} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
