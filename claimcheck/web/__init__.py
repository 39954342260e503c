"""This file is the page as an application: app(market, store, ...) puts the rooms of claimcheck/web together.

guard.py lets in only whom the page is meant for, workers.py checks outside the event loop, store.py keeps the checks,
pages.py answers the browser, api.py other programs.  Nothing here reads the clock: `now` is handed in.
"""

from __future__ import annotations

from claimcheck.web.application import app

__all__ = ["app"]
