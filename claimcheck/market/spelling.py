"""This file is how names are spelled: one key for all ways to write a name, and the capitals that make it one.

`keys("The Goldman Sachs Group Inc's")` gives "goldman sachs group incs", "goldman sachs group inc",
"goldman sachs group", "goldman sachs": possessives and legal suffixes fall off one after the other, so that the
longest known spelling wins.
A shape keeps which words must bear a capital: "Target" is a shop, "target" is not.
"""
from __future__ import annotations

import re
from functools import lru_cache

SPLIT = re.compile(r"[^\s\-–‑/]+")
DROPPED = re.compile(r"[.,!*'‘’\"“”()®™;:+]")
POSSESSIVE = re.compile(r"['’]s?$")
SMALL = frozenset("of and the for de du la le des der di da in on y et und & al van von".split())
GENERIC = frozenset(  # words that news writes small or large behind a name
    "index indexes average composite futures sector stock stocks share shares etf fund crude oil retail volatility"
    " industrial industrials transportation utility benchmark e-mini mini".split())
LEGAL = frozenset(
    "inc incorporated corp corporation co company companies cos ltd limited plc llc lp llp ag sa nv se spa ab asa oyj"
    " as kk group holdings holding kgaa oy bhd tbk pjsc sab gmbh adr ads hldgs grp ltda sca bv kgaa pcl".split())
LOWER_LEGAL = frozenset({"plc", "inc", "corp", "ltd", "ag", "co", "oyj"})


def words(text: str) -> list[str]:
    """The words of a name, bare of punctuation, case kept; hyphens and slashes part words, a leading "the" falls."""
    found = []
    for word in SPLIT.findall(text):
        bare = DROPPED.sub("", word[:-4] if word[-4:].lower() == ".com" else word)
        if bare:
            found.append("and" if bare == "&" else bare)
    return found[1:] if len(found) > 1 and found[0].lower() == "the" else found


def shape_of(word: str) -> str:
    """"A" all capitals demanded (IBM), "C" a capital demanded (Apple), "x" any (gold, eBay, of)."""
    if word.lower() in SMALL or not word[0].isupper():
        return "x"
    return "A" if 1 < len(word) <= 4 and word.isalpha() and word.isupper() else "C"


def shape(parts: list[str]) -> str:
    return "".join("x" if at and word.casefold() in GENERIC else shape_of(word) for at, word in enumerate(parts))


def fits(parts: list[str], wanted: str) -> bool:
    """Whether the words, as written, bear the capitals that a shape demands."""
    for word, need in zip(parts, wanted, strict=False):
        if need == "C" and not (word[0].isupper() or word[0].isdigit()):
            return False
        if need == "A" and not word.isupper():
            return False
    return True


def key(text: str) -> str:
    """The one spelling under which a name is stored."""
    return " ".join(words(text)).casefold()


@lru_cache(maxsize=8192)
def keys(text: str) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """Ways to look a written name up, longest first: (key, its words as written, did a legal suffix stand behind)."""
    found = []
    for spelled in (text, POSSESSIVE.sub("", text)) if POSSESSIVE.search(text) else (text,):
        parts, legal = words(spelled), False
        while parts:
            found.append((" ".join(parts).casefold(), tuple(parts), legal))
            if not (len(parts) > 1 and is_legal(parts[-1])):
                break
            parts, legal = parts[:-1], True
            if len(parts) > 1 and parts[-1].lower() == "and":
                parts = parts[:-1]
    return tuple(found)


def is_legal(word: str) -> bool:
    """Inc, Corp, PLC, Group ... as a suffix: capitalised, but for those that are often written small."""
    low = word.casefold()
    if low not in LEGAL:
        return False
    return low in LOWER_LEGAL and low != "co" or word[0].isupper() and (len(word) > 2 or word.isupper() or word == "Co")
