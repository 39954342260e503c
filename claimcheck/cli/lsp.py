"""This file is the command `claimcheck lsp`: the language server that an editor starts and talks to over pipes."""
from __future__ import annotations

import os
import sys
from importlib.util import find_spec

import click

from claimcheck.cli.desk import cache_folder
from claimcheck.cli.options import ALIASES
from claimcheck.cli.terminal import NOTHING_REFUTED
from claimcheck.errors import ConfigError


@click.command()
@click.option("--prices", metavar="SPEC", multiple=True,
              help="Where prices come from, as in lint.  [default: the lock, else what was fetched]")
@ALIASES
@click.option("--stdio", is_flag=True, help="Talk over stdin and stdout. It always does; some editors say so.")
def lsp(prices, aliases, stdio) -> int:
    """Check figures while they are written: a language server for editors.

    An editor starts it and talks to it over stdin and stdout; docs/lint.md says how to set up yours. Settings are those
    of the claimcheck.toml beside or above each text.
    """
    if find_spec("pygls") is None:
        raise ConfigError('the language server needs pygls: pip install "claimcheck-markets[lsp]"')
    if sys.stdin is None or sys.stdin.isatty():
        raise ConfigError("the language server talks to an editor, not a person: docs/lint.md says how to set up yours")
    from importlib.metadata import version

    from claimcheck.lsp.linting import Asked, linter
    from claimcheck.lsp.server import build

    lint = linter(Asked(prices, aliases, cache_folder))
    build(lint, version("claimcheck-markets")).start_io(stdout=apart())
    return NOTHING_REFUTED


def apart():
    """The stdout that the editor reads; whatever else is printed from here on goes to stderr and cannot garble it."""
    sys.stdout.flush()
    own = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return own
