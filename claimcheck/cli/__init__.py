"""This file is the command `claimcheck`: the only room that prints, reads the clock or exits.

Exit status: 0 nothing refuted, 1 something refuted, 2 could not run (or an input named could not be read).
Everything heavy is imported inside a command, so that --help and --version are instant.
"""
from __future__ import annotations

import os
import sys

import click

from claimcheck.cli import articles, batch, lint, lsp, mcp, prices, serve
from claimcheck.cli.terminal import BROKEN_PIPE, COULD_NOT_RUN, INTERRUPTED, NOTHING_REFUTED, say
from claimcheck.errors import ClaimcheckError


def main(args: list[str] | None = None) -> None:
    sys.exit(run(args))


def run(args: list[str] | None = None) -> int:
    """The exit status of a command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = cli.main(args, prog_name="claimcheck", standalone_mode=False)
        sys.stdout.flush()
        return status or NOTHING_REFUTED
    except getattr(click.exceptions, "NoArgsIsHelpError", ()) as error:
        error.show()
        return COULD_NOT_RUN
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "claimcheck"
        say(f"claimcheck: {error.format_message().rstrip('.')}. See {command} --help")
        return COULD_NOT_RUN
    except click.ClickException as error:
        say(f"claimcheck: {error.format_message()}")
        return COULD_NOT_RUN
    except ClaimcheckError as error:
        say(f"claimcheck: {error}")
        return COULD_NOT_RUN
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except SystemExit:  # click exits on its own only where the pipe was closed; its 1 means refuted here
        return BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("CLAIMCHECK_DEBUG"):
            raise
        say(f"claimcheck: internal error, {type(error).__name__}: {error}. "
            "Please report it with the input; CLAIMCHECK_DEBUG=1 shows where")
        return COULD_NOT_RUN


@click.group(name="claimcheck", context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="claimcheck-markets", prog_name="claimcheck", message="%(prog)s %(version)s")
def cli() -> None:
    """Find the market figures in a text and check them against historical prices.

    \b
    claimcheck check article.md                          against Yahoo's prices
    claimcheck check article.md --prices my/prices       against your own files
    claimcheck lint posts/                               a blog's figures, by line and column
    claimcheck extract archive.jsonl --format jsonl      only find the claims

    Exit status: 0 nothing refuted, 1 something refuted, 2 could not run.
    """


# Every command stands in a file of its own room; it imports what is heavy when it runs.
for command in (articles.check, articles.extract, articles.explain, batch.batch, batch.report, prices.prices,
                serve.serve, lint.lint, lint.rules, mcp.mcp, lsp.lsp):
    cli.add_command(command)
