"""The pages, put together: an ASGI app of their own under `/desk`, with refusals that a person can read."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from slaclock.app import App
from slaclock.errors import SlaclockError
from slaclock.web.guard import Guard
from slaclock.web.pages import calendar_page, playground, risk, sign_in, sync_page, ticket, wallboard
from slaclock.web.pages.hub import Hub
from slaclock.web.pages.render import HEADERS, TYPES, Renderer, renderer_of
from slaclock.web.pages.session import Sessions
from slaclock.web.pages.visitor import Porter
from slaclock.web.problem import problem

FOREVER = "public, max-age=31536000, immutable"


DESK = "/desk"


def include_pages(web: FastAPI) -> None:
    """Put the pages under `/desk`; who serves them sets `state.ending` when it is to end, and the streams end first."""
    pages = desk_pages(web.state.slaclock, web.state.guard)
    web.state.ending = pages.state.hub.ending
    web.add_route(DESK, _enter, include_in_schema=False)
    web.mount(DESK, pages)


async def _enter(request: Request) -> Response:
    """The pages begin one slash further."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}{DESK}/")


def desk_pages(app: App, guard: Guard) -> Starlette:
    """The pages for the people of a desk, as an ASGI app of their own."""
    secret = app.settings.link_secret
    pages = Starlette(
        routes=[
            *wallboard.ROUTES,
            *risk.ROUTES,
            *ticket.ROUTES,
            *calendar_page.ROUTES,
            *playground.ROUTES,
            *sync_page.ROUTES,
            *sign_in.ROUTES,
            Route("/static/{version}/{name}", _static),
        ],
        exception_handlers={HTTPException: _refused, SlaclockError: _explained},
    )
    renderer = Renderer(app)
    pages.state.slaclock = app
    pages.state.renderer = renderer
    pages.state.porter = Porter(
        app, guard, Sessions(secret.reveal().encode() if secret is not None else secrets.token_bytes(32))
    )
    pages.state.hub = Hub(app, renderer.version)
    return pages


async def _static(request: Request) -> Response:
    """A file the pages are made with; its address changes when it does."""
    renderer, name = renderer_of(request), request.path_params["name"]
    content = renderer.assets.get(name)
    if content is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    kept = FOREVER if request.path_params["version"] == renderer.version else "no-store"
    kind = TYPES["." + name.rpartition(".")[2]]
    return Response(content, media_type=kind, headers={**HEADERS, "Cache-Control": kept})


async def _refused(request: Request, error: Exception) -> Response:
    """A refusal: for a person a page, or the way to the sign-in; for a program a problem."""
    assert isinstance(error, HTTPException)  # noqa: S101 - what Starlette registered it for
    if "text/html" not in request.headers.get("accept", ""):
        return problem(error.status_code, str(error.detail), error.headers)
    if error.status_code == HTTPStatus.UNAUTHORIZED and request.method == "GET":
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        root = request.scope.get("root_path", "")
        return RedirectResponse(f"{root}/sign-in?next={quote(asked)}", HTTPStatus.SEE_OTHER)
    return await _told(request, error.status_code, str(error.detail))


async def _explained(request: Request, error: Exception) -> Response:
    """What was asked for cannot be answered, and slaclock knows why."""
    if "text/html" not in request.headers.get("accept", ""):
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    return await _told(request, HTTPStatus.UNPROCESSABLE_ENTITY, str(error))


async def _told(request: Request, status: int, sentence: str) -> Response:
    facts = {"title": HTTPStatus(status).phrase, "sentence": sentence}
    renderer = renderer_of(request)
    return await renderer.page(request, "refused.html", None, facts, status)
