"""This file is the baseline: findings that a team has accepted and does not want to see again.

A JSON file to commit.  A finding is known again by its fingerprint (rule, file, sentence, figure, how many alike came
before), so that lines may move; the other fields are for people.
"""
from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from claimcheck.errors import ConfigError
from claimcheck.lint.finding import Linted

FORM = 1


def known(path: Path) -> set[str]:
    """The fingerprints of a baseline.  Raises ConfigError where it cannot be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {each["fingerprint"] for each in kept["findings"]}
    except FileNotFoundError:
        raise ConfigError(f"baseline: {path} is not there: claimcheck lint --write-baseline writes it") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"baseline: {path} cannot be read ({error}): write it anew with --write-baseline") from None


def without(linted: Linted, fingerprints: set[str], seen: set[str]) -> Linted:
    """A file's findings that the baseline does not hold; `seen` gathers those that it does."""
    seen |= {each.fingerprint for each in linted.findings} & fingerprints
    return replace(linted, findings=tuple(each for each in linted.findings if each.fingerprint not in fingerprints))


def write(path: Path, found: Iterable[Linted]) -> int:
    """Write a baseline of all findings; how many there are.  Raises ConfigError where the file cannot be written."""
    rows = [{"path": each.path, "line": each.place.line, "rule": each.rule.name, "message": each.message,
             "fingerprint": each.fingerprint} for one in found for each in one.findings]
    rows.sort(key=lambda row: (row["path"], row["line"], row["fingerprint"]))
    try:
        text = json.dumps({"claimcheck baseline": FORM, "findings": rows}, ensure_ascii=False, indent=1) + "\n"
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfigError(f"baseline: {path} cannot be written ({error.strerror}): name another file") from None
    return len(rows)
