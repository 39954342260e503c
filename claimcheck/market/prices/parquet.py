"""This file is how a Parquet archive of prices is read: one symbol at a time, without loading the rest.

The symbol column alone is read at first use (a few milliseconds for millions of rows) and says which row groups hold
a symbol.  Only those are decoded, and the last few stay in memory: files sorted by symbol cost one row group a symbol.
A file in another order is read whole, once.
"""
from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from claimcheck.market.prices.csvfile import Malformed, column_of
from claimcheck.market.prices.rows import COLUMNS, Rows

KEPT_GROUPS = 2  # decoded row groups held in memory; 200,000 rows are 11 MB
SCATTERED = 4  # a symbol in more row groups than this: the file is not sorted by symbol
NO_DAY = np.iinfo(np.int32).min

Places = slice | np.ndarray  # rows of a symbol within a row group: a run where the file is sorted by symbol


class ParquetPrices:
    """One Parquet file: `symbols` in it, `rows(symbol)` of each.  Raises Malformed."""

    def __init__(self, path: Path):
        self.path = path
        self.cells: tuple[str, ...] = ()
        self._lock = Lock()
        self._file: Any = None
        self._places: dict[str, str] = {}
        self._where: dict[str, list[tuple[int, Places]]] = {}
        self._groups: OrderedDict[int, Any] = OrderedDict()
        self._kept = KEPT_GROUPS
        self._open()

    @property
    def symbols(self) -> tuple[str, ...]:
        return tuple(self._where)

    def rows(self, symbol: str) -> Rows:
        with self._lock:
            parts = [self._figures(self._group(group), places) for group, places in self._where[symbol]]
        return Rows(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))

    def closes(self) -> Iterator[tuple[str, np.ndarray]]:
        """The closes of every symbol in file order, from that column alone (to look for one series under two names)."""
        parts: dict[str, list[np.ndarray]] = {}
        for group in range(self._file.num_row_groups):
            column = _floats(self._file.read_row_group(group, [self._places["close"]]).column(0), self.path, "close")
            for symbol, places in self._held(group):
                parts.setdefault(symbol, []).append(column[places].copy())
        return ((symbol, np.concatenate(found)) for symbol, found in parts.items())

    def _held(self, group: int) -> Iterator[tuple[str, Places]]:
        return ((symbol, places) for symbol, parts in self._where.items() for at, places in parts if at == group)

    def _open(self) -> None:
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError:
            raise Malformed(self.path, 0, "is Parquet, which needs pyarrow: install pyarrow") from None
        try:
            self._file = pq.ParquetFile(self.path, memory_map=False)
            self.cells = tuple(self._file.schema_arrow.names)
            self._places = {column_of(cell): cell for cell in reversed(self.cells) if column_of(cell)}
            if not {"date", "close"} <= self._places.keys():
                raise Malformed(self.path, 0, f"has no columns date and close, but {', '.join(self.cells)[:80]}")
            self._index()
        except (pa.ArrowException, OSError) as error:
            raise Malformed(self.path, 0, f"is no readable Parquet ({str(error).splitlines()[0][:80]})") from None

    def _index(self) -> None:
        groups = range(self._file.num_row_groups)
        if "symbol" not in self._places:
            self._where = {self.path.stem: [(i, slice(0, self._file.metadata.row_group(i).num_rows)) for i in groups]}
            return
        for group in groups:
            codes, names = _coded(self._file.read_row_group(group, [self._places["symbol"]]).column(0))
            order = np.argsort(codes, kind="stable").astype(np.int32)
            ends = np.searchsorted(codes[order], np.arange(len(names) + 1))
            for code, name in enumerate(names):
                if name is not None and ends[code] < ends[code + 1]:
                    places = _places(order[ends[code]:ends[code + 1]])
                    self._where.setdefault(str(name), []).append((group, places))
        if self._where and sum(map(len, self._where.values())) / len(self._where) > SCATTERED:
            self._kept = len(groups)

    def _group(self, group: int) -> Any:
        import pyarrow as pa

        if group in self._groups:
            self._groups.move_to_end(group)
        else:
            wanted = [self._places[name] for name in ("date", *COLUMNS) if name in self._places]
            self._groups[group] = self._file.read_row_group(group, wanted)
            if len(self._groups) > self._kept:
                self._groups.popitem(last=False)
                pa.default_memory_pool().release_unused()
        return self._groups[group]

    def _figures(self, table: Any, places: Places) -> list[np.ndarray]:
        run = isinstance(places, slice)
        part = table.slice(places.start, places.stop - places.start) if run else table.take(places)
        rows = part.num_rows
        return [_days(part.column(self._places["date"]), self.path), *(
            _floats(part.column(self._places[name]), self.path, name) if name in self._places else np.full(rows, np.nan)
            for name in COLUMNS)]


def _places(rows: np.ndarray) -> Places:
    first, last = int(rows[0]), int(rows[-1])
    return slice(first, last + 1) if last - first + 1 == len(rows) else rows.copy()


# Arrow's own to_numpy and fill_null import pandas (0.3 s, 60 MB); the buffers below are the same figures.
def _plain(column: Any, dtype: Any, missing: Any) -> np.ndarray:
    """A column as numpy, copied, with `missing` where it has nulls."""
    parts = []
    for chunk in column.chunks:
        held, values = chunk.buffers()
        inside = slice(chunk.offset, chunk.offset + len(chunk))
        part = np.frombuffer(values, dtype)[inside] if values is not None else np.zeros(len(chunk), dtype)
        if chunk.null_count:
            there = np.unpackbits(np.frombuffer(held, np.uint8), bitorder="little")[inside].astype(bool)
            part = np.where(there, part, np.asarray(missing, dtype))
        parts.append(part)
    return np.concatenate(parts) if parts else np.empty(0, dtype)


def _coded(column: Any) -> tuple[np.ndarray, list]:
    """Codes (-1 = none) and the names they stand for, of a text or dictionary column."""
    import pyarrow as pa

    array = column.unify_dictionaries() if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    if not array.num_chunks:
        return np.empty(0, np.int64), []
    codes = pa.chunked_array([chunk.indices for chunk in array.chunks])
    dtype = np.dtype(str(codes.type))  # int8, int16 ...: what is signed can hold the -1 of none
    if dtype.kind == "u":
        codes, dtype = codes.cast(pa.int64()), np.dtype(np.int64)
    return _plain(codes, dtype, -1), array.chunk(0).dictionary.to_pylist()


def _days(column: Any, path: Path) -> np.ndarray:
    import pyarrow as pa

    try:
        if not pa.types.is_integer(column.type) and not pa.types.is_floating(column.type):
            cast = column if pa.types.is_date32(column.type) else _cut(column).cast(pa.date32())
            days = _plain(cast, np.int32, NO_DAY)
            if not (days == NO_DAY).any():
                return days.astype("datetime64[D]")
    except (ValueError, pa.ArrowException):
        pass
    raise Malformed(path, 0, f"column date holds {column.type} that is no date everywhere, expected 2013-06-10")


def _cut(column: Any) -> Any:
    """Texts cut to their date, timestamps freed of their zone (a session's day is its local one)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_timestamp(column.type):
        return pc.local_timestamp(column).cast(pa.timestamp("s"), safe=False) if column.type.tz else column.cast(
            pa.timestamp("s"), safe=False)
    return column if pa.types.is_temporal(column.type) else pc.utf8_slice_codeunits(column, 0, 10)


def _floats(column: Any, path: Path, name: str) -> np.ndarray:
    import pyarrow as pa

    try:
        # Arrow's cast imports all of its functions (0.15 s) even where there is nothing to cast.
        plain = column if pa.types.is_float64(column.type) else column.cast(pa.float64())
        return _plain(plain, np.float64, np.nan)
    except (ValueError, pa.ArrowException):
        raise Malformed(path, 0, f"column {name} holds {column.type}, which is no number") from None
