"""This file is a measure of the verdicts alone: claims are built from gold labels instead of by the extractor.

    python bench/verdicts.py [--shared ../shared] [--show refuted|inexact|unverifiable]

Prints what share of the checked claims of the true articles is supported, inexact and refuted, and what share of the
numbers that the benchmark's falsify.py would change is caught (gross: refuted; subtle: refuted or inexact).
"""
from __future__ import annotations

import argparse
import collections
import json
import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from claimcheck.claim import Claim, Mention, Period, Quantity, Span
from claimcheck.kinds import BY_NAME, asked, earliest
from claimcheck.language import period as periods
from claimcheck.language import quantity as quantities
from claimcheck.market import Instrument, Unverifiable
from claimcheck.market.calendar import Calendar
from claimcheck.market.prices import source
from claimcheck.verdict import Inexact, Refuted, Supported, judge

SUFFIXES = {
    "T": ("XTKS", "JPY"), "L": ("XLON", "GBP"), "PA": ("XPAR", "EUR"), "DE": ("XETR", "EUR"), "TO": ("XTSE", "CAD"),
    "HK": ("XHKG", "HKD"), "KS": ("XKRX", "KRW"), "SS": ("XSHG", "CNY"), "HE": ("XHEL", "EUR"),
}
INDICES = {"^N225": "XTKS", "^HSI": "XHKG", "^FTSE": "XLON", "^GDAXI": "XETR", "^FCHI": "XPAR", "^KS11": "XKRX"}


def instrument(symbol: str) -> Instrument:
    if symbol.startswith("^"):
        asset = "yield" if symbol in ("^TNX", "^TYX") else "index"
        return Instrument(symbol, symbol, asset, INDICES.get(symbol, "XNYS"), "USD")
    if symbol.endswith("=X"):
        base, quote = (symbol[:3], symbol[3:6]) if len(symbol) == 8 else ("USD", symbol[:3])
        return Instrument(symbol, symbol, "currency", "24/5", quote, base=base)
    if symbol.endswith("=F"):
        return Instrument(symbol, symbol, "commodity", "24/5", "USD")
    exchange, currency = SUFFIXES.get(symbol.rpartition(".")[2] if "." in symbol else "", ("XNYS", "USD"))
    return Instrument(symbol, symbol, "index" if symbol == "000001.SS" else "equity", exchange, currency)


def period_of(gold: dict) -> Period:
    words = gold["period_text"] or ""
    shape = gold["period"]
    found = [w.period for w in periods.find(words)]
    if found:
        best = next((p for p in found if p.shape == shape), found[0])
        return replace(best, shape=shape) if shape in ("afterhours", "premarket", "point", "intraday") else best
    if shape in ("since", "range", "unknown"):
        return Period("unknown", text=words)
    return Period(shape, text=words, part="")


def quantity_of(gold: dict, text: str) -> Quantity | None:
    """The number as the extractor's own reader sees it in the article, with the gold value and unit."""
    if gold["value"] is None:
        return None
    start = max(0, gold["start"] - 40)
    here = [n.quantity for n in quantities.find(text[start:gold["end"]]) if n.end + start > gold["start"]]
    step, hedge = Decimal(1), ""
    if here:
        step, hedge = here[-1].step, here[-1].hedge
    elif re.search(r"\d", gold["value_text"]):
        decimals = re.search(r"\.(\d+)", gold["value_text"])
        step = Decimal(1).scaleb(-len(decimals[1])) if decimals else Decimal(1)
    value = Decimal(str(gold["value"]))
    span = Span(gold["start"], gold["end"])
    return Quantity(value, gold["unit"] or "", gold["comparator"] or "eq", span, step, hedge)


def claim_of(article: dict, gold: dict) -> Claim:
    text = article["text"]
    return Claim(
        gold["kind"], "gold", article["id"], datetime.fromisoformat(article["published"]), "time",
        Span(gold["start"], gold["end"]), gold["value_text"],
        " ".join(text[max(0, gold["start"] - 120):gold["end"] + 60].split()),
        Mention(gold["subject"], Span(0, 0)), gold["direction"] or "", quantity_of(gold, text),
        gold["measure"] or "price", period_of(gold))


def changed(claim: Claim, how: str) -> Claim | None:
    """The claim with its number falsified as the benchmark's falsify.py does it."""
    if re.search(r"/\d", claim.text) or not claim.quantity:
        return None
    places = [i for i, c in enumerate(claim.text) if c.isdigit()]
    if not places:
        return None
    i = places[0] if how == "gross" else places[-1]
    d = int(claim.text[i])
    text = claim.text[:i] + str((d + 3) % 9 + 1 if how == "gross" else (d + 4) % 10) + claim.text[i + 1:]
    was, now = (Decimal(re.search(r"\d[\d,]*\.?\d*|\.\d+", t)[0].replace(",", "")) for t in (claim.text, text))
    if not was:
        return None
    scale = claim.quantity.amount / was
    return replace(claim, text=text, sentence=claim.sentence.replace(claim.text, text),
                   quantity=replace(claim.quantity, amount=now * scale))


class Bench:
    def __init__(self, shared: Path):
        self.calendar, self.prices = Calendar(), source(shared / "prices")

    def verdict(self, claim: Claim, symbol: str):
        traded = instrument(symbol)
        windows = self.calendar.windows(asked(claim), claim.written, claim.dated, traded.exchange)
        if isinstance(windows, Unverifiable):
            return windows
        first = earliest(claim, windows)
        bars = self.prices.bars(traded, first, max(w.last for w in windows))
        if isinstance(bars, Unverifiable):
            return bars
        return judge(claim, BY_NAME[claim.kind].measure(claim, traded, windows, bars))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--shared", type=Path, default=Path("../shared"))
    asked.add_argument("--show", default="")
    asked.add_argument("--kinds", default="change,level")
    args = asked.parse_args()
    bench = Bench(args.shared)
    folder = args.shared / "benchmark"
    articles = {a["id"]: a for a in map(json.loads, (folder / "dev.articles.jsonl").open(encoding="utf-8"))}
    counts, reasons, caught = collections.Counter(), collections.Counter(), collections.Counter()
    for row in map(json.loads, (folder / "dev.labels.jsonl").open(encoding="utf-8")):
        for gold in row["claims"]:
            if gold["kind"] not in args.kinds.split(",") or gold["optional"] or not gold["symbol"]:
                continue
            claim = claim_of(articles[row["id"]], gold)
            verdict = bench.verdict(claim, gold["symbol"])
            name = type(verdict).__name__.lower()
            counts[name] += 1
            if isinstance(verdict, Unverifiable):
                reasons[verdict.reason] += 1
            if name in args.show.split(","):
                show(claim, gold, verdict)
            if not isinstance(verdict, Supported):
                continue
            for how in ("gross", "subtle"):
                false = changed(claim, how)
                if false is None:
                    continue
                answer = bench.verdict(false, gold["symbol"])
                caught[how] += 1
                caught[how, "refuted"] += isinstance(answer, Refuted)
                caught[how, "caught"] += isinstance(answer, (Refuted, Inexact))
                enough = (Refuted,) if how == "gross" else (Refuted, Inexact)
                if f"missed-{how}" in args.show.split(",") and not isinstance(answer, enough):
                    show(false, gold, answer)
    checked = counts["supported"] + counts["inexact"] + counts["refuted"]
    print(dict(counts), dict(reasons))
    shares = {name: counts[name] / max(1, checked) for name in ("supported", "inexact", "refuted")}
    print(f"checked {checked}", *(f"{name} {share:.3f}" for name, share in shares.items()))
    for how in ("gross", "subtle"):
        n = caught[how] or 1
        print(f"{how}: {n} falsified, refuted {caught[how, 'refuted'] / n:.3f}, caught {caught[how, 'caught'] / n:.3f}")


def show(claim: Claim, gold: dict, verdict) -> None:
    print(f"{type(verdict).__name__.upper()} {claim.written:%a %Y-%m-%d %H:%M} {gold['symbol']} | {claim} "
          f"| {claim.measure} | {claim.text} | {gold['period_text']}\n    {claim.sentence}")
    if isinstance(verdict, Unverifiable):
        print("   ", verdict.reason, verdict.detail)
        return
    for r in verdict.readings[:6]:
        print(f"    {r.fit:8}{r.value.low:.3f} .. {r.value.high:.3f}  {r.how} | {r.window.how} | {r.window.base} to "
              f"{r.window.last} closed {r.window.closed} usual {r.window.usual} stretch {r.stretch}")
    print("   ", getattr(verdict, "fault", ""), getattr(verdict, "corrected", ""), getattr(verdict, "remark", ""))


if __name__ == "__main__":
    main()
