"""This file is one run of the linter: posts in, findings out; what was found before is not found again.

The market, and with it everything heavy, is opened for the first post that is not remembered.
"""
from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.lint.finding import Linted
from claimcheck.lint.remembered import Memory, ground, key_of
from claimcheck.lint.settings import Settings, in_force
from claimcheck.lint.sources import fingerprint

if TYPE_CHECKING:
    from claimcheck.lint.mended import Mended
    from claimcheck.lint.post import Post
    from claimcheck.market import Market


class Session:
    """Lints one post after the other.

    sources   price sources, none of which asks the network
    folder    where fetched prices, calendars and the memory are kept; None = nowhere
    remember  False = every post is linted anew
    """

    def __init__(self, settings: Settings, sources: Sequence[str] = (), aliases: Path | None = None,
                 folder: Path | None = None, remember: bool = True, progress: Callable[[str], None] | None = None):
        self.settings, self.sources, self.aliases, self.folder = settings, tuple(sources), aliases, folder
        self.progress = progress
        self.opened: Market | None = None
        self.read = 0  # posts that were not remembered
        data = fingerprint(self.sources, aliases) if remember and folder else None
        self.memory = Memory(folder) if data is not None else None
        self.shared = ground(data, settings.quotes) if data is not None else ""
        self.rules = cache(self._rules)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        if self.memory:
            self.memory.close()

    def _rules(self, path: str) -> dict[str, str]:
        return in_force(self.settings, path)

    def on(self, path: str) -> dict[str, str]:
        """{rule name: severity} of the rules in force for a file."""
        return self.rules(self.name(path) if self.settings.per_file_ignores else "")

    def name(self, path: str) -> str:
        """A path as seen from the settings' folder."""
        if path == "-" or self.settings.root is None:
            return path
        return os.path.relpath(path, self.settings.root).replace(os.sep, "/")

    def lint(self, path: str, data: bytes) -> Linted:
        """The findings of a file's bytes; path as findings name it."""
        on = self.on(path)
        key = key_of(self.shared, f"{path}\n{self.name(path)}", data, on) if self.memory else ""
        known = self.memory.known(key) if self.memory else None
        if known is not None:
            return known
        found = self.lint_post(self.post(path, data))
        if self.memory:
            self.memory.keep(key, found)
        return found

    def lint_post(self, one: Post, told: bool = False) -> Linted:
        """The findings of a post, remembered by nobody."""
        from claimcheck.lint.linter import Desk, lint_post

        self.read += 1
        return lint_post(one, self.on(one.path), Desk(self.market(), self.settings.quotes, told))

    def mend(self, path: str, data: bytes, unsafe: bool) -> Mended:
        """A file's post with its fixes put in."""
        from claimcheck.lint.mended import mended

        return mended(self.post(path, data), self.lint(path, data), unsafe, self.lint_post)

    def post(self, path: str, data: bytes) -> Post:
        from claimcheck.lint.post import post_of

        return replace(post_of(path, data), name=self.name(path))

    def market(self) -> Market:
        from claimcheck.checking import open_market

        if self.opened is None:
            self.opened = open_market(self.sources, self.aliases, self.folder, self.progress)
        return self.opened
