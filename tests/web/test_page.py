"""This file tests the page without a browser: who is let in, what is refused and how, what is kept, many at once."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import httpx
import pytest
from driven import MARKET, NOW, posted
from starlette.testclient import TestClient

from claimcheck.web import app
from claimcheck.web.guard import LARGEST, bare
from claimcheck.web.workers import Workers

APPLE = {"text": "Apple shares fell 0.7 percent on Monday.", "written": "2013-06-10"}


@pytest.fixture
def kept(client) -> str:
    """The address of a check of one claim."""
    return posted(client, data=APPLE)


def awaited(coroutine):
    """What a coroutine gives, in a thread of its own: while Playwright runs, this one has a loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


# --- who is let in


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "127.0.0.2", "[::1].evil"]
)
def test_another_host_is_refused(client, host):
    for path in ("/", "/history", "/checks/x", "/static/page.css", "/api/check", "/openapi.json"):
        answer = client.get(path, headers={"host": host})
        assert answer.status_code in (400, 421), (path, answer.status_code)
        assert "claimcheck" not in answer.text


@pytest.mark.parametrize(
    ("host", "name"),
    [("localhost:8765", "localhost"), ("[::1]:8765", "[::1]"), ("[::1]", "[::1]"), ("a", "a"), ("a:b", "a:b")],
)
def test_the_port_is_no_part_of_the_name(host, name):
    assert bare(host) == name


FOREIGN = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:1"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "null", "sec-fetch-site": "cross-site"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_what_another_site_sends_changes_nothing(client, kept, headers):
    for path in (
        "/checks",
        f"{kept}/date",
        f"{kept}/note",
        f"{kept}/forget",
        f"{kept}/claims/1/correct",
        f"{kept}/claims/1/undo",
        f"{kept}/claims/1/note",
    ):
        assert client.post(path, data=APPLE | {"note": "forged"}, headers=headers).status_code == 403, path
    page = client.get(kept)
    assert page.status_code == 200 and "forged" not in page.text


def test_the_page_itself_and_programs_are_let_in(client, served):
    for headers in (
        {},
        {"origin": served},
        {"origin": served, "sec-fetch-site": "same-origin"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
    ):
        assert client.post("/checks", data=APPLE, headers=headers).status_code == 303


@pytest.mark.parametrize("path", ["/", "/history", "/checks/none", "/static/page.js", "/export.csv", "/nothing"])
def test_every_answer_bears_the_headers(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


def test_nothing_is_inline(client, kept):
    for path in ("/", "/history", kept):
        found = Tags(client.get(path).text)
        assert "style" not in found.names, path
        assert not [each for each in found.attributes if each == "style" or each.startswith("on")], path
        assert found.scripts and all(found.scripts), path


class Tags(HTMLParser):
    """The elements and attributes of a page; of each script its address."""

    def __init__(self, page: str):
        super().__init__()
        self.names, self.attributes, self.scripts = set(), set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "script":
            self.scripts.append(dict(attrs).get("src"))


# --- limits


def test_too_much_is_refused_also_where_its_length_is_not_said(client):
    assert client.post("/checks", data={"text": "x" * (LARGEST + 1)}).status_code == 413

    def endless():
        for _ in range(LARGEST // 65536 + 2):
            yield b"x" * 65536

    head = {"content-type": "multipart/form-data; boundary=b"}
    try:
        assert client.post("/checks", content=endless(), headers=head).status_code in (400, 413)
    except httpx.WriteError:
        pass  # the connection was closed on it


def slow(market, seconds: float) -> str:
    time.sleep(seconds)
    return "done"


def wrong(market) -> None:
    raise ValueError("the text itself: Apple fell")


def dies(market) -> None:
    import os

    os._exit(3)


@pytest.fixture(scope="module")
def one():
    """A single worker that has little patience and a short queue."""
    made = Workers(MARKET, 1, limit=3, seconds=1.5, warmed=False)
    made.start()
    yield made
    made.stop()


def test_a_queue_that_is_full_turns_away_and_a_slow_check_is_ended(one):
    from claimcheck.web.workers import Busy, Failed, TooSlow

    async def many():
        begun = [one.run(slow, 30.0), one.run(slow, 0.01), one.run(slow, 0.01)]
        with pytest.raises(Busy):
            one.run(slow, 0.01)
        return await asyncio.gather(*begun, return_exceptions=True)

    async def failing(function):
        with pytest.raises(Failed) as caught:
            await one.run(function)
        return str(caught.value)

    awaited(warmed(one))
    answers = awaited(many())
    assert isinstance(answers[0], TooSlow) and answers[1:] == ["done", "done"]
    assert awaited(failing(wrong)) == "ValueError"
    assert awaited(failing(dies)) == "the worker ended"
    assert awaited(again(one)) == "done"


async def warmed(workers) -> None:
    """Wait until the worker stands: starting it is not part of a check."""
    for _ in range(200):
        try:
            await workers.run(slow, 0.0)
            return
        except Exception:  # noqa: BLE001 - not there yet
            await asyncio.sleep(0.1)


async def again(workers) -> str:
    return await workers.run(slow, 0.0)


def test_busy_is_503_and_says_when_to_come_again(tmp_path):
    none = Workers(MARKET, 1, limit=0)
    none.start = none.stop = lambda: None
    with TestClient(app(MARKET, tmp_path / "c.db", now=lambda: NOW, hosts=("testserver",), workers=none)) as client:
        answer = client.post("/checks", data=APPLE, follow_redirects=False)
        assert answer.status_code == 503 and answer.headers["retry-after"] == "10"
        assert client.get("/history").text.count("<li>") == 0, "nothing is kept of what is turned away"


def test_the_log_holds_nothing_of_the_text(application, caplog, monkeypatch):
    def broken(*_):
        raise RuntimeError("Apple shares fell")

    monkeypatch.setattr(application.state.store, "history", broken)
    with caplog.at_level(logging.DEBUG):
        status = awaited(get(application, "/history?q=Apple"))
    assert status == 500
    told = [each.getMessage() for each in caplog.records if not each.name.startswith("httpx")]  # the test's own client
    assert any("RuntimeError" in each for each in told)
    assert not any("Apple" in each for each in told)


async def get(application, path: str) -> int:
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        return (await client.get(path)).status_code


# --- what is kept


def test_a_check_that_is_not_there(client):
    for path in (
        "/checks/nothing",
        "/checks/nothing/export.csv",
        "/checks/" + "x" * 500,
        "/checks/..%2f..%2fetc",
        "/static/parts.html",
        "/static/..%2fpages.py",
    ):
        assert client.get(path).status_code == 404, path
    for path in ("/checks/nothing/note", "/checks/nothing/forget", "/checks/nothing/claims/1/correct"):
        assert client.post(path, data={"note": "x"}).status_code == 404, path
    assert client.get("/checks/nothing/state").json() == {"state": "gone"}
    assert client.put("/checks").status_code == 405


def test_claims_that_are_not_there(client, kept):
    for number in ("0", "2", "99999999999999999999"):
        for act in ("correct", "note"):
            assert (
                client.post(f"{kept}/claims/{number}/{act}", data={"instrument": "AAPL", "note": "x"}).status_code
                == 404
            )
    assert client.post(f"{kept}/claims/-1/correct").status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "nothing is corrected"),
        ({"instrument": "no such thing"}, "no instrument is known"),
        ({"period": "blue"}, "is no period"),
        ({"first": "2013-06-10", "last": "2013-06-07"}, "before it begins"),
        ({"last": "yesterday"}, "is no day"),
        ({"written": "02/03/2013"}, "is no date"),
    ],
)
def test_a_correction_that_means_nothing_is_one_line(client, kept, fields, words):
    answer = client.post(f"{kept}/claims/1/correct", data=fields)
    assert answer.status_code == 422
    assert words in answer.text.lower()


def test_a_correction_without_prices_is_unverifiable(client, kept):
    client.post(f"{kept}/claims/1/correct", data={"instrument": "MSFT"})
    record = json.loads(client.get(f"{kept}/export.jsonl").text)
    assert (record["verdict"], record["reason"], record["as_read"]) == ("unverifiable", "no-prices", "supported")


def test_nothing_to_check(client):
    for data in ({}, {"text": "  \n "}, {"text": "", "url": "", "written": "2013-06-10"}):
        answer = client.post("/checks", data=data)
        assert answer.status_code == 422 and "there is nothing to check yet" in answer.text.lower()
    answer = client.post("/checks", data={"text": "Apple fell.", "written": "soon"})
    assert answer.status_code == 422 and "Apple fell." in answer.text, "what was typed is still there"


def test_a_check_is_deleted_for_good(client, kept):
    client.post(f"{kept}/note", data={"note": "to be deleted"})
    assert client.post(f"{kept}/forget").status_code == 303
    assert client.get(kept).status_code == 404
    assert kept not in client.get("/history?q=deleted").text


def test_search_takes_signs_for_what_they_are(client):
    text = "Growth of 100%_sure 'quoted\" things. Apple shares fell 0.7 percent on Monday."
    name = posted(client, data=APPLE | {"text": text})
    for words, there in (
        ("100%_sure", True),
        ("100__sure", False),
        ("%", True),
        ("'quoted\"", True),
        ("growth apple", True),
        ("growth pear", False),
    ):
        assert (name in client.get("/history", params={"q": words}).text) is there, words


def test_what_waited_when_the_page_stopped_says_so(tmp_path):
    from claimcheck.claim import Article
    from claimcheck.web.store import Store

    store = Store(tmp_path / "c.db")
    name = store.begun(Article("pasted", "Apple fell.", NOW), "pasted", NOW)
    none = Workers(MARKET, 1)
    none.start = none.stop = lambda: None
    with TestClient(app(MARKET, tmp_path / "c.db", now=lambda: NOW, hosts=("testserver",), workers=none)) as client:
        assert "stopped before it was ready" in client.get(f"/checks/{name}").text


# --- many at once


def test_many_at_once_are_neither_lost_nor_mixed_up(served):
    """Sixty checks sent together, each with figures of its own; the page itself answers meanwhile."""
    sure = random.Random(7)
    stated = [f"{sure.randint(10, 999) / 10:.1f}" for _ in range(60)]

    async def run() -> tuple[list[str], list[float]]:
        limits = httpx.Limits(max_connections=80)
        async with httpx.AsyncClient(base_url=served, timeout=60, limits=limits) as client:
            sent = [
                client.post(
                    "/checks", data={"text": f"Apple shares rose {figure} percent on Monday.", "written": "2013-06-10"}
                )
                for figure in stated
            ]
            (looked, *answers) = await asyncio.gather(looking(client), *sent)
            assert {each.status_code for each in answers} == {303}
            names = [each.headers["location"] for each in answers]
            await ready(client, names)
            return [json.loads((await client.get(f"{name}/export.jsonl")).text)["text"] for name in names], looked

    found, looked = awaited(run())
    assert found == [f"{figure} percent" for figure in stated]
    assert statistics.median(looked) < 1.0, "the page answers while checks run"


async def looking(client: httpx.AsyncClient) -> list[float]:
    """Seconds that the start page takes while checks run."""
    taken = []
    for _ in range(10):
        begun = time.monotonic()
        assert (await client.get("/")).status_code == 200
        taken.append(time.monotonic() - begun)
        await asyncio.sleep(0.05)
    return taken


async def ready(client: httpx.AsyncClient, names: list[str]) -> None:
    for _ in range(300):
        states = [(await client.get(f"{name}/state")).json()["state"] for name in names]
        if "waiting" not in states:
            assert set(states) == {"done"}
            return
        await asyncio.sleep(0.1)
    pytest.fail("checks are still waiting")


def test_written_today_wins_over_the_empty_field(client):
    place = client.post("/checks", data={"text": APPLE["text"]}).headers["location"]
    assert client.get(f"{place}/state").json() == {"state": "asked"}
    head = {"content-type": "application/x-www-form-urlencoded"}
    dated = client.post(f"{place}/date", content="written=&written=2013-06-10", headers=head)
    assert dated.status_code == 303
    assert client.get(place).status_code == 404, "the question is answered, and gone"
