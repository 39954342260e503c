"""This file is Reuters instrument codes and exchange suffixes: AAPL.O -> AAPL, 700.HK -> 0700.HK, CLc1 -> CL (crude).

Only what the code itself says is used.  In some countries its root is the local ticker (United States, London, Tokyo,
Hong Kong); in others it is Reuters' own (SOGN.PA is Societe Generale, Yahoo's GLE.PA), and there only the table knows.
"""
from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
SHARE = re.compile(r"^([A-Z0-9&]{1,10}?)([a-z]{0,2})(_p[a-zA-Z]?)?\.([A-Z]{1,4})$")
CONTRACT = re.compile(r"^(1?[A-Z]{1,4})(?:c[v]?\d{1,2}|cv\d|[FGHJKMNQUVXZ]\d{1,2})$")
PAIR = re.compile(r"^([A-Z]{3})([A-Z]{3})?=[A-Z0-9]*$")


@dataclass(frozen=True, slots=True)
class Venue:
    """One line of exchanges.csv: where a Yahoo suffix trades.  roots: "same", "digits", "digits4" or "table"."""

    suffix: str
    exchange: str
    currency: str
    minor: int
    listing: str
    roots: str


class Venues:
    """The exchanges by Yahoo suffix, by RIC suffix, by the name news gives them."""

    def __init__(self, path: Path = DATA / "exchanges.csv") -> None:
        self.by_suffix: dict[str, Venue] = {}
        self.by_ric: dict[str, Venue] = {}
        self.by_code: dict[str, Venue] = {}
        self.by_listing: dict[str, Venue] = {}
        with path.open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                self._add(line)

    def _add(self, line: dict[str, str]) -> None:
        minor = int(line["minor"])
        venue = Venue(line["suffix"], line["exchange"], line["currency"], minor, line["listing"], line["roots"])
        self.by_suffix[venue.suffix] = venue
        self.by_ric.update(dict.fromkeys(line["rics"].split(), venue))
        for code in filter(None, line["codes"].split("|")):
            self.by_code.setdefault(code, venue)
        if venue.listing:
            self.by_listing.setdefault(venue.listing, venue)

    def of_symbol(self, symbol: str) -> Venue:
        """The venue of a Yahoo share symbol; a dot that belongs to a share class (BRK.B) is no suffix."""
        _, dot, suffix = symbol.rpartition(".")
        return self.by_suffix.get(suffix if dot else "", self.by_suffix[""])


def clean(ric: str) -> str:
    """A RIC as it stands in text, without brackets, blanks and delay marks (<AAPL.O>, ( AAPL.O ), /AAPL.O)."""
    return ric.strip(" ()<>[]/\u00a0").replace(" ", "")


def share(ric: str, venues: Venues) -> tuple[str, Venue | None]:
    """The Yahoo symbol that a share's RIC spells, and its venue; ("", venue) where only the table can know it."""
    match = SHARE.match(ric)
    if not match or match[4] not in venues.by_ric:
        return "", None
    root, small, preferred, venue = match[1], match[2], match[3], venues.by_ric[match[4]]
    if preferred and not (venue.suffix == "" and len(preferred) == 3):
        return "", venue
    if venue.suffix == "":
        return us_symbol(root, small, preferred or ""), venue
    return root_symbol(root, small, venue), venue


def us_symbol(root: str, small: str, preferred: str) -> str:
    """BRKa -> BRK-A, C_pJ -> C-PJ, AAPL -> AAPL; "" where the root is no ticker."""
    if not root.isalpha() or len(root) > 5:
        return ""
    if preferred:
        return f"{root}-P{preferred[-1].upper()}"
    return f"{root}-{small.upper()}" if small else root


def root_symbol(root: str, small: str, venue: Venue) -> str:
    """The local symbol where the root is the local ticker, else ""."""
    if venue.roots == "digits4":
        return f"{root.lstrip('0').zfill(4)}.{venue.suffix}" if root.isdigit() and not small else ""
    if venue.roots == "digits":
        return f"{root}.{venue.suffix}" if root[:1].isdigit() and not small else ""
    if venue.roots == "table":
        return ""
    if small and venue.suffix == "TO":
        return f"{root}-{small.upper()}.TO"
    return f"{root}{small.upper()}.{venue.suffix}"


def contract_root(ric: str) -> str:
    """CLc1, CLF3, LCOcv1 -> CL, CL, LCO; "" if it is no futures code."""
    match = CONTRACT.match(ric)
    return match[1] if match else ""


def pair(ric: str) -> tuple[str, str]:
    """JPY= -> (JPY, ""), EURJPY=R -> (EUR, JPY); ("", "") if it is no currency code."""
    match = PAIR.match(ric)
    return (match[1], match[2] or "") if match else ("", "")
