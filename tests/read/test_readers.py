"""This file tests the readers of archives: one set of articles through all of them, and what is broken in each."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from claimcheck.claim import Article
from claimcheck.read import Columns, Desk, Unreadable, read

DESK = Desk(datetime(2025, 2, 20, 9, 30, tzinfo=UTC))
ROWS = [
    {
        "id": f"story/{n}",
        "title": f"Ärger & Co {n}",
        "published": f"2013-06-1{n}T17:05:00-04:00",
        "url": f"https://example.org/{n}",
        "text": f'Shares of Ärger "& Co" rose {n} percent on Monday, it said.\nThey had fallen before the report.',
    }
    for n in range(5)
]


def written_as_csv(rows, mark=",") -> bytes:
    out = io.StringIO()
    table = csv.DictWriter(out, list(rows[0]), delimiter=mark)
    table.writeheader()
    table.writerows(rows)
    return out.getvalue().encode()


def written_as_parquet(rows) -> bytes:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


def jsonl(rows) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def zst(data: bytes) -> bytes:
    return pytest.importorskip("zstandard").compress(data)


def markup(row, dated=True) -> str:
    paragraphs = "".join(f"<p>{line.replace('&', '&amp;')}</p>" for line in row["text"].split("\n"))
    when = f'<meta property="article:published_time" content="{row["published"]}">' if dated else ""
    title = row["title"].replace("&", "&amp;")
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>{when}</head><body>'
        f"<nav><a href=/>Home</a></nav><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def warc(rows, packed=True, charset="utf-8", dated=True) -> bytes:
    pytest.importorskip("warcio")
    pytest.importorskip("trafilatura")
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)

    def add(url, status, kind, body, sort="response"):
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url,
                sort,
                payload=io.BytesIO(body),
                http_headers=headers if sort == "response" else None,
                warc_headers_dict={"WARC-Date": "2014-01-02T03:04:05Z"},
                warc_content_type=kind if sort != "response" else "",
            )
        )

    add("https://example.org/logo.png", "200 OK", "image/png", b"\x89PNG")
    for row in rows:
        page = markup(row, dated).replace("utf-8", charset)
        add(row["url"], "200 OK", f"text/html; charset={charset}", page.encode(charset))
    add("https://example.org/gone", "404 Not Found", "text/html", markup(rows[0]).encode())
    add("https://example.org/wet", "", "text/plain", rows[0]["text"].encode(), "conversion")
    return out.getvalue()


WRITERS = {
    "a.jsonl": jsonl,
    "a.ndjson.gz": lambda rows: gzip.compress(jsonl(rows)),
    "a.jsonl.zst": lambda rows: zst(jsonl(rows)),
    "a.csv": written_as_csv,
    "a.tsv": lambda rows: written_as_csv(rows, "\t"),
    "a.csv.gz": lambda rows: gzip.compress(b"\xef\xbb\xbf" + written_as_csv(rows, ";")),
    "a.parquet": written_as_parquet,
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_archive_gives_the_same_articles(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(WRITERS[name](ROWS))
    assert list(read([str(path)], DESK)) == [
        Article(r["id"], r["text"], datetime.fromisoformat(r["published"]), "time", r["title"], r["url"]) for r in ROWS
    ]


@pytest.mark.parametrize("name", WRITERS)
def test_columns_by_name(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(
        WRITERS[name]([{"ref": "1", "body": "Apple rose.", "when": "2013-06-10", "head": "H", "text": ""}])
    )
    desk = Desk(DESK.now, columns=Columns(("body",), ("when",), ("ref",), ("head",)))
    (article,) = read([str(path)], desk)
    assert (article.id, article.text, article.title, article.written.date().isoformat()) == (
        "1",
        "Apple rose.",
        "H",
        "2013-06-10",
    )


@pytest.mark.parametrize("name", [name for name in WRITERS if "json" not in name])
def test_a_table_without_the_column_says_which_it_has(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(WRITERS[name]([{"ref": "1", "body": "x"}]))
    (error,) = read([str(path)], DESK)
    assert error.whole and 'no column "text" (it has ref, body): name one with --text-column' in error.message


@pytest.mark.parametrize("name", WRITERS)
def test_a_broken_record_does_not_stop_the_rest(tmp_path, name):
    path = tmp_path / name
    german = (
        "Die Aktie der Firma ist nach dem Bericht um drei Prozent gefallen, und das ist nicht gut für den Markt. " * 3
    )
    bad = ["", "\0" * 20 + "binary", "x" * 1_000_001, german, "株価は月曜日に三パーセント上昇した。" * 5]
    rows = [ROWS[0], *(ROWS[1] | {"text": text} for text in bad), ROWS[2] | {"published": "soon"}, ROWS[3]]
    path.write_bytes(WRITERS[name](rows))
    first, *errors, last = read([str(path)], DESK)
    assert (first.id, last.id) == (ROWS[0]["id"], ROWS[3]["id"])
    told = ("is empty", "is binary", "more than the 1,000,000", "is German", "another script", "is no date")
    assert len(errors) == len(told)
    for error, why in zip(errors, told, strict=True):
        assert why in error.message and not error.whole and "\n" not in error.message and error.id.startswith("story/")


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("keep", [0.503, 0.973])
def test_a_cut_off_archive_gives_what_stands_before_and_says_so(tmp_path, name, keep):
    data = WRITERS[name](ROWS * 40)
    path = tmp_path / name
    path.write_bytes(data[: int(len(data) * keep)])
    found = list(read([str(path)], DESK))
    if name != "a.csv" and name != "a.tsv":  # a row that is cut off is a row still
        assert isinstance(found[-1], Unreadable)
    assert all(
        item.text == ROWS[0]["text"].replace("0", str(i % 5))
        for i, item in enumerate(found[:-1])
        if isinstance(item, Article)
    )


def test_a_row_that_is_no_utf8_and_a_quotation_mark_left_open(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,text\n1,caf\xe9\n2,Apple rose.\n3,"' + b"never closed " * 700_000 + b"\n")
    bad, good, *rest = read([str(path)], DESK)
    assert "a.csv:2: not UTF-8" in bad.message and good.text == "Apple rose."
    assert all(isinstance(each, Unreadable) for each in rest) and rest


def test_pages_of_a_warc(tmp_path):
    for name, packed in (("a.warc", False), ("a.warc.gz", True)):
        path = tmp_path / name
        path.write_bytes(warc(ROWS, packed))
        *found, wet = read([str(path)], DESK)
        assert [(each.id, each.url, each.written, each.dated) for each in found] == [
            (r["url"], r["url"], datetime.fromisoformat(r["published"]), "time") for r in ROWS
        ]
        assert all(r["text"] in each.text and "Home" not in each.text for r, each in zip(ROWS, found, strict=True))
        assert (wet.text, wet.dated) == (ROWS[0]["text"], "assumed")


def test_a_page_without_a_date_takes_that_of_the_crawl_and_says_so(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warc(ROWS[:1], charset="iso-8859-1", dated=False))
    page, _ = read([str(path)], DESK)
    assert (page.written, page.dated) == (datetime(2014, 1, 2, 3, 4, 5, tzinfo=UTC), "assumed")
    assert "bears no date of writing: 2014-01-02, when the archive fetched it, is assumed" in page.note
    assert "Ärger" in page.text and "Ärger & Co" in page.title


def test_a_damaged_warc_says_so_after_what_can_be_read(tmp_path):
    path, whole = tmp_path / "a.warc.gz", warc(ROWS)
    path.write_bytes(whole[:-800])
    *found, error = read([str(path)], DESK)
    assert len(found) >= 4 and "damaged or cut off" in error.message
    path.write_bytes(gzip.compress(b"no warc at all\n"))
    (error,) = read([str(path)], DESK)
    assert "damaged or no WARC file" in error.message


def test_html_files_with_and_without_a_date(tmp_path):
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_text(markup(ROWS[3]), encoding="utf-8")
    (tmp_path / "b.htm").write_text(markup(ROWS[3], dated=False), encoding="utf-8")
    first, second = read([str(tmp_path / "a.html"), str(tmp_path / "b.htm")], DESK)
    assert first.written == datetime.fromisoformat(ROWS[3]["published"]) and "Ärger & Co 3" in first.title
    assert (second.written, second.dated) == (DESK.now, "assumed") and "Give --date" in second.note


@pytest.mark.parametrize("stated", ["2025-02-18", "2025-02-18T00:00:00", "2025-02-18T00:00:00+00:00"])
def test_midnight_in_a_page_is_a_day(stated):
    pytest.importorskip("trafilatura")
    from claimcheck.read.html import page

    article = page(markup(ROWS[0] | {"published": stated}), "https://example.org/x", DESK)
    assert (article.written.date().isoformat(), article.dated) == ("2025-02-18", "day")


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Feed</title>
<item><guid>one</guid><title>Apple &amp;amp; Co</title><link>https://example.org/1</link>
<pubDate>Tue, 18 Feb 2025 09:31:00 +0800</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Apple rose <b>3 percent</b> on&nbsp;Monday.</p>
<p>Tail &amp; all.</p>]]></content:encoded></item>
<item><guid>two</guid><title>Empty</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom">
<entry><id>one</id><title>T</title><updated>2025-02-18T01:31:00Z</updated>
<link href="https://example.org/1"/><content type="html">
&lt;p&gt;Apple rose 3 percent.&lt;/p&gt;</content></entry></feed>"""


def test_feeds(tmp_path):
    pytest.importorskip("feedparser")
    for name in ("a.rss", "a.xml"):
        (tmp_path / name).write_text(RSS, encoding="utf-8")
        first, second = read([str(tmp_path / name)], DESK)
        assert (first.id, first.text, first.title) == (
            "one",
            "Apple rose 3 percent on Monday.\nTail & all.",
            "Apple & Co",
        )
        assert (first.written.isoformat(), first.url) == ("2025-02-18T09:31:00+08:00", "https://example.org/1")
        assert isinstance(second, Unreadable) and not second.whole
    (article,) = read(["-"], DESK, io.BytesIO(ATOM.encode()))
    assert (article.text, article.written) == ("Apple rose 3 percent.", datetime(2025, 2, 18, 1, 31, tzinfo=UTC))


def test_a_folder_is_read_sorted_with_what_is_broken_in_its_place(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name, data in {
        "z.md": b"Apple rose.",
        "b/a.txt": b"Apple fell.",
        "b/c.txt": b"",
        "a.jsonl": jsonl(ROWS[:1]),
        "picture.png": b"\x89PNG",
        ".hidden/x.md": b"no",
        ".y.md": b"no",
    }.items():
        (tmp_path / name).write_bytes(data)
    found = list(read([str(tmp_path)], DESK))
    assert [Path(each.id).name for each in found] == ["0", "z.md", "a.txt", "c.txt"]
    assert isinstance(found[-1], Unreadable) and not found[-1].whole


def test_memory_stays_flat_over_a_large_archive(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wb", 1) as out:
        for n in range(400):
            out.write(jsonl([{"id": str(n), "text": f"Apple rose {n} percent. " + "It was said again. " * 5_000}]))
    tracemalloc.start()
    count = sum(isinstance(each, Article) for each in read([str(path)], DESK))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 400 and peak < 4_000_000


def test_a_file_of_a_hundred_megabytes_is_refused_without_being_held(tmp_path):
    for name in ("a.txt", "a.html", "a.jsonl", "a.csv"):
        path = tmp_path / name
        with path.open("wb") as out:
            out.truncate(100_000_000)
        tracemalloc.start()
        found = list(read([str(path)], DESK))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert [type(each) for each in found] == [Unreadable] and peak < 60_000_000
