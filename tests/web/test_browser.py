"""This file drives the page in a real Chromium: paste, address, upload, keys alone, corrections, exports."""

from __future__ import annotations

import json

import pytest
from driven import ARTICLES, MOVED, PAGES

MONTH = (ARTICLES / "01-hong-kong-month.md").read_text(encoding="utf-8")
FRIDAY = ARTICLES / "02-wall-street-friday.md"


def pasted(page, text: str = MONTH, written: str = "") -> None:
    page.goto("/")
    page.fill("#text", text)
    page.fill("#written", written)
    page.click("button.main")
    page.wait_for_selector(".columns")


def test_a_pasted_article_is_marked_and_each_claim_explained(browse):
    page, seen = browse()
    pasted(page)
    assert page.locator("h1").inner_text() == "A month that turned Hong Kong's technology shares round"
    assert page.locator(".entry").count() == 7
    assert page.locator(".text .mark").count() == 7
    page.click(".mark[data-claim='2']")
    panel = page.locator("#c2")
    assert panel.is_visible()
    assert "20 Jan to 17 Feb" in panel.inner_text() and "it rose 45%" in panel.inner_text()
    assert panel.locator("svg title").text_content().startswith("Alibaba (9988.HK)")
    assert panel.locator("svg .stated-words").text_content() == "stated: up 43% = 120.91"
    assert panel.locator("table.readings tbody tr").count() == 13
    assert seen.nothing()


def test_verdicts_show_by_sign_and_word_not_by_colour_alone(browse, month):
    page, _ = browse()
    page.goto(month)
    for mark in page.locator(".text .mark").all():
        assert mark.locator(".sign").inner_text() in "✓≈✗?"
        assert mark.locator(".aside").text_content().split(", ")[1] in (
            "supported",
            "inexact",
            "refuted",
            "unverifiable",
        )
    lines = {
        mark.locator(".words").evaluate("e => getComputedStyle(e).textDecorationStyle")
        for mark in page.locator(".text .mark").all()
    }
    assert lines == {"solid", "wavy"}


def test_filters_hide_other_verdicts(browse, month):
    page, _ = browse()
    page.goto(month)
    page.locator("label:has(.show-inexact)").click()
    assert [e.get_attribute("data-claim") for e in page.locator(".entry:visible").all()] == ["2", "4"]


def test_an_uploaded_file_with_figures_that_disagree(browse):
    page, seen = browse()
    page.goto("/")
    page.set_input_files("#file", FRIDAY)
    page.click("button.main")
    page.wait_for_selector(".columns")
    assert "87.85 points" in page.locator(".clash-note").inner_text()
    assert page.locator(".text .disagrees").count() >= 3
    assert page.locator(".counts .v-refuted").first.inner_text().startswith("✗ 3")
    assert seen.nothing()


def test_an_address_gives_text_and_date(browse, web):
    PAGES["/friday"] = (
        b"<html><head><title>Apple slips</title>"
        b"<meta property='article:published_time' content='2013-06-10T17:05:00-04:00'>"
        b"</head><body><article><h1>Apple slips</h1><p>"
        + b"Trading was quiet in New York and few spoke of anything else. " * 8
        + b"</p><p>Apple shares fell 0.7 percent to close at $438.89 on Monday.</p></article></body></html>"
    )
    page, seen = browse()
    page.goto("/")
    page.fill("#url", f"http://127.0.0.1:{web.server_port}/friday")
    page.click("button.main")
    page.wait_for_selector(".columns")
    assert "written Monday 10 June 2013, 17:05" in page.locator(".dateline").first.inner_text()
    assert page.locator(".entry .verdict").all_inner_texts() == ["supported", "supported"]
    assert seen.nothing()


@pytest.mark.parametrize(
    "where", ["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest", "file:///etc/passwd", "moved"]
)
def test_an_address_within_is_refused_in_a_sentence(browse, web, served, where):
    """Also where a page of the web sends on to it: here to the page itself."""
    MOVED["/moved"] = f"{served}/history"
    page, seen = browse()
    page.goto("/")
    page.fill("#url", f"http://127.0.0.1:{web.server_port}/moved" if where == "moved" else where)
    page.click("button.main")
    assert "in the browser and paste its text instead" in page.locator("[role=alert]").inner_text()
    seen.errors = [each for each in seen.errors if "422" not in each]
    assert seen.nothing()


def test_without_a_date_it_asks_and_the_date_can_be_changed_later(browse):
    page, seen = browse()
    page.goto("/")
    page.fill("#text", "Apple shares fell 0.7 percent on Monday.")
    page.click("button.main")
    page.wait_for_selector("h1:has-text('When was it written?')")
    page.fill("#written", "2013-06-10")
    page.click("button.main")
    page.wait_for_selector(".columns")
    assert page.locator(".entry .verdict").inner_text() == "supported"
    first = page.url
    page.click(".redate summary")
    page.fill("#written", "10 June 2014")
    page.click(".redate button")
    page.wait_for_selector(".columns")
    assert page.url != first and "2014" in page.locator(".dateline").first.inner_text()
    assert seen.nothing()


def test_with_the_keyboard_alone(browse):
    page, seen = browse()
    page.goto("/")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    page.keyboard.insert_text("Apple shares fell 0.7 percent on Monday. McDonald's rose 9 percent on Monday.")
    while page.evaluate("document.activeElement.id") != "written":
        page.keyboard.press("Tab")
    page.keyboard.type("2013-06-10")
    page.keyboard.press("Enter")
    page.wait_for_selector(".columns")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.entry').dataset.claim") == "2"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    assert page.locator("#c2").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#c2").is_visible()
    assert page.evaluate("document.activeElement.dataset.claim") == "2"
    assert page.evaluate("document.activeElement.classList.contains('mark')")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    assert page.locator("#c1").is_visible()
    assert seen.nothing()


def test_a_correction_by_hand_is_computed_kept_and_undone(browse):
    page, seen = browse()
    pasted(page)
    page.click(".mark[data-claim='2']")
    page.click("#c2 .correct > summary")
    page.fill("#i2", "BABA")
    page.fill("#f2", "2025-01-17")
    page.fill("#u2", "2025-02-18")
    page.click("#c2 .send button")
    page.wait_for_selector("#c2 .corrections")
    lines = page.locator("#c2 .corrections li").all_inner_texts()
    assert lines[0].startswith("As read: ≈ inexact up 44.5%")
    assert lines[1].startswith("BABA; from 2025-01-17 to 2025-02-18: ✗ refuted up 49.1%")
    assert page.locator(".entry[data-claim='2'] summary .verdict").first.inner_text() == "refuted, by hand"
    page.reload()
    assert page.locator("#c2 .corrections li").count() == 2
    page.click("#c2 .corrections button")
    page.wait_for_function("!document.querySelector('#c2 .corrections')")
    assert page.locator(".entry[data-claim='2'] summary .verdict").first.inner_text() == "inexact"
    assert seen.nothing()


def test_a_correction_that_names_nothing_says_so(browse, month):
    page, _ = browse()
    page.goto(month)
    page.click(".mark[data-claim='2']")
    page.click("#c2 .correct > summary")
    page.fill("#i2", "Halewood Piston")
    page.click("#c2 .send button")
    page.wait_for_selector("[role=alert]")
    assert page.locator("[role=alert]").inner_text().startswith("Claim 2: No instrument is known by 'Halewood Piston'")
    assert page.locator("#i2").is_visible(), "the form stays open"
    assert page.locator("#i2").input_value() == "Halewood Piston"


def test_notes_and_history_with_search(browse):
    page, seen = browse()
    pasted(page)
    page.click(".mark[data-claim='1']")
    page.fill("#n1", "ask the index company")
    page.click("#c1 .noting button")
    page.wait_for_selector("#c1 textarea")
    assert page.locator("#n1").input_value() == "ask the index company"
    check = page.url.partition("#")[0]
    page.goto("/history")
    page.fill("#q", "index company")
    page.click(".search button")
    assert check.endswith(page.locator(".lines a").first.get_attribute("href"))
    page.goto("/history?q=nobodywrotethis")
    assert page.locator(".nothing").inner_text() == "Nothing found."
    assert seen.nothing()


def test_exports_hold_what_was_done_by_hand(browse, tmp_path, served):
    page, _ = browse()
    pasted(page)
    page.click(".mark[data-claim='2']")
    page.click("#c2 .correct > summary")
    page.fill("#i2", "BABA")
    page.click("#c2 .send button")
    page.wait_for_selector("#c2 .corrections")
    page.fill("#n2", "=1+1 the New York listing")
    page.click("#c2 .noting button")
    page.wait_for_load_state()
    files = {}
    for name in ("HTML", "CSV", "JSONL", "Markdown"):
        with page.expect_download() as waiting:
            page.click(f".tools a:has-text('{name}')")
        files[name] = waiting.value.path().read_text(encoding="utf-8")
    records = [json.loads(line) for line in files["JSONL"].splitlines()]
    assert [each["by_hand"] for each in records] == [None, "BABA", None, None, None, None, None]
    assert records[1]["as_read"] == "inexact" and records[1]["symbol"] == "BABA"
    assert "'=1+1 the New York listing" in files["CSV"]
    assert "corrected by hand: BABA" in files["Markdown"]
    report, seen = browse(home="file://")
    saved = tmp_path / "report.html"
    saved.write_text(files["HTML"], encoding="utf-8")
    report.goto(saved.as_uri())
    assert (
        "Corrected by hand: BABA. As read: ≈ inexact" in report.locator(".entry[data-claim='2'] .panel").text_content()
    )
    assert seen.nothing()


def test_without_javascript(browse):
    page, _ = browse(script=False)
    pasted(page)
    page.click(".mark[data-claim='2']")
    assert page.locator("#c2 .grounds").is_visible()  # the address of a panel opens the claim around it
    page.click(".correct > summary >> nth=1")
    page.fill("#i2", "BABA")
    page.click("#c2 .send button")
    page.wait_for_selector("#c2 .corrections")
    page.locator("label:has(.show-supported)").click()
    assert page.locator(".entry:visible").count() == 5


def test_progress_is_shown_and_turns_into_the_result(browse, application, served):
    """A check that is not ready yet has a page of its own, which goes on by itself."""
    from driven import NOW

    from claimcheck.claim import Article
    from claimcheck.verdict import Report
    from claimcheck.web.found import Found

    store = application.state.store
    article = Article("pasted", "Nothing moved here.", NOW, "day")
    name = store.begun(article, "pasted", NOW)
    page, seen = browse()
    page.goto(f"/checks/{name}")
    assert page.locator("[role=status]").inner_text().startswith("Reading the article")
    plain, _ = browse(script=False)
    plain.goto(f"/checks/{name}")
    store.done(name, Found(Report(article), {}))
    page.wait_for_selector(".columns")
    plain.wait_for_selector(".columns")
    assert "No figure in this text says what a market did." in page.locator(".findings").inner_text()
    assert seen.nothing()


def test_nothing_overflows(browse):
    page, _ = browse()
    pasted(page, MONTH + "\n\nShares of " + "Verylongname" * 40 + " rose 3% on Monday.")
    check = page.url
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for place in ("/", "/history", check):
            page.goto(place)
            for number in (2, 7) if place == check else ():
                page.click(f".mark[data-claim='{number}']")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (place, width)


def test_a_file_dropped_on_the_text_is_taken(browse):
    page, seen = browse()
    page.goto("/")
    dropped = page.evaluate_handle(
        "text => { const made = new DataTransfer(); made.items.add(new File([text], 'dropped.md')); return made; }",
        FRIDAY.read_text(encoding="utf-8"),
    )
    page.dispatch_event("#text", "drop", {"dataTransfer": dropped})
    page.click("button.main")
    page.wait_for_selector(".columns")
    assert "dropped.md" in page.locator(".file").first.inner_text()
    assert page.locator(".entry").count() == 16
    assert seen.nothing()


def test_an_address_pasted_into_the_text_is_put_where_it_belongs(browse):
    page, seen = browse()
    page.goto("/")
    page.evaluate(
        """() => { const data = new DataTransfer(); data.setData('text', ' https://news.example/friday ');
        const paste = new ClipboardEvent('paste', {clipboardData: data, cancelable: true});
        document.querySelector('#text').dispatchEvent(paste);
        }"""
    )
    assert page.locator("#url").input_value() == "https://news.example/friday"
    assert page.locator("#text").input_value() == ""
    assert seen.nothing()
