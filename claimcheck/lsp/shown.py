"""This file is what an editor shows of a linted text: underlines, what stands under the pointer, quick fixes."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lsprotocol import types as lsp

from claimcheck.lint.finding import Finding, Fix, Linted, Told
from claimcheck.lint.fixes import chosen
from claimcheck.lint.output.evidence import ordered, prices, read_as, result, steps
from claimcheck.lsp.positions import Ruler
from claimcheck.markup import ASCIIDOC, HTML, MARKDOWN, form_of
from claimcheck.report.words import clean

SEVERITIES = {"error": lsp.DiagnosticSeverity.Error, "warning": lsp.DiagnosticSeverity.Warning,
              "note": lsp.DiagnosticSeverity.Information}
MARKS = {"supported": "✓", "inexact": "≈", "refuted": "✗", "unverifiable": "?"}
FIX_ALL = f"{lsp.CodeActionKind.SourceFixAll.value}.claimcheck"
KINDS = (lsp.CodeActionKind.QuickFix, FIX_ALL)
MOST = 12  # readings in a hover


def diagnostics(linted: Linted, ruler: Ruler) -> list[lsp.Diagnostic]:
    return [diagnostic(found, ruler) for found in linted.findings]


def diagnostic(found: Finding, ruler: Ruler) -> lsp.Diagnostic:
    return lsp.Diagnostic(
        range=ruler.range(found.place.start, found.place.end),
        message=f"{found.message}\n" + "\n".join(map(str, steps(found.record))) if found.record else found.message,
        severity=SEVERITIES[found.severity],
        code=f"{found.rule.code} {found.rule.name}",
        source="claimcheck",
        tags=[lsp.DiagnosticTag.Unnecessary] if found.rule.name == "unused-ignore" else None,
    )


def hover(linted: Linted, ruler: Ruler, at: int) -> lsp.Hover | None:
    """How the claim at an offset was read and what the market did; None where no claim stands there."""
    told = [each for each in linted.told if each.place.start <= at <= each.place.end]
    if not told:
        return None
    one = min(told, key=lambda each: (each.place.end - each.place.start, each.place.start))
    content = lsp.MarkupContent(lsp.MarkupKind.Markdown, "\n".join(card(one, found_at(linted, one))))
    return lsp.Hover(content, ruler.range(one.place.start, one.place.end))


def found_at(linted: Linted, told: Told) -> Finding | None:
    return next((each for each in linted.findings if each.place == told.place and each.record == told.record), None)


def card(told: Told, found: Finding | None) -> Iterator[str]:
    """A claim's own page of Markdown: verdict, reading, what would be right, all readings with their prices."""
    record = told.record
    fault = f", {record['fault']}" if record["fault"] else ""
    yield f"**{MARKS[record['verdict']]} {record['verdict']}{fault}**"
    yield ""
    if record["kind"] != "numbers-disagree":
        yield f"{safe(read_as(record))}  "
    if found:
        yield f"{safe(found.message)}  "
    yield from (f"{safe(str(step))}  " for step in steps(record) if step.label in TELLING)
    readings = ordered(record)
    if readings:
        yield ""
        yield from table(record, readings[:MOST])
        more = len(readings) - MOST
        yield from ("", f"and {more} more") if more > 0 else ()
        yield from ("", f"Prices: {safe(', '.join(dict.fromkeys(each['source'] for each in readings)))}")


TELLING = ("reason", "detail", "would fit", "remark")


def table(record: dict[str, Any], readings: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield "| Reading | Prices | Result | Fits |"
    yield "| --- | --- | --- | --- |"
    for each in readings:
        how = ", ".join(dict.fromkeys((each["symbol"], each["window"], each["how"])))
        row = (how, prices(record, each), "" if record["kind"] == "comparison" else result(record, each), each["fit"])
        yield f"| {' | '.join(map(safe, row))} |"


def safe(text: str) -> str:
    """Text whose Markdown signs mean themselves."""
    return re.sub(r"([\\|*_`\[\]<>#~$])", r"\\\1", clean(text))


def actions(linted: Linted, ruler: Ruler, uri: str, asked: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """The fixes of what stands in the range that was asked about, and all safe ones at once."""
    start, end = ruler.offset(asked.range.start), ruler.offset(asked.range.end)
    wanted = asked.context.only
    found: list[lsp.CodeAction] = []
    if admitted(lsp.CodeActionKind.QuickFix.value, wanted):
        here = [each for each in linted.findings if each.place.start <= end and start <= each.place.end]
        found += [quick_fix(each, each.fix, ruler, uri) for each in here if each.fix]
        found += [silence for each in here for silence in silences(each, ruler, uri)]
    safe_ones = chosen(linted.findings, unsafe=False)
    if safe_ones and admitted(FIX_ALL, wanted) and (wanted or len(safe_ones) > 1):
        found.append(lsp.CodeAction("Correct all figures that have one right correction", FIX_ALL,
                                    edit=changes(safe_ones, ruler, uri)))
    return found


def admitted(kind: str, wanted: Iterable[str] | None) -> bool:
    """Whether a kind of action was asked for: kinds are a tree, "source.fixAll" holds "source.fixAll.claimcheck"."""
    names = [getattr(each, "value", each) for each in wanted or ()]
    return not names or any(kind == each or not each or kind.startswith(each + ".") for each in names)


def quick_fix(found: Finding, fix: Fix, ruler: Ruler, uri: str) -> lsp.CodeAction:
    old = clean(ruler.text[fix.start:fix.end])
    title = f"Write “{clean(fix.text)}” instead of “{old}”" if fix.text.strip() else "Take it out"
    return lsp.CodeAction(
        title if fix.safe else f"{title} (look at the sentence: other corrections may be right)",
        lsp.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(found, ruler)],
        is_preferred=fix.safe,
        edit=changes([fix], ruler, uri),
    )


def silences(found: Finding, ruler: Ruler, uri: str) -> Iterator[lsp.CodeAction]:
    """The comment that ignores a finding in its paragraph, where the markup has one that stands in or on a line."""
    comment = f"claimcheck: ignore {found.rule.name}"
    form = form_of(found.path)
    line = ruler.position(found.place.start).line
    if found.record is None or form not in (MARKDOWN, HTML, ASCIIDOC):
        return
    if form == ASCIIDOC:
        at, text = ruler.starts[line], f"// {comment}\n"
    else:
        at, text = ruler.offset(lsp.Position(line, len(ruler.text) * 2)), f" <!-- {comment} -->"
    yield lsp.CodeAction(f"Ignore {found.rule.name} in this paragraph", lsp.CodeActionKind.QuickFix,
                         diagnostics=[diagnostic(found, ruler)], edit=changes([Fix(at, at, text, False)], ruler, uri))


def changes(fixes: Iterable[Fix], ruler: Ruler, uri: str) -> lsp.WorkspaceEdit:
    return lsp.WorkspaceEdit({uri: [lsp.TextEdit(ruler.range(fix.start, fix.end), fix.text) for fix in fixes]})
