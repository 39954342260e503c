"""This file is the command `claimcheck`: the only module that prints, reads the clock or exits.

Exit status: 0 nothing refuted, 1 something refuted, 2 could not run (or an input named could not be read).
Everything heavy is imported inside a command, so that --help and --version are instant.
"""
from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from claimcheck import config as configs
from claimcheck.errors import ClaimcheckError, ConfigError, InputError
from claimcheck.report import FORMATS, Style, renderer

if TYPE_CHECKING:
    from claimcheck.claim import Article
    from claimcheck.market import Bars, Market, Unverifiable
    from claimcheck.read import Desk, Unreadable
    from claimcheck.report.tally import Tally
    from claimcheck.verdict import Report

NOTHING_REFUTED, REFUTED, COULD_NOT_RUN, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141

INVITATION = "Paste an article. End it with Ctrl-D on a line of its own."


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
    claimcheck extract archive.jsonl --format jsonl      only find the claims

    Exit status: 0 nothing refuted, 1 something refuted, 2 could not run.
    """


INPUTS = click.argument("inputs", metavar="INPUT...", nargs=-1)
DATE = click.option("--date", metavar="DATE", help="When the text was written: 2025-02-18 or 2025-02-18T16:30+08:00.")
ALIASES = click.option("--aliases", metavar="FILE", type=click.Path(path_type=Path),
                       help="Your own names for instruments: a CSV file of alias,symbol.")
SEEN = click.option("--seen", is_flag=True, help="List also the numbers that are no market claims, and why.")
OUTPUT = click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
                      help="Write to a file instead of the terminal.")


@cli.command()
@INPUTS
@DATE
@click.option("--prices", metavar="SPEC", multiple=True,
              help="Where prices come from: a folder or file, yahoo, sqlite:FILE, lock:FILE. "
                   "May be repeated: the next is asked where one has nothing.  [default: yahoo]")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="How to print.  [default: table]")
@click.option("-v", "--verbose", is_flag=True, help="Show every reading of every claim.")
@SEEN
@click.option("--offline", is_flag=True, help="Never ask the network: local prices and the article's own arithmetic.")
@ALIASES
@click.option("--lookup", is_flag=True, help="Ask Yahoo what unknown names may be; nothing is taken for one unasked.")
@OUTPUT
def check(inputs, date, prices, form, verbose, seen, offline, aliases, lookup, output) -> int:
    """Find the market claims and check each.

    INPUT is a text or Markdown file, a JSONL archive (one article a line) or - for standard input.
    """
    config = configs.load(Path.cwd())
    desk = desk_for(date)
    names = invited(inputs)
    from claimcheck.check import check_articles

    market, unknown = market_for(config, prices, offline, aliases), {}
    act = noting(unknown, partial(check_articles, market=market))
    counts, lost = show(names, desk, act, form or config.format, Style(True, verbose, seen), output)
    if lookup and unknown:
        look_up(list(unknown), aliases or config.aliases)
    if counts.claims and counts.failed == counts.claims:
        say("claimcheck: no price source answered, so nothing could be checked. "
            "Look to the connection, or name local prices: --prices FOLDER")
        return COULD_NOT_RUN
    if lost or counts.errors == counts.articles:
        return COULD_NOT_RUN
    return REFUTED if counts.refuted or counts.contradictions else NOTHING_REFUTED


@cli.command()
@INPUTS
@DATE
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="How to print.  [default: table]")
@SEEN
@ALIASES
@OUTPUT
def extract(inputs, date, form, seen, aliases, output) -> int:
    """Find the market claims only; no prices are asked for."""
    config = configs.load(Path.cwd())
    desk = desk_for(date)
    names = invited(inputs)
    from claimcheck.check import extract_articles

    act = partial(extract_articles, market=market_for(config, (), True, aliases))
    counts, lost = show(names, desk, act, form or config.format, Style(False, False, seen), output)
    return COULD_NOT_RUN if lost or counts.errors == counts.articles else NOTHING_REFUTED


@cli.command()
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


@cli.group(context_settings={"help_option_names": ["-h", "--help"]})
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
    from claimcheck.check import check_articles, in_order, open_market
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


def cache_file() -> Path:
    """The file of fetched prices.  Raises ConfigError where no folder for it can be made."""
    from claimcheck.market.prices import cache_path

    folder = cache_folder(configs.load(Path.cwd()))
    if folder is None:
        raise ConfigError("the folder for fetched prices cannot be written: set cache in claimcheck.toml")
    return folder / cache_path().name


def stored() -> str:
    """The source that is what has been fetched.  Raises InputError where nothing has."""
    path = cache_file()
    if not path.exists():
        raise InputError("nothing has been fetched yet: use claimcheck prices fetch, or name --prices SPEC")
    return f"sqlite:{path}"


def desk_for(date: str | None) -> Desk:
    from claimcheck import written
    from claimcheck.read import Desk

    try:
        return Desk(datetime.now().astimezone(), written.parse(date) if date is not None else None)
    except ValueError as error:
        raise InputError(f"--date {error}") from None


def market_for(config: configs.Config, prices: tuple[str, ...], offline: bool, aliases: Path | None) -> Market:
    """The market of the options, else of the settings file, else Yahoo's."""
    from claimcheck.check import open_market

    cache = cache_folder(config)
    specs = prices or config.prices or ("yahoo",)
    if offline or config.offline:
        specs = without_network(specs, cache)
    return open_market(specs, aliases or config.aliases, cache, waiting())


def without_network(specs: tuple[str, ...], cache: Path | None) -> list[str]:
    """The local sources; in Yahoo's place what has been fetched from it before."""
    from claimcheck.market.prices import cache_path

    stored = cache and cache / cache_path().name
    fetched = [f"sqlite:{stored}"] if stored and stored.exists() else []
    return [each for spec in specs for each in (fetched if spec == "yahoo" else [spec])]


def cache_folder(config: configs.Config) -> Path | None:
    """Where fetched prices are kept; None where no such folder can be made."""
    from platformdirs import user_cache_path

    folder = config.cache or Path(os.environ.get("CLAIMCHECK_CACHE") or user_cache_path("claimcheck", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


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


def invited(inputs: tuple[str, ...]) -> tuple[str, ...]:
    """The inputs; none at all is standard input, and a person at a terminal is told what to do."""
    names = inputs or ("-",)
    if "-" in names and sys.stdin is not None and sys.stdin.isatty():
        say(INVITATION)
    return names


def show(inputs, desk: Desk, act, form: str, style: Style, output: Path | None) -> tuple[Tally, int]:
    """Read, act and print; the counts of it all, and how many inputs could not be read at all."""
    from claimcheck.check import in_order
    from claimcheck.report.tally import Tally, counted

    total, lost = [Tally()], []
    found = items(inputs, desk, lost, quiet=form == "table" and output is None)
    first = list(islice(found, 1))  # what cannot be read is said before anything heavy is loaded
    reports = counted(in_order(chain(first, found), act), total)
    with opened(output) as out:
        renderer(form)(watched(reports), out, style)
    return total[0], len(lost)


def items(inputs, desk: Desk, lost: list[str], quiet: bool) -> Iterator[Article | Unreadable]:
    """What the inputs hold; `lost` gathers those that cannot be read.  Raises InputError where that is the only one."""
    from claimcheck.read import Unreadable, read

    found = read(inputs, desk, sys.stdin.buffer if sys.stdin else None)
    for item in found:
        if isinstance(item, Unreadable) and item.whole and len(inputs) == 1:
            raise InputError(item.message)
        if isinstance(item, Unreadable) and item.whole:
            lost.append(item.id)
            if not quiet:
                say(f"claimcheck: {item.message}")
        yield item


@contextmanager
def opened(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    try:
        file = output.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfigError(f"-o {output}: cannot be written ({error.strerror}): name another file") from None
    with file:
        yield file


def watched(reports: Iterable[Report]) -> Iterator[Any]:
    """The same reports; a terminal shows what is going on while the next one is made, a pipe shows nothing."""
    if not sys.stderr.isatty():
        yield from reports
        return
    from rich.console import Console

    console, made, claims = Console(stderr=True), 0, 0
    status = console.status("reading ...")
    status.start()
    try:
        for report in reports:
            status.stop()
            yield report
            made, claims = made + 1, claims + len(report.checked)
            status.update(f"{made:,} articles, {claims:,} claims ...")
            status.start()
    finally:
        status.stop()


def waiting() -> Callable[[str], None] | None:
    """Who is told that a price source has to wait: a person at a terminal."""
    return say if sys.stderr.isatty() else None


def say(message: str) -> None:
    """One line for the person at the keyboard."""
    click.echo(message, err=True)
