"""This file is a sentence read as clauses: each stated number or phrase with its frame, its period and what speaks against it as a market claim."""
from __future__ import annotations

import re
from dataclasses import replace

from claimcheck.claim import Clause, Mention, Period, Quantity, Span
from claimcheck.language import frame as frames
from claimcheck.language.frame import Frame, Subject
from claimcheck.language.line import Line
from claimcheck.language.period import When
from claimcheck.language.phrase import Phrase
from claimcheck.language.quantity import Number
from claimcheck.language.subject import Memory, Name
from claimcheck.language.words import GLUE, SHARE, level_words, void_pattern, voids

_PERCENT_OF = re.compile(
    r"^[\s-]*(?:of (?!(?:its|their|his|her|the) (?:market |stock )?(?:value|worth)|a (?:percent|point))|(?:stake|interest|owned|coupon|holding|share|shareholding|discount|premium|dividend|tax|yield|voting|ownership|chance|probability|increase in (?:profit|sales|revenue|earnings)|"
    r"more|fewer|larger|bigger|smaller|cheaper|faster|owner|holder|shareholder|equity|margin|rate|growth|target|mark|threshold|level|notes?|bonds?|confidence|market share|preferred|convertible|senior|interest rate|mortgage|policy|limit|cap|inflation)\b)", re.I)
_MONEY_OF = re.compile(r"^[\s-]*(?:(?:a|per) (?:share|unit) (?:offer|bid|deal|dividend|takeover)|(?:in|of) (?:revenue|sales|cash|debt|assets|profit|stock|shares|fees|damages|bonds|losses|loans|fines|capital|costs|funding|savings|aid|tax)\b|deal\b|fine\b|bid\b|offer\b|loan\b|bond\b|dividend\b|stake\b|settlement\b|acquisition\b|takeover\b|buyout\b|investment\b|project\b|fund\b|"
                       r"(?:debt|budget|writedown|write-down|charge|loss|profit|bailout|rescue|program|plan|contract|order|purchase|sale|credit|financing|position|issue|offering)\b)", re.I)
_AFTER_FUNDAMENTAL = re.compile(
    r"^[\s,]*(?:(?:higher|lower|increase|rise|drop|fall|jump|decline|decrease|gain|growth|surge|slide|slump|plunge|boost|improvement|cut|reduction|hike|dip|climb|loss)\s+(?:in|of|to|on|at|for)\s+(?:[\w'.&-]+\s+){0,4}?"
    r"(?:sales|revenue|revenues|profit|profits|earnings|income|output|production|orders|exports|imports|costs|spending|demand|deliveries|shipments|dividend|traffic|passengers|bookings|jobs|wages|prices paid|home prices|house prices|consumer prices|volume|margin|capital|debt|cash|loans|deposits|assets|premiums|users|subscribers|customers|fees|taxes|reserves|inventories|staff|workforce|payrolls|gdp|inflation)\b)", re.I)
_SEEN_NAME = re.compile(r"^(?:S&P|Nasdaq|NASDAQ|Russell|FTSE|CSI|Stoxx|STOXX|Fortune|Euro|Top|Big|Group of|No\.|Boeing|Airbus|iPhone|Windows|Galaxy|Xbox|Formula|Chapter|Section|Title|Rule|Form|Article|Basel|Phase|Model|Level|Flight|Route|Highway|Interstate)$")
_MARKET_VALUE = re.compile(r"\bmarket (?:value|capitali[sz]ation|cap|worth)\b|\bcapitali[sz]ation\b|\b(?:valued|valuing|values|valuation)\b|\b(?:is|was|now|company|group|firm|it) worth\b(?! of)|\bmarket (?:loss|gain)\b|\b(?:wip\w+|eras\w+|slic\w+|lop\w+|shav\w+|knock\w+) .{0,40}?(?:off|from|out)\b|\bin value\b|\bcompany's value\b|\bits value\b|\bpaper (?:losses|value)\b|\bstock market value\b|\bmarket's value\b", re.I)
_VALUED = re.compile(r"\bmarket (?:value|capitali[sz]ation|cap)\b|\bcapitali[sz]ation\b|\bvaluing\b|company's value\b|\b(?:which|was|is|were|are|now) valued\b|, valued\b", re.I)
_VOLUME = re.compile(r"\b(?:chang(?:ed|ing) hands|exchang(?:ed|ing)|traded|trading|volume|turnover|daily average|average daily|daily volume|daily closing volume|average volume)\b", re.I)
_ATTRIBUTION = re.compile(r"\b(?:said|says|according to|told|noted|added|wrote|estimates?|data (?:from|by|showed)|reckons|calculat\w+|cited)\b", re.I)
_SPEAKER = re.compile(r"\baccording to (?P<who>(?:[A-Z][\w&'.-]*|data|figures|the|from|by|and|of)(?: (?:[A-Z][\w&'.-]*|data|figures|from|by|of|and|I/B/E/S)){0,7})|(?P<who2>(?:[A-Z][\w&'.-]+ ){1,4})(?:, [^,\"]{3,80},)? ?(?:said|says|noted|told)\b|\b(?:said|says|noted) (?P<who3>(?:[A-Z][\w&'.-]+ ?){1,4})")


def read(line: Line, memory: Memory) -> list[Clause]:
    """Every number and phrase of the sentence as a clause, market claim or not."""
    things = sorted([*line.numbers, *line.phrases], key=lambda t: (t.start, -t.end))
    out: list[Clause] = []
    previous: Frame | None = None
    spread: tuple[Period, int] | None = None
    edge, lists = 0, _coordinated(line)
    for k, thing in enumerate(things):
        if any(other is not thing and other.start <= thing.start and thing.end <= other.end for other in line.phrases):
            continue  # the number inside "52-week high"
        if isinstance(thing, Number) and (reason := _not_a_figure(line, thing)):
            out.append(_clause(line, thing, Frame(), None, Period("unknown"), reason))
            continue
        start = thing.hedged if isinstance(thing, Number) and thing.hedged and not _placing(thing) else thing.start
        frame = frames.read(line, memory, start, thing.end, previous, edge)
        if isinstance(thing, Phrase):
            frame = _phrase_frame(line, memory, thing, frame, previous, edge)
        if isinstance(thing, Number) and thing.word in ("up", "down", "flat") and not (frame.subject.names and frame.verb):
            frame = _verb_itself(line, memory, thing, frame, previous, edge)
        if isinstance(thing, Number) and not frame.subject.names and not frame.subject.void and thing.scaled and _VALUED.search(line.text[max(0, thing.start - 60):thing.end + 30]):
            frame = replace(frame, subject=_valued(line, memory, thing, frame))
        whole, frame = frame, _shared(line, thing, frame, lists.get(k))
        period = _period(line, thing, frame, memory)
        void = _void(line, thing, frame, start)
        if not void and out and out[-1].void in _CATCHING and frame.part in ("adjective", "noun") and frame.subject.head != "share" and _trails(line, edge, a=line.first(start)):
            void = out[-1].void
        if not void and frame.chained and out and out[-1].void in _CATCHING and isinstance(thing, Number) and line.first(thing.start) - edge <= 3:
            void = out[-1].void
        out += _clauses(line, memory, thing, frame, period, void)
        if spread is not None and period.shape == "day" and not period.text and isinstance(thing, Number) and thing.quantity.unit not in ("shares", "contracts", "") and _contrasted(line, spread[1], line.first(start)):
            out[-1:] = [replace(out[-1], period=replace(spread[0], inherited=True, text=""))]
            period = spread[0]
        if period.shape in _SPREADS and not void and isinstance(thing, Number) and period.shape not in ("premarket", "afterhours"):
            spread, memory.period = (period, line.behind(thing.end)), period
        if frame.subject.names or frame.verb:
            previous = whole
        elif previous is not None and not void:
            previous = None if not frame.chained else previous
        edge = line.behind(thing.end)
    return out


_CATCHING = frozenset("forecast fundamental target offer money company share".split())  # reasons that a list hands on: "15 cents to 27 cents"


def _trails(line: Line, edge: int, a: int) -> bool:
    """Does the figure only follow up the one before ("sales of $2 billion, down 3 percent", "an increase of 6 percent")?"""
    gap = line.text[line.tokens[edge - 1][1]:line.tokens[a][0]] if 0 < edge <= a < len(line.tokens) else ""
    return bool(re.fullmatch(r"[^;]{0,60}?,? ?(?:which (?:is|was) )?(?:up|down|off|higher|lower|an? (?:increase|rise|gain|decline|drop|fall|decrease|jump))(?: of| by| from| about| nearly| more than| almost| around| some)*\s*", gap)) \
        and not any(n.start >= line.tokens[edge - 1][1] and n.end <= line.tokens[a][0] for n in line.names)


def _placing(number: Number) -> bool:
    """ "above 1,500", "below $40" place a price; before a percentage the same words only open it."""
    return number.quantity.hedge.split(" ")[-1] in ("above", "below") and number.quantity.unit not in ("percent", "basis points")


def _clauses(line: Line, memory: Memory, thing: Number | Phrase, frame: Frame, period: Period, void: str) -> list[Clause]:
    """One clause for each subject that shares the number; one without where nobody is named."""
    names = frame.subject.names or (None,)
    if len(names) > 1 and frame.subject.via == "respectively":
        names = names[:1]
    return [_clause(line, thing, frame, name, period, void or frame.subject.void, memory) for name in names]


def _contrasted(line: Line, behind: int, a: int) -> bool:
    """Is the figure set against an earlier one of the sentence ("while the Dow gained 9 percent", "versus", "and the Nasdaq"), so that it shares its span?"""
    return any(line.low[i] in ("while", "versus", "vs", "compared", "lagging", "outpaced", "outpacing", "outperforming", "beating", "trailing", "and", "than") or line.low[i] in ("below", "above") and line.word(i - 1) == "well" for i in range(behind, a)) \
        and not any(line.low[i] in (";",) for i in range(behind, a))


def _clause(line: Line, thing: Number | Phrase, frame: Frame, name: Name | None, period: Period, void: str, memory: Memory | None = None) -> Clause:
    sentence = line.sentence
    quantity = _quantity(line, thing, frame)
    span = Span(sentence.original(thing.start), sentence.original(thing.end, end=True))
    if quantity is not None:
        quantity = replace(quantity, span=span)
    direction = _direction(thing, frame)
    hints = _hints(line, thing, frame, name, memory)
    subject = _mention(line, name, frame, quantity, memory) if name else None
    who, quoted = _said(line, thing)
    return Clause(line.text[thing.start:thing.end], span, Span(sentence.start, sentence.end), line.text, quantity, frame.cue, frame.verb, direction,
                  subject, period, _measure(line, thing, frame, period), who, quoted, hints, void, _notes(frame, name, period))


def _verb_itself(line: Line, memory: Memory, number: Number, frame: Frame, previous: Frame | None, edge: int) -> Frame:
    """ "have doubled", "closed flat": the number word is its own verb."""
    at = line.first(number.start)
    own = Frame(line.low[at], at, number.word, "verb", clause=frames._clause_start(line, at))
    return replace(own, subject=frames._subject_of(line, memory, own, previous, edge), closing=frame.closing)


def _valued(line: Line, memory: Memory, number: Number, frame: Frame) -> Subject:
    """Whose market value: the name before the number in its clause, else the company spoken of."""
    a = line.first(number.start)
    here = [n for n in line.names if n.end <= number.start and n.asset in ("equity", "unknown", "group", "index", "crypto") and n.sure]
    if here:
        i = line.first(here[-1].start) if line.first(here[-1].start) >= frames._clause_start(line, a) else line.first(here[0].start)
        return replace(frames.name_subject(line, memory, i), head="share")
    found = frames._carried_company(line, memory, a, "carried")
    return found


def _quantity(line: Line, thing: Number | Phrase, frame: Frame) -> Quantity | None:
    if isinstance(thing, Number):
        return thing.quantity
    if thing.count is None:
        return None
    from decimal import Decimal
    unit = {"streak": "days" if thing.grain == "session" else "", "breadth": "ratio"}.get(thing.kind, "")
    return Quantity(thing.count, unit, "eq", Span(0, 0), Decimal(1) if thing.kind == "streak" else Decimal("0.1"))


def _direction(thing: Number | Phrase, frame: Frame) -> str:
    if isinstance(thing, Phrase):
        return thing.direction or frame.direction
    if thing.sign:
        return "up" if thing.sign > 0 else "down"
    if thing.word in ("up", "down", "flat"):
        return thing.word
    return frame.direction


def _hints(line: Line, thing: Number | Phrase, frame: Frame, name: Name | None, memory: Memory | None) -> tuple[str, ...]:
    """What the kinds need to know beyond the slots, as plain words."""
    out = [f"head:{frame.subject.head}", f"via:{frame.subject.via}"]
    if name is not None:
        out += [f"asset:{name.asset}"] + (["coded"] if name.ric or name.ticker else []) + (["sure"] if name.sure else [])
    if frame.chained:
        out.append("chained")
    if frame.part:
        out.append(f"part:{frame.part}")
    if isinstance(thing, Phrase):
        return (*out, f"phrase:{thing.rule}")
    around = line.text[max(0, thing.start - 70):thing.end + 70]
    out += [h for h, on in (("scaled", thing.scaled), ("word", bool(thing.word)), ("fraction", thing.fraction), ("signed", bool(thing.sign)),
                            ("value-words", bool(_MARKET_VALUE.search(around))), ("volume-words", bool(_VOLUME.search(line.text)))) if on]
    if re.match(r" (?:a|per) share\b", line.text[thing.end:thing.end + 12]):
        out.append("per-share")
    if re.match(r"\s*\(\s*[+-]", line.text[thing.end:thing.end + 6]):
        out.append("table")
    if any(p.kind == "extreme" and 0 <= thing.start - p.end <= 4 for p in line.phrases):
        out.append("high-of")
    if re.search(r"\btotal return|including dividends|dividends reinvested|with dividends", line.text, re.I):
        out.append("total-return")
    if re.search(r"\byield(?:s|ing|ed)?\b", line.text[max(0, thing.start - 60):thing.start], re.I):
        out.append("yield-words")
    before = line.text[max(0, thing.start - 34):thing.start].lower()
    if re.search(r"(?:session |intraday |day's |earlier |52-week |record |all-time |a |the |its |an |as )(?:high|peak)(?: of| at| near| around)? (?:about |around |nearly )?$", before) or re.search(r"\bas high as $|as far as $|peak(?:ed)? (?:of|at) $", before):
        out.append("high-of")
    if re.search(r"(?:session |intraday |day's |earlier |52-week |record |all-time |a |the |its |an |as )(?:low|trough)(?: of| at| near| around)? (?:about |around |nearly )?$", before) or re.search(r"\bas low as $|trough of $|bottom(?:ing|ed)? (?:at|out at) $", before):
        out.append("low-of")
    if memory is not None and memory.session and not re.search(r"clos|ended|finish|settl", line.text):
        out.append(f"near-{memory.session[0]}")
    if "moving average" in before or "average" in before[-20:]:
        out.append("average")
    if re.search(r"\bfrom (?:the|its) (?:ipo|initial public offering|offer(?:ing)?) price\b|\babove its (?:ipo|offer)", line.text, re.I):
        out.append("offer-price")
    return tuple(out)


def _mention(line: Line, name: Name, frame: Frame, quantity: Quantity | None, memory: Memory | None) -> Mention:
    sentence = line.sentence
    inside = 0 <= name.start <= name.end <= len(line.text) and line.text[name.start:name.end] == name.text
    span = Span(sentence.original(name.start), sentence.original(name.end, end=True)) if inside else Span(sentence.start, sentence.start)
    against = _against(line, name, frame, quantity) if name.asset == "currency" or _is_currency(name.text) else ""
    return Mention(name.text, span, name.ric, name.ticker, name.exchange, against, name.listing, name.form, frame.subject.via)


_CURRENCY = re.compile(r"^(?:the )?(?:(?:U\.S\.|US|Australian|Canadian|New Zealand|Hong Kong|Singapore) )?(?:dollar|euro|yen|sterling|pound|franc|yuan|greenback|currency)s?$", re.I)


def _is_currency(text: str) -> bool:
    return bool(_CURRENCY.match(text))


_UNIT_CURRENCY = {"JPY": "yen", "USD": "dollar", "EUR": "euro", "GBP": "sterling", "CHF": "Swiss franc", "CAD": "Canadian dollar", "AUD": "Australian dollar", "CNY": "yuan", "KRW": "won", "INR": "rupee",
                  "BRL": "real", "RUB": "rouble", "MXN": "peso", "ZAR": "rand", "TRY": "lira", "SEK": "Swedish crown", "NOK": "Norwegian crown"}


def _against(line: Line, name: Name, frame: Frame, quantity: Quantity | None) -> str:
    """The other currency: "against the yen" in the same clause, else the unit of a rate beside it, else nothing."""
    low, high = frame.clause, len(line.low)
    near = [p for p in line.pairs if p[0] >= low and p[0] < high]
    own = name.text.lower().removeprefix("the ")
    for a, _, other in sorted(near, key=lambda p: abs(line.tokens[p[0]][0] - name.end)):
        if other.lower().rstrip("s") not in own:
            return other.removeprefix("the ")
    for number in sorted(line.numbers, key=lambda n: (n.start < name.end, abs(n.start - name.end))):
        if number.quantity.unit in _UNIT_CURRENCY and not number.scaled and number.quantity.unit != "USD" or number.quantity.unit == "USD" and not number.scaled and number.start > name.end:
            other = _UNIT_CURRENCY[number.quantity.unit]
            if number.quantity.unit == "USD" and name.start < number.start and abs(number.start - name.end) < 90 and "dollar" not in own and own != "greenback":
                return "dollar"
            if other.split()[-1] not in own and own not in other and not (own == "greenback" and other == "dollar") and abs(number.start - name.end) < 90:
                return other
    return ""


def _measure(line: Line, thing: Number | Phrase, frame: Frame, period: Period) -> str:
    if isinstance(thing, Phrase):
        return thing.measure
    if "yield" in line.text[max(0, thing.start - 40):thing.start].lower():
        return "yield"
    before = line.text[max(0, thing.start - 30):thing.start].lower()
    if re.search(r"\b(?:high|peak) (?:of|at) $|as high as $|as far as $|peaked at $", before):
        return "high"
    if re.search(r"\b(?:low|trough) (?:of|at) $|as low as $|bottom(?:ing|ed) at $", before):
        return "low"
    if re.search(r"\bopened (?:at|up|down|higher|lower)", before):
        return "open"
    if frame.closing:
        return "close"
    return "close" if period.shape in ("week", "month", "quarter", "ytd", "year", "range", "since") else "price"


def _said(line: Line, thing: Number | Phrase) -> tuple[str, bool]:
    """Who says it, and whether it stands inside quotation marks."""
    quoted = line.text[:thing.start].count('"') % 2 == 1
    m = _SPEAKER.search(line.text)
    who = next((g for g in m.groups() if g), "").strip(" ,") if m else ""
    return (who if who.split(" ")[0] not in ("The", "It", "He", "She", "They", "But", "That", "This") else ""), quoted


def _notes(frame: Frame, name: Name | None, period: Period) -> tuple[str, ...]:
    out = []
    if frame.verb:
        out.append(f'governed by "{frame.verb}"' + (f', "{frame.cue}" before the number' if frame.cue else "") + (", shared with the number before" if frame.chained else ""))
    if name is not None:
        how = {"name": "named", "pronoun": "carried over by a pronoun", "epithet": "carried over by an epithet", "nearest": "the nearest name", "carried": "carried over"}.get(frame.subject.via, frame.subject.via)
        out.append(f'subject "{name.text}", {how}')
    if period.text:
        out.append(f'period "{period.text}"' + (", inherited" if period.inherited else ""))
    elif period.shape != "unknown":
        out.append("no period said: the trading day" if period.shape == "day" else f"period {period.shape}, from the context")
    return tuple(out)


# ---------------------------------------------------------------- numbers that are no figures of a market

def _not_a_figure(line: Line, number: Number) -> str:
    """A reason where the number is a date, part of a name, a count; "" where it may be a figure."""
    i = line.first(number.start)
    if line.period_at[i] >= 0 and not (number.quantity.unit in ("percent", "USD", "points") or number.word):
        return "date"
    if line.name_at[i] >= 0 and line.names[line.name_at[i]].start <= number.start < line.names[line.name_at[i]].end and number.quantity.unit != "percent":
        return "name"
    if number.quantity.unit or number.sign:
        return _word_number(line, number)
    behind = line.text[number.end:number.end + 24]
    if re.match(r"(?:-| )(?:year|month|week|day|hour|minute|session|member|nation|page|seat|mile|foot|acre|store|person|room|bed|man|woman|point|series|mph|km|kg|megawatt|stock|strong|something)\w*", behind, re.I):
        return "count" if not re.match(r"-(?:year|month|week|day)", behind) else "term"
    before = line.text[max(0, number.start - 14):number.start].rstrip()
    if _SEEN_NAME.match(before.split(" ")[-1] if before else ""):
        return "name"
    digits = line.text[number.start:number.end]
    if re.fullmatch(r"(?:19|20)\d\d", digits) and not re.search(r"\b(?:at|to|points)$", before):
        return "date"
    if re.match(r"\s*[a-z]", behind) and not re.match(r"\s*(?:last|this|so|daily|mark|on|in|at|by|after|before|as|from|against|to|per|while|and|or|for|when|with|points?|level|mark|an|a|since|but|during|early|late|earlier|shortly|just|its|the|having|following|amid|per|euro|dollar|yen|following|despite|(?:Mon|Tues|Wednes|Thurs|Fri)day)\b", behind):
        return "count"
    return ""


def _word_number(line: Line, number: Number) -> str:
    """ "half", "a third", "doubled" are figures only of value lost or gained, not of things."""
    if not number.word or number.word == "flat":
        return ""
    behind = line.text[number.end:number.end + 40].lower()
    before = line.text[max(0, number.start - 40):number.start].lower()
    if number.word in ("up", "down"):
        if re.match(r"\s+\w", behind) and not re.match(r"\s+(?:so|this|in|since|over|from|to|on|after|and|during|within|last|by|at|as|before|when|while|for|against|but|or|if|between|through|again|more|(?:its|their|the|his) (?:value|price|share price|stock price|money|market value|worth))\b", behind):
            return "fundamental"
        if re.match(r"\s+(?:the |its |their |his |our )?(?:size|number|amount|sales|revenue|profit|stake|workforce|capacity|output|production|down|digit|dip|bottom|its (?:bet|stake|offer|dividend))", behind) or "double-digit" in (before[-1:] + line.text[number.start:number.end + 7].lower()):
            return "fundamental"
        return ""
    if re.match(r"\s*(?:of )?(?:its|their|his|the stock's|the company's|the) (?:(?:stock )?market )?(?:value|worth|gains|price|2\d\d\d ipo price)|\s*(?:of )?(?:its|their|the)[\w\s]{0,20}(?:price|peak|value)", behind):
        return ""
    if re.search(r"\b(?:lost|fallen|fell|dropped|shed|plunged|down|off|declined|slid|risen|rose|gained|jumped|up|climbed|by|tumbled|sunk|sank)(?: by)?(?: more than| about| almost| nearly| around| over| roughly| some| up)*\s*$", before) and not re.match(r"\s+(?:of )?(?:(?:a|an) )?(?:million|billion|hour|day|year|percent|point|dozen|century|its (?:sales|revenue|workforce|staff|members))", behind) and not behind.startswith("-"):
        return ""
    return "count"


_FIGURE_VERBS = re.compile(r"^(?:cut|raised|lifted|boosted|increased|trimmed|grew|reversed|erased|wiped|knocked|gave|giving|added|adding|adds|lost|pared|shaved|reported|improved)$")


def _void(line: Line, thing: Number | Phrase, frame: Frame, start: int) -> str:
    """Why the words around a number say that it is no market claim."""
    text = line.text
    if isinstance(thing, Phrase):
        return _forecast(line, thing, frame, start)
    unit = thing.quantity.unit
    behind = text[thing.end:thing.end + 60]
    if unit == "percent" and _PERCENT_OF.match(behind) and not thing.word:
        return "share" if behind.lstrip().startswith("of") else "fundamental"
    if unit not in ("percent", "points", "basis points", "ratio", "shares", "", "contracts") and _MONEY_OF.match(behind):
        return "money"
    if _AFTER_FUNDAMENTAL.match(behind):
        return "fundamental"
    before = text[max(0, start - 60):start]
    if unit not in ("percent", "points", "basis points"):
        m = None
        for m in void_pattern("before").finditer(before):
            pass
        if m and m[0].lower() in _BOUGHT and not re.search(r",|;|\b(?:rose|fell|gained|lost|up|down|jumped|dropped|sent|sending|closed|ended|traded|higher|lower|shares were|as|while|after|its shares)\b", before[m.end():]):
            return "offer"
        if m and m[0].lower() in ("price target", "target price", "price objective", "target", "price targets") and len(before) - m.end() < 40 and not re.search(r",|\b(?:rose|fell|gained|shares were|as|while)\b", before[m.end():]):
            return "target"
        if m and re.match(r"^(?: (?:on|for|of|to|at|from|by|is|was|a|the|its|share|price|per|as|up|with|cash|in|worth|about|nearly|more than|around|over|[A-Z][\w&'.]*|stock|shares|an))*\s*$", " " + before[m.end():].strip()) and not re.search(r"\b(?:shares|stock) (?:were|was|closed|fell|rose)", before[m.end():]):
            return voids()["before"][m[0].lower()]
    return _forecast(line, thing, frame, start)


_BOUGHT = frozenset(("offer", "offered", "bid", "buy", "acquire", "acquired", "pay", "paid", "purchase", "repurchase", "buyback", "option to buy", "strike price", "exercise price", "offering price", "ipo price", "priced at"))


def _forecast(line: Line, thing: Number | Phrase, frame: Frame, start: int) -> str:
    """A modal or a word of expectation between the clause's head and the number."""
    left = _verb_clause(line, line.first(start), frame)
    stretch = line.text[line.tokens[left][0] if left < len(line.tokens) else 0:start]
    for m in void_pattern("verb").finditer(stretch):
        word = m[0]
        if word[:1].isupper() and word not in ("If", "Could", "Should", "Would", "Will"):
            continue
        low = word.lower()
        if low in ("seen", "see", "sees", "outlook", "guidance", "forecast", "forecasts", "hopes", "estimates", "want", "wants", "potential", "target", "targets", "predicted", "predict", "projected", "set to", "indicated", "indicating", "expect", "expects") and m.end() < len(stretch) - 34:
            continue
        return voids()["verb"][low]
    return ""


def _verb_clause(line: Line, a: int, frame: Frame) -> int:
    """Token where the small clause before the number begins: back over the number's own list to the last break before its verb."""
    i = min(a, frame.at if 0 <= frame.at < a else a) - 1
    while i >= 0:
        word = line.low[i]
        if word in (",", ";", ":", "-", "--", "while", "after", "as", "but", "when", "though", "although", "because", "which", "before", "since", "(", '"', "that"):
            return i + 1
        i -= 1
    return 0


# ---------------------------------------------------------------- lists and phrases

def _coordinated(line: Line) -> dict[int, int]:
    """Numbers of a "respectively" list: index of the thing -> which of the subjects it is for."""
    if " and " not in line.text:
        return {}
    things = sorted([*line.numbers, *line.phrases], key=lambda t: (t.start, -t.end))
    figures = [k for k, t in enumerate(things) if isinstance(t, Number) and not _not_a_figure(line, t)]
    at = line.text.lower().find("respective")
    said = at >= 0
    groups: list[list[int]] = []
    for k in figures:
        gap = line.text[things[groups[-1][-1]].end:things[k].start] if groups else ""
        if groups and re.fullmatch(r"\s*,?\s*(?:and|,)\s*(?:about |nearly |around |to |at )?", gap):
            groups[-1].append(k)
        else:
            groups.append([k])
    if not said:  # "JPMorgan and Citigroup gained 5.2 percent and 6.5 percent"
        return {k: -n - 1 - 100 * len(g) for g in groups if len(g) > 1 and all(things[i].quantity.unit == "percent" for i in g) for n, k in enumerate(g)}
    near = [g for g in groups if len(g) > 1 and (abs(things[g[-1]].end - at) < 40 or abs(at - things[g[0]].start) < 40)]
    return {k: n for g in near for n, k in enumerate(g)}


def _shared(line: Line, thing: Number | Phrase, frame: Frame, place: int | None) -> Frame:
    """In a "respectively" list the n-th number belongs to the n-th name."""
    names = frame.subject.names
    if place is None:
        return frame
    if place < 0:
        size, place = divmod(-place - 1, 100)
        if len(names) != size:
            return frame
    pool = names if len(names) > 1 else _pool(line, names)
    if place < len(pool):
        return replace(frame, subject=replace(frame.subject, names=(pool[place],), via="name"))
    return frame


def _pool(line: Line, names: tuple[Name, ...]) -> tuple[Name, ...]:
    if not names or names[0] not in line.names:
        return names
    at = line.names.index(names[0])
    out = [names[0]]
    while at > 0 and re.fullmatch(r"(?:'s)?(?: shares| stock)?,? (?:and )?(?:the |rival )?", line.text[line.names[at - 1].end:line.names[at].start]):
        at -= 1
        out.insert(0, line.names[at])
    return tuple(out)


_ITS = frozenset("its their his the a an another fresh new".split())


def _phrase_frame(line: Line, memory: Memory, phrase: Phrase, frame: Frame, previous: Frame | None, edge: int) -> Frame:
    """A phrase's subject: the frame it is in apposition to ("at 1,593.37, its highest close since"), its verb's, or the clause's."""
    a = line.first(phrase.start)
    inside = next((n for n in line.names if phrase.start < n.start and n.end < phrase.end and n.asset in ("index", "equity", "currency", "commodity") and line.text[:n.start].endswith(("for ", "for the "))), None)
    if inside is not None:  # "the worst week for the S&P 500 in five years"
        return replace(frame, subject=frames.name_subject(line, memory, line.first(inside.start)))
    first = re.match(r"first|unseen", phrase.rule)
    if previous is not None and previous.subject.names and (first or frame.chained or _apposed(line, a, edge)):
        return replace(previous, direction=_crossing(line, a) or previous.direction, cue="", chained=True) if first else replace(previous, direction=previous.direction, chained=True)
    if frame.subject.names or frame.subject.void:
        return frame
    i = a - 1
    while i >= edge and (line.low[i] in _ITS or line.low[i] in GLUE or line.low[i].endswith("ly") or line.low[i] in ("to", "at", "for", "in", "of", "from", "near", "off", "below", "above", "with", "set", "hit", "on", "track")) and line.name_at[i] < 0:
        i -= 1
    if i >= edge and line.low[i] in ("it", "them") and (pointed := next((j for j in range(i - 1, -1, -1) if line.name_at[j] >= 0 and not line.skip[j]), None)) is not None:
        return replace(frame, subject=frames.name_subject(line, memory, pointed))
    if a <= 3 and not frame.subject.names and line.word(line.behind(phrase.end)) == "," and line.names and line.names[0].start > phrase.end:
        return replace(frame, subject=frames.name_subject(line, memory, line.first(line.names[0].start)))
    whom = frames._of_whom(line, memory, line.behind(phrase.end) - 1)
    if whom and whom.names and phrase.kind in ("streak", "extreme"):
        return replace(frame, subject=whom)
    if i >= 0 and line.name_at[i] >= 0 and i >= edge:
        found = frames.name_subject(line, memory, i)
        return replace(frame, subject=found)
    closers, traders = level_words()
    v = i
    while v >= edge and v > i - 10 and line.low[v] not in frames.moves() and line.low[v] not in closers | traders:
        v -= 1
    if v >= edge and v >= 0 and (line.low[v] in frames.moves() or line.low[v] in closers | traders):
        found = frames.subject_before(line, memory, v)
        if not (found.names or found.void):
            found = frames._parsed(line, memory, v) or found
        direction = frames.moves().get(line.low[v], ("", ""))[0]
        if found.names or found.void:
            return replace(frame, verb=line.low[v], at=v, direction=frame.direction or direction, subject=found)
    found = frames._parsed(line, memory, min(a, len(line.low) - 1)) if line.low else None
    if previous is not None and previous.subject.names and a - edge < 14 and (found is None or found.at < edge or found.names):
        return replace(previous, chained=True)
    if not (found and (found.names or found.void)):
        found = frames._clause_head(line, memory, a)
    return replace(frame, subject=found or Subject())


def _apposed(line: Line, a: int, edge: int) -> bool:
    """Only a comma, articles, venues and prepositions stand between the figure before and this phrase."""
    return all(line.low[i] in (",", "-", "--", "and") or line.low[i] in _ITS or line.skip[i] or line.period_at[i] >= 0 or line.low[i] in GLUE or line.low[i] in ("to", "at", "for", "in", "from", "near", "mark", "level", "marking", "hitting", "reaching")
               for i in range(edge, a))


def _crossing(line: Line, a: int) -> str:
    """ "above 14,000 for the first time since": up; "below": down."""
    for i in range(a - 1, max(-1, a - 14), -1):
        if line.low[i] in ("above", "over", "past", "topped", "topping", "through", "exceeded", "top", "surpassed", "higher"):
            return "up"
        if line.low[i] in ("below", "under", "beneath", "lower"):
            return "down"
    return ""


# ---------------------------------------------------------------- periods

_SPREADS = frozenset("week month quarter ytd year range since premarket afterhours".split())


def _period(line: Line, thing: Number | Phrase, frame: Frame, memory: Memory) -> Period:
    """The period that belongs to a number: directly behind it, between verb and number, or at the head of the sentence."""
    free = [w for w in line.periods if w.period.anchor == "level" or not any(p.start < w.end and w.start < p.end for p in line.phrases)]
    a, b = line.first(thing.start), line.behind(thing.end)
    if isinstance(thing, Phrase):
        free = [w for w in free if not (w.start < thing.end and thing.start < w.end)]
        if thing.kind == "extreme" and thing.of == "level":
            return _extreme_period(line, thing, free, frame, a, b)
    if isinstance(thing, Number) and thing.quantity.unit in ("shares", "contracts", "") and (found := _average_period(line, thing, a, b)):
        return found
    if frame.part in ("noun", "adjective") and frame.at >= b:
        b = frame.at + 1
    right = _right_period(line, free, b, thing)
    if right is not None and isinstance(thing, Number) and thing.quantity.unit == "shares" and re.search(r"\b(?:versus|compared|below|above|topping|against|exceeding|than)\b", line.text[thing.end:right.start]):
        right = None
    if right is not None and right.period.anchor == "level" and line.first(right.start) > b + 1:
        right = None
    middle = [w for w in free if frame.clause <= line.first(w.start) < a and _within(line, w, frame, a)]
    chosen = right or (middle[-1] if middle else None) or _leading(line, free, frame, a)
    if isinstance(thing, Phrase) and thing.kind == "streak":
        return Period("range", thing.grain, int(thing.count), trailing=True, text=chosen.period.text if chosen else "", anchor=chosen.period.anchor if chosen and chosen.period.shape == "day" else "")
    if isinstance(thing, Phrase) and thing.kind == "extreme" and thing.of == "streak":
        return Period("since", anchor=thing.horizon.anchor if thing.horizon else "")
    if isinstance(thing, Phrase) and thing.kind == "extreme" and thing.of == "move" and thing.grain in ("week", "month", "quarter", "year"):
        return Period(thing.grain, anchor=f"this-{thing.grain}")
    if chosen is None or chosen.period.shape == "since" and chosen.period.anchor == "level" and chosen is not right:
        return _implied(line, thing, frame, memory)
    if chosen.period.anchor == "unnamed" and (named := _leading(line, [w for w in free if w.period.shape == "day" and w is not chosen], frame, a) or next((w for w in free if w.period.shape == "day" and w is not chosen), None)):
        chosen = named
    period = replace(_merged(line, free, chosen, thing), span=_original(line, chosen))
    if period.shape == "same":
        return replace(memory.period, text=period.text, span=period.span, inherited=True) if memory.period else replace(period, shape="unknown")
    return period


def _extreme_period(line: Line, phrase: Phrase, free: list[When], frame: Frame, a: int, b: int) -> Period:
    """An extreme's own moment: the day said beside it, else the point; "highest since" spans from that day."""
    if phrase.horizon is not None and phrase.horizon.shape in ("since", "day") and re.search(r"since", line.text[phrase.start:phrase.end]):
        return Period("since", anchor=phrase.horizon.anchor, part=phrase.horizon.part, text=phrase.horizon.text)
    when = _right_period(line, free, b, phrase) or next((w for w in reversed(free) if line.first(w.start) < a and _within(line, w, frame, a)), None) or _leading(line, free, frame, a)
    if when is None or when.period.shape not in ("day", "intraday", "premarket", "afterhours", "month", "week"):
        return Period("point")
    return replace(when.period, shape="point", span=_original(line, when))


def _average_period(line: Line, number: Number, a: int, b: int) -> Period | None:
    """The span of an average volume: "last year's daily average of", "the 2012 average", "so far this year"."""
    before, behind = line.text[max(0, number.start - 110):number.start], line.text[number.end:number.end + 40]
    cut = max(before.rfind(x) for x in ("compared", "below", "above", "than", "topping", "versus", "exceed", "against", "from"))
    if "average" not in before[max(cut, 0):]:
        return None
    lowest, highest = number.start - len(before) + max(cut, 0), number.end + 40
    for when in line.periods:
        if when.start >= lowest and when.end <= highest and when.period.shape in ("ytd", "year", "month", "week", "quarter", "range"):
            return replace(when.period, span=_original(line, when))
    if m := re.search(r"\b((?:19|20)\d\d)\b", before[max(cut, 0):] + behind):
        return Period("year", anchor=m[1], text=m[1])
    return None


def _original(line: Line, when: When) -> Span:
    return Span(line.sentence.original(when.start), line.sentence.original(when.end, end=True))


def _right_period(line: Line, free: list[When], b: int, thing: Number | Phrase) -> When | None:
    """The nearest period behind, with nothing but the same frame's levels, venues and nouns between."""
    i, crossed = b, 0
    while i < len(line.low):
        k = line.period_at[i]
        if k >= 0 and line.periods[k] in free:
            when = line.periods[k]
            return when if not crossed or when.period.shape in _SPREADS or when.period.shape in ("day", "intraday") and crossed == 1 and not _new_frame(line, b, i) else None
        if k >= 0:
            return None
        word = line.low[i]
        if line.number_at[i] >= 0:
            number = line.numbers[line.number_at[i]]
            own_noun = line.behind(number.start) > b and number.quantity.unit in ("percent", "points") and line.word(line.behind(number.end)) in frames.nouns()
            if own_noun or line.behind(number.start) > b and _new_frame(line, b, i):
                crossed += 2
                if not _list_and(line, b, i):
                    return None
            i = line.behind(number.end)
            continue
        if word in (";", ":") or word in ("after", "while", "when", "which", "who", "whose", "before", "because", "although", "though", "but", "as", "that", "whereas") and not (word == "as" and line.word(i + 1) == "of"):
            return None
        if word in frames.moves() and frames.moves()[word][1] == "verb" and i > b + 1 and word not in frames.nouns():
            crossed += 2
            if crossed > 4:
                return None
        if word == "," and not _comma_ok(line, i):
            return None
        i += 1
    return None


def _comma_ok(line: Line, i: int) -> bool:
    """A comma that goes on within the list or apposition ("9.53 points, or 0.06 percent, on Monday")."""
    return line.word(i + 1) in ("or", "to", "at", "and", "on", "in", "from") or line.period_at[i + 1:i + 2] != [-1] or line.name_at[i + 1:i + 2] != [-1] and "and" in line.low[i:i + 14]


def _new_frame(line: Line, b: int, i: int) -> bool:
    return any(line.name_at[j] >= 0 and not line.skip[j] or line.low[j] in frames.moves() and line.low[j] not in frames.nouns() for j in range(b, i))


def _list_and(line: Line, b: int, i: int) -> bool:
    """Is the thing at token i the next member of an and-list that began at b, so that a period behind both is shared?"""
    named = any(line.name_at[j] >= 0 and not line.skip[j] for j in range(b, i))
    moved = any(line.low[j] in frames.moves() and line.low[j] not in frames.nouns() for j in range(b, i))
    return (named or not moved) and any(line.low[j] == "and" for j in range(b, i)) and not any(line.low[j] in (";", ".") for j in range(b, i))


def _within(line: Line, when: When, frame: Frame, a: int) -> bool:
    """Does the period stand between this frame's subject and its number, or in the number's own left context?"""
    at = line.first(when.start)
    if frame.at >= 0 and frame.at < at < a:
        return not any(line.number_at[j] >= 0 and line.numbers[line.number_at[j]].start > when.end for j in range(at, a)) or True
    low = frame.subject.at if frame.subject.at >= 0 else frame.at
    return 0 <= low < at < a and not any(line.number_at[j] >= 0 and not line.numbers[line.number_at[j]].start < when.end < line.numbers[line.number_at[j]].end and line.period_at[j] < 0 for j in range(low, at)) and not any(line.low[j] in ("which", "who", ";") for j in range(low, at))


def _leading(line: Line, free: list[When], frame: Frame, a: int) -> When | None:
    """A period at the head of the sentence, or of the number's own clause."""
    start = frame.clause
    best = None
    for when in free:
        at = line.first(when.start)
        if at >= a:
            break
        head = at <= 2 or (at <= 8 and not any(line.number_at[j] >= 0 for j in range(at)) and line.word(line.behind(when.end)) == ",") or line.low[at - 1] in (",", "but", "and", ";", '"') and at >= start and line.word(line.behind(when.end)) in (",",)
        subject = frame.subject.at if frame.subject.at >= 0 else a
        if head and at <= max(subject, a):
            best = when
    return best


def _merged(line: Line, free: list[When], chosen: When, thing: Number | Phrase) -> Period:
    """Two periods side by side say one: "in early trading on Tuesday", "Tuesday, in premarket trading"."""
    period = chosen.period
    for other in free:
        if other is chosen:
            continue
        gap = line.text[chosen.end:other.start] if other.start >= chosen.end else line.text[other.end:chosen.start]
        if len(gap) > 30 or not re.fullmatch(r"[\s,]*(?:on|in|at)?(?: the)?(?: New York Stock Exchange| Nasdaq| NYSE| Toronto Stock Exchange)?[\s,]*", gap):
            continue
        extra = other.period
        if extra.shape in ("premarket", "afterhours", "intraday") and period.shape == "day":
            return replace(extra, anchor=period.anchor or extra.anchor, text=line.text[min(chosen.start, other.start):max(chosen.end, other.end)])
        if extra.shape == "day" and period.shape in ("premarket", "afterhours", "intraday") and not period.anchor:
            return replace(period, anchor=extra.anchor, text=line.text[min(chosen.start, other.start):max(chosen.end, other.end)])
    return period


def _implied(line: Line, thing: Number | Phrase, frame: Frame, memory: Memory) -> Period:
    """No period said: the session the text is in (after hours, premarket), else the trading day."""
    if isinstance(thing, Phrase):
        return Period("day" if thing.kind != "extreme" or thing.of == "move" else "point")
    if isinstance(thing, Number) and thing.quantity.hedge in ("as much as", "by as much as", "up to", "by up to"):
        return Period("intraday")
    if memory.session and any(n.text in memory.session[1] for n in frame.subject.names):
        return Period(memory.session[0])
    return Period("day")
