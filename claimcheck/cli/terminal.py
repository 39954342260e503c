"""This file is what the command shares with a terminal: exit statuses, messages, progress, output files."""
from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from claimcheck.errors import ConfigError

if TYPE_CHECKING:
    from claimcheck.verdict import Report

NOTHING_REFUTED, REFUTED, COULD_NOT_RUN, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141

INVITATION = "Paste an article. End it with Ctrl-D on a line of its own."


def invited(inputs: tuple[str, ...]) -> tuple[str, ...]:
    """The inputs; none at all is standard input, and a person at a terminal is told what to do."""
    names = inputs or ("-",)
    if "-" in names and sys.stdin is not None and sys.stdin.isatty():
        say(INVITATION)
    return names


@contextmanager
def opened(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    try:
        file = output.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfigError(f"-o {output}: cannot be written ({error.strerror}): name another file") from None
    with file:
        yield file


def watched(reports: Iterable[Report]) -> Iterator[Any]:
    """The same reports; a terminal shows what is going on while the next one is made, a pipe shows nothing."""
    if not sys.stderr.isatty():
        yield from reports
        return
    from rich.console import Console

    console, made, claims = Console(stderr=True), 0, 0
    status = console.status("reading ...")
    status.start()
    try:
        for report in reports:
            status.stop()
            yield report
            made, claims = made + 1, claims + len(report.checked)
            status.update(f"{made:,} articles, {claims:,} claims ...")
            status.start()
    finally:
        status.stop()


def waiting() -> Callable[[str], None] | None:
    """Who is told that a price source has to wait: a person at a terminal."""
    return say if sys.stderr.isatty() else None


def say(message: str) -> None:
    """One line for the person at the keyboard."""
    click.echo(message, err=True)
