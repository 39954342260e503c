"""This file is the tables of words held to their examples: every row of units, periods and voids carries some, and they run here."""
from __future__ import annotations

import tomllib
from datetime import datetime
from importlib.resources import files

import pytest

from claimcheck.claim import Article, plain
from claimcheck.language import extract, period, quantity
from claimcheck.market.names import Names

NAMES = Names.load()


def rows(name: str) -> dict:
    return tomllib.loads(files("claimcheck.language").joinpath(name).read_text("utf-8"))


def unit_examples():
    table = rows("units.toml")
    for part in ("unit", "money", "word"):
        for row in table[part]:
            assert row["examples"], f"a row of units.toml without examples: {row}"
            yield from row["examples"].items()


def period_examples():
    for row in rows("periods.toml")["period"]:
        assert row["examples"], f"a row of periods.toml without examples: {row['pattern'][:40]}"
        yield from row["examples"].items()


def void_examples():
    for row in rows("voids.toml")["void"]:
        assert row["examples"], f"a row of voids.toml without examples: {row['reason']}"
        yield from row["examples"]


def move_examples():
    for row in rows("verbs.toml")["move"]:
        yield from ((text, row["direction"]) for text in row["examples"])


@pytest.mark.parametrize(("text", "wanted"), list(unit_examples()))
def test_units(text, wanted):
    said = [f"{plain(n.quantity.amount)} {n.quantity.unit}".strip() for n in quantity.find(text)]
    value, _, unit = wanted.partition(" ")
    assert f"{plain(quantity.Decimal(value))} {unit}" in said


@pytest.mark.parametrize(("text", "wanted"), list(period_examples()))
def test_periods(text, wanted):
    found = period.find(f"Alibaba rose 3 percent {text}.")
    assert found, f"no period in {text!r}"
    p = found[-1].period
    parts = (p.shape, str(p.count) if p.count else "", p.grain, p.anchor, f"until {p.until}" if p.until else "", p.part)
    assert " ".join(x for x in parts if x) == wanted


@pytest.mark.parametrize("text", list(void_examples()))
def test_what_is_never_a_claim(text):
    article = Article("row", text, datetime.fromisoformat("2025-02-18T18:00:00-05:00"))
    assert [str(c) for c in extract(article, NAMES).claims] == []


@pytest.mark.parametrize(("text", "direction"), list(move_examples()))
def test_moves(text, direction):
    article = Article("row", text, datetime.fromisoformat("2025-02-18T18:00:00-05:00"))
    assert {c.direction for c in extract(article, NAMES).claims} == {direction}
