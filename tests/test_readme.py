"""This file runs what README shows: every block that begins with `$ claimcheck`, and compares what comes out.

After a wanted change: CLAIMCHECK_GOLDEN=write pytest tests/test_readme.py, then read the difference.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from claimcheck.cli import cli
from claimcheck.config import load

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.S)
MAIN = re.compile(r"(?:.* && )?(?:\.venv/bin/)?claimcheck (?P<args>.*)")


def blocks() -> list[re.Match]:
    return [block for block in BLOCK.finditer(README.read_text(encoding="utf-8")) if MAIN.fullmatch(block["command"])]


@pytest.mark.parametrize("number", range(len(blocks())))
def test_what_readme_shows_is_what_comes_out(number, tmp_path):
    block = blocks()[number]
    args = shlex.split(MAIN.fullmatch(block["command"])["args"])
    environment = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "FORCE_COLOR")}
    done = subprocess.run(
        [sys.executable, "-m", "claimcheck", *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        env=environment | {"CLAIMCHECK_CACHE": str(tmp_path)},
    )
    assert "claimcheck:" not in done.stderr
    if os.environ.get("CLAIMCHECK_GOLDEN") == "write":
        text = README.read_text(encoding="utf-8")
        shown = done.stdout.strip("\n") + "\n"
        README.write_text(text[: block.start("output")] + shown + text[block.end("output") :], encoding="utf-8")
    else:
        assert done.stdout.strip("\n") == block["output"].strip("\n")


def test_readme_shows_the_main_job_first():
    text = README.read_text(encoding="utf-8")
    first = BLOCK.search(text)
    assert "claimcheck check fixtures/articles/01-" in first["command"]
    assert text[: first.start()].count("\n\n") <= 2, "README opens with one sentence, then the command and its output"


def test_the_script_of_ci_does_what_readme_says():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    said = re.search(r"```console\n\$ (python3 -m venv .*pytest)\n", README.read_text(encoding="utf-8"))[1]
    for step in ("-m venv", 'pip install -q ".[test]"', "pytest"):
        assert step in said
    done = [line for line in script.splitlines() if line.startswith('"$')]
    assert len(done) == 3
    assert "-m venv" in done[0] and '".[test]"' in done[1] and done[2].endswith("/pytest\"")


def block_of(language: str) -> str:
    return re.search(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.S)[1]


def test_the_python_of_readme_runs():
    done = subprocess.run([sys.executable, "-c", block_of("python")], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "change: Apple down 0.7 percent, day (monday) Supported\n"


def test_the_settings_of_readme_are_settings(tmp_path):
    (tmp_path / "claimcheck.toml").write_text(block_of("toml"))
    assert load(tmp_path).prices == ("../prices", "yahoo")


def test_the_commands_that_readme_names_are_there():
    text = README.read_text(encoding="utf-8")
    for command in re.findall(r"claimcheck (check|extract|explain|prices|[a-z]+) ", text):
        if command not in ("reads", "import"):
            assert command in cli.commands
    for option in re.findall(r"`(--[a-z]+)", text):
        assert any(option in param.opts for command in cli.commands.values() for param in command.params), option
