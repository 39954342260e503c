"""This file tests the settings: found from below, paths seen from where they stand, mistakes quoted with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.config import Config, load
from claimcheck.errors import ConfigError


def written(folder: Path, text: str, name: str = "claimcheck.toml") -> Path:
    (folder / name).write_text(text)
    return folder


def test_nothing_set(tmp_path):
    assert load(tmp_path) == Config()


def test_all_keys_beside_the_command(tmp_path):
    written(
        tmp_path,
        'prices = ["closes", "yahoo", "lock:a.lock", "my.module:make"]\naliases = "names.csv"\n'
        'format = "jsonl"\noffline = true\ncache = "/var/c"\n',
    )
    assert load(tmp_path) == Config(
        ("closes", "yahoo", "lock:a.lock", "my.module:make"),
        Path("names.csv"),
        "jsonl",
        True,
        Path("/var/c"),
        tmp_path / "claimcheck.toml",
    )


def test_paths_are_relative_to_the_file_they_stand_in(tmp_path):
    written(tmp_path, 'prices = ["closes", "lock:a.lock", "yahoo"]\naliases = "names.csv"\n')
    below = tmp_path / "articles" / "new"
    below.mkdir(parents=True)
    found = load(below)
    assert found.prices == (str(tmp_path / "closes"), f"lock:{tmp_path / 'a.lock'}", "yahoo")
    assert found.aliases == tmp_path / "names.csv"


def test_one_source_needs_no_list(tmp_path):
    assert load(written(tmp_path, 'prices = "yahoo"')).prices == ("yahoo",)


def test_pyproject(tmp_path):
    written(tmp_path, '[project]\nname = "x"\n[tool.claimcheck]\nformat = "json"\n', "pyproject.toml")
    assert load(tmp_path).format == "json"
    (tmp_path / "below").mkdir()
    written(tmp_path / "below", "[project]\nname = 'y'\n", "pyproject.toml")
    assert load(tmp_path / "below").format == "json"


def test_somebody_elses_broken_pyproject_is_not_our_business(tmp_path):
    assert load(written(tmp_path, "[", "pyproject.toml")) == Config()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'format = "table"\nprice = "yahoo"\n',
            "claimcheck.toml:2: unknown key 'price' (did you mean prices?); "
            "allowed: aliases, cache, claimreview, format, lint, offline, prices",
        ),
        ('\nformat = "xml"', 'claimcheck.toml:2: format = "xml" is wrong; allowed: table, jsonl, json, markdown, csv'),
        ("offline = 1", "claimcheck.toml:1: offline = 1 is wrong; allowed: true or false"),
        ("prices = []", "claimcheck.toml:1: prices = [] is wrong; allowed: a source or a list of sources"),
        ("prices = [3]", "prices = [3] is wrong"),
        ("[prices]\nx = 1", "claimcheck.toml:1: prices = "),
        ("aliases = true", "aliases = true is wrong; allowed: the path of a CSV or TOML file"),
        ("format =", "claimcheck.toml: not TOML"),
        ("lint = 3", "claimcheck.toml:1: lint = 3 is wrong; allowed: a table: [lint]"),
        ("[lint]\nselekt = []", "claimcheck.toml:2: unknown key 'selekt' (did you mean select?); allowed: baseline"),
        ('[lint]\n\nignore = ["inexakt"]', "claimcheck.toml:3: ignore: no rule 'inexakt' (did you mean inexact?)"),
        ('[lint]\nquotes = "no"', 'claimcheck.toml:2: quotes = "no" is wrong; allowed: check, note, skip'),
        ('[lint]\n[lint.severity]\ninexact = "grave"', "claimcheck.toml:2: severity = "),
        ('[lint]\n[lint.per-file-ignores]\n"a/*" = ["CC9"]', "claimcheck.toml:2: per-file-ignores: no rule 'CC9'"),
    ],
)
def test_mistakes_are_quoted_with_their_line(tmp_path, text, message):
    with pytest.raises(ConfigError) as error:
        load(written(tmp_path, text))
    assert message in str(error.value) and "\n" not in str(error.value)


def test_the_line_in_a_shared_file_is_that_of_our_table(tmp_path):
    written(tmp_path, '[tool.other]\nformat = "x"\n\n[tool.claimcheck]\nformat = "xml"\n', "pyproject.toml")
    with pytest.raises(ConfigError, match="pyproject.toml:5: format"):
        load(tmp_path)


def test_the_linter_s_table(tmp_path):
    text = '[tool.claimcheck.lint]\nselect = ["CC1"]\nlock = "p.lock"\nfail-on = "error"\nexclude = "drafts/"\n'
    written(tmp_path, text + '[tool.claimcheck.lint.severity]\ninexact = "note"\n', "pyproject.toml")
    found = load(tmp_path).lint
    assert (found.select, found.lock, found.fail_on, found.exclude) == (("CC1",), Path("p.lock"), "error", ("drafts/",))
    assert (found.severity, found.root) == ((("inexact", "note"),), tmp_path)
