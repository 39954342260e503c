"""This file is what a writer said: the frozen facts that every other room passes on.

Nothing here knows spaCy, pandas or prices; every object pickles.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Article:
    """One text with the moment it was written.

    `written` is aware; `dated` says how it is known: "time" (to the minute), "day" (a date only)
    or "assumed" (the input bears none, the day of the check was taken).
    body: where the text proper begins; what stands before (front matter) is never a claim.
    note: what had to be assumed about the date of writing, "" where nothing was.
    """

    id: str
    text: str
    written: datetime
    dated: str = "time"
    title: str = ""
    url: str = ""
    body: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Code points [start, end) of the article's text as read."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from low to high, both ends included; infinite ends are allowed."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def overlaps(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    def distance(self, other: Interval) -> float:
        """How far apart two intervals lie, 0 where they touch."""
        return max(0.0, self.low - other.high, other.low - self.high)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A stated number: `amount` of `unit`, the digits kept.

    unit: "percent", "points", "basis points", an ISO currency, "shares", "days", "ratio", "contracts" or "".
    Minor units are already turned into major ones (6 cents = 0.06 USD).
    comparator: eq, approx, gt, lt, le (le = "as much as").
    step: worth of one unit of the last place that the writer wrote (43% -> 1, $589 billion -> 1e9);
    a writer who rounds is off by half of it at most.  upto: the other end of a range ("3-4 percent").
    hedge: the words that widen or open the number ("nearly"), as written, lower case.
    """

    amount: Decimal
    unit: str
    comparator: str
    span: Span
    step: Decimal
    hedge: str = ""
    upto: Decimal | None = None

    def interval(self) -> Interval:
        """What the digits alone allow, hedges not yet considered (those are verdict.py's table)."""
        top = self.amount if self.upto is None else self.upto
        return Interval(float(self.amount - self.step / 2), float(top + self.step / 2))


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name an instrument.

    text is the name ("Apple", "euro"); ric / ticker where the text shows one ("AAPL.O", "AAPL");
    exchange where the text ties the ticker to one ("NASDAQ"); against: the other currency of a pair
    ("euro" against "yen"); listing: "us" for "U.S.-listed shares", "hk" for "Hong Kong-listed" and so on, else "".
    form: "future", "etf", "spot" or "" where the words say what is meant ("S&P futures").
    via: how the subject was found: name, ric, ticker, pronoun, epithet, carried, headline.
    """

    text: str
    span: Span
    ric: str = ""
    ticker: str = ""
    exchange: str = ""
    against: str = ""
    listing: str = ""
    form: str = ""
    via: str = "name"


@dataclass(frozen=True, slots=True)
class Period:
    """When, as the words say it: symbolic, no dates yet (market/calendar.py turns it into windows).

    shape   the public period.type: day premarket afterhours intraday week month quarter ytd year since range point unknown
    grain   unit that `count` counts: session day week month quarter year ("" where nothing is counted)
    count   how many ("past three weeks" -> grain week, count 3); 0 where nothing is counted
    anchor  the day or span named, "" = the article's own day:
              today yesterday  |  monday .. sunday (the latest such day not after writing)
              2013-06-10  --06-10 (no year said)  2013-06  --06  2012  2013-Q2  Q2
              this-week last-week this-month last-month this-quarter last-quarter this-year last-year
              week-before  day-before (relative to the text's own day)
              event (an event that no calendar knows), level (since a price)
              unnamed (one day, the text does not say which: "in a single day")
    until   the other end of a range that names both ends, same vocabulary as anchor ("" = the last session)
    part    early mid late start end open close midday morning afternoon, or a clock time "05:26 GMT", "16:00 local"
    trailing  the count reaches back from the last session ("past month") instead of naming a calendar unit ("last month")
    text, span   the words, None where implied; inherited: taken over from another claim ("in the same period")
    """

    shape: str
    grain: str = ""
    count: int = 0
    anchor: str = ""
    until: str = ""
    part: str = ""
    trailing: bool = False
    text: str = ""
    span: Span | None = None
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One stated number (or number-like phrase) and what the sentence says around it; the input of kinds.recognise().

    text, span      the stated number with its unit, or the phrase ("record high")
    sentence        the sentence's span, context its words
    cue             how the number hangs in the sentence: the lower-case word that governs it (rose, at, to, from, by, of, ...)
    verb            the move verb or noun it belongs to ("rose", "gain"), "" where none
    direction       up, down, flat or "" from that verb
    void            why it is no market claim (forecast, fundamental, target, name, ...), "" where nothing speaks against
    notes           derivation steps, shown by `explain`
    """

    text: str
    span: Span
    sentence: Span
    context: str
    quantity: Quantity | None
    cue: str
    verb: str
    direction: str
    subject: Mention | None
    period: Period
    measure: str = "price"
    attribution: str = ""
    quoted: bool = False
    hints: tuple[str, ...] = ()
    void: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One numeric market claim.

    kind       change level extreme market_value_change market_value_level volume streak breadth regime comparison
    rule       the name of the rule that found it
    direction  up down flat or ""
    quantity   None where the claim states no number ("record high")
    measure    close price open high low yield market_value volume futures
    of         extremes only: "level" (record high) or "move" (biggest one-day drop)
    horizon    extremes: the history it is measured against (Period; shape "since", "range", "year" ...; None = all history);
               volume ratios and averages: the average's span
    rank       extremes: 1 = the biggest, 2 = "second-best day"
    also       other periods that the words may mean: none said here, the one before may go on
    versus     comparisons only: what the subject is set against ("outperformed the S&P 500")
    hints      total-return, from-open, from-low, from-high, intraday, closing, offer-price, per-share, average, started ...
    """

    kind: str
    rule: str
    article: str
    written: datetime
    dated: str
    span: Span
    text: str
    sentence: str
    subject: Mention | None
    direction: str
    quantity: Quantity | None
    measure: str
    period: Period
    attribution: str = ""
    quoted: bool = False
    of: str = ""
    horizon: Period | None = None
    rank: int = 1
    hints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    also: tuple[Period, ...] = ()
    versus: Mention | None = None

    def __str__(self) -> str:
        """The canonical line of the corpus: "change: Alibaba up 43 percent, over the past month"."""
        parts = [self.subject.text if self.subject else "(nobody)"]
        if self.direction:
            parts.append(self.direction)
        if self.quantity:
            hedge = {"eq": "", "approx": "about ", "gt": "more than ", "lt": "less than ", "le": "as much as "}
            parts.append(hedge[self.quantity.comparator] + plain(self.quantity.amount)
                         + (f" to {plain(self.quantity.upto)}" if self.quantity.upto is not None else "")
                         + (f" {self.quantity.unit}" if self.quantity.unit else ""))
        elif not self.versus:
            parts.append(f'"{self.text}"')
        if self.versus:
            parts.append(f"against {self.versus.text}")
        return f"{self.kind}: {' '.join(parts)}, {say_period(self.period)}"


@dataclass(frozen=True, slots=True)
class Seen:
    """A number of the text that is no market claim, and why (forecast, fundamental, target, name, ...)."""

    span: Span
    text: str
    reason: str


def plain(amount: Decimal) -> str:
    """The number without exponent or trailing zeros: 43, 0.06, 589000000000."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def say_period(period: Period) -> str:
    """A period as the corpus writes it: its type, then what it names."""
    named = " ".join(x for x in (
        f"{period.count} {period.grain}" if period.count else period.grain,
        period.anchor, f"until {period.until}" if period.until else "", period.part) if x)
    return f"{period.shape} ({named})" if named else period.shape
