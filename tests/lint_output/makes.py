"""Findings made by hand: a place is counted out of the source lines themselves."""
from __future__ import annotations

import re

from claimcheck.lint.finding import Finding, Fix, Linted, Place
from claimcheck.lint.rules import BY_NAME

READING = {
    "symbol": "TSLA", "window": "22 Aug", "base_session": "2025-08-21", "first_session": "2025-08-22",
    "last_session": "2025-08-22", "base": 320.11, "last": 340.01, "how": "close to close", "value": 6.21661304,
    "fit": "outside", "usual": True, "source": "lock:claimcheck.lock",
}
RECORD = {
    "article": "post.md", "start": 0, "end": 4, "text": "9.2%", "sentence": "Tesla jumped 9.2% on Friday.",
    "subject": "Tesla", "symbol": "TSLA", "kind": "change", "measure": "price", "direction": "up", "value": 9.2,
    "unit": "percent", "comparator": "eq", "attribution": None,
    "period": {"type": "day", "text": "on Friday", "start": "2025-08-22", "end": "2025-08-22"},
    "verdict": "refuted", "reason": None, "fault": "wrong-size", "actual": 6.21661304, "off_by": -2.98,
    "corrected": "rose 6.2% (22 Aug, New York close)", "remark": None, "detail": None,
    "readings": [READING, READING | {"how": "close to a price shortly before the close", "last": None,
                                     "value": [4.61, 6.29], "usual": False}],
    "source": "lock:claimcheck.lock",
}
LINE_END = re.compile(r"\r\n|\r|\n")


def place(text: str, start: int, end: int) -> Place:
    """Lines and columns of [start, end) of a text, counted afresh."""
    def at(offset: int) -> tuple[int, int]:
        ends = [m.end() for m in LINE_END.finditer(text) if m.end() <= offset]
        return len(ends) + 1, offset - (ends[-1] if ends else 0) + 1

    return Place(start, end, *at(start), *at(end))


def finding(text: str, part: str, rule: str = "wrong-size", path: str = "post.md",
            message: str = "It rose 6.2%, not 9.2%.", fix: str | None = None, record: dict | None = RECORD,
            severity: str = "", fingerprint: str = "f00d") -> Finding:
    """A finding at the first occurrence of `part` in a whole file's text."""
    start = text.index(part)
    end = start + len(part)
    first = max((m.end() for m in LINE_END.finditer(text) if m.end() <= start), default=0)
    last = next((m.start() for m in LINE_END.finditer(text, end)), len(text))
    told = BY_NAME[rule]
    swap = None if fix is None else Fix(start, end, fix, True)
    return Finding(path, told, severity or told.severity, message, place(text, start, end), text[first:last], swap,
                   record, fingerprint)


def linted(*findings: Finding, path: str = "post.md") -> Linted:
    return Linted(findings[0].path if findings else path, findings, len(findings))
