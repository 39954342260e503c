"""This file is reading tables, one article a row: CSV, TSV and Parquet, a few rows at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from claimcheck.claim import Article
from claimcheck.read.desk import LONGEST, Desk, Unreadable, broken
from claimcheck.read.records import article, lines_of

ROWS = 32  # of a Parquet file held at once


def read_csv(stream: BinaryIO, name: str, desk: Desk) -> Iterator[Article | Unreadable]:
    """A CSV file with a row of column names; the mark between columns is that of the first row."""
    csv.field_size_limit(4 * LONGEST)
    lines = (line.decode("utf-8", "surrogateescape") for line in lines_of(stream))
    first = next(lines, "").removeprefix("\ufeff")
    mark = max("\t;,", key=first.count)
    try:
        header = next(csv.reader([first], delimiter=mark), [])
    except csv.Error as error:
        yield Unreadable(name, f"{name} is no table ({error}): its first row names the columns")
        return
    if refused := without_text(header, name, desk):
        yield refused
        return
    rows, number = csv.reader(lines, delimiter=mark), 0
    while True:
        place = f"{name}:{rows.line_num + 2}"
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield broken(place, f"no row of a table ({error}): mend the quotation marks")
            continue
        number += 1
        if row:
            yield of_row(row, header, place, desk)
    if not number:
        yield Unreadable(name, f"{name} is empty: a table holds one article a row")


def of_row(row: list[str], header: list[str], place: str, desk: Desk) -> Article | Unreadable:
    bad = next((cell for cell in row if any("\udc80" <= letter <= "\udcff" for letter in cell)), None)
    if bad is not None:
        return broken(place, "not UTF-8: save the table as UTF-8")
    return article(dict(zip(header, row, strict=False)) | {"": None}, place, desk)


def read_parquet(stream: BinaryIO, name: str, desk: Desk) -> Iterator[Article | Unreadable]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(stream, pre_buffer=False)
        header = file.schema_arrow.names
        if refused := without_text(header, name, desk):
            yield refused
            return
        columns = desk.columns
        wanted = [
            each for each in header
            if each in {*columns.text, *columns.date, *columns.id, *columns.title, *columns.url}
        ]
        number = 0
        for batch in file.iter_batches(ROWS, columns=wanted, use_threads=False):
            for record in batch.to_pylist():
                number += 1
                yield article(record, f"{name}:{number}", desk)
        if not number:
            yield Unreadable(name, f"{name} is empty: a table holds one article a row")
    except (pa.ArrowException, OSError) as error:
        why = str(error).splitlines()[0].rstrip(".")
        yield Unreadable(name, f"{name} is damaged or no Parquet file ({why}): write it again")


def without_text(header: list[str], name: str, desk: Desk) -> Unreadable | None:
    """Refused where no column can be the text."""
    if any(each in header for each in desk.columns.text):
        return None
    wanted, there = desk.columns.text[0], ", ".join(header[:12]) or "none"
    return Unreadable(name, f'{name} has no column "{wanted}" (it has {there}): name one with --text-column')
