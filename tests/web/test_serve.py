"""This file tests the command `claimcheck serve`: it says where it is, answers, stops, and says why it cannot."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys

import httpx
import pytest
from driven import HOUSE

from claimcheck.cli import run

PRICES = str(HOUSE / "fixtures" / "prices")


def refused(capsys, *arguments: str) -> str:
    assert run(["serve", *arguments]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1, said
    return said


def test_it_says_where_it_is_answers_and_stops(tmp_path):
    command = [sys.executable, "-m", "claimcheck", "serve", "--port", "0", "--prices", PRICES, "--workers", "1"]
    where = os.environ | {"CLAIMCHECK_DATA": str(tmp_path)}
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=where)
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", running.stderr.readline())[0]
        page = httpx.get(address, timeout=30)
        assert page.status_code == 200 and "What did the market really do?" in page.text
        assert httpx.get(address, headers={"host": "evil.example"}).status_code == 421
        assert (tmp_path / "checks.db").exists()
    finally:
        running.send_signal(signal.SIGINT)
        assert running.wait(30) in (0, 130)
    assert running.stderr.read().strip() == ""


def test_a_port_that_is_taken(capsys, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = refused(capsys, "--port", port, "--prices", PRICES, "--data", str(tmp_path / "c.db"))
    assert f"port {port}" in said and "--port" in said


def test_a_file_that_is_none_of_ours(capsys, tmp_path):
    other = tmp_path / "notes.txt"
    other.write_text("not a database, and longer than a header would be" * 20)
    assert "--data" in refused(capsys, "--data", str(other), "--prices", PRICES)
    assert other.read_text().startswith("not a database")


def test_prices_that_are_none(capsys, tmp_path):
    assert "no such file or folder" in refused(capsys, "--prices", str(tmp_path / "none"))


@pytest.mark.parametrize("missing", ["uvicorn", "starlette", "pebble", "cattrs", "python_multipart"])
def test_without_the_extra_it_says_what_to_install(missing, tmp_path):
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        f"from claimcheck.cli import run\nsys.exit(run(['serve', '--data', {str(tmp_path / 'c.db')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert done.returncode == 2
    assert 'pip install "claimcheck-markets[web]"' in done.stderr and done.stderr.count("\n") == 1
