"""This file is which files are linted: those named, and in folders those of a known markup that git does not ignore.

.gitignore counts in every folder from the repository's root down, and so does .git/info/exclude.  The settings' own
`exclude` counts for files that are named as well, so that a hook that names changed files leaves the same ones out.
"""
from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from claimcheck.markup import form_of

NEVER = frozenset(("node_modules", "__pycache__", "site-packages"))
MAGIC = "*?["


@dataclass(frozen=True, slots=True)
class Missing:
    """A path that names nothing, and what to do."""

    message: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """The patterns of one ignore file, seen from its folder."""

    folder: str
    spec: GitIgnoreSpec

    def said(self, path: str, folder: bool) -> bool | None:
        """True: ignored; False: taken back by a "!" pattern; None: nothing said."""
        inside = os.path.relpath(path, self.folder).replace(os.sep, "/")
        return self.spec.check_file(inside + "/" * folder).include


def found(paths: Iterable[str], exclude: Sequence[str] = (), root: Path | None = None) -> Iterator[Path | Missing]:
    """The files to lint, each once, folders in sorted order.  exclude: patterns seen from root (None = from here)."""
    own = Ignored(os.path.abspath(root or "."), GitIgnoreSpec.from_lines(exclude)) if exclude else None
    seen: set[str] = set()
    for path in named(paths):
        if isinstance(path, Missing):
            yield path
            continue
        for each in walked(path, own) if os.path.isdir(path) else [path]:
            whole = os.path.abspath(each)
            if whole not in seen and not (own and own.said(whole, False)):
                seen.add(whole)
                yield Path(each)


def named(paths: Iterable[str]) -> Iterator[str | Missing]:
    """What the paths name; a glob that the shell left alone is opened out."""
    for path in paths:
        if os.path.exists(path):
            yield path
        elif any(mark in path for mark in MAGIC) and (matches := sorted(glob.glob(path, recursive=True))):
            yield from (each for each in matches if os.path.isdir(each) or form_of(each))
        else:
            what = "no file matches" if any(mark in path for mark in MAGIC) else "no such file or folder"
            yield Missing(f"{path}: {what}")


def walked(folder: str, own: Ignored | None) -> Iterator[str]:
    """The files of a known markup in a folder and below."""
    whole = os.path.abspath(folder)
    yield from below(folder, whole, [*([own] if own else []), *above(whole)])


def below(folder: str, whole: str, ignored: list[Ignored]) -> Iterator[str]:
    ignored = [*ignored, *of(whole)]
    with os.scandir(folder) as entries:
        held = sorted(entries, key=lambda entry: entry.name)
    for entry in held:
        inner = os.path.join(whole, entry.name)
        path = os.path.normpath(entry.path)
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name.startswith(".") or entry.name in NEVER:
            continue
        if not is_folder and not (form_of(entry.name) and entry.is_file()):
            continue
        if is_ignored(inner, is_folder, ignored):
            continue
        if is_folder:
            yield from below(path, inner, ignored)
        else:
            yield path


def is_ignored(path: str, folder: bool, ignored: Sequence[Ignored]) -> bool:
    """What the deepest file that says anything says; the settings' own exclude comes first and last."""
    for each in reversed(ignored):
        said = each.said(path, folder)
        if said is not None:
            return said
    return False


def above(folder: str) -> list[Ignored]:
    """The ignore files of the repository that hold for a folder, the farthest first; () outside any repository."""
    held: list[Ignored] = []
    for parent in (folder, *map(str, Path(folder).parents)):
        if parent != folder:
            held = [*of(parent), *held]
        if os.path.exists(os.path.join(parent, ".git")):
            return [*read(os.path.join(parent, ".git", "info", "exclude"), parent), *held]
    return []


def of(folder: str) -> list[Ignored]:
    return read(os.path.join(folder, ".gitignore"), folder)


def read(path: str, folder: str) -> list[Ignored]:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return [Ignored(folder, GitIgnoreSpec.from_lines(file))]
    except OSError:
        return []


def shown(path: Path) -> str:
    """A path as findings name it: relative to where the linter runs, with forward slashes."""
    text = os.path.normpath(path)
    if os.path.isabs(text):
        inside = os.path.relpath(text)
        text = text if inside.startswith("..") else inside
    return text.replace(os.sep, "/")
