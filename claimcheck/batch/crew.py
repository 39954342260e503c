"""This file is the engine `processes`: workers of our own, each with its pipe, replaced when they die (decision 0073).

A worker draws a task when it is free, so that reading never runs further ahead than one task a worker.  Each tells in
shared memory which item it is at: one that kills two workers is recorded as an error, and the task goes on without it.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from typing import Any

from claimcheck.batch.task import Item, Setting, Task
from claimcheck.errors import ClaimcheckError, ConfigError
from claimcheck.read import Unreadable

NOWHERE = -1
KILLS = 2  # workers that an item may take with it
STILLBORN = 3  # workers in a row that may die before they are ready


@dataclass(frozen=True, slots=True)
class Hand:
    """One worker: its process, our end of its pipe, and the item that it is at."""

    process: Any
    pipe: Connection
    at: Any


def processes(tasks: Iterable[Task], setting: Setting, workers: int) -> Iterator[tuple[Task, bytes]]:
    """Raises ConfigError where a worker cannot open its prices, ClaimcheckError where workers die at their start."""
    drawn, ahead = iter(tasks), deque()
    crew: dict[Connection, tuple[Hand, Task | None]] = {}
    idle: list[Connection] = []
    kills: Counter[tuple[int, int]] = Counter()
    stillborn = 0
    try:
        for _ in range(workers):
            hand = hire(setting)
            crew[hand.pipe] = (hand, None)
        more = True
        while True:
            while idle and ahead:
                given(crew, idle.pop(), ahead.popleft())
            if more and len(ahead) < workers:
                task = next(drawn, None)
                more = task is not None
                ahead.extend([task] if task else [])
            elif not more and not ahead and all(task is None for _, task in crew.values()):
                return
            for pipe in wait(list(crew), 0 if (more and len(ahead) < workers) or (idle and ahead) else None):
                hand, task = crew[pipe]
                told = heard(hand)
                if told is None:
                    stillborn = 0 if task else stillborn + 1
                    replaced(crew, idle, hand, setting, stillborn)
                    ahead.extendleft([without_killer(task, hand.at.value, kills)] if task else [])
                elif task is None:
                    idle.append(pipe)
                else:
                    crew[pipe] = (hand, None)
                    idle.append(pipe)
                    stillborn = 0
                    yield task, told
    finally:
        dismissed(hand for hand, _ in crew.values())


def hire(setting: Setting) -> Hand:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    at = context.RawValue("i", NOWHERE)
    process = context.Process(target=labour, args=(theirs, at, setting), daemon=True)
    process.start()
    theirs.close()  # so that its death is heard as the end of the pipe
    return Hand(process, ours, at)


def labour(pipe: Connection, at: Any, setting: Setting) -> None:
    """What a worker process does until its pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the business of who gave the work
    from claimcheck.batch.work import worker

    try:
        act = worker(setting)
    except ClaimcheckError as error:
        pipe.send(error)
        return
    pipe.send(b"")
    while True:
        try:
            items: tuple[Item, ...] = pipe.recv()
            lines = []
            for number, item in enumerate(items):
                at.value = number
                lines.append(act(item))
            at.value = NOWHERE
            pipe.send(b"".join(lines))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return  # who gave the work is gone


def given(crew: dict, pipe: Connection, task: Task) -> None:
    hand, _ = crew[pipe]
    crew[pipe] = (hand, task)
    hand.at.value = NOWHERE
    try:
        pipe.send(task.items)
    except OSError:
        pass  # dead already: the end of its pipe will be heard


def heard(hand: Hand) -> bytes | None:
    """What a worker sends; None where it died."""
    try:
        told = hand.pipe.recv()
    except (EOFError, OSError):
        return None
    if isinstance(told, ClaimcheckError):
        raise ConfigError(str(told))
    return told


def replaced(crew: dict, idle: list, hand: Hand, setting: Setting, stillborn: int) -> None:
    del crew[hand.pipe]
    if hand.pipe in idle:
        idle.remove(hand.pipe)
    dismissed([hand])
    if stillborn >= STILLBORN:
        raise ClaimcheckError(
            f"the workers die before they can begin (exit status {hand.process.exitcode}): "
            "is there memory for so many? --workers 1 takes least"
        )
    new = hire(setting)
    crew[new.pipe] = (new, None)


def without_killer(task: Task, at: int, kills: Counter) -> Task:
    """The task that a worker died at, to be done again, without the item that killed too often."""
    kills[task.number, at] += 1
    if kills[task.number, at] < KILLS:
        return task
    items = list(task.items)
    at = max(at, 0)
    why = f"{items[at].id}: killed the process that read it, twice (a crash, or out of memory): left out"
    items[at] = Unreadable(items[at].id, why, whole=False)
    return replace(task, items=tuple(items))


def dismissed(crew: Iterable[Hand]) -> None:
    for hand in crew:
        hand.pipe.close()
        hand.process.terminate()
        hand.process.join()
