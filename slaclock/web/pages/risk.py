"""What is at risk: every clock of a customer that goes on, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from enum import StrEnum
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from slaclock.app import App
from slaclock.store import board
from slaclock.web.pages.board import desks_of, is_late, risk_at, target_of
from slaclock.web.pages.render import renderer_of
from slaclock.web.pages.visitor import porter_of

MOST = 200
"""Rows on one page; whoever has more at once has other worries than a longer page."""


class Urgency(StrEnum):
    """How a clock that goes on stands."""

    LATE = "late"
    RISK = "at risk"
    RUNNING = "running"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Concern:
    """One clock in the list, with what the people of the desk may know of its ticket."""

    helpdesk: str
    urgency: Urgency
    row: dict[str, Any]
    zone: tzinfo
    """The zone its promise is counted in."""


def concerns(app: App, now: int, helpdesk: str | None) -> list[Concern]:
    """Every customers' clock that goes on: late ones, those at risk, those that run, those that wait."""
    found: list[Concern] = []
    with app.store.reading() as unit:
        for desk in desks_of(app, helpdesk):
            going = board.going(unit, desk.place)
            found += [Concern(desk.helpdesk, _urgency(app, row, now), row, _zone(app, row)) for row in going]
    order = list(Urgency)
    return sorted(found, key=lambda each: (order.index(each.urgency), each.row["deadline"] or 0, each.row["ticket"]))


def _urgency(app: App, row: dict[str, Any], now: int) -> Urgency:
    if is_late(row, now):
        return Urgency.LATE
    if row["deadline"] is None:
        return Urgency.PAUSED
    return Urgency.RISK if risk_at(app.config, row) <= now else Urgency.RUNNING


def _zone(app: App, row: dict[str, Any]) -> tzinfo:
    target = target_of(app.config, row)
    return UTC if target is None else target.calendar.zone


async def _risk(request: Request) -> Response:
    key = await porter_of(request).admit(request)
    app: App = request.app.state.slaclock
    helpdesk = request.query_params.get("helpdesk") or None
    now = await run_in_threadpool(app.now)
    found = await run_in_threadpool(concerns, app, now, helpdesk)
    counts = {urgency.value: sum(each.urgency is urgency for each in found) for urgency in Urgency}
    facts = {"concerns": found[:MOST], "more": max(len(found) - MOST, 0), "counts": counts, "now": now}
    renderer = renderer_of(request)
    return await renderer.page(request, "risk.html", key, facts | {"desks": list(app.desks), "helpdesk": helpdesk})


ROUTES = (Route("/risk", _risk),)
