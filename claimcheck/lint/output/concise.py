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
            message = harmless(found.message)
            out.write(f"{harmless(found.path)}:{at.line}:{at.column}: {found.rule.code} {message}\n")
        out.flush()


def harmless(text: str) -> str:
    """Text of one line that cannot move the cursor: a file may be called anything."""
    return "".join(c if c.isprintable() else "?" for c in text)
