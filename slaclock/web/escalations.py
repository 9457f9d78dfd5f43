"""Escalations: acknowledge a ladder by key or by the link in a message; and the outbox, seen and mended."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from slaclock.acknowledge import acknowledge
from slaclock.app import App
from slaclock.notify.link import Acknowledgement
from slaclock.show import fired_step, message
from slaclock.store import firings, outbox
from slaclock.store.outbox import Fate
from slaclock.web.guard import Agent, Guard, Manager, Service, Viewer
from slaclock.web.page import page

router = APIRouter()


class Acknowledged(BaseModel):
    """What somebody takes notice of: the ladders on one clock of a ticket, or one step of them."""

    model_config = ConfigDict(extra="forbid")

    ticket: str = Field(min_length=1, max_length=500)
    target: str = Field(min_length=1, max_length=500)
    step: str | None = Field(default=None, max_length=500)
    helpdesk: str | None = None


@router.get("/escalations")
def escalations(app: Service, _key: Viewer, helpdesk: str | None = None, limit: int = 100) -> list[dict[str, Any]]:
    """The steps fired last, the latest first."""
    desk = app.desk(helpdesk)
    with app.store.reading() as unit:
        return [fired_step(row) for row in firings.latest(unit, desk.place, min(max(limit, 1), 1000))]


@router.post("/escalations/ack")
def ack(told: Acknowledged, app: Service, _key: Agent) -> dict[str, Any]:
    """Acknowledge: the ladder stops asking."""
    _acknowledge(app, Acknowledgement(app.desk(told.helpdesk).helpdesk, told.ticket, told.target, told.step))
    return {"acknowledged": True}


@router.get("/acknowledge/{token}", response_class=HTMLResponse)
def asked(token: str, request: Request, app: Service) -> HTMLResponse:
    """The page behind the link of a message. It changes nothing: mail scanners follow links too."""
    told = _of_link(app, token, request)
    return page("Acknowledge", f"Ticket {told.ticket}: {told.target.replace('_', ' ')}", button="I take care of it")


@router.post("/acknowledge/{token}", response_class=HTMLResponse)
def confirmed(token: str, request: Request, app: Service) -> HTMLResponse:
    """Acknowledge by the link of a message."""
    told = _of_link(app, token, request)
    # the ladder as a whole: who answers the second call has heard of the first one too
    _acknowledge(app, told._replace(step=None))
    return page("Acknowledged", f"Ticket {told.ticket}: {told.target.replace('_', ' ')}. Nobody is asked again.")


@router.get("/outbox")
def waiting(
    app: Service, _key: Viewer, helpdesk: str | None = None, state: Fate = Fate.DEAD, limit: int = 100
) -> list[dict[str, Any]]:
    """Messages in one state, the latest first; `dead` ones wait for a person to decide."""
    desk = app.desk(helpdesk)
    with app.store.reading() as unit:
        return [message(row) for row in outbox.listed(unit, desk.place, [state], min(max(limit, 1), 1000))]


@router.post("/outbox/{number}/retry")
def retry(number: int, app: Service, _key: Manager, helpdesk: str | None = None) -> dict[str, Any]:
    """Send a dead message again."""
    desk, now = app.desk(helpdesk), app.now()
    with app.store.unit() as unit:
        if not outbox.retry(unit, desk.place, number, now):
            raise HTTPException(
                HTTPStatus.CONFLICT, "there is no such dead message, or a newer one has taken its place"
            )
    return {"retried": True}


@router.post("/outbox/{number}/drop")
def drop(number: int, app: Service, _key: Manager, helpdesk: str | None = None) -> dict[str, Any]:
    """Give a message up for good."""
    desk, now = app.desk(helpdesk), app.now()
    with app.store.unit() as unit:
        if not outbox.drop(unit, desk.place, number, now):
            raise HTTPException(HTTPStatus.CONFLICT, "there is no such message, or it is being sent or settled")
    return {"dropped": True}


def _of_link(app: App, token: str, request: Request) -> Acknowledgement:
    """What a link says; the same answer for a link that is forged, too old, or about nothing."""
    guard: Guard = request.app.state.guard
    guard.knock(request)
    told = app.links.read(token, app.now()) if app.links is not None else None
    if told is None or told.helpdesk not in app.desks:
        raise HTTPException(HTTPStatus.NOT_FOUND, "this link is not good, or not any more")
    return told


def _acknowledge(app: App, told: Acknowledgement) -> None:
    if not acknowledge(app.store, app.desk(told.helpdesk), told.ticket, told.target, app.now(), step=told.step):
        raise HTTPException(HTTPStatus.NOT_FOUND, f"{told.helpdesk} has told of no ticket {told.ticket[:80]!r}")
