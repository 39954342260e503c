"""A real client: pygls' own, talking to a server process over its pipes."""
from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

WAIT = 60.0  # seconds; the real server loads its model on the way


class Editor:
    """One editor with a server of its own: what it was shown, by document."""

    def __init__(self, command: list[str], folder: Path, watches: bool = False):
        self.command, self.folder, self.watches = command, folder, watches
        self.client = LanguageClient("editor", "1")
        self.shown: dict[str, list[lsp.PublishDiagnosticsParams]] = defaultdict(list)
        self.messages: list[str] = []
        self.registered: list[str] = []
        self.news = asyncio.Event()
        self.status: int | None = None

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def underlined(params: lsp.PublishDiagnosticsParams) -> None:
            self.shown[params.uri].append(params)
            self.news.set()

        @self.client.feature(lsp.WINDOW_SHOW_MESSAGE)
        def told(params: lsp.ShowMessageParams) -> None:
            self.messages.append(params.message)
            self.news.set()

        @self.client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
        def register(params: lsp.RegistrationParams) -> None:
            self.registered += [one.method for one in params.registrations]
            self.news.set()

    async def __aenter__(self) -> Editor:
        await self.client.start_io(sys.executable, *self.command, cwd=str(self.folder))
        watched = lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=self.watches)
        can = lsp.ClientCapabilities(lsp.WorkspaceClientCapabilities(did_change_watched_files=watched))
        self.server = await self.client.initialize_async(
            lsp.InitializeParams(can, root_uri=self.folder.as_uri(), process_id=None))
        self.client.initialized(lsp.InitializedParams())
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.wait_for(self.client.shutdown_async(None), WAIT)
        self.client.exit(None)
        self.status = await asyncio.wait_for(self.client._server.wait(), WAIT)
        await self.client.stop()

    def open(self, name: str, text: str, language: str = "markdown") -> str:
        uri = name if ":" in name else (self.folder / name).as_uri()
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, language, 1, text)))
        return uri

    def change(self, uri: str, text: str, version: int) -> None:
        whole = lsp.TextDocumentContentChangeWholeDocument(text)
        at = lsp.VersionedTextDocumentIdentifier(version, uri)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(at, [whole]))

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))

    async def underlines(self, uri: str, version: int | None) -> list[lsp.Diagnostic]:
        """What is underlined in this version of a document, once that is known."""
        await self.until(lambda: any(each.version == version for each in self.shown[uri]))
        return list(next(each for each in reversed(self.shown[uri]) if each.version == version).diagnostics)

    async def until(self, true) -> None:
        async with asyncio.timeout(WAIT):
            while not true():
                self.news.clear()
                await self.news.wait()

    async def hover(self, uri: str, line: int, character: int) -> lsp.Hover | None:
        at = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(line, character))
        return await self.client.text_document_hover_async(at)

    async def actions(self, uri: str, where: lsp.Range, only: list[str] | None = None) -> list[lsp.CodeAction]:
        asked = lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), where, lsp.CodeActionContext([], only))
        return list(await self.client.text_document_code_action_async(asked) or [])


def applied(text: str, edits: list[lsp.TextEdit]) -> str:
    """The text after edits, counted in UTF-16 as editors do, independently of the server's own counting."""
    wide = text.replace("\r\n", "\n").encode("utf-16-le")
    lines = wide.decode("utf-16-le").split("\n")
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len((line + "\n").encode("utf-16-le"))
    for edit in sorted(edits, key=lambda each: (each.range.start.line, each.range.start.character), reverse=True):
        begin, end = (starts[p.line] + 2 * p.character for p in (edit.range.start, edit.range.end))
        wide = wide[:begin] + edit.new_text.encode("utf-16-le") + wide[end:]
    return wide.decode("utf-16-le")
