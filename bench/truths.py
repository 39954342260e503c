"""This file is how often a true statement is refuted: statements in the words of blogs, made from real closes.

    python bench/truths.py PRICES [--statements 1000] [--seed 1] [--show]

Each statement is made from a random instrument and day of the prices, so it is true; it is checked as an article of its
own, written that evening or dated that day.  Refuted ones are false alarms; the others say how much is understood.  The
same statements with the direction turned ("reversed") say how much a wrong one is caught.  Only moves are counted.
"""
from __future__ import annotations

import argparse
import calendar
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from claimcheck.checking import check_article, open_market
from claimcheck.claim import Article
from claimcheck.market import Bars, Market
from claimcheck.report.record import verdict_name

NAMES = {
    "AAPL": "Apple", "MSFT": "Microsoft", "NVDA": "Nvidia", "AMZN": "Amazon", "BA": "Boeing", "INTC": "Intel",
    "JPM": "JPMorgan", "XOM": "Exxon Mobil", "WMT": "Walmart", "CAT": "Caterpillar", "MCD": "McDonald's",
    "KO": "Coca-Cola", "IBM": "IBM",
    "NFLX": "Netflix", "DIS": "Disney", "HD": "Home Depot", "PFE": "Pfizer", "NKE": "Nike", "SBUX": "Starbucks",
    "^GSPC": "the S&P 500", "^DJI": "the Dow Jones Industrial Average", "^IXIC": "the Nasdaq Composite",
    "^RUT": "the Russell 2000",
}
MONTHS = list(calendar.month_name)


@dataclass(frozen=True, slots=True)
class Day:
    """One instrument at the close of one session."""

    symbol: str
    bars: Bars
    at: int

    @property
    def date(self) -> date:
        return self.bars.sessions[self.at].astype(date)

    def last(self, day: date) -> int:
        """The place of the last session on or before a day."""
        return int(np.searchsorted(self.bars.sessions, np.datetime64(day), side="right")) - 1

    def move(self, base: int, end: int | None = None) -> float:
        """Percent from one close to another."""
        return (self.bars.close[self.at if end is None else end] / self.bars.close[base] - 1) * 100

    def price(self, at: int | None = None) -> float:
        """A close as traded."""
        at = self.at if at is None else at
        return float(self.bars.close[at] * self.bars.split[at])


def months_back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_before(d: Day) -> tuple[int, int]:
    end = d.date.replace(day=1) - timedelta(1)
    return d.last(end.replace(day=1) - timedelta(1)), d.last(end)


def quarter_before(d: Day) -> tuple[int, int]:
    first = d.date.replace(month=(d.date.month - 1) // 3 * 3 + 1, day=1)
    return d.last(months_back(first, 3) - timedelta(1)), d.last(first - timedelta(1))


def monday(d: Day) -> date:
    return d.date - timedelta(d.date.weekday())


# What a statement is about -> the places of the closes that it compares.
SPANS: dict[str, Callable[[Day], tuple[int, int]]] = {
    "day": lambda d: (d.at - 1, d.at),
    "two days": lambda d: (d.at - 2, d.at),
    "five sessions": lambda d: (d.at - 5, d.at),
    "week": lambda d: (d.last(monday(d) - timedelta(1)), d.at),
    "week ago": lambda d: (d.last(d.date - timedelta(7)), d.at),
    "last week": lambda d: (d.last(monday(d) - timedelta(8)), d.last(monday(d) - timedelta(1))),
    "month": lambda d: (d.last(months_back(d.date, 1)), d.at),
    "three months": lambda d: (d.last(months_back(d.date, 3)), d.at),
    "six months": lambda d: (d.last(months_back(d.date, 6)), d.at),
    "year": lambda d: (d.last(months_back(d.date, 12)), d.at),
    "month to date": lambda d: (d.last(d.date.replace(day=1) - timedelta(1)), d.at),
    "year to date": lambda d: (d.last(date(d.date.year - 1, 12, 31)), d.at),
    "last month": month_before,
    "last quarter": quarter_before,
    "last year": lambda d: (d.last(date(d.date.year - 2, 12, 31)), d.last(date(d.date.year - 1, 12, 31))),
    "since": lambda d: (d.at - 20 - d.at % 40, d.at),
}
# {rose|fell}: the word for the direction; {size}: percent; {from}, {to}: prices; {day}, {then} ...: of the span.
STATEMENTS: tuple[tuple[str, str], ...] = (
    ("day", "{Who} {rose|fell} {size}% on {weekday}."),
    ("day", "{Who} closed {up|down} {size}% today."),
    ("day", "It was {a good|a rough} session for {who}, which {gained|shed} {size}%."),
    ("day", "{Who} {added|lost} {size} percent to close at {to}."),
    ("day", "{Who} finished at {to}, {up|down} {size}%."),
    ("day", "On {day}, {who} {popped|dropped} {size}%."),
    ("day", "That leaves {who} {up|down} {size}% for the day."),
    ("day", "After {an upbeat|a gloomy} open, {who} finished the day {size}% {higher|lower}."),
    ("day", "A {size}% {gain|drop} in {who} on {weekday} set the tone."),
    ("day", "- **{name}** {gained|lost} {size}%\n- Volume was light."),
    ("day", "{name}: {to} ({+|-}{size}%)"),
    ("two days", "{Who} has {gained|lost} {size}% in two days."),
    ("five sessions", "Over the last five trading days, {who} has {added|given up} {size}%."),
    ("week", "{Who} is {up|down} {size}% so far this week."),
    ("week ago", "{Who} is {size}% {higher|lower} than a week ago."),
    ("last week", "Last week {who} {rose|fell} {size}%."),
    ("month", "{Who} has {risen|fallen} {size}% over the past month."),
    ("three months", "Over the last three months, {who} is {up|down} {size}%."),
    ("six months", "{Who} has {gained|lost} {size}% in the past six months."),
    ("year", "{Who} is {up|down} {size}% over the past year."),
    ("month to date", "{Who} is {up|down} {size}% this month."),
    ("year to date", "{Who} is {up|down} {size}% year to date."),
    ("year to date", "So far this year, {who} has {gained|lost} {size}%."),
    ("last month", "{Who} {rose|fell} {size}% last month."),
    ("last month", "{Who} {rose|fell} {size}% in {month}."),
    ("last quarter", "{Who} {rose|fell} {size}% last quarter."),
    ("last year", "In {year}, {who} {rallied|sank} {size}%."),
    ("last year", "{Who} ended {year} {up|down} {size}%."),
    ("last year", "{Who} {gained|lost} {size}% last year."),
    ("since", "Since {then}, {who} has {climbed|dropped} {size}%."),
    ("since", "{Who} went from {from} on {then} to {to}, a {gain|loss} of {size}%."),
    ("since", "{Who} closed at {from} on {then} and has {risen|fallen} {size}% since."),
)


def said(statement: str, span: str, d: Day, turn: bool) -> str:
    """The statement in words; turn: with its direction reversed."""
    base, end = SPANS[span](d)
    move = d.move(base, end)
    first, last = (d.bars.sessions[at].astype(date) for at in (base, end))
    name, mark = NAMES[d.symbol], "" if d.symbol.startswith("^") else "$"
    words = {
        "who": name, "Who": name[0].upper() + name[1:], "name": name.removeprefix("the "), "size": f"{abs(move):.1f}",
        "from": f"{mark}{d.price(base):,.2f}", "to": f"{mark}{d.price(end):,.2f}", "weekday": f"{last:%A}",
        "year": str(last.year), "day": f"{MONTHS[last.month]} {last.day}", "month": MONTHS[last.month],
        "then": f"{MONTHS[first.month]} {first.day}" + (f", {first.year}" if first.year != d.date.year else ""),
    }
    pick = 0 if (move > 0) != turn else 1
    return re.sub(r"\{([^{}]+)\}", lambda m: m[1].split("|")[pick] if "|" in m[1] else words[m[1]], statement)


def days(market: Market, chance: random.Random):
    """Random instruments and sessions without end; days on which hardly anything moved are left out."""
    held = {}
    for symbol in NAMES:
        bars = market.prices.bars(market.names.symbol(symbol, date(2019, 1, 2)), date(2017, 1, 3), date(2025, 6, 30))
        if isinstance(bars, Bars):
            held[symbol] = bars
    while held:
        symbol = chance.choice(list(held))
        yield Day(symbol, held[symbol], chance.randrange(560, len(held[symbol]) - 1))


def verdicts(text: str, d: Day, hour: int, market: Market) -> list[str]:
    written = datetime(d.date.year, d.date.month, d.date.day, hour, tzinfo=UTC)
    report = check_article(Article("truth", text, written, "time" if hour > 12 else "day"), market)
    return [verdict_name(each) for each in report.checked if each.claim.kind == "change"] or ["not found"]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("prices")
    asked.add_argument("--statements", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--show", action="store_true", help="print the true statements that are refuted")
    args = asked.parse_args()
    market, chance = open_market([args.prices]), random.Random(args.seed)
    true, turned, by_statement = Counter(), Counter(), defaultdict(Counter)
    for d in days(market, chance):
        span, statement = chance.choice(STATEMENTS)
        base, end = SPANS[span](d)
        if base < 0 or abs(d.move(base, end)) < 0.3 or d.price(base) > 1.8 * d.price(end) and "from" in statement:
            continue
        hour = chance.choice((12, 22, 23))
        text = said(statement, span, d, False)
        found = verdicts(text, d, hour, market)
        true.update(found)
        by_statement[statement].update(found)
        turned.update(verdicts(said(statement, span, d, True), d, hour, market))
        if args.show and "refuted" in found:
            print(f"refuted though true ({d.date}): {text}")
        if sum(map(sum, map(Counter.values, by_statement.values()))) >= args.statements:
            break
    for statement, counts in by_statement.items():
        if set(counts) - {"supported"}:
            print(f"{statement!r:75} {dict(counts)}")
    for what, counts in (("true", true), ("reversed", turned)):
        total = counts.total()
        shares = ", ".join(f"{name} {n} ({n / total:.1%})" for name, n in counts.most_common())
        print(f"{what}: {total:,} claims, {shares}")


if __name__ == "__main__":
    main()
