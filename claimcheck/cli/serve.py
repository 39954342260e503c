"""This file is the command `claimcheck serve`: the fact-checker's page, on this machine alone unless told otherwise."""

from __future__ import annotations

import os
import socket
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from claimcheck import config as configs
from claimcheck.cli.desk import cache_folder, without_network
from claimcheck.cli.options import ALIASES, OFFLINE, PRICES
from claimcheck.cli.terminal import NOTHING_REFUTED, say
from claimcheck.errors import ConfigError

EXTRA = 'the page needs an extra: pip install "claimcheck-markets[web]"'
EVERYWHERE = ("0.0.0.0", "::", "[::]")  # noqa: S104
LOCAL = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0 = any that is free.")
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="A name under which the page may be asked for, beside the address. May be repeated.",
)
@PRICES
@OFFLINE
@ALIASES
@click.option(
    "--data",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the checks are kept.  [default: checks.db in the user's data folder]",
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Checks at the same time.")
def serve(host, port, names, prices, offline, aliases, data, workers) -> int:
    """Serve the fact-checker's page to a browser on this machine.

    Checks run on this machine, are kept here, and nobody else can reach the page unless --host says so.
    """
    run, make, crew, fetched = parts()
    config = configs.load(Path.cwd())
    market = opener(config, prices, offline, aliases)
    market()  # what is wrong with the prices is said now, not in a worker
    app = make(
        market,
        data or data_file(),
        now=lambda: datetime.now().astimezone(),
        fetch=None if offline or config.offline else fetched,
        hosts=hosts(host, names),
        workers=crew(market, workers),
        publisher=config.claimreview,
    )
    if host not in LOCAL:
        say(f"claimcheck: the page can be reached from other machines, and has no passwords: http://{host}:{port}")
    return listen(run, app, host, port)


def parts():
    """What serving takes.  Raises ConfigError where the extra is missing."""
    try:
        import cattrs  # noqa: F401
        import pebble  # noqa: F401
        import python_multipart  # noqa: F401
        import uvicorn

        from claimcheck.web import app
        from claimcheck.web.fetch import fetch
        from claimcheck.web.workers import Workers
    except ImportError as error:
        raise ConfigError(f"{EXTRA} (missing: {error.name})") from None
    return uvicorn, app, Workers, fetch


def opener(config: configs.Config, prices: tuple[str, ...], offline: bool, aliases: Path | None):
    """What opens the market, here and in every worker."""
    from claimcheck.checking import open_market

    cache = cache_folder(config)
    specs = prices or config.prices or ("yahoo",)
    if offline or config.offline:
        specs = without_network(specs, cache)
    return partial(open_market, tuple(specs), aliases or config.aliases, cache)


def data_file() -> Path:
    from platformdirs import user_data_path

    return Path(os.environ.get("CLAIMCHECK_DATA") or user_data_path("claimcheck", appauthor=False)) / "checks.db"


def hosts(host: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that a browser may use for this page."""
    own = () if host in EVERYWHERE else (f"[{host}]" if ":" in host else host,)
    return tuple(dict.fromkeys(("127.0.0.1", "localhost", "[::1]", *own, *names)))


def listen(uvicorn, app, host: str, port: int) -> int:
    """Serve until interrupted; no access log, for addresses of a history hold words of articles."""
    opened = bound(host, port)
    shown = f"[{host}]" if ":" in host else host
    say(f"claimcheck: http://{shown}:{opened.getsockname()[1]}/  (stop with Ctrl-C)")
    settings = uvicorn.Config(
        app, access_log=False, log_level="warning", server_header=False, timeout_keep_alive=30, limit_concurrency=1000
    )
    uvicorn.Server(settings).run(sockets=[opened])
    return NOTHING_REFUTED


def bound(host: str, port: int) -> socket.socket:
    """The socket, open already: a browser that comes before the workers stand waits for them.  Raises ConfigError."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        opened = socket.socket(family, socket.SOCK_STREAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
        opened.listen(2048)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise ConfigError(f"cannot listen on port {port} of {host} ({why}): name another with --port, --host") from None
    return opened
