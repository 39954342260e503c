"""This file is the table of the linter's output formats, each a module with render(linted, out, style).

A module is imported when it is asked for.

linted is read one file at a time, so that a format that can stream shows each as it is ready.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from claimcheck.lint.finding import Linted

FORMATS = {
    "concise": "claimcheck.lint.output.concise",
    "full": "claimcheck.lint.output.full",
    "github": "claimcheck.lint.output.github",
    "gitlab": "claimcheck.lint.output.gitlab",
    "json": "claimcheck.lint.output.json",
    "jsonl": "claimcheck.lint.output.jsonl",
    "junit": "claimcheck.lint.output.junit",
    "sarif": "claimcheck.lint.output.sarif",
}


@dataclass(frozen=True, slots=True)
class Style:
    """How to show findings.  width: columns of the terminal; colour: escape codes; version: of claimcheck."""

    width: int = 100
    colour: bool = False
    version: str = ""


def renderer(name: str) -> Callable[[Iterable[Linted], TextIO, Style], None]:
    """The render() of a format of FORMATS."""
    return import_module(FORMATS[name]).render
