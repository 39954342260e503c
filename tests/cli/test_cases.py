"""This file runs the command line cases of *.toml beside it: what is typed, what comes out, the exit status.

[[case]]
name = "no such file"
run = "check none.md"              {articles} and {prices} are the fixtures' folders
files = { "a.md" = "text" }        made in an empty folder, where the command runs; a file of hex: "hex:" before it
stdin = ""
status = 2
out = ["words that standard output holds"]     err = [...]     not_out = [...]
out_is = "the whole of standard output"        err_is = "..."
"""

from __future__ import annotations

import io
import shlex
import sys
import tomllib
from pathlib import Path

import pytest

from claimcheck.cli import run

HERE = Path(__file__).parent
FIXTURES = HERE.parent.parent / "fixtures"
KEYS = {"name", "run", "files", "stdin", "status", "out", "err", "not_out", "out_is", "err_is", "written"}
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(HERE.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


def test_the_cases_are_well_formed():
    names = [case.values[0]["name"] for case in CASES]
    assert len(names) == len(set(names)) > 30
    for case in CASES:
        assert set(case.values[0]) <= KEYS, case.id


@pytest.mark.parametrize("case", CASES)
def test_case(case, tmp_path, monkeypatch, capsys):
    for name, content in case.get("files", {}).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes.fromhex(content[4:]) if content.startswith("hex:") else content.encode())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(case.get("stdin", "").encode())))
    words = case["run"].replace("{articles}", str(FIXTURES / "articles")).replace("{prices}", str(FIXTURES / "prices"))
    status = run(shlex.split(words))
    out, err = capsys.readouterr()
    assert status == case["status"], out + err
    assert "Traceback" not in err and "internal error" not in err
    for fragment in case.get("out", []):
        assert fragment in out
    for fragment in case.get("err", []):
        assert fragment in err
    for fragment in case.get("not_out", []):
        assert fragment not in out
    for name, content in case.get("written", {}).items():
        assert content in (tmp_path / name).read_text(encoding="utf-8")
    if "out_is" in case:
        assert out == case["out_is"]
    if "err_is" in case:
        assert err == case["err_is"]
