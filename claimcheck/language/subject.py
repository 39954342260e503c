"""This file is who the sentence speaks of: codes, names of the gazetteer or of the article, and names in no table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from claimcheck.language.groups import NATIONS, groups_in
from claimcheck.language.memory import INSIDE, LEADERS, SUFFIX, WORD, Memory, Name, code_kind, name_before
from claimcheck.language.sentence import NO_TICKERS, Sentence
from claimcheck.market.spelling import key as spelled

_TICKER = re.compile(
    r"\$(?P<cash>[A-Z]{1,5}(?:\.[A-Z])?)\b(?![\d.,]*\d)|\b(?P<exchange>NASDAQ|Nasdaq|NYSE|NYSEARCA|AMEX|TSX|LSE|LON|"
    r"HKG|HKEX|TYO|ETR|EPA|ASX)\s?:\s?(?P<ticker>[A-Z]{1,6}(?:\.[A-Z])?|\d{4,5}(?![\d,]*[.,]\d))\b"
)


def find(sentence: Sentence, memory: Memory) -> list[Name]:
    """Every possible subject of a clean sentence, left to right; where they overlap, a code goes first, then length."""
    text = sentence.text
    found = [*_coded(sentence, memory), *_tickers(text), *_pairs(text), *_bonds(text), *_listed(text, memory)]
    found += [n for n in _shared(text) if not any(n.start < o.end and o.start < n.end for o in found)]
    found += _indexes(text, found)
    found += [n for n in groups_in(text) if not any(n.start < o.end and o.start < n.end for o in found)]
    found = [_company(text, n) for n in found]
    found = [n for n in _with_months(text, found) if not _SOURCE.search(text[max(0, n.start - 24) : n.start])]
    movers = [
        n
        for n in _movers(text)
        if not any(n.start < o.end and o.start < n.end and o.asset not in ("commodity", "currency") for o in found)
    ]
    found = [o for o in found if not any(n.start <= o.start and o.end <= n.end for n in movers)] + movers
    found.sort(key=lambda n: (not (n.ric or n.ticker), -(n.end - n.start)))
    out: list[Name] = []
    for name in found:
        if not any(name.start < o.end and o.start < name.end for o in out):
            out.append(name)
    return sorted(out, key=lambda n: n.start)


def _company(text: str, name: Name) -> Name:
    """ "Shares of Dow", "Dow's shares": the chemical company, which has shares where the index has none."""
    if name.text not in _COMPANIES or name.asset != "index":
        return name
    share = re.match(r"(?:'s)? (?:shares|stock)\b", text[name.end :]) or text[: name.start].endswith("hares of ")
    return replace(name, text=_COMPANIES[name.text], asset="equity", sure=True) if share else name


_COMPANIES = {"Dow": "Dow Chemical", "Nasdaq": "Nasdaq OMX Group"}  # of the same name as an index


_ANY_INDEX = re.compile(
    r"\b(?P<name>(?:(?:S&P|Standard (?:&|and) Poor's|Dow Jones|DJ|FTSE|MSCI|Nasdaq|NASDAQ|NYSE|Amex|AMEX|Philadelphia|KBW|PHLX|Russell|STOXX|"
    r"Stoxx|Euro STOXX|Thomson Reuters|CoinDesk|Solactive|Topix|S&P 500|S&P/TSX) )+(?:[A-Za-z][a-z-]+ |\d{1,4} |"
    r"KBW |[A-Z]{2,6} |& |and ){0,4}?(?:sub-?)?[Ii]ndex)\b"
)


def _indexes(text: str, found: list[Name]) -> list[Name]:
    """Indexes of a known house in no table ("the S&P healthcare index"): unknown, and not its best known one."""
    if "ndex" not in text:
        return []
    out = []
    for m in _ANY_INDEX.finditer(text):
        inside = [n for n in found if n.start < m.end() and m.start() < n.end]
        if inside and any(n.ric or n.ticker or not _SECTOR_BEHIND.match(text, n.end) for n in inside):
            continue
        out.append(Name(m.start(), m.end(), m["name"], "index"))
    return out


_MONTH_BETWEEN = re.compile(
    r" (?:January|February|March|April|May|June|July|August|September|October|November|December)(?: |$)"
)


def _with_months(text: str, found: list[Name]) -> list[Name]:
    """ "Brent February crude": one name, the delivery month left out."""
    out = []
    for name in found:
        head = next(
            (
                n
                for n in found
                if n is not name
                and n.asset in ("commodity", "future")
                and name.asset == n.asset
                and _MONTH_BETWEEN.fullmatch(text[n.end : name.start])
            ),
            None,
        )
        out.append(replace(head, end=name.end) if head is not None else name)
    return out


_SOURCE = re.compile(
    r"\b(?:according to|data from|figures from|polled by|compiled by|produced by|published by|released by|conducted by|issued by|analysts at|analyst at|estimates from|"
    r"strategist at|economist at) (?:the )?$|^[\"']?At (?:the )?$"
)
_AMOUNT = re.compile(r"\d|a penny")
_MOVER = re.compile(
    r"(?:^|while |and |but |; |whereas |, |(?:rival|giant|group|chain|bank|firm|company|[a-z]er|"
    r"[a-z]or) )(?P<name>[A-Z][\w&'.-]+(?: (?:[A-Z][\w&'.-]*|&|of)){0,3}) (?:was (?:up|down|off)|rose|fell|gained|"
    r"lost|jumped|dropped|slid|climbed|shed|added|declined|tumbled|surged|soared|slipped|advanced|eased|plunged|"
    r"sank|slumped|leapt|leaped|rallied|dived|rocketed|exploded|cratered|plummeted|"
    r"spiked) (?:[a-z]+ ){0,2}(?:[$€£]?[\d.,-]+[¼½¾⅛⅜⅝⅞]? ?(?:percent|per cent|%|cents|pence|points|p\b)?|"
    r"a penny)[^.;]{0,40}?(?:(?:to|at) (?:[A-Z]{0,2}[$€£]|Rs|[\d.,]+[¼½¾]? ?(?:pence|euros|yen|yuan|p\b)))"
)
_PLUNGER = re.compile(
    r"(?:^|while |and |but |; |whereas |, |[a-z]er |[a-z]or )(?P<name>(?:[A-Z][\w&'.-]+ (?:[A-Z][\w&'.-]*|&|"
    r"of)(?: [A-Z][\w&'.-]*){0,2}|[A-Z]{2,5}(?:&[A-Z])?)) (?:plunged|tumbled|soared|surged|rocketed|sank|slumped|"
    r"leapt|leaped|plummeted|skyrocketed|jumped|slid|shed|rallied|exploded|cratered|climbed|sprang|"
    r"dived) (?:[a-z]+ ){0,2}[\d.,]+ ?(?:percent|per cent|%)(?! of| in (?:sales|revenue|profit))"
)


def _movers(text: str) -> Iterable[Name]:
    """Names in no table that move by an amount to a price as a share does: "Symbion rose 83 cents to $17.92"."""
    if not _AMOUNT.search(text):
        return
    for m in [*_MOVER.finditer(text), *_PLUNGER.finditer(text)]:
        words = m["name"].split()
        if (
            words[0] not in LEADERS
            and words[0] not in NATIONS
            and words[0] not in ("Shares", "Stock", "Stocks", "Profit", "Sales", "Revenue", "Net", "Earnings")
        ):
            yield Name(m.start("name"), m.end("name"), m["name"], "unknown", form="moved")


_OFFICES = frozenset("Committee Administration Association Bank Fund Union Agency Board Department Commission".split())


def _coded(sentence: Sentence, memory: Memory) -> Iterable[Name]:
    floor = 0
    for code in sentence.codes:
        ric, ticker = code_kind(code.text)
        span, floor = name_before(sentence.text, code.after, floor), code.after
        if ric.startswith("."):  # "the S&P materials index .GSPM", "energy .GSPE shares", "Taiwan shares .TWII"
            m = _INDEX_NAME.search(sentence.text[: code.after].rstrip(" ,"))
            span = _index_span(m) if m and (span is None or " " in m[1]) else span
        if span is None:
            continue
        words = sentence.text[span[0] : span[1]]
        name = Name(*span, words, "unknown", ric, ticker, memory.boards.get(ticker, ""), sure=bool(ric))
        if not ric and words.split()[-1] in _OFFICES and memory.instrument(name) is None:
            continue
        if ticker and (plain := _no_share(replace(name, ticker=""), memory)):
            yield plain  # "Ether (ETH)" is the coin, not the company of that ticker
            continue
        instrument = memory.instrument(name)
        if instrument is None and ticker:
            continue
        yield replace(name, asset=instrument.asset if instrument else ("index" if ric.startswith(".") else "equity"))


def _no_share(name: Name, memory: Memory) -> Name | None:
    """A name without its code, where it is known and stands for no share or fund."""
    plain = memory.instrument(name)
    return (
        replace(name, asset=plain.asset, sure=True)
        if plain is not None and plain.asset not in ("equity", "etf")
        else None
    )


_INDEX_NAME = re.compile(
    r"((?:(?:\b[A-Z][\w&'.-]*|\b\d+)(?: [\w&'./-]+){0,8}? (?:[Ii]ndex|INDEX|[Ii]ndices|[Aa]verage|[Ss]ector|shares|"
    r"stocks|gauge|[Ss]ubindex|[Cc]omposite|[Ii]ndustrials)(?: (?:of|for) (?:[\w&'-]+ ){0,5}(?:shares|stocks|"
    r"companies|world))?|[\w'&-]+(?: (?:shares|stocks|index|sector))?))$"
)
_JOINERS = frozenset("and with while up down percent but as by after off on to at".split())


def _index_span(m: re.Match[str]) -> tuple[int, int]:
    """The span of an index's name, what stands before the last joining word left off."""
    words = [(w.start() + m.start(1), w[0]) for w in re.finditer(r"\S+", m[1])]
    for i in range(len(words) - 2, -1, -1):
        if words[i][1].lower() in _JOINERS or words[i][1].lower() == "the":
            return words[i + 1][0], m.end(1)
    return m.span(1)


def _tickers(text: str) -> Iterable[Name]:
    if "$" not in text and ":" not in text:
        return
    for m in _TICKER.finditer(text):
        ticker = m["cash"] or m["ticker"]
        if ticker not in NO_TICKERS:
            yield Name(m.start(), m.end(), ticker, "equity", ticker=ticker, exchange=m["exchange"] or "")


_BOND = re.compile(
    r"(?:(?P<c1>U\.S\.|US|Spanish|Italian|German|French|Greek|Portuguese|Irish|Japanese|British|UK|Chinese|"
    r"Australian|Canadian|Dutch|Belgian|Brazilian|Indian) )?(?:benchmark )?(?P<n>\d{1,2}|two|three|five|seven|ten|"
    r"thirty)[- ]year[- ]?(?P<mid>(?: ?(?:U\.S\.|US|Spanish|Italian|German|French|Greek|Portuguese|Irish|Japanese|"
    r"British|UK|Chinese|government|Treasury|Treasuries|cash|sovereign|debt|benchmark|gilt|Bund|"
    r"bund))*) ?-?(?P<noun>notes?|bonds?|yields?|debt|Treasury|Treasuries|T-notes?|gilts?|Bunds?|paper)\b(?: yields?)?"
)
_ABROAD = re.compile(
    r"\b(?:[Ee]uro zone|[Ee]uropean|German|Spanish|Italian|French|Greek|Portuguese|Irish|Japanese|British|UK|Chinese|"
    r"Australian|Canadian|Indian) (?:government |sovereign |state |benchmark |debt |cash )*(?:bonds?|debt|yields?|gilts?|paper)\b"
    r"|\b(?:Bunds?|gilts?|JGBs?)\b(?!.*\b(?:U\.S\.|Treasur))"
)
_HERE = re.compile(r"U\.S\.|US|Treasur")
_OWNER = re.compile(r"\b(?!America's|U\.S\.'s)[A-Z][\w.]+(?:'s?|ese|ish|ian|ek) (?:benchmark |key )?$")
_TREASURIES = re.compile(r"\b(?:U\.S\. )?(?:Treasuries|Treasury (?:(?:note )?yields|prices|bonds|debt))\b")
_LONG = re.compile(r"\b(?:[Tt]he )?long bond\b(?:'s)?")


def _bonds(text: str) -> Iterable[Name]:
    """Government bonds: "the benchmark 10-year U.S. Treasury note", "Spanish 10-year government bond yields"."""
    if "year" in text:
        for m in _BOND.finditer(text):
            words = f"{m['c1'] or ''} {m['mid']} {m['noun']}"
            owner = _OWNER.search(text[max(0, m.start() - 24) : m.start()])
            abroad = None if _HERE.search(words) else _ABROAD.search(text, 0, m.start())
            foreign = owner or abroad or re.search(
                r"Spanish|Italian|German|French|Greek|Portuguese|Irish|Japanese|British|UK|Chinese|Australian|"
                r"Canadian|Dutch|Belgian|Brazilian|Indian|[Gg]ilt|[Bb]und",
                words,
            )
            spelled_n = {"two": "2", "three": "3", "five": "5", "seven": "7", "ten": "10", "thirty": "30"}.get(
                m["n"], m["n"]
            )
            plain = (
                f"{owner[0]}{m[0]}"
                if owner
                else f"{abroad[0]}, {m[0]}"
                if abroad
                else m[0]
                if foreign
                else f"{spelled_n}-year Treasury {'bond' if spelled_n == '30' else 'note'}"
            )
            yield Name(m.start(), m.end(), plain, "yield")
    if "Treasur" in text:
        for m in _TREASURIES.finditer(text):
            yield Name(m.start(), m.end(), m[0], "yield")
    if "long bond" in text:
        for m in _LONG.finditer(text):
            yield Name(m.start(), m.end(), "30-year Treasury bond", "yield")


_SHARES_OF = re.compile(
    r"\b[Ss](?:hares?|tocks?) (?:of|in) (?:the )?(?:[a-z-]+ ){0,3}?(?P<name>(?:[A-Z][\w&'.-]*|"
    r"[a-z][A-Z]\w+)(?: (?:[A-Z][\w&'.-]*|&|of|and(?= [A-Z])))*)"
)
_ITS_SHARES = re.compile(
    r"(?<![\w-])(?P<name>(?:[A-Z][\w&.-]*|[a-z][A-Z]\w+)(?: (?:[A-Z][\w&.-]*|&|of))*)(?:'s|')? (?:shares|stock|"
    r"share price)\b"
)


def _shared(text: str) -> Iterable[Name]:
    """Names in no table whose shares are spoken of: recognised, without an instrument."""
    if "'s " in text:
        for m in _OWN_INDEX.finditer(text):
            yield Name(m.start(), m.end(), m["name"], "index")
    if "share" not in text and "tock" not in text and "Shares" not in text:
        return
    for pattern in (_SHARES_OF, _ITS_SHARES):
        for m in pattern.finditer(text):
            words = [w for w in m["name"].split()]
            start = m.start("name")
            while words and (words[0] in LEADERS or words[0].lower() in INSIDE):
                start += len(words[0]) + 1
                words = words[1:]
            if (
                not words
                or re.search(r"-(?:listed|traded|based|owned)$", words[-1])
                or text[m.end("name") :].startswith((" based", "-based"))
                or words[0] in NATIONS
                or words[0].lower() in ("wall", "tokyo", "shanghai")
                or words[-1].lower() in INSIDE
            ):
                continue
            name = " ".join(words).removesuffix("'s").rstrip(".,")
            yield Name(start, start + len(name), name, "unknown")


_OWN_INDEX = re.compile(
    r"\b(?P<name>[A-Z][\w-]+'s (?:main |benchmark |broad |blue-chip |key )?(?:share |stock |equity )?(?:index|"
    r"average))\b"
)
_ISO = {
    "EUR": "euro",
    "USD": "dollar",
    "GBP": "sterling",
    "JPY": "yen",
    "CHF": "Swiss franc",
    "AUD": "Australian dollar",
    "NZD": "New Zealand dollar",
    "CAD": "Canadian dollar",
    "CNY": "yuan",
    "CNH": "yuan",
    "INR": "rupee",
    "KRW": "won",
    "MXN": "peso",
    "TRY": "lira",
    "ZAR": "rand",
    "SEK": "Swedish crown",
    "NOK": "Norwegian crown",
    "RUB": "rouble",
    "BRL": "real",
}
_PAIR_NAME = re.compile(
    r"\b(?P<one>[A-Z]{3}|[Ee]uro|[Pp]ound|[Ss]terling|[Dd]ollar)/(?P<two>[A-Z]{3}|dollar|yen|euro|pound|sterling|"
    r"franc)\b"
)


def _pairs(text: str) -> Iterable[Name]:
    """Currency pairs: "EUR/USD", "dollar/yen"."""
    if "/" not in text:
        return
    for m in _PAIR_NAME.finditer(text):
        one, two = _ISO.get(m["one"], m["one"].lower()), _ISO.get(m["two"], m["two"].lower())
        if (m["one"].isupper() and m["one"] not in _ISO) or (m["two"].isupper() and m["two"] not in _ISO):
            continue
        yield Name(m.start(), m.end(), one, "currency", against=two)


_CARRIED = re.compile(
    r"(?:^|[ (])(?P<where>U\.S\.|US|Nasdaq|NASDAQ|NYSE|New York|American|Hong Kong|London|Tokyo|Toronto|Paris|"
    r"Frankfurt)[- ](?:listed|traded)\b"
)
_LISTING = {
    "U.S.": "us",
    "US": "us",
    "Nasdaq": "us",
    "NASDAQ": "us",
    "NYSE": "us",
    "New York": "us",
    "American": "us",
    "Hong Kong": "hk",
    "London": "london",
    "Tokyo": "tokyo",
    "Toronto": "toronto",
    "Paris": "paris",
    "Frankfurt": "frankfurt",
}


# "Germany's Merck" is not the American one.
_HOME = re.compile(r"\b(?P<land>Germany|Britain|France|Japan|Canada)'s (?:[a-z-]+ ){0,2}$")
_HOME_LISTING = {"Germany": "frankfurt", "Britain": "london", "France": "paris", "Japan": "tokyo", "Canada": "toronto"}


def _listed(text: str, memory: Memory) -> Iterable[Name]:
    """Names of the gazetteer and of the article's memory, the longest at each place."""
    reach = memory.reach
    words = [(m.start(), m.end()) for m in WORD.finditer(text)]
    behind = 0
    for i, (start, end) in enumerate(words):
        if i < behind:
            continue
        head = text[start:end]
        longest = reach.get(head)
        if longest is None:
            longest = reach[head] = _reach(head, memory)
        many = head in memory.firsts or head.removesuffix("'s") in memory.firsts
        if many:
            longest = max(longest, 6)
        if longest and (hit := _longest(text, words, i, longest, many, memory)):
            yield hit[0]
            behind = i + hit[1]


def _reach(head: str, memory: Memory) -> int:
    """How many words the longest name may have that begins with this one, as written; 0 where none does."""
    lengths = memory.names.first_word_lengths()
    found = 0
    for word in {head, head.removesuffix("'s").removesuffix("'")}:
        length, small = lengths.get(spelled(word).split(" ", 1)[0], (0, False))
        if small or not word[:1].islower() or not word.islower():
            found = max(found, length)
    return min(found + 2, 8) if found else 0  # a legal suffix may follow


_WITHIN = frozenset(
    "of and the de du la for in on index indices composite average industrial industrials sector futures crude oil "
    "gold silver copper gas note notes bond bonds yield yields dollar group stock stocks price prices share "
    "volatility retail tech technology transportation utilities natural equity market light sweet future contract "
    "contracts ag plc".split()
)
_JOINT = re.compile(r"^[ ,]?[ &/-]{0,2}$")


def _longest(
    text: str, words: list[tuple[int, int]], i: int, longest: int, many: bool, memory: Memory
) -> tuple[Name, int] | None:
    """The longest name from the i-th word on, and its words; many: the article itself has names that begin with it."""
    start = words[i][0]
    most = 1
    capital = text[start].isupper()
    while most < longest and i + most < len(words) and _JOINT.match(text[words[i + most - 1][1] : words[i + most][0]]):
        following = text[words[i + most][0] : words[i + most][1]]
        if capital and following[0].islower() and following not in _WITHIN:
            break
        most += 1
    if most > 1 and not (many or memory.begins(text[start : words[i][1]], text[words[i + 1][0] : words[i + 1][1]])):
        most = 1
    for n in range(most, 0, -1):
        gram = text[start : words[i + n - 1][1]]
        for cut in ("", "'s", "'") if gram in memory.short else ("'s", "'", ""):
            if cut and not gram.endswith(cut):
                continue
            bare = gram[: len(gram) - len(cut)] if cut else gram
            if name := _known(text, start, start + len(bare), bare, memory):
                return name, n
    return None


def _known(text: str, start: int, end: int, words: str, memory: Memory) -> Name | None:
    if words in memory.short and (words not in memory.faint or _in_context(text, start, end)):
        return _remembered(text, start, end, memory.short[words], memory)
    strength = memory.names.has(words)
    if not strength or words in NO_TICKERS or words in LEADERS or words.split(" ")[0] in ("Number", "Share"):
        return None
    if known := _shortened(words, memory):
        return _remembered(text, start, end, known, memory)
    found = _placed(text, Name(start, end, words, "unknown", sure=strength == "strong"))
    instrument = memory.instrument(found)
    asset = "currency" if CURRENCY.match(words) else instrument.asset if instrument else "unknown"
    if asset == "currency" and (
        words.lower().endswith(("dollars", "euros", "pounds", "currency", "currencies"))
        or re.match(
            r"-|\s(?:zone|area|volume|value|amount|terms|trading|store|stores|deal|bloc|members?|group)",
            text[end : end + 12],
        )
    ):
        return None
    if strength == "weak" and asset in ("equity", "etf", "unknown", "crypto") and not _in_context(text, start, end):
        return None
    if (
        asset in ("equity", "etf")
        and not _in_context(text, start, end)
        and re.match(
            r"\s+(?:analysts?|economists?|strategists?|Chief|chief|CEO|CFO|said|spokes\w+|President|data|survey|"
            r"poll)\b",
            text[end : end + 16],
        )
    ):
        return None
    return replace(found, asset=asset)


CURRENCY = re.compile(
    r"^(?:the )?(?:(?:U\.S\.|US|Australian|Canadian|New Zealand|Hong Kong|Singapore|Swiss|Chinese|Japanese|"
    r"British) )?(?:dollar|euro|yen|sterling|pound|franc|yuan|greenback|currency)s?$",
    re.I,
)
_BEFORE = re.compile(
    r"(?:\b(?:shares?|stocks?|securities|stake) (?:of|in)(?: [a-z-]+){0,3}|\bmaker|\bretailer|\bgiant|\bparent|"
    r"\bcomponent|\brival|\bowner|\bbank|\binsurer|\bchain|\bcompany|\bgroup|\bfirm|\bcarrier) $",
    re.I,
)
_BEHIND = re.compile(
    r"^(?:'s|')? ?(?:shares?|stock|class [AB]|common|price)\b|^ (?:Inc|Corp|Co|Ltd|Plc|PLC|AG|SA)\b", re.I
)


def _in_context(text: str, start: int, end: int) -> bool:
    """Do the words around a name speak of shares or of a company?"""
    return bool(_BEHIND.match(text[end : end + 24]) or _BEFORE.search(text[max(0, start - 44) : start]))


def _shortened(words: str, memory: Memory) -> tuple[str, str, str] | None:
    """The article's own coded name, where these words are it with or without its legal suffix."""
    parts = words.split()
    while parts and parts[-1].rstrip(".,") in SUFFIX and len(parts) > 1:
        parts = parts[:-1]
        if found := memory.short.get(" ".join(parts).rstrip(",")):
            return found
    return None


def _remembered(text: str, start: int, end: int, known: tuple[str, str, str], memory: Memory) -> Name:
    found = Name(start, end, known[0], "unknown", known[1], known[2], memory.boards.get(known[2], ""))
    instrument = memory.instrument(found)
    return _placed(text, replace(found, asset=instrument.asset if instrument else "equity"))


_FUTURE_FOR = re.compile(r"\bfutures? (?:contracts? )?(?:that trades? in [A-Z]\w+ )?(?:for|on) (?:the )?$")
_FUTURE = re.compile(r"^(?:'s)?(?: (?:E-mini|e-mini|stock|index|crude|oil|gold))* (?:futures?\b|contracts?\b)")


def _placed(text: str, name: Name) -> Name:
    """With the listing and form that the words around it say: "U.S.-listed shares of X", "X futures"."""
    listing = ""
    if m := _CARRIED.search(text[max(0, name.start - 40) : name.start]):
        listing = _LISTING[m["where"]]
    elif m := _HOME.search(text[max(0, name.start - 40) : name.start]):
        listing = _HOME_LISTING[m["land"]]
    form = (
        "future"
        if _FUTURE.match(text[name.end : name.end + 30])
        or _FUTURE_FOR.search(text[max(0, name.start - 40) : name.start])
        else ""
    )
    return replace(name, listing=listing, form=form) if listing or form else name


_SECTOR_BEHIND = re.compile(
    r" (?:[\w-]+ |& ){0,2}(?:technology|tech|bank|banking|banks|financials?|energy|mining|airlines?|oil|retail|"
    r"semiconductors?|health-?care|health care|health|utility|utilities|telecoms?|consumer|industrials?|materials|"
    r"biotech\w*|autos?|homebuild\w+|construction|housing|property|insurance|media|steel|"
    r"defense) (?:[a-z]+ )?(?:sub-?)?index\b",
    re.I,
)
