"""This file is the format `gitlab`: a code quality report for merge requests.

Fields: docs.gitlab.com, "Code Quality report format".  GitLab wants every fingerprint of a report but once.
"""
from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from claimcheck.lint.finding import Finding, Linted
from claimcheck.lint.output import Style
from claimcheck.lint.output.evidence import steps

SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def render(linted: Iterable[Linted], out: TextIO, style: Style) -> None:
    out.write(json.dumps(list(issues(linted)), ensure_ascii=False, indent=2) + "\n")


def issues(linted: Iterable[Linted]) -> Iterator[dict[str, Any]]:
    seen: Counter[tuple[str, str]] = Counter()
    for found in (each for one in linted for each in one.findings):
        key = found.path, found.fingerprint
        seen[key] += 1
        yield issue(found, seen[key])


def issue(found: Finding, count: int) -> dict[str, Any]:
    """One entry; `count` tells two of the same sentence apart."""
    stable = "\0".join((found.path, found.rule.code, found.fingerprint, str(count)))
    reading = next((step.text for step in steps(found.record) if step.label == "market"), "")
    return {
        "description": f"{found.message} ({reading})" if reading else found.message,
        "check_name": f"{found.rule.code} {found.rule.name}",
        "fingerprint": hashlib.sha256(stable.encode("utf-8", "surrogatepass")).hexdigest(),
        "severity": SEVERITIES[found.severity],
        "location": {"path": found.path, "lines": {"begin": found.place.line, "end": found.place.end_line}},
    }
