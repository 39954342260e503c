"""This file is reports made by hand: every verdict, a contradiction, an assumed date, an unreadable article."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from claimcheck.claim import Article, Claim, Interval, Mention, Period, Quantity, Seen, Span
from claimcheck.market import Instrument, Unverifiable, Window
from claimcheck.verdict import Checked, Contradiction, Inexact, Reading, Refuted, Report, Supported

TEXT = """---
title: Two days | and a *half*
---
Acme rose more than 25% in the past month, said <Mr. Pipe | Co>. On Monday Acme fell 2.5 percent to $12.50.
Globex gained 3% on Monday. Initech closed at a record high.
Acme rose 2 points, or 9 percent, to 12. The 3 of us expect 7 percent growth.
"""
WRITTEN = datetime(2025, 2, 18, 16, 30, tzinfo=UTC)
ARTICLE = Article("news/a.md", TEXT, WRITTEN, "time", "Two days | and a *half*", "", TEXT.index("Acme"))
BARE = Article(
    "b\x1b[31m.txt",
    "Nothing moved.",
    WRITTEN,
    "assumed",
    note="b.txt bears no date of writing: today, 2025-02-18, is assumed. Give --date YYYY-MM-DD",
)
ACME = Instrument("ACME", "Acme Corp", "equity", "XNYS", "USD")
ACME_HK = Instrument("0001.HK", "Acme Corp", "equity", "XHKG", "HKD")
GLOBEX = Instrument("GBX", "Globex", "equity", "XNYS", "USD")
MONDAY = Window(date(2025, 2, 14), date(2025, 2, 17), date(2025, 2, 17), "17 Feb")
MONTH = Window(date(2025, 1, 17), date(2025, 1, 20), date(2025, 2, 18), "17 Jan to 18 Feb close, same day last month")
FOUR_WEEKS = Window(
    date(2025, 1, 21), date(2025, 1, 22), date(2025, 2, 18), "21 Jan to 18 Feb close, four weeks", usual=False
)


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


def claim(
    words: str,
    name: str,
    kind: str = "change",
    amount: str = "",
    unit: str = "percent",
    comparator: str = "eq",
    direction: str = "",
    step: str = "1",
    period: Period | None = None,
    **more,
) -> Claim:
    quantity = Quantity(Decimal(amount), unit, comparator, span(words), Decimal(step)) if amount else None
    sentence = next(line for line in TEXT.splitlines() if words in line)
    return Claim(
        kind,
        "by hand",
        "news/a.md",
        WRITTEN,
        "time",
        span(words),
        words,
        sentence,
        Mention(name, span(name)),
        direction,
        quantity,
        "close",
        period or Period("day", anchor="monday", text="on Monday"),
        **more,
    )


def reading(
    instrument: Instrument,
    window: Window,
    low: float,
    high: float | None = None,
    fit: str = "outside",
    base: float | None = 10.0,
    last: float | None = 12.5,
    source: str = "files:closes",
    fetched: str = "",
) -> Reading:
    value = Interval(low, low if high is None else high)
    return Reading(instrument, window, value, "close to close", source, fetched, base, last, fit)


def checked() -> tuple[Checked, ...]:
    month = (
        reading(ACME, MONTH, 24.1, fit="near", fetched="2025-02-18T20:00:00+00:00", source="yahoo"),
        reading(ACME_HK, FOUR_WEEKS, 27.04, fit="inside"),
    )
    fall = (reading(ACME, MONDAY, 2.51),)
    level = (reading(ACME, MONDAY, 12.31, 12.48, "near", base=None),)
    past_month = Period("month", "month", 1, trailing=True, text="in the past month")
    return (
        Checked(
            claim(
                "25%", "Acme", amount="25", comparator="gt", direction="up", period=past_month, attribution="Mr. Pipe"
            ),
            ACME,
            Supported(month[1], month, f"true only in one unusual reading: {FOUR_WEEKS.how}"),
            (MONTH.base, MONTH.last),
        ),
        Checked(
            claim("2.5 percent", "Acme", amount="2.5", direction="down", step="0.1"),
            ACME,
            Refuted("wrong-direction", fall[0], fall, "up 2.5% (14 Feb to 17 Feb, New York close)"),
            (MONDAY.last, MONDAY.last),
        ),
        Checked(
            claim("$12.50", "Acme", "level", "12.50", "USD", step="0.01", period=Period("point")),
            ACME,
            Inexact(level[0], level, "between $12.31 and $12.48 (17 Feb, New York close)"),
            (MONDAY.last, MONDAY.last),
        ),
        Checked(
            claim("3%", "Globex", amount="3", direction="up"),
            GLOBEX,
            Unverifiable("no-prices", "closes has no GBX"),
            (MONDAY.last, MONDAY.last),
        ),
        Checked(
            claim("record high", "Initech", "extreme", direction="up", of="level"),
            None,
            Unverifiable("unknown-name", "Initech"),
        ),
    )


def reports() -> tuple[Report, ...]:
    contradiction = Contradiction(
        span("2 points, or 9 percent, to 12"),
        "2 points, or 9 percent, to 12",
        "Acme rose 2 points, or 9 percent, to 12.",
        "2 points up to 12 is 20%, not 9%",
        ("20%",),
    )
    seen = (Seen(span("3 of us"), "3", "count"), Seen(span("7 percent"), "7 percent", "forecast"))
    return (
        Report(ARTICLE, checked(), (contradiction,), seen),
        Report(BARE),
        Report(Article("c.txt", "", WRITTEN), error="c.txt: no such file. Name a .txt, .md or .jsonl file"),
    )


def extracted() -> tuple[Report, ...]:
    return (
        Report(
            ARTICLE,
            tuple(Checked(each.claim, each.instrument, None, each.dates) for each in checked()),
            (),
            reports()[0].seen,
        ),
    )
