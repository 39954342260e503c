"""This file is front matter: the few lines between --- (YAML) or +++ (TOML) at the top of a Markdown or text file.

Only the date, the title and the address are read, so of YAML nothing is read but top-level `key: value` lines
(docs/decisions/0002).
"""
from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime

DATES = ("published", "date", "pubdate", "publishdate", "publish_date", "published_at", "datetime", "written")
TITLES = ("title", "headline")
URLS = ("url", "link", "canonical", "canonical_url")
FENCE = re.compile(r"(?P<mark>---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
LINE = re.compile(r"(?P<key>[A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(?P<value>.*))?$")
SETTING = re.compile(r'\s*"?([\w-]+)"?\s*=')
LONGEST = 200  # lines; a rule (---) at the top of a text is not front matter


class Malformed(ValueError):
    """Front matter that cannot be read; line counts from 1."""

    def __init__(self, line: int, message: str):
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Front:
    """What the front matter says; end: where the text proper begins (0 where there is none)."""

    end: int = 0
    date: str | date | datetime | None = None
    title: str = ""
    url: str = ""
    date_line: int = 1


def front_matter(text: str) -> Front:
    """The front matter of a text.  Raises Malformed where TOML between +++ is not TOML."""
    opening = FENCE.match(text)
    if not opening:
        return Front()
    mark = opening["mark"]
    lines = text[opening.end():].splitlines(keepends=True)[:LONGEST]
    close = next((i for i, line in enumerate(lines) if line.rstrip() in (mark, "..." if mark == "---" else mark)), None)
    if close is None or (mark == "---" and not any(LINE.match(line.rstrip()) for line in lines[:close])):
        return Front()
    end = opening.end() + sum(map(len, lines[:close + 1]))
    fields = toml_fields(lines[:close]) if mark == "+++" else yaml_fields(lines[:close])
    said, line = first(fields, DATES) or (None, 1)
    return Front(end, said, *(str((first(fields, keys) or ("", 0))[0]) for keys in (TITLES, URLS)), line)


def first(fields: dict, keys: tuple[str, ...]) -> tuple | None:
    return next((fields[key] for key in keys if key in fields and fields[key][0] != ""), None)


def yaml_fields(lines: list[str]) -> dict[str, tuple[str, int]]:
    """{key: (value, line of the file)} of the top-level `key: value` lines; the first of two alike counts."""
    found: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(lines, 2):
        match = LINE.match(line.rstrip())
        if match:
            found.setdefault(match["key"].lower(), (scalar(match["value"] or ""), number))
    return found


def scalar(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] in "\"'" and value[0] in value[1:]:
        return value[1:value.index(value[0], 1)]
    return re.split(r"[ \t]#", value, maxsplit=1)[0].strip()


def toml_fields(lines: list[str]) -> dict[str, tuple[object, int]]:
    source = "".join(lines).replace("\r\n", "\n")
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise Malformed(int(at[1]) + 1 if at else 1, f"the front matter between +++ is not TOML: {error}") from None
    places = {match[1].lower(): number for number, line in enumerate(lines, 2) if (match := SETTING.match(line))}
    return {key.lower(): (value, places.get(key.lower(), 1)) for key, value in table.items()
            if isinstance(value, (str, date, datetime))}
