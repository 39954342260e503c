"""This file is the format `junit`: test results for Jenkins, GitLab, Azure and the like.

A file is a test suite, a finding a test case: a fault fails, what cannot be read is an error, a note is skipped; a file
without findings is one case that passes.  The format has no owner: what Jenkins and GitLab read is the yardstick.
"""
from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TextIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from claimcheck.lint.finding import Finding, Linted
from claimcheck.lint.output import Style
from claimcheck.lint.output.evidence import steps

OUTCOMES = {"error": "failure", "warning": "failure", "note": "skipped"}
ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST = 2000  # characters of a source line that are still shown
COUNTS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def render(linted: Iterable[Linted], out: TextIO, style: Style) -> None:
    root = Element("testsuites", name="claimcheck")
    for one in linted:
        suite(root, one)
    for count in ("tests", *COUNTS):
        root.set(count, str(sum(int(each.get(count, "0")) for each in root)))
    ElementTree.indent(root)
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, "unicode") + "\n")


def suite(root: Element, one: Linted) -> None:
    here = SubElement(root, "testsuite", name=legal(one.path), time="0")
    for found in one.findings:
        case(here, found)
    if not one.findings:
        SubElement(here, "testcase", name="claims", classname=legal(one.path), file=legal(one.path), time="0")
    here.set("tests", str(len(here)))
    for count, outcome in COUNTS.items():
        here.set(count, str(sum(each.find(outcome) is not None for each in here)))


def case(here: Element, found: Finding) -> None:
    at = found.place
    name = f"{found.rule.code} {found.rule.name} at {at.line}:{at.column}"
    path = legal(found.path)
    one = SubElement(here, "testcase", name=name, classname=path, file=path, line=str(at.line), time="0")
    outcome = "error" if found.rule.name == "unreadable" else OUTCOMES[found.severity]
    what = SubElement(one, outcome, message=legal(found.message))
    if outcome != "skipped":
        what.set("type", found.severity)
    source = found.source if len(found.source) <= LONGEST else ""  # a page in one line helps nobody
    told = [f"{found.path}:{at.line}:{at.column}", source, *map(str, steps(found.record))]
    what.text = legal("\n".join(filter(None, told)))


def legal(text: str) -> str:
    """Text without the characters that XML 1.0 has no way to write."""
    return ILLEGAL.sub("", text)
