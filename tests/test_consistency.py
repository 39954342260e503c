"""This file is the tests of the arithmetic inside an article."""
from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.claim import Article, Claim, Mention, Period, Quantity, Span
from claimcheck.consistency import contradictions

WRITTEN = datetime(2013, 6, 10, 22, tzinfo=UTC)
UNITS = {"points": "points", "percent": "percent", "cents": "USD"}


def told(text: str, *stated: tuple[str, str, str], period: Period | None = None, who: str = "Dow",
         measure: str = "close"):
    """An article and the claims at the stated figures: (figure, kind, direction)."""
    claims, at = [], 0
    for figure, kind, direction in stated:
        at = text.index(figure, at)
        digits = figure.strip("$").split()[0].replace(",", "")
        unit = next((u for word, u in UNITS.items() if word in figure), "USD" if "$" in figure else "points")
        amount = Decimal(digits) * (Decimal("0.01") if "cents" in figure else 1)
        step = Decimal(1).scaleb(amount.as_tuple().exponent)
        span = Span(at, at + len(figure))
        start = text.rfind(". ", 0, at) + 1
        end = text.find(". ", at)
        sentence = text[start:end if end > 0 else len(text)].strip()
        claims.append(Claim(kind, "made", "a", WRITTEN, "time", span, figure, sentence, Mention(who, span), direction,
                            Quantity(amount, unit, "eq", span, step), measure, period or Period("day")))
        at += len(figure)
    return Article("a", text, WRITTEN), claims


def found(*args, **more):
    return contradictions(*told(*args, **more))


DOWN = "The Dow was down {} points, or {} percent, at {}."


def triple(points: str, percent: str, level: str):
    return found(DOWN.format(points, percent, level), (f"{points} points", "change", "down"),
                 (f"{percent} percent", "change", "down"), (level, "level", ""))


def test_points_percent_and_level_that_agree():
    assert not triple("9.53", "0.06", "15,238.59")


@pytest.mark.parametrize("points, percent, level", [
    ("9.53", "0.6", "15,238.59"), ("95.3", "0.06", "15,238.59"), ("9.53", "0.06", "1,523.85")])
def test_one_wrong_figure_shows(points, percent, level):
    seen = triple(points, percent, level)
    assert len(seen) == 1 and seen[0].text.startswith(points) and seen[0].text.endswith(level)


def test_the_figures_that_would_fit():
    seen = triple("9.53", "0.6", "15,238.59")[0]
    assert seen.fitting == ("0.1%", "91.98 points")
    assert seen.detail == "9.53 points and 15,238.59 (down) make 0.1%, not 0.6 percent"


def test_cut_off_digits_are_let_pass():
    assert not triple("12.10", "0.07", "15,238.59")  # 0.0793 percent


def test_money_percent_and_price():
    text = "Shares were down 36 cents, or 0.4 percent, to $35.98 in early trading."
    stated = ("36 cents", "change", "down"), ("0.4 percent", "change", "down"), ("$35.98", "level", "")
    assert found(text, *stated)[0].fitting == ("1.0%", "$0.14")
    assert not found(text.replace("0.4", "1.0"), stated[0], ("1.0 percent", "change", "down"), stated[2])


def test_from_and_to():
    text = "Shares rose 30 percent to $25.00 from $20.00."
    stated = ("30 percent", "change", "up"), ("$25.00", "level", ""), ("$20.00", "level", "")
    assert found(text, *stated)[0].detail == "$25.00 and $20.00 (up) make 25%, not 30 percent"
    assert not found(text.replace("30", "25"), ("25 percent", "change", "up"), *stated[1:])


@pytest.mark.parametrize("text", [
    "The Dow was down 9.53 points, or 0.6 percent, at midday, when the Nasdaq stood at 15,238.59.",
    "The Dow was down 9.53 points after losing 0.6 percent the week before, at 15,238.59.",
])
def test_figures_that_stand_apart_are_not_joined(text):
    stated = ("9.53 points", "change", "down"), ("0.6 percent", "change", "down"), ("15,238.59", "level", "")
    assert not found(text, *stated)


@pytest.mark.parametrize("text, right, wrong", [
    ("The Dow closed at 15,238.59, down 9.53 points, or {} percent.", "0.06", "0.60"),
    ("The Dow fell 9.53 points to 15,238.59, or {} percent.", "0.06", "0.60"),
    ("The Dow fell {} percent, or 9.53 points, to 15,238.59.", "0.06", "0.60"),
    ("The Dow fell 9.53 points, or {} percent, from 15,248.12.", "0.06", "0.60"),
    ("The Dow fell {} points from 15,248.12 to 15,238.59.", "9.53", "95.3"),
    ("The Dow fell from 15,248.12 to 15,238.59, or {} percent.", "0.06", "0.60"),
])
def test_orders_of_telling(text, right, wrong):
    for figure, flaws in ((right, 0), (wrong, 1)):
        told_so = text.format(figure)
        kinds = {"points": ("change", "down"), "percent": ("change", "down"), "": ("level", "")}
        stated = [(m[0], *kinds[m[2] or ""]) for m in re.finditer(r"([\d,]*\d\.\d+)(?: (points|percent))?", told_so)]
        assert len(found(told_so, *stated)) == flaws, told_so


def test_hedged_figures_take_no_part():
    article, claims = told(DOWN.format("9.53", "0.6", "15,238.59"), ("9.53 points", "change", "down"),
                           ("0.6 percent", "change", "down"), ("15,238.59", "level", ""))
    vague = [replace(c, quantity=replace(c.quantity, comparator="gt")) for c in claims]
    assert not contradictions(article, vague)
    assert contradictions(article, claims)


def test_two_subjects_are_not_joined():
    article, claims = told(DOWN.format("9.53", "0.6", "15,238.59"), ("9.53 points", "change", "down"),
                           ("0.6 percent", "change", "down"), ("15,238.59", "level", ""))
    assert not contradictions(article, [*claims[:2], replace(claims[2], subject=Mention("Nasdaq", Span(0, 1)))])


def test_the_same_figure_up_and_down():
    text = "The Dow rose 34.03 points. Stocks fared well. The Dow closed down 34.03 points."
    seen = found(text, ("34.03 points", "change", "up"), ("34.03 points", "change", "down"))
    assert len(seen) == 1 and seen[0].fitting == ("up 34.03 points",)
    assert not found(text.replace("34.03", "3.0"), ("3.0 points", "change", "up"), ("3.0 points", "change", "down"))


def test_one_move_told_in_two_ways():
    text = "The Dow is up 12.3 percent this year. Bonds fell. The Dow has gained 21.3 percent this year."
    year = Period("ytd", anchor="this-year", text="this year")
    assert len(found(text, ("12.3 percent", "change", "up"), ("21.3 percent", "change", "up"), period=year)) == 1
    rounded = text.replace("21.3", "12")
    assert not found(rounded, ("12.3 percent", "change", "up"), ("12 percent", "change", "up"), period=year)


def test_consumer_prices_are_told_of_many_things():
    text = "Gasoline is up 12.3 percent this year. Food fell. Gasoline has gained 21.3 percent this year."
    article, claims = told(text, ("12.3 percent", "change", "up"), ("21.3 percent", "change", "up"), who="gasoline",
                           period=Period("ytd", anchor="this-year", text="this year"))
    assert contradictions(article, claims)
    assert not contradictions(article, [replace(c, hints=("asset:commodity",)) for c in claims])


def test_headline_and_body():
    text = "Dow falls 1.8 percent\n\nThe Dow fell 0.8 percent. It was wild. The Dow had been down 0.7 percent."
    told_so = [(f"{f} percent", "change", "down") for f in ("1.8", "0.8", "0.7")]
    assert [c.text for c in found(text, *told_so, measure="price")] == ["0.8 percent"]
    kept = text.replace("0.7", "1.8")
    assert not found(kept, *told_so[:2], told_so[0], measure="price")


@given(st.decimals("1000", "20000", places=2), st.decimals("1", "500", places=2), st.booleans(), st.integers(1, 2))
def test_true_figures_however_rounded_never_disagree(level, points, up, places):
    base = level - points if up else level + points
    percent = round(points / base * 100, places)
    if percent == 0:
        return
    verb, way = ("up", "up") if up else ("down", "down")
    text = f"The Dow was {verb} {points} points, or {percent} percent, at {level:,}."
    stated = (f"{points} points", "change", way), (f"{percent} percent", "change", way), (f"{level:,}", "level", "")
    assert not found(text, *stated)
