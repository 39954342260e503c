"""This file drives the MCP server with the SDK's own client, over a real process's stdin and stdout."""
from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

pytest.importorskip("mcp", reason="mcp extra not installed")
from mcp import Client, StdioServerParameters  # noqa: E402

ROOT = Path(__file__).parent.parent
ARTICLE = (ROOT / "fixtures/articles/01-hong-kong-month.md").read_text(encoding="utf-8")
COMMAND = ["-m", "claimcheck", "mcp", "--prices", "fixtures/prices"]
WRONG = [
    ("check_text", {"text": "Acme rose 3 percent."}, "date missing: date: When the text was written"),
    ("check_text", {"text": "Acme rose 3 percent.", "date": "last week"}, "is no date: write 2025-02-18"),
    ("check_text", {"text": "", "date": "2025-02-18"}, "text is not as it should be"),
    ("check_text", {"text": " ", "date": "2025-02-18"}, "text is empty"),
    ("check_text", {"text": 7, "date": "2025-02-18"}, "text is not as it should be"),
    ("check_text", {"text": "x", "date": "2025-02-18", "prices": "yahoo"}, "'prices' is not taken: use text, date"),
    ("check_claim", {"sentence": "x" * 5001, "date": "2025-02-18"}, "give longer texts to check_text"),
    ("check_claim", {}, "sentence and date missing"),
    ("explain", {"sentence": "Acme rose 3 percent."}, "date missing"),
    ("prices", {"symbol": "ZZZZ", "first": "2025-01-24", "last": "2025-01-28"}, "Ask for other days"),
    ("prices", {"symbol": "NVDA", "first": "2025-01-28", "last": "2025-01-24"}, "swap the two"),
    ("prices", {"symbol": "NVDA", "first": "2015-01-28", "last": "2025-01-24"}, "ask for fewer at once"),
    ("prices", {"symbol": "NVDA", "first": "in May", "last": "2025-01-24"}, "first: 'in May' is no day"),
    ("forecast", {}, "use check_text, check_claim, explain, prices"),
]


@pytest.fixture(scope="module")
def told():
    """Everything that one conversation brings: the tools, and each answer by its name."""
    sentence = "Alibaba jumped 20% in the past month, and Zorblax shares rose 3 percent on Monday."
    calls = {
        "text": ("check_text", {"text": ARTICLE, "date": "2025-02-18", "title": "A month"}),
        "claim": ("check_claim", {"sentence": sentence, "date": "2025-02-18"}),
        "nothing": ("check_claim", {"sentence": "We like our 9 cats.", "date": "2025-02-18"}),
        "disagree": ("check_claim", {"sentence": "The Hang Seng Index rose 87.85 points, or 5.86 percent, to 2,361.95.",
                                     "date": "2013-06-10"}),
        "explain": ("explain", {"sentence": sentence, "date": "2025-02-18"}),
        "prices": ("prices", {"symbol": "nvda", "first": "2025-01-24", "last": "2025-01-28"}),
    } | {str(i): (name, arguments) for i, (name, arguments, _) in enumerate(WRONG)}

    async def talk():
        async with Client(StdioServerParameters(command=sys.executable, args=COMMAND, cwd=ROOT)) as client:
            tools = (await client.list_tools()).tools
            answers = {key: await client.call_tool(*call) for key, call in calls.items()}
            return tools, answers | {"said": client.instructions}

    tools, answers = asyncio.run(talk())
    return {tool.name: tool for tool in tools}, answers


def test_the_tools_say_what_a_verdict_means(told):
    tools, answers = told
    assert list(tools) == ["check_text", "check_claim", "explain", "prices"]
    for name in ("check_text", "check_claim"):
        assert "Unverifiable is NOT false" in tools[name].description
    assert "Unverifiable is NOT false" in answers["said"]
    for tool in tools.values():
        assert tool.annotations.read_only_hint
        for schema in (tool.input_schema, tool.output_schema):
            jsonschema.Draft202012Validator.check_schema(schema)
        dated = {"date"} if "date" in tool.input_schema["properties"] else {"first", "last"}
        assert dated <= set(tool.input_schema["required"])


@pytest.mark.parametrize(("key", "tool"), [("text", "check_text"), ("claim", "check_claim"), ("nothing", "check_claim"),
                                           ("disagree", "check_claim"), ("explain", "explain"), ("prices", "prices")])
def test_answers_are_as_their_tool_describes_them(told, key, tool):
    tools, answers = told
    assert not answers[key].is_error
    jsonschema.validate(answers[key].structured_content, tools[tool].output_schema)


def test_a_text_is_checked_in_words_and_as_data(told):
    answer = told[1]["text"]
    claims = answer.structured_content["claims"]
    assert [each["symbol"] for each in claims][:2] == ["HSTECH.HK", "9988.HK"]
    lines = answer.content[0].text.splitlines()
    assert len(lines) == len(claims) + 1
    assert lines[0].startswith('"25%" (Hang Seng Tech Index HSTECH.HK: up more than 25%): SUPPORTED. The market: up 25')
    assert "readings" not in claims[0]


def test_a_refuted_and_an_unverifiable_claim_are_told_apart(told):
    answer = told[1]["claim"]
    refuted, unverifiable = answer.content[0].text.splitlines()[:2]
    assert ": REFUTED." in refuted and "It moved by another amount: it rose 45%." in refuted
    assert "could not be found out, which does not make it false" in unverifiable
    first, second = answer.structured_content["claims"]
    assert (first["verdict"], second["verdict"], second["reason"]) == ("refuted", "unverifiable", "unknown-name")
    assert len(first["readings"]) > 3


def test_a_text_without_market_figures_is_no_error(told):
    answer = told[1]["nothing"]
    assert "nothing was checked" in answer.content[0].text and "9 (no-market-words)" in answer.content[0].text
    assert answer.structured_content["claims"] == []


def test_figures_that_disagree_are_told_without_prices(told):
    assert "REFUTED by the text itself" in told[1]["disagree"].content[0].text


def test_prices_and_readings(told):
    _, answers = told
    assert "2025-01-27 118.42" in answers["prices"].content[0].text
    assert "=> change: Alibaba up 20 percent" in answers["explain"].content[0].text


@pytest.mark.parametrize(("key", "says"), [(str(i), says) for i, (_, _, says) in enumerate(WRONG)])
def test_what_is_wrong_is_an_error_of_the_tool_that_says_what_to_do(told, key, says):
    answer = told[1][key]
    assert answer.is_error and says in answer.content[0].text and "\n" not in answer.content[0].text


def test_nothing_but_the_protocol_is_on_stdout():
    """An older client's handshake, by hand: every line of stdout is a message of JSON-RPC."""
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    sent = [{"id": 1, "method": "initialize", "params": hello}, {"method": "notifications/initialized"},
            {"id": 2, "method": "tools/call", "params": {"name": "check_claim", "arguments": {
                "sentence": "Alibaba jumped 43% in the past month.", "date": "2025-02-18"}}}]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen([sys.executable, *COMMAND], cwd=ROOT, text=True, **pipes) as server:
        for each in sent:
            server.stdin.write(json.dumps({"jsonrpc": "2.0"} | each) + "\n")
        server.stdin.flush()
        lines = [server.stdout.readline() for _ in range(2)]
        rest, errors = server.communicate(timeout=60)
    answers = [json.loads(line) for line in (*lines, *rest.splitlines())]
    assert [each["id"] for each in answers] == [1, 2]
    assert answers[1]["result"]["structuredContent"]["claims"][0]["symbol"] == "9988.HK"
    assert (server.returncode, errors) == (0, "")


def test_wrong_prices_are_said_before_anything_is_asked():
    command = [sys.executable, "-m", "claimcheck", "mcp", "--prices", "no-such-folder"]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, "") and "no-such-folder" in done.stderr
