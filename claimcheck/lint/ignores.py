"""This file is the comments that silence rules, and those that silence nothing.

    <!-- claimcheck: ignore wrong-size -->        in the paragraph where it stands; alone, in the one after it
    <!-- claimcheck: ignore-next-line -->         on the line after it
    <!-- claimcheck: ignore-file CC3, CC201 -->   in the whole file

Rules are codes, names or beginnings of codes; none named = all.  What stands behind " -- " is a reason.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from claimcheck.claim import Span
from claimcheck.lint import rules
from claimcheck.lint.finding import Place
from claimcheck.lint.place import Lines
from claimcheck.markup.prose import Comment, Prose

SAID = re.compile(r"claimcheck\s*:\s*(?P<what>[\w-]*)(?P<rules>.*)", re.I | re.S)
REASON = re.compile(r"\s(?:--|—|–)\s")
KNOWN = ("ignore", "ignore-next-line", "ignore-file")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One comment: the stretch of the source that it silences, and for which words (none = every rule).

    unknown: the words that are no rule, or what the comment asks for that is nothing known.
    """

    comment: Comment
    scope: Span
    words: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def names(self, word: str) -> set[str]:
        return {rule.name for rule in rules.selected(word)}

    def silences(self, rule: str, place: Place) -> list[str]:
        """The words of this comment that silence a finding; [""] where it names none and silences all."""
        if not self.scope.start <= max(place.start, place.end - 1) or place.start > self.scope.end:
            return []
        return [word for word in self.words if rule in self.names(word)] if self.words else [""]


def ignores(prose: Prose, lines: Lines) -> tuple[Ignore, ...]:
    """The comments of a post that speak to the linter."""
    paragraphs = prose.paragraphs()
    return tuple(said for comment in prose.comments for said in read(comment, paragraphs, lines))


def read(comment: Comment, paragraphs: Sequence[Span], lines: Lines) -> Iterator[Ignore]:
    match = SAID.match(comment.text)
    if not match:
        return
    what = match["what"].lower()
    words = [word for word in re.split(r"[,\s]+", REASON.split(f"{match['rules']} ")[0]) if word]
    known = tuple(word for word in words if rules.selected(word))
    wrong = tuple(word for word in words if word not in known)
    if what not in KNOWN:
        yield Ignore(comment, Span(0, -1), (), (f"{what or 'nothing'}",))
    elif known or not words:
        yield Ignore(comment, scope(what, comment, paragraphs, lines), known, wrong)
    else:
        yield Ignore(comment, Span(0, -1), (), wrong)


def scope(what: str, comment: Comment, paragraphs: Sequence[Span], lines: Lines) -> Span:
    """The stretch of the source that a comment speaks of."""
    if what == "ignore-file":
        return Span(0, len(lines.text))
    if what == "ignore-next-line":
        return Span(*lines.line(lines.number(max(comment.start, comment.end - 1)) + 1))
    own = lines.number(comment.start), lines.number(max(comment.start, comment.end - 1))
    for each in paragraphs:
        first, last = lines.number(each.start), lines.number(max(each.start, each.end - 1))
        if first <= own[1] and own[0] <= last:
            return each
    return next((each for each in paragraphs if each.start >= comment.end), Span(0, -1))


def unused(said: Iterable[Ignore], used: set[tuple[int, str]], on: Iterable[str]
           ) -> Iterator[tuple[Ignore, tuple[str, ...]]]:
    """The comments that silenced nothing, with the words that did not; rules that are off may be named in peace.

    used: (number of the comment, word) of what silenced something.
    """
    enabled = set(on)
    for number, each in enumerate(said):
        if each.scope.end < each.scope.start and each.unknown:
            continue
        idle = tuple(word for word in each.words or ("",)
                     if (number, word) not in used and (not word or each.names(word) <= enabled))
        if idle:
            yield each, idle
