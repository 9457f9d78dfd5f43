"""Events in: facts of a helpdesk, many at once, each with a verdict of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from slaclock.complaints import Complaints
from slaclock.desk import Desk
from slaclock.errors import Complaint, InvalidEvents
from slaclock.ingest import take_in
from slaclock.store import Unit, events
from slaclock.store.place import LONGEST
from slaclock.store.tombstones import buried
from slaclock.timeline.event import TicketEvent, parse_event
from slaclock.timeline.read import read_values
from slaclock.timeline.timeline import same
from slaclock.web.api.asked import OfDesk
from slaclock.web.api.once import Writing
from slaclock.web.body import text_of
from slaclock.web.guard import Ingest, Service
from slaclock.web.problem import Wrong, complaint, declared

router = APIRouter(tags=["events"])

MOST = 1_000
"""Events of one request."""
KEYS = ("ticket", "id", "into")
"""Names that stand in the store's own keys."""
_EXAMPLE = [
    {"ticket": "T-1", "id": "e1", "at": "2026-03-02T10:00:00+01:00", "type": "created", "channel": "email"},
    {"ticket": "T-1", "id": "e2", "at": "2026-03-02T10:20:00+01:00", "type": "priority", "to": "urgent"},
]
_REF = {"$ref": "#/components/schemas/TicketEvent"}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": f"At most {MOST:,} events: an array, or one object a line.",
        "content": {
            "application/json": {
                "schema": {"type": "array", "items": _REF, "minItems": 1, "maxItems": MOST},
                "example": _EXAMPLE,
            },
            "application/x-ndjson": {"schema": {"type": "string"}},
        },
    }
}


class Taken(StrEnum):
    """What became of an event that was sent in."""

    NEW = "new"
    KNOWN = "known"
    """It was told before; nothing changed."""
    CONTRADICTING = "contradicting"
    """Something else is stored under its id: the first telling stands, this one is put aside to look into."""
    REFUSED = "refused"


class EventVerdict(BaseModel):
    """What became of one event."""

    place: int = Field(description="Where it stood in the request, counted from 1.")
    ticket: str | None
    id: str | None
    verdict: Taken
    complaints: list[Wrong]


class EventsTaken(BaseModel):
    """What came of some events."""

    new: int = Field(description="How many were new.")
    tickets: list[str] = Field(description="The tickets whose clocks were read anew.")
    events: list[EventVerdict] = Field(description="What became of each, in the order they came.")


@dataclass(frozen=True, slots=True)
class _Told:
    """One event as it came: read, or complained of."""

    place: int
    event: TicketEvent | None
    complaints: tuple[Complaint, ...]


@router.post(
    "/events",
    response_model=EventsTaken,
    responses=declared(400, 401, 403, 408, 409, 413, 422, 429),
    openapi_extra=_BODY,
)
async def tell_events(
    asked: Annotated[OfDesk, Query()], request: Request, app: Service, _key: Ingest, once: Writing
) -> JSONResponse:
    """Take in events; answered once they are stored and their tickets' clocks are read anew.

    Those that can be used are taken in, in one transaction, and the others refused with everything wrong with them;
    if none can be used the answer is 422. An event told again changes nothing, so a batch may be sent again.
    """
    desk = app.desk(asked.helpdesk)
    body = await text_of(request)
    told = await run_in_threadpool(lambda: list(_told(body.decode())))
    good = [each.event for each in told if each.event is not None]
    if not good:
        raise InvalidEvents([complaint for each in told for complaint in each.complaints])
    return await run_in_threadpool(once.do, lambda unit: _take_in(unit, desk, told, app.now()))


def _told(body: str) -> Iterator[_Told]:
    values = list(read_values(body, MOST + 1))
    if len(values) > MOST:
        raise HTTPException(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"These are more than {MOST:,} events; send them in parts."
        )
    if not values:
        raise InvalidEvents([Complaint("body", "no event", "send a JSON array of events, or one JSON object a line")])
    for place, value in enumerate(values, 1):
        found = Complaints(f"event {place}")
        if isinstance(value, Complaint):
            found.found.append(value)
        event = parse_event(value, found) if not found.found else None
        if event is not None:
            _check(event, found)
        yield _Told(place, event if not found.found else None, tuple(found.found))


def _check(event: TicketEvent, found: Complaints) -> None:
    """Refuse what no index of a database can hold."""
    for name, value in (("ticket", event.ticket), ("id", event.id), ("into", event.data.get("into") or "")):
        if (size := len(value.encode())) > LONGEST:
            found.at(name).add(f"{size:,} bytes", f"a name has at most {LONGEST}")


def _take_in(unit: Unit, desk: Desk, told: list[_Told], now: int) -> dict[str, Any]:
    good = [each.event for each in told if each.event is not None]
    done = take_in(unit, desk, good, now)
    meant = dict(zip(map(id, good), buried(unit, desk.place, good), strict=True))
    stands = events.standing(unit, desk.place, good)
    fresh = set(done.fresh)
    verdicts = list[dict[str, Any]]()
    for each in told:
        event = each.event
        verdict = Taken.REFUSED
        if event is not None:
            key = (event.ticket, event.id)
            if not same(stands[key], meant[id(event)]):
                verdict = Taken.CONTRADICTING
            else:
                verdict = Taken.NEW if key in fresh else Taken.KNOWN
                fresh.discard(key)
        verdicts.append(
            {
                "place": each.place,
                "ticket": event.ticket if event is not None else None,
                "id": event.id if event is not None else None,
                "verdict": verdict.value,
                "complaints": [complaint(wrong) for wrong in each.complaints],
            }
        )
    return {"new": done.new, "tickets": list(done.tickets), "events": verdicts}
