"""A ticket: its strip and the same in words, every clock, what was fired, what comes next; a button for its ladder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from slaclock.acknowledge import acknowledge
from slaclock.app import App
from slaclock.clock.reading import Reading, State
from slaclock.engine import Engine
from slaclock.escalation import DueStep
from slaclock.explain import Explanation
from slaclock.explain.picture import NARROW, draw
from slaclock.explain.words import describe
from slaclock.instant import SECOND, from_us
from slaclock.outlook import outlook
from slaclock.policy.policy import Kind
from slaclock.settings import Role
from slaclock.store import events, firings
from slaclock.timeline.event import TicketEvent
from slaclock.timeline.ticket import Ticket
from slaclock.web.pages.render import HEADERS, renderer_of
from slaclock.web.pages.visitor import form_of, porter_of
from slaclock.web.record import about


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket as its page shows it."""

    helpdesk: str
    now: int
    facts: Ticket
    readings: tuple[Reading, ...]
    found: Explanation | None
    events: tuple[TicketEvent, ...]
    steps: tuple[DueStep, ...]
    fired: tuple[dict[str, Any], ...]
    ladders: frozenset[str]

    @property
    def zone(self) -> tzinfo:
        """The zone its promise is counted in."""
        return UTC if self.found is None else self.found.reading.started_at.tzinfo or UTC


Clock = tuple[str, int | None, str | None]
"""Which clock is to be explained: its metric, the cycle, and between whom it stands."""


def seen(app: App, helpdesk: str, name: str, asked: Clock | None) -> Seen:
    """Everything about a ticket at this instant; the clock asked for is explained, or the most pressing one."""
    if helpdesk not in app.desks:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"There is no helpdesk {helpdesk[:80]!r}.")
    desk, now = app.desk(helpdesk), app.now()
    with app.store.reading() as unit:
        told = events.told(unit, desk.place, sorted(events.family(unit, desk.place, [name])))
        fired = firings.of(unit, desk.place, name)
    found = outlook(desk.config, told, now).get(name)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"{helpdesk} has told of no ticket {name[:80]!r}.")
    chosen = _pressing(found.readings) if asked is None else asked
    explained = None
    if chosen is not None:
        engine = Engine(desk.config)
        # to the second, for people read it, but never before the last thing that happened
        at = max([now // SECOND * SECOND, *(each.at for each in told if each.at <= now)])
        explained = engine.explain(told, chosen[0], from_us(at), ticket=name, cycle=chosen[1], kind=chosen[2])
    known = {(row["policy"], row["metric"], row["cycle"], row["step"], row["repeat"]) for row in fired}
    steps = tuple(step for step in found.steps if step.key[1:] not in known)
    ladders = frozenset(step.target for policy in desk.config.policies for step in policy.escalations if step.target)
    mine = tuple(sorted((each for each in told if each.ticket == name and each.at <= now), key=lambda each: each.order))
    return Seen(helpdesk, now, found.ticket, found.readings, explained, mine, steps, tuple(fired), ladders)


def _pressing(readings: tuple[Reading, ...]) -> Clock | None:
    """The clock to explain first: one that goes on for the customer and is due first; the last one otherwise."""
    mine = [each for each in readings if each.kind == Kind.CUSTOMER] or list(readings)
    going = [each for each in mine if each.state is not State.STOPPED]
    due = sorted(
        (each for each in going if each.deadline is not None), key=lambda each: each.deadline or each.started_at
    )
    best = next(iter([*due, *going, *reversed(mine)]), None)
    return None if best is None else (best.metric, best.cycle, best.kind)


async def _ticket(request: Request) -> Response:
    key = await porter_of(request).admit(request)
    app: App = request.app.state.slaclock
    path = request.path_params
    found = await run_in_threadpool(seen, app, path["helpdesk"], path["ticket"], _asked(request.query_params))
    renderer = renderer_of(request)
    pictures = await run_in_threadpool(strips, found, mirrored=renderer.mirrored(request))
    page = {"seen": found, "pictures": pictures, "describe": describe, "zone": found.zone, "now": found.now}
    return await renderer.page(request, "ticket.html", key, page)


def _asked(query: Mapping[str, str]) -> Clock | None:
    """The clock that a link names, if it names one."""
    metric, cycle = query.get("metric"), query.get("cycle", "")
    number = int(cycle) if cycle.isascii() and cycle.isdigit() and len(cycle) < 9 else None
    return (metric, number, query.get("kind") or None) if metric else None


def strips(found: Seen, *, mirrored: bool) -> tuple[str, str] | None:
    """The strip of the explained clock for a wide page and for a narrow one."""
    if found.found is None:
        return None
    wide = draw(found.found, found.events, mirrored=mirrored, alone=False, key="wide")
    return wide, draw(found.found, found.events, NARROW, mirrored=mirrored, alone=False, key="narrow")


async def _acknowledged(request: Request) -> Response:
    """The ladders of one clock stop asking."""
    await porter_of(request).admit(request, Role.AGENT)
    app: App = request.app.state.slaclock
    path = request.path_params
    target = (await form_of(request)).get("target", "")[:500]
    if path["helpdesk"] not in app.desks:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    desk, name = app.desk(path["helpdesk"]), path["ticket"]
    about(request, f"{name} {target}")
    if not await run_in_threadpool(lambda: acknowledge(app.store, desk, name, target, app.now())):
        raise HTTPException(HTTPStatus.NOT_FOUND, f"{desk.helpdesk} has told of no ticket {name[:80]!r}.")
    root = request.scope.get("root_path", "")
    here = f"{root}/tickets/{quote(desk.helpdesk, safe='')}/{quote(name, safe='')}"
    return RedirectResponse(here, HTTPStatus.SEE_OTHER, HEADERS)


ROUTES = (
    Route("/tickets/{helpdesk}/{ticket:path}", _ticket),
    Route("/tickets/{helpdesk}/{ticket:path}", _acknowledged, methods=["POST"]),
)
