"""This file is the summary of an archive as one self-contained page of HTML with plots, drawn in its template.

The plots are rectangles of SVG that stretch with the page; all words stand in HTML, so that a phone shows them too.
Every value is escaped by the template, and a Content-Security-Policy lets nothing run (docs/decisions/0075).
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from claimcheck.batch.summary import NOBODY, VERDICTS, Counts, Summary, commonest, periods
from claimcheck.batch.told import counts, ranked
from claimcheck.market import REASONS
from claimcheck.verdict import FAULTS

ORDER = ("refuted", "inexact", "supported", "unverifiable")  # of the pieces of a bar, from its foot
SIGNS = {"supported": "✓", "inexact": "≈", "refuted": "✗", "unverifiable": "?"}
WIDE = 1000  # units of a bar across, which the page stretches
ROWS = 15  # publishers, instruments
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Piece:
    """One verdict's piece of a bar: where it begins, how long it is, in units of WIDE."""

    verdict: str
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its name, its verdicts in words, and its pieces; across: its place and width among columns."""

    name: str
    total: int
    words: str
    verdicts: Counter
    pieces: tuple[Piece, ...]
    across: tuple[float, float] = (0.0, 0.0)


def render(total: Summary) -> str:
    """The page.  All its counts are those of the summary."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    house = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                        lstrip_blocks=True)  # fmt: skip
    css = (HERE / "archive.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(css.encode()).digest()).decode()
    return house.get_template("archive.html").render(
        css=css,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        total=total, counts=list(counts(total)), verdicts=VERDICTS, signs=SIGNS, wide=WIDE,
        time=columns(list(periods(total.days))), kinds=bars(commonest(spelled(total.kinds), ROWS)),
        publishers=bars(commonest(named(total.publishers), ROWS)), symbols=bars(commonest(total.symbols, ROWS)),
        reasons=[(reason, number, REASONS.get(reason, "")) for reason, number in ranked(total.reasons)],
        troubles=ranked(total.troubles), faults=FAULTS, worst=[shown(claim) for claim in total.worst],
    )  # fmt: skip


def spelled(found: Counts) -> Counts:
    """Kinds as words."""
    return {name.replace("_", " "): verdicts for name, verdicts in found.items()}


def named(found: Counts) -> Counts:
    """Publishers, if any is known at all."""
    return found if set(found) - {NOBODY} else {}


def bars(rows: list[tuple[str, Counter]]) -> list[Bar]:
    """Bars that lie, the longest as long as the page allows."""
    most = max((verdicts.total() for _, verdicts in rows), default=1)
    return [bar(name, verdicts, most) for name, verdicts in rows]


def columns(rows: list[tuple[str, Counter]]) -> list[Bar]:
    """Bars that stand side by side."""
    most = max((verdicts.total() for _, verdicts in rows), default=1)
    step = WIDE / max(1, len(rows))
    return [
        bar(name, verdicts, most, (round(step * (at + 0.08), 2), round(step * 0.84, 2)))
        for at, (name, verdicts) in enumerate(rows)
    ]


def bar(name: str, verdicts: Counter, most: int, across: tuple[float, float] = (0.0, 0.0)) -> Bar:
    start, pieces = 0.0, []
    for verdict in ORDER:
        length = round(WIDE * verdicts[verdict] / most, 2)
        if length:
            pieces.append(Piece(verdict, round(start, 2), length))
        start += length
    words = ", ".join(f"{verdicts[verdict]:,} {verdict}" for verdict in VERDICTS if verdicts[verdict])
    return Bar(name, verdicts.total(), words, verdicts, tuple(pieces), across)


def shown(claim: dict[str, Any]) -> dict[str, Any]:
    """A refuted claim for the page: its sentence in three parts, with the number in the middle where it is found."""
    sentence, text = claim["sentence"] or "", claim["text"]
    before, found, after = sentence.partition(text)
    url = claim["url"] or ""
    return claim | {
        "before": before, "number": found, "after": after, "day": (claim["written"] or "")[:10],
        "link": url if url.startswith(("https://", "http://")) else "",
        "whose": claim["symbol"] or claim["subject"] or "",
        "told": claim.get("corrected") or FAULTS.get(claim.get("fault"), ""),
    }  # fmt: skip
