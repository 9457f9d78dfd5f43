"""Tickets: how every clock of one stands now, read from the facts and not from a cache; and what becomes due next."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException

from slaclock.outlook import outlook
from slaclock.show import fired_step
from slaclock.store import events, firings
from slaclock.web.guard import Service, Viewer

router = APIRouter()


@router.get("/tickets/{ticket:path}")
def ticket(ticket: str, app: Service, _key: Viewer, helpdesk: str | None = None) -> dict[str, Any]:
    """Every clock of a ticket as it stands at this instant, its next steps, and those fired."""
    desk, now = app.desk(helpdesk), app.now()
    with app.store.reading() as unit:
        told = events.told(unit, desk.place, sorted(events.family(unit, desk.place, [ticket])))
        fired = firings.of(unit, desk.place, ticket)
    seen = outlook(desk.config, told, now).get(ticket)
    if seen is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"{desk.helpdesk} has told of no ticket {ticket[:80]!r}")
    known = {(row["policy"], row["metric"], row["cycle"], row["step"], row["repeat"]) for row in fired}
    facts = seen.ticket
    return {
        "helpdesk": desk.helpdesk,
        "ticket": facts.id,
        "status": facts.status,
        "priority": facts.priority,
        "channel": facts.channel,
        "customer": facts.customer,
        "group": facts.group,
        "assignee": facts.assignee,
        "tags": sorted(facts.tags),
        "over": seen.over,
        "readings": [reading.to_dict() for reading in seen.readings],
        "next": [step.to_dict() for step in seen.steps if step.key[1:] not in known],
        "fired": [fired_step(row) for row in fired],
    }
