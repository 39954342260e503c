"""This file is the guard: who may ask (Host, Origin), how much may be sent, and the headers that every answer bears.

A page on 127.0.0.1 can be asked by any site that the same browser shows.  Host is compared, so that no foreign name can
be pointed here (DNS rebinding); what changes anything must come from the page itself (Origin, Sec-Fetch-Site), so that
no foreign form can be sent here.  A program that is no browser sends neither header, and is let in.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 6_000_000  # bytes of one request: an article of a million characters in any script, and its form
SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # no-referrer would take the Origin from our own forms (docs/decisions/0082)
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


log = logging.getLogger(__name__)


class TooLarge(Exception):
    """The body is larger than LARGEST."""


class Guard:
    """ASGI middleware.  hosts: names without port under which the page may be asked for."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]):
        self.app, self.hosts = app, frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def sealed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                seal(message, scope["path"])
            await send(message)

        refusal = self.refusal(scope, Headers(scope=scope))
        try:
            await (refusal or self.app)(scope, measured(receive), sealed)
        except TooLarge:
            if not begun:
                await too_large(scope)(scope, receive, sealed)
        except Exception as error:  # the log names the error and where it rose, never what was being read
            log.error("%s %s: %s in %s", scope["method"], scope["path"], type(error).__name__, where(error))
            if not begun:
                await told(scope, 500, "Something went wrong inside claimcheck.")(scope, receive, sealed)

    def refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host = headers.get("host", "").lower()
        if bare(host) not in self.hosts:
            return told(scope, 421, "This page is not served under that name. Name it with --name.")
        if scope["method"] not in SAFE and foreign(host, headers):
            return told(scope, 403, "This was sent from another site, and is refused.")
        if (headers.get("content-length") or "0").isdigit() and int(headers.get("content-length") or 0) > LARGEST:
            return too_large(scope)
        return None


def where(error: Exception) -> str:
    """The file and line in which an error rose."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def bare(host: str) -> str:
    """The name without its port: "localhost:8765", "[::1]:8765"."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() and not (name.startswith("[") and not name.endswith("]")) else host


def foreign(host: str, headers: Headers) -> bool:
    """Whether a browser says that another site sent this."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    if origin is None:
        return False
    if origin == "null":
        return site != "same-origin"
    return origin.lower() not in (f"http://{host}", f"https://{host}")


def measured(receive: Receive) -> Receive:
    """The same body, which raises TooLarge where it grows beyond LARGEST whatever its length was said to be."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > LARGEST:
            raise TooLarge
        return message

    return counted


def too_large(scope: Scope) -> Response:
    return told(scope, 413, f"That is more than the {LARGEST:,} bytes that can be sent at once.")


def told(scope: Scope, status: int, text: str) -> Response:
    """A refusal as whoever asks can read it: a line for a browser, a problem (RFC 9457) for a program."""
    if not scope["path"].startswith("/api/"):
        return PlainTextResponse(f"{text}\n", status)
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": text}
    return JSONResponse(problem, status, media_type="application/problem+json")


def seal(message: Message, path: str) -> None:
    headers = MutableHeaders(raw=message["headers"])
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if path.startswith("/static/"):
        headers["cache-control"] = "no-cache"
    message["headers"] = headers.raw
