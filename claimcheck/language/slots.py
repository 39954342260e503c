"""This file is the slots of a clause once its frame is known: quantity, direction, measure, subject, who says it, and the notes that explain."""

from __future__ import annotations

import re
from decimal import Decimal

from claimcheck.claim import Mention, Period, Quantity, Span
from claimcheck.language.frame import Frame
from claimcheck.language.line import Line
from claimcheck.language.memory import Memory, Name
from claimcheck.language.phrase import Phrase
from claimcheck.language.quantity import Number

MARKET_VALUE = re.compile(
    r"\bmarket (?:value|capitali[sz]ation|cap|worth)\b|\bcapitali[sz]ation\b|\b(?:valued|valuing|values|valuation)\b|\b(?:is|was|now|company|group|firm|it) worth\b(?! of)|\bmarket (?:loss|gain)\b|\b(?:wip\w+|eras\w+|slic\w+|lop\w+|shav\w+|knock\w+) .{0,40}?(?:off|from|out)\b|\bin value\b|\bcompany's value\b|\bits value\b|\bpaper (?:losses|value)\b|\bstock market value\b|\bmarket's value\b",
    re.I,
)
_VOLUME = re.compile(
    r"\b(?:chang(?:ed|ing) hands|exchang(?:ed|ing)|traded|trading|volume|turnover|daily average|average daily|daily volume|daily closing volume|average volume)\b",
    re.I,
)
_SPEAKER = re.compile(
    r"\baccording to (?P<who>(?:[A-Z][\w&'.-]*|data|figures|the|from|by|and|of)(?: (?:[A-Z][\w&'.-]*|data|figures|from|by|of|and|I/B/E/S)){0,7})|(?P<who2>(?:[A-Z][\w&'.-]+ ){1,4})(?:, [^,\"]{3,80},)? ?(?:said|says|noted|told)\b|\b(?:said|says|noted) (?P<who3>(?:[A-Z][\w&'.-]+ ?){1,4})"
)


def quantity_of(line: Line, thing: Number | Phrase, frame: Frame) -> Quantity | None:
    if isinstance(thing, Number):
        return thing.quantity
    if thing.count is None:
        return None
    unit = {"streak": "days" if thing.grain == "session" else "", "breadth": "ratio"}.get(thing.kind, "")
    return Quantity(thing.count, unit, "eq", Span(0, 0), Decimal(1) if thing.kind == "streak" else Decimal("0.1"))


def direction_of(thing: Number | Phrase, frame: Frame) -> str:
    if isinstance(thing, Phrase):
        return thing.direction or frame.direction
    if thing.sign:
        return "up" if thing.sign > 0 else "down"
    if thing.word in ("up", "down", "flat"):
        return thing.word
    if not frame.verb and not frame.direction and thing.quantity.unit == "percent" and frame.part == "quote":
        return "up"
    return frame.direction


def hints_of(
    line: Line, thing: Number | Phrase, frame: Frame, name: Name | None, memory: Memory | None
) -> tuple[str, ...]:
    """What the kinds need to know beyond the slots, as plain words."""
    out = [f"head:{frame.subject.head}", f"via:{frame.subject.via}"]
    if name is not None:
        out += (
            [f"asset:{name.asset}"] + (["coded"] if name.ric or name.ticker else []) + (["sure"] if name.sure else []) + (["moved"] if name.form == "moved" else [])
        )
    if frame.chained:
        out.append("chained")
    if frame.cue == "from":
        out.append("started")
    if frame.part:
        out.append(f"part:{frame.part}")
    if isinstance(thing, Phrase):
        return (*out, f"phrase:{thing.rule}")
    around = line.text[max(0, thing.start - 70) : thing.end + 70]
    out += [
        h
        for h, on in (
            ("scaled", thing.scaled),
            ("word", bool(thing.word)),
            ("fraction", thing.fraction),
            ("signed", bool(thing.sign)),
            ("value-words", bool(MARKET_VALUE.search(around))),
            ("volume-words", bool(_VOLUME.search(line.text))),
        )
        if on
    ]
    if re.match(r" (?:a|per) share\b", line.text[thing.end : thing.end + 12]):
        out.append("per-share")
    if re.search(r":\s*$", line.text[max(0, thing.start - 3) : thing.start]):
        out.append("table")
    if re.match(r"\s*\(\s*[+-]", line.text[thing.end : thing.end + 6]):
        out.append("table")
    if any(p.kind == "extreme" and 0 <= thing.start - p.end <= 4 for p in line.phrases):
        out.append("high-of")
    if frame.verb in ("returned", "returns", "returning", "return") or re.search(
        r"\btotal return|including dividends|dividends reinvested|with dividends", line.text, re.I
    ):
        out.append("total-return")
    if re.search(r"\byield(?:s|ing|ed)?\b", line.text[max(0, thing.start - 60) : thing.start], re.I):
        out.append("yield-words")
    before = line.text[max(0, thing.start - 34) : thing.start].lower()
    if re.search(
        r"(?:session |intraday |day's |earlier |52-week |record |all-time |a |the |its |an |as )(?:high|peak)(?: of| at| near| around)? (?:about |around |nearly )?$",
        before,
    ) or re.search(r"\bas high as $|as far as $|peak(?:ed)? (?:of|at) $", before):
        out.append("high-of")
    if re.search(
        r"(?:session |intraday |day's |earlier |52-week |record |all-time |a |the |its |an |as )(?:low|trough)(?: of| at| near| around)? (?:about |around |nearly )?$",
        before,
    ) or re.search(r"\bas low as $|trough of $|bottom(?:ing|ed)? (?:at|out at) $", before):
        out.append("low-of")
    if memory is not None and memory.session and not re.search(r"clos|ended|finish|settl", line.text):
        out.append(f"near-{memory.session[0]}")
    if "moving average" in before or "average" in before[-20:]:
        out.append("average")
    if re.search(
        r"\bfrom (?:the|its) (?:ipo|initial public offering|offer(?:ing)?) price\b|\babove its (?:ipo|offer)",
        line.text,
        re.I,
    ):
        out.append("offer-price")
    return tuple(out)


def mention_of(line: Line, name: Name, frame: Frame, quantity: Quantity | None, memory: Memory | None) -> Mention:
    sentence = line.sentence
    inside = 0 <= name.start <= name.end <= len(line.text) and line.text[name.start : name.end] == name.text
    span = (
        Span(sentence.original(name.start), sentence.original(name.end, end=True))
        if inside
        else Span(sentence.start, sentence.start)
    )
    against = _against(line, name, frame, quantity) if name.asset == "currency" or _is_currency(name.text) else ""
    return Mention(
        name.text, span, name.ric, name.ticker, name.exchange, against, name.listing, "" if name.form == "moved" else name.form, frame.subject.via
    )


_CURRENCY = re.compile(
    r"^(?:the )?(?:(?:U\.S\.|US|Australian|Canadian|New Zealand|Hong Kong|Singapore) )?(?:dollar|euro|yen|sterling|pound|franc|yuan|greenback|currency)s?$",
    re.I,
)


def _is_currency(text: str) -> bool:
    return bool(_CURRENCY.match(text))


_UNIT_CURRENCY = {
    "JPY": "yen",
    "USD": "dollar",
    "EUR": "euro",
    "GBP": "sterling",
    "CHF": "Swiss franc",
    "CAD": "Canadian dollar",
    "AUD": "Australian dollar",
    "CNY": "yuan",
    "KRW": "won",
    "INR": "rupee",
    "BRL": "real",
    "RUB": "rouble",
    "MXN": "peso",
    "ZAR": "rand",
    "TRY": "lira",
    "SEK": "Swedish crown",
    "NOK": "Norwegian crown",
}


def _against(line: Line, name: Name, frame: Frame, quantity: Quantity | None) -> str:
    """The other currency: "against the yen" in the same clause, else the unit of a rate beside it, else nothing."""
    if name.against:
        return name.against
    low, high = frame.clause, len(line.low)
    near = [p for p in line.pairs if p[0] >= low and p[0] < high]
    own = name.text.lower().removeprefix("the ")
    for _, _, other in sorted(near, key=lambda p: abs(line.tokens[p[0]][0] - name.end)):
        if other.lower().rstrip("s") not in own:
            return other.removeprefix("the ")
    for number in sorted(line.numbers, key=lambda n: (n.start < name.end, abs(n.start - name.end))):
        if (
            number.quantity.unit in _UNIT_CURRENCY
            and not number.scaled
            and number.quantity.unit != "USD"
            or number.quantity.unit == "USD"
            and not number.scaled
            and number.start > name.end
        ):
            other = _UNIT_CURRENCY[number.quantity.unit]
            if (
                number.quantity.unit == "USD"
                and name.start < number.start
                and abs(number.start - name.end) < 90
                and "dollar" not in own
                and own != "greenback"
            ):
                return "dollar"
            if (
                other.split()[-1] not in own
                and own not in other
                and not (own == "greenback" and other == "dollar")
                and abs(number.start - name.end) < 90
            ):
                return other
    return ""


def measure_of(line: Line, thing: Number | Phrase, frame: Frame, period: Period) -> str:
    if isinstance(thing, Phrase):
        return thing.measure
    if "yield" in line.text[max(0, thing.start - 40) : thing.start].lower():
        return "yield"
    before = line.text[max(0, thing.start - 30) : thing.start].lower()
    if re.search(r"\b(?:high|peak) (?:of|at) $|as high as $|as far as $|peaked at $", before):
        return "high"
    if re.search(r"\b(?:low|trough) (?:of|at) $|as low as $|bottom(?:ing|ed) at $", before):
        return "low"
    if re.search(r"\bopened (?:at|up|down|higher|lower)", before):
        return "open"
    if frame.closing:
        return "close"
    return "close" if period.shape in ("week", "month", "quarter", "ytd", "year", "range", "since") else "price"


def said_by(line: Line, thing: Number | Phrase) -> tuple[str, bool]:
    """Who says it, and whether it stands inside quotation marks."""
    quoted = line.text[: thing.start].count('"') % 2 == 1
    m = _SPEAKER.search(line.text)
    who = next((g for g in m.groups() if g), "").strip(" ,") if m else ""
    return (who if who.split(" ")[0] not in ("The", "It", "He", "She", "They", "But", "That", "This") else ""), quoted


def notes_of(frame: Frame, name: Name | None, period: Period) -> tuple[str, ...]:
    out = []
    if frame.verb:
        out.append(
            f'governed by "{frame.verb}"'
            + (f', "{frame.cue}" before the number' if frame.cue else "")
            + (", shared with the number before" if frame.chained else "")
        )
    if name is not None:
        how = {
            "name": "named",
            "pronoun": "carried over by a pronoun",
            "epithet": "carried over by an epithet",
            "nearest": "the nearest name",
            "carried": "carried over",
        }.get(frame.subject.via, frame.subject.via)
        out.append(f'subject "{name.text}", {how}')
    if period.text:
        out.append(f'period "{period.text}"' + (", inherited" if period.inherited else ""))
    elif period.shape != "unknown":
        out.append(
            "no period said: the trading day" if period.shape == "day" else f"period {period.shape}, from the context"
        )
    return tuple(out)
