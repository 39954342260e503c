"""This file is the format `sarif` 2.1.0 (OASIS), which GitHub's code scanning, Azure and editors read.

What was ignored is left out: GitHub does not heed `suppressions`.  The evidence stands in the message, which is shown
first, and as a code flow, one step a reading.  The fingerprint stays while the sentence stays, wherever it moves to.
"""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TextIO
from urllib.parse import quote

from claimcheck.lint.finding import Finding, Fix, Linted, Rule
from claimcheck.lint.output import Style
from claimcheck.lint.output.evidence import steps
from claimcheck.lint.rules import ALL

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
MOST = 20  # readings in a code flow
TOLD = ("subject", "symbol", "kind", "value", "unit", "actual")  # what of a claim is kept as properties
INDEX = {rule.code: index for index, rule in enumerate(ALL)}

Node = dict[str, Any]


def render(linted: Iterable[Linted], out: TextIO, style: Style) -> None:
    findings = [found for one in linted for found in one.findings]
    out.write(json.dumps(log(findings, style.version), ensure_ascii=False, indent=2) + "\n")


def log(findings: Sequence[Finding], version: str) -> Node:
    seen: Counter[tuple[str, str]] = Counter()
    results = []
    for found in findings:
        seen[found.path, found.fingerprint] += 1
        results.append(result(found, seen[found.path, found.fingerprint]))
    driver = {"name": "claimcheck", "rules": [descriptor(rule) for rule in ALL]}
    if version:
        driver["semanticVersion"] = version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder in which claimcheck ran."}}},
        "invocations": [{"executionSuccessful": True}],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def descriptor(rule: Rule) -> Node:
    """A rule with its documentation, which GitHub shows beside an alert."""
    help_text = f"{sentence(rule.summary)}\n\n{rule.why}\n\nInstead: {rule.instead}"
    example = f"```text\n{rule.example.strip()}\n```"
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": sentence(rule.summary)},
        "fullDescription": {"text": rule.why},
        "help": {"text": help_text, "markdown": f"**{rule.name}**: {help_text}\n\n{example}"},
        "defaultConfiguration": {"level": rule.severity, "enabled": rule.default},
        "properties": {"tags": ["market-figures"], "precision": "very-high" if rule.severity == "error" else "high",
                       "problem.severity": {"note": "recommendation"}.get(rule.severity, rule.severity)},
    }


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def result(found: Finding, count: int) -> Node:
    """One finding; `count` tells two of the same sentence apart."""
    text = "\n".join([found.message, *map(str, steps(found.record))])
    made = {
        "ruleId": found.rule.code,
        "ruleIndex": INDEX[found.rule.code],
        "level": found.severity,
        "message": {"text": text},
        "locations": [location(found)],
        "partialFingerprints": {"primaryLocationLineHash": f"{found.fingerprint}:{count}"},
    }
    flow = [Node(location=location(found, str(step))) for step in steps(found.record, MOST)]
    if flow:
        way = {"text": "How the finding was reached."}
        made["codeFlows"] = [{"message": way, "threadFlows": [{"locations": flow}]}]
    if found.fix:
        made["fixes"] = [fix(found, found.fix)]
    if found.record:
        made["properties"] = {key: found.record.get(key) for key in TOLD}
    return made


def location(found: Finding, message: str = "") -> Node:
    at = found.place
    region = {"startLine": at.line, "startColumn": at.column, "endLine": at.end_line, "endColumn": at.end_column}
    here = {"physicalLocation": {"artifactLocation": artifact(found), "region": region}}
    return here | ({"message": {"text": message}} if message else {})


def artifact(found: Finding) -> Node:
    """The file as a URI, relative where the file lies below; bytes of its name that are no UTF-8 stay what they are."""
    uri = quote(found.path.encode("utf-8", "surrogateescape"))
    return {"uri": f"file://{uri}"} if found.path.startswith("/") else {"uri": uri, "uriBaseId": ROOT}


def fix(found: Finding, one: Fix) -> Node:
    words = f"Write “{one.text}”." if one.text.strip() else "Take it out."
    description = words if one.safe else f"{words} Look at the sentence first: other corrections may be right."
    swap = {"deletedRegion": region(found, one), "insertedContent": {"text": one.text}}
    return {"description": {"text": description},
            "artifactChanges": [{"artifactLocation": artifact(found), "replacements": [swap]}]}


def region(found: Finding, one: Fix) -> Node:
    """Where a fix goes, in lines and columns where it lies within the lines that are known."""
    begin = found.place.start - (found.place.column - 1)  # where the first line of the source begins
    if not begin <= one.start <= one.end <= begin + len(found.source):
        return {"charOffset": one.start, "charLength": one.end - one.start}
    (line, column), (end_line, end_column) = (position(found, at - begin) for at in (one.start, one.end))
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def position(found: Finding, offset: int) -> tuple[int, int]:
    """Line and column of an offset into the source lines, from 1."""
    before = found.source[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return found.place.line + before.count("\n"), len(before) - before.rfind("\n")
