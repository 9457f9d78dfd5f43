"""The widget's doors: the promise for whoever writes now, or with a token for one ticket; a frame, and its script."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from slaclock.app import App
from slaclock.connectors.secret import Secret
from slaclock.instant import MINUTE, format_instant
from slaclock.ledger import WIDGET, look, write_down
from slaclock.promise.promise import Promise
from slaclock.web.api.asked import Asked, Name, OfDesk
from slaclock.web.guard import Agent, Service, guard_of, patience
from slaclock.web.limit import Limit
from slaclock.web.problem import declared
from slaclock.web.usual import Usual
from slaclock.web.widget.frame import FRAME_HEADERS, frame, given
from slaclock.web.widget.speech import Speech, promise_to
from slaclock.web.widget.timepiece import Timepiece
from slaclock.web.widget.token import GOOD_FOR, LONGEST, Subject, WidgetTokens

router = APIRouter(prefix="/widget", tags=["widget"])

KEPT = 30
"""Seconds for which a general answer may be kept by whoever stands between."""
_VARIES = {"Vary": "Accept-Language"}
_SHARED = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


class Visit(Asked):
    """What a visitor's page says: how he would write, what he reads, whose clock he looks at."""

    channel: Name | None = Field(None, description="How he would write: email, chat, …")
    priority: Name | None = Field(None, description="The priority his ticket would have.")
    locale: Name | None = Field(None, description="A language tag like de-AT; else the header Accept-Language.")
    zone: Name | None = Field(None, description="An IANA zone like Asia/Tokyo; without one the desk's zone is named.")


class Spoken(BaseModel):
    """What a customer may read: one paragraph and its parts, and when to ask again."""

    kind: Literal["reply_by", "paused", "overdue", "none"]
    text: str
    sentences: dict[str, str]
    language: str
    direction: Literal["ltr", "rtl"]
    zone: str
    zone_known: bool
    opens_at: str | None
    shown: str | None = Field(description="The instant the words name.")
    again: int = Field(description="Seconds after which to ask again.")


class Wanted(OfDesk):
    """A token to make."""

    ticket: Name
    minutes: int = Field(GOOD_FOR // MINUTE, ge=1, le=LONGEST // MINUTE, description="How long it is good.")


class TokenMade(BaseModel):
    """A token that shows one ticket's promise."""

    token: str
    until: str


@router.get("/promise", response_model=Spoken, responses=declared(401, 422, 429))
async def tell_visitor(request: Request, app: Service, visit: Annotated[Visit, Query()]) -> JSONResponse:
    """What somebody who writes now may expect; with `Authorization: Widget TOKEN`, what was promised for his ticket.

    Any page may ask. Nothing is written for the general answer; a ticket's promise is written down when it is first
    shown.
    """
    speech = _heard(request, visit)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if not scheme:
        return _answer(_general(request, app, visit, speech), {"Cache-Control": f"public, max-age={KEPT}"} | _VARIES)
    now = _timepiece(request).now()
    subject = _subject(app, scheme, token.strip(), now)
    desk = app.desks.get(subject.helpdesk) if subject is not None else None
    seen = None
    if subject is not None and desk is not None:
        asked = partial(look, app.store, desk, subject.ticket, now, WIDGET, speech.manner)
        # a file at hand is read sooner than a thread is begun; a server elsewhere may let us wait
        seen = asked() if app.store.at_hand else await run_in_threadpool(asked)
    if seen is None or desk is None:
        raise HTTPException(HTTPStatus.UNAUTHORIZED, "This token is not good, or not any more.")
    told = await run_in_threadpool(write_down, app.store, desk, seen) if seen.news else seen.promise
    return _answer(told, {"Cache-Control": "no-store"})


@router.options("/promise", include_in_schema=False)
def let_pages_ask() -> Response:
    """Any page may ask with a token of its own."""
    allowed = {"Access-Control-Allow-Methods": "GET", "Access-Control-Allow-Headers": "Authorization"}
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=_SHARED | allowed | {"Access-Control-Max-Age": "86400"})


@router.post(
    "/tokens", response_model=TokenMade, responses=declared(400, 401, 403, 404, 408, 413, 422, 429), status_code=201
)
def make_token(app: Service, _key: Agent, wanted: Wanted) -> dict[str, str]:
    """Make a token for the page on which a customer looks at his ticket."""
    desk, now, secret = app.desk(wanted.helpdesk), app.now(), app.settings.link_secret
    if secret is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "This service makes no tokens: [server] has no link_secret.")
    until = now + wanted.minutes * MINUTE
    token = _tokens(app, secret).write(Subject(desk.helpdesk, wanted.ticket), until)
    return {"token": token, "until": format_instant(until)}


@router.get("/frame", response_class=HTMLResponse, responses=declared(422, 429))
async def show_frame(request: Request, app: Service, visit: Annotated[Visit, Query()]) -> HTMLResponse:
    """The page that a frame shows: the sentence as it is without any script; its script asks in the visitor's zone."""
    told = _general(request, app, visit, _heard(request, visit))
    return HTMLResponse(frame(told), headers={**FRAME_HEADERS, **_VARIES})


@router.get("/{name}", include_in_schema=False)
def give_file(name: str) -> Response:
    """The script a page names, and what belongs to the frame."""
    if name not in given():
        raise HTTPException(HTTPStatus.NOT_FOUND)
    content, media = given()[name]
    return Response(content, media_type=media, headers=_SHARED | {"Cache-Control": "public, max-age=3600"})


def _heard(request: Request, visit: Visit) -> Speech:
    """How the visitor is to be spoken to, if he does not come too often."""
    limit: Limit = request.app.state.widget_limit
    patience(limit, guard_of(request).caller(request))
    return Speech(visit.locale or _first(request.headers.get("accept-language", "")), visit.zone)


def _general(request: Request, app: App, visit: Visit, speech: Speech) -> Promise:
    facts = {"channel": visit.channel or "web"} | ({"priority": visit.priority} if visit.priority else {})
    known: Usual = request.app.state.usual
    return promise_to(app, facts, speech, known.known(), _timepiece(request).now())


def _timepiece(request: Request) -> Timepiece:
    found: Timepiece = request.app.state.timepiece
    return found


def _subject(app: App, scheme: str, token: str, now: int) -> Subject | None:
    """The ticket of a token; None if the token is not good."""
    secret = app.settings.link_secret
    return _tokens(app, secret).read(token, now) if secret is not None and scheme.lower() == "widget" else None


def _answer(told: Promise, headers: dict[str, str]) -> JSONResponse:
    soon = told.shown is not None and told.shown - told.at < timedelta(hours=1)
    body: dict[str, Any] = told.to_dict()
    kept = {name: body[name] for name in Spoken.model_fields if name != "again"}
    return JSONResponse(kept | {"again": 60 if soon else 300}, headers=_SHARED | headers)


def _tokens(app: App, secret: Secret) -> WidgetTokens:
    return WidgetTokens(secret.reveal().encode(), app.settings.tenant)


def _first(accepted: str) -> str | None:
    """The language a browser asks for first."""
    return accepted.partition(",")[0].partition(";")[0].strip()[:60] or None
