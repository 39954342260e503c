"""This file makes archives for the tests: small reports in invented words about real symbols of the fixture prices."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from claimcheck.batch import Setting
from claimcheck.read import Desk

PRICES = Path(__file__).parents[2] / "fixtures" / "prices"
DESK = Desk(datetime(2025, 2, 20, 9, 30, tzinfo=UTC), sheets=True)
COMPANIES = ("Apple", "The S&P 500", "The Dow Jones industrial average", "Nobody Heard Of It Inc", "Facebook")
FILLER = (
    "The board meets in spring and will hear about plans for the new plant.",
    "Analysts had hoped for more, but nobody was surprised.",
    "The weather in the north kept traders at home for most of the morning.",
    "A spokeswoman declined to say when the report would be ready.",
    "Orders came in late, and the mood on the floor was calm.",
)


def rows(count: int, seed: int = 1) -> list[dict]:
    """Articles of June 2013 with a few claims each, every seventh of them broken in some way."""
    chance, made = random.Random(seed), []
    for number in range(count):
        day = date(2013, 6, 11) + timedelta(days=chance.randrange(10))
        words = [chance.choice(FILLER) for _ in range(4)]
        for _ in range(chance.randrange(3)):
            verb = chance.choice(("rose", "fell"))
            words.append(f"{chance.choice(COMPANIES)} {verb} {chance.randrange(1, 60) / 10} percent on Monday.")
        row = {
            "id": f"made/{number}",
            "title": f"Report {number}",
            "published": f"{day}T21:30:00+00:00",
            "url": f"https://paper{number % 3}.example.org/{number}",
            "text": " ".join(words) + f" It was story {chance.randrange(10**9)}.",
        }
        if number % 7 == 3:
            row |= chance.choice(({"text": ""}, {"published": "soon"}, {"text": "\0" * 50}))
        made.append(row)
    return made


def archive(path: Path, made: list[dict]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in made), encoding="utf-8")
    return path


def setting(prices: str = str(PRICES), **more) -> Setting:
    return Setting((prices,), DESK, **more)
