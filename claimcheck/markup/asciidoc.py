"""This file is AsciiDoc: its delimited blocks and lines, its inline markup by one expression.

No library for Python keeps the offsets, so what is read here is the shapes of blocks of docs.asciidoctor.org.
Listings, literal and passthrough blocks, block macros and comments are passed over; every table cell is a paragraph.
"""
from __future__ import annotations

import re

from claimcheck.markup.inline import inlaid
from claimcheck.markup.prose import DEEPEST, Galley
from claimcheck.markup.restructured import Line, lines

UNREAD = ("----", "....", "++++", "```")
COMMENTED = "////"
QUOTES = ("____",)
FENCE = re.compile(r"(?:-{4,}|\.{4,}|\+{4,}|/{4,}|_{4,}|={4,}|\*{4,}|--|```\S*|[|,:!]={3,})$")
ATTRIBUTE = re.compile(r":(?P<name>!?[\w-]+!?):(?:[ ]+(?P<value>.*))?$")
STYLE = re.compile(r"\[(?P<style>[^\[\]]*(?:\[[^\]]*\][^\[\]]*)*)\]$|\[\[[^\]]+\]\]$")
MACRO = re.compile(r"(?:image|include|video|audio|toc|ifdef|ifndef|ifeval|endif|link)::\S*\[.*\]$")
TITLE = re.compile(r"(?:={1,6}|#{1,6})[ ]+")
LABEL = re.compile(r"\.(?=[^\s.])")
ITEM = re.compile(r"(?:\*{1,5}|\.{1,5}|-|\d+\.|<\d+>|(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):)[ ]+|\S.*?::+(?:[ ]+|$)")
NOTED = re.compile(r"[A-Z]+:")  # an admonition is a paragraph
REVISION = re.compile(
    r"(?:v?[\d.]+,[ ]*)?(?P<date>\d{4}-\d\d-\d\d|[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+ \d{4})")
DATES = ("revdate", "date", "docdate", "published", "page-date", "jbake-date", "page-revdate")
INLINE = re.compile(
    r"(?<=[\"'])`(?=[^\s`])|(?<=[^\s`])`(?=[\"'])"
    r"|(?P<hole_mono>``[^`]+``|`[^`\n]+`|\+\+\+?.{1,400}?\+\+\+?)"
    r"|(?P<hole_macro>(?:stem|latexmath|asciimath|pass|kbd|btn|menu|icon|image):\S{0,200}?\[[^\]]{0,400}\])"
    r"|footnote(?:ref)?:\S{0,200}?\[[^\]]{0,400}\]|indexterm2?:\[[^\]]{0,400}\]|\(\(\([^)]{0,400}\)\)\)"
    r"|(?:link|mailto|xref):\S{0,400}?\[(?P<keep_link>[^\],]{0,400})(?:,[^\]]{0,200})?\^?\]"
    r"|(?:https?|ftp)://[^\s\[\]<>]+(?:\[(?P<keep_url>[^\]]{0,400}?)\^?\])?"
    r"|<<[^,>]{1,200},(?P<keep_ref>[^>]{1,400})>>|<<[^>]{1,200}>>|\[\[[^\]]{1,200}\]\]"
    r"|(?P<hole_attribute>\{[\w-]+\})"
    r"|\*\*(?P<keep_bold>[^\s*](?:.{0,400}?\S)??)\*\*|(?<![\w*])\*(?P<keep_strong>[^\s*](?:[^*]*?\S)??)\*(?![\w*])"
    r"|__(?P<keep_italics>[^\s_](?:.{0,400}?\S)??)__|(?<![\w_])_(?P<keep_emphasis>[^\s_](?:[^_]*?\S)??)_(?![\w_])"
    r"|(?:\[[^\]\n]{0,200}\])?##?(?P<keep_mark>[^\s#](?:[^#]*?\S)??)##?"
    r"|\^(?P<keep_raised>[^\s^]+)\^|~(?P<keep_lowered>[^\s~]+)~"
    r"|(?P<newline>[ ]\+\n\s*)|(?P<space>\s*\n\s*)"
    r"|(?P<char>&(?:\w+|\#\d+|\#x[0-9a-fA-F]+);)",
    re.S,
)


def read(galley: Galley) -> None:
    found = lines(galley.source, galley.body)
    at = header(galley, found)
    body(galley, found[at:])


def header(galley: Galley, found: list[Line]) -> int:
    """The title with author, revision and attributes under it; the number of the line after it."""
    first = next((i for i, line in enumerate(found) if line.depth >= 0 and not line.text.startswith("//")), 0)
    if not found or not found[first].text.startswith("= "):
        return 0
    at = first + 1
    while at < len(found) and found[at].depth >= 0:
        line = found[at]
        attribute = ATTRIBUTE.match(line.text)
        if attribute and attribute["name"].lower() in DATES:
            galley.dated(attribute["value"] or "", line.place)
        elif not attribute and (revision := REVISION.match(line.text)):
            galley.dated(revision["date"], line.place)
        if line.text.startswith("//"):
            galley.comment(line.place, line.end, line.text[2:])
        at += 1
    galley.title = found[first].text[2:]
    galley.gap(found[first].start)
    inlaid(galley, found[first].place + 2, found[first].end, INLINE)
    galley.gap(found[first].end)
    return at


def body(galley: Galley, found: list[Line]) -> None:
    at, style = 0, ""
    galley.nesting += 1
    while at < len(found):
        line = found[at]
        if line.depth < 0:
            at += 1
        elif FENCE.match(line.text):
            at, style = fenced(galley, found, at, style), ""
        elif said := STYLE.match(line.text):
            at, style = at + 1, said["style"] or style
        else:
            at, style = plain(galley, found, at, style), ""
    galley.nesting -= 1


def fenced(galley: Galley, found: list[Line], at: int, style: str) -> int:
    """A delimited block; the number of the line after it."""
    fence = found[at].text
    mark = "```" if fence.startswith("```") else fence
    end = next((i for i in range(at + 1, len(found)) if found[i].text == mark), len(found))
    inner = found[at + 1:end]
    galley.gap(found[at].start)
    if fence.startswith(COMMENTED):
        galley.comment(found[at].place, found[min(end, len(found) - 1)].end, "\n".join(line.text for line in inner))
    elif fence[1:].startswith("==="):
        cells(galley, inner, fence[0])
    elif not fence.startswith(UNREAD) and not unread(style) and galley.nesting <= DEEPEST:
        quoted = fence.startswith(QUOTES) or style.startswith(("quote", "verse"))
        galley.begin("quoted") if quoted else None
        body(galley, inner)
        galley.end("quoted") if quoted else None
    return end + 1


def unread(style: str) -> bool:
    name = style.split(",")[0].split("%")[0].strip()
    return name in ("source", "listing", "literal", "stem", "latexmath", "comment", "pass")


def plain(galley: Galley, found: list[Line], at: int, style: str) -> int:
    """A line of its own, or a paragraph with the lines that go on with it."""
    line = found[at]
    if line.text.startswith("//"):
        galley.comment(line.place, line.end, line.text[2:])
        return at + 1
    if attribute := ATTRIBUTE.match(line.text):
        if attribute["name"].lower() in DATES:
            galley.dated(attribute["value"] or "", line.place)
        return at + 1
    if MACRO.match(line.text) or line.text in ("+", "'''", "<<<", "---", "***"):
        return at + 1
    alone = TITLE.match(line.text) or LABEL.match(line.text)
    item = ITEM.match(line.text)
    end = at + 1 if alone else ended(found, at)
    if unread(style) or (line.depth > 0 and not item):
        return end
    listed = "listed" if item and not NOTED.match(line.text) else ""
    stretch = "quoted" if style.startswith(("quote", "verse")) else listed
    galley.gap(line.start)
    galley.begin(stretch) if stretch else None
    sentences(galley, found[at:end], len((alone or item)[0]) if alone or item else 0)
    galley.gap(found[end - 1].end)
    galley.end(stretch) if stretch else None
    return end


def ended(found: list[Line], at: int) -> int:
    """The number of the first line that no longer belongs to the paragraph or list item of line `at`."""
    for i in range(at + 1, len(found)):
        text = found[i].text
        if found[i].depth < 0 or FENCE.match(text) or STYLE.match(text) or text == "+" or ITEM.match(text):
            return i
    return len(found)


def sentences(galley: Galley, found: list[Line], mark: int) -> None:
    """The words of a paragraph; comment lines within it are left out."""
    start = found[0].place + mark
    for i, line in enumerate(found):
        if line.text.startswith("//"):
            galley.comment(line.place, line.end, line.text[2:])
            galley.space(line.start, line.start)
            start = found[i + 1].place if i + 1 < len(found) else line.end
        elif i + 1 == len(found) or found[i + 1].text.startswith("//"):
            inlaid(galley, start, line.end, INLINE)


def cells(galley: Galley, found: list[Line], separator: str) -> None:
    """The cells of a table: what stands between separators, lines that go on with a cell included."""
    begin: int | None = None
    for line in found:
        if line.depth < 0:
            continue
        marks = [line.place + m.start() for m in re.finditer(re.escape(separator), line.text)]
        for at in marks:
            cell(galley, begin, at)
            begin = at + 1
        begin = line.place if begin is None else begin
    cell(galley, begin, found[-1].end if found else 0)


def cell(galley: Galley, begin: int | None, end: int) -> None:
    """One cell without the cell specifier of the next ("2+", "a", "^.>")."""
    if begin is None:
        return
    text = re.sub(r"(?:\s|^)[\d.+*<^>]*[aehlmsdv]?$", "", galley.source[begin:end]).rstrip()
    start = begin + len(text) - len(text.lstrip())
    galley.gap(begin)
    if text.strip():
        galley.begin("listed")
        inlaid(galley, start, begin + len(text), INLINE)
        galley.end("listed")
        galley.gap(begin + len(text))
