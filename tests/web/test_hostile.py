"""This file tests what hostile input does to the page and to the report: nothing."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from driven import PAGES, posted

from claimcheck.claim import Article
from claimcheck.report import Style, renderer
from claimcheck.verdict import Report

BOMBS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "'; alert(4); '",
    "</title></style></textarea></script><script>alert(5)</script>",
    "<a href=javascript:alert(6)>go</a>",
    "{{ 7*7 }}{% raw %}",
    "<iframe src=//elsewhere.example/></iframe>",
    "<link rel=stylesheet href=//elsewhere.example/x.css><style>@import '//elsewhere.example/y.css';</style>",
    "\u202eevitan\u202c \u2066hidden\u2069 \x07",
    "<meta http-equiv=refresh content='0;url=//elsewhere.example/'>",
)
BOMB = " ".join(BOMBS)
TEXT = f"{BOMB}\n\nApple shares fell 0.7 percent{BOMBS[1]} on Monday.\n\nSo said <b>Mr. {BOMBS[2]}</b>.\n\n{BOMB}"


def quiet(page, seen, checked: int = 1) -> None:
    """Nothing ran, nothing was asked for, the words are there as words."""
    for summary in page.locator(".entry > details > summary").all():
        summary.click()
    page.wait_for_timeout(100)
    assert (
        page.evaluate(
            "document.querySelectorAll('main script, main iframe, main img, main link, main meta, main style').length"
        )
        == 0
    )
    assert page.evaluate(
        "[...document.querySelectorAll('*')].every(e => "
        "[...e.attributes].every(a => !a.name.startsWith('on') && a.name != 'style'))"
    )
    assert "javascript:" not in "".join(page.evaluate("[...document.links].map(a => a.href)"))
    assert page.locator(".entry").count() >= checked
    assert "<script>alert(1)</script>" in page.locator(".text").inner_text()
    assert seen.nothing()


def test_in_text_title_file_name_note_and_correction(browse, client):
    name = "a<img src=x onerror=alert(8)>\"'.md"
    front = f"---\ntitle: >-x {BOMB}\ndate: 2013-06-10\nurl: javascript:alert(9)\n---\n".replace("\x07", "")
    check = posted(client, files={"file": (name, (front + TEXT).encode())})
    client.post(f"{check}/note", data={"note": BOMB})
    client.post(f"{check}/claims/1/note", data={"note": BOMB})
    client.post(f"{check}/claims/1/correct", data={"written": "2013-06-10", "instrument": "AAPL"})
    page, seen = browse()
    page.goto(check)
    quiet(page, seen)
    page, seen = browse()
    page.goto("/history?q=" + "%3Cscript%3Ealert(1)%3C/script%3E")
    page.wait_for_timeout(100)
    assert seen.nothing()
    page, seen = browse(home="file:")
    page.set_content(client.get(f"{check}/export.html").text)
    quiet(page, seen)


def test_in_the_message_about_a_wrong_correction(browse, client):
    check = posted(client, data={"text": "Apple shares fell 0.7 percent on Monday.", "written": "2013-06-10"})
    answer = client.post(f"{check}/claims/1/correct", data={"instrument": BOMBS[0]})
    assert answer.status_code == 422
    assert BOMBS[0] not in answer.text and "&lt;script&gt;" in answer.text


def test_in_a_page_from_an_address_and_in_the_address(browse, client, web):
    url = f"http://127.0.0.1:{web.server_port}/a?<script>alert(1)</script>&'\""
    PAGES["/a?%3Cscript%3Ealert(1)%3C/script%3E&'%22"] = (
        "<html><head><title>&lt;script&gt;alert(1)&lt;/script&gt;</title>"
        "<meta property='article:published_time' content='2013-06-10T17:00:00Z'>"
        "</head><body><article><p>"
        + "Few spoke of anything else in New York on that day. "
        * 10
        + "</p><p>&lt;script&gt;alert(1)&lt;/script&gt; Apple shares fell 0.7 percent on Monday.</p>"
        "</article></body></html>"
    ).encode()
    check = posted(client, data={"url": url})
    page, seen = browse()
    page.goto(check)
    quiet(page, seen)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "https:// x", "//a", "https://a\u202e.example"],
)
def test_only_an_address_of_the_web_becomes_a_link(url):
    out = io.StringIO()
    article = Article("a", "Nothing moved.", datetime(2013, 6, 10, tzinfo=UTC), url=url)
    renderer("html")([Report(article)], out, Style())
    assert '<a class="file"' not in out.getvalue()


def test_a_million_characters_stay_usable(browse, client):
    """An article as long as can be is checked within the limit and shown; one longer is refused in a sentence."""
    line = "It was a quiet afternoon and " + "x" * 400 + " nobody said much about it.\n\n"
    text = "Apple shares fell 0.7 percent on Monday.\n\n" + line * (990_000 // len(line))
    check = posted(client, data={"text": text, "written": "2013-06-10"})
    page, seen = browse(390)
    page.goto(check)
    page.wait_for_selector(".columns", timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click(".mark[data-claim='1']")
    assert page.locator("#c1 .grounds").is_visible()
    assert seen.nothing()
    refused = client.post("/checks", data={"text": text + line * 100, "written": "2013-06-10"})
    assert refused.status_code == 422 and "more than one article has" in refused.text


def test_a_file_that_is_no_text(client):
    for data in (b"%PDF-1.7", b"\x89PNG\r\n", b"PK\x03\x04", b"a\x00b", b"\xff\xfe\x00", b"   "):
        answer = client.post("/checks", files={"file": ("x.txt", data)})
        assert answer.status_code == 422 and 'role="alert"' in answer.text, data


def test_a_body_that_is_no_form(client):
    head = {"content-type": "multipart/form-data; boundary=x"}
    for body in (
        b"",
        b"--x\r\n\r\n",
        b"--x--",
        b"\x00" * 100,
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nno end',
    ):
        answer = client.post("/checks", content=body, headers=head)
        assert answer.status_code in (400, 422), answer.status_code
    many = "&".join(f"a{n}=1" for n in range(50))
    answer = client.post("/checks", content=many, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code in (400, 422)
