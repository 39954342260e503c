"""This file is the price source Yahoo, through yfinance; nothing else imports yfinance.

What yfinance raises becomes one of four: no such symbol or nothing in the window (no-prices), too many requests and
no connection or nonsense (both source-failed).  An answer counts as "no such symbol" only if Yahoo itself says so.
"""
from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any

import numpy as np

from claimcheck.market import Bars, Instrument, Suspicion, Unverifiable
from claimcheck.market.prices.cover import Wanted, ask_all, spelled, within
from claimcheck.market.prices.rows import SPLIT_ADJUSTED, Rows, Split, bars_of
from claimcheck.market.prices.sqlite import month_prints

# Yahoo's codes of minor units: the currency and how many make one.
MINOR = {"GBp": ("GBP", 100), "GBX": ("GBP", 100), "ZAc": ("ZAR", 100), "ILA": ("ILS", 100)}
PAUSES = (1.0, 2.0, 4.0, 8.0)  # seconds to wait after each "too many requests"
TIMEOUT = 10.0  # seconds for one answer
GIVE_UP = 3  # symbols in a row without an answer: for the next minute nobody is asked
REST = 60.0  # seconds; also how long a symbol without an answer is left alone
BEFORE = timedelta(days=400)  # what is fetched before the window, so that a second claim needs no second request
EARLIEST = date(1900, 1, 1)  # nobody has older daily prices
# How Yahoo says that it has nothing; every other complaint means that it did not answer.
NOTHING = ("no data found", "not found", "delisted", "doesn't exist", "does not exist")
CANNOT = "check the network, or name a folder of prices with --prices FOLDER"
LOG = logging.getLogger("claimcheck.prices")


def now() -> datetime:
    """The time of fetching: it dates the answer and tells whether the last session is over."""
    return datetime.now(UTC)


class YahooPrices:
    """Yahoo through yfinance.  `progress` is told when a request has to wait (default: the log, as a warning);
    `clock`, `sleep` are for tests.
    """

    name = "yahoo"

    def __init__(self, timeout: float = TIMEOUT, pauses: tuple[float, ...] = PAUSES, *,
                 progress: Callable[[str], None] = LOG.warning, clock: Callable[[], datetime] = now,
                 sleep: Callable[[float], None] = time.sleep):
        self.timeout, self.pauses = timeout, pauses
        self.progress, self.clock, self.sleep = progress, clock, sleep
        self._lock = Lock()
        self._silent, self._resting_until, self._refused = 0, 0.0, False
        self._held: dict[str, tuple[Bars, date, date]] = {}
        self._months: dict[int, str] = {}
        self._failures: dict[str, tuple[float, date, Unverifiable]] = {}

    def bars(self, instrument: Instrument, first: date, last: date) -> Bars | Unverifiable:
        return spelled(instrument, lambda symbol: self._remembered(symbol, first, last))

    def fetch(self, symbol: str, first: date, last: date) -> tuple[Bars, date, date] | Unverifiable:
        """The series from some time before `first` up to today, the first day asked for, and the last settled day."""
        until, since, failure = self._failures.get(symbol, (0.0, first, None))
        if failure and time.monotonic() < until and since <= first:
            return failure
        begin = max(first, EARLIEST + BEFORE) - BEFORE
        answer = self._asked(symbol, lambda yf: self._history(yf, symbol, begin))
        if isinstance(answer, Unverifiable):
            self._failures[symbol] = (time.monotonic() + REST, first, answer)
            return answer
        bars, settled = answer
        return bars, begin, settled

    def prefetch(self, wanted: Iterable[Wanted]) -> None:
        ask_all(self, wanted)

    def report_to(self, progress: Callable[[str], None]) -> None:
        self.progress = progress

    def share_counts(self, symbol: str, on: date) -> list[tuple[date, float]] | Unverifiable:
        """Shares outstanding as Yahoo has them around that day, oldest first; empty where it has none."""
        def ask(yf: Any) -> list[tuple[date, float]]:
            until = min(on + timedelta(days=120), self.clock().date())
            found = yf.Ticker(symbol).get_shares_full(start=on - timedelta(days=400), end=until)
            if found is None:
                return []
            return sorted({day.date(): float(number) for day, number in found.items() if number > 0}.items())

        answer = self._asked(symbol, ask)
        return [] if isinstance(answer, Unverifiable) and answer.reason == "no-prices" else answer

    def search(self, words: str) -> list[dict[str, str]] | Unverifiable:
        """Candidates for a name: symbol, name, exchange, type, as Yahoo ranks them.  Only for suggestions."""
        def ask(yf: Any) -> list[dict[str, str]]:
            return [{"symbol": quote["symbol"], "name": quote.get("longname") or quote.get("shortname") or "",
                     "exchange": quote.get("exchange", ""), "type": quote.get("quoteType", "").lower()}
                    for quote in yf.Search(words, news_count=0, timeout=self.timeout).quotes]

        return self._asked(words, ask)

    def _remembered(self, symbol: str, first: date, last: date) -> Bars | Unverifiable:
        held = self._held.get(symbol)
        if held is None or not (held[1] <= first and last <= held[2]):
            answer = self.fetch(symbol, min(first, held[1] + BEFORE) if held else first, last)
            if isinstance(answer, Unverifiable):
                return answer
            # What lies after the settled day cannot be had today either: asking again would bring no more.
            held = self._held[symbol] = (self._told_apart(answer[0]), answer[1], max(answer[2], last))
        return within(held[0], symbol, self.name, first, last)

    def _told_apart(self, bars: Bars) -> Bars:
        """The bars, suspect where another symbol's answer was the same; that one becomes suspect too."""
        with self._lock:
            months = month_prints(bars)
            others = {self._months[month] for month in months if month in self._months} - {bars.symbol}
            self._months |= dict.fromkeys(months, bars.symbol)
            for other in others:
                held = self._held[other]
                self._held[other] = (_doubled(held[0], bars.symbol), *held[1:])
        return _doubled(bars, ", ".join(sorted(others))) if others else bars

    def _history(self, yf: Any, symbol: str, begin: date) -> tuple[Bars, date] | Unverifiable:
        ticker = yf.Ticker(symbol)
        asked = self.clock()
        try:
            table = ticker.history(start=begin.isoformat(), end=(asked.date() + timedelta(days=2)).isoformat(),
                                   interval="1d", auto_adjust=False, actions=True, timeout=self.timeout)
        except yf.exceptions.YFPricesMissingError:
            if _says_who(ticker) != symbol.upper():
                raise
            return Unverifiable("no-prices", f"yahoo has no prices of {symbol} since {begin}")
        about = ticker.history_metadata
        said = str(about.get("symbol", symbol))
        if said.upper() != symbol.upper():
            return Unverifiable("data-suspect", f"asked for {symbol}, Yahoo answered about {said}")
        bars = _bars(symbol, table, about, asked)
        open_day = _open_session(about, asked)
        if open_day and len(bars) and bars.sessions[-1].astype(date) >= open_day:
            bars = _without_last(bars)
        settled = open_day - timedelta(days=1) if open_day else _local_day(about, asked)
        return (bars, settled) if len(bars) else Unverifiable("no-prices", f"yahoo has no {symbol} since {begin}")

    def _asked(self, symbol: str, ask: Callable[[Any], Any]) -> Any:
        """What `ask` finds, its failures as reasons; waits and asks again where Yahoo says "too many requests"."""
        with self._lock:
            if time.monotonic() < self._resting_until:
                return Unverifiable("source-failed", f"Yahoo did not answer for {GIVE_UP} symbols in a row: {CANNOT}")
            pauses = () if self._refused else self.pauses
        yf = _yfinance()
        for turn, pause in enumerate((*pauses, None), 1):
            try:
                answer = ask(yf)
            except yf.exceptions.YFRateLimitError:
                if pause is None:
                    self._refused = True
                    return Unverifiable("source-failed", f"Yahoo refuses {symbol} for now (too many requests): try "
                                        "later, or name a folder of prices with --prices FOLDER")
                self.progress(f"Yahoo asks for patience: {symbol} again in {pause:g} s ({turn} of {len(pauses)})")
                self.sleep(pause)
            except Exception as error:  # whatever the client raises, the claim is unverifiable
                return self._failed(yf, symbol, ask, error)
            else:
                self._silent, self._refused = 0, False
                return answer
        raise AssertionError("unreachable")

    def _failed(self, yf: Any, symbol: str, ask: Callable[[Any], Any], error: Exception) -> Any:
        if _is_network(error):
            with self._lock:
                self._silent += 1
                if self._silent >= GIVE_UP:
                    self._silent, self._resting_until = 0, time.monotonic() + REST
            return Unverifiable("source-failed", f"Yahoo cannot be reached for {symbol} ({_short(error)}): {CANNOT}")
        self._silent = 0
        said, zone = (_says_nothing(yf, error), "") if " " in symbol else self._probed(yf, symbol, error)
        if said:
            return Unverifiable("no-prices", f"yahoo has no {symbol} ({said})")
        if zone:
            try:
                yf.cache.get_tz_cache().store(symbol, zone)
                return ask(yf)
            except Exception as again:  # as before: not knowing why is a reason too
                error = again
        return Unverifiable("source-failed", f"Yahoo's answer for {symbol} cannot be read ({_short(error)}): try again "
                            "later, or name a folder of prices with --prices FOLDER")

    def _probed(self, yf: Any, symbol: str, error: Exception) -> tuple[str, str]:
        """Yahoo's own words that it has no such symbol, or else the time zone of a symbol that it has after all.

        yfinance asks for a symbol's time zone first, takes any failure of that for "no such symbol" and remembers it
        for the life of the process: so its memory is cleared, and a request by period needs no time zone.  Twice,
        because the first failures of a process are hidden behind a request of another kind.
        """
        yf.data.YfData.cache_get.cache_clear()
        for _ in range(2):
            if said := _says_nothing(yf, error):
                return said, ""
            try:
                ticker = yf.Ticker(symbol)
                ticker.history(period="5d", auto_adjust=False, timeout=self.timeout)
                return "", str(ticker.history_metadata.get("exchangeTimezoneName") or "")
            except Exception as other:  # looked at in the next turn
                error = other
        return _says_nothing(yf, error), ""


def _yfinance() -> Any:
    import yfinance

    yfinance.config.debug.hide_exceptions = False
    warnings.filterwarnings("ignore", module="yfinance")
    logging.getLogger("yfinance").setLevel(logging.CRITICAL)
    return yfinance


def _bars(symbol: str, table: Any, about: Any, asked: datetime) -> Bars:
    code = str(about.get("currency") or "")
    currency, minor = MINOR.get(code, (code, 1))
    days = np.array([day.date() for day in table.index], "datetime64[D]")
    columns = (table[name].to_numpy(float) for name in ("Open", "High", "Low", "Close", "Adj Close", "Volume"))
    stated = table["Stock Splits"] if "Stock Splits" in table else ()
    splits = [Split(day.date(), float(ratio)) for day, ratio in getattr(stated, "items", tuple)() if ratio > 0]
    return bars_of(Rows(days, *columns), symbol, "yahoo", basis=SPLIT_ADJUSTED, splits=splits, minor=minor,
                   currency=currency, fetched=asked.isoformat(timespec="seconds"))


def _open_session(about: Any, asked: datetime) -> date | None:
    """The local day of a session that is not over yet, None where the last one is."""
    try:
        end = about["currentTradingPeriod"]["regular"]["end"]
    except (KeyError, TypeError):
        return _local_day(about, asked)
    end = datetime.fromtimestamp(end, UTC) if isinstance(end, (int, float)) else end
    return _local_day(about, end) if asked < end + timedelta(minutes=20) else None


def _local_day(about: Any, moment: datetime) -> date:
    from zoneinfo import ZoneInfo

    try:
        return moment.astimezone(ZoneInfo(about["exchangeTimezoneName"])).date()
    except (KeyError, ValueError):
        return moment.date()


def _doubled(bars: Bars, other: str) -> Bars:
    return replace(bars, suspect=(*bars.suspect, Suspicion("same-series", f"the same closes as {other}")))


def _without_last(bars: Bars) -> Bars:
    cut = {name: getattr(bars, name)[:-1] for name in ("sessions", "open", "high", "low", "close", "volume", "split")}
    return replace(bars, **cut)


def _says_who(ticker: Any) -> str:
    """The symbol that Yahoo's last answer is about, "" where it was none."""
    try:
        return str(ticker.history_metadata.get("symbol") or "").upper()
    except Exception:  # an answer too poor to be formatted
        return ""


def _is_network(error: Exception) -> bool:
    """Connection, name, TLS and time-out errors of either HTTP client."""
    if isinstance(error, OSError) and "HTTPError" not in type(error).__name__:
        return True
    return any(word in type(error).__name__ for word in ("Timeout", "Connection", "DNS", "SSL", "Proxy", "Incomplete"))


def _says_nothing(yf: Any, error: Exception) -> str:
    """Yahoo's explanation if it is that there is nothing, else ""."""
    reason = getattr(error, "yahoo_reason", None) if isinstance(error, yf.exceptions.YFPricesMissingError) else None
    return reason if reason and any(phrase in reason.lower() for phrase in NOTHING) else ""


def _short(error: Exception) -> str:
    text = str(error).splitlines()[0].partition(" See http")[0] if str(error) else "no message"
    return f"{type(error).__name__}: {text[:100]}"
