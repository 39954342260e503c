"""This file is the user's own alias file, which wins over the shipped table.

CSV, one alias a line, first and last day optional:       alias,symbol,from,to
TOML, the same:                                           "Big Blue" = "IBM"
                                                          "WaMu" = {symbol = "WM", to = "2008-09-26"}
"""
from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import NamedTuple

from claimcheck.errors import ConfigError
from claimcheck.market.spelling import key

SYMBOL = re.compile(r"^[A-Za-z0-9^][A-Za-z0-9^.&=_-]{0,19}$")


class Alias(NamedTuple):
    name: str
    symbol: str
    first: date | None
    last: date | None

    def valid(self, on: date) -> bool:
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


def read(path: Path) -> dict[str, list[Alias]]:
    """The aliases by key.  ConfigError names file, line and what is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}: cannot read the alias file ({error.strerror}); give a .csv or .toml") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: the alias file is not UTF-8 text; save it as UTF-8") from error
    found: dict[str, list[Alias]] = {}
    for line, cells in (toml_lines if path.suffix.lower() == ".toml" else csv_lines)(path, text):
        alias = checked(f"{path}:{line}", *cells)
        found.setdefault(key(alias.name), []).append(alias)
    return found


def csv_lines(path: Path, text: str) -> list[tuple[int, list[str]]]:
    found = []
    reader = csv.reader(text.splitlines())
    for cells in reader:
        cells = [cell.strip() for cell in cells]
        if not any(cells) or cells[0].startswith("#") or [c.casefold() for c in cells[:2]] == ["alias", "symbol"]:
            continue
        if not 2 <= len(cells) <= 4:
            raise ConfigError(f"{path}:{reader.line_num}: expected alias,symbol[,from,to] but found {len(cells)} cells")
        found.append((reader.line_num, cells))
    return found


def toml_lines(path: Path, text: str) -> list[tuple[int, list[str]]]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    found = []
    for name, value in table.get("aliases", table).items():
        line = next((at for at, row in enumerate(text.splitlines(), 1) if row.strip().strip("\"'").startswith(name)), 1)
        if isinstance(value, str):
            value = {"symbol": value}
        if not isinstance(value, dict) or set(value) - {"symbol", "from", "to"}:
            wanted = '{symbol = "...", from = "...", to = "..."}'
            raise ConfigError(f'{path}:{line}: "{name}" must be a symbol or {wanted}')
        found.append((line, [name, *(str(value.get(x, "")) for x in ("symbol", "from", "to"))]))
    return found


def checked(where: str, name: str, symbol: str, first: str = "", last: str = "") -> Alias:
    if not key(name):
        raise ConfigError(f"{where}: the alias is empty; write a name before the symbol {symbol!r}")
    if not SYMBOL.match(symbol):
        raise ConfigError(f"{where}: {symbol!r} is no Yahoo symbol; write one like AAPL, 9988.HK, ^GSPC or JPY=X")
    days = []
    for cell in (first, last):
        try:
            days.append(date.fromisoformat(cell) if cell else None)
        except ValueError as error:
            raise ConfigError(f"{where}: {cell!r} is no date; write it as 2013-06-10") from error
    if days[0] and days[1] and days[1] < days[0]:
        raise ConfigError(f"{where}: the alias ends ({last}) before it begins ({first}); swap the two dates")
    return Alias(name, symbol, *days)


def remember(path: Path, name: str, symbol: str) -> None:
    """Add one alias to the user's file, made if it is not there: an accepted suggestion.  ConfigError as in read()."""
    checked(str(path), name, symbol)
    if path.exists():
        read(path)
    old = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    if path.suffix.lower() == ".toml":
        line = f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(symbol)}\n"
        head, found, rest = old.partition("[aliases]\n")
        new = head + found + line + rest if found else line + old
    else:
        cells = io.StringIO()
        csv.writer(cells, lineterminator="\n").writerow((name, symbol))
        new = (old.rstrip("\n") + "\n" if old.strip() else "alias,symbol\n") + cells.getvalue()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(new, encoding="utf-8")
