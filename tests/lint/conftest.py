"""This file is what the linter's tests work with: sessions over the fixtures' prices, opened once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from claimcheck.lint.session import Session
from claimcheck.lint.settings import Settings

FIXTURES = Path(__file__).parents[2] / "fixtures"
PRICES = (str(FIXTURES / "prices"), str(FIXTURES / "lint" / "made"))


@pytest.fixture(scope="session")
def market():
    return Session(Settings(), PRICES, remember=False).market()


@pytest.fixture
def session(market):
    """A maker of sessions that remember nothing: session(select=("all",))."""

    def made(**settings) -> Session:
        one = Session(replace(Settings(), **settings), PRICES, remember=False)
        one.opened = market
        return one

    return made
