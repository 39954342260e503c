"""This file is the format `jsonl`: one JSON object a finding, each on a line as soon as its file is linted."""
from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TextIO

from claimcheck.lint.finding import Finding, Linted
from claimcheck.lint.output import Style
from claimcheck.lint.output.evidence import steps


def render(linted: Iterable[Linted], out: TextIO, style: Style) -> None:
    for one in linted:
        for found in one.findings:
            out.write(json.dumps(entry(found), ensure_ascii=False, allow_nan=False) + "\n")
        out.flush()


def entry(found: Finding) -> dict[str, Any]:
    """A finding as a flat object; `claim` is the record of `claimcheck check --format jsonl`.

    Lines and columns count from 1, start and end code points of the file from 0; ends are exclusive.
    """
    return {
        "path": found.path,
        "code": found.rule.code,
        "rule": found.rule.name,
        "severity": found.severity,
        "message": found.message,
        **asdict(found.place),
        "source": found.source,
        "fix": asdict(found.fix) if found.fix else None,
        "fingerprint": found.fingerprint,
        "evidence": [str(step) for step in steps(found.record)],
        "claim": found.record,
    }
