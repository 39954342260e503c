"""This file is the settings: claimcheck.toml, or [tool.claimcheck] in pyproject.toml, from here upwards.

    prices = ["../prices", "yahoo"]     price sources in the order to ask them
    aliases = "names.csv"               your own names for instruments
    format = "table"                    how to print
    offline = false                     never ask the network
    cache = ".cache"                    where fetched prices are kept

A table of a room's own (`lint`: [lint], or [tool.claimcheck.lint]; `claimreview`) is read by that room's readers.
Paths are relative to the file they stand in.  What the command line says wins.
"""
from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from claimcheck.errors import ConfigError
from claimcheck.lint import settings as linting
from claimcheck.report import FORMATS
from claimcheck.report import publisher as publishing

OWN = "claimcheck.toml"
SHARED = "pyproject.toml"
BY_PATH = ("files", "sqlite", "lock")  # price sources whose argument is a path: "sqlite:prices.sqlite"


@dataclass(frozen=True, slots=True)
class Config:
    """The settings in force; None and () where nothing is set.  path: the file they come from."""

    prices: tuple[str, ...] = ()
    aliases: Path | None = None
    format: str = "table"
    offline: bool = False
    cache: Path | None = None
    path: Path | None = None
    lint: linting.Settings = linting.Settings()
    claimreview: publishing.Publisher = publishing.Publisher()


def load(start: Path) -> Config:
    """The settings of the nearest file in `start` or above it.  Raises ConfigError, which names file, line and key."""
    for folder in (start, *start.parents):
        for name in (OWN, SHARED):
            path = folder / name
            table = settings(path) if path.is_file() else None
            if table is not None:
                return replace(Config(**checked(table, path, start)), path=path)
    return Config()


def settings(path: Path) -> dict[str, Any] | None:
    """The table of settings of a file; None where a pyproject.toml has none."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        if path.name == SHARED:
            return None  # somebody else's file, and its own tools will complain of it
        raise ConfigError(f"{path}: not TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error}); save it as UTF-8 text") from None
    return table if path.name == OWN else table.get("tool", {}).get("claimcheck")


def checked(table: dict[str, Any], path: Path, start: Path, room: str = "") -> dict[str, Any]:
    """The settings of a table, each read; room: the name of a room's own table within the settings."""
    found: dict[str, Any] = {}
    readers = TABLES[room][0] if room else READERS | dict.fromkeys(TABLES, (None, "a table"))
    for key, value in table.items():
        if key not in readers:
            close = difflib.get_close_matches(key, readers, 1)
            hint = f" (did you mean {close[0]}?)" if close else ""
            allowed = ", ".join(sorted(readers))
            raise ConfigError(f"{place(path, key, room)}: unknown key {key!r}{hint}; allowed: {allowed}")
        if key in TABLES and not room and isinstance(value, dict):
            found[key] = TABLES[key][1](**checked(value, path, start, key), root=path.parent)
        else:
            found[key.replace("-", "_")] = one(key, value, path, start, room)
    return found


def one(key: str, value: Any, path: Path, start: Path, room: str) -> Any:
    """The value of one key.  Raises ConfigError where it is wrong."""
    read, allowed = (TABLES[room][0] if room else READERS).get(key, (None, f"a table: [{key}]"))
    try:
        found = read(value, path.parent, start) if read else None
    except ValueError as error:
        raise ConfigError(f"{place(path, key, room)}: {key}: {error}") from None
    if found is None:
        raise ConfigError(f"{place(path, key, room)}: {key} = {shown(value)} is wrong; allowed: {allowed}")
    return found


def place(path: Path, key: str, room: str = "") -> str:
    """FILE:LINE of a key: inside [tool.claimcheck] where the file is shared, inside the room's own table."""
    lines = path.read_text(encoding="utf-8").splitlines()
    tables = [f"[tool.claimcheck.{room}]", f"[{room}]"] if room else ["[tool.claimcheck]"]
    section = next((i for i, line in enumerate(lines) if line.strip() in tables), 0)
    name = rf"""["']?{re.escape(key)}["']?"""
    pattern = re.compile(rf"""\s*(?:\[?{name}\s*[=\].]|\[[^\]]*\.{name}\])""")
    at = next((i for i in range(section, len(lines)) if pattern.match(lines[i])), section)
    return f"{path}:{at + 1}"


def shown(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)


def sources(value: Any, folder: Path, start: Path) -> tuple[str, ...] | None:
    named = [value] if isinstance(value, str) else value
    if not isinstance(named, list) or not named or not all(isinstance(each, str) and each for each in named):
        return None
    return tuple(located(each, folder, start) for each in named)


def located(spec: str, folder: Path, start: Path) -> str:
    """A price source of a settings file as seen from where the command runs."""
    name, colon, argument = spec.partition(":")
    if colon and name in BY_PATH:
        return f"{name}:{beside(argument, folder, start)}"
    if spec == "yahoo" or (colon and not (folder / spec).exists()):
        return spec
    return str(beside(spec, folder, start))


def beside(path: str, folder: Path, start: Path) -> Path:
    return Path(path) if folder == start else folder / path


def a_path(value: Any, folder: Path, start: Path) -> Path | None:
    return beside(value, folder, start) if isinstance(value, str) and value else None


def a_format(value: Any, folder: Path, start: Path) -> str | None:
    return value if value in FORMATS else None


def a_switch(value: Any, folder: Path, start: Path) -> bool | None:
    return value if isinstance(value, bool) else None


READERS: dict[str, tuple[Callable[[Any, Path, Path], Any], str]] = {
    "prices": (sources, 'a source or a list of sources, such as ["prices", "yahoo"]'),
    "aliases": (a_path, 'the path of a CSV or TOML file, such as "names.csv"'),
    "format": (a_format, ", ".join(FORMATS)),
    "offline": (a_switch, "true or false"),
    "cache": (a_path, 'the path of a folder, such as ".cache"'),
}

# The tables of rooms: their readers, and what their settings become.
TABLES: dict[str, tuple[dict[str, tuple[Callable[[Any, Path, Path], Any], str]], Callable[..., Any]]] = {
    "claimreview": (publishing.READERS, publishing.publisher),
    "lint": (linting.READERS, linting.Settings),
}
