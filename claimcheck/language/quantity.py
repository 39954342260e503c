"""This file is how numbers are written: percent, points, money, fractions, ranges, number words, and their hedges.

find() reads one clean sentence and returns every stated number with its clean span, numbers without a unit too.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files

from claimcheck.claim import Quantity, Span

ONES = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}


_VULGAR = {"¼": "0.25", "½": "0.5", "¾": "0.75", "⅛": "0.125", "⅜": "0.375", "⅝": "0.625", "⅞": "0.875"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a clean sentence.  start/end are clean offsets; quantity.span too, until the article's are put in.

    word: the direction a number word carries by itself ("doubled" up); sign: +1 or -1 where a sign was written, else 0;
    scaled: written with million, billion ...; hedged: clean offset where its hedge begins.
    """

    start: int
    end: int
    quantity: Quantity
    word: str = ""
    sign: int = 0
    scaled: bool = False
    hedged: int = 0
    fraction: bool = False


@dataclass(frozen=True, slots=True)
class Units:
    pattern: re.Pattern[str]
    symbol: dict[str, str]
    after: dict[str, tuple[str, Decimal]]
    scale: dict[str, Decimal]
    words: re.Pattern[str]
    word: tuple[dict, ...]
    hedges: dict[str, str]
    hedge: re.Pattern[str]
    rows: dict


def _any(words) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@cache
def units() -> Units:
    """units.toml, compiled once."""
    rows = tomllib.loads(files(__package__).joinpath("units.toml").read_text("utf-8"))
    symbol = {s.strip(): row["unit"] for row in rows["money"] for s in row["symbols"]}
    after = {w.lower(): (row["unit"], Decimal(row.get("factor", "1"))) for row in rows["unit"] for w in row["words"]}
    after |= {w.lower(): (row["unit"], Decimal(1)) for row in rows["money"] for w in row["words"]}
    after |= {w.lower(): (row["unit"], Decimal("0.01")) for row in rows["money"] for w in row["minor"]}
    scale = {k: Decimal(v) for k, v in rows["scale"].items()}
    hedges = {w: kind for kind, words in rows["hedge"].items() for w in words}
    return Units(
        _compile(symbol, after, scale),
        symbol,
        after,
        scale,
        re.compile("|".join(f"(?P<w{i}>\\b(?:{row['text']})\\b)" for i, row in enumerate(rows["word"])), re.I),
        tuple(rows["word"]),
        hedges,
        re.compile(
            rf"(?:^|(?<=[\s(\"-]))({_any(hedges)})[ ]+(?:a |an |another |just |the |by |its |only |only about )?$", re.I
        ),
        rows,
    )


def _compile(symbol, after, scale) -> re.Pattern[str]:
    digits = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+,\d\d(?!\d)|\d+(?:\.\d+)?|\.\d+"
    fraction = r"(?:[- ]?\d{1,3}/\d{1,3}|[¼½¾⅛⅜⅝⅞])"
    spelled = _any(ONES)
    unit = rf"(?P<unit>%|(?:{_any(w for w in after if w.isalnum() or ' ' in w or '-' in w or '.' in w)})(?![\w]))"
    return re.compile(
        rf"(?<![\w.,/])(?P<sign>[+-](?=[\d$€£.]))?(?P<symbol>{_any(symbol)})?\s?(?P<sign2>[+-](?=\d))?"
        rf"(?:(?P<bare>\d{{1,3}}/(?:2|4|8|16|32|64)(?![\d/]))|(?P<number>{digits})(?P<fraction>{fraction}(?![\d/]))?"
        rf"|(?P<spelled>\b(?:{spelled})(?:[- ](?:{spelled}))?(?:-and-a-half| and a half)?\b(?=[\s-]*(?:of a |a "
        rf")?(?:percent|per cent|points?|cents?|pence|pct|percentage|basis|million|billion|trillion|yen|euros?|"
        rf"dollars?|full percentage)))"
        rf"|(?P<article>\b(?:a full|half a|a half|a|a quarter of a|a hundredth of 1|a hundredth of a|a tenth "
        rf"of a)\s(?=(?:percentage point|percent\b|penny|cent\b|percent\.|point\b|basis point))))"
        rf"(?:(?(symbol)(?!)|)\s?(?:-|to|or|(?<=between \d\d\d )and|(?<=between \d\d )and|(?<=between \d "
        rf")and)\s?(?P<upto>{digits})(?=\s?(?:%|percent|per cent|pct|points|basis|cents|pence|p\b)))?"
        rf"(?:[\s-]?(?P<scale>(?i:{_any(scale)}))(?![\w/]))?(?:[\s-]?(?:of an? |a )?{unit})?",
        re.I,
    )


_RATIO = re.compile(
    r"(?<![\w.,])(\d+(?:,\d{3})*(?:\.\d+)?)(?:-to-| to |:)(\d+(?:,\d{3})*(?:\.\d+)?)(?![\w%/]|\.\d| "
    r"?(?:percent|per cent|pct|points|cents|pence|p\b|million|billion|basis|yen|euro))"
)


_WORDED = re.compile("doubl|tripl|trebl|quadrupl|halv|third|half|quarter|fifth|tenth|fold|flat|changed", re.I)  # of any row


def find(text: str) -> list[Number]:
    """Every number of a clean sentence, left to right, none overlapping."""
    table = units()
    found = [n for m in table.pattern.finditer(text) if (n := _number(m, text, table))]
    found += [n for m in _RATIO.finditer(text) if (n := _ratio(m))]
    if _WORDED.search(text):
        found += [n for m in table.words.finditer(text) if (n := _word(m, text, table))]
    found.sort(key=lambda n: (n.start, -(n.end - n.start)))
    out: list[Number] = []
    for number in found:
        if not out or number.start >= out[-1].end:
            out.append(number)
        elif number.quantity.unit == "ratio" and out[-1].quantity.unit == "":
            out[-1] = number
    return [_shared(text, n, out[i + 1]) if i + 1 < len(out) else n for i, n in enumerate(out)]


def _shared(text: str, number: Number, following: Number) -> Number:
    """ "2 and 3 percent": the first number takes the second's unit."""
    unit = following.quantity.unit
    if (
        number.quantity.unit
        or unit not in ("percent", "points", "basis points")
        or number.sign
        or not re.fullmatch(r",? and (?:about |nearly )?", text[number.end : following.start])
    ):
        return number
    if re.fullmatch(r"(?:19|20)\d\d", text[number.start : number.end]) or re.search(
        r"[A-Z&]\w* $", text[max(0, number.start - 12) : number.start]
    ):
        return number
    return replace(number, quantity=replace(number.quantity, unit=unit))


def _number(m: re.Match[str], text: str, table: Units) -> Number | None:
    if (
        m["spelled"]
        and text[max(0, m.start() - 3) : m.start()].lower() == "at "
        and text[m.end() - 5 : m.end()] == "point"
    ):
        return None  # "at one point"
    if not (m["number"] or m["spelled"] or m["article"] or m["bare"]):
        return None
    amount, step, fraction = _amount(m)
    end = m.end()
    unit, factor = "", Decimal(1)
    if m["symbol"]:
        unit = table.symbol.get(m["symbol"].strip()) or table.symbol.get(m["symbol"].strip().upper(), "")
    if m["unit"]:
        word, size = table.after[m["unit"].lower()]
        if unit and (word in ("percent", "points", "basis points") or size != 1):
            return None
        unit, factor = (unit or word), size
        if m["unit"].lower() == "p" and not text[m.start("unit") - 1].isnumeric():
            return None
    scale = table.scale.get((m["scale"] or "").lower(), Decimal(1))
    if (
        m["scale"]
        and len(m["scale"]) <= 2
        and not (unit and text[m.start("scale") - 1].isnumeric())
        and m["scale"].lower() not in ("bn", "tn", "mn")
    ):
        scale, end = Decimal(1), (m.end("scale") - len(m["scale"]))
    if unit == "CAD" and m["article"]:
        return None
    end = (
        m.end("unit")
        if m["unit"]
        else (
            m.end("scale")
            if scale != 1
            else max(
                m.end("number"), m.end("fraction"), m.end("spelled"), m.end("article"), m.end("upto"), m.end("bare")
            )
        )
    )
    start = (
        m.start("sign")
        if m["sign"]
        else m.start("symbol")
        if m["symbol"]
        else min(
            x
            for x in (m.start("number"), m.start("spelled"), m.start("article"), m.start("sign2"), m.start("bare"))
            if x >= 0
        )
    )
    upto = _decimal(m["upto"]) * factor * scale if m["upto"] else None
    if upto is not None and amount * factor * scale > 1000 * upto:
        return None  # two cells of a table ("-21,395,995 -29.92%")
    hedge, comparator, hedged = _hedge(text, start, end, table)
    sign = {"+": 1, "-": -1}.get(m["sign"] or m["sign2"] or "", 0)
    quantity = Quantity(amount * factor * scale, unit, comparator, Span(start, end), step * factor * scale, hedge, upto)
    return Number(start, end, quantity, "", sign, scale != 1, hedged, fraction)


def _amount(m: re.Match[str]) -> tuple[Decimal, Decimal, bool]:
    """Value, worth of the last place, written as a fraction."""
    if m["spelled"]:
        words = re.split(r"[- ]", m["spelled"].lower())
        value = sum(ONES[w] for w in words if w in ONES)
        half = "half" in words
        return Decimal(value) + (Decimal("0.5") if half else 0), Decimal(1), False
    if m["article"]:
        word = m["article"].lower().strip()
        value = {"half a": "0.5", "a half": "0.5", "a quarter of a": "0.25", "a tenth of a": "0.1"}.get(
            word, "0.01" if "hundredth" in word else "1"
        )
        return Decimal(value), Decimal("0.01") if "hundredth" in word else Decimal("0.5"), False
    if m["bare"]:  # 12/32, exact to half a 32nd
        top, bottom = (int(x) for x in m["bare"].split("/"))
        return Decimal(top) / Decimal(bottom), Decimal(1) / Decimal(bottom), True
    value = _decimal(m["number"])
    step = Decimal(1).scaleb(value.as_tuple().exponent)
    if not m["fraction"]:
        return value, step, False
    if m["fraction"] in _VULGAR:
        return (
            value + Decimal(_VULGAR[m["fraction"]]),
            Decimal("0.25") if m["fraction"] in "¼½¾" else Decimal("0.125"),
            True,
        )
    top, bottom = (int(x) for x in m["fraction"].strip("- ").split("/"))
    if not bottom:
        return value, step, False
    part = Fraction(top, bottom)
    return value + Decimal(part.numerator) / Decimal(part.denominator), Decimal(1) / Decimal(bottom), True


def _decimal(digits: str) -> Decimal:
    if re.fullmatch(r"\d+,\d\d", digits):  # "$8,11": a slip for a decimal point
        return Decimal(digits.replace(",", "."))
    return Decimal(digits.replace(",", ""))


def _ratio(m: re.Match[str]) -> Number | None:
    if re.search(r"\.\d\d", m[0]) and ":" not in m[0]:
        return None  # "dropped 475.84 to 37,983.24"
    top, bottom = _decimal(m[1]), _decimal(m[2])
    if (
        not bottom
        or (":" in m[0] and top > 24 and "." not in m[1])
        or (":" in m[0] and len(m[2]) == 2 and "." not in m[1])
    ):
        return None
    step = Decimal(1).scaleb(top.as_tuple().exponent) / bottom
    return Number(
        m.start(),
        m.end(),
        Quantity(top / bottom, "ratio", "eq", Span(m.start(), m.end()), step),
        "",
        0,
        False,
        m.start(),
    )


def _word(m: re.Match[str], text: str, table: Units) -> Number | None:
    row = table.word[int(m.lastgroup[1:])]
    hedge, comparator, hedged = _hedge(text, m.start(), m.end(), table)
    quantity = Quantity(
        Decimal(row["value"]), "percent", comparator, Span(m.start(), m.end()), Decimal(row["step"]), hedge
    )
    if "comparator" in row:
        quantity = replace(quantity, comparator=row["comparator"])
    return Number(m.start(), m.end(), quantity, row.get("direction", "word"), 0, False, hedged)


_BEHIND = re.compile(r"\s+or (?:more|higher|so)\b", re.I)


def _hedge(text: str, start: int, end: int, table: Units) -> tuple[str, str, int]:
    """The hedge directly before the number (or "or more" behind it): its words, the comparator, where it begins."""
    m = table.hedge.search(text[max(0, start - 40) : start])
    if m:
        word = m[1].lower()
        return word, table.hedges[word], max(0, start - 40) + m.start(1)
    if behind := _BEHIND.match(text, end):
        return behind[0].strip().lower(), "approx" if "so" in behind[0] else "gt", start
    if text[max(0, start - 6) : start].lower().endswith("near-"):
        return "near", "approx", start - 5
    return "", "eq", start
