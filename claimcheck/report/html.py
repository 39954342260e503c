"""This file is the format `html`: one self-contained page without a request to anywhere, in the templates of `serve`.

Text of an article only ever reaches a template as text: autoescape is on for all of them, and a Content-Security-Policy
in the file itself lets no script run but the page's own (docs/decisions/0080).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from claimcheck.report import Style
from claimcheck.report.series import series
from claimcheck.report.sheet import Sheet, sheet
from claimcheck.verdict import Report

PAGE = Path(__file__).parent / "page"


@cache
def environment():
    """The templates of page/; whatever stands in {{ }} is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(PAGE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def render(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """All articles in one file: it is written when the last one is ready, for the index stands at its top."""
    write(
        [
            sheet(each, series(each.checked, style.prices), style.checked, f"a{number}-")
            for number, each in enumerate(reports, 1)
        ],
        out,
    )


def write(sheets: list[Sheet], out: TextIO) -> None:
    """A self-contained file of these articles."""
    css, js = (asset(name) for name in ("page.css", "page.js"))
    policy = (
        f"default-src 'none'; style-src '{digest(css)}'; script-src '{digest(js)}'; base-uri 'none'; form-action 'none'"
    )
    template = environment().get_template("report.html")
    out.writelines(template.generate(sheets=sheets, css=css, js=js, policy=policy))
    out.write("\n")


@cache
def asset(name: str) -> str:
    return (PAGE / name).read_text(encoding="utf-8")


def digest(text: str) -> str:
    """The hash by which a Content-Security-Policy knows an inline part."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
