"""A server with a toy linter: every "9.2%" is wrong, "slow" takes its time, "broken" breaks it. No model, no prices."""
from __future__ import annotations

import re
import sys
import time
from pathlib import Path

from claimcheck.errors import ConfigError
from claimcheck.lint.finding import Finding, Fix, Linted, Told
from claimcheck.lint.place import Lines
from claimcheck.lint.rules import BY_NAME
from claimcheck.lsp.documents import Document
from claimcheck.lsp.server import build

sys.path.insert(0, str(Path(__file__).parent.parent / "lint_output"))
from makes import RECORD  # noqa: E402


def lint(document: Document) -> Linted:
    if "broken" in document.text:
        raise ZeroDivisionError("nobody expected this")
    if "unset" in document.text:
        raise ConfigError("claimcheck.toml:1: unknown key 'price'")
    if "slow" in document.text:
        time.sleep(0.5)
    lines, found, told = Lines(document.text), [], []
    for match in re.finditer(r"9\.2%", document.text):
        place = lines.place(*match.span())
        swap = Fix(match.start(), match.end() - 1, "6.2", True)
        rule = BY_NAME["wrong-size"]
        said = f"wrong in {len(document.text)}"
        found.append(Finding("post.md", rule, "error", said, place, lines.source(place), swap, RECORD))
        told.append(Told(place, RECORD))
    return Linted("post.md", tuple(found), len(found), told=tuple(told))


if __name__ == "__main__":
    build(lint, "0", pause=0.05).start_io()
