"""The wallboard and its stream, for people who signed in and for a television with a token of its own."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from slaclock.app import App
from slaclock.errors import InvalidInput
from slaclock.reports.formula import FORMULAS
from slaclock.reports.level import DIMENSIONS
from slaclock.settings import Role
from slaclock.web.pages.board import board_of
from slaclock.web.pages.bubble import chart
from slaclock.web.pages.hub import Hub
from slaclock.web.pages.level import bubbles, chosen
from slaclock.web.pages.render import renderer_of
from slaclock.web.pages.visitor import porter_of

GROUPS = ("priority", "channel", "group", "policy")
STREAM = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"}


async def _home(request: Request) -> Response:
    """The first page."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}/wallboard")


async def _wallboard(request: Request) -> Response:
    """Six tiles, live."""
    key = await porter_of(request).admit(request, Role.TV)
    renderer, app = renderer_of(request), _app(request)
    board = await run_in_threadpool(lambda: board_of(app, app.now()))
    return await renderer.page(request, "wallboard.html", key, {"board": board, "tv": False})


async def _television(request: Request) -> Response:
    """The same for a screen without a keyboard: this page holds nothing; the token behind the `#` fetches the figures.

    What stands behind the `#` of an address is never sent to a server, so it is in no log.
    """
    return await renderer_of(request).page(request, "wallboard.html", None, {"board": None, "tv": True})


async def _board(request: Request) -> Response:
    """The board at once, for whom the stream does not reach."""
    await porter_of(request).admit(request, Role.TV)
    return JSONResponse(await _hub(request).snapshot(), headers={"Cache-Control": "no-store"})


async def _stream(request: Request) -> Response:
    """The board and its changes, as they come (server-sent events)."""
    await porter_of(request).admit(request, Role.TV)
    last = request.headers.get("last-event-id", "")[:64]
    return StreamingResponse(_hub(request).stream(last), media_type="text/event-stream", headers=STREAM)


async def _levels(request: Request) -> Response:
    """Service level against volume, group by group; `?format=json` says the same in numbers."""
    key = await porter_of(request).admit(request)
    app, renderer, query = _app(request), renderer_of(request), request.query_params
    by, metric = query.get("by", "priority"), query.get("metric", "first_response")
    if by not in GROUPS or by not in DIMENSIONS or metric not in app.config.metrics:
        raise InvalidInput(f"cannot show {metric[:80]!r} by {by[:80]!r}; groups are {', '.join(GROUPS)}")
    formula = FORMULAS[chosen(app.config, query.get("formula", ""))]
    found = await run_in_threadpool(lambda: bubbles(app, app.now(), metric, by, formula.id))
    if query.get("format") == "json":
        told = {"metric": metric, "by": by, "formula": formula.id, "bubbles": [each.to_dict() for each in found]}
        return JSONResponse(told)
    mirrored = renderer.mirrored(request)
    facts = {
        "bubbles": found,
        "chart": chart(found, mirrored=mirrored),
        "by": by,
        "metric": metric,
        "formula": formula,
        "groups": GROUPS,
        "metrics": sorted(app.config.metrics),
        "formulas": FORMULAS.values(),
    }
    return await renderer.page(request, "levels.html", key, facts)


def _app(request: Request) -> App:
    found: App = request.app.state.slaclock
    return found


def _hub(request: Request) -> Hub:
    found: Hub = request.app.state.hub
    return found


ROUTES = (
    Route("/", _home),
    Route("/wallboard", _wallboard),
    Route("/tv", _television),
    Route("/board", _board),
    Route("/stream", _stream),
    Route("/levels", _levels),
)
