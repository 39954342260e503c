"""This file is the table of instruments: the CSV files of data/, read once when first asked, indexed by name and code.

All files may have the same columns, only `symbol` and `names` must be there: exchange, currency, minor, base, first,
last, company, ratio, symbols (other spellings of the symbol), rics, roots (of futures codes), of (what a future or
fund follows).  names: separated by "|", the first is shown; "?" behind one = also an ordinary word, place or person,
needs market context; "~" = a name in small letters too.  An empty symbol is an instrument that news quotes and no
price vendor has.
"""
from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from claimcheck.market import Instrument
from claimcheck.market.pairs import Currency, bare
from claimcheck.market.pairs import read as read_currencies
from claimcheck.market.ric import DATA, Venues
from claimcheck.market.spelling import SMALL, key, shape, words

FILES = (  # earlier files win where two mean different things by one name
    ("indices.csv", "index"), ("futures.csv", "future"), ("commodities.csv", "commodity"), ("yields.csv", "yield"),
    ("crypto.csv", "crypto"), ("funds.csv", "etf"), ("companies.csv", "equity"), ("foreign.csv", "equity"),
    ("us-listed.csv", "equity"), ("us-members.csv", "equity"), ("world.csv", "equity"))
HAND_MADE = 8  # the first so many files are written by hand and outrank the generated ones


class Row(NamedTuple):
    """One listing in one stretch of time."""

    symbol: str
    name: str
    asset: str
    exchange: str
    currency: str
    minor: int
    base: str
    first: str
    last: str
    company: str
    ratio: float
    symbols: str
    listing: str
    of: str
    rank: int

    def valid(self, on: str) -> bool:
        return (not self.first or self.first <= on) and (not self.last or on <= self.last)

    def instrument(self, name: str = "") -> Instrument:
        dotted = self.symbol.replace("-", ".") if self.asset == "equity" else ""  # BRK-B is BRK.B in some files
        spellings = tuple(dict.fromkeys(s for s in (self.symbol, dotted, *self.symbols.split()) if s))
        return Instrument(self.symbol, self.name or name, self.asset, self.exchange, self.currency,
                          day(self.first), day(self.last),
                          spellings, self.minor, self.base, self.company, self.ratio)


class Entry(NamedTuple):
    """One spelling of a row's name: the capitals it demands, whether it is also an ordinary word, days of its own."""

    row: int
    shape: str
    weak: bool
    first: str = ""
    last: str = ""
    hand: bool = False


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(slots=True)
class Table:
    """All rows and their indexes."""

    rows: list[Row]
    by_name: dict[str, list[Entry]]
    by_symbol: dict[str, list[int]]
    by_company: dict[str, list[int]]
    by_ric: dict[str, list[int]]
    by_root: dict[str, int]
    following: dict[str, list[int]]
    venues: Venues
    currencies: dict[str, Currency]
    currency_keys: dict[str, str]
    currency_shapes: dict[str, list[Entry]]
    epithets: dict[str, str]


def load(folder: Path = DATA) -> Table:
    """Read all files of a data folder."""
    table = Table([], {}, {}, {}, {}, {}, {}, Venues(folder / "exchanges.csv"),
        read_currencies(folder / "currencies.csv"), {}, {}, {})
    for rank, (name, asset) in enumerate(FILES):
        path = folder / name
        if path.exists():
            read_rows(table, path, asset, rank)
    read_aliases(table, folder / "aliases.csv")
    for currency in table.currencies.values():
        add_currency(table, currency)
    with (folder / "epithets.csv").open(encoding="utf-8", newline="") as file:
        table.epithets.update({key(line["words"]): line["name"] for line in csv.DictReader(file)})
    return table


def read_rows(table: Table, path: Path, asset: str, rank: int) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        columns = {name: at for at, name in enumerate(next(reader))}
        order = [columns.get(name, -1) for name in (
            "symbol", "names", "exchange", "currency", "minor", "base", "first", "last", "company", "ratio",
            "symbols", "rics", "roots", "of")]
        for cells in reader:
            if cells:
                cells.append("")  # what a column that is not there (-1) holds
                add_row(table, [cells[at] for at in order], asset, rank)


def add_row(table: Table, cells: list[str], asset: str, rank: int) -> None:
    symbol, names, exchange, currency, minor, base, first, last, company, ratio, symbols, rics, roots, of = cells
    venue = table.venues.of_symbol(symbol)
    spellings = names.split("|")
    at = len(table.rows)
    if not company:
        company = key(bare(spellings[0])) or symbol
    row = Row(symbol, bare(spellings[0]), asset, exchange or venue.exchange, currency or venue.currency,
              int(minor or (venue.minor if asset == "equity" or asset == "etf" else 1)), base, first, last, company,
              float(ratio or 1), symbols, venue.listing if asset in ("equity", "etf") else "", of, rank)
    table.rows.append(row)
    for spelling in (symbol, *symbols.split()):
        if spelling:
            table.by_symbol.setdefault(spelling, []).append(at)
    table.by_company.setdefault(company, []).append(at)
    for spelling in spellings:
        add_name(table.by_name, spelling, at, hand=rank < HAND_MADE)
    for ric in rics.split():
        table.by_ric.setdefault(ric, []).append(at)
    for root in roots.split():
        table.by_root.setdefault(root, at)
    for followed in of.split():
        table.following.setdefault(followed, []).append(at)


def add_name(by_name: dict[str, list[Entry]], spelling: str, at: int, first: str = "", last: str = "",
             hand: bool = False) -> None:
    name = bare(spelling)
    marks = spelling[len(name):]
    parts = words(name)
    if not parts:
        return
    entry = Entry(at, "x" * len(parts) if "~" in marks else shape(parts), "?" in marks, first, last, hand)
    by_name.setdefault(" ".join(parts).casefold(), []).append(entry)


def add_currency(table: Table, currency: Currency) -> None:
    for spelling in currency.spellings:
        table.currency_keys.setdefault(key(bare(spelling)), currency.code)
        add_name(table.currency_shapes, spelling, -1)


def read_aliases(table: Table, path: Path) -> None:
    """aliases.csv adds names, with days of their own where given, to rows that another file brought in."""
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            rows = table.by_symbol.get(line["symbol"], ())
            for at in rows:
                if table.rows[at].company == table.rows[rows[0]].company:
                    for spelling in line["names"].split("|"):
                        add_name(table.by_name, spelling, at, line["first"], line["last"], hand=True)


def first_word_lengths(table: Table) -> dict[str, tuple[int, bool]]:
    """First word of a name -> (words of the longest name that begins with it, whether one may be written small)."""
    found: dict[str, tuple[int, bool]] = {}
    for index in (table.by_name, table.currency_shapes):
        for name, entries in index.items():
            words = name.split(" ")
            small = any(entry.shape.startswith("x") for entry in entries)
            for word in (words[0], words[0] + "s"):
                longest, known = found.get(word, (0, False))
                found[word] = (max(longest, len(words)), known or small)
    return {word: about for word, about in found.items() if word not in SMALL}


def two_words(table: Table) -> set[str]:
    """The first two words of every name that has so many, as spelling.key() writes them."""
    found = set()
    for index in (table.by_name, table.currency_shapes):
        for name in index:
            one, space, rest = name.partition(" ")
            if space:
                found.add(f"{one} {rest.partition(' ')[0]}")
    return found


def first_words(table: Table) -> frozenset[str]:
    """The first word of every name, as spelling.key() writes it, also with a possessive s."""
    found = {name.split(" ", 1)[0] for index in (table.by_name, table.currency_shapes) for name in index}
    return frozenset(found | {word + "s" for word in found}) - SMALL
