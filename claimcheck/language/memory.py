"""This file is what an article has named so far: names beside codes, their shorter forms, what was spoken of last."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from claimcheck.claim import Mention, Period, Span
from claimcheck.language.sentence import Code, Sentence
from claimcheck.market import Instrument

WORD = re.compile(r"\$?[A-Za-z0-9][\w&'./-]*[\w]|[A-Za-z0-9&]")
LEADERS = frozenset(
    "But And In On At For As With While After Before The A An Rival Meanwhile Elsewhere Shares Share Stocks Among "
    "Also Both Competitor Parent Retailer Even Only Still If When Since By From Of To Or Yet So Then That This "
    "These Those Its Their His Her It They He She We I You Earlier Later However Despite Although Though Because "
    "Whereas Tech Drugmaker Chipmaker Automaker Carmaker Insurer Lender Bank Banks Airline Airlines Brokerage "
    "Analysts Analyst Investors Chief Executive Upscale Discount Fellow Bigger Larger Smaller Heavyweight Blue-chip "
    "Component Not Nor Is Was Were Are Has Had Have Did Do Does Will Would Could May Might Can Should Monday "
    "Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September "
    "October November December Q1 Q2 Q3 Q4 No Mr Mrs Ms Dr".split()
)
INSIDE = frozenset("of and & the de du la et for in".split())
SUFFIX = frozenset(
    "Inc Corp Co Ltd Plc PLC LLC Group Holdings Holding AG SA NV SE SpA ASA AB Oyj Limited Incorporated Corporation "
    "Company Cos LP Trust Bancorp Partners International Technologies Systems Industries Enterprises Financial "
    "Energy Resources Pharmaceuticals Entertainment Communications Stores".split()
)
_TOO_COMMON = frozenset(
    "American United General National First International Bank Standard Royal New North South West East Western "
    "Eastern Southern Northern Global World Central Pacific Atlantic Great Advanced Applied Best Green Big Blue Red "
    "Home Family Dollar Air China Japan Hong Deutsche Credit Banco British French German Swiss Canadian Korea "
    "Japanese Chinese European Asian U.S US U.S. UK Capital Financial Group Holdings Energy Health Life Liberty "
    "Union Universal Allied Consolidated Public State Federal American's Shares Stock Technology Industries "
    "Research Data Digital Micro Inter Trans Continental Southwest Northwest Texas California Delta San Los Santa "
    "Saint St Van De La Le El Al".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A possible subject in a clean sentence.

    asset: the instrument's ("equity", "index" ...), "group" for a market or sector, "unknown" for a name in no table.

    sure: safe as an instrument without further signs (a code beside it, or a name that means nothing else).
    """

    start: int
    end: int
    text: str
    asset: str
    ric: str = ""
    ticker: str = ""
    exchange: str = ""
    listing: str = ""
    form: str = ""
    sure: bool = True
    against: str = ""


@dataclass(slots=True)
class Memory:
    """What an article has named so far, and what is known of it; one a article, thrown away with it."""

    names: object
    on: date
    short: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # words -> (name, ric, ticker)
    faint: set[str] = field(default_factory=set)  # short forms that are ordinary words too ("Delta")
    period: Period | None = None  # the last span that was said: "in the same period"
    day: str = ""  # the anchor of the last day that was named: "that day"
    span_age: int = 99  # figure-bearing sentences since then
    firsts: set[str] = field(default_factory=set)
    boards: dict[str, str] = field(default_factory=dict)  # ticker -> the exchange said or implied with it
    company: Name | None = None
    index: Name | None = None
    main: Name | None = None
    last: Name | None = None
    market: bool = False
    session: tuple[str, frozenset[str]] | None = None  # ("afterhours", names) while the text is outside regular trading
    recent: Name | None = None
    reach: dict[str, int] = field(default_factory=dict)  # word -> words of the longest name; shared by all articles
    pairs: dict[tuple[str, str], bool] = field(default_factory=dict)  # two words -> may a name begin so; shared too
    known: dict[tuple[str, str, str, str, str, str], Instrument | None] = field(default_factory=dict)

    def begins(self, one: str, two: str) -> bool:
        """Names.begins, remembered as long as the names are."""
        found = self.pairs.get((one, two))
        if found is None:
            found = self.pairs[one, two] = self.names.begins(one, two)
        return found

    def learn(self, name: str, ric: str, ticker: str = "") -> None:
        """Keep a name that stood beside a code, with the shorter forms under which the article may come back to it."""
        words = name.split()
        forms = {name}
        while len(words) > 1 and words[-1].rstrip(".") in SUFFIX:
            words = words[:-1]
            forms.add(" ".join(words).rstrip(","))
        for n in range(1, len(words)):
            head = " ".join(words[:n])
            if n == 1 and self._anothers(head, name, ric, ticker):
                continue
            if words[n - 1].lower() not in INSIDE and head not in LEADERS and len(head) > 1:
                forms.add(head.rstrip(","))
                if n == 1 and (head in _TOO_COMMON or len(head) <= 2):
                    self.faint.add(head)
        if len(words) > 1 and words[0].isupper() and len(words[0]) > 2 or "'" in words[0]:
            forms.add(words[0])
        symbol = ric.split(".")[0] if ric and not ric.startswith(".") else ticker
        if symbol.isupper() and len(symbol) >= 2 and symbol.isalpha():
            forms.add(symbol)
        for form in forms:
            if form not in self.short or form == name:
                self.short[form] = (name, ric, ticker)
                self.firsts.add(WORD.match(form)[0] if WORD.match(form) else form)

    def _anothers(self, head: str, name: str, ric: str, ticker: str) -> bool:
        """Is the first word of a name itself the name of another company ("Pepsi" of Pepsi Bottling Group)?"""
        if not self.names.has(head):
            return False
        one, other = (self.instrument(Name(0, 0, *each)) for each in ((head, ""), (name, "", ric, ticker)))
        return one is not None and other is not None and bool(one.symbol) and one.company != other.company

    def instrument(self, name: Name, against: str = "") -> Instrument | None:
        """The instrument of a name at the article's date, None where it has none or several."""
        key = (name.text, name.ric, name.ticker, name.listing or name.exchange, name.form, against)
        if key not in self.known and not (name.ric or name.ticker or against or self.names.has(name.text)):
            self.known[key] = None  # in no table: not worth asking what it may have meant
        if key not in self.known:
            found = self.names.resolve(
                Mention(name.text, Span(0, 0), name.ric, name.ticker, name.exchange, against, name.listing, name.form),
                self.on,
                suggest=False,
            )
            self.known[key] = found if isinstance(found, Instrument) else None
        return self.known[key]


_CODED = re.compile(
    r"((?:[A-Z][\w&'.-]*|[a-z][A-Z]\w*|&|of|and|the|de|\d\w*)(?:,? (?:[A-Z0-9][\w&'./!-]*|[a-z][A-Z]\w*|&|of|and|"
    r"the|de|du|la)){0,7})(?:'s?)?(?: (?:shares|stock))?$"
)


def name_before(text: str, stop: int, floor: int = 0) -> tuple[int, int] | None:
    """Span of the capitalised name that ends at `stop` (where a code stood) and begins behind `floor` (a code too).

    Leading ordinary words are left off.
    """
    floor = max(floor, stop - 90)
    head = text[floor:stop].rstrip(" ,")
    m = _CODED.search(head)
    if not m:
        return None
    offset = floor
    words = [(w.start() + m.start(1), w[0]) for w in re.finditer(r"\S+", m[1])]
    for i in range(len(words) - 1, 0, -1):  # a comma before a suffix is part of the name, any other is not
        if words[i - 1][1].endswith(",") and words[i][1].rstrip(".,") not in SUFFIX:
            words = words[i:]
            break
    while (
        words
        and (words[0][1].rstrip(",") in LEADERS or words[0][1] in INSIDE or words[0][1].isdigit())
        and len(words) > 1
    ):
        words = words[1:]
    if (
        not words
        or words[0][1] in LEADERS
        and words[0][1] not in ("The",)
        or not re.search(r"[A-Z]", words[0][1] + words[-1][1])
    ):
        return None
    end = words[-1][0] + len(words[-1][1])
    found = text[offset + words[0][0] : offset + end]
    if found.endswith("'s"):
        end -= 2
    elif found.endswith("'"):
        end -= 1
    return offset + words[0][0], offset + end


def learn_codes(sentence: Sentence, memory: Memory) -> None:
    """Take the names that stand beside codes into the article's memory."""
    floor = 0
    for code in sentence.codes:
        span, floor = name_before(sentence.text, code.after, floor), code.after
        if span:
            ric, ticker = code_kind(code.text)
            if (
                ticker
                and (plain := memory.instrument(Name(*span, sentence.text[span[0] : span[1]], ""))) is not None
                and plain.asset not in ("equity", "etf")
            ):
                continue
            if board := _board(code, sentence.text[span[0] : span[1]]):
                memory.boards[ticker] = board
            memory.learn(sentence.text[span[0] : span[1]], ric, ticker)


_US_COMPANY = frozenset(
    "Inc Corp Corporation Incorporated Holdings Therapeutics Pharmaceuticals Biosciences Bancorp".split()
)


def _board(code: Code, name: str) -> str:
    """The exchange of a bare ticker: the one said with it, or a U.S. one where the name ends as companies there do."""
    if code.board.isupper() or code.board == "Nasdaq":
        return code.board
    return "US" if re.fullmatch(r"[A-Z]{2,5}", code.text) and name.split()[-1].rstrip(".,") in _US_COMPANY else ""


def code_kind(code: str) -> tuple[str, str]:
    code = code.split(",")[0].strip()
    if code.startswith("^"):
        return "", code
    return (code, "") if "." in code or "=" in code or re.search(r"c\d$|\d{1,2}$", code) else ("", code)
