"""This file tests the page's ClaimReview: who publishes comes from the settings, and without it says what to set."""
from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from time import sleep

import pytest

pytest.importorskip("starlette", reason="web extra not installed")
from api_app import FIXTURES, InProcess  # noqa: E402
from starlette.testclient import TestClient  # noqa: E402

from claimcheck.checking import open_market  # noqa: E402
from claimcheck.report.publisher import Publisher  # noqa: E402
from claimcheck.web import app  # noqa: E402

DESK = Publisher("The Example Desk", "https://desk.example")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Crew(InProcess):
    """Workers of this process that start and stop as the application asks."""

    def start(self):
        pass

    def stop(self):
        pass


@pytest.mark.parametrize("publisher", [DESK, None, Publisher()])
def test_a_kept_check_as_claimreview(publisher, tmp_path):
    opener = partial(open_market, (FIXTURES / "prices",))
    store, hosts = tmp_path / "checks.db", ("testserver",)
    made = app(opener, store, now=lambda: NOW, hosts=hosts, workers=Crew(), publisher=publisher)
    with TestClient(made) as client:
        text = "On Jan. 27, Nvidia lost $589 billion of market value."
        begun = client.post("/checks", data={"text": text, "written": "2025-02-18"}, follow_redirects=False)
        while client.get(f"{begun.headers['location']}/state").json()["state"] == "waiting":
            sleep(0.1)
        response = client.get("/export.claimreview")
    if publisher is DESK:
        assert response.headers["content-type"].startswith("application/ld+json")
        assert [each["author"]["name"] for each in response.json()] == ["The Example Desk"]
        assert response.json()[0]["datePublished"] == "2026-11-22"
    else:
        assert response.status_code == 422 and "[claimreview]" in response.text
