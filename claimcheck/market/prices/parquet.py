"""This file is how a Parquet archive of prices is read: one symbol at a time, without loading the rest.

The symbol column alone is read at first use (a few milliseconds for millions of rows) and says which row groups hold
a symbol.  Only those are decoded, and the last few stay in memory: files sorted by symbol cost one row group a symbol.
A file in another order is read whole, once.
"""
from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from claimcheck.market.prices.csvfile import Malformed, column_of
from claimcheck.market.prices.rows import COLUMNS, Rows

KEPT_GROUPS = 4  # decoded row groups held in memory; 200,000 rows are 11 MB
SCATTERED = 4  # a symbol in more row groups than this: the file is not sorted by symbol


class ParquetPrices:
    """One Parquet file: `symbols` in it, `rows(symbol)` of each.  Raises Malformed."""

    def __init__(self, path: Path):
        self.path = path
        self.cells: tuple[str, ...] = ()
        self._lock = Lock()
        self._file: Any = None
        self._places: dict[str, str] = {}
        self._where: dict[str, list[tuple[int, np.ndarray]]] = {}
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

    def closes(self) -> dict[str, np.ndarray]:
        """The closes of every symbol in file order, from two columns alone (to look for one series under two names)."""
        column = self._file.read([self._places["close"]]).column(0).to_numpy()
        starts = np.cumsum([0] + [self._file.metadata.row_group(i).num_rows for i in range(self._file.num_row_groups)])
        return {symbol: np.concatenate([column[starts[group] + places] for group, places in parts])
                for symbol, parts in self._where.items()}

    def _open(self) -> None:
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError:
            raise Malformed(self.path, 0, "is Parquet, which needs pyarrow: install pyarrow") from None
        try:
            self._file = pq.ParquetFile(self.path, memory_map=True)
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
            self._where = {self.path.stem: [(i, np.arange(self._file.metadata.row_group(i).num_rows)) for i in groups]}
            return
        for group in groups:
            codes, names = _coded(self._file.read_row_group(group, [self._places["symbol"]]).column(0))
            order = np.argsort(codes, kind="stable")
            ends = np.searchsorted(codes[order], np.arange(len(names) + 1))
            for code, name in enumerate(names):
                if name is not None and ends[code] < ends[code + 1]:
                    self._where.setdefault(str(name), []).append((group, order[ends[code]:ends[code + 1]]))
        if self._where and sum(map(len, self._where.values())) / len(self._where) > SCATTERED:
            self._kept = len(groups)

    def _group(self, group: int) -> Any:
        if group in self._groups:
            self._groups.move_to_end(group)
        else:
            wanted = [self._places[name] for name in ("date", *COLUMNS) if name in self._places]
            self._groups[group] = self._file.read_row_group(group, wanted)
            if len(self._groups) > self._kept:
                self._groups.popitem(last=False)
        return self._groups[group]

    def _figures(self, table: Any, places: np.ndarray) -> list[np.ndarray]:
        run = len(places) and places[-1] - places[0] + 1 == len(places)
        part = table.slice(places[0], len(places)) if run else table.take(places)
        columns = [_days(part.column(self._places["date"]), self.path)]
        for name in COLUMNS:
            columns.append(_floats(part.column(self._places[name]), self.path, name) if name in self._places
                           else np.full(len(places), np.nan))
        return columns


def _coded(column: Any) -> tuple[np.ndarray, list]:
    """Codes (-1 = none) and the names they stand for, of a text or dictionary column."""
    import pyarrow as pa

    array = column.combine_chunks()
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.unify_dictionaries().chunks)
    return array.indices.fill_null(-1).to_numpy(zero_copy_only=False), array.dictionary.to_pylist()


def _days(column: Any, path: Path) -> np.ndarray:
    import pyarrow as pa

    try:
        days = column.to_numpy()
        return (days.astype(str) if pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
                else days).astype("datetime64[D]")
    except (ValueError, TypeError, pa.ArrowException):
        raise Malformed(path, 0, f"column date holds {column.type}, which is no date") from None


def _floats(column: Any, path: Path, name: str) -> np.ndarray:
    import pyarrow as pa

    try:
        return np.asarray(column.cast(pa.float64()).to_numpy(), float)
    except (ValueError, pa.ArrowException):
        raise Malformed(path, 0, f"column {name} holds {column.type}, which is no number") from None
