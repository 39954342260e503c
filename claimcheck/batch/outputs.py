"""This file is the results: parts joined, in the order of the input, into JSONL, Parquet or SQLite, and read again.

Two tables: claims, one row a claim (in JSONL the public record, in the others its flat form), and articles, one row
each.
`records` of an article's row says how many rows of claims are its own; both tables are in the order of the input.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from claimcheck.errors import InputError
from claimcheck.report.csv import FOUND, SAID
from claimcheck.report.csv import row as csv_row

Row = dict[str, Any]
Write = Callable[[Row, list[bytes]], None]

CLAIM_COLUMNS = ("number", *SAID, "value_to", *FOUND, "sentence", "readings")
ARTICLE_COLUMNS = ("number", "article", "title", "url", "written", "dated", "note", "characters", "numbers", "claims",
                   "supported", "inexact", "refuted", "unverifiable", "contradictions", "error", "duplicate_of",
                   "records")  # fmt: skip
WHOLE = {"number", "start", "end", "characters", "numbers", "claims", "supported", "inexact", "refuted",
         "unverifiable", "contradictions", "records"}  # fmt: skip
REAL = {"value", "value_to", "actual", "actual_high", "off_by"}
INDEXED = (("claims", "number"), ("claims", "symbol"), ("claims", "verdict"), ("articles", "number"))
ROWS = 2_000  # of a Parquet row group, of a SQLite transaction


def flat(record: Row, number: int) -> Row:
    """A claim's record as a row of a table; number: the article's, from 1."""
    row = {key: None if value == "" else value for key, value in csv_row(record).items()}
    readings = record.get("readings")
    row |= {
        "number": number,
        "sentence": record.get("sentence"),
        "value_to": record.get("value_to"),
        "readings": json.dumps(readings, ensure_ascii=False) if readings else None,
    }
    return {key: row.get(key) for key in CLAIM_COLUMNS}


@contextmanager
def writing(form: str, claims: Path, articles: Path) -> Iterator[Write]:
    """A function that writes one article and its claims' records; the files appear when all is written."""
    made = {path: path.with_name(path.name + ".new") for path in (claims, articles)}
    for path in made.values():
        path.unlink(missing_ok=True)
    with WRITERS[form](made[claims], made[articles]) as write:
        yield write
    for path, new in made.items():
        if new.exists():
            os.replace(new, path)


@contextmanager
def write_jsonl(claims: Path, articles: Path) -> Iterator[Write]:
    with claims.open("wb") as out, articles.open("wb") as rows:

        def write(row: Row, found: list[bytes]) -> None:
            rows.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            out.writelines(each + b"\n" for each in found)

        yield write


@contextmanager
def write_parquet(claims: Path, articles: Path) -> Iterator[Write]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    held: dict[Path, list[Row]] = {claims: [], articles: []}
    schemas = {path: schema(pa, columns) for path, columns in ((claims, CLAIM_COLUMNS), (articles, ARTICLE_COLUMNS))}
    files = {path: pq.ParquetWriter(path, schemas[path], compression="zstd") for path in held}

    def put(path: Path, rows: Iterable[Row], least: int) -> None:
        held[path] += rows
        if len(held[path]) >= least:
            files[path].write_table(pa.Table.from_pylist(held[path], schemas[path]))
            held[path] = []

    def write(row: Row, found: list[bytes]) -> None:
        put(articles, [row], ROWS)
        put(claims, (flat(json.loads(each), row["number"]) for each in found), ROWS)

    try:
        yield write
        for path in held:
            put(path, (), 1)
    finally:
        for file in files.values():
            file.close()


def schema(pa, columns: Iterable[str]):
    return pa.schema([
        (name, pa.int64() if name in WHOLE else pa.float64() if name in REAL else pa.string()) for name in columns
    ])


@contextmanager
def write_sqlite(claims: Path, articles: Path) -> Iterator[Write]:
    with closing(sqlite3.connect(claims)) as db:
        db.execute("pragma journal_mode = off")  # the file appears when it is whole
        db.execute("pragma synchronous = off")
        for table, columns in (("articles", ARTICLE_COLUMNS), ("claims", CLAIM_COLUMNS)):
            told = ", ".join(f'"{name}" {kind(name)}' for name in columns)
            db.execute(f"create table {table}({told})")

        def put(table: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
            marks = ", ".join(f":{name}" for name in columns)
            db.executemany(f"insert into {table} values ({marks})", rows)

        def write(row: Row, found: list[bytes]) -> None:
            put("articles", ARTICLE_COLUMNS, [row])
            put("claims", CLAIM_COLUMNS, (flat(json.loads(each), row["number"]) for each in found))

        yield write
        for table, column in INDEXED:
            db.execute(f"create index {table}_{column} on {table}({column})")
        db.commit()


def kind(name: str) -> str:
    return "integer" if name in WHOLE else "real" if name in REAL else "text"


WRITERS = {"jsonl": write_jsonl, "parquet": write_parquet, "sqlite": write_sqlite}


def rows(form: str, claims: Path, articles: Path) -> Iterator[tuple[Row, list[Row]]]:
    """Each article with the rows of its claims.  Raises InputError where the files are not what batch writes."""
    try:
        with READERS[form](claims, articles) as (found, told):
            for row in told:
                yield row, list(islice(found, row["records"]))
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        raise InputError(f"{claims} is no output of claimcheck batch ({error}): name the OUT of one") from None


@contextmanager
def read_jsonl(claims: Path, articles: Path):
    with claims.open("rb") as found, articles.open("rb") as told:
        yield (json.loads(line) for line in found), (json.loads(line) for line in told)


@contextmanager
def read_parquet(claims: Path, articles: Path):
    import pyarrow.parquet as pq

    with pq.ParquetFile(claims) as found, pq.ParquetFile(articles) as told:
        yield tuple((row for batch in file.iter_batches(ROWS) for row in batch.to_pylist()) for file in (found, told))


@contextmanager
def read_sqlite(claims: Path, articles: Path):
    with closing(sqlite3.connect(f"file:{claims}?mode=ro", uri=True)) as db:
        db.row_factory = lambda cursor, row: {
            column[0]: value for column, value in zip(cursor.description, row, strict=True)
        }
        yield tuple(db.execute(f"select * from {table} order by rowid") for table in ("claims", "articles"))


READERS = {"jsonl": read_jsonl, "parquet": read_parquet, "sqlite": read_sqlite}
