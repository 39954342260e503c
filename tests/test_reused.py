"""This file tests whose series it is: tickers that another company took up later, or bore at the time."""
from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from claimcheck.market import Bars, Instrument
from claimcheck.market.names import Names
from claimcheck.market.prices.doctor import trusted
from claimcheck.market.prices.memory import MemoryPrices, hand_built
from claimcheck.market.reused import Owned, of_another

BANK = Instrument("WM", "Washington Mutual", "equity", "XNYS", "USD", None, date(2008, 9, 26), ("WM", "WAMUQ"),
                  company="washington mutual")
WASTE = Instrument("WM", "Waste Management", "equity", "XNYS", "USD", date(2008, 10, 3), company="waste management")
DRUGS = Instrument("ACT", "Actavis", "equity", "XNYS", "USD", date(2013, 1, 24), date(2015, 6, 14), ("ACT", "AGN"),
                   company="actavis")
BOTOX = Instrument("AGN", "Allergan", "equity", "XNYS", "USD", None, date(2015, 3, 16), company="allergan inc")
KNOWN = {"WM": (BANK, WASTE), "ACT": (DRUGS,), "AGN": (BOTOX,)}


def series(symbol: str, *spans: tuple[date, date]) -> Bars:
    days = [first + timedelta(n) for first, last in spans for n in range((last - first).days + 1)]
    days = [day for day in days if day.weekday() < 5]
    return hand_built(symbol, days, list(np.linspace(30, 40, len(days))))


def bearers(symbol: str) -> tuple[Instrument, ...]:
    return KNOWN.get(symbol, ())


def test_a_series_that_goes_on_is_the_later_company_s():
    unbroken = series("WM", (date(2008, 1, 2), date(2009, 6, 1)))
    found = of_another(BANK, unbroken, bearers, date(2008, 9, 10))
    assert found is not None and "Waste Management" in found.detail
    assert of_another(WASTE, unbroken, bearers, date(2009, 3, 2)) is None


@pytest.mark.parametrize("spans", [
    [(date(2008, 1, 2), date(2008, 9, 26))],
    [(date(2008, 1, 2), date(2008, 10, 20))],
    [(date(2008, 1, 2), date(2008, 9, 26)), (date(2009, 1, 5), date(2009, 6, 1))],
])
def test_a_series_that_stops_when_the_company_does_is_its_own(spans):
    assert of_another(BANK, series("WM", *spans), bearers, date(2008, 9, 10)) is None


def test_delisted_and_nobody_knows_whose():
    gone = Instrument("CVH", "Coventry", "equity", "XNYS", "USD", None, date(2013, 5, 6), ("CVH",), company="coventry")
    found = of_another(gone, series("CVH", (date(2013, 1, 2), date(2013, 12, 31))), bearers, date(2013, 3, 1))
    assert found is not None and "another company" in found.detail


def test_a_renamed_company_whose_source_keeps_the_old_symbol():
    old = Instrument("FB", "Facebook", "equity", "XNAS", "USD", date(2012, 5, 18), date(2022, 6, 8), ("FB", "META"),
                     company="meta")
    assert of_another(old, series("FB", (date(2022, 1, 3), date(2023, 1, 3))), bearers, date(2022, 2, 3)) is None


def test_a_later_symbol_that_was_another_company_s_at_the_time():
    found = of_another(DRUGS, series("AGN", (date(2013, 1, 2), date(2013, 12, 31))), bearers, date(2013, 5, 20))
    assert found is not None and "Allergan" in found.detail
    assert of_another(DRUGS, series("ACT", (date(2013, 1, 2), date(2013, 12, 31))), bearers, date(2013, 5, 20)) is None


def test_the_suspicion_spoils_every_window():
    prices = Owned(MemoryPrices({"WM": series("WM", (date(2008, 1, 2), date(2009, 6, 1)))}), bearers)
    found = prices.bars(BANK, date(2008, 9, 1), date(2008, 9, 10))
    why = trusted(found, date(2008, 9, 9), date(2008, 9, 10), every=False)
    assert why is not None and why.reason == "data-suspect" and "Waste Management" in why.detail


def test_the_shipped_table_knows_both():
    assert [each.name for each in Names.load().bearers("WM")] == ["Washington Mutual", "Waste Management"]
