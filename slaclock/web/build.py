"""The web door, put together from its rooms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response

from slaclock import __version__
from slaclock.app import App
from slaclock.web import escalations, health, hooks, tickets
from slaclock.web.guard import Guard
from slaclock.web.limit import Limit
from slaclock.web.problem import answer_problems

CALLS = (50.0, 200)
"""Requests of one key: a second, and at once."""
KNOCKS = (100.0, 500)
"""Requests of one address without a key, webhooks among them: a second, and at once."""


def create_app(app: App, *, calls: tuple[float, int] = CALLS, knocks: tuple[float, int] = KNOCKS) -> FastAPI:
    """The ASGI app of a service."""
    web = FastAPI(title="slaclock", version=__version__, docs_url=None, redoc_url=None)
    web.state.slaclock = app
    web.state.guard = Guard(app, Limit(*calls), Limit(*knocks))
    answer_problems(web)
    for room in (hooks, tickets, escalations, health):
        web.include_router(room.router)

    @web.middleware("http")
    async def unsniffed(request: Request, following: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await following(request)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return web
