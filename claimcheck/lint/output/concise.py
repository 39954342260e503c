"""This file is the format `concise`: path:line:column: CODE message, one line a finding."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from claimcheck.lint.finding import Linted
from claimcheck.lint.output import Style


def render(linted: Iterable[Linted], out: TextIO, style: Style) -> None:
    for one in linted:
        for found in one.findings:
            at = found.place
            out.write(f"{found.path}:{at.line}:{at.column}: {found.rule.code} {found.message}\n")
        out.flush()
