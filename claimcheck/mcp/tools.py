"""This file is the tools of the MCP server: what an assistant may ask, in which words, and what it is answered.

A tool is a function of a market and the arguments; it returns the text that the assistant reads and the same as data.
Descriptions say what a verdict means, because an assistant knows nothing else of this program.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from claimcheck import answer
from claimcheck.checking import check_article
from claimcheck.errors import InputError
from claimcheck.market import Market
from claimcheck.report import schema
from claimcheck.report.record import verdict_name
from claimcheck.report.schema import Schema, a, thing
from claimcheck.report.tally import footer, tally
from claimcheck.report.words import decided_by, finding, name_of, said
from claimcheck.verdict import Checked, Report

VERDICTS = (
    "supported: a plausible reading of the words agrees with historical daily prices. "
    "inexact: none agrees, but one comes near (a slip of rounding or of a day). "
    "refuted: every plausible reading clearly disagrees; `corrected` has the figure that would be right. "
    "unverifiable: it could not be found out, and `reason` says why. Unverifiable is NOT false: do not call such a "
    "claim wrong, and do not call it confirmed."
)
INSTRUCTIONS = (
    "Checks figures about markets (prices, moves, records, market values, volumes of stocks, indexes, currencies, "
    "commodities, yields) against historical daily prices. Use it before repeating such a figure. English only. "
    "Company results, economic data and forecasts are not checked. Always pass the date on which the text was written: "
    "'on Monday' and 'in the past month' are read from it. " + VERDICTS
)
MOST_SESSIONS_DAYS = 800  # of prices in one answer: an assistant reads them all
DATE = a("string", "When the text was written: 2025-02-18, or with the time and zone 2025-02-18T16:30+08:00. Not "
                   "today's date unless it was written today. Ask, if you do not know it.", minLength=1, maxLength=40)
DAY = a("string", "A day as 2025-02-18; both days are included.", minLength=1, maxLength=10)


@dataclass(frozen=True, slots=True)
class Tool:
    """What an assistant may ask.  act(market, **arguments) -> (text, data), or raises ClaimcheckError."""

    name: str
    title: str
    says: str
    takes: Schema
    gives: Schema
    act: Callable[..., tuple[str, dict[str, Any]]]


def check_text(market: Market, text: str, date: str, title: str = "") -> tuple[str, dict[str, Any]]:
    report = check_article(answer.article(text, date, title), market)
    return "\n".join(lines(report)), without_readings(answer.told(report))


def check_claim(market: Market, sentence: str, date: str) -> tuple[str, dict[str, Any]]:
    if len(sentence) > answer.LONGEST_SENTENCE:
        raise InputError(f"sentence has {len(sentence):,} characters: give longer texts to check_text")
    report = check_article(answer.article(sentence, date, name="sentence"), market)
    return "\n".join(lines(report)), answer.told(report)


def explain(market: Market, sentence: str, date: str) -> tuple[str, dict[str, Any]]:
    found = answer.explain(market, sentence, date)
    return "\n".join(found["lines"]), found


def prices(market: Market, symbol: str, first: str, last: str) -> tuple[str, dict[str, Any]]:
    begin, end = answer.day("first", first), answer.day("last", last)
    if (end - begin).days > MOST_SESSIONS_DAYS:
        raise InputError(f"{begin} to {end} is more than {MOST_SESSIONS_DAYS} days: ask for fewer at once")
    found = answer.prices(market, symbol, first, last)
    rows = [f"{each['date']} {each['close']}" for each in found["sessions"]]
    closes = f"closes in {found['currency']}, adjusted for splits, from {found['source']}"
    return "\n".join((f"{found['symbol']} {found['name']}, {closes}", *rows)), found


def lines(report: Report) -> Iterator[str]:
    """A report in sentences."""
    if not report.checked and not report.contradictions:
        yield "No figure about a market was found in this text, so nothing was checked."
        for each in report.seen[:5]:
            yield f"  seen and not taken: {each.text} ({each.reason})"
        return
    for each in report.checked:
        yield line(each)
    for each in report.contradictions:
        fits = f" What would fit: {'; '.join(each.fitting)}." if each.fitting else ""
        yield f'REFUTED by the text itself: "{each.text}": {each.detail}.{fits}'
    yield f"({footer(tally(report), True)}; written {report.article.written:%Y-%m-%d})"


def line(checked: Checked) -> str:
    """A claim in one sentence: what was said, of whom, the verdict, what was found."""
    verdict = verdict_name(checked)
    head = f'"{checked.claim.text}" ({name_of(checked)}: {said(checked.claim)})'
    if verdict == "unverifiable":
        return f"{head}: could not be found out, which does not make it false: {decided_by(checked)}."
    return f"{head}: {verdict.upper()}. {finding(checked)}"


def without_readings(found: dict[str, Any]) -> dict[str, Any]:
    """An answer that an assistant can read whole: the readings of one claim are what check_claim is for."""
    return found | {"claims": [{key: each[key] for key in each if key != "readings"} for each in found["claims"]]}


def briefly(part: Schema) -> Schema:
    """The schema of an answer without readings."""
    claim = schema.CHECKED | {"properties": {key: each for key, each in schema.CHECKED["properties"].items()
                                             if key != "readings"},
                              "required": [key for key in schema.CHECKED["required"] if key != "readings"]}
    return part | {"properties": part["properties"] | {"claims": schema.many(claim)}}


SENTENCE = a("string", "One sentence, word for word, that names what moved, by how much and when.", minLength=1)
TOOLS = (
    Tool("check_text", "Check the market figures of a text",
         "Find every figure about a market in a text (article, draft, your own answer) and check each against "
         f"historical daily prices. {VERDICTS} Figures that contradict each other are found without any prices.",
         thing(text=a("string", "The text, word for word.", minLength=1), date=DATE,
               title=a("string", "Its headline, if it has one.", maxLength=500), optional=("title",)),
         briefly(schema.ANSWER), check_text),
    Tool("check_claim", "Check one sentence",
         "Check one sentence about a market, with every plausible reading of its period laid out: which closes were "
         f"compared, and what came of it. {VERDICTS}",
         thing(sentence=SENTENCE, date=DATE), schema.ANSWER, check_claim),
    Tool("explain", "How a sentence is read",
         "Show how a sentence is read: its numbers, period and names, and which claims they make. Nothing is checked. "
         "Use it when a figure was not found or was taken for something else.",
         thing(sentence=SENTENCE, date=DATE), schema.EXPLANATION, explain),
    Tool("prices", "Daily prices",
         "The daily prices that verdicts rest on, adjusted for splits and not for dividends; close * split is the "
         "price as traded that day. An error means that they are not known here, not that the market was closed.",
         thing(symbol=a("string", "Yahoo's symbol: AAPL, 9988.HK, ^GSPC, JPY=X, GC=F, BTC-USD.", minLength=1,
                        maxLength=20), first=DAY, last=DAY),
         schema.PRICES, prices),
)
