"""This file is the engine `ray`, and checking on a cluster where ray itself reads and writes (docs/scaling.md).

Two ways: ray() is an engine like the others, fed by one reader, its results joined in one place and resumed there;
check_dataset() is ray.data from end to end, for archives too large for one reader or one disk.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from claimcheck.batch.task import Item, Setting, Task
from claimcheck.errors import ConfigError

PORTION = 200  # tasks an actor has before the next are read
BATCH = 64  # articles that an actor takes at once, in a dataset


class Checker:
    """An actor class for ray.data.map_batches: the model, the names and the prices are opened once an actor."""

    def __init__(self, setting: Setting):
        from claimcheck.batch.work import worker

        self.act = worker(setting)
        self.desk = replace(setting.desk, sheets=False)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[Any]]:
        """{"task": [pickled Task]} -> {"task": ..., "lines": [the lines of each]}."""
        tasks = [pickle.loads(each) for each in batch["task"]]
        return {
            "task": [pickle.dumps(replace(task, items=())) for task in tasks],
            "lines": [b"".join(map(self.act, task.items)) for task in tasks],
        }


class RowChecker:
    """An actor class over rows of articles (the columns of Desk.columns) that gives rows of claims and of articles."""

    def __init__(self, setting: Setting):
        self.checker = Checker(setting)

    def __call__(self, batch: Any) -> dict[str, list[Any]]:
        from claimcheck.batch.outputs import flat
        from claimcheck.read.records import article

        made: dict[str, list[Any]] = {"article": [], "row": [], "claims": []}
        for record in batch.to_pylist():
            item: Item = article(record, str(record.get("id") or record.get("path") or "?"), self.checker.desk)
            row, *found = self.checker.act(item).rstrip(b"\n").split(b"\t")
            told = json.loads(row)
            told.pop("sketch", None)
            claims = [flat(json.loads(each), 0) for each in found]
            made["article"].append(told["article"])
            made["row"].append(json.dumps(told, ensure_ascii=False))
            made["claims"].append(json.dumps(claims, ensure_ascii=False))
        return made


def started() -> Any:
    """ray, attached to the cluster that RAY_ADDRESS names or `ray start` began here, else begun in this process."""
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what ray itself mends is no news
    try:
        import ray.data
    except ImportError:
        raise ConfigError('--engine ray needs an extra: pip install "claimcheck-markets[ray]"') from None
    if not ray.is_initialized():
        ray.init(log_to_driver=False, logging_level="ERROR", configure_logging=True)
    ray.data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return ray


def ray(tasks: Iterable[Task], setting: Setting, workers: int) -> Iterator[tuple[Task, bytes]]:
    """Tasks through ray.data: an actor a model, as many at once as workers.

    Tasks are handed to ray in portions, so that the driver never holds an archive.  An actor that dies is begun anew by
    ray, and its tasks are done again.
    """
    begun = started()
    for portion in portions(tasks, workers):
        found = begun.data.from_items([{"task": pickle.dumps(task)} for task in portion])
        done = found.map_batches(
            Checker, batch_size=1, fn_constructor_args=(setting,), compute=begun.data.ActorPoolStrategy(size=workers)
        )
        for row in done.iter_rows():
            yield pickle.loads(row["task"]), row["lines"]


def portions(tasks: Iterable[Task], workers: int) -> Iterator[list[Task]]:
    """Tasks enough that opening the actors does not count."""
    from itertools import islice

    drawn = iter(tasks)
    while portion := list(islice(drawn, PORTION * workers)):
        yield portion


def check_dataset(dataset: Any, setting: Setting, workers: int, batch: int = BATCH) -> Any:
    """A ray dataset of articles as one of {article, row, claims}: the row of the article and its claims, as JSON.

    dataset: of ray.data.read_json, read_parquet ... with the columns that setting.desk.columns names.
    """
    strategy = started().data.ActorPoolStrategy(size=workers)
    return dataset.map_batches(
        RowChecker, batch_size=batch, batch_format="pyarrow", fn_constructor_args=(setting,), compute=strategy
    )
