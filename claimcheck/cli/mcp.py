"""This file is the command `claimcheck mcp`: the MCP server, which an assistant starts and talks to over stdio."""
from __future__ import annotations

import sys
from pathlib import Path

import click

from claimcheck import config as configs
from claimcheck.cli.desk import market_for
from claimcheck.cli.options import ALIASES, OFFLINE, PRICES
from claimcheck.cli.terminal import NOTHING_REFUTED, say
from claimcheck.errors import ConfigError

EXTRA = 'the MCP server needs an extra: pip install "claimcheck-markets[mcp]"'


@click.command()
@PRICES
@OFFLINE
@ALIASES
def mcp(prices, offline, aliases) -> int:
    """Let an assistant check figures: an MCP server on stdin and stdout.

    The assistant starts it; docs/mcp.md says how to tell it to.
    """
    try:
        from claimcheck.mcp import serve
    except ImportError as error:
        raise ConfigError(f"{EXTRA} (missing: {error.name})") from None
    market = market_for(configs.load(Path.cwd()), prices, offline, aliases)  # what is wrong with the prices is said now
    if sys.stdin.isatty():
        say("claimcheck: waiting for an assistant on standard input (docs/mcp.md). Stop with Ctrl-C")
    serve(lambda: market)
    return NOTHING_REFUTED
