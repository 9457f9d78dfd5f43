"""The customer's widget: what a visitor of any page may expect, in his language and zone, without cookies."""

from __future__ import annotations

from fastapi import FastAPI

from slaclock.web.limit import Limit
from slaclock.web.widget.door import router


def include_widget(web: FastAPI, visits: Limit) -> None:
    """Add the widget to an app; `visits` is how often one address may ask."""
    web.state.widget_limit = visits
    web.include_router(router)
