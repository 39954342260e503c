"""This file is the open documents: each linted a moment after the last key stroke, in a thread of its own.

The conversation with the editor never waits: the model loads and lints in one worker thread, and a result that was
overtaken by a newer text is thrown away.
"""
from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from claimcheck.errors import ClaimcheckError
from claimcheck.lint.finding import Linted

PAUSE = 0.4  # seconds without a key stroke after which a text is linted


@dataclass(frozen=True, slots=True)
class Document:
    """An open text as the editor has it.  language: the editor's languageId ("markdown", "html", ...)."""

    uri: str
    text: str
    version: int | None
    language: str = ""


Lint = Callable[[Document], Linted]


class Documents:
    """Open documents and what was found out about each.

    lint    lints one text; may raise ClaimcheckError, which `troubled` is told
    shown   told of every result: the document that was linted and its findings
    """

    __slots__ = ("lint", "shown", "troubled", "pause", "open", "linted", "waiting", "worker", "said")

    def __init__(self, lint: Lint, shown: Callable[[Document, Linted], None], troubled: Callable[[str], None],
                 pause: float = PAUSE):
        self.lint, self.shown, self.troubled, self.pause = lint, shown, troubled, pause
        self.open: dict[str, Document] = {}
        self.linted: dict[str, tuple[Document, Linted]] = {}
        self.waiting: dict[str, asyncio.Task] = {}
        self.worker = ThreadPoolExecutor(1, "claimcheck-lint")
        self.said = ""

    def set(self, document: Document, at_once: bool = False) -> None:
        """A document was opened or changed."""
        self.open[document.uri] = document
        self.cancel(document.uri)
        self.waiting[document.uri] = asyncio.ensure_future(self.run(document, 0.0 if at_once else self.pause))

    def again(self) -> None:
        """Everything open is linted anew: the settings or the prices changed."""
        for document in list(self.open.values()):
            self.set(document, at_once=True)

    def close(self, uri: str) -> None:
        self.cancel(uri)
        self.open.pop(uri, None)
        self.linted.pop(uri, None)

    def cancel(self, uri: str) -> None:
        if task := self.waiting.pop(uri, None):
            task.cancel()

    def stop(self) -> None:
        for uri in list(self.waiting):
            self.cancel(uri)
        self.worker.shutdown(wait=False, cancel_futures=True)

    async def run(self, document: Document, pause: float) -> None:
        await asyncio.sleep(pause)
        try:
            result = await asyncio.get_running_loop().run_in_executor(self.worker, self.lint, document)
        except ClaimcheckError as error:
            self.trouble(str(error))
            return
        except Exception as error:  # one text that breaks the linter must not end the server
            self.trouble(f"internal error while linting, {type(error).__name__}: {error}")
            return
        self.said = ""
        if self.open.get(document.uri) is document:
            self.linted[document.uri] = document, result
            self.shown(document, result)

    def trouble(self, message: str) -> None:
        """Say what is wrong, but not again at every key stroke."""
        if message != self.said:
            self.said = message
            self.troubled(message)

    async def latest(self, uri: str) -> tuple[Document, Linted] | None:
        """What is known of the text as it stands now; waits for it where it is still being linted."""
        while (task := self.waiting.get(uri)) is not None and not task.done():
            await asyncio.wait([task])  # it may be cancelled for a newer one
        known = self.linted.get(uri)
        return known if known and known[0] is self.open.get(uri) else None
