"""This file is what speaks against a number as a market figure: dates, names, counts, the business, targets."""

from __future__ import annotations

import re

from claimcheck.language.frame import Frame
from claimcheck.language.line import Line
from claimcheck.language.phrase import Phrase
from claimcheck.language.quantity import Number
from claimcheck.language.words import void_pattern, voids

_PERCENT_OF = re.compile(
    r"^[\s-]*(?:of (?!(?:its|their|his|her|the) (?:market |stock )?(?:value|worth)|a (?:percent|point))|"
    r"(?:stake|interest|owned|coupon|holding|share|shareholding|discount|premium|dividend|tax|yield|voting|"
    r"ownership|chance|probability|increase in (?:profit|sales|revenue|earnings)|"
    r"more|fewer|larger|bigger|smaller|cheaper|faster|owner|holder|shareholder|equity|margin|rate|growth|"
    r"target|mark|threshold|level|notes?|bonds?|confidence|market share|preferred|convertible|senior|interest "
    r"rate|mortgage|policy|limit|cap|inflation)\b)",
    re.I,
)
_MONEY_OF = re.compile(
    r"^[\s-]*(?:(?:a|per) (?:share|unit) (?:offer|bid|deal|dividend|takeover)|(?:in|of) (?:revenue|sales|cash|"
    r"debt|assets|profit|stock|shares|fees|damages|bonds|losses|loans|fines|capital|costs|funding|savings|aid|"
    r"tax)\b|deal\b|fine\b|bid\b|offer\b|loan\b|bond\b|dividend\b|stake\b|settlement\b|acquisition\b|"
    r"takeover\b|buyout\b|investment\b|project\b|fund\b|"
    r"(?:debt|budget|writedown|write-down|charge|loss|profit|bailout|rescue|program|plan|contract|order|"
    r"purchase|sale|credit|financing|position|issue|offering)\b)",
    re.I,
)
_AFTER_FUNDAMENTAL = re.compile(
    r"^[\s,]*(?:(?:higher|lower|increase|rise|drop|fall|jump|decline|decrease|gain|growth|surge|slide|slump|"
    r"plunge|boost|improvement|cut|reduction|hike|dip|climb|loss)\s+(?:in|of|to|on|at|"
    r"for)\s+(?:[\w'.&-]+\s+){0,4}?"
    r"(?:sales|revenue|revenues|profit|profits|earnings|income|output|production|orders|exports|imports|costs|"
    r"spending|demand|deliveries|shipments|dividend|traffic|passengers|bookings|jobs|wages|prices paid|home "
    r"prices|house prices|consumer prices|volume|margin|capital|debt|cash|loans|deposits|assets|premiums|users|"
    r"subscribers|customers|fees|taxes|reserves|inventories|staff|workforce|payrolls|gdp|inflation)\b)",
    re.I,
)
_SEEN_NAME = re.compile(
    r"^(?:S&P|Nasdaq|NASDAQ|Russell|FTSE|CSI|Stoxx|STOXX|Fortune|Euro|Top|Big|Group of|No\.|Boeing|Airbus|"
    r"iPhone|Windows|Galaxy|Xbox|Formula|Chapter|Section|Title|Rule|Form|Article|Basel|Phase|Model|Level|"
    r"Flight|Route|Highway|Interstate)$"
)


def not_a_figure(line: Line, number: Number) -> str:
    """A reason where the number is a date, part of a name, a count; "" where it may be a figure."""
    i = line.first(number.start)
    if line.period_at[i] >= 0 and not (number.quantity.unit in ("percent", "USD", "points") or number.word):
        return "date"
    if (
        line.name_at[i] >= 0
        and line.names[line.name_at[i]].start <= number.start < line.names[line.name_at[i]].end
        and number.quantity.unit != "percent"
    ):
        return "name"
    if number.sign and not number.quantity.unit and _in_table(line, number):
        return "count"
    if number.quantity.unit or number.sign:
        return _word_number(line, number)
    behind = line.text[number.end : number.end + 24]
    if re.match(
        r"(?:-| )(?:year|month|week|day|hour|minute|session|member|nation|page|seat|mile|foot|acre|store|"
        r"person|room|bed|man|woman|point|series|mph|km|kg|megawatt|stock|strong|something)\w*",
        behind,
        re.I,
    ):
        return "count" if not re.match(r"-(?:year|month|week|day)", behind) else "term"
    before = line.text[max(0, number.start - 14) : number.start].rstrip()
    if _SEEN_NAME.match(before.split(" ")[-1] if before else ""):
        return "name"
    digits = line.text[number.start : number.end]
    if re.fullmatch(r"(?:19|20)\d\d", digits) and (
        not re.search(r"\b(?:at|to|points)$", before) or re.search(r"\b(?:back|dating|prior|due) to$", before)
    ):
        return "date"
    if re.match(r"\s*[a-z]", behind) and not re.match(
        r"\s*(?:last|this|so|daily|mark|on|in|at|by|after|before|as|from|against|to|per|while|and|or|for|when|"
        r"with|points?|level|mark|an|a|since|but|set|hit|reached|touched|seen|struck|during|early|late|earlier|"
        r"shortly|just|its|the|having|following|amid|per|euro|dollar|yen|following|despite|(?:Mon|Tues|Wednes|"
        r"Thurs|Fri)day)\b",
        behind,
    ):
        return "count"
    return ""


_LEFT_AS_IT_WAS = re.compile(
    r"\b(?:left|leave|leaves|leaving|kept|keep|keeps|keeping|held|hold|holding)(?: \w+){0,4} $"
)
_OF_ITS = re.compile(
    r" (?:its|their|his|the) (?:[\w-]+ ){0,4}(?:forecast|outlook|guidance|target|estimate|rating|rate|dividend|"
    r"stance|policy)"
)
_TABLE_CELL = r"[+-]\d{1,2}\.\d\d?(?![\d%])"


def _in_table(line: Line, number: Number) -> bool:
    """Is a signed number one of a row of such cells ("3.19 -2.65 -5.94"), whose column heads are elsewhere?"""
    before, behind = line.text[max(0, number.start - 10) : number.start], line.text[number.end : number.end + 10]
    return bool(re.search(r"(?:^|\s)" + _TABLE_CELL + r"\s+$", before) or re.match(r"\s+" + _TABLE_CELL, behind))


def _word_number(line: Line, number: Number) -> str:
    """ "half", "a third", "doubled" are figures only of value lost or gained, not of things."""
    if not number.word:
        return ""
    behind = line.text[number.end : number.end + 40].lower()
    before = line.text[max(0, number.start - 40) : number.start].lower()
    if number.word == "flat":
        return "fundamental" if _LEFT_AS_IT_WAS.search(before) or _OF_ITS.match(behind) else ""
    if number.word in ("up", "down"):
        if re.match(r"\s+\w", behind) and not re.match(
            r"\s+(?:so|this|in|since|over|from|to|on|after|and|during|within|last|by|at|as|before|when|while|"
            r"for|against|but|or|if|between|through|again|more|(?:its|their|the|his) (?:value|price|share "
            r"price|stock price|money|market value|worth))\b",
            behind,
        ):
            return "fundamental"
        if re.match(
            r"\s+(?:the |its |their |his |our )?(?:size|number|amount|sales|revenue|profit|stake|workforce|"
            r"capacity|output|production|down|digit|dip|bottom|its (?:bet|stake|offer|dividend))",
            behind,
        ) or "double-digit" in (before[-1:] + line.text[number.start : number.end + 7].lower()):
            return "fundamental"
        return ""
    if re.match(
        r"\s*(?:of )?(?:its|their|his|the stock's|the company's|the) (?:(?:stock )?market )?(?:value|worth|"
        r"gains|price|2\d\d\d ipo price)|\s*(?:of )?(?:its|their|the)[\w\s]{0,20}(?:price|peak|value)",
        behind,
    ):
        return ""
    if (
        re.search(
            r"\b(?:lost|fallen|fell|dropped|shed|plunged|down|off|declined|slid|risen|rose|gained|jumped|up|"
            r"climbed|by|tumbled|sunk|sank)(?: by)?(?: more than| about| almost| nearly| around| over| roughly|"
            r" some| up)*\s*$",
            before,
        )
        and not re.match(
            r"\s+(?:of )?(?:(?:a|an) )?(?:million|billion|hour|day|year|percent|point|dozen|century|its "
            r"(?:sales|revenue|workforce|staff|members))",
            behind,
        )
        and not behind.startswith("-")
    ):
        return ""
    return "count"


_TO_MONEY = re.compile(r",? to (?:about |nearly |almost |around |just over )?(?:[A-Z]{0,2}[$€£¥]|Rs ?)?[\d.,]+ (?:billion|million|trillion)\b(?! shares)")
_A_RATE = re.compile(r" to (?:about |just |only )?\d[\d.]* ?(?:percent|per cent|%)(?! range)")  # "up 11.6 percent to 5.2 percent"
_EACH_YEAR = re.compile(r"\b(?:each|every|per) (?:year|month|quarter) by $|\bannually by $")
_THAN_A_YEAR_AGO = re.compile(r" (?:from|than) (?:a|the|one) year (?:before|earlier|ago)\b")
_OF_A_MARKET = re.compile(
    r"\b(?:shares?|stocks?|index(?:es)?|indices|average|futures|yields?|prices?|dollar|euro|yen|crude|oil|gold|market|Dow|"
    r"S&P|Nasdaq|FTSE|DAX|Nikkei)\b"
)
_COUNTED = re.compile(
    r"\b(?:shipped|sold|delivered|posted|reported|earned|booked|produced|generated|shipping|selling|"
    r"delivering) (?:(?!shares|stock)[^.;,]){0,20}\d[\d,.]*(?: (?:million|billion))?(?:(?!shares|"
    r"stock)[^.;,]){0,60}, (?:up|down)(?: by)?\s*$"
)


def by_words(line: Line, number: Number, start: int) -> str:
    """Why the words beside a number say that it is no market claim, whatever its verb."""
    unit = number.quantity.unit
    behind = line.text[number.end : number.end + 60]
    if unit == "percent" and _PERCENT_OF.match(behind) and not number.word:
        return "share" if behind.lstrip().startswith("of") else "fundamental"
    if unit not in ("percent", "points", "basis points", "ratio", "shares", "", "contracts") and _MONEY_OF.match(
        behind
    ):
        return "money"
    if _AFTER_FUNDAMENTAL.match(behind):
        return "fundamental"
    if unit == "percent" and (_A_RATE.match(behind) or _EACH_YEAR.search(line.text[max(0, start - 24) : start])):
        return "share"
    if unit == "percent" and _THAN_A_YEAR_AGO.match(behind) and not _OF_A_MARKET.search(line.text):
        return "fundamental"
    if unit not in ("percent", "points", "basis points") and (why := _no_market_price(line, number, start)):
        return why
    if unit == "percent" and _TO_MONEY.match(behind) and not re.search("market|valu", line.text, re.I):
        return "fundamental"
    if unit == "percent" and _COUNTED.search(line.text[max(0, start - 160) : start]):
        return "fundamental"
    return "" if unit in ("percent", "points", "basis points") else _bought(line.text[max(0, start - 60) : start])


_TARGETED = re.compile(
    r"\bprice (?:targets?|objectives?)(?:[\s,]|and|for|on|of|to|from|its|the|[A-Z][\w&'.]*|[$€£]?\d[\d.,]*)*$"
)
_DEALT = re.compile(r"\b(?:bought|purchased|acquired|sold) (?:[\w'.&-]+ ){0,4}?shares (?:at|for) (?:around |about |nearly )?$")
_WORTH = re.compile(r"\bworth (?:(?:at least|about|around|more than|up to|some|roughly|closer to) )?$")
_GRANTED = re.compile(r"\b(?:vest|vested|vests|exercisable) (?:when|if|once|after)\b")
_MONTH_DAY = re.compile(
    r"\b(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)(?:uary|ruary|ust|ember|ober|tember)?\.? $"
)


def _no_market_price(line: Line, number: Number, start: int) -> str:
    """A price that nobody traded at: an analyst's target, what a share is held to be worth, an option's, a bond's."""
    before, behind = line.text[max(0, start - 160) : start], line.text[number.end : number.end + 24]
    if number.quantity.unit == "":
        return "date" if _MONTH_DAY.search(before) and re.match(r",? |$|[.;)]", behind) else ""
    if _TARGETED.search(before):
        return "target"
    if re.match(r" each\b", behind) or _GRANTED.search(before) or _DEALT.search(before):
        return "offer"
    if _WORTH.search(before) and re.match(r" (?:a|per) share\b", behind):
        return "opinion"
    return "bond" if "on the dollar" in line.text and not re.search(r"\bshares?\b", before) else ""


_MOVED = re.compile(
    r",|;|\b(?:rose|fell|gained|lost|up|down|jumped|dropped|sent|sending|closed|ended|traded|higher|lower|"
    r"shares were|as|while|after|its shares)\b"
)
_TARGETS = frozenset(("price target", "target price", "price objective", "target", "price targets"))
_BETWEEN = re.compile(
    r"^(?: (?:on|for|of|to|at|from|by|is|was|a|the|its|share|price|per|as|up|with|cash|in|worth|about|nearly|"
    r"more than|around|over"
    r"|[A-Z][\w&'.]*|stock|shares|an))*\s*$"
)


def _bought(before: str) -> str:
    """ "offered $35 a share", "a price target of $120": the last such word before the number, if it reaches so far."""
    found = None
    for each in void_pattern("before").finditer(before):
        found = each
    if found is None:
        return ""
    word, between = found[0].lower(), before[found.end() :]
    if word in _BOUGHT and not _MOVED.search(between):
        return "offer"
    if (
        word in _TARGETS
        and len(between) < 40
        and not re.search(r",|\b(?:rose|fell|gained|shares were|as|while)\b", between)
    ):
        return "target"
    if _BETWEEN.match(" " + between.strip()) and not re.search(
        r"\b(?:shares|stock) (?:were|was|closed|fell|rose)", between
    ):
        return voids()["before"][word]
    return ""


_BOUGHT = frozenset(
    (
        "offer",
        "offered",
        "bid",
        "buy",
        "acquire",
        "acquired",
        "pay",
        "paid",
        "purchase",
        "repurchase",
        "buyback",
        "option to buy",
        "strike price",
        "exercise price",
        "offering price",
        "ipo price",
        "priced at",
    )
)


# "Did Apple fall 5 percent?" and "Is it true that it fell 5 percent?" claim nothing; "Why did it fall?" takes it so.
_ASKED = re.compile(
    r"""[\s"'“‘(*_]*(?:Is|Are|Was|Were|Did|Does|Do|Has|Have|Had|Will|Would|Can|Could|Should)\b"""
    r"""[^?]*\?(?:["'”’)*_]+[^?"“”\d]{0,60})?\s*$"""
)


# "A 5 percent pullback would take it to ...", "another 5 percent drop from here": imagined, not reported.
_IMAGINED_BEFORE = re.compile(r"(?:^|[\s\"“(])(?:[Aa]n?|[Aa]nother|[Aa]ny|[Ee]ven an?)(?: further)? $")
_IMAGINED = re.compile(
    r"[ -](?:[\w-]+ ){0,2}?(?:drop|fall|decline|dip|pullback|correction|slide|loss|gain|rise|rally|jump|move|bounce)\b"
    r"[^.;]{0,40}?\b(?:would|could|might|will|may|from here)\b"
)


_CALLED_FOR = re.compile(r"\bcall(?:s|ed|ing) for\b.{3,160}\bto (?:rise|fall|grow|increase|decline|drop|be|gain)(?: by)? $")
_NOT_ITS_OWN = re.compile(  # a streak taken away; "pushed a key European index to its biggest weekly advance"
    r"\b(?:rob|den[iy]|depriv)\w* [^,;]{2,40}? of (?:an? |its |their )?$"
    r"|\b(?:push|sen[dt]|drove|driv|lift|pull|drag)\w* an? (?:[A-Za-z-]+ ){1,4}(?:index|gauge|stock|average|benchmark) to (?:its|their) $"
)


_NOT_YET = re.compile(r"\b(?:close to|near|nearing|toward|towards|approaching|short of|shy of|verge of|edge of|flirting with)(?: an?| the)? $")
_RECORD_OF_BUSINESS = re.compile(
    r"\b(?:coupon|fixed-income)\b|\brecord (?:(?:19|20)\d\d|first|second|third|fourth)?[- ]?(?:quarter )?"
    r"(?:earnings|profits?|sales|revenues?|results)\b"
)


def forecast(line: Line, thing: Number | Phrase, frame: Frame, start: int) -> str:
    """A modal or a word of expectation between the clause's head and the number, or a question."""
    if "?" in line.text and _ASKED.match(line.text):
        return "question"
    if _IMAGINED.match(line.text, thing.end) and _IMAGINED_BEFORE.search(line.text[:start]):
        return "forecast"
    if _CALLED_FOR.search(line.text[:start]):
        return "forecast"
    if isinstance(thing, Phrase) and _NOT_ITS_OWN.search(line.text[:start]):
        return "no-market-subject"
    if isinstance(thing, Phrase) and thing.kind == "regime" and _NOT_YET.search(line.text[:start]):
        return "forecast"
    if isinstance(thing, Phrase) and thing.kind == "extreme" and _RECORD_OF_BUSINESS.search(line.text, thing.start, thing.end + 24):
        return "fundamental"
    left = _verb_clause(line, line.first(start), frame)
    stretch = line.text[line.tokens[left][0] if left < len(line.tokens) else 0 : start]
    for m in void_pattern("verb").finditer(stretch):
        word = m[0]
        if word[:1].isupper() and word not in ("If", "Could", "Should", "Would", "Will"):
            continue
        low = word.lower()
        if (
            low
            in (
                "seen",
                "see",
                "sees",
                "outlook",
                "guidance",
                "forecast",
                "forecasts",
                "hopes",
                "estimates",
                "want",
                "wants",
                "potential",
                "target",
                "targets",
                "predicted",
                "predict",
                "projected",
                "set to",
                "indicated",
                "indicating",
                "expect",
                "expects",
            )
            and m.end() < len(stretch) - 34
        ):
            continue
        return voids()["verb"][low]
    return ""


def _verb_clause(line: Line, a: int, frame: Frame) -> int:
    """Where the small clause before the number begins: back over its own list to the last break before its verb."""
    i = min(a, frame.at if 0 <= frame.at < a else a) - 1
    while i >= 0:
        word = line.low[i]
        if line.number_at[i] < 0 and word in (
            ",",
            ";",
            ":",
            "-",
            "--",
            "while",
            "after",
            "as",
            "but",
            "when",
            "though",
            "although",
            "because",
            "which",
            "before",
            "since",
            "(",
            '"',
            "that",
        ):
            return i + 1
        i -= 1
    return 0
