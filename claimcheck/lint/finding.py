"""This file is what the linter finds: rules, places, fixes, findings, and all of one file.

Places count code points of the file's text as read; a byte order mark is no part of it.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SEVERITIES = ("error", "warning", "note")  # the gravest first


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that the linter may say.

    code, name  stable: "CC102", "wrong-size"; severity: "error", "warning" or "note" where no setting says otherwise
    summary     one line; why: why it matters, and when it stays silent
    example     a whole Markdown post that breaks the rule; instead: the words to write in its place
    default     whether it is on where nothing selects it
    """

    code: str
    name: str
    severity: str
    summary: str
    why: str
    example: str
    instead: str
    default: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Code points [start, end) of the file's text; lines and columns count from 1, end_column is exclusive.

    Lines end at \\n, \\r\\n or a lone \\r; columns count code points.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Fix:
    """Code points [start, end) of the file's text become `text`.  safe: exactly one correction is right."""

    start: int
    end: int
    text: str
    safe: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one place.

    path         relative to where the linter runs, with forward slashes ("-" for standard input without a name)
    severity     the rule's own, or what the settings made of it
    source       the whole lines that the place touches, without the last line end
    record       the public record of the claim (report/record.py), whose readings are the evidence; None for findings
                 about the file itself.  Its start and end count code points of the prose, `place` those of the file
    fingerprint  the same while the sentence stays the same, wherever its lines move to
    """

    path: str
    rule: Rule
    severity: str
    message: str
    place: Place
    source: str
    fix: Fix | None = None
    record: dict[str, Any] | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One claim of a file and what was found out about it, whatever the verdict: what an editor shows on hover."""

    place: Place
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Linted:
    """All findings of one file in reading order.

    claims  how many claims were checked; error: why the file could not be read ("" = it could), which is a finding too
    told    every claim, filled only where the linter is asked for it (the language server does)
    unchecked  how many of the claims could not be checked because their prices are not there
    """

    path: str
    findings: tuple[Finding, ...] = ()
    claims: int = 0
    error: str = ""
    told: tuple[Told, ...] = ()
    unchecked: int = 0
