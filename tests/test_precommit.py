"""This file runs pre-commit for real, in git repositories of its own, with the hook as .pre-commit-hooks.yaml has it.

The first tests call the claimcheck that is installed (language: system).  The last one lets pre-commit clone this
repository and install it into an environment of its own (language: python), offline: dependencies are borrowed from the
environment that runs the tests.
"""
from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
BLOG = ROOT / "fixtures" / "blog"
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
GIT = {"GIT_AUTHOR_NAME": "n", "GIT_AUTHOR_EMAIL": "n@example.org", "GIT_COMMITTER_NAME": "n",
       "GIT_COMMITTER_EMAIL": "n@example.org", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
TRUE = "---\ndate: 2025-08-22\n---\n\nTesla jumped 6.2% on Friday.\n"

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("pre_commit") is None, reason="pre-commit is not installed"),
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]


@pytest.fixture
def env(tmp_path) -> dict[str, str]:
    """A person's shell, with caches of the test's own and the installed claimcheck first on the path."""
    own = {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit"), "CLAIMCHECK_CACHE": str(tmp_path / "cache"),
           "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])), "PRE_COMMIT_COLOR": "never"}
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return kept | GIT | own


def git(folder: Path, env: dict[str, str], *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, env=env, check=True, capture_output=True)


def blog(tmp_path: Path, env: dict[str, str], config: dict, *posts: str) -> Path:
    """A git repository with settings, lock and these posts of the sample blog."""
    folder = tmp_path / "blog"
    (folder / "posts").mkdir(parents=True)
    for name in ("claimcheck.toml", "claimcheck.lock", *(f"posts/{post}" for post in posts)):
        shutil.copy(BLOG / name, folder / name)
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [config]}), encoding="utf-8")
    git(folder, env, "init", "-q", "-b", "main")
    git(folder, env, "add", "-A")
    return folder


def local() -> dict:
    """The declared hook, run by the claimcheck that is installed."""
    hook = {key: value for key, value in HOOKS[0].items() if key != "minimum_pre_commit_version"}
    return {"repo": "local", "hooks": [hook | {"language": "system"}]}


def pre_commit(folder: Path, env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", "run", "claimcheck", *words]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", timeout=300)


def test_the_hook_is_declared_as_pre_commit_wants_it():
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    assert subprocess.run(command, capture_output=True).returncode == 0
    (hook,) = HOOKS
    assert (hook["id"], hook["language"], hook["require_serial"]) == ("claimcheck", "python", True)


def test_a_wrong_figure_fails_the_commit_and_the_right_one_passes(tmp_path, env):
    folder = blog(tmp_path, env, local(), "readers-ask.adoc", "thursday-letter.rst", "more-or-less.md")
    (folder / "wrong.py").write_text('"Tesla jumped 9.2% on Friday."\n', encoding="utf-8")
    git(folder, env, "add", "-A")
    done = pre_commit(folder, env)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "market figures" in done.stdout and "Failed" in done.stdout
    assert "posts/readers-ask.adoc:8:66: CC102" in done.stdout
    assert "posts/thursday-letter.rst:10:77: CC101" in done.stdout
    assert "more-or-less" not in done.stdout and "wrong.py" not in done.stdout

    for name in ("readers-ask.adoc", "thursday-letter.rst"):
        (folder / "posts" / name).unlink()
    git(folder, env, "add", "-A")
    done = pre_commit(folder, env)
    assert done.returncode == 0 and "Passed" in done.stdout
    assert len(done.stdout.strip().splitlines()) == 1  # nothing is said of what is right


def test_only_what_is_committed_is_linted_and_git_commit_itself_is_stopped(tmp_path, env):
    folder = blog(tmp_path, env, local(), "thursday-letter.rst")
    command = [sys.executable, "-m", "pre_commit", "install"]
    git(folder, env, "commit", "-q", "--no-verify", "-m", "before there was a hook")
    subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True)
    (folder / "posts" / "true.md").write_text(TRUE, encoding="utf-8")
    git(folder, env, "add", "-A")
    git(folder, env, "commit", "-q", "-m", "a true post beside an old wrong one")
    (folder / "posts" / "true.md").write_text(TRUE.replace("6.2%", "9.2%"), encoding="utf-8")
    git(folder, env, "add", "-A")
    done = subprocess.run(["git", "commit", "-m", "a wrong one"], cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert "posts/true.md:5:14: CC102" in done.stderr + done.stdout and "thursday" not in done.stderr + done.stdout


def test_pre_commit_installs_this_repository_and_runs_it(tmp_path, env):
    """As a blogger has it: `repo: URL`, `rev: ...`. Nothing is fetched."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling, which builds the package, is not installed")
    source = tmp_path / "source"
    source.mkdir()
    for name in ("claimcheck", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)
    git(source, env, "init", "-q", "-b", "main")
    git(source, env, "add", "-A")
    git(source, env, "commit", "-q", "-m", "all")
    asked = subprocess.run(["git", "rev-parse", "HEAD"], cwd=source, env=env, capture_output=True, text=True)
    borrowed = env | {"PYTHONPATH": sysconfig.get_path("purelib"), "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1",
                      "VIRTUALENV_NO_DOWNLOAD": "1"}
    config = {"repo": source.as_uri(), "rev": asked.stdout.strip(), "hooks": [{"id": "claimcheck"}]}
    folder = blog(tmp_path, env, config, "thursday-letter.rst")
    for off in ("0", "1"):  # which of them turns isolation off depends on the version of pip (its issue 5735)
        done = pre_commit(folder, borrowed | {"PIP_NO_BUILD_ISOLATION": off})
        if "error:" not in done.stdout:
            break
    assert "posts/thursday-letter.rst:10:77: CC101" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 1
    (command,) = (tmp_path / "pre-commit").glob("repo*/py_env-*/bin/claimcheck")
    assert command.is_file()  # it was the hook's own environment that ran, not the one of the tests
