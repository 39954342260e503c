"""This file is what an archive came to: verdicts by kind and over time, reasons, worst claims.

It reads the results once and holds counts and the worst claims only, so that its memory does not grow with the archive.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from claimcheck.batch import outputs
from claimcheck.batch.parts import Place, manifest_of, place
from claimcheck.errors import InputError

VERDICTS = ("supported", "inexact", "refuted", "unverifiable")
WORST = 12  # refuted claims that are shown
MANY = 24  # bars of time: months if there are no more, else years; days if there are few
NOBODY = "(no address)"

Counts = dict[str, Counter[str]]


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a whole archive.

    kinds, days, publishers, symbols    verdicts of each, {"change": {"supported": 12, ...}}
    worst    the refuted claims that are furthest off, their rows with `title`, `url`, `written` of the article
    """

    out: str
    articles: int = 0
    claims: int = 0
    errors: int = 0
    duplicates: int = 0
    claiming: int = 0
    verdicts: Counter = field(default_factory=Counter)
    reasons: Counter = field(default_factory=Counter)
    faults: Counter = field(default_factory=Counter)
    troubles: Counter = field(default_factory=Counter)
    kinds: Counts = field(default_factory=lambda: defaultdict(Counter))
    days: Counts = field(default_factory=lambda: defaultdict(Counter))
    publishers: Counts = field(default_factory=lambda: defaultdict(Counter))
    symbols: Counts = field(default_factory=lambda: defaultdict(Counter))
    worst: tuple[dict[str, Any], ...] = ()


def found(out: Path) -> Place:
    """Where the results of a finished run are.  Raises InputError."""
    at = place(out, None)
    told = manifest_of(at.parts)
    if not at.claims().exists() or not at.articles().exists():
        why = "its run has not ended: go on with the same command" if told else "no output of claimcheck batch"
        raise InputError(f"{out}: {why}")
    return at


def summary(out: Path) -> Summary:
    """The summary of a finished run.  Raises InputError where there is none."""
    at = found(out)
    return of_rows(str(out), outputs.rows(at.form, at.claims(), at.articles()))


def of_rows(out: str, rows: Iterable[tuple[dict[str, Any], list[dict[str, Any]]]]) -> Summary:
    total, worst, order = Summary(out), [], count()
    numbers: Counter[str] = Counter()
    for article, claims in rows:
        numbers.update(articles=1, claims=len(claims), claiming=bool(claims), errors=bool(article["error"]),
                       duplicates=bool(article["duplicate_of"]))
        if article["error"]:
            total.troubles[trouble(article)] += 1
        for claim in claims:
            add(total, article, claim)
            if claim["verdict"] == "refuted":
                told = claim | {name: article[name] for name in ("title", "url", "written")}
                heapq.heappush(worst, (distance(claim), -next(order), told))
                if len(worst) > WORST:
                    heapq.heappop(worst)
    shown = tuple(claim for _, _, claim in sorted(worst, key=lambda each: each[:2], reverse=True))
    fields = {name: getattr(total, name) for name in total.__slots__}
    return Summary(**(fields | dict(numbers) | {"worst": shown}))


def add(total: Summary, article: dict[str, Any], claim: dict[str, Any]) -> None:
    verdict = claim["verdict"]
    total.verdicts[verdict] += 1
    for table, key in (
        (total.kinds, claim["kind"]),
        (total.days, (article["written"] or "")[:10]),
        (total.publishers, publisher(article["url"])),
        (total.symbols, claim["symbol"]),
    ):
        if key:
            table[key][verdict] += 1
    if claim["reason"]:
        total.reasons[claim["reason"]] += 1
    if claim["fault"]:
        total.faults[claim["fault"]] += 1


def publisher(url: str | None) -> str:
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else NOBODY


def trouble(article: dict[str, Any]) -> str:
    """Why an article could not be read, without its own name and figures, so that like counts with like."""
    why = str(article["error"]).removeprefix(f"{article['article']}").lstrip(" :")
    parts = why.split(": ")
    told = next((part for part in parts if " " in part), parts[-1])
    return "".join(" " if letter.isdigit() else letter for letter in told).strip()[:80]


def distance(claim: dict[str, Any]) -> float:
    """How far off a refuted claim is, beside what it says; a record that was none counts least."""
    said, off = claim.get("value"), claim.get("off_by")
    if off is None or not said:
        return 0.0
    return abs(off) / abs(said)


def periods(days: Counts) -> Iterator[tuple[str, Counter[str]]]:
    """Verdicts over time, by day, month or year, whichever gives at most MANY bars; gaps are left out."""
    for length in (10, 7, 4):
        spans: Counts = defaultdict(Counter)
        for day, verdicts in days.items():
            spans[day[:length]].update(verdicts)
        if len(spans) <= MANY or length == 4:
            yield from sorted(spans.items())
            return


def commonest(table: Counts, most: int) -> list[tuple[str, Counter[str]]]:
    """The rows with the most claims, the name deciding between equals."""
    return sorted(table.items(), key=lambda row: (-sum(row[1].values()), row[0]))[:most]
