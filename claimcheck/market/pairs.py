"""This file is currency pairs: which two currencies are meant and under which symbol Yahoo quotes them.

The market quotes a pair by a fixed order of seniority (EUR, GBP, AUD, NZD, USD, then the rest), so "the yen against the
euro" is EURJPY=X, read the other way round.  Only "the dollar against the euro" keeps the dollar as base: EUR=X.
"""
from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from claimcheck.market import Instrument
from claimcheck.market.spelling import key

SLASH = re.compile(r"^\s*(.+?)\s*[/\-]\s*(.+?)\s*$")
CODES = re.compile(r"^([A-Z]{3})/?([A-Z]{3})$")


@dataclass(frozen=True, slots=True)
class Currency:
    code: str
    name: str
    weight: int
    spellings: tuple[str, ...]


def read(path: Path) -> dict[str, Currency]:
    """The currencies by ISO code."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    found = {}
    for line in lines:
        spellings = tuple(line["names"].split("|"))
        found[line["code"]] = Currency(line["code"], bare(spellings[0]), int(line["weight"]), spellings)
    return found


def bare(spelling: str) -> str:
    return spelling.rstrip("~?")


def codes(text: str, by_key: dict[str, str]) -> tuple[str, str]:
    """The two currencies that one text names: "EUR/USD", "euro/yen", "USDJPY"; ("", "") if it names no pair."""
    match = CODES.match(text.strip())
    if match and match[1].casefold() in by_key and match[2].casefold() in by_key:
        return by_key[match[1].casefold()], by_key[match[2].casefold()]
    match = SLASH.match(text)
    if not match:
        return "", ""
    one, two = by_key.get(key(match[1]), ""), by_key.get(key(match[2]), "")
    return (one, two) if one and two and one != two else ("", "")


def quoted(one: str, two: str, known: dict[str, Currency]) -> tuple[str, str]:
    """Base and quote currency, as the market orders the pair; a dollar named first stays the base."""
    if one == "USD" or known[one].weight < known[two].weight:
        return one, two
    if two == "USD" or known[one].weight > known[two].weight:
        return two, one
    return one, two


def instrument(one: str, two: str, known: dict[str, Currency]) -> Instrument:
    """The pair of the currency that the text speaks of and the other one."""
    base, quote = quoted(one, two, known)
    symbol = f"{quote}=X" if base == "USD" else f"{base}{quote}=X"
    spellings = (symbol, f"USD{quote}=X", f"USD{quote}") if base == "USD" else (symbol, f"{base}{quote}")
    name = f"{known[base].name} against {known[quote].name}"
    return Instrument(symbol, name, "currency", "24/5", quote, symbols=spellings, base=base, company=symbol)
