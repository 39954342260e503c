"""This file is the format `github`: workflow commands, which GitHub Actions shows as annotations in the pull request.

Grammar and escapes: docs.github.com, "Workflow commands for GitHub Actions"; the runner undoes %25 %0D %0A everywhere,
%3A %2C in properties.  GitHub shows ten annotations of each kind a step; SARIF has no such limit.
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from claimcheck.lint.finding import Finding, Linted
from claimcheck.lint.output import Style
from claimcheck.lint.output.evidence import steps

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = DATA | {":": "%3A", ",": "%2C"}


def render(linted: Iterable[Linted], out: TextIO, style: Style) -> None:
    for one in linted:
        for found in one.findings:
            out.write(command(found) + "\n")
        out.flush()


def command(found: Finding) -> str:
    """One annotation.  No columns where the place runs over several lines: GitHub takes them for one line only."""
    at = found.place
    properties = {"title": f"claimcheck {found.rule.code} {found.rule.name}", "file": found.path, "line": at.line,
                  "endLine": at.end_line}
    if at.line == at.end_line:
        properties |= {"col": at.column, "endColumn": at.end_column}
    listed = ",".join(f"{key}={escaped(str(value), PROPERTY)}" for key, value in properties.items())
    text = "\n".join([found.message, *map(str, steps(found.record))])
    return f"::{COMMANDS[found.severity]} {listed}::{escaped(text, DATA)}"


def escaped(text: str, table: dict[str, str]) -> str:
    return text.translate(str.maketrans(table))
