"""This file is the last step from clause to claim: units that the subject decides, the period of a level, the slots of an extreme."""

from __future__ import annotations

from dataclasses import replace

from claimcheck.claim import Article, Claim, Clause, Period, Quantity
from claimcheck.kinds import said
from claimcheck.language import phrase

ORDER = (
    "",
    "EUR",
    "GBP",
    "AUD",
    "NZD",
    "USD",
    "CAD",
    "CHF",
    "CNY",
    "JPY",
)  # of two currencies the later one is the unit of the rate
QUOTE = {"yen": "JPY", "dollar": "USD", "euro": "EUR", "sterling": "GBP", "pound": "GBP", "franc": "CHF", "yuan": "CNY", "greenback": "USD",
    "rupee": "INR",
    "won": "KRW",
    "real": "BRL",
    "rouble": "RUB",
    "ruble": "RUB",
    "peso": "MXN",
    "rand": "ZAR",
    "lira": "TRY",
    "swedish": "SEK",
    "norwegian": "NOK", "loonie": "CAD", "cable": "GBP"}


def shaped(
    kind: str,
    clause: Clause,
    period: Period,
    quantity: Quantity | None,
    article: Article,
    also: tuple[Period, ...] = (),
) -> Claim:
    """The claim record of a clause whose kind is known."""
    direction = clause.direction
    of, horizon, rank, measure = "", None, 1, clause.measure
    if kind in ("extreme", "streak", "breadth", "regime"):
        found = next((p for p in phrase.find(clause.context) if clause.context[p.start : p.end] == clause.text), None)
        if found is not None:
            of, horizon, rank = found.of, found.horizon, found.rank
    period = this_year(period, article)
    if kind == "extreme":
        quantity = None
    if kind in ("level", "market_value_level", "volume"):
        direction = ""
    if kind == "level":
        quantity = replace(quantity, unit=_level_unit(clause, quantity))
        period = (
            period
            if period.shape in ("premarket", "afterhours")
            else replace(period, shape="point", anchor="unnamed")
            if period.shape == "unknown" and not period.anchor
            else replace(period, shape="point")
            if period.shape in ("day", "unknown", "intraday")
            else period
        )
    if kind == "change" and "fraction" in clause.hints and quantity.unit in ("", "points"):
        quantity = replace(quantity, unit="points")
    if kind == "change" and quantity.unit == "":
        quantity = replace(quantity, unit="points")
    if kind == "volume":
        measure = "volume"
        if quantity.unit == "":
            quantity = replace(quantity, unit="shares")
    if kind.startswith("market_value"):
        measure = "market_value"
    if clause.subject is not None and clause.subject.form == "future":
        measure = measure if measure != "price" else "futures"
    return Claim(
        kind,
        clause.verb or kind,
        article.id,
        article.written,
        article.dated,
        clause.span,
        article.text[clause.span.start : clause.span.end],
        clause.context,
        clause.subject,
        direction,
        quantity,
        measure,
        period,
        clause.attribution,
        clause.quoted,
        of,
        horizon,
        rank,
        clause.hints,
        clause.notes,
        also,
    )


def this_year(period: Period, article: Article) -> Period:
    """ "in 2013" and "since the start of 2013" said in 2013 are the year to date."""
    year = str(article.written.year)
    if period.anchor == year and (period.shape == "year" or (period.shape == "since" and period.part == "start")):
        return replace(period, shape="ytd", anchor="this-year", part="")
    return period


def _level_unit(clause: Clause, quantity: Quantity) -> str:
    if quantity.unit:
        return quantity.unit
    what = said.asset(clause)
    if what == "currency":
        pair = [
            next((iso for word, iso in QUOTE.items() if word in text.lower()), "")
            for text in (clause.subject.text, clause.subject.against or "dollar")
        ]
        return max(pair, key=lambda iso: ORDER.index(iso) if iso in ORDER else -1)
    if what == "yield":
        return "percent"
    if what in ("equity", "etf", "commodity", "future", "crypto", "unknown"):
        return "USD" if what != "future" else "points"
    return "points"
