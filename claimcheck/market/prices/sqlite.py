"""This file is the price cache: one SQLite file, a compressed blob a symbol, safe under processes and kill -9.

    series     the bars of a symbol with source, currency, fetch time, splits known then, what looked wrong
    coverage   the span that was asked for and answered: inside it the cache needs no network
    months     a fingerprint of each month's closes: the same one under two symbols is one series under two names
    counts     shares outstanding

Write-ahead log, one transaction a symbol: a process killed in mid-write leaves the old series, never a half one.
Every use opens its own connection, so that threads, forks and pickling need no care.
"""
from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

import numpy as np

from claimcheck.errors import ConfigError
from claimcheck.market import Bars, Instrument, Suspicion, Unverifiable
from claimcheck.market.prices.cover import ends, kept, spelled, spellings, within

WAIT = 30.0  # seconds for another process to finish its write
LEAST_MONTH = 12  # sessions that make a month's fingerprint telling
SCHEMA = """
create table if not exists series(symbol text primary key, bars blob not null, source text not null,
    currency text not null, fetched text not null, splits text not null, suspect text not null) without rowid;
create table if not exists coverage(symbol text primary key, first text not null, last text not null) without rowid;
create table if not exists months(print integer not null, symbol text not null,
    primary key (print, symbol)) without rowid;
create index if not exists months_by_symbol on months(symbol);
create table if not exists counts(symbol text primary key, known text not null, fetched text not null) without rowid;
pragma user_version = 1;
"""


class SqlitePrices:
    """A cache file as a price source.  Raises ConfigError where the file cannot be opened or is none of ours."""

    def __init__(self, path: str | Path):
        if not str(path):
            raise ConfigError("prices: sqlite needs a file, as in sqlite:prices.db")
        self.path = Path(path)
        self.name = f"sqlite:{path}"
        self._read: dict[str, tuple[str, Bars]] = {}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._connected() as db:
                if db.execute("pragma user_version").fetchone()[0] == 0:
                    db.execute("pragma journal_mode = wal")
                    db.executescript(SCHEMA)
        except (sqlite3.Error, OSError) as error:
            raise ConfigError(f"prices: cannot use {path} as cache ({error}); delete it or name another") from None

    def bars(self, instrument: Instrument, first: date, last: date) -> Bars | Unverifiable:
        """What the cache holds, however old; CachedPrices asks whether it covers the window."""
        same = spellings(instrument)
        return spelled(instrument, lambda symbol: within(self.read(symbol, same), symbol, str(self.path), first, last),
                       first, last)

    def symbols(self) -> tuple[str, ...]:
        with self._connected() as db:
            return tuple(row[0] for row in db.execute("select symbol from series order by symbol"))

    def read(self, symbol: str, same: tuple[str, ...] = ()) -> Bars | None:
        """A symbol's series, None where there is none; `same` are other spellings of the same instrument."""
        with self._connected() as db:
            row = db.execute("select bars, source, currency, fetched, suspect from series where symbol = ?",
                             (symbol,)).fetchone()
            if row is None:
                return None
            others = [other for (other,) in db.execute(
                "select distinct o.symbol from months m join months o on m.print = o.print "
                "where m.symbol = ? and o.symbol <> ? order by 1", (symbol, symbol)) if other not in same]
        stamp = f"{crc32(row[0])} {row[1:]} {others}"
        if self._read.get(symbol, ("",))[0] != stamp:
            kept(self._read, symbol, (stamp, _unpacked(symbol, *row, others)))
        return self._read[symbol][1]

    def coverage(self, symbol: str) -> tuple[date, date] | None:
        with self._connected() as db:
            row = db.execute("select first, last from coverage where symbol = ?", (symbol,)).fetchone()
        return (date.fromisoformat(row[0]), date.fromisoformat(row[1])) if row else None

    def put(self, bars: Bars, first: date, last: date) -> None:
        """Store a series that answers first..last, in the place of the symbol's old one."""
        suspect = [(x.what, x.detail, *(day and day.isoformat() for day in (x.first, x.last))) for x in bars.suspect]
        with self._connected() as db, db:
            db.execute("begin immediate")
            db.execute("insert or replace into series values (?, ?, ?, ?, ?, ?, ?)", (
                bars.symbol, packed(bars), bars.source, bars.currency, bars.fetched, split_fingerprint(bars),
                json.dumps(suspect)))
            db.execute("insert or replace into coverage values (?, ?, ?)",
                       (bars.symbol, first.isoformat(), last.isoformat()))
            db.execute("delete from months where symbol = ?", (bars.symbol,))
            db.executemany("insert or ignore into months values (?, ?)",
                           [(number, bars.symbol) for number in month_prints(bars)])

    def forget(self, symbol: str) -> bool:
        """Remove a symbol; whether there was one."""
        with self._connected() as db, db:
            gone = db.execute("delete from series where symbol = ?", (symbol,)).rowcount
            for table in ("coverage", "months", "counts"):
                db.execute(f"delete from {table} where symbol = ?", (symbol,))
        self._read.pop(symbol, None)
        return bool(gone)

    def share_counts(self, symbol: str, on: date | None = None) -> list[tuple[date, float]]:
        with self._connected() as db:
            row = db.execute("select known from counts where symbol = ?", (symbol,)).fetchone()
        return [(date.fromisoformat(day), number) for day, number in json.loads(row[0])] if row else []

    def put_counts(self, symbol: str, counts: list[tuple[date, float]], fetched: str) -> None:
        merged = dict(self.share_counts(symbol)) | dict(counts)
        known = json.dumps([(day.isoformat(), number) for day, number in sorted(merged.items())])
        with self._connected() as db, db:
            db.execute("insert or replace into counts values (?, ?, ?)", (symbol, known, fetched))

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)
        try:
            db.execute("pragma synchronous = normal")
            yield db
        finally:
            db.close()


def packed(bars: Bars) -> bytes:
    held = io.BytesIO()
    np.savez_compressed(held, sessions=bars.sessions.astype("datetime64[D]").astype(np.int32), **{
        name: getattr(bars, name) for name in ("open", "high", "low", "close", "volume", "split")})
    return held.getvalue()


def split_fingerprint(bars: Bars) -> str:
    """The splits that the series knows: "2014-06-09:7 2020-08-31:4"."""
    steps = bars.split[:-1] / bars.split[1:]
    return " ".join(f"{bars.sessions[i + 1]}:{steps[i]:.6g}" for i in np.flatnonzero(np.abs(steps - 1) > 1e-9))


def month_prints(bars: Bars) -> list[int]:
    """A number for each month that has enough sessions, from its closes as traded."""
    months = bars.sessions.astype("datetime64[M]")
    cuts = np.flatnonzero(np.diff(months).astype(int)) + 1
    figures = np.round(bars.close * np.where(np.isnan(bars.split), 1, bars.split), 4)
    parts = zip(np.split(months, cuts), np.split(figures, cuts), strict=True)
    return [int.from_bytes(blake2b(str(month[0]).encode() + part.tobytes(), digest_size=8).digest(), signed=True)
            for month, part in parts if len(part) >= LEAST_MONTH and len(np.unique(part)) > LEAST_MONTH // 2]


def _unpacked(symbol: str, blob: bytes, source: str, currency: str, fetched: str, suspect: str,
              others: list[str]) -> Bars:
    with np.load(io.BytesIO(blob), allow_pickle=False) as held:
        columns = {name: held[name] for name in held.files}
    found = [Suspicion(what, detail, first and date.fromisoformat(first), last and date.fromisoformat(last))
             for what, detail, first, last in json.loads(suspect)]
    if others:
        found.append(Suspicion("same-series", f"the same closes as {', '.join(others[:5])}"))
    return Bars(symbol, source, columns.pop("sessions").astype("datetime64[D]"), **columns, currency=currency,
                fetched=fetched, suspect=tuple(found))


def overlap_differs(old: Bars, new: Bars) -> str:
    """What the new series tells otherwise than the old about the days both have, "" where they agree.

    As-traded closes are compared, which later splits do not change.  A few restated days are usual.
    """
    days, here, there = np.intersect1d(old.sessions, new.sessions, assume_unique=True, return_indices=True)
    begin, end = ends(old)
    if not len(days):
        return f"nothing of {begin} to {end}" if new.sessions[0] <= old.sessions[0] else ""
    with np.errstate(all="ignore"):
        was, now = old.close[here] * old.split[here], new.close[there] * new.split[there]
        off = np.abs(was / now - 1) > 0.01
    if off.mean() > 0.02 and off.sum() > 1 or len(days) < 10 and off.any():
        i = int(np.flatnonzero(off)[0])
        return f"{days[i]}: {was[i]:.6g} before, {now[i]:.6g} now, and {int(off.sum())} of {len(days)} days differ"
    lost = np.count_nonzero(old.sessions >= new.sessions[0]) - len(days)
    return f"{lost} sessions are gone" if lost > max(2, 0.02 * len(days)) else ""
