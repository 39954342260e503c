"""This file is every rule of the linter, with its documentation and an example that runs as a test.

CC1: against the market. CC2: inside the article. CC3: not clearly right or wrong. CC4: the file itself. CC5: comments.
The market rules are named after the faults of verdict.FAULTS.  Codes and names are stable.
"""
from __future__ import annotations

from claimcheck.lint.finding import Rule

SILENT = ("It is raised only where every plausible reading of the words (other days, other listings, the intraday "
          "range) disagrees clearly; where the prices are missing or look wrong, nothing is said.")


def post(day: str, text: str) -> str:
    """A Markdown post written on a day."""
    return f"---\ndate: {day}\n---\n\n{text}\n"


ALL = (
    Rule(
        "CC101", "wrong-direction", "error", "it moved the other way",
        f"A rise that was a fall turns the story round. {SILENT}",
        post("2025-08-22", "Tesla shares fell 6.2% on Friday."),
        "Tesla shares rose 6.2% on Friday.",
    ),
    Rule(
        "CC102", "wrong-size", "error", "it moved by another amount",
        f"The direction is right and the figure is not. {SILENT} A slip of one in the last place, or of a day, is "
        f"CC301.",
        post("2025-08-22", "Tesla jumped 9.2% on Friday."),
        "Tesla jumped 6.2% on Friday.",
    ),
    Rule(
        "CC103", "wrong-level", "error", "it stood elsewhere",
        f"A price or an index level that was not there on that day: often two digits changed places. {SILENT}",
        post("2025-08-22", "The Dow Jones Industrial Average closed at 41,631.74 on Friday."),
        "The Dow Jones Industrial Average closed at 45,631.74 on Friday.",
    ),
    Rule(
        "CC104", "not-a-record", "error", "an earlier price contradicts the extreme",
        "A record, a 52-week low or a highest since that an earlier price contradicts. One higher price is enough "
        "to know it; "
        "that it is a record takes the whole history, and without it nothing is said.",
        post("2013-06-10", "Apple ended at a record high on Monday."),
        "Leave the record out, or name the span over which it is one.",
    ),
    Rule(
        "CC105", "wrong-count", "error", "the streak was not that long",
        f"A run of gains or losses that was shorter or longer. {SILENT}",
        post("2025-02-18", "The Hang Seng Index rose for a fourth straight session on Tuesday."),
        "The Hang Seng Index rose on Tuesday.",
    ),
    Rule(
        "CC106", "wrong-market-value", "error", "the market value was another",
        "The price as traded times the shares outstanding makes another sum. Counts of shares are some months "
        "old, so a "
        "twentieth more or less is no fault. Without a count of shares nothing is said.",
        post("2025-01-27", "Nvidia lost $389 billion of market value on Monday."),
        "Nvidia lost $593 billion of market value on Monday.",
    ),
    Rule(
        "CC107", "wrong-volume", "error", "the volume was another",
        "Shares are counted in several ways, so a tenth more or less is no fault. Without volumes in the prices "
        "nothing is said.",
        post("2024-06-14", "Intel traded 30 million shares on Friday."),
        "Intel traded 12 million shares on Friday.",
    ),
    Rule(
        "CC108", "not-entered", "error", "the threshold was not crossed",
        "A bull market is 20 percent above the last closing low, a bear market 20 and a correction 10 percent "
        "below the last "
        "closing high of a year. Without a year of prices nothing is said.",
        post("2024-06-14", "Intel shares entered a bear market on Friday."),
        "Say by how much it stands below its high.",
    ),
    Rule(
        "CC109", "other-order", "error", "the other one did better",
        f"Of two that are compared, the one said to lead trailed. {SILENT}",
        post("2025-02-18", "The CSI 300 has outpaced the Hang Seng Index in the past month."),
        "The Hang Seng Index has outpaced the CSI 300 in the past month.",
    ),
    Rule(
        "CC110", "wrong-distance", "error", "the two were another distance apart",
        f"The order of two that are compared is right, the distance is not. {SILENT}",
        post("2025-08-22", "Tesla outpaced the S&P 500 by 2 percentage points on Friday."),
        "Tesla outpaced the S&P 500 by 4.7 percentage points on Friday.",
    ),
    Rule(
        "CC201", "numbers-disagree", "error", "the article's own figures contradict each other",
        "Points, percent and level of one move must fit each other within their rounding. No prices are needed to "
        "see it.",
        post("2025-08-22", "The Russell 2000 climbed 87.85 points, or 5.86%, to 2,361.95 on Friday."),
        "The Russell 2000 climbed 87.85 points, or 3.86%, to 2,361.95 on Friday.",
    ),
    Rule(
        "CC301", "inexact", "warning", "nearly right: off by rounding or by a day",
        "No reading gives the figure as written, but one lies near: digits cut off instead of rounded, a close of "
        "the day "
        "before. Worth a look, no accusation.",
        post("2025-08-22", "Boeing rose 2.6% on Friday."),
        "Boeing rose 2.5% on Friday.",
    ),
    Rule(
        "CC302", "unverifiable", "note", "it cannot be known from these prices",
        "The name is unknown, the period is vague, the prices are not there. Off unless selected: it says what "
        "was not checked.",
        post("2025-08-22", "Palo Alto Networks rose 4% on Friday."),
        "Name the company and the day, or add its prices to the lock.",
        default=False,
    ),
    Rule(
        "CC401", "no-date", "warning", "no date of writing, so nothing is checked",
        "'On Monday' and 'the past month' hang on the day of writing. A guess could accuse wrongly, so a post "
        "that makes "
        "market claims and bears no date is not checked. Posts without market claims need none.",
        "Tesla jumped 9.2% on Friday.\n",
        "Put `date: 2025-08-22` into the front matter, or the day into the file name: 2025-08-22-title.md.",
    ),
    Rule(
        "CC402", "unreadable", "error", "the post cannot be read",
        "The date is none, the front matter is broken, the bytes are no text. The other posts are linted all the "
        "same.",
        post("the day before yesterday", "Tesla jumped 6.2% on Friday."),
        "Mend what the message names.",
    ),
    Rule(
        "CC501", "unused-ignore", "warning", "nothing to ignore here",
        "A comment that silences a rule outlived what it silenced. Left in place it would hide the next fault. "
        "Nothing is said "
        "where the rule that it names is switched off.",
        post("2025-08-22", "Tesla jumped 6.2% on Friday. <!-- claimcheck: ignore wrong-size -->"),
        "Take the comment out.",
    ),
    Rule(
        "CC502", "unknown-ignore", "warning", "there is no such rule or comment",
        "A misspelt name silences nothing.",
        post("2025-08-22", "Tesla jumped 6.2% on Friday. <!-- claimcheck: ignore wrong-sise -->"),
        "Write a code or a name as `claimcheck rules` lists them.",
    ),
)
BY_NAME = {rule.name: rule for rule in ALL}
BY_CODE = {rule.code: rule for rule in ALL}


def named(word: str) -> Rule | None:
    """The rule of a code or a name, in any case; None where there is none."""
    return BY_CODE.get(word.strip().upper()) or BY_NAME.get(word.strip().lower())


def selected(word: str) -> tuple[Rule, ...]:
    """The rules that a word selects: a code, the beginning of one ("CC1"), a name, or "all"; () where none."""
    word = word.strip()
    if word.lower() == "all":
        return ALL
    if rule := named(word):
        return (rule,)
    begins = word.upper()
    return tuple(rule for rule in ALL if len(begins) > 1 and rule.code.startswith(begins))
