"""This file is how a CSV of prices is read: Yahoo's, Stooq's and the long format, with the standard library alone."""
from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from claimcheck.market.prices.rows import AS_TRADED, COLUMNS, SPLIT_ADJUSTED, Rows, Split

# Header cell, lower case with only its letters kept -> our name for the column.
HEADERS = {
    "date": "date", "day": "date", "session": "date", "symbol": "symbol", "ticker": "symbol",
    "open": "open", "high": "high", "low": "low", "close": "close", "last": "close",
    "adjclose": "adj", "adjustedclose": "adj", "volume": "volume", "vol": "volume",
}
MISSING = {"", "null", "nan", "na", "n/a", "none", "-"}


class Malformed(Exception):
    """A price file that cannot be read: "FILE:LINE: what is wrong"; never leaves market/prices."""

    def __init__(self, path: Path, line: int, what: str):
        super().__init__(f"{path}:{line}: {what}" if line else f"{path}: {what}")


def column_of(cell: str) -> str:
    """Our name for a header cell ("Adj Close", "<VOL>", "adj_close"), "" for one we do not use."""
    return HEADERS.get("".join(c for c in cell.lower() if c.isalpha()), "")


def header(path: Path) -> tuple[str, ...]:
    """The cells of the first line; empty where the file is empty or is no text."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return tuple(cell.strip() for cell in next(csv.reader(lines), ()))
    except (UnicodeDecodeError, csv.Error):
        return ()


def is_prices(cells: tuple[str, ...]) -> bool:
    """Whether a header is that of a price file: a date and a close at least."""
    return {"date", "close"} <= {column_of(cell) for cell in cells}


def usual_basis(cells: tuple[str, ...]) -> str:
    """What the closes under this header are, where nobody says otherwise.

    Yahoo's ("Date,...,Adj Close,Volume") and Stooq's ("Date,Open,..." or "<TICKER>,...") downloads are split-adjusted;
    our own long format (all lower case) holds prices as traded.
    """
    return AS_TRADED if all(cell == cell.lower() and not cell.startswith("<") for cell in cells) else SPLIT_ADJUSTED


def read_rows(path: Path) -> dict[str, Rows]:
    """All series of one file by symbol as written ("" where the file has no symbol column).  Raises Malformed."""
    found: dict[str, list[tuple]] = {}
    for line, record, places in _records(path):
        symbol = record[places["symbol"]].strip() if "symbol" in places else ""
        day = _day(record[places["date"]], path, line)
        found.setdefault(symbol, []).append((day, *_figures(record, places, path, line)))
    return {symbol: _rows(rows) for symbol, rows in found.items()}


def read_splits(path: Path) -> dict[str, tuple[Split, ...]]:
    """splits.csv: symbol,date,ratio (new shares per old; "4:1" also).  Raises Malformed."""
    found: dict[str, list[Split]] = {}
    for line, symbol, day, text in _triples(path, "ratio"):
        new, colon, old = text.partition(":")
        try:
            ratio = float(new) / float(old) if colon else float(new)
        except (ValueError, ZeroDivisionError):
            ratio = math.nan
        if not (math.isfinite(ratio) and ratio > 0):
            raise Malformed(path, line, f"{text!r} is no ratio of new shares to old, such as 4 or 4:1")
        found.setdefault(symbol, []).append(Split(day, ratio))
    return {symbol: tuple(sorted(set(splits), key=lambda split: split.day)) for symbol, splits in found.items()}


def read_shares(path: Path) -> dict[str, list[tuple[date, float]]]:
    """shares.csv: symbol,date,shares: shares outstanding from that day on, oldest first.  Raises Malformed."""
    found: dict[str, list[tuple[date, float]]] = {}
    for line, symbol, day, text in _triples(path, "shares"):
        number = _number(text, path, line, "shares")
        if not number > 0:
            raise Malformed(path, line, f"{text!r} is no number of shares")
        found.setdefault(symbol, []).append((day, number))
    return {symbol: sorted(known) for symbol, known in found.items()}


def _triples(path: Path, last: str) -> Iterator[tuple[int, str, date, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(line for line in lines if not line.startswith("#"))
        cells = [cell.strip().lower() for cell in next(reader, ())]
        if not {"symbol", "date", last} <= set(cells):
            raise Malformed(path, 1, f"expected the header symbol,date,{last}")
        places = [cells.index(name) for name in ("symbol", "date", last)]
        for record in reader:
            if not record:
                continue
            if len(record) <= max(places):
                raise Malformed(path, reader.line_num, f"{len(record)} cells, expected {len(cells)}")
            symbol, day, text = (record[place].strip() for place in places)
            yield reader.line_num, symbol, _day(day, path, reader.line_num), text


def _records(path: Path) -> Iterator[tuple[int, list[str], dict[str, int]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines)
            cells = next(reader, [])
            places = {column_of(cell): i for i, cell in reversed(list(enumerate(cells))) if column_of(cell)}
            if not {"date", "close"} <= places.keys():
                raise Malformed(path, 1, "the first line must name the columns, date and close among them")
            need = max(places.values())
            for record in reader:
                if not record or record == [""]:
                    continue
                if len(record) <= need:
                    raise Malformed(path, reader.line_num, f"{len(record)} cells, expected {len(cells)}")
                yield reader.line_num, record, places
    except UnicodeDecodeError as error:
        raise Malformed(path, 0, f"is no UTF-8 text ({error.reason} at byte {error.start})") from None
    except csv.Error as error:
        raise Malformed(path, 0, f"is no CSV ({error})") from None


def _figures(record: list[str], places: dict[str, int], path: Path, line: int) -> list[float]:
    return [_number(record[places[name]], path, line, name) if name in places else math.nan for name in COLUMNS]


def _number(text: str, path: Path, line: int, name: str) -> float:
    try:
        number = float(text)
    except ValueError:
        if text.strip().lower() in MISSING:
            return math.nan
        raise Malformed(path, line, f"{text.strip()[:40]!r} is no number ({name})") from None
    if math.isinf(number):
        raise Malformed(path, line, f"{text.strip()!r} is no price ({name})")
    return number


def _day(text: str, path: Path, line: int) -> date:
    """2013-06-10, 20130610, or either with a time of day behind it."""
    try:
        return date.fromisoformat(text if len(text) in (8, 10) else text.strip().replace("T", " ").split(" ")[0])
    except (ValueError, IndexError):
        raise Malformed(path, line, f"{text.strip()[:40]!r} is no date, expected 2013-06-10") from None


def _rows(rows: list[tuple]) -> Rows:
    sessions, *columns = zip(*rows, strict=True)
    return Rows(np.array(sessions, "datetime64[D]"), *(np.array(column, float) for column in columns))
