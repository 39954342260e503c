"""This file is the measurement of names: RICs in agency copy are hidden and the name alone is resolved.

    python bench/names.py [--examples N] [--limit N]

Reads archive/reuters-6000.jsonl.gz under CLAIMCHECK_SHARED (default ../shared).  For every "Name ( RIC )" with a US
share's RIC
the name is resolved by the article's day.  right = the RIC's ticker, or another listing or later ticker of the
company whose table
row bears the RIC's ticker; wrong = another instrument without a word of doubt; unknown, ambiguous and not-listed-then
are not silent.
"""
from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from claimcheck.claim import Mention, Span
from claimcheck.market import Instrument
from claimcheck.market.instruments import DATA
from claimcheck.market.names import Names

ROOT = Path(__file__).resolve().parent.parent
ARCHIVE = Path(os.environ.get("CLAIMCHECK_SHARED", ROOT / ".." / "shared")) / "archive" / "reuters-6000.jsonl.gz"
RIC = re.compile(r"\s*\(\s?([A-Z]{1,5}[a-z]?)\.(N|O|OQ|A|P|K)\s?\)")
WORD = re.compile(r"(?:[A-Z0-9][\w.&'’/+*!-]*|[a-z][A-Z][\w.&'’-]*|&|of|and|the|de|for|in)$")
TITLES = frozenset(
    "The A An In On At By For And But Of While As After With Like Shares Rival Rivals Also Both Meanwhile Among Its"
    " Chipmaker Retailer From To Once No. Bank-owned Unlike Including Earlier Separately Although When If"
    " Since".split())


def mentions(text: str) -> Iterator[tuple[str, str]]:
    """(name, ticker of the RIC) for each mention whose name is plainly the run of capitalised words before the
    bracket.
    """
    for match in RIC.finditer(text):
        name = run_before(text[max(0, match.start() - 90):match.start()])
        if name:
            yield name, match[1]


def run_before(left: str) -> str:
    """The longest run of capitalised words that ends the text, without words that only begin a sentence."""
    parts: list[str] = []
    for word in reversed(left.split()):
        if not WORD.match(word) or re.search(r"\.(?:N|O|L|PA|DE)$", word) or (parts and is_possessive(word)) or (parts
            and word[-1] in ",;:" and not parts[-1].startswith(("Inc", "Ltd", "Corp", "LLC"))):
            break
        if parts and word.endswith(".") and len(word) > 4 and word not in ("Corp.", "Bros.", "Cos."):
            break
        parts.append(word)
    parts.reverse()
    while parts and (parts[0] in TITLES or parts[0].islower() or parts[0] == "&"
        or (len(parts) > 1 and parts[0].endswith("-based"))):
        parts = parts[1:]
    if len(parts) > 7:
        return ""
    return " ".join(parts)


def is_possessive(word: str) -> bool:
    """Warren Buffett's Berkshire: the name begins behind it; not so where the possessive is part of a company's
    name.
    """
    return word.endswith(("'s", "’s", "s'")) and word not in KEPT


KEPT = frozenset(  # possessives that are part of a name
    "McDonald's Macy's Moody's Kohl's Lowe's Wendy's Dick's Sotheby's Children's Denny's Dillard's Men's Charlotte's"
    " Ruth's Domino's Casey's Cabela's Land's Lands' People's Applebee's Brink's Carter's Chico's".split())


def days(limit: int) -> Iterator[tuple[date, str]]:
    with gzip.open(ARCHIVE, "rt", encoding="utf-8") as file:
        for at, line in enumerate(file):
            if at >= limit:
                return
            article = json.loads(line)
            yield date.fromisoformat(article["published"][:10]), article["text"]


def same_symbol(one: str, two: str) -> bool:
    return one.replace("-", ".").upper() == two.replace("-", ".").upper()


def outcome(names: Names, name: str, ticker: str, on: date) -> tuple[str, str]:
    """right, home (right, by another listing of the company), wrong, or the reason of not finding out; and what was
    found.
    """
    root = ticker.rstrip("abcdefghijklmnopqrstuvwxyz")
    wanted = f"{root}-{ticker[len(root):].upper()}" if root != ticker else ticker
    found = names.resolve(Mention(name, Span(0, 0)), on)
    if not isinstance(found, Instrument):
        return found.reason, found.detail
    if any(same_symbol(symbol, wanted) for symbol in (found.symbol, *found.symbols)):
        return "right", found.symbol
    if any(same_symbol(other.symbol, wanted) for other in names.listings(found, on)):
        return "home", found.symbol
    return "wrong", found.symbol


def timing(names: Names, seen: list[str]) -> None:
    fresh = Names.load()
    start = time.perf_counter()
    fresh.has("Microsoft")
    took, table = time.perf_counter() - start, fresh._table
    size = sum(path.stat().st_size for path in DATA.iterdir()) / 1e6
    rows, spelled = len(table.rows), len(table.by_name)
    print(f"load            {1e3 * took:.0f} ms, {rows} rows, {spelled} names, {size:.2f} MB on disk")
    start = time.perf_counter()
    for name in seen:
        fresh.has(name)
    cold = (time.perf_counter() - start) / len(seen)
    start = time.perf_counter()
    for name in seen:
        fresh.has(name)
    warm = (time.perf_counter() - start) / len(seen)
    some = [(Mention(name, Span(0, 0)), date(2012, 6, 1)) for name in seen if fresh.has(name)]
    start = time.perf_counter()
    for mention, on in some:
        names.resolve(mention, on)
    each = (time.perf_counter() - start) / max(1, len(some))
    print(f"has             {1e6 * cold:.1f} us first time and repeats mixed, {1e6 * warm:.2f} us remembered")
    print(f"resolve         {1e6 * each:.1f} us")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=12)
    parser.add_argument("--limit", type=int, default=10**9)
    args = parser.parse_args()
    if not ARCHIVE.exists():
        raise SystemExit(f"{ARCHIVE} is not there; set CLAIMCHECK_SHARED to the folder of shared data")
    names, counts, examples, seen = Names.load(), Counter(), {}, []
    memory: dict[tuple[str, str, date], tuple[str, str]] = {}
    for on, text in days(args.limit):
        for name, ticker in mentions(text):
            seen.append(name)
            if (name, ticker, on) not in memory:
                memory[name, ticker, on] = outcome(names, name, ticker, on)
            what, found = memory[name, ticker, on]
            counts[what] += 1
            examples.setdefault(what, Counter())[f"{name} ({ticker}) -> {found}"] += 1
    total = sum(counts.values())
    print(f"mentions        {total}")
    print(f"right           {counts['right'] + counts['home']} = {(counts['right'] + counts['home']) / total:.1%}"
          f" (of them {counts['home']} by the home listing of a foreign company)")
    for what in ("wrong", "unknown-name", "ambiguous-name", "not-listed-then"):
        print(f"{what:15} {counts[what]} = {counts[what] / total:.1%}")
    for what in ("wrong", "unknown-name", "ambiguous-name", "not-listed-then"):
        for line, times in examples.get(what, Counter()).most_common(args.examples):
            print(f"   {what}: {times} x {line}")
    timing(names, seen)


if __name__ == "__main__":
    main()
