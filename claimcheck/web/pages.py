"""This file is what the browser asks for: the form, a check, what is done to it by hand, the history, exports."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import Any

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import State
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from claimcheck import written
from claimcheck.claim import Article
from claimcheck.errors import ClaimcheckError, InputError
from claimcheck.read.desk import Desk
from claimcheck.rechecking import Correction
from claimcheck.report import Style
from claimcheck.report.html import PAGE as PARTS
from claimcheck.report.sheet import SIGNS
from claimcheck.web import exports
from claimcheck.web.api import gate
from claimcheck.web.byhand import hands, shown
from claimcheck.web.found import again, find, opened
from claimcheck.web.store import Kept, titled
from claimcheck.web.workers import Busy, Failed, TooSlow

OWN = Path(__file__).parent / "page"
ASSETS = {
    "page.css": (PARTS, "text/css"),
    "page.js": (PARTS, "text/javascript"),
    "desk.css": (OWN, "text/css"),
    "desk.js": (OWN, "text/javascript"),
    "icon.svg": (OWN, "image/svg+xml"),
}
PATIENCE = 1.0  # seconds that a browser waits for its check before it is shown the page that waits
HELD = 8.0  # seconds that a question for the state of a check is held
LISTED = 50  # checks on one page of the history
FIELD = 5_000_000  # bytes of one field of a form
AGAIN = "10"  # seconds after which to come again when too many are waiting
NAMED = ("refuted", "inexact", "supported", "unverifiable")
Act = Callable[[Request], Awaitable[Response]]


@cache
def environment():
    """The templates of the report and of this room; whatever stands in {{ }} is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader([OWN, PARTS]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(name: str, status: int = 200, headers: dict[str, str] | None = None, **words: Any) -> HTMLResponse:
    return HTMLResponse(
        environment().get_template(name).render({"here": "", "message": "", "signs": signs()} | words), status, headers
    )


async def put(state: State, write: Callable, *words: Any) -> Any:
    """Write to the store, one at a time: writers waiting for one another in threads would keep readers out of them."""
    return await anyio.to_thread.run_sync(write, *words, limiter=state.pen)


def signs() -> list[tuple[str, str]]:
    return [(name, SIGNS[name]) for name in NAMED]


def message(status: int, heading: str, text: str, headers: dict[str, str] | None = None, **words: Any) -> HTMLResponse:
    return page("message.html", status, headers, **{"heading": heading, "message": text, "id": "", "back": ""} | words)


def answering(act: Act) -> Act:
    """An endpoint whose troubles become a page that says what to do."""

    @wraps(act)
    async def endpoint(request: Request) -> Response:
        try:
            return await act(request)
        except Busy:
            return message(
                503, "Too many checks are waiting", f"Come again in {AGAIN} seconds.", {"retry-after": AGAIN}
            )
        except TooSlow:
            return message(504, "That took too long", "It was ended. Check the text in parts.")
        except Failed as error:
            return message(
                500, "Something went wrong", f"claimcheck failed inside ({error}). Please report it with the text."
            )

    return endpoint


# --- a new check


@answering
async def start(request: Request) -> Response:
    """The form, filled in from the address (docs/api.md has a bookmarklet); only its button starts a check."""
    asked = request.query_params
    return await begin(request, **{name: asked[name] for name in ("text", "url", "written") if name in asked})


async def begin(request: Request, status: int = 200, **words: Any) -> Response:
    """The form, with the latest checks under it."""
    latest = await run_in_threadpool(request.app.state.store.history, "", 5)
    blank = {"text": "", "url": "", "written": ""}
    return page(
        "start.html",
        status,
        **blank | words,
        here="start",
        latest=latest,
        takes_urls=request.app.state.fetch is not None,
    )


@answering
async def check(request: Request) -> Response:
    """A text, a file or a URL sent: kept, checked, and shown under an address of its own."""
    async with request.form(max_files=1, max_fields=10, max_part_size=FIELD) as form:
        fields = {name: form.get(name) for name in ("text", "url", "written")}
        fields = {name: value.strip() if isinstance(value, str) else "" for name, value in fields.items()}
        upload = form.get("file")
        name, data = (upload.filename or "", await upload.read()) if hasattr(upload, "read") else ("", b"")
    try:
        article, origin = await sent(request, fields, name, data)
    except ClaimcheckError as error:
        return await begin(request, 422, **fields, message=told(error))
    return await checking(request, article, origin)


async def sent(request: Request, fields: dict[str, str], name: str, data: bytes) -> tuple[Article, str]:
    """What was sent as an article, and how it came: "pasted", "file" or "url".

    Raises InputError, Busy, TooSlow, Failed.
    """
    state = request.app.state
    desk = Desk(state.now(), dated(fields["written"]) if fields["written"] else None)
    if data:
        return await reading(state, data, clipped(name) or "file", "", desk), "file"
    if fields["text"]:
        text = fields["text"].replace("\r\n", "\n").replace("\r", "\n")
        return await reading(state, text.encode("utf-8", "replace"), "pasted", "", desk), "pasted"
    if fields["url"] and state.fetch is not None:
        fetched = await anyio.to_thread.run_sync(state.fetch, fields["url"], limiter=gate())
        return await state.workers.run(
            opened, fetched.data, clipped(fetched.url), fetched.url, desk, fetched.type
        ), "url"
    raise InputError("there is nothing to check yet: paste an article, choose a file or give an address")


async def reading(state: State, data: bytes, *words: Any) -> Article:
    """The article of these bytes: markup is read in a worker, plain text takes no time."""
    if data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return await state.workers.run(opened, data, *words)
    return await run_in_threadpool(opened, None, data, *words)


def dated(words: str) -> written.Written:
    try:
        return written.parse(words)
    except ValueError as error:
        raise InputError(f"written on: {error}") from None


def clipped(name: str) -> str:
    """The name of a file without its folders, the address of a page; not longer than a line."""
    return (name if "://" in name else name.replace("\\", "/").rpartition("/")[2])[:200]


def told(error: Exception) -> str:
    text = str(error)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")


async def checking(request: Request, article: Article, origin: str) -> Response:
    """Begin the check, or ask for its date first."""
    state = request.app.state
    if article.dated == "assumed":
        name = await put(state, state.store.begun, article, origin, state.now(), "asked")
        return see(name)
    job = state.workers.run(find, article)  # Busy is raised here, before anything is kept
    name = await put(state, state.store.begun, article, origin, state.now())
    task = asyncio.create_task(finish(state, name, job))
    state.jobs[name] = task
    task.add_done_callback(lambda _: state.jobs.pop(name, None))
    await asyncio.wait({task}, timeout=PATIENCE)
    return see(name)


async def finish(state: State, name: str, job: Awaitable) -> None:
    """Keep what the check finds, or why it found nothing."""
    try:
        found = await job
    except TooSlow:
        await put(state, state.store.failed, name, "It took too long and was ended: check the text in parts.")
    except (Failed, ClaimcheckError) as error:
        await put(state, state.store.failed, name, told(error))
    else:
        await put(state, state.store.done, name, found)


def see(name: str, fragment: str = "") -> Response:
    return RedirectResponse(f"/checks/{name}{fragment}", 303)


# --- one check


async def kept_check(request: Request) -> Kept:
    kept = await run_in_threadpool(request.app.state.store.check, request.path_params["id"])
    if kept is None:
        raise HTTPException(404, "There is no such check: it may have been deleted.")
    return kept


@answering
async def result(request: Request) -> Response:
    return show(await kept_check(request), today=f"{request.app.state.now():%Y-%m-%d}")


def show(kept: Kept, status: int = 200, text: str = "", wrong: int = 0, typed: Any = None, today: str = "") -> Response:
    """A check in whatever state it is; wrong: the claim whose correction was refused, typed: what had been typed."""
    title = titled(kept.article)
    if kept.state == "waiting":
        return page("waiting.html", status, id=kept.id, title=title)
    if kept.state == "asked":
        return page("asked.html", status, id=kept.id, title=title, message=text, today=today)
    if kept.found is None:
        return message(
            status, "This text was not checked", kept.error or "It is not ready.", id=kept.id, written=day(kept.article)
        )
    return page(
        "result.html",
        status,
        kept=kept,
        sheet=shown(kept),
        hands=hands(kept),
        message=text,
        wrong=wrong,
        typed=typed or {},
        written=day(kept.article),
        exports=exports.LABELS,
    )


def day(article: Article) -> str:
    """The date of writing as it can be given again."""
    if article.dated == "assumed":
        return ""
    return article.written.isoformat(timespec="minutes") if article.dated == "time" else f"{article.written:%Y-%m-%d}"


async def state(request: Request) -> Response:
    """How a check stands; while it runs, the answer waits for it: many pages that wait cost next to nothing."""
    job = request.app.state.jobs.get(request.path_params["id"])
    if job is not None and not (await asyncio.wait({job}, timeout=HELD))[0]:
        return JSONResponse({"state": "waiting"})
    found = await run_in_threadpool(request.app.state.store.state, request.path_params["id"])
    return JSONResponse({"state": found or "gone"}, 200 if found else 404)


@answering
async def redate(request: Request) -> Response:
    """The same text under another date: a check of its own, unless the first one never ran."""
    kept = await kept_check(request)
    try:
        when = dated(str((await request.form()).get("written") or "").strip())
    except InputError as error:
        return show(kept, 422, told(error))
    article = Article(
        kept.article.id,
        kept.article.text,
        when.moment,
        when.dated,
        kept.article.title,
        kept.article.url,
        kept.article.body,
        when.note,
    )
    answer = await checking(request, article, kept.origin)
    if kept.found is None:
        await put(request.app.state, request.app.state.store.forget, kept.id)
    return answer


@answering
async def correct(request: Request) -> Response:
    """One claim checked again as a person says it is meant."""
    kept, number, form = await kept_check(request), request.path_params["number"], await request.form()
    if kept.found is None or not 1 <= number <= len(kept.found.report.checked):
        raise HTTPException(404, "There is no such claim.")
    try:
        correction = Correction(
            *(str(form.get(name) or "").strip()[:200] for name in ("instrument", "period")),
            *(a_day(form.get(name)) for name in ("first", "last")),
            str(form.get("written") or "").strip()[:100],
        )
        found = await request.app.state.workers.run(again, kept.found.report, number - 1, correction)
    except ClaimcheckError as error:
        return show(kept, 422, f"Claim {number}: {told(error)}", number, form)
    await put(
        request.app.state, request.app.state.store.correct, kept.id, number, correction, found, request.app.state.now()
    )
    return see(kept.id, f"#c{number}")


def a_day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value).strip()) if value else None
    except ValueError:
        raise InputError(f"{str(value)[:40]!r} is no day: write 2025-02-18") from None


@answering
async def undo(request: Request) -> Response:
    kept, form = await kept_check(request), await request.form()
    number = str(form.get("number") or "")
    if number.isdigit() and len(number) < 12:
        await put(request.app.state, request.app.state.store.undo, kept.id, int(number))
    return see(kept.id, f"#c{request.path_params['number']}")


@answering
async def note(request: Request) -> Response:
    """A note on a claim, or on the check."""
    kept, number, form = await kept_check(request), request.path_params.get("number"), await request.form()
    if number is not None and (kept.found is None or not 1 <= number <= len(kept.found.report.checked)):
        raise HTTPException(404, "There is no such claim.")
    text = str(form.get("note") or "").replace("\r\n", "\n").strip()[:20_000]
    await put(request.app.state, request.app.state.store.note, kept.id, number, text, request.app.state.now())
    return see(kept.id, f"#c{number}" if number else "#note")


@answering
async def forget(request: Request) -> Response:
    kept = await kept_check(request)
    await put(request.app.state, request.app.state.store.forget, kept.id)
    return RedirectResponse("/history", 303)


# --- all checks


@answering
async def history(request: Request) -> Response:
    words = request.query_params.get("q", "")[:200]
    after = request.query_params.get("after", "")
    after = int(after) if after.isdigit() and len(after) < 9 else 0
    lines = await run_in_threadpool(request.app.state.store.history, words, LISTED + 1, after)
    return page(
        "history.html",
        here="history",
        q=words,
        latest=lines[:LISTED],
        exports=exports.LABELS,
        before=max(0, after - LISTED) if after else None,
        after=after + LISTED if len(lines) > LISTED else None,
    )


@answering
async def export(request: Request) -> Response:
    """One check, or all, as a file."""
    form, store = request.path_params["form"], request.app.state.store
    if form not in exports.FILES:
        raise HTTPException(404, "There is no such format.")
    names = [(await kept_check(request)).id] if "id" in request.path_params else await run_in_threadpool(store.names)
    style = Style(verbose=True, publisher=request.app.state.publisher, moment=request.app.state.now())
    try:
        text = await run_in_threadpool(exports.written, form, store, names, style)
    except ClaimcheckError as error:
        return message(422, "Something is missing", told(error))
    media, end = exports.FILES[form]
    return Response(text, media_type=media, headers={"content-disposition": f'attachment; filename="claimcheck{end}"'})


async def static(request: Request) -> Response:
    folder, media = ASSETS.get(request.path_params["name"], (None, ""))
    if folder is None:
        raise HTTPException(404)
    return Response(await run_in_threadpool((folder / request.path_params["name"]).read_bytes), media_type=media)


async def refused(request: Request, error: HTTPException) -> Response:
    headings = {404: "Not found", 405: "Not that way", 413: "Too large"}
    text = error.detail if error.status_code != 400 else "The form could not be read."
    return message(error.status_code, headings.get(error.status_code, "Not possible"), text, dict(error.headers or {}))


ONE = "/checks/{id}"
routes = [
    Route("/", start),
    Route("/checks", check, methods=["POST"]),
    Route(ONE, result),
    Route(f"{ONE}/state", state),
    Route(f"{ONE}/date", redate, methods=["POST"]),
    Route(f"{ONE}/note", note, methods=["POST"]),
    Route(f"{ONE}/forget", forget, methods=["POST"]),
    Route(f"{ONE}/claims/{{number:int}}/correct", correct, methods=["POST"]),
    Route(f"{ONE}/claims/{{number:int}}/undo", undo, methods=["POST"]),
    Route(f"{ONE}/claims/{{number:int}}/note", note, methods=["POST"]),
    Route(f"{ONE}/export.{{form}}", export),
    Route("/history", history),
    Route("/export.{form}", export),
    Route("/static/{name}", static),
]
errors = {HTTPException: refused}
