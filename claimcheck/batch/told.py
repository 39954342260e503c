"""This file is the summary of an archive in lines of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from claimcheck.batch.summary import VERDICTS, Counts, Summary, commonest
from claimcheck.market import REASONS
from claimcheck.report.tally import many
from claimcheck.verdict import FAULTS

SHOWN = 8  # reasons, troubles


def lines(total: Summary, width: int = 100) -> Iterator[str]:
    """The summary; width: columns of the terminal, at which long lines are cut."""
    yield ", ".join(counts(total))
    if total.kinds:
        yield ""
        yield from table("claims", total.kinds, len(total.kinds))
    if total.reasons:
        yield ""
        yield "why claims could not be verified"
        for reason, number in ranked(total.reasons):
            yield cut(f"{number:>9,}  {reason}: {REASONS.get(reason, '')}", width)
    if total.troubles:
        yield ""
        yield "why articles could not be read"
        for why, number in ranked(total.troubles):
            yield cut(f"{number:>9,}  {why}", width)
    if total.worst:
        yield ""
        yield "refuted, the furthest off first"
        for claim in total.worst:
            yield from worst(claim, width)


def counts(total: Summary) -> Iterator[str]:
    yield many(total.articles, "article")
    if total.errors:
        yield f"{total.errors:,} could not be read"
    if total.duplicates:
        yield f"{total.duplicates:,} tell a story again"
    yield f"{many(total.claims, 'claim')} in {total.claiming:,} of them"


def table(name: str, found: Counts, most: int) -> Iterator[str]:
    yield f"{name:<22}{'all':>9}" + "".join(f"{verdict:>13}" for verdict in VERDICTS)
    rows = commonest(found, most)
    for key, verdicts in rows:
        yield f"{key[:21]:<22}{verdicts.total():>9,}" + "".join(f"{verdicts[each]:>13,}" for each in VERDICTS)
    if len(rows) > 1:
        total = sum((verdicts for _, verdicts in rows), Counter())
        yield f"{'':<22}{total.total():>9,}" + "".join(f"{total[each]:>13,}" for each in VERDICTS)


def ranked(found: Counter[str]) -> list[tuple[str, int]]:
    return sorted(found.items(), key=lambda row: (-row[1], row[0]))[:SHOWN]


def worst(claim: dict[str, Any], width: int) -> Iterator[str]:
    """A refuted claim: what was said and what was, its sentence, and where it stands."""
    whose = claim["symbol"] or claim["subject"]
    said = f"{claim['text']} ({whose})" if whose else claim["text"]
    yield cut(f"  {said}: {claim.get('corrected') or FAULTS.get(claim.get('fault'), 'refuted')}", width)
    yield cut(f"      {' '.join((claim['sentence'] or '').split())}", width)
    yield cut(f"      {(claim['written'] or '')[:10]}  {claim['article']}", width)


def cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 4].rstrip() + " ..."
