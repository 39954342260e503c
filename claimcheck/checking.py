"""This file is the whole program on one page: Article -> claims -> instruments, windows, prices -> Report."""
from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck import written
from claimcheck.claim import Article, Claim, Interval
from claimcheck.consistency import contradictions
from claimcheck.kinds import BY_NAME, asked, earliest
from claimcheck.kinds.comparison import Rival
from claimcheck.market import Bars, Instrument, Market, Prices, Unverifiable, Window
from claimcheck.market.calendar import Calendar
from claimcheck.market.names import Names
from claimcheck.market.prices import cache_path, chain
from claimcheck.market.prices.shares import Shares
from claimcheck.market.reused import Owned
from claimcheck.read import Unreadable
from claimcheck.verdict import Checked, Reading, Report, corroborated, judge

if TYPE_CHECKING:
    from claimcheck.language import Extraction

# Why another listing that could not be read leaves the claim open: its prices exist, only not here.
OPEN = ("vague-period", "no-prices", "source-failed", "data-suspect", "history-too-short")
NOWHERE = Interval(float("nan"), float("nan"))


class NoPrices:
    """The source of `--offline` without local prices: only the article's own arithmetic can be checked."""

    name = "none"

    def bars(self, instrument: Instrument, first: date, last: date) -> Unverifiable:
        return Unverifiable("no-prices", "offline, and no local prices were named")


@dataclass(frozen=True, slots=True)
class Listing:
    """One listing that a claim may speak of: its windows, and the days whose prices measuring takes."""

    instrument: Instrument
    windows: Sequence[Window]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Plan:
    """A claim with what must be asked of the price source; `refusal` where that is not even known.

    rival: what a comparison sets the instrument against, None for any other kind.
    """

    claim: Claim
    instrument: Instrument | None
    dates: tuple[date | None, date | None]
    listings: tuple[Listing, ...] = ()
    refusal: Unverifiable | None = None
    rival: Listing | None = None


def open_market(prices: Sequence[str | Path | Prices] = ("yahoo",), aliases: Path | None = None,
                cache: Path | None = None, progress: Callable[[str], None] | None = None) -> Market:
    """Names, calendars and a chain of price sources.  Empty `prices` = none at all: only the article's own arithmetic.

    aliases: the user's own names; cache: a folder for fetched prices and built calendars (None = keep nothing);
    progress: told, a line at a time, when a source has to wait.
    Raises ConfigError.
    """
    names = Names.load(aliases)
    told = chain(prices, cache and cache / cache_path().name, progress) if prices else NoPrices()
    source = Owned(told, names.bearers) if prices else told
    return Market(names, Calendar(cache), source, Shares(source))


def check_text(text: str, date: str | date | datetime, prices: Sequence[str | Path | Prices] = ("yahoo",),
               title: str = "") -> Report:
    """Check one text written on `date` ("2025-02-18", "2025-02-18T16:30+08:00", date, datetime).

    Raises ValueError for a date that is none, ConfigError for a price source that is none.
    """
    when = written.parse(date)
    article = Article("text", text, when.moment, when.dated, title, note=when.note)
    return check_article(article, open_market(prices))


def extract_text(text: str, date: str | date | datetime, title: str = "") -> tuple[Claim, ...]:
    """The claims of one text written on `date`; no prices are asked for.  Raises ValueError for a date that is none."""
    from claimcheck.language import extract

    when = written.parse(date)
    return tuple(extract(Article("text", text, when.moment, when.dated, title, note=when.note), Names.load()).claims)


def check_article(article: Article, market: Market) -> Report:
    """All that can be found out about one article."""
    from claimcheck.language import extract

    return judged(article, extract(article, market.names), market)


def check_articles(articles: Iterable[Article], market: Market) -> Iterator[Report]:
    """The reports of many articles, in order, as they are ready; memory does not grow with their number."""
    from claimcheck.language import extract_all

    for article, extraction in extract_all(articles, market.names):
        yield judged(article, extraction, market)


def extract_articles(articles: Iterable[Article], market: Market) -> Iterator[Report]:
    """The claims of many articles with instrument and dates; nothing is checked (Checked.verdict is None)."""
    from claimcheck.language import extract_all

    for article, extraction in extract_all(articles, market.names):
        checked = tuple(unchecked(claim, market) for claim in extraction.claims)
        yield Report(article, checked, (), tuple(extraction.seen))


def unchecked(claim: Claim, market: Market) -> Checked:
    instrument, _ = meant(claim, market)
    return Checked(claim, instrument, None, days(claim, instrument, market))


def in_order(items: Iterable[Article | Unreadable], act: Callable[[Iterator[Article]], Iterator[Report]]
             ) -> Iterator[Report]:
    """The reports of `act` (check_articles, extract_articles), with what could not be read in its place."""
    waiting: deque[Article | Unreadable] = deque()

    def readable() -> Iterator[Article]:
        for item in items:
            waiting.append(item)
            if isinstance(item, Article):
                yield item

    for report in act(readable()):
        while isinstance(waiting[0], Unreadable):
            yield unread(waiting.popleft())
        waiting.popleft()
        yield report
    yield from map(unread, waiting)


def unread(item: Unreadable) -> Report:
    return Report(Article(item.id, "", written.NEVER, "assumed"), error=item.message)


def judged(article: Article, extraction: Extraction, market: Market) -> Report:
    """The claims of an article, each with its verdict, and the figures in it that contradict each other."""
    plans = [plan(claim, market) for claim in extraction.claims]
    needs = united(plans)
    if hasattr(market.prices, "prefetch"):
        market.prices.prefetch((at.instrument, at.first, at.last) for at in needs.values())
    checked = corroborated([Checked(p.claim, p.instrument, verdict(p, needs, market), p.dates) for p in plans])
    return Report(article, checked, contradictions(article, extraction.claims), tuple(extraction.seen))


def plan(claim: Claim, market: Market, by_hand: Instrument | None = None) -> Plan:
    """Whom and when a claim speaks of; by_hand: the one listing that a person says it is."""
    found, refusal = (by_hand, None) if by_hand else meant(claim, market)
    dates = days(claim, found, market)
    if found is None or refusal:
        return Plan(claim, found, dates, refusal=refusal)
    known = [listing(claim, each, market) for each in ((by_hand,) if by_hand else listings(claim, found, market))]
    if isinstance(known[0], Unverifiable):
        return Plan(claim, found, dates, refusal=known[0])
    rival = beside(claim, market)
    if isinstance(rival, Unverifiable):
        return Plan(claim, found, dates, refusal=rival)
    return Plan(claim, found, dates, tuple(each for each in known if isinstance(each, Listing)), rival=rival)


def beside(claim: Claim, market: Market) -> Listing | Unverifiable | None:
    """What a comparison sets its subject against, over the same period."""
    if claim.versus is None:
        return None
    turned = replace(claim, subject=claim.versus, versus=None)
    found, refusal = meant(turned, market)
    return refusal or listing(turned, found, market)


def meant(claim: Claim, market: Market) -> tuple[Instrument | None, Unverifiable | None]:
    """The instrument that a claim's subject names, and why it cannot be looked up."""
    if claim.subject is None:
        return None, Unverifiable("no-subject")
    found = market.names.resolve(claim.subject, claim.written.date())
    if isinstance(found, Unverifiable):
        return None, found
    return found, None if found.symbol else Unverifiable("no-prices", f"no price vendor has the {found.name}")


def listings(claim: Claim, found: Instrument, market: Market) -> Sequence[Instrument]:
    """The listings that the words admit: all of the company's, unless they name one."""
    said = claim.subject
    if said is None or said.listing or said.ric or said.ticker or said.exchange:
        return (found,)
    return market.names.listings(found, claim.written.date())


def listing(claim: Claim, instrument: Instrument, market: Market) -> Listing | Unverifiable:
    windows = market.calendar.windows(asked(claim), claim.written, claim.dated, instrument.exchange)
    if isinstance(windows, Unverifiable):
        return windows
    windows = (*windows, *others(claim, instrument, market))
    return Listing(instrument, windows, earliest(claim, windows), max(window.last for window in windows))


def others(claim: Claim, instrument: Instrument, market: Market) -> Iterator[Window]:
    """Windows of the periods that the words may mean as well, as stretches."""
    for period in claim.also:
        found = market.calendar.windows(period, claim.written, claim.dated, instrument.exchange)
        if not isinstance(found, Unverifiable):
            yield from (replace(window, usual=False, how=f"{window.how}, the span told before") for window in found)


def days(claim: Claim, instrument: Instrument | None, market: Market) -> tuple[date | None, date | None]:
    exchange = instrument.exchange if instrument else ""
    return market.calendar.dates(claim.period, claim.written, claim.dated, exchange)


def united(plans: Iterable[Plan]) -> dict[str, Listing]:
    """What is needed of each symbol by all claims together, so that a source is asked once for it."""
    return hulls(at for p in plans for at in (*p.listings, p.rival) if at is not None)


def hulls(listings: Iterable[Listing]) -> dict[str, Listing]:
    """The span of days, of each symbol, that holds all that is needed of it."""
    needs: dict[str, Listing] = {}
    for each in listings:
        symbol = each.instrument.symbol
        known = needs.get(symbol, each)
        needs[symbol] = Listing(each.instrument, (), min(known.first, each.first), max(known.last, each.last))
    return needs


def verdict(p: Plan, needs: dict[str, Listing], market: Market):
    """Every listing is read; the verdict is about all readings of all of them."""
    if p.refusal:
        return p.refusal
    readings: list[Reading] = []
    refused: list[tuple[Listing, Unverifiable]] = []
    for each in p.listings:
        found = measured(p, each, needs, market)
        if isinstance(found, Unverifiable):
            refused.append((each, found))
        else:
            readings += found
    if not readings:
        return refused[0][1]
    if p.claim.period.anchor == "unnamed":
        refused.append((p.listings[0], Unverifiable("vague-period", "the text does not name the day")))
    return judge(p.claim, readings + [doubt(each, why) for each, why in refused if why.reason in OPEN])


def measured(p: Plan, each: Listing, needs: dict[str, Listing], market: Market) -> Sequence[Reading] | Unverifiable:
    bars, more = series(each, needs, market), market.shares
    if p.rival is not None and isinstance(bars, Bars):
        theirs = series(p.rival, needs, market)
        if not isinstance(theirs, Bars):
            return theirs
        more = Rival(p.rival.instrument, p.rival.windows, theirs)
    if not isinstance(bars, Bars):
        return bars
    return BY_NAME[p.claim.kind].measure(p.claim, each.instrument, each.windows, bars, more)


def series(each: Listing, needs: dict[str, Listing], market: Market) -> Bars | Unverifiable:
    need = needs[each.instrument.symbol]
    return market.prices.bars(each.instrument, need.first, need.last)


def doubt(each: Listing, why: Unverifiable) -> Reading:
    """A listing that could not be read: while it is open, nothing is refuted."""
    return Reading(each.instrument, each.windows[0], NOWHERE, why.detail, "", doubt=why)
