"""This file holds the GitHub Action, the workflow and the GitLab job to their schemas, and runs their scripts."""
from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
BLOG = ROOT / "fixtures" / "blog"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GITLAB = yaml.safe_load((ROOT / "docs" / "examples" / "gitlab-ci.yml").read_text(encoding="utf-8"))
WORKFLOW = yaml.safe_load((ROOT / "docs" / "examples" / "github-workflow.yml").read_text(encoding="utf-8"))
SCHEMAS = {
    "action.yml": "github-actions",
    "docs/examples/github-workflow.yml": "github-workflows",
    "docs/examples/gitlab-ci.yml": "gitlab-ci",
}


@pytest.mark.parametrize("path", SCHEMAS)
def test_it_is_as_its_published_schema_wants_it(path):
    pytest.importorskip("check_jsonschema")
    schema = f"vendor.{SCHEMAS[path]}"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_input_is_described_and_used():
    """An input that no step reads, or a step that reads none, is a mistake no schema sees."""
    text = json.dumps(ACTION["runs"])
    used = set(re.findall(r"inputs\.([\w-]+)", text))
    assert used == set(ACTION["inputs"])
    assert all(each["description"].endswith(".") for each in ACTION["inputs"].values())
    asked = next(step for step in WORKFLOW["jobs"]["claimcheck"]["steps"] if "claimcheck@" in step.get("uses", ""))
    assert set(asked["with"]) <= set(ACTION["inputs"])


def test_no_input_is_pasted_into_a_script():
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def step(name: str) -> dict:
    return next(each for each in ACTION["runs"]["steps"] if each.get("name") == name)


@pytest.fixture
def blog(tmp_path) -> Path:
    return Path(shutil.copytree(BLOG, tmp_path / "blog"))


@pytest.fixture
def env(tmp_path) -> dict[str, str]:
    """What a runner gives a script; the claimcheck that is installed is first on the path."""
    own = {"PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
           "CLAIMCHECK_CACHE": str(tmp_path / "cache"), "GITHUB_OUTPUT": str(tmp_path / "output"),
           "GITHUB_PATH": str(tmp_path / "path"), "RUNNER_TEMP": str(tmp_path)}
    return dict(os.environ) | own


def scripted(script: str, folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """As a runner does it: bash, stopping at the first error."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8")


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


@needs_bash
def test_the_action_annotates_writes_sarif_and_fails(blog, env, tmp_path):
    asked = {"PATHS": "posts/readers-ask.adoc\nposts/more-or-less.md", "ARGS": "--select CC1",
             "PRICES": "lock:claimcheck.lock", "SARIF": "out file.sarif"}
    done = scripted(step("Lint")["run"], blog, env | asked)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error title=claimcheck CC102 wrong-size,file=posts/readers-ask.adoc,line=8,")
    assert len(done.stdout.splitlines()) == 2 and "CC501" not in done.stdout
    log = json.loads((blog / "out file.sarif").read_text(encoding="utf-8"))
    assert [each["ruleId"] for each in log["runs"][0]["results"]] == ["CC102", "CC102"]
    assert (tmp_path / "output").read_text() == "sarif=out file.sarif\n"


@needs_bash
def test_the_action_passes_a_true_post_and_runs_nothing_that_a_branch_names(blog, env):
    (blog / "posts" / "$(touch pwned).md").write_text("Nothing.\n", encoding="utf-8")
    asked = {"PATHS": "posts/more-or-less.md posts/$(touch pwned).md", "ARGS": "", "PRICES": "", "SARIF": ""}
    done = scripted(step("Lint")["run"], blog, env | asked)
    assert done.stdout == "" and not (blog / "pwned").exists()
    done = scripted(step("Lint")["run"], blog, env | asked | {"PATHS": "posts/more-or-less.md"})
    assert (done.returncode, done.stdout) == (0, "")


@needs_bash
@pytest.mark.parametrize(("asked", "wanted"), [("", "/the/action"), ("0.1.0", "claimcheck-markets==0.1.0")])
def test_the_action_installs_its_own_version_unless_told_another(asked, wanted, env, tmp_path):
    """The interpreter is a stand-in, so that nothing is downloaded."""
    bin = tmp_path / "stand-in"
    bin.mkdir()
    told = tmp_path / "told"
    (bin / "python").write_text(f'#!/bin/bash\necho "$@" >> "{told}"\nmkdir -p "{tmp_path}/claimcheck/bin"\n'
                                f'ln -sf "$0" "{tmp_path}/claimcheck/bin/python"\n')
    (bin / "python").chmod(0o755)
    own = env | {"PATH": f"{bin}{os.pathsep}{env['PATH']}", "VERSION": asked, "SOURCE": "/the/action"}
    done = scripted(step("Install claimcheck")["run"], tmp_path, own)
    assert done.returncode == 0, done.stderr
    assert told.read_text().splitlines() == [f"-m venv {tmp_path}/claimcheck", f"-m pip install --quiet {wanted}"]
    assert (tmp_path / "path").read_text() == f"{tmp_path}/claimcheck/bin\n"


@needs_bash
def test_the_gitlab_job_writes_its_reports_and_fails(blog, env):
    job = GITLAB["claimcheck"]
    install, *lint = job["script"]
    assert install.startswith("pip install")
    done = scripted("\n".join(lint), blog, env)
    assert done.returncode == 1 and "CC103 wrong-level" in done.stdout
    reports = job["artifacts"]["reports"]
    quality = json.loads((blog / reports["codequality"]).read_text(encoding="utf-8"))
    assert len(quality) == 13
    assert (blog / reports["junit"]).read_text(encoding="utf-8").startswith("<?xml")


def test_the_schemas_are_looked_at_closely_enough(tmp_path):
    pytest.importorskip("check_jsonschema")
    broken = tmp_path / "action.yml"
    broken.write_text("name: x\nruns: {using: composite}\n", encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", str(broken)]
    assert subprocess.run(command, capture_output=True).returncode == 1
