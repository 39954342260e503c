"""This file tests the form that a bookmarklet opens: filled in, never sent, and hostile to nobody."""
from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="web extra not installed")
from api_app import FIXTURES  # noqa: E402
from starlette.testclient import TestClient  # noqa: E402
from test_claimreview_export import Crew  # noqa: E402

from claimcheck.checking import open_market  # noqa: E402
from claimcheck.web import app  # noqa: E402

PAGE = "https://news.example/a?b=1&c=2"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    store, opener = tmp_path_factory.mktemp("kept") / "checks.db", partial(open_market, (FIXTURES / "prices",))
    made = app(opener, store, now=lambda: datetime(2026, 11, 22, tzinfo=UTC), hosts=("testserver",), workers=Crew(),
               fetch=lambda url: pytest.fail("fetched without being asked"))
    with TestClient(made) as opened:
        yield opened


def test_the_form_is_filled_in_and_nothing_is_checked(client):
    response = client.get("/", params={"url": PAGE, "text": "Acme rose 3%.", "written": "2025-02-18"},
                          headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 200
    assert f'value="{PAGE.replace("&", "&amp;")}"' in response.text
    assert ">Acme rose 3%.</textarea>" in response.text and 'value="2025-02-18"' in response.text
    assert client.get("/export.jsonl").text == ""


def test_what_the_address_holds_stays_text(client):
    hostile = '"></textarea><script>alert(1)</script>'
    page = client.get("/", params={"url": hostile, "text": hostile, "written": hostile}).text
    assert "<script>alert" not in page and page.count("&lt;script&gt;alert(1)") == 3


def test_the_documented_bookmarklet_opens_that_form():
    docs = Path(__file__).parent.parent.parent / "docs/api.md"
    (line,) = re.findall(r"^javascript:.*$", docs.read_text(encoding="utf-8"), re.M)
    assert "'http://127.0.0.1:8765/?'+p" in line and "{text:s}:{url:location.href}" in line
