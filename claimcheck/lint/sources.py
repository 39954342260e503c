"""This file is which prices the linter works with: never the network, and known by their content.

What the command line names wins; then the lock, named or beside the settings; then the sources of the settings; then
what has been fetched before.
"""
from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from claimcheck.errors import ConfigError

LOCK = "claimcheck.lock"
LOCAL = ("files", "sqlite", "lock")


def lock_path(named: Path | None, beside: Path | None, start: Path) -> Path:
    """Where the lock is, or would be: as named, else claimcheck.lock beside the settings, else in `start`."""
    return named or (Path(LOCK) if beside in (None, start) else beside / LOCK)


def specs(asked: Sequence[str], lock: Path, lock_named: bool, configured: Sequence[str], stored: Path | None
          ) -> list[str]:
    """The price sources to lint with, none of which asks the network; [] = only the articles' own arithmetic.

    stored: the file of fetched prices, which stands in for yahoo; None where there is none.
    Raises ConfigError where the settings name a lock that is not there.
    """
    if not asked and lock.exists():
        return [f"lock:{lock}"]
    if not asked and lock_named:
        raise ConfigError(f"lock: {lock} is not there: claimcheck lint --update-lock writes it")
    fetched = [f"sqlite:{stored}"] if stored is not None and stored.exists() else []
    return [each for spec in (asked or configured or ("yahoo",)) for each in (fetched if spec == "yahoo" else [spec])]


def fingerprint(sources: Sequence[str], aliases: Path | None) -> str | None:
    """What changes as soon as prices or aliases do; None where a source is somebody's own code."""
    digest = hashlib.sha256()
    for spec in [*sources, *([str(aliases)] if aliases else [])]:
        name, colon, argument = spec.partition(":")
        path = argument if colon and name in LOCAL else spec
        if not os.path.exists(path):
            return None
        for part in parts(path):
            digest.update(f"{spec}\n{part}\n".encode("utf-8", "replace"))
    return digest.hexdigest()


def parts(path: str) -> Iterator[str]:
    """The content of a small text file, else name, size and time of change of every file."""
    if os.path.isdir(path):
        for folder, folders, files in os.walk(path):
            folders.sort()
            yield from (stamp(os.path.join(folder, name)) for name in sorted(files))
    elif path.endswith((".lock", ".csv", ".toml")):
        yield hashlib.sha256(Path(path).read_bytes()).hexdigest()
    else:
        yield from (stamp(each) for each in (path, f"{path}-wal") if os.path.exists(each) and os.path.getsize(each))


def stamp(path: str) -> str:
    said = os.stat(path)
    return f"{path} {said.st_size} {said.st_mtime_ns}"
