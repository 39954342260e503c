"""This file is the commands for archives: batch, which checks one, and report, which tells what it came to."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck import config as configs
from claimcheck.cli.desk import cache_folder, desk_for, without_network
from claimcheck.cli.options import ALIASES, COLUMNS, DATE, INPUTS, OFFLINE, PRICES, decorated
from claimcheck.cli.terminal import COULD_NOT_RUN, NOTHING_REFUTED, REFUTED, opened
from claimcheck.errors import InputError

if TYPE_CHECKING:
    from claimcheck.batch.summary import Summary

OUT = click.option("-o", "--output", "out", metavar="OUT", required=True, type=click.Path(path_type=Path),
                   help="Results: a .jsonl, .parquet or .sqlite file, or a folder.")  # fmt: skip
ENGINE = click.option("--engine", type=click.Choice(["serial", "processes", "ray"]), default="processes",
                      show_default=True, help="Who does the work.")  # fmt: skip
WORKERS = click.option("--workers", metavar="N", type=click.IntRange(1, 4096),
                       help="How many at once.  [default: one a core]")  # fmt: skip
FORM = click.option("--format", "form", type=click.Choice(["jsonl", "parquet", "sqlite"]),
                    help="Format of a folder.  [default: jsonl; a file says its own]")  # fmt: skip
DUPLICATES = click.option("--duplicates", type=click.Choice(["mark", "once", "keep"]), default="mark",
                          show_default=True, help="Updates of one story: marked, or only the first one's claims kept, "
                                                  "or not looked for.")  # fmt: skip
RESTART = click.option("--restart", is_flag=True, help="Forget what OUT holds of an earlier run and begin anew.")
JSON_PROGRESS = click.option("--json-progress", is_flag=True, help="Progress as JSON lines on standard error.")


@click.command()
@INPUTS
@OUT
@PRICES
@decorated(FORM, ENGINE, WORKERS, DUPLICATES, DATE, *COLUMNS, OFFLINE, ALIASES, RESTART, JSON_PROGRESS)
def batch(inputs, out, prices, form, engine, workers, duplicates, date, offline, aliases, restart, json_progress,
          **columns) -> int:  # fmt: skip
    """Check an archive: every market claim with its verdict.

    INPUT is a folder, or a file: text, Markdown, HTML, JSONL, CSV, Parquet, WARC, RSS; .gz and .zst are unpacked.

    A run that was ended, by whatever, is gone on with by the same command.
    """
    from claimcheck import __version__
    from claimcheck.batch import Setting, parts, run
    from claimcheck.cli.progress import shown

    if not inputs or "-" in inputs:
        raise InputError("batch reads files and folders, not standard input: name them")
    config = configs.load(Path.cwd())
    setting = Setting(sources(config, prices, offline), replace(desk_for(date, columns), sheets=True),
                      aliases or config.aliases, cache_folder(config), duplicates != "keep")  # fmt: skip
    at = parts.place(out, form)
    job = run.Job(tuple(inputs), setting, at, engine, workers or os.cpu_count() or 1, duplicates)
    manifest = parts.begin(at, run.fingerprint(job, __version__), setting.desk.now.isoformat(), restart)
    moment = datetime.fromisoformat(manifest["now"])  # what bears no date is dated alike by every run that goes on
    job = replace(job, setting=replace(setting, desk=replace(setting.desk, now=moment)))
    with parts.alone(at), shown(job, json_progress) as (told, opened):
        run.run(job, manifest, told, opened)
    return told_of(out)


def sources(config: configs.Config, prices: tuple[str, ...], offline: bool) -> tuple[str, ...]:
    specs = prices or config.prices or ("yahoo",)
    if offline or config.offline:
        specs = without_network(specs, cache_folder(config))
    return tuple(map(str, specs))


@click.command()
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--html", "page", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="Write a page with plots as well.")  # fmt: skip
def report(out, page) -> int:
    """Tell what an archive came to.

    OUT is what claimcheck batch wrote.
    """
    return told_of(out, page)


def told_of(out: Path, page: Path | None = None) -> int:
    """Print the summary of OUT; the exit status that its verdicts call for."""
    from claimcheck.batch.summary import summary
    from claimcheck.batch.told import lines

    total = summary(out)
    for line in lines(total, shutil.get_terminal_size((100, 24)).columns):
        click.echo(line)
    if page:
        from claimcheck.batch.page import render

        with opened(page) as file:
            file.write(render(total))
        click.echo(f"written: {page}")
    return status(total)


def status(total: Summary) -> int:
    failed = total.reasons["source-failed"]
    if total.errors == total.articles or (total.claims and failed == total.claims):
        return COULD_NOT_RUN
    return REFUTED if total.verdicts["refuted"] else NOTHING_REFUTED
