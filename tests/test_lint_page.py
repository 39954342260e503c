"""This file holds docs/lint.md to the program: what it names is there, what it shows is so."""
from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from claimcheck import config as configs
from claimcheck.cli import cli
from claimcheck.lint.ignores import KNOWN
from claimcheck.lint.output import FORMATS
from claimcheck.lint.rules import ALL

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
GOLDEN = ROOT / "tests" / "lint_output" / "golden"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S)


def test_every_rule_is_named_and_every_format():
    assert [rule.name for rule in ALL if rule.name not in PAGE] == []
    assert [name for name in FORMATS if f"`{name}`" not in PAGE] == []


def test_the_output_that_it_shows_is_the_output():
    concise, full = ((GOLDEN / f"{name}.txt").read_text(encoding="utf-8") for name in ("concise", "full"))
    first, second = blocks("text")
    assert all(line in concise.splitlines() for line in first.splitlines())
    assert second in full


def test_every_option_that_it_names_exists():
    known = {option for command in cli.commands.values() for each in command.params for option in each.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) - known == set()
    for command in re.findall(r"claimcheck ([a-z]+)(?= |`)", PAGE):
        assert command in cli.commands


def test_the_settings_that_it_shows_are_settings(tmp_path):
    (shown, *_) = [block for block in blocks("toml") if "[lint]" in block]
    (tmp_path / "claimcheck.toml").write_text(shown, encoding="utf-8")
    lint = configs.load(tmp_path).lint
    assert lint.select == ("CC1", "CC2", "no-date") and lint.quotes == "skip"
    assert lint.per_file_ignores and lint.severity == (("inexact", "note"),)


def test_the_comments_that_it_shows_are_known():
    (shown,) = blocks("markdown")
    assert tuple(re.findall(r"claimcheck: ([a-z-]+)", shown)) == KNOWN


def test_the_hook_and_the_editors_settings_are_well_formed():
    (hook,) = blocks("yaml")
    declared = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert yaml.safe_load(hook)["repos"][0]["hooks"] == [{"id": declared[0]["id"]}]
    (code,) = blocks("json")
    assert json.loads(code)["glspc.server.command"] == "claimcheck"
    (helix,) = [tomllib.loads(block) for block in blocks("toml") if "language-server" in block]
    assert helix["language-server"]["claimcheck"]["args"] == ["lsp"]


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)h][^)]*)\)", PAGE))
def test_its_links_lead_somewhere(link):
    assert (ROOT / "docs" / link).is_file()
