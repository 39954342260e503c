"""This file is who publishes the checks, for formats that name a reviewer: [claimreview] of the settings.

    [claimreview]
    name = "The Example Desk"                       the organisation that answers for the reviews
    url = "https://desk.example"                    its home
    page = "https://desk.example/checks/{id}"       where a check is published; {id} becomes the article's; default: url
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Publisher:
    name: str = ""
    url: str = ""
    page: str = ""

    def missing(self) -> tuple[str, ...]:
        """The keys that a review needs and that are not set."""
        return tuple(key for key in ("name", "url") if not getattr(self, key))

    def address(self, article: str) -> str:
        """Where the check of an article is published."""
        return (self.page or self.url).replace("{id}", article)


def publisher(root: Path, **found: str) -> Publisher:
    """The publisher that a settings file in folder `root` names."""
    return Publisher(**found)


def words(value: Any, folder: Path, start: Path) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def address(value: Any, folder: Path, start: Path) -> str | None:
    """A URL of the web, which may hold {id} in its path."""
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return value if parts and parts.scheme in ("http", "https") and parts.hostname else None


READERS: dict[str, tuple[Callable[[Any, Path, Path], Any], str]] = {
    "name": (words, 'the organisation that publishes the checks, such as "The Example Desk"'),
    "url": (address, 'its home, such as "https://desk.example"'),
    "page": (address, 'where a check is published, such as "https://desk.example/checks/{id}"'),
}
