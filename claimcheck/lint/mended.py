"""This file is a post with its fixes put in, and the proof that it got better: it is linted again.

A fix stays only if its finding is gone and no other came in its place.
"""
from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from claimcheck.lint.finding import Fix, Linted
from claimcheck.lint.fixes import applied, chosen
from claimcheck.lint.post import Post, parsed


@dataclass(frozen=True, slots=True)
class Mended:
    """A post with fixes put in, what is still found in it, and how many fixes there were."""

    post: Post
    linted: Linted
    fixed: int = 0


def mended(post: Post, linted: Linted, unsafe: bool, lint: Callable[[Post], Linted]) -> Mended:
    """The post with every fix that makes it better."""
    fixes = chosen(linted.findings, unsafe)
    if not fixes:
        return Mended(post, linted)
    whole = tried(post, fixes, lint)
    if better(linted, whole.linted, len(fixes)):
        return whole
    best, kept = Mended(post, linted), []
    for fix in fixes:
        one = tried(post, [*kept, fix], lint)
        if better(best.linted, one.linted, 1):
            best, kept = one, [*kept, fix]
    return best


def tried(post: Post, fixes: Sequence[Fix], lint: Callable[[Post], Linted]) -> Mended:
    again = replace(parsed(post.path, applied(post.text, fixes), post.encoding), name=post.name)
    return Mended(again, lint(again), len(fixes))


def better(before: Linted, after: Linted, fewer: int) -> bool:
    """Whether at least so many findings are gone and no rule is broken more often."""
    was, now = (Counter(each.rule.name for each in one.findings) for one in (before, after))
    return now.total() <= was.total() - fewer and all(now[name] <= was[name] for name in now)


def difference(before: Post, after: Post) -> str:
    """A unified diff, "" where nothing changed.  Line ends other than a line feed are shown as one."""
    old, new = (each.text.splitlines(keepends=True) for each in (before, after))
    rows = difflib.unified_diff(old, new, before.path, after.path, n=3)
    return "".join(row.rstrip("\r\n") + "\n" for row in rows)
