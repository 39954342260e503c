"""This file is claimcheck in a notebook: `check(text, date=...)` shows the marked article, and has a table.

    >>> from claimcheck import check
    >>> result = check("Apple shares fell 0.7 percent on Monday.", date="2013-06-10", prices="my/prices")
    >>> result                  # in Jupyter: the article with every claim marked by its verdict
    >>> result.to_pandas()      # one row a claim
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as day
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimcheck import answer
from claimcheck.checking import check_article, open_market
from claimcheck.market import Market, Prices
from claimcheck.market.prices import cache_path
from claimcheck.report.record import checked_record, records
from claimcheck.report.tally import footer, tally
from claimcheck.verdict import Checked, Report

if TYPE_CHECKING:
    import pandas as pd

NUMBERS = ("value", "actual", "actual_high", "off_by")
Source = str | Path | Prices


def check(text: str, *, date: str | day | datetime, prices: Source | Sequence[Source] = "yahoo", title: str = "",
          aliases: str | Path | None = None) -> Result:
    """Check every market figure of a text.

    date     when it was written: "2025-02-18", "2025-02-18T16:30+08:00", a date or a datetime.  "On Monday" hangs on it
    prices   a source or several, as `--prices` takes them; the next is asked where one has nothing
    title    what to call it; aliases: a file of your own names for instruments

    Raises InputError for a text or date that is none, ConfigError for a price source or file that is none.
    """
    article = answer.article(text, date, title)
    several = (prices,) if isinstance(prices, (str, Path)) or hasattr(prices, "bars") else tuple(prices)
    return Result(check_article(article, market(several, Path(aliases) if aliases else None)))


@lru_cache(maxsize=4)
def market(prices: tuple[Source, ...], aliases: Path | None) -> Market:
    """One market for all cells that name the same sources; what is fetched is kept where the command keeps it."""
    folder = cache_path().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = None
    return open_market(prices, aliases, folder)


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """A checked text.  Iterating gives its claims (Checked) in reading order; report has all that was found out."""

    report: Report

    def __iter__(self) -> Iterator[Checked]:
        return iter(self.report.checked)

    def __len__(self) -> int:
        return len(self.report.checked)

    def __repr__(self) -> str:
        return f"<claimcheck: {footer(tally(self.report), True)}>"

    def records(self) -> list[dict[str, Any]]:
        """The public records: claims, and figures that contradict each other."""
        return list(records(self.report))

    def to_pandas(self) -> pd.DataFrame:
        """One row a claim, with the columns of `--format csv`; figures are numbers, days are days."""
        import pandas as pd

        from claimcheck.report.csv import FOUND, SAID, row

        rows = [{name: None if value == "" else value for name, value in row(checked_record(self.report, each)).items()}
                for each in self.report.checked]
        frame = pd.DataFrame(rows, columns=[*SAID, *FOUND])
        days = {name: pd.to_datetime(frame[name]) for name in ("period_start", "period_end")}
        return frame.assign(**days, **{name: pd.to_numeric(frame[name]) for name in NUMBERS})

    def _repr_html_(self) -> str:
        """The marked article and its verdicts: no script, nothing fetched, everything of the text escaped."""
        from claimcheck.report.html import environment
        from claimcheck.report.sheet import sheet

        name = "c" + sha256(repr(self.report.article).encode("utf-8", "replace")).hexdigest()[:8]
        return environment().get_template("cell.html").render(sheet=sheet(self.report, {}, prefix=f"{name}-"))
