"""Escalations: the steps that were fired, and taking notice of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from slaclock.acknowledge import take_notice
from slaclock.desk import Desk
from slaclock.show import fired_step
from slaclock.store import Unit, firings
from slaclock.web.api.asked import Asked, Listed, Name
from slaclock.web.api.cursor import Cursor
from slaclock.web.api.once import Writing
from slaclock.web.guard import Agent, Service, Viewer
from slaclock.web.problem import declared
from slaclock.web.record import about

router = APIRouter(tags=["escalations"])


class CorrectionShown(BaseModel):
    """What a fact learnt late says about a step that was fired; the record of the step stays."""

    says: str = Field(description="`withdrawn`: it was not due after all; `restored`: it was.")
    event: str = Field(description="The id of the earliest fact that says so.")
    found_at: str


class FiredShown(BaseModel):
    """A step that was fired."""

    ticket: str
    policy: str
    metric: str = Field(description="Empty for a step of the ticket itself.")
    cycle: int
    step: str
    repeat: int
    due_at: str
    deliver_at: str
    fired_at: str
    muted: bool = Field(description="Due before anybody watched: recorded, and nobody was told.")
    correction: CorrectionShown | None = Field(description="What a fact learnt later says about it.")


class EscalationsPage(BaseModel):
    """A page of fired steps, the latest first."""

    items: list[FiredShown]
    next: str | None = Field(description="The cursor of the next page; null behind the last one.")


class EscalationsWanted(Listed):
    """Which fired steps are wanted."""

    ticket: Name | None = None


class NoticeTaken(Asked):
    """What somebody takes notice of: the ladders on one clock of a ticket, or one step of them."""

    helpdesk: Name | None = None
    ticket: Name
    target: Name = Field(
        description="A metric like `first_response`, or a promise in full.", examples=["first_response"]
    )
    step: Name | None = Field(None, description="Only this step; all of them, if left out.")


class Noticed(BaseModel):
    """That the ladder stops asking."""

    acknowledged: bool


@router.get("/escalations", response_model=EscalationsPage, responses=declared(401, 403, 422, 429))
def list_escalations(asked: Annotated[EscalationsWanted, Query()], app: Service, _key: Viewer) -> dict[str, Any]:
    """The steps that were fired, the latest first."""
    desk = app.desk(asked.helpdesk)
    cursor = Cursor(firings.PLACE, *desk.place, "escalations", asked.ticket)
    behind = cursor.read(asked.cursor)
    with app.store.reading() as unit:
        rows = firings.latest(unit, desk.place, asked.limit + 1, ticket=asked.ticket, behind=behind)
    shown = rows[: asked.limit]
    more = len(rows) > asked.limit
    return {
        "items": [fired_step(row) for row in shown],
        "next": cursor.write(firings.place_of(shown[-1])) if more else None,
    }


@router.post(
    "/escalations/ack", response_model=Noticed, responses=declared(400, 401, 403, 404, 408, 409, 413, 422, 429)
)
def acknowledge_escalation(
    told: NoticeTaken, request: Request, app: Service, _key: Agent, once: Writing
) -> JSONResponse:
    """Acknowledge: somebody takes care of it, so the ladder stops asking."""
    about(request, " ".join([told.ticket, told.target, *([told.step] if told.step else [])]))
    desk = app.desk(told.helpdesk)
    return once.do(lambda unit: _acknowledge(unit, desk, told, app.now()))


def _acknowledge(unit: Unit, desk: Desk, told: NoticeTaken, now: int) -> dict[str, Any]:
    if not take_notice(unit, desk, told.ticket, told.target, now, step=told.step):
        raise HTTPException(HTTPStatus.NOT_FOUND, f"{desk.helpdesk} has told of no ticket {told.ticket[:80]!r}.")
    return {"acknowledged": True}
