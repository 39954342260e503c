"""This file is the command `claimcheck`: the only module that prints, reads the clock or exits."""
from __future__ import annotations

import click


@click.group()
@click.version_option(package_name="claimcheck-markets")
def main() -> None:
    """Find the market figures in a text and check them against historical prices."""
