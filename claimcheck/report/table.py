"""This file is the format `table`: for people at a terminal, or in a file.

Colour never says anything that a word does not say too; only colours of the terminal's own palette are used, so that
the table reads on light and on dark.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from claimcheck.report import Style
from claimcheck.report.record import provenance, verdict_name
from claimcheck.report.tally import Tally, footer, many, tally
from claimcheck.report.words import (
    actual,
    clean,
    dateline,
    decided_by,
    measured,
    name_of,
    notes,
    quote,
    said,
    told,
    when,
)
from claimcheck.verdict import Checked, Report

LOOKS = {"supported": "green", "inexact": "yellow", "refuted": "bold red", "unverifiable": "magenta"}
MARKS = {"supported": "✓", "inexact": "≈", "refuted": "✗", "unverifiable": "?"}
WIDE = 110  # columns from which the deciding reading has a column of its own
# For an output that has no such signs.
PLAIN = str.maketrans({"✓": "+", "≈": "~", "✗": "x", "“": '"', "”": '"', "…": "."})
PIPED = 100  # columns where there is no terminal to ask


def render(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    console = open_console(out, style)
    total = Tally()
    for report in reports:
        total += tally(report)
        put(console, out, parts(report, style, console.width))
    if total.articles > 1:
        put(console, out, [Text(f"{many(total.articles, 'article')}: {footer(total, style.checked)}", "bold")])


def put(console: Console, out: TextIO, renderables: Iterable[RenderableType]) -> None:
    """Print; a file gets no blanks at the ends of lines."""
    with console.capture() as captured:
        for each in renderables:
            console.print(each)
    text = captured.get()
    if not console.is_terminal:
        text = "\n".join(line.rstrip() for line in text.split("\n"))
    out.write(text if utf(out) else text.translate(PLAIN))
    out.flush()


def utf(out: TextIO) -> bool:
    return (getattr(out, "encoding", None) or "utf-8").lower().startswith("utf")


def open_console(out: TextIO, style: Style) -> Console:
    """A console that colours only on a terminal and never guesses at markup, numbers or emojis."""
    console = Console(file=out, width=style.width, markup=False, highlight=False, emoji=False)
    if style.width is None and not console.is_terminal and "COLUMNS" not in console._environ:
        console.width = PIPED
    return console


def parts(report: Report, style: Style, width: int) -> Iterator[RenderableType]:
    """What is printed of one article, from its heading to its counts."""
    article = report.article
    if report.error:
        yield Text.assemble(("not read  ", "bold red"), clean(report.error), "\n")
        return
    if article.note:
        yield Text.assemble(("! ", "bold red"), (clean(article.note), "bold"))
    yield heading(report)
    if report.checked:
        make = checked_table if style.checked else extracted_table
        yield make(report, width)
    for found in report.contradictions:
        yield disagreement(found)
    if style.verbose and style.checked:
        yield from readings(report, width)
    if style.seen and report.seen:
        yield seen_table(report)
    yield Text.assemble((footer(tally(report), style.checked), "bold"), "" if report.checked else nothing(report), "\n")


def heading(report: Report) -> Text:
    article = report.article
    name = clean(article.title) or clean(article.id)
    below = [clean(article.id), dateline(article)] if article.title else [dateline(article)]
    return Text.assemble((name, "bold"), "\n", ("\n".join(below), "dim"))


def nothing(report: Report) -> str:
    return ". No figure in this text says what a market did." if not report.contradictions else ""


def grid(*columns: tuple[str, dict]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), leading=1, expand=True)
    table.header_style = "bold"
    for name, how in columns:
        table.add_column(name, overflow="fold", **how)
    return table


WIDE_COLUMNS = (("Claim", {"ratio": 9}), ("Instrument", {"ratio": 4}), ("Said", {"ratio": 4}), ("Actual", {"ratio": 4}),
                ("Verdict", {"width": 14}), ("Reading", {"ratio": 10}))
NARROW_COLUMNS = (("Claim", {"ratio": 6}), ("Said", {"ratio": 4}), ("Actual", {"ratio": 6}), ("Verdict", {"width": 14}))


EXTRACTED_COLUMNS = (("Claim", {"ratio": 6}), ("Instrument", {"ratio": 3}), ("Said", {"ratio": 3}),
                     ("Period", {"ratio": 3}), ("Kind", {"width": 9}))


def checked_table(report: Report, width: int) -> Table:
    """Six columns where there is room; else the instrument stands over the said, the reading under the actual."""
    wide = width >= WIDE
    table = grid(*(WIDE_COLUMNS if wide else NARROW_COLUMNS))
    for checked in report.checked:
        figure, name, words = Text(actual(checked), "bold"), name_of(checked), said(checked.claim)
        claim, grounds, last = quoted(report, checked, 90 if wide else 60), reasons(checked), verdict(checked)
        if wide:
            table.add_row(claim, name, words, figure, last, grounds)
        else:
            table.add_row(claim, Text.assemble(name, "\n", (words, "bold")), stacked(figure, grounds), last)
    return table


def stacked(*lines: Text) -> Text:
    return Text("\n").join(line for line in lines if line.plain)


def reasons(checked: Checked) -> Text:
    """The reading that decided, then fault, corrected figure and remark."""
    return stacked(Text(clean(decided_by(checked))), *(Text(clean(note), "bold") for note in notes(checked)))


def verdict(checked: Checked) -> Text:
    name = verdict_name(checked)
    return Text(f"{MARKS[name]} {name}", LOOKS[name])


def extracted_table(report: Report, width: int) -> Table:
    table = grid(*EXTRACTED_COLUMNS)
    for checked in report.checked:
        cells = (name_of(checked), said(checked.claim), when(checked), checked.claim.kind.replace("_", " "))
        table.add_row(quoted(report, checked, 90 if width >= WIDE else 60), *cells)
    return table


def quoted(report: Report, checked: Checked, room: int) -> Text:
    before, number, after = quote(report.article, checked.claim.span, room, checked.claim.sentence)
    text = Text.assemble("“", before, (number, "bold underline"), after, "”")
    if checked.claim.attribution:
        text.append(f" ({clean(checked.claim.attribution)})", "dim")
    return text


def disagreement(found) -> Text:
    text = Text(f"{MARKS['refuted']} numbers disagree  ", LOOKS["refuted"])
    text.append(f"“{clean(found.text)}”\n  {clean(found.detail)}", "default")
    if found.fitting:
        text.append(f"\n  what would fit: {clean('; '.join(found.fitting))}", "default")
    text.append("\n")
    return text


def readings(report: Report, width: int) -> Iterator[RenderableType]:
    """For each claim that was measured a small table of all its readings, and where the prices come from."""
    for checked in report.checked:
        found = getattr(checked.verdict, "readings", ())
        if not found:
            continue
        name = verdict_name(checked)
        about = f"{name_of(checked)}, {said(checked.claim)}"
        yield Text.assemble((f"{MARKS[name]} {name}  ", LOOKS[name]), (about, "bold"))
        table = grid(("Reading", {"ratio": 6}), ("Base close", {"width": 11}), ("Last close", {"width": 11}),
                     ("Result", {"ratio": 3}), ("Fit", {"width": 8}))
        table.leading = 0
        for each in found:
            fit = f"{MARKS['supported']} inside" if each.fit == "inside" else each.fit
            look = {"inside": "green", "near": "yellow"}.get(each.fit, "")
            table.add_row(told(each), dated(each.base, each.window.base), dated(each.last, each.window.last),
                          measured(checked.claim, each.value), Text(fit, look))
        yield table
        sources = dict.fromkeys(f"{each.instrument.symbol}: {provenance(each)}" for each in found)
        yield Text(f"prices of {'; '.join(sources)}\n", "dim")


def dated(price: float | None, day) -> str:
    if price is None:
        return ""
    return f"{price:,.2f}\n{day.day} {day:%b %Y}" if day else f"{price:,.2f}"


def seen_table(report: Report) -> Table:
    table = grid(("Number that is no market claim", {"ratio": 3}), ("Why", {"ratio": 1}))
    table.leading = 0
    for seen in report.seen:
        before, number, after = quote(report.article, seen.span, 60)
        table.add_row(Text.assemble(before, (number, "bold underline"), after), seen.reason)
    return table
