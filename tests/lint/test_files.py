"""This file tests which files are linted, against git itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from claimcheck.lint.files import Missing, found, shown

TREE = [
    "a.md", "b.txt", "c.py", "notes.html", "build/x.md", "posts/a.md", "posts/b.md", "posts/drafts/c.md", "secret.md",
    "posts/drafts/keep.md", "posts/old/d.rst", "node_modules/x.md", ".hidden/x.md", "site/e.adoc", "site/deep/f.md",
    "posts/secret.md", "posts/UPPER.MD", "é/naïve.md",
]  # fmt: skip
IGNORES = {
    ".gitignore": "build/\n*.html\n/secret.md\n!notes.html\n",
    "posts/.gitignore": "drafts/*\n!drafts/keep.md\nold\n",
    "site/.gitignore": "*\n!.gitignore\n",
    "site/deep/.gitignore": "!f.md\n",
}


@pytest.fixture
def tree(tmp_path, monkeypatch):
    for name in TREE:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    for name, text in IGNORES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*paths, **more):
    return [shown(each) for each in found(paths or (".",), **more)]


@pytest.mark.parametrize("start", [".", "posts", "site"])
def test_what_git_ignores_is_left_out(tree, start):
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    (tree / ".git" / "info").mkdir(exist_ok=True)
    (tree / ".git" / "info" / "exclude").write_text("b.txt\n")
    listed = ["git", "-c", "core.quotepath=off", "ls-files", "--others", "--exclude-standard", start]
    git = subprocess.run(listed, cwd=tree, capture_output=True, text=True, check=True).stdout.splitlines()
    kept = {each for each in git if each.lower().endswith((".md", ".txt", ".html", ".rst", ".adoc"))}
    kept -= {each for each in kept if each.startswith((".hidden", "node_modules"))}
    assert set(names(start)) == kept
    assert start != "." or len(kept) > 6


def test_a_file_named_is_linted_although_git_ignores_it(tree):
    assert names("build/x.md", "secret.md") == ["build/x.md", "secret.md"]


def test_exclude_counts_for_named_files_too(tree):
    assert names("posts/a.md", "a.md", exclude=["posts/"], root=tree) == ["a.md"]
    assert "posts/b.md" not in names(".", exclude=["posts/b.md"], root=tree)
    assert "posts/a.md" in names(".", exclude=["posts/b.md"], root=tree)


def test_globs_folders_and_files_name_each_file_once(tree):
    assert names("posts/*.md", "posts", "./posts/a.md")[:2] == ["posts/a.md", "posts/b.md"]
    assert len(set(names("posts/*.md", "posts", "./posts/a.md"))) == len(names("posts/*.md", "posts", "./posts/a.md"))
    assert names(str(tree / "posts" / "a.md")) == ["posts/a.md"]


def test_what_is_not_there_is_said_in_its_place(tree):
    missing = [each for each in found(["no.md", "no*.md", "a.md"])]
    assert [each.message for each in missing[:2]] == ["no.md: no such file or folder", "no*.md: no file matches"]
    assert all(isinstance(each, Missing) for each in missing[:2]) and missing[2] == Path("a.md")
