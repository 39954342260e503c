"""This file is which kind of claim a clause states: by unit, by the word before the number and by what moved."""

from __future__ import annotations

import re

from claimcheck.claim import Clause

LEVEL_CUES = frozenset(
    "to at from of near above below under over around past through beneath toward towards between".split()
)
PRICED = frozenset("index currency commodity yield future crypto group etf".split())
MONEY = frozenset("USD EUR GBP JPY CHF CAD AUD NZD HKD SGD TWD CNY KRW INR SEK NOK DKK BRL RUB MXN ZAR TRY".split())


OF_SIZE = ("grew", "grow", "shrank", "shrunk", "expand", "increas", "decreas")


def asset(clause: Clause) -> str:
    return next((h[6:] for h in clause.hints if h.startswith("asset:")), "")


def head(clause: Clause) -> str:
    return next((h[5:] for h in clause.hints if h.startswith("head:")), "")


def traded(clause: Clause) -> bool:
    """Does the subject name something traded (and not the company as a business)?"""
    what = asset(clause)
    if clause.subject is None:
        return False
    if what in PRICED:
        return True
    if (
        clause.quantity is not None
        and "part:noun" in clause.hints
        and not leveled(clause)
        and clause.quantity.unit in MONEY
        and "scaled" not in clause.hints
        and head(clause) != "share"
    ):
        return False  # a company's loss of $2, not its share's
    if (
        what in ("equity", "unknown")
        and "per-share" in clause.hints
        and not leveled(clause)
        and (head(clause) != "share" or clause.verb.startswith(("los", "earn")))
    ):
        return False  # earnings or losses per share
    if (
        "word" in clause.hints
        and clause.direction in ("up", "down")
        and clause.quantity.unit == "percent"
        and clause.verb.startswith(("doubl", "trebl", "tripl", "quadrupl", "trebl", "halv", "ten"))
    ):
        return head(clause) in ("share", "pronoun")
    if what == "equity" and head(clause) != "share" and clause.verb.startswith(OF_SIZE):
        return False  # what grows or shrinks is a business; shares rise and fall
    if head(clause) == "doer":
        return False  # it "posted a 58 percent drop": a figure of its business
    return (
        head(clause) == "share"
        or "coded" in clause.hints
        or "moved" in clause.hints
        or (what == "equity" and "sure" in clause.hints and head(clause) in ("name", "pronoun"))
    )


def leveled(clause: Clause) -> bool:
    """Is the number said as a place, not as a distance?"""
    if clause.cue in LEVEL_CUES - {"of", "over", "under", "around", "near", "past", "below", "above"}:
        return True
    if clause.cue in ("of", "over", "under", "around", "near", "past", "below", "above"):
        return "part:noun" not in clause.hints or "high-of" in clause.hints or "low-of" in clause.hints
    return (
        "part:level" in clause.hints or "table" in clause.hints or "high-of" in clause.hints or "low-of" in clause.hints
    )


def kind_of(clause: Clause) -> tuple[str, str]:
    """(kind, "") for a market claim, ("", reason) for any other number."""
    if clause.void and not (
        clause.void in ("no-market-subject", "economics", "fundamental")
        and clause.quantity is not None
        and _volume(clause)
    ):
        return "", clause.void
    phrase = next((h[7:] for h in clause.hints if h.startswith("phrase:")), "")
    if phrase:
        return _phrase(clause, phrase)
    if _volume(clause):
        return "volume", ""
    if clause.quantity.unit == "ratio":
        return "", "ratio"
    if clause.subject is None:
        return "", "no-market-subject"
    if not traded(clause):
        return "", "company" if asset(clause) in ("equity", "unknown") else "no-market-subject"
    return _figure(clause)


def _phrase(clause: Clause, rule: str) -> tuple[str, str]:
    if rule == "breadth":
        return "breadth", ""
    if clause.subject is None or not traded(clause):
        return "", "no-market-subject"
    if rule in ("bull", "bear", "correction"):
        return "regime", ""
    return ("streak" if rule == "streak" else "extreme"), ""


def _volume(clause: Clause) -> bool:
    unit = clause.quantity.unit
    if "volume-words" not in clause.hints:
        return False
    return unit in ("shares", "contracts") or (unit == "" and "scaled" in clause.hints)


def _figure(clause: Clause) -> tuple[str, str]:
    unit, what = clause.quantity.unit, asset(clause)
    if unit == "percent":
        if what == "yield" and not clause.direction and "signed" not in clause.hints:
            return "level", ""  # "10-year yield: 4.18%"
        if what == "yield" and "high-of" in clause.hints or "low-of" in clause.hints and what == "yield":
            return "level", ""
        if ("yield-words" in clause.hints or head(clause) == "yield" or what == "yield") and (
            clause.cue in ("at", "to", "above", "below", "near", "around", "from", "of", "over", "under", "through")
            or clause.quantity.hedge.endswith(("above", "below"))
            or clause.verb.startswith("yield")
        ):
            return "level", ""
        if (
            clause.cue in ("to", "from", "at")
            and "table" not in clause.hints
            and not ("part:noun" in clause.hints and clause.cue == "to")
        ):
            return "", "share"  # "rose to 40 percent" tells a share or a rate, not a move
        return ("change", "") if clause.direction else ("", "no-direction")
    if unit == "basis points":
        return ("change", "") if clause.direction else ("", "no-direction")
    if unit in MONEY:
        return _money(clause, what)
    if unit == "points":
        return (
            ("level", "")
            if leveled(clause) and clause.cue != "by"
            else ("change", "")
            if clause.direction
            else ("", "no-direction")
        )
    if "fraction" in clause.hints and clause.direction:
        return "change", ""
    return _bare(clause, what)


def _money(clause: Clause, what: str) -> tuple[str, str]:
    if "scaled" in clause.hints and not (what == "crypto" and clause.quantity.amount < 10_000_000):  # "$59K a coin"
        if "value-words" not in clause.hints and not (
            what in ("group", "index")
            and clause.verb
            in ("lost", "gained", "wiped", "erased", "added", "shed", "lose", "losing", "wiping", "erasing")
        ):
            return "", "money"
        if not clause.direction and f"{clause.text} of market value" in clause.context:
            return "", "no-direction"  # value that went somewhere, and the words do not say where
        moved = clause.direction and clause.cue not in ("of", "at", "to") and "part:level" not in clause.hints
        return ("market_value_change", "") if moved else ("market_value_level", "")
    if clause.direction and ("signed" in clause.hints or not leveled(clause)):
        return "change", ""
    if leveled(clause) or clause.verb:
        return "level", ""
    return "", "money"


def _bare(clause: Clause, what: str) -> tuple[str, str]:
    if "signed" in clause.hints and what in ("index", "future", "commodity"):
        return "change", ""
    placed = leveled(clause) or "part:level" in clause.hints
    if not placed and clause.direction and what in ("index", "future") and "part:noun" not in clause.hints and any(ch.isdigit() for ch in clause.text):
        if re.fullmatch(r"\d\.\d", clause.text):
            return "", "no-unit"  # "the Dow rose 1.8": per cent, most likely, but it does not say so
        return "change", ""  # "the Dow dropped 475.84"
    if not placed:
        return "", "count"
    if what in ("index", "currency", "future", "commodity", "yield", "crypto"):
        return "level", ""
    digits = clause.text
    if what in ("equity", "etf", "unknown") and "." in digits and "chained" in clause.hints:
        return "level", ""
    if what == "group" and ("." in digits or "," in digits):
        return "level", ""
    return "", "count"
