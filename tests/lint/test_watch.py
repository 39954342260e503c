"""This file drives `lint --watch` as a person does: a post is changed, the linter speaks again, Ctrl-C ends it."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

PRICES = Path(__file__).parents[2] / "fixtures" / "prices" / "new-york-2025"


def lines(stream, to: queue.Queue) -> None:
    for line in stream:
        to.put(line)


def until(said: queue.Queue, words: str) -> str:
    """The next line that holds the words."""
    while words not in (line := said.get(timeout=120)):
        pass
    return line


def test_a_changed_post_is_linted_again(tmp_path):
    pytest.importorskip("watchfiles")
    post = tmp_path / "2025-08-22-a.md"
    post.write_text("Tesla jumped 6.2% on Friday.\n")
    command = [sys.executable, "-u", "-m", "claimcheck", "lint", ".", "--watch", "--prices", str(PRICES)]
    env = os.environ | {"CLAIMCHECK_CACHE": str(tmp_path / "cache")}
    with subprocess.Popen(
        command, cwd=tmp_path, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as running:
        said: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lines, args=(running.stdout, said), daemon=True).start()
        try:
            until(said, "Watching. Ctrl-C ends it.")
            post.write_text("Tesla jumped 9.2% on Friday.\n")
            assert until(said, "2025-08-22-a.md:").startswith("2025-08-22-a.md:1:14: ")
            (tmp_path / "2025-08-22-b.md").write_text("Boeing rose 9% on Friday.\n")
            assert "2025-08-22-b.md:1:13: " in until(said, "2025-08-22-b.md:")
            running.send_signal(signal.SIGINT)
            assert running.wait(timeout=60) in (0, 130)
        finally:
            running.kill()
