"""This file is the page as the tests use it: one application with real workers, served to browsers and programs."""

from __future__ import annotations

import os
import shutil
import threading
import time
from functools import partial

import pytest

pytest.importorskip("starlette", reason='the page needs the extra: pip install "claimcheck-markets[web]"')
httpx = pytest.importorskip("httpx", reason="httpx is not installed")
pytest.importorskip("pebble", reason='the page needs the extra: pip install "claimcheck-markets[web]"')

import driven  # noqa: E402
from driven import ARTICLES, MARKET, NOW, posted  # noqa: E402

from claimcheck.web import app  # noqa: E402
from claimcheck.web.workers import Workers  # noqa: E402


@pytest.fixture(scope="session")
def workers():
    """Two workers for all tests: starting one takes seconds."""
    return Workers(MARKET, 2)


@pytest.fixture(scope="session")
def web():
    """The address of a web server that has the pages of driven.PAGES."""
    server = driven.web()
    yield server
    server.shutdown()


@pytest.fixture(scope="session")
def application(tmp_path_factory, workers, web):
    fetch = partial(driven.let, web)
    store = tmp_path_factory.mktemp("kept") / "checks.db"
    return app(
        MARKET, store, now=lambda: NOW, fetch=fetch, hosts=("127.0.0.1", "localhost", "testserver"), workers=workers
    )


@pytest.fixture(scope="session")
def served(application):
    """The address of the page, served by uvicorn in a thread."""
    import uvicorn

    settings = uvicorn.Config(application, host="127.0.0.1", port=0, access_log=False, log_level="error")
    listening = settings.bind_socket()
    server = uvicorn.Server(settings)
    server.install_signal_handlers = lambda: None
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with httpx.Client(base_url=address, timeout=60) as first:  # until the workers stand
        posted(first, data={"text": "Nothing moved.", "written": "2013-06-10"})
    yield address
    server.should_exit = True
    thread.join(20)


@pytest.fixture
def client(served):
    """Asks the page as a program does; redirects are for the test to follow."""
    with httpx.Client(base_url=served, timeout=60) as made:
        yield made


@pytest.fixture(scope="session")
def month(served):
    """The address of the founding example, checked; for tests that change nothing."""
    text = (ARTICLES / "01-hong-kong-month.md").read_text(encoding="utf-8")
    with httpx.Client(base_url=served, timeout=60) as client:
        return posted(client, data={"text": text})


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    driver = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with driver.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except driver.Error as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"Chromium does not start here: {str(error).splitlines()[0]}")
        yield browser
        browser.close()


class Seen:
    """What happened in a browser: dialogs, errors, requests to anywhere else."""

    def __init__(self, page, home: str):
        self.dialogs, self.errors, self.requests = [], [], []
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("request", lambda asked: self.requests.append(asked.url) if not asked.url.startswith(home) else None)

    def nothing(self) -> bool:
        assert not self.dialogs and not self.errors and not self.requests, (self.dialogs, self.errors, self.requests)
        return True


@pytest.fixture
def browse(chromium, served):
    """Opens pages: browse(width=..., scheme=..., script=...) -> (page, what was seen)."""
    opened = []

    def open_page(width: int = 1280, scheme: str = "light", script: bool = True, home: str = ""):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
            base_url=served,
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        opened.append(context)
        page = context.new_page()
        return page, Seen(page, home or served)

    yield open_page
    for context in opened:
        context.close()
