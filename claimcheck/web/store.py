"""This file is the kept checks: one SQLite file with every check, the corrections made by hand and the checker's notes.

A result is kept as it was found, prices for its charts included, for the same check may find other prices tomorrow.
Write-ahead log; every use opens its own connection, so that threads need no care.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from claimcheck.claim import Article
from claimcheck.errors import ConfigError
from claimcheck.rechecking import Correction
from claimcheck.report.tally import tally
from claimcheck.web.found import Again, Found

VERSION = 1
WAIT = 20.0  # seconds for another thread to finish its write
SCHEMA = """
create table if not exists checks(id text primary key, made text not null, origin text not null, title text not null,
    state text not null, error text not null default '', note text not null default '', article text not null,
    counts text not null default '{}', found text not null default '');
create index if not exists checks_by_time on checks(made);
create table if not exists corrections(number integer primary key, "check" text not null references checks(id),
    claim integer not null, made text not null, correction text not null, found text not null,
    undone integer not null default 0);
create index if not exists corrections_by_check on corrections("check");
create table if not exists notes("check" text not null references checks(id), claim integer not null,
    made text not null, text text not null, primary key("check", claim)) without rowid;
"""
COUNTED = ("numbers", "claims", "supported", "inexact", "refuted", "unverifiable", "contradictions")


@dataclass(frozen=True, slots=True)
class Corrected:
    """A claim's correction by hand and what it found."""

    number: int
    claim: int
    made: str
    correction: Correction
    again: Again


@dataclass(frozen=True, slots=True)
class Kept:
    """One check.

    state    asked (for its date), waiting, done or failed
    origin   pasted, file or url
    notes    (number of the claim, text)
    """

    id: str
    made: str
    origin: str
    state: str
    error: str
    note: str
    article: Article
    found: Found | None = None
    corrections: tuple[Corrected, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One check in the history."""

    id: str
    made: str
    origin: str
    title: str
    state: str
    note: str
    counts: dict[str, int]


class Store:
    """The file.  Raises ConfigError where it cannot be opened or is none of ours."""

    def __init__(self, path: Path | str):
        self.path = Path(path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._open() as db:
                if db.execute("pragma user_version").fetchone()[0] not in (0, VERSION):
                    raise ConfigError(f"{path} was written by another version of claimcheck: name another with --data")
                db.execute("pragma journal_mode = wal")
                db.executescript(f"{SCHEMA} pragma user_version = {VERSION};")
            # Never used again: while one connection is open, closing the others need not fold the log into the file.
            self._open_always = sqlite3.connect(self.path, check_same_thread=False)
            self._open_always.execute("select count(*) from checks").fetchone()
        except (sqlite3.Error, OSError) as error:
            raise ConfigError(f"cannot keep checks in {path} ({error}): name another file with --data") from None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self.path, timeout=WAIT)
        try:
            db.execute("pragma synchronous = normal")
            with db:
                yield db
        finally:
            db.close()

    def begun(self, article: Article, origin: str, at: datetime, state: str = "waiting") -> str:
        """The id under which a check is kept from now on: no one guesses it."""
        name = secrets.token_urlsafe(9)
        with self._open() as db:
            db.execute(
                "insert into checks(id, made, origin, title, state, article) values (?, ?, ?, ?, ?, ?)",
                (name, at.isoformat(timespec="seconds"), origin, titled(article), state, dumped(article)),
            )
        return name

    def done(self, name: str, found: Found) -> None:
        counts = {each: getattr(tally(found.report), each) for each in COUNTED}
        with self._open() as db:
            db.execute(
                "update checks set state = 'done', found = ?, counts = ? where id = ?",
                (dumped(found), json.dumps(counts), name),
            )

    def failed(self, name: str, error: str) -> None:
        with self._open() as db:
            db.execute("update checks set state = 'failed', error = ? where id = ?", (error, name))

    def interrupted(self) -> None:
        """What waited when the page was last stopped will never be ready."""
        with self._open() as db:
            db.execute(
                "update checks set state = 'failed', error = 'claimcheck was stopped before it was ready' "
                "where state = 'waiting'"
            )

    def state(self, name: str) -> str | None:
        with self._open() as db:
            row = db.execute("select state from checks where id = ?", (name,)).fetchone()
        return row and row[0]

    def check(self, name: str) -> Kept | None:
        """One check with what was done to it by hand."""
        with self._open() as db:
            row = db.execute(
                "select id, made, origin, state, error, note, article, found from checks where id = ?", (name,)
            ).fetchone()
            if row is None:
                return None
            hand = db.execute(
                "select number, claim, made, correction, found from corrections "
                'where "check" = ? and not undone order by number',
                (name,),
            ).fetchall()
            notes = db.execute('select claim, text from notes where "check" = ? order by claim', (name,)).fetchall()
        corrections = tuple(Corrected(n, c, m, loaded(k, Correction), loaded(f, Again)) for n, c, m, k, f in hand)
        return Kept(
            *row[:6], loaded(row[6], Article), loaded(row[7], Found) if row[7] else None, corrections, tuple(notes)
        )

    def history(self, words: str = "", limit: int = 50, after: int = 0) -> Sequence[Line]:
        """The latest checks first; `words` must all stand in the text, the title, a note or the origin."""
        where, values = "1", []
        for word in words.split()[:10]:
            where += (
                " and (title like ? escape '!' or article like ? escape '!' or note like ? escape '!' or exists "
                "(select 1 from notes where \"check\" = checks.id and text like ? escape '!'))"
            )
            values += [f"%{escaped(word)}%"] * 4
        with self._open() as db:
            rows = db.execute(
                f"select id, made, origin, title, state, note, counts from checks where {where} "  # noqa: S608
                "order by made desc, rowid desc limit ? offset ?",
                (*values, limit, after),
            ).fetchall()
        return [Line(*row[:6], json.loads(row[6])) for row in rows]

    def names(self) -> Sequence[str]:
        """The ids of all checks that are done, the oldest first."""
        with self._open() as db:
            return [row[0] for row in db.execute("select id from checks where state = 'done' order by made, rowid")]

    def correct(self, name: str, claim: int, correction: Correction, again: Again, at: datetime) -> None:
        with self._open() as db:
            db.execute(
                'insert into corrections("check", claim, made, correction, found) values (?, ?, ?, ?, ?)',
                (name, claim, at.isoformat(timespec="seconds"), dumped(correction), dumped(again)),
            )

    def undo(self, name: str, number: int) -> None:
        """Take one correction back; it stays in the file."""
        with self._open() as db:
            db.execute('update corrections set undone = 1 where "check" = ? and number = ?', (name, number))

    def note(self, name: str, claim: int | None, text: str, at: datetime) -> None:
        """A note on a claim, or on the whole check where claim is None; an empty one takes it away."""
        with self._open() as db:
            if claim is None:
                db.execute("update checks set note = ? where id = ?", (text, name))
            elif text:
                db.execute(
                    'insert or replace into notes("check", claim, made, text) values (?, ?, ?, ?)',
                    (name, claim, at.isoformat(timespec="seconds"), text),
                )
            else:
                db.execute('delete from notes where "check" = ? and claim = ?', (name, claim))

    def forget(self, name: str) -> None:
        """Delete a check with all that belongs to it."""
        with self._open() as db:
            for table, column in (("corrections", '"check"'), ("notes", '"check"'), ("checks", "id")):
                db.execute(f"delete from {table} where {column} = ?", (name,))  # noqa: S608


def escaped(word: str) -> str:
    """A word of a search in which % and _ mean themselves; written as JSON keeps it."""
    plain = json.dumps(word, ensure_ascii=False)[1:-1]
    return plain.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def titled(article: Article) -> str:
    """The title, else the first line of the text."""
    lines = (line.strip("# \t") for line in article.text[article.body : article.body + 2000].splitlines())
    return article.title or next((line for line in lines if line), "")[:120]


@cache
def converter():
    """Facts to JSON and back by their declared types, and by nothing else: no code is ever read from the file."""
    from decimal import Decimal

    from cattrs.preconf.json import make_converter
    from cattrs.strategies import configure_tagged_union

    from claimcheck.verdict import Verdict

    made = make_converter(detailed_validation=False)
    made.register_unstructure_hook(Decimal, str)
    made.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    configure_tagged_union(Verdict, made)
    made.register_structure_hook(
        Verdict | None, lambda told, _: None if told is None else made.structure(told, Verdict)
    )
    made.register_unstructure_hook(
        Verdict | None, lambda told: None if told is None else made.unstructure(told, Verdict)
    )
    return made


def dumped(fact) -> str:
    return converter().dumps(fact, ensure_ascii=False)


def loaded(text: str, kind: type):
    return converter().loads(text, kind)
