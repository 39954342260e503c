"""This file tests the command as a person at a terminal meets it: pasting, interrupting, paging."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
COMMAND = [sys.executable, "-m", "claimcheck"]
ARTICLE = "Apple shares fell 0.7 percent to $438.89 on Monday."


@pytest.fixture
def environment(tmp_path):
    return os.environ | {"CLAIMCHECK_CACHE": str(tmp_path / "cache"), "COLUMNS": "100", "TERM": "xterm-256color"}


def started(args: list[str], environment, cwd, stdin) -> subprocess.Popen:
    return subprocess.Popen(
        [*COMMAND, *args],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=cwd,
        start_new_session=True,
    )


def line_of(stream, seconds: float = 30) -> str:
    """The first line that a process writes to a pipe."""
    ready, _, _ = select.select([stream], [], [], seconds)
    assert ready, "nothing was said"
    return stream.readline().decode()


def test_no_input_at_a_terminal_invites_to_paste(environment, tmp_path):
    mine, theirs = pty.openpty()
    args = ["check", "--date", "2013-06-10T17:00-04:00", "--prices", str(FIXTURES / "prices")]
    process = started(args, environment, tmp_path, theirs)
    os.close(theirs)
    assert line_of(process.stderr) == "Paste an article. End it with Ctrl-D on a line of its own.\n"
    os.write(mine, f"{ARTICLE}\n\x04".encode())
    out, err = process.communicate(timeout=60)
    os.close(mine)
    assert process.returncode == 0
    assert out.decode().count("✓ supported") == 2
    assert err == b""


def test_interrupting_is_quiet(environment, tmp_path):
    mine, theirs = pty.openpty()
    process = started(["check", "--offline"], environment, tmp_path, theirs)
    os.close(theirs)
    line_of(process.stderr)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    os.close(mine)
    assert (process.returncode, out, err.strip()) == (130, b"", b"")


def test_a_closed_pipe_is_quiet(environment, tmp_path):
    (tmp_path / "a.jsonl").write_text(f'{{"text": "{ARTICLE}", "published": "2013-06-10"}}\n' * 300)
    process = started(["extract", "a.jsonl", "--format", "jsonl"], environment, tmp_path, subprocess.DEVNULL)
    assert line_of(process.stdout, 60).startswith('{"article": "a.jsonl:1"')
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 141


def test_nothing_but_the_report_in_a_pipe(environment, tmp_path):
    (tmp_path / "a.md").write_text(ARTICLE)
    done = subprocess.run(
        [*COMMAND, "check", "a.md", "--date", "2013-06-10T17:00-04:00", "--prices", str(FIXTURES / "prices")],
        capture_output=True,
        env=environment,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout
    assert not [line for line in done.stdout.decode().splitlines() if line != line.rstrip()]


def test_progress_is_drawn_on_the_terminal_and_never_into_the_report(environment, tmp_path):
    (tmp_path / "a.md").write_text(ARTICLE)
    mine, theirs = pty.openpty()
    command = [*COMMAND, "check", "a.md", "--date", "2013-06-10", "--offline", "--format", "jsonl"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment, cwd=tmp_path)
    out, _ = process.communicate(timeout=60)
    os.close(theirs)
    drawn = os.read(mine, 100_000)
    os.close(mine)
    assert process.returncode == 0
    assert "reading ..." in drawn.decode()
    assert all(line.startswith('{"article"') for line in out.decode().splitlines())


@pytest.mark.parametrize(
    ("setting", "colours"), [({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)]
)
def test_colours_and_none(setting, colours, environment, tmp_path):
    (tmp_path / "a.md").write_text(ARTICLE)
    done = subprocess.run(
        [*COMMAND, "check", "a.md", "--date", "2013-06-10", "--offline"],
        capture_output=True,
        env=environment | setting,
        cwd=tmp_path,
    )
    assert (b"\x1b[35m" in done.stdout) is colours
    assert b"unverifiable" in done.stdout


def test_an_output_without_our_signs(environment, tmp_path):
    (tmp_path / "a.md").write_text(ARTICLE)
    done = subprocess.run(
        [*COMMAND, "check", "a.md", "--date", "2013-06-10T17:00-04:00", "--prices", str(FIXTURES / "prices")],
        capture_output=True,
        env=environment | {"PYTHONIOENCODING": "ascii"},
        cwd=tmp_path,
    )
    assert done.stdout.decode("ascii").count("+ supported") == 2
    assert done.returncode == 0
