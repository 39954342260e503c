"""This file is the commands that read articles: check, extract and explain."""
from __future__ import annotations

import sys
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck import config as configs
from claimcheck.cli.desk import desk_for, items, market_for
from claimcheck.cli.options import ALIASES, COLUMNS, DATE, INPUTS, OFFLINE, OUTPUT, PRICES, SEEN, decorated
from claimcheck.cli.terminal import COULD_NOT_RUN, NOTHING_REFUTED, REFUTED, invited, opened, say, watched
from claimcheck.errors import InputError
from claimcheck.report import FORMATS, Style, renderer

if TYPE_CHECKING:
    from claimcheck.read import Desk
    from claimcheck.report.tally import Tally


@click.command()
@INPUTS
@DATE
@PRICES
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="How to print.  [default: table]")
@click.option("-v", "--verbose", is_flag=True, help="Show every reading of every claim.")
@SEEN
@OFFLINE
@ALIASES
@click.option("--lookup", is_flag=True, help="Ask Yahoo what unknown names may be; nothing is taken for one unasked.")
@OUTPUT
@decorated(*COLUMNS)
def check(inputs, date, prices, form, verbose, seen, offline, aliases, lookup, output, **columns) -> int:
    """Find the market claims and check each.

    INPUT is a file (text, Markdown, HTML, JSONL, CSV, Parquet, WARC, RSS), a folder of them or - for standard input.
    """
    config = configs.load(Path.cwd())
    desk = desk_for(date, columns)
    names = invited(inputs)
    from claimcheck.checking import check_articles
    from claimcheck.report.tally import many

    market, unknown = market_for(config, prices, offline, aliases), {}
    act = noting(unknown, partial(check_articles, market=market))
    form = form or config.format
    style = Style(True, verbose, seen, prices=market.prices, publisher=config.claimreview, moment=desk.now)
    counts, lost = show(names, desk, act, form, style, output)
    if form == "claimreview" and counts.unverifiable:
        say(f"claimcheck: {many(counts.unverifiable, 'claim')} left out: unverifiable, so there is nothing to publish. "
            "--format table says why")
    if lookup and unknown:
        look_up(list(unknown), aliases or config.aliases)
    if counts.claims and counts.failed == counts.claims:
        say("claimcheck: no price source answered, so nothing could be checked. "
            "Look to the connection, or name local prices: --prices FOLDER")
        return COULD_NOT_RUN
    if lost or counts.errors == counts.articles:
        return COULD_NOT_RUN
    return REFUTED if counts.refuted or counts.contradictions else NOTHING_REFUTED


@click.command()
@INPUTS
@DATE
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="How to print.  [default: table]")
@SEEN
@ALIASES
@OUTPUT
@decorated(*COLUMNS)
def extract(inputs, date, form, seen, aliases, output, **columns) -> int:
    """Find the market claims only; no prices are asked for."""
    config = configs.load(Path.cwd())
    desk = desk_for(date, columns)
    names = invited(inputs)
    from claimcheck.checking import extract_articles

    act = partial(extract_articles, market=market_for(config, (), True, aliases))
    counts, lost = show(names, desk, act, form or config.format, Style(False, False, seen), output)
    return COULD_NOT_RUN if lost or counts.errors == counts.articles else NOTHING_REFUTED


@click.command()
@click.argument("sentence")
@DATE
@ALIASES
def explain(sentence, date, aliases) -> int:
    """Show how a sentence is read.

    Its quantities, period and subject, and the rule that made a claim of them.
    """
    from claimcheck.language import explain as explained
    from claimcheck.market.names import Names

    if not sentence.strip():
        raise InputError('the sentence is empty: claimcheck explain "Apple rose 3 percent on Monday."')
    when = desk_for(date).moment(None, "the sentence")
    for line in explained(sentence, Names.load(aliases or configs.load(Path.cwd()).aliases), when.moment):
        click.echo(line)
    return NOTHING_REFUTED


def noting(unknown: dict[str, None], act):
    """`act`, noting the names that nobody knows."""
    def noted(articles):
        for report in act(articles):
            for each in report.checked:
                if getattr(each.verdict, "reason", "") == "unknown-name" and each.claim.subject:
                    unknown[each.claim.subject.text] = None
            yield report
    return noted


def look_up(unknown: list[str], aliases: Path | None) -> None:
    """Show what Yahoo has under names that nobody knows; what a person accepts goes into the alias file."""
    from claimcheck.market import Unverifiable
    from claimcheck.market.aliases import remember
    from claimcheck.market.prices.yahoo import YahooPrices

    yahoo, asking = YahooPrices(), sys.stdin.isatty() and sys.stderr.isatty()
    for name in unknown:
        found = yahoo.search(name)
        if isinstance(found, Unverifiable):
            say(f"claimcheck: --lookup: {found.detail}")
            return
        if not found:
            say(f"{name}: Yahoo knows none")
            continue
        first = found[0]
        say(f"{name}: perhaps " + ", ".join(f"{q['symbol']} ({q['name']}, {q['exchange']})" for q in found[:3]))
        if asking and aliases and click.confirm(f"Take {name} for {first['symbol']} from now on?", err=True):
            remember(aliases, name, first["symbol"])
        elif not aliases:
            say(f'  to accept one: a line "{name},{first["symbol"]}" in a file of your own, and --aliases FILE')


def show(inputs, desk: Desk, act, form: str, style: Style, output: Path | None) -> tuple[Tally, int]:
    """Read, act and print; the counts of it all, and how many inputs could not be read at all."""
    from claimcheck.checking import in_order
    from claimcheck.report.tally import Tally, counted

    total, lost = [Tally()], []
    found = items(inputs, desk, lost, quiet=form == "table" and output is None)
    first = list(islice(found, 1))  # what cannot be read is said before anything heavy is loaded
    reports = counted(in_order(chain(first, found), act), total)
    with opened(output) as out:
        renderer(form)(watched(reports), out, style)
    return total[0], len(lost)
