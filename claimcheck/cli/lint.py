"""This file is the commands `claimcheck lint` and `claimcheck rules`.

Exit status of lint: 0 nothing as grave as fail-on (warning), 1 findings, 2 could not run or a path named could not be
read.  Only --update-lock asks the network.
"""
from __future__ import annotations

import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from claimcheck import config as configs
from claimcheck.cli.desk import cache_folder
from claimcheck.cli.options import ALIASES
from claimcheck.cli.terminal import COULD_NOT_RUN, NOTHING_REFUTED, REFUTED, opened, say, waiting
from claimcheck.errors import ConfigError, InputError
from claimcheck.lint import rules as all_rules
from claimcheck.lint.finding import SEVERITIES
from claimcheck.lint.output import FORMATS

if TYPE_CHECKING:
    from claimcheck.lint.finding import Linted
    from claimcheck.lint.session import Session

PRICES = click.option("--prices", metavar="SPEC", multiple=True,
                      help="Where prices come from, as in check, but never from the network.  "
                           "[default: the lock, else what was fetched]")
FILE = click.Path(path_type=Path, dir_okay=False)


class Tally:
    """What one run has come to so far."""

    __slots__ = ("grades", "lost", "files", "claims", "unchecked", "fixed", "fixable", "differences", "stale")

    def __init__(self) -> None:
        self.grades: Counter[str] = Counter()
        self.lost = self.files = self.claims = self.unchecked = self.fixed = self.fixable = 0
        self.differences: list[str] = []
        self.stale: set[str] = set()

    def add(self, found: Linted) -> None:
        self.files, self.claims, self.unchecked = (
            self.files + 1, self.claims + found.claims, self.unchecked + found.unchecked)
        self.grades.update(each.severity for each in found.findings)
        self.fixable += sum(each.fix is not None and each.fix.safe for each in found.findings)


@dataclass(frozen=True, slots=True)
class Run:
    """What the command line asks of one run, and what comes of it.  hidden: fingerprints of the baseline."""

    config: configs.Config
    session: Session
    form: str
    output: Path | None = None
    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    stdin_name: str = ""
    hidden: frozenset[str] = frozenset()
    tally: Tally = field(default_factory=Tally)


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option("--stdin-filename", metavar="NAME", default="", help="What - (standard input) is called.")
@click.option("--output-format", "form", type=click.Choice(list(FORMATS)), help="How to print.  [default: concise]")
@click.option("-o", "--output", metavar="FILE", type=FILE, help="Write to a file instead of the terminal.")
@click.option("--select", metavar="RULES", multiple=True, help="Only these rules: codes, names, beginnings, or all.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Not these rules.")
@click.option("--exclude", metavar="PATTERN", multiple=True, help="Leave files out, as in .gitignore.")
@click.option("--fix", is_flag=True, help="Put the right figure in where only one is right.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: the best figure where several may be right.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--baseline", metavar="FILE", type=FILE, help="Findings that are known and not shown.")
@click.option("--write-baseline", is_flag=True, help="Write all findings to the baseline file.")
@PRICES
@click.option("--update-lock", is_flag=True, help="Fetch what the posts need and write the lock of prices first.")
@ALIASES
@click.option("--no-cache", is_flag=True, help="Lint every post anew.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 also where there are findings.")
@click.option("--watch", is_flag=True, help="Lint what changes, again and again, until Ctrl-C.")
def lint(paths, **asked) -> int:
    """Lint posts: market figures that are wrong, with line, column and the figure that would be right.

    PATH is a file, a folder (what git ignores is left out), a glob or - for standard input; none is this folder.
    Markdown, HTML, reStructuredText, AsciiDoc and plain text are read.  Nothing is asked of the network.

    \b
    claimcheck lint posts/ --update-lock     fetch the prices that the posts need, once
    claimcheck lint posts/                   the same findings every time
    claimcheck lint posts/ --diff            what --fix would change

    Exit status: 0 clean, 1 findings, 2 could not run.
    """
    from claimcheck.lint.session import Session

    config = configured(configs.load(Path.cwd()), asked)
    names = paths or (".",)
    folder = cache_folder(config)
    if asked["update_lock"]:
        update_lock(config, names, asked["prices"], asked["aliases"] or config.aliases)
    aliases, wanted = asked["aliases"] or config.aliases, prices_for(config, asked["prices"], folder)
    with Session(config.lint, wanted, aliases, folder, not asked["no_cache"], waiting()) as session:
        run = Run(config, session, asked["form"] or "concise", asked["output"], asked["fix"], asked["unsafe_fixes"],
                  asked["diff"], asked["stdin_filename"])
        if asked["write_baseline"]:
            return write_baseline(run, names)
        run = replace(run, hidden=baseline_of(config))
        if asked["watch"]:
            return watch(run, names)
        status = once(run, names)
    return NOTHING_REFUTED if asked["exit_zero"] and status == REFUTED else status


def configured(config: configs.Config, asked: dict) -> configs.Config:
    """The settings with what the command line says: it replaces select and adds to ignore and exclude."""
    from claimcheck.lint.settings import known

    words = {key: tuple(w.strip() for each in asked[key] for w in each.split(",") if w.strip())
             for key in ("select", "ignore")}
    for key in words:
        try:
            [known(word) for word in words[key]]
        except ValueError as error:
            raise InputError(f"--{key}: {error}") from None
    own = config.lint
    settings = replace(own, select=words["select"] or own.select, ignore=(*own.ignore, *words["ignore"]),
                       exclude=(*own.exclude, *asked["exclude"]), baseline=asked["baseline"] or own.baseline,
                       root=config.path.parent if config.path else None)
    return replace(config, lint=settings)


def prices_for(config: configs.Config, asked: tuple[str, ...], folder: Path | None) -> list[str]:
    """The sources to lint with; none asks the network."""
    from claimcheck.lint.sources import specs

    named = config.lint.lock
    return specs(asked, lock_of(config), named is not None, config.prices, folder / "prices.db" if folder else None)


def lock_of(config: configs.Config) -> Path:
    from claimcheck.lint.sources import lock_path

    return lock_path(config.lint.lock, config.path.parent if config.path else None, Path.cwd())


def once(run: Run, names: Iterable[str], whole: bool = True) -> int:
    """Lint everything once and print it; the exit status."""
    from claimcheck.lint.output import Style, renderer

    with opened(run.output) as out:
        colour = run.output is None and sys.stdout.isatty()
        style = Style(get_terminal_size((100, 24)).columns, colour, version() if run.form in ("json", "sarif") else "")
        if run.diff:
            deque(linted(run, names), maxlen=0)
        else:  # the mended text of standard input goes to standard output, so its findings do not
            renderer(run.form)(linted(run, names), sys.stderr if run.fix and "-" in names else out, style)
        out.write("".join(run.tally.differences))
    summary(run, whole)
    if run.tally.lost:
        return COULD_NOT_RUN
    grave = SEVERITIES[:SEVERITIES.index(run.config.lint.fail_on) + 1]
    failed = run.tally.differences or any(run.tally.grades[grade] for grade in grave)
    return REFUTED if failed else NOTHING_REFUTED


def version() -> str:
    """Claimcheck's own; asked for only where it is printed, since looking it up takes a moment."""
    from importlib.metadata import version as of

    return of("claimcheck-markets")


def linted(run: Run, names: Iterable[str]) -> Iterator[Linted]:
    """The findings of all files, in order, counted; those of the baseline left out."""
    for name, data, path in inputs(run, names):
        found = one(run, name, data, path)
        if run.hidden:
            from claimcheck.lint.baseline import without

            found = without(found, run.hidden, run.tally.stale)
        run.tally.add(found)
        yield found


def inputs(run: Run, names: Iterable[str]) -> Iterator[tuple[str, bytes, Path | None]]:
    """(name, bytes, path) of every file; what cannot be read is said, and the rest goes on."""
    from claimcheck.lint.files import Missing, found, shown

    settings, named = run.config.lint, list(names)
    if "-" in named:
        named.remove("-")
        yield run.stdin_name or "-", sys.stdin.buffer.read(), None
    for path in found(named, settings.exclude, settings.root):
        if isinstance(path, Missing):
            say(f"claimcheck: {path.message}")
            run.tally.lost += 1
            continue
        try:
            yield shown(path), path.read_bytes(), path
        except OSError as error:
            say(f"claimcheck: {path}: cannot be read ({error.strerror}): check its rights")
            run.tally.lost += 1


def one(run: Run, name: str, data: bytes, path: Path | None) -> Linted:
    """The findings of one file, after its fixes where they are asked for."""
    if not run.fix and not run.diff:
        return run.session.lint(name, data)
    from claimcheck.lint.mended import difference
    from claimcheck.lint.post import post_of

    done = run.session.mend(name, data, run.unsafe)
    if run.diff:
        if done.fixed:
            run.tally.differences.append(difference(post_of(name, data), done.post))
        return run.session.lint(name, data)
    run.tally.fixed += done.fixed
    if path is None:
        sys.stdout.write(done.post.text)
    elif done.fixed:
        put(path, done.post.encoding.encoded(done.post.text))
    return done.linted


def put(path: Path, data: bytes) -> None:
    """Write a mended file; one that is a link stays one."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise InputError(f"--fix: {path} cannot be written ({error.strerror}): check its rights") from None


def summary(run: Run, whole: bool = True) -> None:
    """The counts, for people; a clean run says nothing into a pipe."""
    tally = run.tally
    total = tally.grades.total()
    if total or tally.fixed or sys.stderr.isatty():
        counts = ", ".join(f"{tally.grades[grade]} {grade}{'s' * (tally.grades[grade] != 1)}" for grade in SEVERITIES)
        fixed = f"; {tally.fixed} fixed" if tally.fixed else ""
        hint = f"; {tally.fixable} can be fixed with --fix" if tally.fixable and not run.fix else ""
        say(f"{files(tally.files)}, {tally.claims:,} claims: {counts if total else 'nothing found'}{fixed}{hint}")
    if tally.unchecked:
        say(f"{tally.unchecked:,} of {tally.claims:,} claims were not checked, because their prices are not there: "
            "claimcheck lint --update-lock fetches them")
    gone = len(run.hidden - tally.stale)
    if gone and whole and not tally.lost:
        say(f"{gone} findings of {run.config.lint.baseline} are no more: --write-baseline takes them out")
    if not tally.files and not tally.lost:
        say("No posts to lint: .md, .html, .rst, .adoc or .txt files that git does not ignore")


def files(number: int) -> str:
    return f"{number:,} file{'s' * (number != 1)}"


def baseline_of(config: configs.Config) -> frozenset[str]:
    from claimcheck.lint.baseline import known

    return frozenset(known(config.lint.baseline)) if config.lint.baseline else frozenset()


def write_baseline(run: Run, names: Iterable[str]) -> int:
    from claimcheck.lint.baseline import write

    path = run.config.lint.baseline or Path("claimcheck-baseline.json")
    number = write(path, linted(run, names))
    say(f"{path}: {number:,} findings. Lint with --baseline {path}")
    return COULD_NOT_RUN if run.tally.lost else NOTHING_REFUTED


def update_lock(config: configs.Config, names: Iterable[str], asked: tuple[str, ...], aliases: Path | None) -> None:
    """Check every post with prices that may be fetched, and write what was needed."""
    from claimcheck.checking import open_market
    from claimcheck.cli.desk import cache_file
    from claimcheck.lint.session import Session
    from claimcheck.market.prices import chain, store
    from claimcheck.market.prices.lock import Recorder

    folder = cache_folder(config)
    recorder = Recorder(chain(asked or config.prices or ("yahoo",), folder and cache_file(), waiting()))
    session = Session(config.lint, (), aliases, folder, remember=False)
    session.opened = open_market([recorder], aliases, folder)
    deque(linted(Run(config, session, ""), [name for name in names if name != "-"]), maxlen=0)
    lock = lock_of(config)
    store.lock(recorder, lock)
    say(f"{lock}: {len(recorder.needed):,} symbols")


def watch(run: Run, names: Iterable[str]) -> int:
    """Lint all, then whatever changes, until Ctrl-C."""
    try:
        from watchfiles import watch as changes
    except ImportError:
        raise ConfigError('--watch needs watchfiles: pip install "claimcheck-markets[watch]"') from None
    paths = [name for name in names if name != "-" and Path(name).exists()]
    if not paths:
        raise InputError("--watch: name files or folders that are there")
    began = False
    for changed in changes(*paths, raise_interrupt=False, yield_on_timeout=True, rust_timeout=PAUSE):
        if not began:  # now that changes are noticed, none is missed while all posts are linted
            once(run, names)
            say("Watching. Ctrl-C ends it.")
        elif touched := posts(run, names, {path for _, path in changed}):
            once(replace(run, tally=Tally()), touched, False)
        began = True
        sys.stdout.flush()
    return NOTHING_REFUTED


PAUSE = 500  # milliseconds after which a watcher looks whether it should end


def posts(run: Run, names: Iterable[str], changed: set[str]) -> list[str]:
    """The changed files that are linted."""
    from claimcheck.lint.files import found

    if not changed:
        return []
    real = {str(Path(path).resolve()) for path in changed}
    mine = (path for path in found(names, run.config.lint.exclude, run.config.lint.root) if isinstance(path, Path))
    return sorted(str(path) for path in mine if str(path.resolve()) in real)


@click.command()
@click.argument("words", metavar="[RULE...]", nargs=-1)
def rules(words) -> int:
    """List the linter's rules, or tell what a rule says, why, an example, and what to write instead."""
    if not words:
        for rule in all_rules.ALL:
            off = "" if rule.default else " (off unless selected)"
            click.echo(f"{rule.code}  {rule.name:18}  {rule.severity:7}  {rule.summary}{off}")
        return NOTHING_REFUTED
    for number, word in enumerate(words):
        found = all_rules.selected(word)
        if not found:
            raise InputError(f"no rule {word!r}: claimcheck rules lists them")
        for rule in found:
            click.echo("\n" * bool(number) + told(rule))
            number += 1
    return NOTHING_REFUTED


def told(rule: all_rules.Rule) -> str:
    """The documentation of a rule."""
    from textwrap import fill, indent

    parts = [f"{rule.code} {rule.name} ({rule.severity}{'' if rule.default else ', off unless selected'})",
             f"It says: {rule.summary}.", fill(rule.why, 90), "Example:", indent(rule.example.strip(), "    "),
             f"Instead: {rule.instead}",
             f"To silence it once: <!-- claimcheck: ignore {rule.name} -->"]
    return "\n\n".join(parts)
