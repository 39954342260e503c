"""This file is the conversation with the editor: which messages the language server understands, and what it answers.

Whole texts are sent, not changes: posts are short, and pygls would cut them into lines at characters that are no line
ends for editors.
"""
from __future__ import annotations

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from claimcheck.lint.finding import Linted
from claimcheck.lsp.documents import PAUSE, Document, Documents, Lint
from claimcheck.lsp.positions import Ruler
from claimcheck.lsp.shown import KINDS, actions, diagnostics, hover

SETTINGS = ("**/claimcheck.toml", "**/pyproject.toml", "**/*.lock")  # files whose change makes every result old


def build(lint: Lint, version: str, pause: float = PAUSE) -> LanguageServer:
    """A server that lints with `lint`; start it with start_io()."""
    server = LanguageServer("claimcheck", version, lsp.TextDocumentSyncKind.Full, max_workers=2)
    documents = Documents(lint, lambda document, linted: publish(server, document, linted),
                          lambda message: complain(server, message), pause)
    keep_texts(server, documents)
    answer(server, documents)
    watch(server, documents)
    return server


def keep_texts(server: LanguageServer, documents: Documents) -> None:
    """Open, change, save, close."""

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        one = params.text_document
        documents.set(Document(one.uri, one.text, one.version, one.language_id), at_once=True)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        known = documents.open.get(uri)
        text = server.workspace.get_text_document(uri).source
        documents.set(Document(uri, text, params.text_document.version, known.language if known else ""))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        documents.close(params.text_document.uri)
        server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(params.text_document.uri, []))


def answer(server: LanguageServer, documents: Documents) -> None:
    """Hover and quick fixes."""

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hovered(params: lsp.HoverParams) -> lsp.Hover | None:
        known = await documents.latest(params.text_document.uri)
        if known is None:
            return None
        ruler = ruler_of(server, known[0])
        return hover(known[1], ruler, ruler.offset(params.position))

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=list(KINDS)))
    async def fixes(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        known = await documents.latest(params.text_document.uri)
        return actions(known[1], ruler_of(server, known[0]), known[0].uri, params) if known else []


def watch(server: LanguageServer, documents: Documents) -> None:
    """Settings and locks that change, and the end."""

    @server.feature(lsp.INITIALIZED)
    async def ready(params: lsp.InitializedParams) -> None:
        can = server.client_capabilities.workspace
        watched = can and can.did_change_watched_files
        if not (watched and watched.dynamic_registration):
            return
        wanted = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher(glob) for glob in SETTINGS])
        one = lsp.Registration("settings", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, wanted)
        await server.client_register_capability_async(lsp.RegistrationParams([one]))

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def changed(params: lsp.DidChangeWatchedFilesParams) -> None:
        documents.again()

    @server.feature(lsp.SHUTDOWN)
    def stop(params: None) -> None:
        documents.stop()


def ruler_of(server: LanguageServer, document: Document) -> Ruler:
    return Ruler(document.text, server.workspace.position_encoding)


def publish(server: LanguageServer, document: Document, linted: Linted) -> None:
    found = diagnostics(linted, ruler_of(server, document))
    server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(document.uri, found, document.version))


def complain(server: LanguageServer, message: str) -> None:
    """A trouble that is not the text's: wrong settings, a lock that is missing."""
    server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, f"claimcheck: {message}"))
