"""This file is one post linted: claims checked, verdicts turned into findings, comments heeded.

Nothing here reads files, settings or the clock; lint_post is a function of the post, the rules and the market.
"""
from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from claimcheck.claim import Article, Span
from claimcheck.lint import rules
from claimcheck.lint.finding import Finding, Fix, Linted, Rule, Told
from claimcheck.lint.ignores import Ignore, ignores, unused
from claimcheck.lint.place import Lines
from claimcheck.lint.post import Post
from claimcheck.market import Market
from claimcheck.markup.prose import HOLE
from claimcheck.read.english import foreign
from claimcheck.verdict import INFERRED, Checked, Contradiction, Inexact, Refuted, Report, Supported, Unverifiable

UNDATED = datetime(2020, 1, 2, 12, tzinfo=UTC)  # only to find the claims of a post that bears no date
MISSING = ("no-prices", "source-failed", "history-too-short", "no-shares-outstanding")


@dataclass(frozen=True, slots=True)
class Desk:
    """What linting needs besides a post: the market, and how quotations are taken.

    quotes  "check", "note" or "skip" (settings.py)
    told    also every claim with its place, for editors
    """

    market: Market
    quotes: str = "note"
    told: bool = False


def lint_post(post: Post, on: Mapping[str, str], desk: Desk) -> Linted:
    """All findings of a post.  on: {rule name: severity} of the rules in force for it."""
    if post.broken or post.prose is None:
        return finished(post, on, list(broken(post, on)), (), error=post.broken.message if post.broken else "")
    if not post.prose.text.strip() or foreign(post.prose.text):
        return Linted(post.path)
    found = examined(post, desk)
    raised = [*told_of(post, found, on, desk), *undated(post, found, on)]
    checked = len(found.checked) if post.moment else 0
    missing = sum(getattr(each.verdict, "reason", "") in MISSING for each in found.checked)
    linted = finished(post, on, raised, found.checked, claims=checked)
    return replace(linted, unchecked=missing, told=tuple(every(post, found)) if desk.told else ())


def examined(post: Post, desk: Desk) -> Report:
    """The report of the prose; of one that bears no date only what holds on any day."""
    from claimcheck.checking import check_article, extract_articles
    from claimcheck.consistency import contradictions

    when = post.moment
    if when is not None:
        article = Article(post.path, post.prose.text, when.moment, when.dated, post.prose.title, note=when.note)
        return check_article(article, desk.market)
    article = Article(post.path, post.prose.text, UNDATED, "assumed", post.prose.title)
    report = next(iter(extract_articles([article], desk.market)))
    return replace(report, contradictions=contradictions(article, [each.claim for each in report.checked]))


def told_of(post: Post, report: Report, on: Mapping[str, str], desk: Desk) -> Iterator[Finding]:
    """The findings about claims and about figures that contradict each other."""
    for each in report.checked if post.moment else ():
        rule = rule_of(each)
        if rule is not None and rule.name in on and (rule.name == "unverifiable" or not guessed(post, each)):
            yield from of_claim(post, report, each, rule, on[rule.name], desk)
    rule = rules.BY_NAME["numbers-disagree"]
    for each in report.contradictions if rule.name in on else ():
        quoted = within(post.prose.quoted, each.span)
        if quoted and desk.quotes == "skip":
            continue
        severity = "note" if quoted and desk.quotes == "note" else on[rule.name]
        yield of_contradiction(post, report, each, rule, severity)


def rule_of(checked: Checked) -> Rule | None:
    """The rule that a verdict breaks."""
    verdict = checked.verdict
    if isinstance(verdict, Refuted):
        return rules.BY_NAME[verdict.fault]
    if isinstance(verdict, Inexact):
        return rules.BY_NAME["inexact"]
    return None if verdict is None or isinstance(verdict, Supported) else rules.BY_NAME["unverifiable"]


def guessed(post: Post, checked: Checked) -> bool:
    """Whether whom or when it speaks of may well stand elsewhere, or in something that is not read.

    In a cell or an item of a list without a day of its own the heading or the introduction may say the day; code or a
    template's variable may be the subject.
    """
    claim = checked.claim
    if not claim.period.text and not claim.period.inherited and within(post.prose.listed, claim.span):
        return True
    if HOLE not in claim.sentence:
        return False
    named = claim.subject is not None and claim.subject.via not in INFERRED
    return not named or HOLE in post.prose.text[claim.subject.span.end:claim.span.start]


def of_claim(post: Post, report: Report, checked: Checked, rule: Rule, severity: str, desk: Desk) -> Iterator[Finding]:
    from claimcheck.lint import words
    from claimcheck.lint.fixes import fix_of
    from claimcheck.report.record import checked_record

    quoted = checked.claim.quoted or within(post.prose.quoted, checked.claim.span)
    if quoted and desk.quotes == "skip":
        return
    fix = fix_of(checked, post.prose, post.text, quoted, report.checked)
    grade = "note" if quoted and desk.quotes == "note" else severity
    yield finding(post, rule, grade, words.of_claim(rule, checked), source_of(post, checked.claim.span), fix,
                  checked_record(report, checked))


def of_contradiction(post: Post, report: Report, found: Contradiction, rule: Rule, severity: str) -> Finding:
    from claimcheck.lint import words
    from claimcheck.report.record import contradiction_record

    said = words.of_contradiction(found)
    return finding(post, rule, severity, said, source_of(post, found.span), None, contradiction_record(report, found))


def within(stretches: Sequence[Span], span: Span) -> bool:
    return any(span.overlaps(each) for each in stretches)


def source_of(post: Post, span: Span) -> Span:
    return post.prose.source(span.start, span.end)


def finding(post: Post, rule: Rule, severity: str, message: str, span: Span, fix: Fix | None = None,
            record: dict | None = None) -> Finding:
    lines = Lines(post.text)
    place = lines.place(span.start, span.end)
    return Finding(post.path, rule, severity, message, place, lines.source(place), fix, record)


def undated(post: Post, report: Report, on: Mapping[str, str]) -> Iterator[Finding]:
    """A post that makes claims and bears no date."""
    if post.moment is None and "no-date" in on and report.checked:
        rule, claims = rules.BY_NAME["no-date"], len(report.checked)
        message = (f"{rule.summary}: {claims} market claim{'s' * (claims > 1)}. "
                   "Give the front matter a date, or the file's name one: 2025-02-18-title.md")
        yield finding(post, rule, on["no-date"], message, source_of(post, report.checked[0].claim.span))


def broken(post: Post, on: Mapping[str, str]) -> Iterator[Finding]:
    if post.broken and "unreadable" in on:
        lines = Lines(post.text)
        start, end = lines.line(lines.number(post.broken.at))
        rule = rules.BY_NAME["unreadable"]
        yield finding(post, rule, on["unreadable"], f"{rule.summary}: {post.broken.message}", Span(start, end))


def every(post: Post, report: Report) -> Iterator[Told]:
    """Every claim with its place and record, whatever the verdict."""
    from claimcheck.report.record import checked_record

    lines = Lines(post.text)
    for each in report.checked if post.moment else ():
        span = source_of(post, each.claim.span)
        yield Told(lines.place(span.start, span.end), checked_record(report, each))


def finished(post: Post, on: Mapping[str, str], raised: Sequence[Finding], checked: Sequence[Checked],
             error: str = "", claims: int = 0) -> Linted:
    """The findings that no comment silences, in reading order, with those about comments and with fingerprints."""
    said = ignores(post.prose, Lines(post.text)) if post.prose else ()
    used: set[tuple[int, str]] = set()
    kept = []
    for each in raised:
        by = {(number, word) for number, comment in enumerate(said)
              for word in comment.silences(each.rule.name, each.place)}
        used |= by
        if not by:
            kept.append(each)
    kept += about_comments(post, on, said, used, checked)
    kept.sort(key=lambda each: (each.place.start, each.place.end, each.rule.code))
    return Linted(post.path, tuple(fingerprinted(kept, post.name or post.path)), claims, error)


def about_comments(post: Post, on: Mapping[str, str], said: Sequence[Ignore], used: set[tuple[int, str]],
                   checked: Sequence[Checked]) -> Iterator[Finding]:
    """Comments that name no rule, and those that silence nothing although all was checked."""
    for each in said if "unknown-ignore" in on else ():
        for word in each.unknown:
            rule = rules.BY_NAME["unknown-ignore"]
            yield finding(post, rule, on[rule.name], f"{rule.summary}: {word!r}; claimcheck rules lists them",
                          Span(each.comment.start, each.comment.end))
    if "unused-ignore" not in on or post.moment is None:
        return
    for each, idle in unused(said, used, on):
        if not open_claims(post, each, checked):
            rule = rules.BY_NAME["unused-ignore"]
            whole = not each.unknown and len(idle) == len(each.words or ("",))
            yield finding(post, rule, on[rule.name], ": ".join(filter(None, (rule.summary, ", ".join(idle)))),
                          Span(each.comment.start, each.comment.end), without(post, each) if whole else None)


def open_claims(post: Post, said: Ignore, checked: Sequence[Checked]) -> bool:
    """Whether a claim that the comment speaks of could not be checked: with its prices the comment may be needed."""
    return any(isinstance(each.verdict, Unverifiable)
               and Span(said.scope.start, said.scope.end + 1).overlaps(source_of(post, each.claim.span))
               for each in checked)


def without(post: Post, said: Ignore) -> Fix:
    """The comment taken out, with its whole line where it stands alone."""
    start, end = said.comment.start, said.comment.end
    lines = Lines(post.text)
    first, last = lines.line(lines.number(start))[0], lines.line(lines.number(max(start, end - 1)))[1]
    if not post.text[first:start].strip() and not post.text[end:last].strip():
        behind = re.match(r"\r\n|\r|\n", post.text[last:])
        return Fix(first, last + (behind.end() if behind else 0), "", True)
    lead = len(post.text[first:start]) - len(post.text[first:start].rstrip())
    return Fix(start - lead if end == last else start, end, "", True)


def fingerprinted(findings: Sequence[Finding], name: str) -> Iterator[Finding]:
    """Each with what stays the same while its sentence does; the second alike counts as a second."""
    seen: Counter[str] = Counter()
    for each in findings:
        record = each.record or {}
        words = " ".join(str(record.get("sentence") or each.message).split()).casefold()
        said = "\n".join((each.rule.code, name, words, str(record.get("text") or "")))
        seen[said] += 1
        digest = hashlib.sha256(f"{said}\n{seen[said]}".encode("utf-8", "replace")).hexdigest()
        yield replace(each, fingerprint=digest[:32])
