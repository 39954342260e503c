"""This file is the price source over files: a folder (subfolders too), one CSV or one Parquet file.

    SYMBOL.csv        Yahoo's, Stooq's or our own long format; a column `symbol` overrules the name of the file
    *.parquet         long format: symbol, date, open, high, low, close, adj_close, volume
    splits.csv        symbol,date,ratio      known splits, up to today (an empty list says: there are none)
    shares.csv        symbol,date,shares     shares outstanding from that day on
    prices.toml       basis = "as-traded" or "split-adjusted"; unit = "major" where pence are already pounds

The last three count for their folder and all below it.  Whether closes are as traded or split-adjusted says
prices.toml, else the header: "Adj Close" and other capitals (Yahoo, Stooq) are split-adjusted, lower case is as traded.
"""
from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import RLock

import numpy as np

from claimcheck.errors import ConfigError
from claimcheck.market import Bars, Instrument, Suspicion, Unverifiable
from claimcheck.market.prices.cover import kept, spelled, spellings, within
from claimcheck.market.prices.csvfile import (
    Malformed,
    header,
    is_prices,
    read_rows,
    read_shares,
    read_splits,
    usual_basis,
)
from claimcheck.market.prices.doctor import twins
from claimcheck.market.prices.parquet import ParquetPrices
from claimcheck.market.prices.rows import BASES, Rows, Split, bars_of, merged

SIDE_FILES = ("splits.csv", "shares.csv", "prices.toml")
ENDINGS = (".csv", ".txt", ".parquet")

# Stooq's market endings and Yahoo's.
STOOQ = {".US": "", ".UK": ".L", ".JP": ".T", ".DE": ".DE", ".HK": ".HK", ".PL": ".WA", ".HU": ".BD"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the side files of a folder say about the files in it; splits None = no splits.csv."""

    basis: str = ""
    unit: str = ""
    splits: dict[str, tuple[Split, ...]] | None = None


class FilePrices:
    """Prices of one folder or file.  Raises ConfigError where there is none or a side file is wrong."""

    def __init__(self, path: str | Path):
        self.path = Path(path)
        self.name = f"files:{path}"
        self._lock = RLock()
        self._settings: dict[Path, Setting] = {}
        self._shares: dict[str, list[tuple[date, float]]] = {}
        self._parquet: dict[Path, ParquetPrices] = {}
        self._known: dict[str, Bars | Unverifiable] = {}
        self._broken: list[str] = []
        self._where: dict[str, list[Path]] | None = None
        self._alike: dict[str, tuple[str, ...]] | None = None
        self._paths = self._listed()

    def bars(self, instrument: Instrument, first: date, last: date) -> Bars | Unverifiable:
        return spelled(instrument, lambda symbol: self._answer(symbol, instrument, first, last), first, last)

    def symbols(self) -> tuple[str, ...]:
        return tuple(sorted(self._index()))

    def share_counts(self, symbol: str, on: date | None = None) -> list[tuple[date, float]]:
        """[(day, shares outstanding from then on)], oldest first; empty where shares.csv has none."""
        return self._shares.get(symbol, [])

    def broken(self) -> tuple[str, ...]:
        """The files that could not be read at all, "FILE:LINE: why"."""
        self._index()
        return tuple(self._broken)

    def _answer(self, symbol: str, instrument: Instrument, first: date, last: date) -> Bars | Unverifiable:
        with self._lock:
            key = f"{symbol} {instrument.minor} {instrument.currency}"
            if key not in self._known:
                kept(self._known, key, self._load(symbol, instrument.minor, instrument.currency))
            found = self._known[key] = self._known.pop(key)  # asked for last, it leaves last
            if isinstance(found, Bars) and (others := set(self._twins().get(symbol, ())) - set(spellings(instrument))):
                found = self._known[key] = _doubled(found, min(others))
        return within(found, symbol, str(self.path), first, last) if isinstance(found, Bars) else found

    def _twins(self) -> dict[str, tuple[str, ...]]:
        """Symbols with one and the same series in one Parquet file, or in CSV files that are equal byte for byte."""
        if self._alike is None:
            self._alike = {}
            pairs = [pair for file in self._parquet.values() for pair in twins(file.closes())]
            single = [path for path in self._paths if path.suffix == ".csv"]
            pairs += [(one.stem, other.stem) for one, other in _equal_files(single)]
            for one, other in pairs:
                for symbol, twin in ((one, other), (other, one)):
                    if _bare(symbol) != _bare(twin):
                        self._alike[symbol] = (*self._alike.get(symbol, ()), twin)
        return self._alike

    def _load(self, symbol: str, minor: int, currency: str) -> Bars | Unverifiable:
        bars = None
        try:
            for path in self._index().get(symbol, ()):
                part = self._part(path, symbol, minor, currency)
                bars = part if bars is None else merged(bars, part)
        except (Malformed, OSError) as error:
            return Unverifiable("source-failed", f"cannot read {error}: correct the file")
        if bars is not None and len(bars):
            return bars
        if self._broken:
            return Unverifiable("source-failed",
                                f"{self.path} has no {symbol}, but cannot read {self._broken[0]}")
        return Unverifiable("no-prices", f"{self.path} has no {symbol}")

    def _part(self, path: Path, symbol: str, minor: int, currency: str) -> Bars:
        cells, rows = self._rows(path, symbol)
        setting = self._setting(path.parent)
        splits = None if setting.splits is None else setting.splits.get(symbol, ())
        divided = 1 if setting.unit == "major" else minor
        bars = bars_of(rows, symbol, self.name, basis=setting.basis or usual_basis(cells), splits=splits, minor=divided,
                       currency=currency)
        never_split = symbol.startswith("^") or symbol.endswith(("=X", "=F")) or "-USD" in symbol
        return replace(bars, split=np.ones(len(bars))) if never_split and splits is None else bars

    def _rows(self, path: Path, symbol: str) -> tuple[tuple[str, ...], Rows]:
        if path.suffix == ".parquet":
            return self._parquet[path].cells, self._parquet[path].rows(symbol)
        series = read_rows(path)
        for written, rows in series.items():
            if symbol in (written or path.stem, _yahoo_spelling(written or path.stem)):
                return header(path), rows
        raise Malformed(path, 0, f"has no {symbol}")

    def _listed(self) -> list[Path]:
        if not self.path.exists():
            raise ConfigError(f"prices: no such file or folder: {self.path}")
        root = self.path if self.path.is_dir() else self.path.parent
        paths = sorted(root.rglob("*")) if self.path.is_dir() else sorted(root.glob("*"))
        for side in (path for path in paths if path.name in SIDE_FILES):
            self._side_file(side)
        if self.path.is_file():
            return [self.path]
        found = [p for p in paths if p.suffix.lower() in ENDINGS and p.name not in SIDE_FILES and p.is_file()]
        if not found:
            raise ConfigError(f"prices: {self.path} holds no prices, expected SYMBOL.csv or .parquet files in it")
        return found

    def _side_file(self, path: Path) -> None:
        try:
            old = self._settings.get(path.parent, Setting())
            if path.name == "splits.csv":
                self._settings[path.parent] = replace(old, splits=read_splits(path))
            elif path.name == "prices.toml":
                self._settings[path.parent] = replace(old, **_read_toml(path))
            else:
                self._shares.update(read_shares(path))
        except (Malformed, OSError) as error:
            raise ConfigError(f"prices: {error}") from None

    def _setting(self, folder: Path) -> Setting:
        """The nearest word of this folder and those above it, up to the root."""
        found = Setting()
        for place in (folder, *folder.parents):
            here = self._settings.get(place, Setting())
            found = Setting(found.basis or here.basis, found.unit or here.unit,
                            here.splits if found.splits is None else found.splits)
            if place == self.path:
                break
        return found

    def _index(self) -> dict[str, list[Path]]:
        with self._lock:
            if self._where is None:
                self._where = {}
                for path in self._paths:
                    try:
                        names = self._names(path)
                    except (Malformed, OSError) as error:
                        self._broken.append(str(error))
                        continue
                    for name in dict.fromkeys(names):
                        self._where.setdefault(name, []).append(path)
            return self._where

    def _names(self, path: Path) -> list[str]:
        if path.suffix == ".parquet":
            self._parquet[path] = ParquetPrices(path)
            return list(self._parquet[path].symbols)
        cells = header(path)
        if not is_prices(cells):
            return [path.stem] if path.suffix == ".csv" else []
        if not any(cell.lower() in ("symbol", "<ticker>", "ticker") for cell in cells):
            return [path.stem, _yahoo_spelling(path.stem)]
        return [name for written in read_rows(path) for name in (written, _yahoo_spelling(written))]


def _doubled(bars: Bars, twin: str) -> Bars:
    found = Suspicion("same-series", f"the same closes as {twin}")
    return bars if found in bars.suspect else replace(bars, suspect=(*bars.suspect, found))


def _equal_files(paths: list[Path]) -> Iterator[tuple[Path, Path]]:
    """Pairs of files with the same bytes but not the same name; only files of one size are opened."""
    by_size: dict[int, list[Path]] = {}
    for path in paths:
        by_size.setdefault(path.stat().st_size, []).append(path)
    for alike in (group for group in by_size.values() if len(group) > 1):
        seen: dict[bytes, Path] = {}
        for path in alike:
            first = seen.setdefault(path.read_bytes(), path)
            if first.stem != path.stem:
                yield first, path


def _bare(symbol: str) -> str:
    return symbol.replace("-", ".").upper()


def _yahoo_spelling(stooq: str) -> str:
    """Stooq writes aapl.us, vod.uk, ^spx; Yahoo AAPL, VOD.L, ^SPX."""
    name = stooq.upper()
    for ending, ours in STOOQ.items():
        if name.endswith(ending):
            return name.removesuffix(ending) + ours
    return name


def _read_toml(path: Path) -> dict[str, str]:
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"prices: {path}: {error}") from None
    allowed = {"basis": BASES, "unit": ("major", "minor")}
    for key, value in stated.items():
        if key not in allowed or value not in allowed[key]:
            say = "; ".join(f"{name} = {' or '.join(map(repr, values))}" for name, values in allowed.items())
            raise ConfigError(f"prices: {path}: {key} = {value!r} is not known here, allowed: {say}")
    return stated
