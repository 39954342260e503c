"""This file is reStructuredText: its blocks by indentation, its inline markup by one expression.

docutils gives lines and no columns, and changes the text as it reads; so what is read here is only what the
specification (docutils.sourceforge.io/docs/ref/rst/restructuredtext.html) says of the shapes of blocks.  Literal
blocks, doctests, comments and directives that hold no prose are passed over; every table cell is a paragraph.
"""
from __future__ import annotations

import re
from dataclasses import dataclass

from claimcheck.markup.inline import inlaid
from claimcheck.markup.prose import DEEPEST, Galley

# Directives whose body is read as prose; those of QUOTES quote somebody.
PROSE = frozenset((
    "admonition", "attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning", "topic",
    "sidebar", "rubric", "container", "compound", "list-table", "class", "versionadded", "update", "versionchanged",
    "seealso", "centered",
))
QUOTES = frozenset(("epigraph", "highlights", "pull-quote"))
DATES = ("date", "published", "pubdate")
DIRECTIVE = re.compile(r"\.\.[ ]+(?:\|[^|\n]+\|[ ]+)?(?P<name>[\w:.+-]+)::(?:[ ]+|$)")
NOTE = re.compile(r"\.\.[ ]+\[[^\]\s]+\](?:[ ]+|$)")  # a footnote or a citation
TARGET = re.compile(r"(?:\.\.[ ]+_|__[ ])")
COMMENT = re.compile(r"\.\.(?:[ ]+|$)")
FIELD = re.compile(r":(?P<name>[^:\s][^:\n]*):(?:[ ]+(?P<value>.*))?$")
ITEM = re.compile(r"(?:[*+\-•‣⁃]|(?:\(?(?:\d+|[A-Za-z#]|[ivxlcIVXLC]+)[.)])|\|)[ ]+")
RULED = re.compile(r"([!-/:-@\[-`{-~])\1{2,}$")
TABLE = re.compile(r"\+[-=+]+\+$|=+(?:[ ]+=+)+$")
INLINE = re.compile(
    r"``(?P<hole_literal>\S(?:.{0,400}?\S)??)``"
    r"|:(?:code|math|literal|kbd|samp|command|raw)[\w:.+-]*:`(?P<hole_role>[^`]+)`"
    r"|:[a-zA-Z][\w:.+-]*:`(?P<keep_role>[^`<]+?)(?:\s*<[^`>]*>)?`"
    r"|`(?P<keep_link>[^`<]+?)\s*<[^`>]+>`_{1,2}"
    r"|`(?P<keep_ref>[^`]+)`_{0,2}"
    r"|(?<![\w|])\|(?P<hole_substituted>[^|\s](?:[^|\n]*[^|\s])?)\|_{0,2}"
    r"|\[(?:\d+|\#[\w-]*|\*)\]_"
    r"|\*\*(?P<keep_strong>[^\s*](?:.{0,400}?\S)??)\*\*"
    r"|(?<![\w*])\*(?P<keep_emphasis>[^\s*](?:[^*]*?\S)??)\*(?![\w*])"
    r"|(?P<space>\s*\n\s*)"
    r"|\\(?P<keep_escaped>[^\s\w])|\\(?=\s)"
    r"|(?<=\w)_{1,2}(?=[\s.,;:!?)'\"]|$)",
    re.S,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source: [start, end) without its end; depth: columns of indentation, -1 where it is empty."""

    start: int
    end: int
    depth: int
    text: str

    @property
    def place(self) -> int:
        return self.start + max(self.depth, 0)


def read(galley: Galley) -> None:
    found = lines(galley.source, galley.body)
    blocks(galley, found, 0)


def lines(source: str, at: int) -> list[Line]:
    found = []
    for whole in source[at:].splitlines(keepends=True):
        text = whole.rstrip()
        bare = text.lstrip()
        found.append(Line(at, at + len(text), len(text) - len(bare) if bare else -1, bare))
        at += len(whole)
    return found


def blocks(galley: Galley, found: list[Line], depth: int) -> None:
    """The blocks of lines that are indented by `depth` or more; what is deeper without a reason is a quotation."""
    at = 0
    galley.nesting += 1
    while at < len(found):
        line = found[at]
        if line.depth < 0:
            at += 1
        elif line.depth > depth and galley.nesting <= DEEPEST:
            at = quotation(galley, found, at, depth)
        else:
            at = block(galley, found, at, depth)
    galley.nesting -= 1


def block(galley: Galley, found: list[Line], at: int, depth: int) -> int:
    """One block; the number of the line after it."""
    line = found[at]
    if galley.nesting > DEEPEST:
        return paragraph(galley, found, at, depth)
    if line.text.startswith("..") and COMMENT.match(line.text):
        return explicit(galley, found, at, depth)
    if TARGET.match(line.text) or line.text.startswith(">>>"):
        return body(found, at + 1, depth, flush=line.text.startswith(">>>"))
    if TABLE.match(line.text):
        return table(galley, found, at)
    if RULED.match(line.text) or line.text == "::":
        return literal(found, at + 1, depth) if line.text == "::" else at + 1
    if field := FIELD.match(line.text):
        return docinfo(galley, found, at, depth, field)
    if item := ITEM.match(line.text):
        end = body(found, at + 1, depth)
        galley.begin("listed")
        prose_of(galley, line, len(item[0]), found[at + 1:end])
        galley.end("listed")
        return end
    return paragraph(galley, found, at, depth)


def body(found: list[Line], at: int, depth: int, flush: bool = False) -> int:
    """The number of the first line from `at` on that is no longer deeper than `depth` (flush: up to an empty line)."""
    if flush:
        return next((i for i in range(at, len(found)) if found[i].depth < 0), len(found))
    return next((i for i in range(at, len(found)) if 0 <= found[i].depth <= depth), len(found))


def quotation(galley: Galley, found: list[Line], at: int, depth: int) -> int:
    end = body(found, at, depth)
    defined = at > 0 and found[at - 1].depth >= 0  # no empty line before: the definition of a term
    galley.gap(found[at].start)
    galley.begin("listed" if defined else "quoted")
    blocks(galley, found[at:end], min(line.depth for line in found[at:end] if line.depth >= 0))
    galley.end("listed" if defined else "quoted")
    return end


def explicit(galley: Galley, found: list[Line], at: int, depth: int) -> int:
    """A directive, a footnote, a target or a comment, with its indented body."""
    line, end = found[at], body(found, at + 1, depth)
    inner = found[at + 1:end]
    if note := NOTE.match(line.text):
        prose_of(galley, line, note.end(), inner)
    elif directive := DIRECTIVE.match(line.text):
        name = directive["name"].rpartition(":")[2].lower()
        if name in PROSE | QUOTES:
            galley.begin("quoted") if name in QUOTES else None
            prose_of(galley, line, directive.end(), inner)
            galley.end("quoted") if name in QUOTES else None
    elif not TARGET.match(line.text):
        last = next((each for each in reversed(inner) if each.depth >= 0), line)
        galley.comment(line.place, last.end, galley.source[line.place + 2:last.end])
    return end


def prose_of(galley: Galley, line: Line, mark: int, inner: list[Line]) -> None:
    """What stands behind a mark (a bullet, a directive's name), and the indented lines that go on with it."""
    text = line.text[mark:]
    while inner and FIELD.match(inner[0].text):
        inner = inner[1:]
    deep = min((each.depth for each in inner if each.depth >= 0), default=0)
    first = Line(line.place + mark - deep, line.end, deep, text)
    galley.gap(line.start)
    blocks(galley, [first, *inner] if text else inner, deep)


def literal(found: list[Line], at: int, depth: int) -> int:
    """The end of the literal block that `::` announced."""
    first = next((i for i in range(at, len(found)) if found[i].depth >= 0), len(found))
    return body(found, at, depth) if first < len(found) and found[first].depth > depth else first


def docinfo(galley: Galley, found: list[Line], at: int, depth: int, field: re.Match[str]) -> int:
    if field["name"].lower() in DATES:
        galley.dated(field["value"] or "", found[at].place)
    return body(found, at + 1, depth)


def table(galley: Galley, found: list[Line], at: int) -> int:
    """A grid or a simple table: cells are parted by bars, or by two spaces."""
    end = next((i for i in range(at, len(found)) if found[i].depth < 0), len(found))
    cell = re.compile(r"[^|]+") if found[at].text.startswith("+") else re.compile(r"\S+(?: \S+)*")
    for line in found[at:end]:
        if TABLE.match(line.text) or RULED.match(line.text):
            continue
        for match in cell.finditer(galley.source, line.place, line.end):
            galley.gap(match.start())
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            galley.begin("listed")
            inlaid(galley, start, start + len(match[0].strip()), INLINE)
            galley.end("listed")
    galley.gap(found[end - 1].end)
    return end


def paragraph(galley: Galley, found: list[Line], at: int, depth: int) -> int:
    """Lines of one depth up to an empty one or a title's ruling; `::` at its end announces a literal block."""
    end = at + 1
    while end < len(found) and found[end].depth == found[at].depth and not RULED.match(found[end].text):
        end += 1
    galley.gap(found[at].place)
    inlaid(galley, found[at].place, found[end - 1].end, INLINE)
    galley.gap(found[end - 1].end)
    return literal(found, end, depth) if found[end - 1].text.endswith("::") else end
