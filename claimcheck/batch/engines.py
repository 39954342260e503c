"""This file is the table of engines: each draws tasks as it gets round to them, and gives their lines in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from claimcheck.batch.task import Setting, Task

Engine = Callable[[Iterable[Task], Setting, int], Iterator[tuple[Task, bytes]]]

ENGINES = {
    "serial": "claimcheck.batch.engines:serial",
    "processes": "claimcheck.batch.crew:processes",
    "ray": "claimcheck.batch.rays:ray",
}


def engine(name: str) -> Engine:
    """An engine of ENGINES, imported when asked for."""
    module, _, function = ENGINES[name].partition(":")
    return getattr(import_module(module), function)


def serial(tasks: Iterable[Task], setting: Setting, workers: int = 1) -> Iterator[tuple[Task, bytes]]:
    """One task after the other in this process; what kills it kills the run (which can be resumed)."""
    from claimcheck.batch.work import worker

    act = worker(setting)
    for task in tasks:
        yield task, b"".join(map(act, task.items))
