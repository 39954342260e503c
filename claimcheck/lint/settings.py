"""This file is the linter's settings: the table `lint` of claimcheck.toml, [tool.claimcheck.lint] of pyproject.toml.

    select = ["all"]                    rules by code, beginning of a code, name, or all; [] = those on by default
    ignore = ["inexact"]                rules left out; what is ignored wins over what is selected
    exclude = ["drafts/", "*.txt"]      files left out, as in .gitignore, seen from the settings' own folder
    quotes = "note"                     figures in block quotes: "check" like others, "note", or "skip"
    fail-on = "warning"                 the least grave finding that makes exit status 1: error, warning or note
    lock = "claimcheck.lock"            the lock of prices; it wins over the prices of the settings around it
    baseline = "baseline.json"          findings that are known and not shown

    [lint.per-file-ignores]
    "archive/**" = ["inexact"]
    [lint.severity]
    inexact = "note"
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimcheck.lint import rules
from claimcheck.lint.finding import SEVERITIES, Rule

QUOTES = ("check", "note", "skip")
RULES = 'rule codes, beginnings of codes, names or "all"; claimcheck rules lists them'


@dataclass(frozen=True, slots=True)
class Settings:
    """The linter's settings in force.  root: the folder that patterns are seen from, None = where the command runs."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    quotes: str = "note"
    fail_on: str = "warning"
    lock: Path | None = None
    baseline: Path | None = None
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    root: Path | None = None


def in_force(settings: Settings, path: str) -> dict[str, str]:
    """{rule name: severity} of the rules that are on for a file; path is relative to the settings' root."""
    chosen = {rule.name for word in settings.select for rule in rules.selected(word)}
    on = chosen or {rule.name for rule in rules.ALL if rule.default}
    off = [*settings.ignore, *(word for glob, words in settings.per_file_ignores if matched(glob, path)
                               for word in words)]
    on -= {rule.name for word in off for rule in rules.selected(word)}
    said = {name: grade for word, grade in settings.severity for name in (r.name for r in rules.selected(word))}
    return {rule.name: said.get(rule.name, rule.severity) for rule in rules.ALL if rule.name in on}


def matched(glob: str, path: str) -> bool:
    """Whether a file falls under a pattern as .gitignore has them."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines([glob]).match_file(path)


def words(value: Any, folder: Path, start: Path) -> tuple[str, ...] | None:
    """Rules; raises ValueError, which names the one that is none."""
    named = [value] if isinstance(value, str) else value
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        return None
    for each in named:
        known(each)
    return tuple(named)


def known(word: str) -> tuple[Rule, ...]:
    """The rules that a word selects.  Raises ValueError where it selects none."""
    import difflib

    found = rules.selected(word)
    if not found:
        close = difflib.get_close_matches(word.lower(), rules.BY_NAME, 1)
        raise ValueError(f"no rule {word!r}{f' (did you mean {close[0]}?)' if close else ''}; allowed: {RULES}")
    return found


def patterns(value: Any, folder: Path, start: Path) -> tuple[str, ...] | None:
    named = [value] if isinstance(value, str) else value
    return tuple(named) if isinstance(named, list) and all(isinstance(each, str) and each for each in named) else None


def per_file(value: Any, folder: Path, start: Path) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    if not isinstance(value, dict):
        return None
    found = [(glob, words(each, folder, start)) for glob, each in value.items()]
    return None if any(each is None for _, each in found) else tuple(found)


def grades(value: Any, folder: Path, start: Path) -> tuple[tuple[str, str], ...] | None:
    if not isinstance(value, dict) or not all(each in SEVERITIES for each in value.values()):
        return None
    for word in value:
        known(word)
    return tuple(value.items())


def one_of(allowed: tuple[str, ...]) -> Callable[[Any, Path, Path], str | None]:
    return lambda value, folder, start: value if value in allowed else None


def a_file(value: Any, folder: Path, start: Path) -> Path | None:
    return (Path(value) if folder == start else folder / value) if isinstance(value, str) and value else None


READERS: dict[str, tuple[Callable[[Any, Path, Path], Any], str]] = {
    "select": (words, RULES),
    "ignore": (words, RULES),
    "exclude": (patterns, 'patterns as in .gitignore, such as ["drafts/", "*.txt"]'),
    "quotes": (one_of(QUOTES), ", ".join(QUOTES)),
    "fail-on": (one_of(SEVERITIES), ", ".join(SEVERITIES)),
    "lock": (a_file, 'the path of a lock file, such as "claimcheck.lock"'),
    "baseline": (a_file, 'the path of a file, such as "claimcheck-baseline.json"'),
    "per-file-ignores": (per_file, 'a table of patterns and rules, such as "archive/**" = ["inexact"]'),
    "severity": (grades, f'a table of rules and {", ".join(SEVERITIES)}, such as inexact = "note"'),
}
