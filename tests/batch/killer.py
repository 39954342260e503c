"""This file is price sources that end the process which asks them: for tests of engines, named by dotted path."""

from __future__ import annotations

import os
from pathlib import Path

from batch.made import PRICES
from claimcheck.market.prices.files import FilePrices


class Killer:
    """Ends the process when Apple is asked for, as often as the file that KILLS names has lines to lose."""

    name = "killer"

    def __init__(self) -> None:
        self.inner = FilePrices(PRICES)

    def bars(self, instrument, first, last):
        lives = Path(os.environ["KILLS"])
        left = int(lives.read_text())
        if instrument.symbol == "AAPL" and left:
            lives.write_text(str(left - 1))
            os._exit(9)
        return self.inner.bars(instrument, first, last)


def stillborn():
    """A source that cannot even be opened without the end of the process."""
    os._exit(9)


class Asker:
    """Prices that are fetched: notes in the file that ASKED names whatever is asked for ahead, and by which process."""

    name = "asker"

    def __init__(self) -> None:
        self.inner = FilePrices(PRICES)

    def bars(self, instrument, first, last):
        return self.inner.bars(instrument, first, last)

    def prefetch(self, wanted):
        with Path(os.environ["ASKED"]).open("a") as file:
            file.writelines(f"{os.getpid()} {instrument.symbol}\n" for instrument, _, _ in wanted)
