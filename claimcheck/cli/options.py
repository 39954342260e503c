"""This file is the options that several commands have."""
from __future__ import annotations

from pathlib import Path

import click

INPUTS = click.argument("inputs", metavar="INPUT...", nargs=-1)
DATE = click.option("--date", metavar="DATE", help="When the text was written: 2025-02-18 or 2025-02-18T16:30+08:00.")
ALIASES = click.option("--aliases", metavar="FILE", type=click.Path(path_type=Path),
                       help="Your own names for instruments: a CSV file of alias,symbol.")
SEEN = click.option("--seen", is_flag=True, help="List also the numbers that are no market claims, and why.")
OUTPUT = click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
                      help="Write to a file instead of the terminal.")
PRICES = click.option("--prices", metavar="SPEC", multiple=True,
                      help="Where prices come from: a folder or file, yahoo, sqlite:FILE, lock:FILE. "
                           "May be repeated: the next is asked where one has nothing.  [default: yahoo]")
OFFLINE = click.option("--offline", is_flag=True,
                       help="Never ask the network: local prices and the article's own arithmetic.")


def column(what: str, usual: str):
    return click.option(f"--{what}-column", f"{what}_column", metavar="NAME",
                        help=f"Archives: where the {what} stands.  [default: {usual}]")


COLUMNS = (column("text", "text"), column("date", "published, date"), column("id", "id"), column("title", "title"),
           column("url", "url"))


def decorated(*options):
    """Several options at once, in this order."""
    def decorate(command):
        for option in reversed(options):
            command = option(command)
        return command
    return decorate
