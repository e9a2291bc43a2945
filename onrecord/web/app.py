"""The pages as an application: each view at its address, and once more at that of its JSON twin."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from importlib import resources
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from onrecord.casefile.queries import Queries
from onrecord.codec import dump_line
from onrecord.errors import CasefileError
from onrecord.report.deciding import about
from onrecord.report.form import to_plain
from onrecord.report.sentence import firmness, source_line, statement
from onrecord.report.text import reviewed
from onrecord.web import words
from onrecord.web.addresses import address, web_url, with_query
from onrecord.web.desk import Desk, FormError
from onrecord.web.guard import App, Guard
from onrecord.web.views import NotOnRecordError, Page, Views

_log = logging.getLogger("onrecord.web")

_DECIDE = "/decide"
_STATIC = {"onrecord.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}
_REASONS = {
    400: "The address has a parameter that this page cannot take: too long, or not of its kind.",
    404: "There is no page at this address.",
    405: "This casefile can only be read.",
    500: "Something went wrong while this page was made. The terminal where the server runs says more.",
    503: "The casefile cannot be read just now. The terminal where the server runs says more.",
}


def make_app(queries: Queries, name: str, port: int, desk: Desk | None = None) -> App:
    """The application that serves a casefile called ``name`` to this machine at ``port``, behind its guard; with a
    ``desk`` people can decide in the browser."""
    return Guard(pages(queries, name, desk), port, posts=() if desk is None else (_DECIDE,))


def pages(queries: Queries, name: str = "casefile", desk: Desk | None = None) -> FastAPI:
    """The application without its guard."""
    app = FastAPI(title="onrecord", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    writer = _Writer(name, desk)
    views = Views(queries, name)
    for path, twin, view in (
        ("/", "/index.json", views.glance),
        ("/documents", "/documents.json", views.documents),
        ("/documents/{id}", "/documents/{id}.json", views.document),
        ("/entities", "/entities.json", views.entities),
        ("/entities/{id}", "/entities/{id}.json", views.entity),
        ("/claims", "/claims.json", views.claims),
        ("/claims/{id}", "/claims/{id}.json", views.claim),
        ("/corrections", "/corrections.json", views.corrections),
        ("/news", "/news.json", views.news),
        ("/review", "/review.json", views.review),
        ("/decisions", "/decisions.json", views.decisions),
        ("/ask", "/ask.json", views.ask),
    ):
        summary = (view.__doc__ or "").strip().rstrip(".")
        app.add_api_route(twin, _twin(view), response_class=JSONResponse, summary=f"{summary} (JSON)", name=f"{view.__name__}.json")
        app.add_api_route(path, _page(view, writer), response_class=HTMLResponse, summary=summary, name=view.__name__)
    if desk is not None:
        _add_desk(app, desk)
    _add_static(app)
    _add_description(app, writer)
    _add_errors(app, writer)
    return app


class _Writer:
    """Templates -> HTML. Everything is escaped; no template marks anything as safe."""

    def __init__(self, name: str, desk: Desk | None) -> None:
        self._env = Environment(
            loader=PackageLoader("onrecord.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        helpers = (
            address, web_url, with_query, firmness, source_line, statement, words.bounds, words.count, words.datetime_attribute, words.day,
            words.in_words, words.one_line, words.shorten, words.speaker, words.voices,
        )  # fmt: skip
        self._env.globals.update(
            {helper.__name__: helper for helper in helpers}, casefile=name, desk=desk, decided=about, decided_claim=reviewed
        )

    def __call__(self, page: Page, status: int = 200) -> Response:
        twin = at_twin(page.here) if status == 200 else None
        shown = {**page.shown, "title": page.title, "twin": twin, "next": page.next, "previous": page.previous}
        return HTMLResponse(self._env.get_template(page.template).render(shown), status_code=status)


def _add_desk(app: FastAPI, desk: Desk) -> None:
    async def decide(request: Request) -> Response:
        """Decide what a form of these pages says"""
        where = await run_in_threadpool(desk.take, await request.body())
        return Response(status_code=303, headers={"location": where})

    app.add_api_route(_DECIDE, decide, methods=["POST"], response_class=Response, include_in_schema=False)


def at_twin(here: str) -> str:
    """The address of the JSON twin of a page: "/documents?page=2" has "/documents.json?page=2"."""
    path, mark, query = here.partition("?")
    return ("/index.json" if path == "/" else f"{path}.json") + mark + query


def _page(view: Callable[..., Page], writer: _Writer) -> Callable[..., Response]:
    @functools.wraps(view)
    def endpoint(*args: Any, **given: Any) -> Response:
        return writer(view(*args, **given))

    return endpoint


def _twin(view: Callable[..., Page]) -> Callable[..., Response]:
    @functools.wraps(view)
    def endpoint(*args: Any, **given: Any) -> Response:
        page = view(*args, **given)
        neighbours = {"next": page.next and at_twin(page.next), "previous": page.previous and at_twin(page.previous)}
        return _json({**page.data, **neighbours})

    return endpoint


def _json(data: object, status: int = 200) -> Response:
    return Response(dump_line(to_plain(data)), status_code=status, media_type="application/json")


def _add_static(app: FastAPI) -> None:
    folder = resources.files("onrecord.web").joinpath("static")
    files = {name: (folder.joinpath(name).read_bytes(), kind) for name, kind in _STATIC.items()}

    def static(name: str) -> Response:
        """A style sheet or an icon."""
        if name not in files:
            raise NotOnRecordError("file")
        body, kind = files[name]
        return Response(body, media_type=kind)

    app.add_api_route("/static/{name}", static, response_class=Response, include_in_schema=False)


def _add_description(app: FastAPI, writer: _Writer) -> None:
    def openapi() -> Response:
        """These addresses as an OpenAPI document"""
        return _json(app.openapi())

    def api() -> Response:
        """The addresses that this server answers"""
        paths = [(path, item["get"]) for path, item in sorted(app.openapi()["paths"].items())]
        return writer(Page(template="api.html", here="/openapi", title="All addresses", shown={"paths": paths}, data={}))

    app.add_api_route("/openapi.json", openapi, response_class=JSONResponse, summary=openapi.__doc__)
    app.add_api_route("/api", api, response_class=HTMLResponse, summary=api.__doc__)


def _add_errors(app: FastAPI, writer: _Writer) -> None:
    def tell(request: Request, status: int, reason: str) -> Response:
        if request.url.path.endswith(".json"):
            return _json({"error": {"status": status, "message": reason}}, status)
        return writer(Page(template="error.html", here="/", title=reason, shown={"status": status, "reason": reason}, data={}), status)

    async def not_on_record(request: Request, error: Exception) -> Response:
        return tell(request, 404, str(error))

    async def bad_request(request: Request, error: Exception) -> Response:
        return tell(request, 400, _REASONS[400])

    async def not_a_form(request: Request, error: Exception) -> Response:
        return tell(request, 400, "This form is not one of this server's, or the server was started anew since: load the page again.")

    async def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) and error.status_code in _REASONS else 500
        return tell(request, status, _REASONS[status])

    async def unreadable(request: Request, error: Exception) -> Response:
        if request.method == "POST":
            return tell(request, 409, str(error))
        _log.error("%s", error)
        return tell(request, 503, _REASONS[503])

    async def broken(request: Request, error: Exception) -> Response:
        return tell(request, 500, _REASONS[500])

    app.add_exception_handler(NotOnRecordError, not_on_record)
    app.add_exception_handler(RequestValidationError, bad_request)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(FormError, not_a_form)
    app.add_exception_handler(CasefileError, unreadable)
    app.add_exception_handler(Exception, broken)
