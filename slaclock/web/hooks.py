"""Webhooks in: proven on the raw bytes, stored, and only then thanked for. What they mean is found out afterwards."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from slaclock.app import App
from slaclock.connectors.protocol import BadSignature
from slaclock.ingest import ingest, receive
from slaclock.timeline.read import read_events
from slaclock.web.body import as_text, body_of
from slaclock.web.guard import Guard, Ingest, Service

_LOG = logging.getLogger("slaclock.web")
router = APIRouter()


@router.post("/hooks/{helpdesk}", status_code=HTTPStatus.ACCEPTED)
async def hook(helpdesk: str, request: Request, app: Service) -> JSONResponse:
    """Take in one delivery of a helpdesk; answered once it is stored. Who cannot prove himself is told nothing."""
    guard: Guard = request.app.state.guard
    guard.knock(request)
    body = await body_of(request)
    await run_in_threadpool(_receive, app, helpdesk, dict(request.headers), body)
    return JSONResponse({"stored": True}, HTTPStatus.ACCEPTED)


def _receive(app: App, helpdesk: str, headers: dict[str, str], body: bytes) -> None:
    desk = app.desks.get(helpdesk)
    now = app.now()
    if desk is None or desk.connector is None or not desk.connector.traits.webhooks:
        raise HTTPException(HTTPStatus.UNAUTHORIZED)
    try:
        receive(app.store, desk, headers, as_text(body), now)
    except BadSignature:
        _LOG.warning("delivery refused", extra={"helpdesk": helpdesk, "bytes": len(body)})
        raise HTTPException(HTTPStatus.UNAUTHORIZED) from None


@router.post("/events")
async def events(request: Request, app: Service, _key: Ingest, helpdesk: str | None = None) -> dict[str, object]:
    """Take in events, one JSON object a line; answered once they are stored and their tickets read anew."""
    body = as_text(await body_of(request))
    told = await run_in_threadpool(read_events, body.splitlines(), "body")
    desk = app.desk(helpdesk)
    done = await run_in_threadpool(lambda: ingest(app.store, desk, told, app.now()))
    return {"new": done.new, "tickets": list(done.tickets)}
