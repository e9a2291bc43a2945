"""The pages of a casefile: server-rendered, each with a ``.json`` twin, on the loopback alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import resources
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from onrecord.casefile.answer import answer
from onrecord.casefile.dossier import dossier
from onrecord.casefile.glance import glance
from onrecord.casefile.queries import Queries
from onrecord.codec import dump_line
from onrecord.errors import CasefileError
from onrecord.report.form import to_plain
from onrecord.web.addresses import unsegment
from onrecord.web.guard import Guard
from onrecord.web.reading import reading
from onrecord.web.views import render

PAGE = 200
"""Rows of a long list on one page."""

_QUESTION = 300  # characters


def make_app(queries: Queries, name: str, port: int) -> Guard:
    """The site of one casefile; ``name`` stands in the headings, ``port`` is what the Host header must say."""
    app = FastAPI(title="onrecord", version=version("onrecord"), docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    app.state.name = name
    _errors(app)
    _casefile(app, queries)
    _documents(app, queries)
    _entities(app, queries)
    _claims(app, queries)
    _api(app)
    app.mount("/static", StaticFiles(directory=str(resources.files("onrecord.web").joinpath("static"))), name="static")
    return Guard(app, port)


def _both(app: FastAPI, path: str, summary: str, data: Callable[..., Any], template: str) -> None:
    """A page and its twin over one function of the request's parameters."""

    async def page(request: Request, part: int = Query(1, ge=1, le=100_000), q: str = Query("", max_length=_QUESTION)) -> Response:
        found = data(request, part, q)
        return HTMLResponse(render(template, name=app.state.name, twin=_twin(request), **found))

    async def twin(request: Request, part: int = Query(1, ge=1, le=100_000), q: str = Query("", max_length=_QUESTION)) -> Response:
        found = data(request, part, q)
        return Response(dump_line(to_plain(found["data"])), media_type="application/json")

    end = "/index.json" if path == "/" else f"{path}.json"
    app.add_api_route(end, twin, methods=["GET"], summary=f"{summary} (JSON)", name=f"{template} json")
    app.add_api_route(path, page, methods=["GET"], summary=summary, name=template, response_class=HTMLResponse)


def _twin(request: Request) -> str:
    path = request.url.path
    query = f"?{request.url.query}" if request.url.query else ""
    return ("/index.json" if path == "/" else f"{path}.json") + query


def _id(request: Request) -> str:
    found = unsegment(str(request.path_params["id"]))
    if found is None:
        raise HTTPException(404, "There is no such page.")
    return found


def _part[T](rows: Sequence[T], part: int) -> tuple[Sequence[T], int]:
    """The rows of one page, and how many pages there are."""
    pages = max(1, -(-len(rows) // PAGE))
    if part > pages:
        raise HTTPException(404, "There is no such page.")
    return rows[(part - 1) * PAGE : part * PAGE], pages


def _casefile(app: FastAPI, queries: Queries) -> None:
    def home(request: Request, part: int, q: str) -> dict[str, Any]:
        return {"data": glance(queries)}

    def asked(request: Request, part: int, q: str) -> dict[str, Any]:
        question = " ".join(q.split())
        return {"data": answer(queries, question) if question else None, "question": question}

    _both(app, "/", "The casefile at a glance", home, "index.html")
    _both(app, "/ask", "Findings that answer a question", asked, "ask.html")


def _documents(app: FastAPI, queries: Queries) -> None:
    def listed(request: Request, part: int, q: str) -> dict[str, Any]:
        rows, pages = _part(queries.documents(), part)
        return {"data": rows, "part": part, "parts": pages}

    def one(request: Request, part: int, q: str) -> dict[str, Any]:
        id = _id(request)
        findings = queries.claims(document=id)
        shown = reading(queries.document(id), queries.annotation(id).blocks, findings, part)
        if shown is None:
            raise HTTPException(404, "The document has no such part.")
        data = {"source": queries.source(id), "part": part, "parts": shown.parts, "claims": [f for _, f in shown.notes]}
        return {"data": data, "source": queries.source(id), "reading": shown}

    _both(app, "/documents", "All documents", listed, "documents.html")
    _both(app, "/documents/{id}", "A document with its claims", one, "document.html")


def _entities(app: FastAPI, queries: Queries) -> None:
    def listed(request: Request, part: int, q: str) -> dict[str, Any]:
        rows, pages = _part(queries.entities(), part)
        return {"data": rows, "part": part, "parts": pages}

    def one(request: Request, part: int, q: str) -> dict[str, Any]:
        return {"data": dossier(queries, _id(request))}

    _both(app, "/entities", "People, organisations and places", listed, "entities.html")
    _both(app, "/entities/{id}", "The dossier of one of them", one, "entity.html")


def _claims(app: FastAPI, queries: Queries) -> None:
    def one(request: Request, part: int, q: str) -> dict[str, Any]:
        finding = queries.claim(_id(request))
        text = queries.document(finding.source.id).text
        start, end = finding.claim.evidence.start, finding.claim.evidence.end
        before, after = text[max(0, start - 300) : start], text[end : end + 300]
        return {"data": finding, "before": before[before.rfind("\n") + 1 :], "after": after.partition("\n")[0]}

    _both(app, "/claims/{id}", "One claim, whole", one, "claim.html")


def _api(app: FastAPI) -> None:
    async def routes(request: Request) -> Response:
        paths = app.openapi()["paths"]
        rows = [(path, operation.get("summary", "")) for path, methods in sorted(paths.items()) for operation in methods.values()]
        return HTMLResponse(render("api.html", name=app.state.name, twin="/openapi.json", rows=rows))

    app.add_api_route("/api", routes, methods=["GET"], summary="This list", response_class=HTMLResponse)


def _errors(app: FastAPI) -> None:
    def failed(request: Request, status: int, message: str) -> Response:
        if request.url.path.endswith(".json"):
            return Response(dump_line({"error": {"status": status, "message": message}}), status, media_type="application/json")
        return HTMLResponse(render("error.html", name=app.state.name, twin=None, status=status, message=message), status)

    @app.exception_handler(HTTPException)
    async def known(request: Request, error: HTTPException) -> Response:
        return failed(request, error.status_code, error.detail if error.status_code != 404 else "There is no such page.")

    @app.exception_handler(CasefileError)
    async def missing(request: Request, error: CasefileError) -> Response:
        return failed(request, 404, "There is no such page.")

    from fastapi.exceptions import RequestValidationError

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return failed(
            request, 400, f"The address has a part out of bounds: questions have at most {_QUESTION} characters, pages count from 1."
        )
