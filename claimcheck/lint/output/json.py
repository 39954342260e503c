"""This file is the format `json`: one document with all findings and what was linted."""
from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from claimcheck.lint.finding import Linted
from claimcheck.lint.output import Style
from claimcheck.lint.output.jsonl import entry


def render(linted: Iterable[Linted], out: TextIO, style: Style) -> None:
    findings, files = [], []
    for one in linted:
        findings += [entry(found) for found in one.findings]
        counts = {"claims": one.claims, "findings": len(one.findings)}
        files.append({"path": one.path, **counts, "error": one.error or None})
    document = {"version": style.version, "files": files, "findings": findings}
    out.write(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n")
