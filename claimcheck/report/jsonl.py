"""This file is the format `jsonl`: one record a line, as each article is ready."""
from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from claimcheck.report import Style
from claimcheck.report.record import records
from claimcheck.verdict import Report


def render(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    for report in reports:
        for record in records(report, style.checked, style.seen):
            out.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
        out.flush()
