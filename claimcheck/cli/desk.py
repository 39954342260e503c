"""This file is what a command works with: the settings, the moment, the market and the inputs."""
from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck import config as configs
from claimcheck.cli.terminal import say, waiting
from claimcheck.errors import ConfigError, InputError

if TYPE_CHECKING:
    from claimcheck.claim import Article
    from claimcheck.market import Market
    from claimcheck.read import Desk, Unreadable


def desk_for(date: str | None, columns: dict[str, str | None] | None = None) -> Desk:
    """The desk of the options; columns: what the --...-column options say."""
    from claimcheck import written
    from claimcheck.read import Columns, Desk

    named = {key.removesuffix("_column"): (value,) for key, value in (columns or {}).items() if value}
    try:
        return Desk(datetime.now().astimezone(), written.parse(date) if date is not None else None, Columns(**named))
    except ValueError as error:
        raise InputError(f"--date {error}") from None


def market_for(config: configs.Config, prices: tuple[str, ...], offline: bool, aliases: Path | None) -> Market:
    """The market of the options, else of the settings file, else Yahoo's."""
    from claimcheck.checking import open_market

    cache = cache_folder(config)
    specs = prices or config.prices or ("yahoo",)
    if offline or config.offline:
        specs = without_network(specs, cache)
    return open_market(specs, aliases or config.aliases, cache, waiting())


def without_network(specs: tuple[str, ...], cache: Path | None) -> list[str]:
    """The local sources; in Yahoo's place what has been fetched from it before."""
    from claimcheck.market.prices import cache_path

    stored = cache and cache / cache_path().name
    fetched = [f"sqlite:{stored}"] if stored and stored.exists() else []
    return [each for spec in specs for each in (fetched if spec == "yahoo" else [spec])]


def cache_folder(config: configs.Config) -> Path | None:
    """Where fetched prices are kept; None where no such folder can be made."""
    from platformdirs import user_cache_path

    folder = config.cache or Path(os.environ.get("CLAIMCHECK_CACHE") or user_cache_path("claimcheck", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def cache_file() -> Path:
    """The file of fetched prices.  Raises ConfigError where no folder for it can be made."""
    from claimcheck.market.prices import cache_path

    folder = cache_folder(configs.load(Path.cwd()))
    if folder is None:
        raise ConfigError("the folder for fetched prices cannot be written: set cache in claimcheck.toml")
    return folder / cache_path().name


def stored() -> str:
    """The source that is what has been fetched.  Raises InputError where nothing has."""
    path = cache_file()
    if not path.exists():
        raise InputError("nothing has been fetched yet: use claimcheck prices fetch, or name --prices SPEC")
    return f"sqlite:{path}"


def items(inputs, desk: Desk, lost: list[str], quiet: bool) -> Iterator[Article | Unreadable]:
    """What the inputs hold; `lost` gathers those that cannot be read.  Raises InputError where that is the only one."""
    from claimcheck.read import Unreadable, read

    found = read(inputs, desk, sys.stdin.buffer if sys.stdin else None)
    for item in found:
        if isinstance(item, Unreadable) and item.whole and len(inputs) == 1:
            raise InputError(item.message)
        if isinstance(item, Unreadable) and item.whole:
            lost.append(item.id)
            if not quiet:
                say(f"claimcheck: {item.message}")
        yield item
