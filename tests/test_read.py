"""This file tests reading: every kind of input, dates as people write them, and what cannot be read."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck import written
from claimcheck.claim import Article
from claimcheck.front import front_matter
from claimcheck.read import LONGEST, Desk, Unreadable, read

NOW = datetime(2025, 2, 20, 9, 30, tzinfo=UTC)
DESK = Desk(NOW)


def only(tmp_path, data: bytes | str, name: str = "a.md", desk: Desk = DESK) -> Article | Unreadable:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    found = list(read([str(path)], desk))
    assert len(found) == 1
    return found[0]


# --- the text is what stands in the file


@pytest.mark.parametrize(
    "text",
    [
        "Apple rose 3%.",
        "Apple rose 3%.\r\nIt fell.\r\n",
        "a\rb\n\n\tc\xa0d \u2028 e",
        "Café – “quoted” 𝔄pple",
        "---\nno front matter",
    ],
)
def test_text_is_untouched(tmp_path, text):
    assert only(tmp_path, text).text == text


def test_a_byte_order_mark_is_no_text(tmp_path):
    assert only(tmp_path, b"\xef\xbb\xbfApple").text == "Apple"
    assert only(tmp_path, "Apple rose".encode("utf-16")).text == "Apple rose"


# --- front matter

YAML = (
    '---\ntitle: "One: two"  # comment\ndate: 2025-02-18\nurl: https://example.org/a\n'
    "tags:\n  - date: 1999-01-01\n---\nText."
)


@pytest.mark.parametrize("source", [YAML, YAML.replace("\n", "\r\n")], ids=["lf", "crlf"])
def test_yaml_front_matter(tmp_path, source):
    article = only(tmp_path, source)
    assert article.text == source
    assert article.text[article.body :] == "Text."
    assert (article.title, article.url) == ("One: two", "https://example.org/a")
    assert (article.written.date().isoformat(), article.dated, article.note) == ("2025-02-18", "day", "")


def test_toml_front_matter(tmp_path):
    article = only(tmp_path, '+++\ntitle = "T"\npublished = 2025-02-18T16:30:00+08:00\n+++\n\nText.')
    assert article.written == datetime.fromisoformat("2025-02-18T16:30:00+08:00")
    assert (article.dated, article.title, article.text[article.body :]) == ("time", "T", "\nText.")


@pytest.mark.parametrize(
    "text", ["---\n\nA rule at the top.\n\n---\nmore", "--- \nTitle\n", "----\ndate: 2025-02-18\n----\n", ""]
)
def test_a_rule_is_no_front_matter(text):
    assert front_matter(text).end == 0


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "---\ntitle: x\ndate: soon\n---\nText.",
            ":3: 'soon' is no date: write 2025-02-18 or 2025-02-18T16:30+08:00, or give --date",
        ),
        ('+++\ntitle = "x"\ndate = soon\n+++\nText.', ":3: the front matter between +++ is not TOML"),
        ("---\ndate: 2025-02-18\n---\n \n", "is empty: give the text of an article"),
    ],
)
def test_broken_front_matter_says_where(tmp_path, source, message):
    assert message in only(tmp_path, source).message


# --- the date of writing


@pytest.mark.parametrize(
    ("text", "moment", "dated"),
    [
        ("2025-02-18", "2025-02-18T12:00+00:00", "day"),
        ("20250218", "2025-02-18T12:00+00:00", "day"),
        ("18 February 2025", "2025-02-18T12:00+00:00", "day"),
        ("Feb. 18, 2025", "2025-02-18T12:00+00:00", "day"),
        ("February 18th, 2025", "2025-02-18T12:00+00:00", "day"),
        ("2025/02/18", "2025-02-18T12:00+00:00", "day"),
        ("2025-02-18T16:30+08:00", "2025-02-18T16:30+08:00", "time"),
        ("2025-02-18 16:30:00 +0800", "2025-02-18T16:30+08:00", "time"),
        ("2025-02-18T16:30:00Z", "2025-02-18T16:30+00:00", "time"),
        ("2025-02-18 16:30 UTC", "2025-02-18T16:30+00:00", "time"),
        ("Tue, 18 Feb 2025 09:31:00 +0800", "2025-02-18T09:31+08:00", "time"),
    ],
)
def test_dates_as_people_write_them(text, moment, dated):
    found = written.parse(text)
    assert (found.moment, found.dated, found.note) == (datetime.fromisoformat(moment), dated, "")


def test_a_time_without_a_zone_is_said_to_be_utc():
    found = written.parse("2025-02-18T16:30")
    assert found.moment == datetime(2025, 2, 18, 16, 30, tzinfo=UTC)
    assert found.note == "2025-02-18T16:30 has no time zone: read as UTC"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "02/03/2025",
        "2025-02-30",
        "2025",
        "12:30",
        "0001-01-01",
        "9999-12-31T23:59-12:00",
        "2025-13-01",
        "Monday",
        "\x00",
        "2025-02-18T25:00",
    ],
)
def test_what_is_no_date(text):
    with pytest.raises(ValueError, match="2025-02-18"):
        written.parse(text)


@given(st.text(max_size=40))
def test_any_words_after_date_are_a_date_or_a_plain_refusal(text):
    try:
        found = written.parse(text)
    except ValueError as error:
        assert "write 2025-02-18" in str(error)
    else:
        assert found.moment.tzinfo is not None


def test_no_date_is_said_loudly(tmp_path):
    article = only(tmp_path, "Apple rose 3%.")
    assert (article.written, article.dated) == (NOW, "assumed")
    assert "bears no date of writing: today, 2025-02-20, is assumed. Give --date" in article.note


def test_the_date_of_the_command_line_wins(tmp_path):
    desk = Desk(NOW, written.parse("2013-06-10"))
    assert only(tmp_path, YAML, desk=desk).written.year == 2013
    assert only(tmp_path, "---\ndate: soon\n---\nText.", desk=desk).written.year == 2013


# --- archives


def line(**record) -> str:
    return json.dumps(record) + "\n"


GOOD = {
    "id": "x/1",
    "title": "T",
    "published": "2013-06-10T17:05:00-04:00",
    "text": "---\ndate: 1999-01-01\n---\nLine\r\n two\n",
}


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.ndjson"])
def test_an_archive(tmp_path, name):
    data = (line(**GOOD) + "\n" + line(id="2", text="No date.")).encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    first, second = read([str(path)], DESK)
    assert (first.id, first.title, first.text, first.body) == ("x/1", "T", GOOD["text"], 0)
    assert (first.written.isoformat(), first.dated) == ("2013-06-10T17:05:00-04:00", "time")
    assert (second.dated, second.note.split(" bears")[0]) == ("assumed", "2")


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ('{"id": "b"', "a.jsonl:2: no JSON"),
        ("[1, 2]", 'a.jsonl:2: no article: expected an object with "text"'),
        ('{"id": "b", "text": 5}', 'a.jsonl:2: no article: expected an object with "text"'),
        ('{"id": "b", "text": "  "}', "a.jsonl:2: the text is empty"),
        ('{"id": "b", "text": "x", "published": "soon"}', "a.jsonl:2: 'soon' is no date"),
        ("[" * 100_000, "a.jsonl:2: no JSON"),
        (json.dumps({"text": "x" * (LONGEST + 1)}), "a.jsonl:2: 1,000,001 characters, more than the 1,000,000"),
    ],
)
def test_one_broken_line_does_not_stop_the_rest(tmp_path, broken, message):
    path = tmp_path / "a.jsonl"
    path.write_text(line(**GOOD) + broken + "\n" + line(**GOOD))
    before, error, after = read([str(path)], DESK)
    assert isinstance(before, Article) and isinstance(after, Article)
    assert message in error.message and not error.whole


def test_bytes_that_are_no_utf8_in_an_archive(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "caf\xe9"}\n' + line(**GOOD).encode())
    error, after = read([str(path)], DESK)
    assert "a.jsonl:1: not UTF-8 (byte 0xe9)" in error.message
    assert isinstance(after, Article)


def test_half_a_surrogate_pair_keeps_offsets_and_can_be_printed(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a\\ud800b \\ud83d\\ude00 c"}\n')
    (article,) = read([str(path)], DESK)
    assert article.text == "a\ufffdb \U0001f600 c"
    article.text.encode()


def test_a_giant_line_is_one_error(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * 17_000_000 + b'"}\n' + line(**GOOD).encode())
    error, after = read([str(path)], DESK)
    assert "a.jsonl:1: line of more than 8,000,000 bytes" in error.message
    assert isinstance(after, Article)


# --- standard input


def test_standard_input_is_a_text_or_an_archive():
    (article,) = read(["-"], DESK, io.BytesIO(b"Apple rose.\r\nIt fell."))
    assert (article.id, article.text) == ("stdin", "Apple rose.\r\nIt fell.")
    first, second = read(["-"], DESK, io.BytesIO((line(**GOOD) + line(id="2", text="x")).encode()))
    assert (first.id, second.id) == ("x/1", "2")
    (text,) = read(["-"], DESK, io.BytesIO(b'{"no": "archive"}'))
    assert text.text == '{"no": "archive"}'


# --- what cannot be read


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "a.txt is empty: give the text of an article"),
        ("a.txt", b" \n\t ", "is empty"),
        ("a.txt", b"\x7fELF\0\0\0", "is binary, not text"),
        ("a.pdf", b"%PDF-1.7 ...", "is a PDF: save its text as .txt first"),
        ("a.docx", b"PK\x03\x04...", "is a ZIP or Office file"),
        ("a.txt.gz", gzip.compress(b"x"), "is compressed: unpack it first"),
        ("a.html", b"<!DOCTYPE html><p>", "no article found in this HTML"),
        ("a.txt", b"caf\xe9 rose 3%", "is not UTF-8 text (byte 0xe9 at 3): save it as UTF-8"),
        ("a.txt", b"\xff\xfea", "is not UTF-16 text"),
        ("a.txt", b"x" * 1_000_001, "holds 1,000,001 characters, more than one article has"),
        ("a.txt", b"x" * 4_000_001, "holds 4,000,001 bytes, more than one article has"),
        ("a.jsonl", b"\n\n", "is empty: an archive holds one JSON object a line"),
        ("a.jsonl.gz", b"no gzip", "is damaged or cut off"),
        ("a.jsonl.gz", gzip.compress(line(**GOOD).encode())[:-9], "is damaged or cut off"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path, name, data, message):
    path = tmp_path / name
    path.write_bytes(data)
    error = list(read([str(path)], DESK))[-1]
    assert isinstance(error, Unreadable) and error.whole
    assert message in error.message and "\n" not in error.message


def test_no_file_and_folder(tmp_path):
    for name, message in (("none.md", "no such file"), (".", "is a folder that holds nothing to read")):
        (error,) = read([str(tmp_path / name)], DESK)
        assert message in error.message
    (error,) = read(["a\0b"], DESK)
    assert "cannot be read" in error.message


@given(st.binary(max_size=300))
def test_any_bytes_are_an_article_or_a_plain_refusal(data):
    for item in read(["-"], DESK, io.BytesIO(data)):
        assert isinstance(item, (Article, Unreadable))
        if isinstance(item, Unreadable):
            assert "\n" not in item.message.strip()
        else:
            assert item.written.tzinfo is not None and 0 <= item.body <= len(item.text)


@given(
    st.sampled_from(["---", "+++"]),
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=6),
)
def test_any_front_matter_keeps_the_text(mark, lines):
    text = "\n".join([mark, *lines, mark, "Apple rose 3%."])
    for item in read(["-"], DESK, io.BytesIO(text.encode())):
        if isinstance(item, Article):
            assert item.text == text
            assert item.body == 0 or text[: item.body].rstrip().endswith(("---", "+++", "..."))
