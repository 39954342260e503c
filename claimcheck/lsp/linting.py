"""This file is how one open text is linted: as it stands in the editor, by the settings beside or above its file.

Prices are opened once, and again when they have changed; settings are read for every text.  The network is never asked.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pygls.uris import to_fs_path

from claimcheck import config as configs
from claimcheck.checking import open_market
from claimcheck.config import Config
from claimcheck.lint.baseline import known, without
from claimcheck.lint.finding import Linted
from claimcheck.lint.linter import Desk, lint_post
from claimcheck.lint.post import parsed
from claimcheck.lint.settings import in_force, matched
from claimcheck.lint.sources import fingerprint, lock_path, specs
from claimcheck.lsp.documents import Document, Lint
from claimcheck.market import Market
from claimcheck.market.prices import cache_path
from claimcheck.markup import form_of

# Editors name a language where a file's name does not: VS Code's, Neovim's and Helix' names.
LANGUAGES = {"markdown": ".md", "quarto": ".qmd", "rmd": ".rmd", "html": ".html", "restructuredtext": ".rst",
             "rst": ".rst", "asciidoc": ".adoc", "plaintext": ".txt", "text": ".txt", "txt": ".txt"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says, which wins over settings files.

    folder: where the settings' fetched prices and built calendars are kept, None = nowhere
    """

    prices: tuple[str, ...] = ()
    aliases: Path | None = None
    folder: Callable[[Config], Path | None] = lambda config: None


def linter(asked: Asked) -> Lint:
    """What lints a document.  It raises ClaimcheckError where the settings or the prices cannot be used."""
    opened: dict[tuple, Market] = {}

    def lint(document: Document) -> Linted:
        path = path_of(document)
        config = configs.load(path)
        name = name_of(path, config, document.language)
        if not form_of(name) or any(matched(glob, name) for glob in config.lint.exclude):
            return Linted(name)
        sources = sources_of(asked, config)
        aliases = asked.aliases or config.aliases
        key = *sources, aliases, fingerprint(sources, aliases)
        if key not in opened:
            opened.clear()
            opened[key] = open_market(sources, aliases, asked.folder(config))
        desk = Desk(opened[key], config.lint.quotes, told=True)
        found = lint_post(parsed(name, document.text), in_force(config.lint, name), desk)
        return without(found, known(config.lint.baseline), set()) if config.lint.baseline else found

    return lint


def sources_of(asked: Asked, config: Config) -> list[str]:
    """The prices that claimcheck lint would take in the folder of the settings."""
    folder = asked.folder(config)
    lock = lock_path(config.lint.lock, config.path and config.path.parent, Path.cwd())
    stored = folder / cache_path().name if folder else None
    return specs(asked.prices, lock, config.lint.lock is not None, config.prices, stored)


def path_of(document: Document) -> Path:
    """The file of a document; a text without a file counts as one in the folder where the server runs."""
    path = to_fs_path(document.uri) if document.uri.startswith("file:") else None
    return Path(path) if path else Path.cwd() / document.uri.rpartition("/")[2].rpartition(":")[2]


def name_of(path: Path, config: Config, language: str) -> str:
    """The file as the settings see it, with a suffix that tells its language where its own does not."""
    root = config.lint.root or (config.path.parent if config.path else Path.cwd())
    name = (path.relative_to(root) if path.is_relative_to(root) else PurePosixPath(path.name)).as_posix()
    return name if form_of(name) else name + LANGUAGES.get(language.lower(), "")
