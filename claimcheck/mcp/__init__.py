"""This file is the MCP server: serve(market) answers an assistant over stdin and stdout until it hangs up.

The protocol is the official SDK's (extra [mcp]); the tools are in tools.py.  Checks run one after the other in a
thread, so that the server answers while it checks.  What the user can put right is told as a tool's error.
"""
from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from importlib.metadata import version
from typing import Any

import anyio
from mcp.server import Server
from mcp.server.stdio import stdio_server
from mcp_types import CallToolResult, ListToolsResult, TextContent, ToolAnnotations
from mcp_types import Tool as Offered

from claimcheck.errors import ClaimcheckError
from claimcheck.market import Market
from claimcheck.mcp.tools import INSTRUCTIONS, TOOLS, Tool
from claimcheck.report.schema import wrong

HINTS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=True)
BY_NAME = {tool.name: tool for tool in TOOLS}


def serve(opener: Callable[[], Market]) -> None:
    """Answer until stdin ends.  opener: opens the market, when first asked."""
    anyio.run(partial(answering, server(opener)))


async def answering(made: Server) -> None:
    async with stdio_server() as (incoming, outgoing):
        await made.run(incoming, outgoing, made.create_initialization_options())


def server(opener: Callable[[], Market]) -> Server:
    """The server with its tools."""
    market, one_at_a_time = cache(opener), anyio.CapacityLimiter(1)

    async def listed(context, params) -> ListToolsResult:
        return ListToolsResult(tools=[offered(tool) for tool in TOOLS])

    async def called(context, params) -> CallToolResult:
        asked = (market, params.name, params.arguments or {})
        return await anyio.to_thread.run_sync(result, *asked, limiter=one_at_a_time)

    return Server("claimcheck", version=version("claimcheck-markets"), instructions=INSTRUCTIONS,
                  on_list_tools=listed, on_call_tool=called)


def offered(tool: Tool) -> Offered:
    return Offered(name=tool.name, title=tool.title, description=tool.says, input_schema=tool.takes,
                   output_schema=tool.gives, annotations=HINTS)


def result(market: Callable[[], Market], name: str, arguments: dict[str, Any]) -> CallToolResult:
    """A tool's answer, or its error with what to do."""
    tool = BY_NAME.get(name)
    if tool is None:
        return refused(f"there is no tool {name[:40]!r}: use {', '.join(BY_NAME)}")
    missing = [each for each in tool.takes["required"] if each not in arguments]
    if missing:
        return refused(f"{' and '.join(missing)} missing: " + "; ".join(
            f"{each}: {tool.takes['properties'][each]['description']}" for each in missing))
    unknown = [each for each in arguments if each not in tool.takes["properties"]]
    error = wrong(arguments, tool.takes, "the request")
    if unknown or error:
        return refused(error or f"{unknown[0][:40]!r} is not taken: use {', '.join(tool.takes['properties'])}")
    try:
        text, data = tool.act(market(), **arguments)
    except ClaimcheckError as problem:
        return refused(str(problem))
    return CallToolResult(content=[TextContent(text=text)], structured_content=data)


def refused(why: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=why)], is_error=True)
