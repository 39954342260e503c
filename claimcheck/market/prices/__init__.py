"""This file is where prices come from: the table of sources, one source by its specification, a chain of them.

A source has one method, bars(instrument, first, last) -> Bars | Unverifiable; what it returns has been examined by the
data doctor (Bars.suspect).  Nothing is imported before a source is asked for.
"""
from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from claimcheck.errors import ConfigError
from claimcheck.market import Bars, Instrument, Prices, Unverifiable

# What --prices accepts by name, and who makes it; every factory takes the words after the colon ("sqlite:PATH").
SOURCES = {
    "files": "claimcheck.market.prices.files:FilePrices",
    "memory": "claimcheck.market.prices.memory:MemoryPrices",
    "sqlite": "claimcheck.market.prices.sqlite:SqlitePrices",
    "yahoo": "claimcheck.market.prices.yahoo:YahooPrices",
    "lock": "claimcheck.market.prices.lock:LockPrices",
}
ALLOWED = 'a folder or file of prices, yahoo, sqlite:FILE, lock:FILE, or your own source as "package.module:factory"'

# Told what is going on, a line at a time.
Progress = Callable[[str], None]


def source(spec: str | Path | Prices) -> Prices:
    """One source: a name of SOURCES (also NAME:ARGUMENT), a path, or "package.module:factory".

    Raises ConfigError, which says what is allowed.
    """
    if not isinstance(spec, (str, Path)):
        return Examined(spec)
    text = str(spec)
    name, colon, argument = text.partition(":")
    if name in SOURCES and not (isinstance(spec, Path) or Path(text).exists()):
        return Examined(_made(SOURCES[name], argument, text))
    if Path(text).exists() or isinstance(spec, Path) or "/" in text or "\\" in text or not colon:
        return Examined(_from_path(Path(text)))
    return Examined(_made(text, "", text))


def cache_path() -> Path:
    """Where the user's price cache lives: CLAIMCHECK_CACHE (a folder), else the system's place for caches."""
    from platformdirs import user_cache_dir

    return Path(os.environ.get("CLAIMCHECK_CACHE") or user_cache_dir("claimcheck", appauthor=False)) / "prices.db"


def chain(specs: Sequence[str | Path | Prices], cache: str | Path | None = "",
          progress: Progress | None = None) -> Prices:
    """Several sources, asked in this order until one covers the window.

    cache: the SQLite file kept before yahoo; "" = the user's own (cache_path), None = no cache.
    progress: told, a line at a time, when a source has to wait ("Yahoo asks for patience: ...").
    Raises ConfigError, which says what is allowed.
    """
    from claimcheck.market.prices.chained import Chained

    if not specs:
        raise ConfigError(f"prices: no source named, expected {ALLOWED}")
    made = [_cached(spec, cache) if cache is not None and spec == "yahoo" else source(spec) for spec in specs]
    for each in made:
        if progress and hasattr(each, "report_to"):
            each.report_to(progress)
    return made[0] if len(made) == 1 else Chained(made)


class Examined:
    """A source with the data doctor behind it: each series is examined once."""

    def __init__(self, inner: Prices):
        self.inner = inner
        self.name = getattr(inner, "name", type(inner).__name__)
        self._seen: dict[str, tuple[Bars, Bars]] = {}

    def __getattr__(self, name: str) -> Any:
        if name == "inner" or name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.inner, name)

    def bars(self, instrument: Instrument, first: date, last: date) -> Bars | Unverifiable:
        from claimcheck.market.prices.cover import kept
        from claimcheck.market.prices.doctor import examined

        answer = self.inner.bars(instrument, first, last)
        if not isinstance(answer, Bars) or getattr(self.inner, "already_examined", False):
            return answer
        before, after = self._seen.get(instrument.symbol, (None, None))
        if before is not answer:
            after = examined(answer, instrument)
            kept(self._seen, instrument.symbol, (answer, after))
        return after


def _cached(spec: str, cache: str | Path) -> Prices:
    from claimcheck.market.prices.cached import CachedPrices
    from claimcheck.market.prices.sqlite import SqlitePrices

    return Examined(CachedPrices(_made(SOURCES[spec], "", spec), SqlitePrices(cache or cache_path())))


def _from_path(path: Path) -> Prices:
    if not path.exists():
        raise ConfigError(f"prices: {str(path)!r} is no such file or folder; expected {ALLOWED}")
    if path.is_file():
        with path.open("rb") as file:
            start = file.read(32)
        if start.startswith(b"SQLite format 3\0"):
            return _made(SOURCES["sqlite"], str(path), str(path))
        if start.startswith(b"# claimcheck price lock"):
            return _made(SOURCES["lock"], str(path), str(path))
        if path.suffix.lower() not in (".csv", ".txt", ".parquet"):
            raise ConfigError(f"prices: {path} is neither CSV, Parquet, a price lock nor a SQLite cache")
    return _made(SOURCES["files"], str(path), str(path))


def _made(dotted: str, argument: str, spec: str) -> Prices:
    module, _, factory = dotted.partition(":")
    try:
        make = getattr(import_module(module), factory)
    except (ImportError, AttributeError, ValueError) as error:
        if dotted in SOURCES.values():
            raise ConfigError(f"prices: {spec} needs a package that is missing ({error})") from None
        raise ConfigError(f"prices: {spec!r} is no source ({error}); expected {ALLOWED}") from None
    try:
        made = make(argument) if argument else make()
    except TypeError as error:
        raise ConfigError(f"prices: {spec!r} cannot be made ({error}); expected {ALLOWED}") from None
    if not hasattr(made, "bars"):
        raise ConfigError(f"prices: {spec!r} makes a {type(made).__name__}, which has no bars(instrument, first, last)")
    return made
