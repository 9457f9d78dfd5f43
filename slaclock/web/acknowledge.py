"""The page behind the link in a message: a sentence and a button, for who takes care of an escalation."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from slaclock.acknowledge import acknowledge, has_stopped
from slaclock.app import App
from slaclock.notify.link import Acknowledgement
from slaclock.web.guard import Service, guard_of
from slaclock.web.page import page
from slaclock.web.problem import declared
from slaclock.web.record import about

router = APIRouter(tags=["links"], responses=declared(404, 422, 429))


@router.get("/acknowledge/{token}", response_class=HTMLResponse)
def show_acknowledgement(token: str, request: Request, app: Service) -> HTMLResponse:
    """The page behind the link of a message. It changes nothing: mail scanners follow links too."""
    told = _of_link(app, token, request)
    return page("Acknowledge", f"Ticket {told.ticket}: {told.target.replace('_', ' ')}", button="I take care of it")


@router.post("/acknowledge/{token}", response_class=HTMLResponse)
def acknowledge_by_link(token: str, request: Request, app: Service) -> HTMLResponse:
    """Acknowledge by the link of a message, as long as the clock it tells of has not stopped."""
    told = _of_link(app, token, request)
    desk, now = app.desk(told.helpdesk), app.now()
    clock = f"Ticket {told.ticket}: {told.target.replace('_', ' ')}."
    if told.cycle is not None and has_stopped(app.store, desk, told.ticket, told.target, told.policy, told.cycle, now):
        return page("Not acknowledged", f"{clock} This clock has stopped since.")
    # the ladder as a whole: who answers the second call has heard of the first one too
    if not acknowledge(app.store, desk, told.ticket, told.target, now):
        raise _no_link()
    about(request, f"{told.ticket} {told.target}")
    return page("Acknowledged", f"{clock} Nobody is asked again.")


def _of_link(app: App, token: str, request: Request) -> Acknowledgement:
    """What a link says; the same answer for a link that is forged, too old, or about nothing."""
    guard_of(request).knock(request)
    told = app.links.read(token, app.now()) if app.links is not None else None
    if told is None or told.helpdesk not in app.desks:
        raise _no_link()
    return told


def _no_link() -> HTTPException:
    return HTTPException(HTTPStatus.NOT_FOUND, "This link is not good, or not any more.")
