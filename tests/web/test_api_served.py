"""This file asks the API as it is served: real workers, a page from a web server, a bookmarklet in a real browser."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jsonschema
from driven import MOVED, PAGES

from claimcheck.report import schema

STORY = "<p>On Jan. 27, Nvidia lost $589 billion of market value.</p>" * 2
DATED = '<meta property="article:published_time" content="2025-02-18T09:00:00+00:00">'
DOCS = Path(__file__).parent.parent.parent / "docs"


def test_a_page_is_fetched_and_checked(client, web):
    head = f"<title>A day</title>{DATED}"
    PAGES["/api-story"] = f"<html><head>{head}</head><body><article>{STORY}</article></html>".encode()
    MOVED["/api-moved"] = "/api-story"
    at = f"http://127.0.0.1:{web.server_port}"
    found = client.post("/api/check", json={"url": f"{at}/api-moved"})
    assert found.status_code == 200
    jsonschema.validate(found.json(), schema.ANSWER)
    assert found.json()["article"]["url"] == f"{at}/api-story"
    assert [each["verdict"] for each in found.json()["claims"]] == ["supported"]


def test_a_page_that_sends_on_to_this_machine_is_refused(client, web, served):
    MOVED["/api-inward"] = f"{served}/history"
    refused = client.post("/api/check", json={"url": f"http://127.0.0.1:{web.server_port}/api-inward"})
    assert refused.status_code == 422 and "is not the web's" in refused.json()["detail"]


def test_many_at_once_are_not_mixed_up(client):
    """Each answer is to its own question."""
    def ask(number: int) -> tuple[int, dict]:
        text = f"Alibaba has jumped {number}% in the past month."
        return number, client.post("/api/check", json={"text": text, "date": "2025-02-18"}).json()

    with ThreadPoolExecutor(16) as pool:
        for number, found in pool.map(ask, range(10, 50)):
            assert [each["value"] for each in found["claims"]] == [number]


def test_nothing_that_was_asked_is_kept(client):
    client.post("/api/check", json={"text": "Zorblaxity rose 3 percent on Monday.", "date": "2025-02-18"})
    assert "Zorblaxity" not in client.get("/history").text + client.get("/export.jsonl").text


def test_the_bookmarklet_opens_the_form_and_sends_nothing(browse, served, client):
    (line,) = re.findall(r"^javascript:(.*)$", (DOCS / "api.md").read_text(encoding="utf-8"), re.M)
    page, _ = browse()
    for marked, field in (("", "#url"), ("Acme rose 3% & more", "#text")):
        page.set_content("<p>Acme rose 3% &amp; more</p>")
        if marked:
            page.evaluate("getSelection().selectAllChildren(document.querySelector('p'))")
        with page.context.expect_page() as opened:
            page.evaluate(line.replace("http://127.0.0.1:8765", served))
        opened.value.wait_for_load_state()
        assert opened.value.locator(field).input_value() == (marked or page.url)
        assert opened.value.url.startswith(f"{served}/?")
    assert "Acme rose 3%" not in client.get("/history").text
