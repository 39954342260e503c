"""This file is the table of markup languages: by a file's suffix, the reader that makes prose of its text.

Every reader is a function read(galley): it takes what readers of the page would read, and leaves the rest behind.
"""
from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimcheck.markup.prose import Prose

MARKDOWN, HTML, RESTRUCTURED, ASCIIDOC, PLAIN = "markdown", "html", "restructured", "asciidoc", "plain"
FORMATS = {
    MARKDOWN: "claimcheck.markup.markdown",
    HTML: "claimcheck.markup.html",
    RESTRUCTURED: "claimcheck.markup.restructured",
    ASCIIDOC: "claimcheck.markup.asciidoc",
    PLAIN: "claimcheck.markup.plain",
}
SUFFIXES = {
    ".md": MARKDOWN, ".markdown": MARKDOWN, ".mdown": MARKDOWN, ".mkd": MARKDOWN, ".qmd": MARKDOWN, ".rmd": MARKDOWN,
    ".html": HTML, ".htm": HTML, ".xhtml": HTML,
    ".rst": RESTRUCTURED, ".rest": RESTRUCTURED,
    ".adoc": ASCIIDOC, ".asciidoc": ASCIIDOC, ".asc": ASCIIDOC,
    ".txt": PLAIN, ".text": PLAIN,
}


def form_of(name: str) -> str | None:
    """The markup language of a file by its name; None where it is none that is read."""
    return SUFFIXES.get(PurePath(name).suffix.lower())


def prose_of(text: str, form: str = PLAIN) -> Prose:
    """What a text says, with the way back to its source; front matter is no part of it.

    Raises front.Malformed where front matter cannot be read.
    """
    from claimcheck.front import front_matter
    from claimcheck.markup.prose import Galley

    front = front_matter(text)
    galley = Galley(text, front.end)
    import_module(FORMATS[form]).read(galley)
    return galley.prose(front)
