"""This file is the JSON Schema of the public record, and of all that programs are answered in JSON.

The schemas are open: a later version may add a field.  What is listed in `required` is always there, null where it does
not apply.  CLAIM is a record of `extract`, CHECKED one of `check` (`--format jsonl`).
"""
from __future__ import annotations

from typing import Any

from claimcheck.kinds import ALL
from claimcheck.market import REASONS
from claimcheck.verdict import FAULTS

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHAPES = ("day", "premarket", "afterhours", "intraday", "week", "month", "quarter", "ytd", "year", "since", "range",
          "point", "unknown")


def a(kind: str, says: str = "", **more: Any) -> Schema:
    """A value of one JSON type."""
    return {"type": kind} | ({"description": says} if says else {}) | more


def maybe(kind: str, says: str = "", **more: Any) -> Schema:
    """A value of one JSON type, or null."""
    if "enum" in more:
        more["enum"] = [*more["enum"], None]
    return a([kind, "null"], says, **more)


def thing(says: str = "", optional: tuple[str, ...] = (), **properties: Schema) -> Schema:
    """An object of which every property is there, but for the optional ones."""
    return a("object", says, properties=properties, required=[name for name in properties if name not in optional])


def many(items: Schema, says: str = "") -> Schema:
    return a("array", says, items=items)


DAY = {"format": "date"}
FIGURE = {"description": "One number, or [low, high] where daily prices only bracket it; a fall is negative.",
          "anyOf": [a("number"), a("null"), many(maybe("number")) | {"minItems": 2, "maxItems": 2}]}
PLACE = {
    "article": a("string", "The id of the article."),
    "start": a("integer", "First code point of the stated number in the article's text.", minimum=0),
    "end": a("integer", "The code point after it.", minimum=0),
    "text": a("string", "The stated number with its unit, as it stands in the text."),
}
PERIOD = thing("When, as the words say it.", type=a("string", enum=list(SHAPES)),
               text=maybe("string", "The words, null where implied."),
               start=maybe("string", "First day of its most usual reading.", **DAY), end=maybe("string", **DAY))
CLAIM = thing(
    "What was said: one stated number.", ("value_to", "versus"), **PLACE,
    sentence=a("string"),
    subject=maybe("string", "The name, as written."),
    symbol=maybe("string", "Yahoo's symbol of the instrument meant."),
    kind=a("string", enum=[kind.NAME for kind in ALL]),
    measure=maybe("string", "close, price, open, high, low, yield, market_value, volume or futures."),
    direction=maybe("string", enum=["up", "down", "flat"]),
    value=maybe("number", "The size as stated; direction says which way."),
    value_to=a("number", "The other end of a stated range."),
    versus=a("string", "What a comparison sets the subject against."),
    unit=maybe("string", "percent, points, basis points, an ISO currency, shares, days, ratio."),
    comparator=maybe("string", enum=["eq", "approx", "gt", "lt", "le"]),
    period=PERIOD,
    attribution=maybe("string", "Who is said to have said it."),
)
READING = thing(
    "One plausible way to compute what was said.",
    symbol=a("string"), window=a("string", "The span of sessions, in words."),
    base_session=maybe("string", "The close that the move is measured from.", **DAY),
    first_session=a("string", **DAY), last_session=a("string", **DAY),
    base=maybe("number", "Price measured from."), last=maybe("number", "Price measured to."),
    how=a("string"), value=FIGURE, fit=a("string", enum=["inside", "near", "outside"]),
    usual=a("boolean", "Whether a careful reader thinks of it."), source=a("string"),
)
FOUND = {
    "verdict": a("string", "Unverifiable is not false: the reason says why nothing could be found out.",
                 enum=["supported", "inexact", "refuted", "unverifiable"]),
    "reason": maybe("string", "Why it is unverifiable.", enum=list(REASONS)),
    "fault": maybe("string", "Why it is refuted.", enum=list(FAULTS)),
    "actual": FIGURE,
    "off_by": maybe("number", "Actual less stated, in the claim's unit."),
    "corrected": maybe("string", "The figure that would be right, as a text would say it."),
    "remark": maybe("string", "What is worth saying although it is not wrong."),
    "detail": maybe("string", "What exactly stood in the way."),
    "readings": many(READING),
    "source": maybe("string", "Which data, fetched when."),
}
CHECKED = thing("A claim with its verdict.", ("value_to", "versus"), **CLAIM["properties"], **FOUND)
NOTHING = ("subject", "symbol", "measure", "direction", "value", "unit", "comparator", "period", "attribution",
           "reason", "actual", "off_by", "corrected", "remark")
CONTRADICTION = thing(
    "Figures of the text that cannot all be true, whatever the market did.", **PLACE, sentence=a("string"),
    kind=a("string", const="numbers-disagree"), verdict=a("string", const="refuted"),
    fault=a("string", const="numbers-disagree"), detail=a("string", "What does not fit what."),
    fitting=many(a("string"), "Figures that would fit."), source=a("string"),
    readings=a("array", maxItems=0), **{name: a("null") for name in NOTHING},
)
SEEN = thing("A number that is no market claim.", **PLACE, kind=a("string", const="seen"),
             reason=a("string", "Why not: forecast, fundamental, name, ..."))
COUNTS = thing("How many of each.", **{name: a("integer", minimum=0) for name in (
    "numbers", "claims", "checked", "supported", "inexact", "refuted", "unverifiable", "contradictions")})
ARTICLE = thing(
    "The text that was checked.",
    id=a("string"), title=maybe("string"), url=maybe("string", "Where it came from, after redirects."),
    written=a("string", "The moment that the claims are read from.", format="date-time"),
    dated=a("string", "How that is known: to the minute, to the day, or assumed.", enum=["time", "day", "assumed"]),
    note=maybe("string", "What had to be assumed."),
    text=maybe("string", "The text as read, in which start and end count; null where it was sent along."),
)
ANSWER = thing(
    "A text checked.", article=ARTICLE, claims=many(CHECKED, "In the order of the text."),
    contradictions=many(CONTRADICTION), seen=many(SEEN, "Numbers that were not taken, and why."), counts=COUNTS,
)
EXPLANATION = thing(
    "How a sentence is read; nothing is checked.", sentence=a("string"), written=a("string", format="date-time"),
    lines=many(a("string"), "Quantities, periods and names found, and the derivation of each claim."),
    claims=many(CLAIM),
)
SESSION = thing("One trading day; prices are split-adjusted, times `split` they are as traded that day.",
                date=a("string", **DAY),
                **{name: maybe("number") for name in ("open", "high", "low", "close", "volume", "split")})
SUSPICION = thing("What looks wrong in the data.", what=a("string"), detail=a("string"),
                  first=maybe("string", **DAY), last=maybe("string", **DAY))
PRICES = thing(
    "Daily prices of one instrument, oldest first.",
    symbol=a("string"), name=a("string"), exchange=a("string"), currency=maybe("string", "ISO code."),
    source=a("string"), fetched=maybe("string", "When the source was asked."),
    suspect=many(SUSPICION, "Claims on such days are reported unverifiable."), sessions=many(SESSION),
)


def wrong(value: Any, schema: Schema, name: str) -> str:
    """What a schema has against a value, in words; "" where nothing.  name: what the whole value is called."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    error = best_match(Draft202012Validator(schema).iter_errors(value))
    if error is None:
        return ""
    place = ".".join(str(each) for each in error.absolute_path) or name
    return f"{place} is not as it should be ({error.validator}: {str(error.validator_value)[:80]})"
