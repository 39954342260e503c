"""This file is what the price tests share: the loopback Yahoo, and symbols used once."""
from __future__ import annotations

import os
from itertools import count

import pytest

ENVIRONMENT = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY",
               "no_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "XDG_CACHE_HOME")
_numbers = count()


@pytest.fixture(scope="session")
def loopback(tmp_path_factory):
    """The server, and an environment in which yfinance finds it; once, because yfinance keeps one session."""
    pytest.importorskip("trustme", reason="the loopback server needs trustme (extra: test)")
    pytest.importorskip("yfinance")
    from prices.yahoo_server import started

    folder = tmp_path_factory.mktemp("yahoo")
    server = started(str(folder / "ca.pem"))
    before = {name: os.environ.pop(name, None) for name in ENVIRONMENT}
    os.environ |= {"HTTPS_PROXY": server.proxy, "REQUESTS_CA_BUNDLE": str(folder / "ca.pem"),
                   "XDG_CACHE_HOME": str(folder / "cache")}
    import yfinance

    yfinance.set_tz_cache_location(str(folder / "cache" / "py-yfinance"))
    yield server
    server.over.set()
    server.shutdown()
    for name, value in before.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


@pytest.fixture
def fresh():
    """A symbol that no other test used: yfinance remembers answers for the life of the process."""
    return lambda stem="T": f"{stem}{next(_numbers)}X"
