"""This file is verbs.toml and voids.toml as look-up tables, and the closed word classes that the clause reader walks over."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

GLUE = frozenset(
    "also just only even still then already again further initially briefly sharply slightly modestly roughly about around nearly almost some more than over at least under less "
    "another an a the by as much up to well far closer close near approximately initially temporarily have has had having been be is are was were being did do does not n't "
    "now currently recently lately soon ever never both all each every respectively marginally barely fractionally collectively together on average mostly largely mainly "
    "shot edged edging inched moved ticked crept nudged drifted pushed trading traded trade trades closed closing close closes ended ending end ends finished finishing finish finishes "
    "settled settling settle opened opening open remained remain remains stood stands stand quoted indicated changed hands changing went go going turned turning climbed held hovered hovering posted posting "
    "too however meanwhile though later earlier last first early late once actually simply mere merely solidly steadily broadly essentially little virtually "
    "back alone steady stuck pegged firm yet striking distance within key psychological symbolic milestone closely watched respective peak peaks highs lows trough bottom top session intraday moving average mark 50-day 100-day 200-day as high low far its their his day session week month year quarter for so went come came start started starting beginning continue continued continues continuing managed able helped help "
    "have've 've 's eked scored scoring snapped snapping record records recording recorded registered registering saw seen notched logged suffered suffering suffer reversed reversing extended extending extend "
    "pared paring trim trimming out off cent percent percentage point points".split()
)
AUX = frozenset(
    "have has had having been be is are was were being 've 's did do does also still just now already not n't then since all both each ever even largely mostly currently recently "
    "actually only once again earlier later last initially briefly sharply slightly modestly barely temporarily meanwhile however collectively".split()
)
SHARE = frozenset("shares stock stocks equities shareholders adrs adr receipts".split())
PRICE = frozenset("price prices value futures contract contracts spot yield yields benchmark".split())
DEALINGS = frozenset("trading volume volumes turnover business activity commissions performance popularity".split())
ECONOMY = frozenset(
    "mortgages purchasing managers unemployment payrolls jobless homes employment seasonally ism pmi households inventories".split()
)
INDEX_NOUN = frozenset(
    "index indexes indices average gauge benchmark barometer measure indicator composite sector subindex".split()
)
BREAKS = frozenset(
    '; : -- while whereas as after before when because although though since but amid until if whose who which that and , - ( ) " compared versus than unless despite following with'.split()
)


@cache
def moves() -> dict[str, tuple[str, str]]:
    """word -> (direction, class): class is verb, noun or adjective; a word of two classes keeps the verb and is told apart by its place."""
    rows = tomllib.loads(files(__package__).joinpath("verbs.toml").read_text("utf-8"))["move"]
    table: dict[str, tuple[str, str]] = {}
    for row in rows:
        for kind, key in (("adjective", "adjectives"), ("verb", "verbs"), ("noun", "nouns")):
            for word in row[key]:
                table.setdefault(word, (row["direction"], kind))
    return table


@cache
def nouns() -> dict[str, str]:
    """movement noun -> direction ("gain" up, "loss" down)."""
    rows = tomllib.loads(files(__package__).joinpath("verbs.toml").read_text("utf-8"))["move"]
    return {word: row["direction"] for row in rows for word in row["nouns"]}


@cache
def adjectives() -> dict[str, str]:
    rows = tomllib.loads(files(__package__).joinpath("verbs.toml").read_text("utf-8"))["move"]
    return {word: row["direction"] for row in rows for word in row["adjectives"]}


@cache
def level_words() -> tuple[frozenset[str], frozenset[str]]:
    """Words of closing, words of trading."""
    table = tomllib.loads(files(__package__).joinpath("verbs.toml").read_text("utf-8"))["level"]
    return frozenset(table["closing"]), frozenset(table["trading"])


@cache
def voids() -> dict[str, dict[str, str]]:
    """where -> word -> reason."""
    rows = tomllib.loads(files(__package__).joinpath("voids.toml").read_text("utf-8"))["void"]
    table: dict[str, dict[str, str]] = {}
    for row in rows:
        for word in row["words"]:
            table.setdefault(row["where"], {}).setdefault(word.lower(), row["reason"])
    return table


@cache
def void_pattern(where: str) -> re.Pattern[str]:
    words = sorted(voids()[where], key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, words)) + r")(?![\w-])", re.I)
