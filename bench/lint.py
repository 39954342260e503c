"""This file is how fast a tree of posts is linted: all anew, and again unchanged, each in a process of its own.

    python bench/lint.py [--posts 500] [--rounds 5] [--keep FOLDER]

The posts are made here: Markdown of about 250 words with three to six market figures, two thirds of them true, against
made prices of real symbols (a seeded random walk; no figure is a price).  Before the times, what was found is held
against what was written: every false figure must be found, no true one may be.  Unchanged is the median of the rounds.
"""
from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

SYMBOLS = {"TSLA": "Tesla", "BA": "Boeing", "INTC": "Intel", "MSFT": "Microsoft", "MCD": "McDonald's", "NVDA": "Nvidia",
           "^DJI": "The Dow", "^GSPC": "The S&P 500"}
SPOKEN = (
    "Traders had little to go by before the bell, and less after it.",
    "The conference room was full, which it has not been for years.",
    "Nobody on the floor would say what comes next, and nobody was asked twice.",
    "A strategist in Boston called it a day for patient people.",
    "Analysts expect results next week and have been wrong before.",
    "The company did not answer questions that were sent to it on Thursday.",
    "Much of the talk was of tariffs, chips and the weather in the Gulf.",
    "It was the kind of session that is forgotten by the weekend.",
    "The committee meets in two weeks, and its members have stopped giving interviews.",
    "Small investors were on both sides of it, their brokers say.",
)
SAMPLE = "import sys; from claimcheck.cli import run; sys.exit(run(sys.argv[1:]))"


def sessions() -> list[date]:
    """The exchange's days of a spring, from a library so that no holiday is traded."""
    import exchange_calendars

    found = exchange_calendars.get_calendar("XNYS", start="2024-12-01").sessions_in_range("2025-01-06", "2025-06-13")
    return [each.date() for each in found]


def prices(folder: Path, days: list[date], seed: random.Random) -> dict[str, list[float]]:
    """Closes by symbol, written as SYMBOL.csv."""
    closes: dict[str, list[float]] = {}
    folder.mkdir(parents=True)
    for symbol in SYMBOLS:
        close, rows = seed.uniform(5000, 40000) if symbol.startswith("^") else seed.uniform(60, 400), []
        for day in days:
            opened, close = close, round(close * (1 + seed.gauss(0, 0.012)), 2)
            low, high = min(opened, close) * 0.998, max(opened, close) * 1.002
            rows.append(f"{day},{opened:.2f},{high:.2f},{low:.2f},{close:.2f}")
            closes.setdefault(symbol, []).append(close)
        (folder / f"{symbol}.csv").write_text("date,open,high,low,close\n" + "\n".join(rows) + "\n")
    return closes


def figure(symbol: str, closes: list[float], at: int, day: date, seed: random.Random) -> tuple[str, str, bool] | None:
    """A sentence about a session, its figure, and whether it is true; None where it moved too little to be told."""
    moved = 100 * (closes[at] / closes[at - 1] - 1)
    true = seed.random() < 0.67
    said = abs(moved) if true else abs(moved) * seed.choice((1.8, 2.5)) + 1
    if abs(moved) < 0.4:
        return None
    verb = seed.choice(("rose", "gained", "climbed") if moved > 0 else ("fell", "lost", "slid"))
    stars = seed.choice(("", "**"))
    return f"{SYMBOLS[symbol]} {verb} {stars}{said:.1f}%{stars} on {day:%A}.", f'{said:.1f}%', true


def posts(folder: Path, number: int, seed: random.Random) -> tuple[int, list[str]]:
    """Write posts; how many figures are true, and where the false ones are."""
    days, right, wrong = sessions(), 0, []
    closes = prices(folder / "prices", days, seed)
    for n in range(number):
        at, parts = seed.randrange(5, len(days)), []
        for symbol in seed.sample(sorted(SYMBOLS), seed.randint(3, 6)):
            told = figure(symbol, closes[symbol], at, days[at], seed)
            if told:
                text, said, true = told
                parts.append(" ".join((seed.choice(SPOKEN), text, *seed.sample(SPOKEN, 3))))
                right += true
                wrong += [] if true else [f"posts/{days[at]}-session-{n}.md {said}"]
        hour = 16 + seed.randint(1, 5)
        head = f"---\ntitle: Session {n}\ndate: {days[at]}T{hour}:00:00-04:00\n---\n\n# Session {n}\n\n"
        path = folder / "posts" / f"{days[at]}-session-{n}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + "\n\n".join(parts or [SPOKEN[0]]) + "\n")
    return right, wrong


def linted(folder: Path) -> tuple[float, float, list[str]]:
    """Seconds of a whole process by the clock and of the processor, and what it printed."""
    command = [sys.executable, "-c", SAMPLE, "lint", "posts", "--prices", "prices", "--output-format", "concise"]
    env = os.environ | {"CLAIMCHECK_CACHE": str(folder / "cache")}
    before, start = worked(), time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    return seconds, worked() - before, done.stdout.splitlines()


def worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(folder: Path, number: int, rounds: int) -> dict:
    right, wrong = posts(folder, number, random.Random(20250613))
    cold, cold_cpu, found = linted(folder)
    said = sorted(f'{line.partition(":")[0]} {line.split(chr(34))[1]}' for line in found)
    missed, alarms = (len(list((Counter(a) - Counter(b)).elements())) for a, b in ((wrong, said), (said, wrong)))
    again = [linted(folder) for _ in range(rounds)]
    assert all(lines == found for *_, lines in again), "an unchanged tree must give the same findings"
    unchanged, unchanged_cpu = (statistics.median(each[i] for each in again) for i in (0, 1))
    return {"posts": number, "figures true": right, "figures false": len(wrong), "missed": missed,
            "false alarms": alarms, "cold s": round(cold, 2), "unchanged s": round(unchanged, 3),
            "factor": round(cold / unchanged), "cold cpu s": round(cold_cpu, 2),
            "unchanged cpu s": round(unchanged_cpu, 3),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="a folder that is not there yet, for the posts")
    asked = parser.parse_args()
    if asked.keep:
        result = measured(asked.keep, asked.posts, asked.rounds)
    else:
        with tempfile.TemporaryDirectory() as folder:
            result = measured(Path(folder), asked.posts, asked.rounds)
    print(json.dumps(result, indent=1))
    sys.exit(0 if result["unchanged s"] < 0.5 and result["factor"] >= 20 else 1)


if __name__ == "__main__":
    main()
