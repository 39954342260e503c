"""This file kills a run over an archive at random moments, resumes it each time, and compares with an undisturbed run.

    python bench/kill.py ARCHIVE --prices SPEC [--kills 10] [--engine processes]
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from machine import describe


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("archive")
    asked.add_argument("--prices", required=True)
    asked.add_argument("--kills", type=int, default=10)
    asked.add_argument("--engine", default="processes")
    asked.add_argument("--seed", type=int, default=1)
    args = asked.parse_args()
    describe()
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        whole, broken = Path(folder) / "whole.jsonl", Path(folder) / "broken.jsonl"
        start = time.monotonic()
        subprocess.run(command(args, whole), stdout=subprocess.DEVNULL, check=False)
        took = time.monotonic() - start
        print(f"undisturbed: {took:.1f} s")
        for number in range(1, args.kills + 1):
            process = subprocess.Popen(command(args, broken), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            before, wait = saved_by(broken), chance.uniform(0.0, took / args.kills)
            while number % 5 and saved_by(broken) == before and process.poll() is None:
                time.sleep(0.02)  # four of five kills come after some work was saved
            time.sleep(wait)
            ended = process.poll() is not None
            if not ended:
                os.kill(process.pid, signal.SIGKILL)
            process.wait()
            told = "it had ended" if ended else f"{before} parts before, {saved_by(broken)} saved"
            print(f"kill {number} after {wait:5.2f} s: {told}", flush=True)
        subprocess.run(command(args, broken), stdout=subprocess.DEVNULL, check=False)
        for what, name in (("claims", "{}.jsonl"), ("articles", "{}.articles.jsonl")):
            one, other = ((Path(folder) / name.format(each)).read_bytes() for each in ("whole", "broken"))
            print(f"{what}: {'the same' if one == other else 'DIFFERENT'}, {len(one):,} bytes")
            assert one == other


def saved_by(out: Path) -> int:
    return len(list(out.with_name(out.name + ".parts").glob("*.part")))


def command(args, out: Path) -> list[str]:
    return [sys.executable, "-m", "claimcheck", "batch", args.archive, "-o", str(out), "--prices", args.prices,
            "--engine", args.engine, "--workers", "2"]  # fmt: skip


if __name__ == "__main__":
    main()
