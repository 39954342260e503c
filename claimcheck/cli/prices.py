"""This file is the command `claimcheck prices`: fetch, list, keep and examine prices."""
from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck import config as configs
from claimcheck.cli.desk import cache_file, cache_folder, desk_for, items, stored
from claimcheck.cli.options import ALIASES, DATE, INPUTS
from claimcheck.cli.terminal import COULD_NOT_RUN, NOTHING_REFUTED, REFUTED, invited, waiting, watched
from claimcheck.errors import InputError

if TYPE_CHECKING:
    from claimcheck.market import Bars, Unverifiable


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def prices() -> None:
    """Fetch, list and keep prices."""


SPEC = click.option("--prices", "spec", metavar="SPEC", default="", help="The source.  [default: what was fetched]")
DAY = click.DateTime(["%Y-%m-%d"])


@prices.command()
@click.argument("symbols", metavar="SYMBOL...", nargs=-1, required=True)
@click.option("--from", "first", metavar="DAY", type=DAY, required=True, help="The first day, as 2013-06-10.")
@click.option("--to", "last", metavar="DAY", type=DAY, help="The last day.  [default: today]")
@click.option("--refresh", is_flag=True, help="Forget what was fetched of these symbols before.")
def fetch(symbols, first, last, refresh) -> int:
    """Fetch daily prices from Yahoo and keep them."""
    from claimcheck.market import Bars, Unverifiable
    from claimcheck.market.names import Names
    from claimcheck.market.prices import store

    last = (last or datetime.now(UTC)).date()
    names, wanted = Names.load(), []
    for symbol in symbols:
        found = names.symbol(symbol, last)
        if isinstance(found, Unverifiable) and found.reason == "unknown-name":
            raise InputError(f"{found.detail}: write one like AAPL, 9988.HK, ^GSPC, JPY=X or GC=F")
        wanted.append(symbol if isinstance(found, Unverifiable) else found)
    answers = store.fetch(wanted, first.date(), last, cache_file(), refresh, waiting())
    for symbol, answer in answers:
        click.echo(f"{symbol:12} {held(answer) if isinstance(answer, Bars) else not_held(answer)}")
    return NOTHING_REFUTED if all(isinstance(answer, Bars) for _, answer in answers) else COULD_NOT_RUN


@prices.command("list")
@SPEC
def list_prices(spec) -> int:
    """List the symbols of a source and their days."""
    from claimcheck.market.prices import store

    rows = store.listing(spec or stored())
    for row in rows:
        doubts = f", {row.suspicions} suspicions" if row.suspicions else ""
        fetched = f", fetched {row.fetched}" if row.fetched else ""
        click.echo(f"{row.symbol:12} {row.first} to {row.last}, {row.sessions:,} sessions {row.currency}, "
                   f"{row.source}{fetched}{doubts}")
    click.echo(f"{len(rows):,} symbols")
    return NOTHING_REFUTED


@prices.command("import")
@click.argument("path", type=click.Path(path_type=Path))
def import_prices(path) -> int:
    """Take a folder or file of prices into the cache."""
    from claimcheck.market import Bars
    from claimcheck.market.prices import store

    done = store.import_prices(path, cache_file())
    for symbol, answer in done:
        click.echo(f"{symbol:12} {held(answer) if isinstance(answer, Bars) else not_held(answer)}")
    click.echo(f"{sum(isinstance(answer, Bars) for _, answer in done):,} symbols imported")
    return NOTHING_REFUTED if all(isinstance(answer, Bars) for _, answer in done) else COULD_NOT_RUN


@prices.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("symbols", metavar="[SYMBOL...]", nargs=-1)
@SPEC
def export(folder, symbols, spec) -> int:
    """Write prices to FOLDER as CSV.

    One SYMBOL.csv each, prices as traded on the day, and splits.csv.
    """
    from claimcheck.market.prices import store

    written = store.export(folder, spec or stored(), symbols)
    click.echo(f"{len(written):,} files in {folder}")
    return NOTHING_REFUTED


@prices.command()
@click.argument("symbols", metavar="[SYMBOL...]", nargs=-1)
@SPEC
def doctor(symbols, spec) -> int:
    """Print what looks wrong in prices.

    Exit status 1 where there is anything.
    """
    from claimcheck.market.prices import store

    found = store.examine(spec or stored(), symbols)
    for symbol, seen in found:
        click.echo(f"{symbol:12} {seen.what}: {seen.detail}")
    click.echo(f"{len(found):,} suspicions")
    return REFUTED if found else NOTHING_REFUTED


@prices.command()
@INPUTS
@DATE
@click.option("--prices", "specs", metavar="SPEC", multiple=True, help="Where prices come from, as in check.")
@ALIASES
@click.option("-o", "--output", metavar="FILE", required=True, type=click.Path(path_type=Path, dir_okay=False),
              help="The lock file to write.")
def lock(inputs, date, specs, aliases, output) -> int:
    """Write the prices that a check needs to a file.

    A check with --prices lock:FILE is offline and gives the same bytes every time.
    """
    from claimcheck.checking import check_articles, in_order, open_market
    from claimcheck.market.prices import chain, store
    from claimcheck.market.prices.lock import Recorder

    config, lost = configs.load(Path.cwd()), []
    desk, names = desk_for(date), invited(inputs)
    cache = cache_folder(config)
    recorder = Recorder(chain(specs or config.prices or ("yahoo",), cache and cache_file(), waiting()))
    market = open_market([recorder], aliases or config.aliases, cache)
    for _ in watched(in_order(items(names, desk, lost, quiet=False), partial(check_articles, market=market))):
        pass
    store.lock(recorder, output)
    click.echo(f"{output}: {len(recorder.needed):,} symbols. Check with --prices lock:{output}")
    return COULD_NOT_RUN if lost else NOTHING_REFUTED


def held(bars: Bars) -> str:
    return f"{bars.sessions[0]} to {bars.sessions[-1]}, {len(bars):,} sessions {bars.currency}".rstrip()


def not_held(answer: Unverifiable) -> str:
    return f"not there: {answer.detail or answer.reason}"
