"""This file is the HTTP API for other programs: JSON in, JSON out, every error a sentence that says what to do.

    POST /api/check            {"text" and "date", or "url"} -> claims with verdicts
    GET  /api/explain          ?sentence=&date= -> how it is read
    GET  /api/prices/SYMBOL    ?from=&to= -> daily prices
    GET  /openapi.json         all that, described

The routes are mounted beside the page and need what its state has: workers, fetch, now.  Nothing is kept.
A form of another site cannot ask: it cannot send application/json, and what a browser sends for another is refused.
"""
from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cache, wraps
from http import HTTPStatus
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match, Route

from claimcheck import answer
from claimcheck.errors import ClaimcheckError
from claimcheck.market import Market
from claimcheck.report.schema import Schema, wrong
from claimcheck.web import openapi
from claimcheck.web.arrived import arrived
from claimcheck.web.fetch import Fetched
from claimcheck.web.guard import foreign
from claimcheck.web.workers import Busy, Failed, TooSlow

EXAMPLE = 'send {"text": "...", "date": "2025-02-18"} or {"url": "https://..."}'
FETCHES = 8  # pages fetched at the same time; the next one waits
WAIT = "10"  # seconds after which to come again when too many are waiting
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY")
Act = Callable[[Request], Awaitable[Any]]


class Refused(Exception):
    """A request that is not answered: the status and the sentence."""

    def __init__(self, status: int, detail: str):
        super().__init__(status, detail)
        self.status, self.detail = status, detail


def problem(status: int, detail: str, **headers: str) -> Response:
    """RFC 9457."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(said, status, headers, openapi.PROBLEM_TYPE)


def answering(act: Act) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint: whatever stands in the way becomes a problem with its status."""
    @wraps(act)
    async def endpoint(request: Request) -> Response:
        try:
            if foreign(request.headers.get("host", "").lower(), request.headers):
                raise Refused(403, "this was asked for by another site: ask from a program, or from the page itself")
            return JSONResponse(await act(request))
        except Refused as refused:
            return problem(refused.status, refused.detail)
        except answer.NotThere as error:
            return problem(404, str(error))
        except ClaimcheckError as error:
            return problem(422, str(error))
        except Busy:
            return problem(503, f"too many checks are waiting: come again in {WAIT} seconds", **{"retry-after": WAIT})
        except TooSlow:
            return problem(504, "the check took too long and was ended: send the text in parts")
        except Failed as error:
            return problem(500, f"something went wrong inside claimcheck ({error}): please report it with the text")
    return endpoint


@answering
async def check(request: Request) -> Any:
    asked, state = await sent(request), request.app.state
    title = asked.get("title", "")
    if "url" in asked:
        if state.fetch is None:
            raise Refused(422, "URLs are not fetched here: send text and date instead")
        page = await anyio.to_thread.run_sync(state.fetch, asked["url"], limiter=gate())
        return await state.workers.run(check_page, page, asked.get("date", ""), title, state.now())
    article = answer.article(asked["text"], asked["date"], title)
    return await state.workers.run(answer.check, article)


@answering
async def explain(request: Request) -> Any:
    sentence, date = asked_for(request, sentence=openapi.SENTENCE, date=openapi.DATE)
    return await request.app.state.workers.run(answer.explain, sentence, date)


@answering
async def prices(request: Request) -> Any:
    (symbol,) = valid({"symbol": request.path_params["symbol"]}, symbol=openapi.SYMBOL)
    first, last = asked_for(request, **{"from": openapi.DAY, "to": openapi.DAY})
    return await request.app.state.workers.run(answer.prices, symbol, first, last)


@answering
async def description(request: Request) -> Any:
    return openapi.described()


async def elsewhere(request: Request) -> Response:
    """What no route takes: another method, or another path."""
    for route in routes:
        if route.matches(request.scope)[0] is Match.PARTIAL:
            allowed = ", ".join(sorted(route.methods or ()))
            return problem(405, f"{request.method} is not taken here: use {allowed}", allow=allowed)
    return problem(404, "nothing is here: GET /openapi.json lists what is")


def check_page(market: Market, page: Fetched, stated: str, title: str, now: datetime) -> Any:
    """A page checked, in a worker: its HTML is hostile input as well."""
    return answer.check(market, arrived(Fetched(*page), stated, title, now), echo=True)


@cache
def gate() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(FETCHES)


async def sent(request: Request) -> dict[str, Any]:
    """The body of a request.  Raises Refused."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(415, "send JSON, with the header Content-Type: application/json")
    try:
        body = json.loads((await request.body()).decode("utf-8"), parse_constant=no_number)
    except (ValueError, RecursionError):
        raise Refused(400, f"the body is no JSON: {EXAMPLE}") from None
    error = wrong(body, openapi.REQUEST, "the body")
    if error and isinstance(body, dict) and ("text" in body) == ("url" in body):
        raise Refused(422, f"exactly one of text and url is needed: {EXAMPLE}")
    if error and isinstance(body, dict) and "text" in body and "date" not in body:
        raise Refused(422, "date is missing: every period is read from the day of writing, so send it, as 2025-02-18")
    if error:
        raise Refused(422, f"{error}: {EXAMPLE}")
    return body


def no_number(spelling: str) -> None:
    raise ValueError(f"{spelling} is no JSON")


def asked_for(request: Request, **wanted: Schema) -> tuple[str, ...]:
    """The query's values, in that order.  Raises Refused."""
    for name in wanted:
        if name not in request.query_params:
            raise Refused(422, f"{name} is missing: {request.url.path}?{'&'.join(f'{each}=...' for each in wanted)}")
    return valid({name: request.query_params[name] for name in wanted}, **wanted)


def valid(values: dict[str, str], **wanted: Schema) -> tuple[str, ...]:
    for name, schema in wanted.items():
        if wrong(values[name], schema, name):
            example = f', like "{schema["examples"][0]}"' if "examples" in schema else ""
            raise Refused(422, f"{name} is not as it should be: send {schema['title']}{example}")
    return tuple(values[name] for name in wanted)


routes = [
    Route("/api/check", check, methods=["POST"]),
    Route("/api/explain", explain, methods=["GET"]),
    Route("/api/prices/{symbol}", prices, methods=["GET"]),
    Route("/openapi.json", description, methods=["GET"]),
]
routes += [Route(path, elsewhere, methods=METHODS) for path in ("/api/{rest:path}", "/openapi.json")]
