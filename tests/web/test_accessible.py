"""This file runs axe-core over every page, light and dark, wide and narrow: nothing serious may be found."""

from __future__ import annotations

import io
import sys

import httpx
import pytest
from driven import HOUSE, posted

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

GRAVE = ("serious", "critical")


def findings(page) -> list[str]:
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


TEXT = """Apple shares fell 0.7 percent on Monday, and McDonald's rose 9 percent on Monday.

The Dow Jones Industrial Average slipped 9.53 points, or 0.66 percent, to 15,238.59 on Monday. Overnight in Tokyo the
Nikkei jumped 5.2 percent. Shares of Halewood Piston Works rose 3 percent. Analysts expect 7 percent growth.
"""


@pytest.fixture(scope="module")
def everything(served) -> str:
    """A check with every verdict, figures that disagree, a correction and notes."""
    with httpx.Client(base_url=served, timeout=60) as client:
        check = posted(client, data={"text": TEXT, "written": "2013-06-10"})
        client.post(f"{check}/claims/1/correct", data={"last": "2013-06-07"})
        client.post(f"{check}/claims/1/note", data={"note": "asked"})
        return check


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages(browse, everything, scheme):
    page, seen = browse(1280, scheme)
    for path in ("/", "/history", "/checks/none"):
        page.goto(path)
        assert findings(page) == [], path
    page.goto(everything)
    assert {each.get_attribute("class").split()[1] for each in page.locator(".entry").all()} == {
        "v-supported",
        "v-inexact",
        "v-refuted",
        "v-unverifiable",
    }
    assert page.locator(".clash-note").count() == 1
    for summary in page.locator("summary:visible").all():
        summary.click()
    assert findings(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert findings(page) == []
    seen.errors = [each for each in seen.errors if "404" not in each]
    assert seen.nothing()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report(browse, tmp_path, scheme):
    sys.path.insert(0, str(HOUSE / "tests" / "report"))
    import samples

    from claimcheck.report import Style, renderer

    out = io.StringIO()
    renderer("html")(samples.reports(), out, Style())
    saved = tmp_path / "report.html"
    saved.write_text(out.getvalue(), encoding="utf-8")
    page, seen = browse(1280, scheme, home="file:")
    page.goto(saved.as_uri())
    for summary in page.locator("summary:visible").all():
        summary.click()
    assert page.locator(".entry.v-unverifiable").count() == 2
    assert findings(page) == []
    assert seen.nothing()
