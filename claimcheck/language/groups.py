"""This file is markets and sectors as subjects: "U.S. stocks", "Wall Street", "the three main indexes"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from claimcheck.language.memory import Name

_GROUP = re.compile(
    r"\b(?:(?:(?P<who>U\.S\.|US|American|European|Asian|Asia-Pacific|Asia|Chinese|China|Japanese|Japan's|Japan|"
    r"Tokyo|Shanghai|Hong Kong|Mainland|mainland|British|UK|German|French|Italian|Spanish|Greek|Swiss|Korean|"
    r"South Korean|Seoul|Taiwan|Indian|Mumbai|Australian|Canadian|Toronto|Brazilian|Mexican|Russian|Turkish|Nordic|"
    r"Latin American|Global|global|World|world|Major|major|Emerging|emerging|broader|broad|"
    r"[A-Za-z-]+) )?(?:(?:stock|equity|share|market|blue-chip|technology|tech|bank|banking|financial|energy|mining|"
    r"airline|oil|retail|chip|semiconductor|healthcare|health|utility|telecom|consumer|industrial|materials|major|"
    r"main|key|biotech|auto|homebuilder|property|cyclical|defensive|growth|small-cap|large-cap|mid-cap|emerging|"
    r"casino|gambling|solar|steel|media|insurance|benchmark) )*(?P<noun>[Ss]tocks|[Ss]hares|[Ee]quities|"
    r"stock index futures|stock futures|index futures|stock prices|stock indexes|stock indices|stock markets|"
    r"equity markets|markets|share prices|sectors?)|Wall Street|(?:the )?(?:stock|share|equity|bond|wider share|"
    r"broader) market)\b"
)
_NOUN = re.compile(r"[Ss](?:tocks|hares|hare prices|tock |ectors?\b)|quities|index futures|market|Wall Street")
NATIONS = frozenset(
    "U.S. US American European Asian Asia-Pacific Asia Chinese China Japanese Japan British UK German French "
    "Italian Spanish Greek Swiss Korean South Seoul Taiwan Indian Mumbai Australian Canadian Toronto Brazilian "
    "Mexican Russian Turkish Nordic Latin Global World Major Emerging Hong Mainland A-share H-share Class Preferred "
    "Common Buy New Energy Financial Technology Tech Bank Mining Banking Retail".split()
)
_SECTORS = frozenset(
    "technology tech bank banking financial energy mining airline oil retail chip semiconductor healthcare health "
    "utility telecom consumer industrial materials biotech auto homebuilder property cyclical defensive growth "
    "casino gambling solar steel media insurance small-cap large-cap mid-cap blue-chip".split()
)
_MAIN_INDEXES = re.compile(
    r"\b(?:[Aa]ll |[Bb]oth )?(?:[Tt]hree|[Tt]wo|[Ff]our|[Mm]ajor|[Mm]ain|[Oo]ther|[Bb]enchmark|"
    r"[Kk]ey)(?: (?:benchmark|major|main|U\.S\.|stock|European|Asian|equity)){0,3} (?:indexes|indices)\b"
)


_NOT_OF_A_MARKET = frozenset(
    "its their his her the of in company's and that these those more billion million some for own new existing "
    "preferred common a an such all any other many most class outstanding buy sell traded listed u.s.-listed".split()
)
_WIDE = frozenset("global world major emerging broader broad mainland".split())
_BARE = frozenset(("shares", "share prices", "markets", "sector", "sectors", "equities"))
_OPENERS = frozenset(
    "Stocks Equities Wall Those The Tokyo Shanghai Healthcare Oil Airline Consumer Auto Telecom Utility".split()
)


def groups_in(text: str) -> Iterable[Name]:
    """Markets and sectors of a sentence, overlapping ones too."""
    if "indexes" in text or "indices" in text:
        for m in _MAIN_INDEXES.finditer(text):
            yield Name(m.start(), m.end(), m[0], "group")
    if not _NOUN.search(text):
        return
    for m in _GROUP.finditer(text):
        if not (_of_a_company(m) or _of_one_word(m) or _named_shares(m)):
            yield Name(m.start(), m.end(), m[0], "group", sure=True)


def _of_a_company(m: re.Match[str]) -> bool:
    """A company's own shares, no market: "its shares", "preferred stock"."""
    words = m[0].split()
    return len(words) <= 2 and words[0].lower() in _NOT_OF_A_MARKET


def _of_one_word(m: re.Match[str]) -> bool:
    """A plain word that is neither a part of the world nor a sector: "cheap shares"."""
    who = m["who"] or ""
    return (
        who[:1].islower()
        and who not in _WIDE
        and m["noun"] in ("shares", "markets", "share prices", "sector")
        and m[0].count(" ") == 1
        and who not in _SECTORS
    )


def _named_shares(m: re.Match[str]) -> bool:
    """No market is said, or a name stands in its place: "shares" alone, "Symbion shares" in mid-sentence."""
    if m[0].lower() in _BARE:
        return True
    first = m[0].split()[0]
    return (
        first[:1].isupper()
        and first not in NATIONS
        and first not in _OPENERS
        and m["noun"] in ("shares", "stocks", "stock", None)
        and m[0].count(" ") == 1
        and m.start() > 0
    )
