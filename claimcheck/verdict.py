"""This file is whether claim and market agree."""
from __future__ import annotations

from dataclasses import dataclass

from claimcheck.claim import Article, Claim, Interval, Seen, Span
from claimcheck.market import Instrument, Unverifiable, Window

FAULTS = {
    "wrong-direction": "it moved the other way",
    "wrong-size": "it moved by another amount",
    "wrong-level": "it stood elsewhere",
    "not-a-record": "an earlier price contradicts the extreme",
    "wrong-count": "the streak was not that long",
    "wrong-market-value": "the market value was another",
    "wrong-volume": "the volume was another",
    "not-entered": "the threshold was not crossed",
    "numbers-disagree": "the article's own figures contradict each other",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One plausible way to compute what the claim says.

    value    what the market did in the claim's own unit and sign (a fall is negative); a true interval where bars only bracket it
    how      the reading in words; base/last: prices used, as shown to the user
    fit      "inside", "near" or "outside" the stated interval, filled in by judge()
    """

    instrument: Instrument
    window: Window
    value: Interval
    how: str
    source: str
    fetched: str = ""
    base: float | None = None
    last: float | None = None
    fit: str = ""


@dataclass(frozen=True, slots=True)
class Supported:
    reading: Reading
    readings: tuple[Reading, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Inexact:
    reading: Reading
    readings: tuple[Reading, ...]
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Refuted:
    fault: str
    reading: Reading
    readings: tuple[Reading, ...]
    corrected: str = ""


Verdict = Supported | Inexact | Refuted | Unverifiable


@dataclass(frozen=True, slots=True)
class Checked:
    claim: Claim
    instrument: Instrument | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Figures of one article that cannot all be true: the span around them, what they are, and what would fit."""

    span: Span
    text: str
    sentence: str
    detail: str
    fitting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found out about one article; `error` where it could not be read."""

    article: Article
    checked: tuple[Checked, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    seen: tuple[Seen, ...] = ()
    error: str = ""
