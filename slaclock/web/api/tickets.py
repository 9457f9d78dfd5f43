"""Tickets: how every clock of one stands, what becomes due next, and why a clock reads what it does."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from slaclock.desk import Desk
from slaclock.engine import Engine
from slaclock.errors import InvalidInput
from slaclock.explain import LineKind
from slaclock.instant import from_us
from slaclock.outlook import outlook
from slaclock.policy.policy import Kind
from slaclock.show import fired_step
from slaclock.store import Store, events, firings
from slaclock.timeline.event import TicketEvent
from slaclock.web.api.asked import AtInstant, Name
from slaclock.web.api.escalations import FiredShown
from slaclock.web.api.readings import ReadingShown
from slaclock.web.guard import Service, Viewer
from slaclock.web.problem import declared

router = APIRouter(tags=["readings"])

LINES = 1_000
"""Lines of one explanation; of a longer one the middle is left out."""


class DueShown(BaseModel):
    """A step of a ladder that becomes due if nothing more happens."""

    ticket: str
    policy: str
    metric: str | None
    cycle: int
    step: str
    repeat: int
    due_at: str
    deliver_at: str = Field(description="Later than `due_at` where the recipient's hours make it wait.")
    do: list[dict[str, Any]] = Field(description="What it does, as the configuration has it.")
    urgent: bool


class TicketShown(BaseModel):
    """A ticket as its helpdesk tells it, its clocks, and its ladders."""

    helpdesk: str
    ticket: str
    status: str
    priority: str | None
    channel: str | None
    customer: str | None
    group: str | None
    assignee: str | None
    tags: list[str]
    over: bool = Field(description="Merged or deleted: nothing is counted any more.")
    readings: list[ReadingShown]
    next: list[DueShown]
    fired: list[FiredShown]


class LineShown(BaseModel):
    """One stretch of a reckoning, or one note: what it adds and the sum so far, in seconds."""

    kind: LineKind
    start: str
    end: str
    reason: str
    counted: float
    total: float


class VerdictShown(BaseModel):
    """What the policy book decided about one policy, and why not."""

    policy: str
    kind: Kind
    chosen: bool
    reasons: list[str]


class ExplanationShown(BaseModel):
    """Why a clock reads what it does: somebody with a wall calendar can follow it by hand."""

    reading: ReadingShown
    policies: list[VerdictShown]
    promise: str
    lines: list[LineShown]
    lines_left_out: int = Field(description=f"Lines left out in the middle where there are more than {LINES:,}.")
    summary: str


class OfTicket(AtInstant):
    """A question about one clock of a ticket."""

    ticket: Name
    metric: Name = Field(description="Like `first_response` or `resolution`.")
    cycle: int | None = Field(None, ge=1, le=1_000_000, description="Which run of the clock; the latest, if left out.")
    kind: Literal["customer", "internal", "vendor"] | None = Field(
        None, description="Between whom it stands; the customer's before the others, if left out."
    )


TicketId = Annotated[Name, Path(description="The helpdesk's own id; it may hold slashes.")]


@router.get("/tickets/{ticket:path}", response_model=TicketShown, responses=declared(401, 403, 404, 422, 429))
def show_ticket(ticket: TicketId, asked: Annotated[AtInstant, Query()], app: Service, _key: Viewer) -> dict[str, Any]:
    """Every clock of a ticket as it stands at an instant, the steps that become due next, and those fired.

    Worked out from the ticket's facts: what happened after the instant asked about does not count.
    """
    desk, now = app.desk(asked.helpdesk), app.now()
    at = asked.moment(now)
    with app.store.reading() as unit:
        told = events.told(unit, desk.place, sorted(events.family(unit, desk.place, [ticket])))
        fired = firings.of(unit, desk.place, ticket)
    seen = outlook(desk.config, told, at).get(ticket)
    if seen is None:
        raise no_ticket(desk, ticket)
    fired = [row for row in fired if row["fired_at"] <= at]
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


@router.get("/explanation", response_model=ExplanationShown, responses=declared(401, 403, 404, 422, 429))
def explain_reading(asked: Annotated[OfTicket, Query()], app: Service, _key: Viewer) -> dict[str, Any]:
    """Why a clock reads what it does: the policy and why not the others, every stretch that counted or did not."""
    desk = app.desk(asked.helpdesk)
    at = from_us(asked.moment(app.now()))
    told = told_of(app.store, desk, asked.ticket)
    try:
        found = Engine(desk.config).explain(
            told, asked.metric, at, ticket=asked.ticket, cycle=asked.cycle, kind=asked.kind
        )
    except InvalidInput as error:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"{error}.") from None
    return _shortened(found.to_dict())


def told_of(store: Store, desk: Desk, ticket: str) -> list[TicketEvent]:
    """Everything told about a ticket and those merged with it; 404 if it is none."""
    with store.reading() as unit:
        told = events.told(unit, desk.place, sorted(events.family(unit, desk.place, [ticket])))
    if not told:
        raise no_ticket(desk, ticket)
    return told


def no_ticket(desk: Desk, ticket: str) -> HTTPException:
    """The answer about a ticket nobody told of."""
    return HTTPException(HTTPStatus.NOT_FOUND, f"{desk.helpdesk} has told of no ticket {ticket[:80]!r} by then.")


def _shortened(told: Mapping[str, Any]) -> dict[str, Any]:
    lines = told["lines"]
    left_out = max(len(lines) - LINES, 0)
    shown = [*lines[: LINES // 2], *lines[-LINES // 2 :]] if left_out else lines
    return {**told, "lines": shown, "lines_left_out": left_out}
