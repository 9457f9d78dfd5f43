"""The customer's widget: what a visitor of any page may expect, in his language and zone, without cookies."""

from __future__ import annotations

from functools import partial

from fastapi import FastAPI

from slaclock.app import App
from slaclock.web.limit import Limit
from slaclock.web.usual import Usual, usual_of
from slaclock.web.widget.door import router
from slaclock.web.widget.timepiece import Timepiece


def include_widget(web: FastAPI, app: App, visits: Limit) -> None:
    """Add the widget to an app; `visits` is how often one address may ask."""
    web.state.timepiece = Timepiece(app.now)
    web.state.usual = Usual(partial(usual_of, app))
    web.state.widget_limit = visits
    web.include_router(router)
