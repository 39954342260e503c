"""This file runs what docs/api.md and docs/mcp.md say: the example is answered, the tables are whole."""
from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="web extra not installed")
from api_app import FIXTURES, app  # noqa: E402
from starlette.testclient import TestClient  # noqa: E402

from claimcheck.web import openapi  # noqa: E402

DOCS = FIXTURES.parent / "docs"
API, MCP = ((DOCS / name).read_text(encoding="utf-8") for name in ("api.md", "mcp.md"))


def test_the_example_of_curl_is_answered():
    (body,) = re.findall(r"-d '(\{.*?\})'", API, re.S)
    with TestClient(app()) as client:
        found = client.post("/api/check", json=json.loads(body)).json()
    assert [each["symbol"] for each in found["claims"]] == ["9988.HK"]


def test_the_python_example_runs(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(Path(FIXTURES).parent)
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path))
    (code,) = re.findall(r"```python\n(.*?)```", API, re.S)
    exec(compile(code, "docs/api.md", "exec"), {})
    assert capsys.readouterr().out.startswith("<claimcheck: 1 number, 1 market claim")


def test_every_path_field_and_status_is_told():
    described = openapi.described()
    for path in described["paths"]:
        assert path.replace("{symbol}", "SYMBOL") in API
    for part in (openapi.REQUEST, openapi.NAMES["Answer"]):
        assert all(f"`{name}`" in API for name in part["properties"])
    assert all(re.search(rf"\b{status}\b", API) for status in openapi.SAYS)


def test_the_configuration_of_assistants_is_json():
    (config,) = re.findall(r"```json\n(.*?)```", MCP, re.S)
    assert json.loads(config)["mcpServers"]["claimcheck"]["args"][0] == "mcp"


def test_every_tool_is_told():
    pytest.importorskip("mcp", reason="mcp extra not installed")
    from claimcheck.mcp.tools import TOOLS

    for tool in TOOLS:
        row = next(line for line in MCP.splitlines() if line.startswith(f"| `{tool.name}`"))
        assert all(f"`{name}`" in row for name in tool.takes["properties"])
