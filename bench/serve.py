"""This file measures the page: many checks sent at once, how long each takes, what the page itself takes meanwhile.

    python bench/serve.py [--checks 200] [--workers 2] [--prices fixtures/prices]

Every check is an article of its own (a figure that no other has), and is compared with what comes back, so that a
check lost or mixed up with another is counted.  Times are those of the client, on the machine that also serves.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

PORT = 8977
ARTICLE = (
    "Trading was quiet in New York. The Dow Jones Industrial Average slipped 9.53 points, or 0.06 percent, "
    "to 15,238.59. Apple shares fell {figure} percent to close at $438.89. McDonald's rose nearly 1.3 percent. "
    "Overnight in Tokyo the Nikkei jumped 4.9 percent. Nobody wished to say what it meant for them."
)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--checks", type=int, default=200)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--prices", default=str(Path(__file__).parent.parent / "fixtures" / "prices"))
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "claimcheck",
                "serve",
                "--port",
                str(PORT),
                "--prices",
                asked.prices,
                "--data",
                f"{folder}/checks.db",
                "--workers",
                str(asked.workers),
            ],
            stderr=subprocess.PIPE,
        )
        try:
            began = time.monotonic()
            server.stderr.readline()
            print(f"ready after {time.monotonic() - began:.2f} s")
            asyncio.run(measure(asked.checks))
        finally:
            server.terminate()
            server.wait(20)


async def measure(count: int) -> None:
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{PORT}", timeout=300, limits=httpx.Limits(max_connections=count + 20)
    ) as client:
        began = time.monotonic()
        await check(client, 0.7)
        print(f"first check {time.monotonic() - began:.2f} s (the worker loads the model)")
        alone = [(await check(client, 1000 + n / 10))[1] for n in range(20)]
        print(f"one at a time: median {statistics.median(alone) * 1000:.0f} ms")
        stop, looks = asyncio.Event(), []
        watcher = asyncio.create_task(watch(client, stop, looks))
        began = time.monotonic()
        answers = await asyncio.gather(*(check(client, 10 + n / 10) for n in range(count)))
        whole = time.monotonic() - began
        stop.set()
        await watcher
    right = sum(found == f"{10 + n / 10:g} percent" for n, (found, _) in enumerate(answers))
    taken = sorted(seconds for _, seconds in answers)
    print(
        f"{count} at once: {right} right, {count - right} lost or mixed up, all in {whole:.1f} s "
        f"({count / whole:.0f} a second); median {taken[count // 2]:.2f} s, p95 {taken[int(count * 0.95)]:.2f} s"
    )
    looks.sort()
    print(
        f"the start page meanwhile: {len(looks)} times, median {looks[len(looks) // 2] * 1000:.0f} ms, "
        f"p95 {looks[int(len(looks) * 0.95)] * 1000:.0f} ms"
    )


async def check(client: httpx.AsyncClient, figure: float) -> tuple[str, float]:
    """The text of the second percentage that comes back, and the seconds until the result was there."""
    began = time.monotonic()
    sent = await client.post("/checks", data={"text": ARTICLE.format(figure=f"{figure:g}"), "written": "2013-06-10"})
    if sent.status_code != 303:
        return f"status {sent.status_code}", time.monotonic() - began
    place = sent.headers["location"]
    while (await client.get(f"{place}/state")).json()["state"] == "waiting":
        pass
    taken = time.monotonic() - began
    records = [json.loads(line) for line in (await client.get(f"{place}/export.jsonl")).text.splitlines()]
    return next((each["text"] for each in records if each["subject"] == "Apple"), "nothing"), taken


async def watch(client: httpx.AsyncClient, stop: asyncio.Event, looks: list[float]) -> None:
    while not stop.is_set():
        began = time.monotonic()
        await client.get("/")
        looks.append(time.monotonic() - began)
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    main()
