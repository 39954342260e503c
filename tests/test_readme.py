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
