"""This file is the fall-back chain: sources asked in order until one covers the window."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from claimcheck.market import Bars, Instrument, Prices, Unverifiable
from claimcheck.market.prices.cover import Wanted, covers, sessions_in, weightier
from claimcheck.market.prices.shares import counts_of


class Chained:
    """The first source that covers the window; else the one with the most sessions in it; else the best reason.

    A source that failed is never hidden behind one that merely has nothing: its reason wins.
    """

    def __init__(self, sources: Sequence[Prices]):
        self.sources = tuple(sources)
        self.name = " ".join(getattr(each, "name", "?") for each in sources)

    def bars(self, instrument: Instrument, first: date, last: date) -> Bars | Unverifiable:
        best, failed = None, None
        for each in self.sources:
            answer = each.bars(instrument, first, last)
            if isinstance(answer, Unverifiable):
                failed = answer if failed is None else weightier(failed, answer)
            elif covers(answer, first, last):
                return answer
            elif best is None or sessions_in(answer, first, last) > sessions_in(best, first, last):
                best = answer
        return best if best is not None else failed

    def share_counts(self, symbol: str, on: date) -> list[tuple[date, float]] | Unverifiable:
        failed = []
        for each in self.sources:
            known = counts_of(each, symbol, on)
            if isinstance(known, Unverifiable):
                failed.append(known)
            elif known:
                return known
        return failed[0] if failed else []

    def prefetch(self, wanted: Iterable[Wanted]) -> None:
        """Ask each source that fetches over a network for what those before it do not cover, all at once."""
        left = list(wanted)
        for each in self.sources:
            if hasattr(each, "prefetch"):
                each.prefetch(left)
            else:
                left = [one for one in left if not _covered(each, one)]


def _covered(source: Prices, wanted: Wanted) -> bool:
    instrument, first, last = wanted
    answer = source.bars(instrument, first, last)
    return isinstance(answer, Bars) and covers(answer, first, last)
