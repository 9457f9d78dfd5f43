"""The web door, put together from its rooms."""

from __future__ import annotations

from fastapi import FastAPI

from slaclock import __version__
from slaclock.app import App
from slaclock.web import acknowledge, health, hooks
from slaclock.web.api import include_api, operation_id
from slaclock.web.envelope import Envelope
from slaclock.web.guard import Guard
from slaclock.web.limit import Limit
from slaclock.web.pages import include_pages
from slaclock.web.problem import answer_problems
from slaclock.web.record import Record
from slaclock.web.widget import include_widget

CALLS = (50.0, 200)
"""Requests of one key: a second, and at once."""
KNOCKS = (100.0, 500)
"""Requests of one address without a key, webhooks among them: a second, and at once."""


VISITS = (300.0, 1_000)
"""Questions of the customers' widget from one address: a second, and at once. Behind a proxy many share one."""


def create_app(
    app: App,
    *,
    calls: tuple[float, int] = CALLS,
    knocks: tuple[float, int] = KNOCKS,
    visits: tuple[float, int] = VISITS,
) -> FastAPI:
    """The ASGI app of a service, to be served as it is or mounted anywhere in another."""
    web = FastAPI(
        title="slaclock",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
    )
    web.state.slaclock = app
    web.state.guard = Guard(app, Limit(*calls), Limit(*knocks))
    answer_problems(web)
    web.add_middleware(Record, service=app)
    web.add_middleware(Envelope)
    for room in (hooks, acknowledge, health):
        web.include_router(room.router)
    include_api(web)
    include_pages(web)
    include_widget(web, app, Limit(*visits))
    return web
