"""Webhooks in: proven on the raw bytes, stored, and only then thanked for. What they mean is found out afterwards."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from slaclock.app import App
from slaclock.connectors.protocol import BadSignature
from slaclock.ingest import receive
from slaclock.web.body import text_of
from slaclock.web.guard import Service, guard_of
from slaclock.web.problem import declared

_LOG = logging.getLogger("slaclock.web")
_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {}}}}}
router = APIRouter(tags=["webhooks"], responses=declared(400, 401, 408, 413, 422, 429))


class Stored(BaseModel):
    """That a delivery is in the store, whatever happens now."""

    stored: bool


@router.post("/hooks/{helpdesk}", status_code=HTTPStatus.ACCEPTED, response_model=Stored, openapi_extra=_BODY)
async def take_delivery(helpdesk: str, request: Request, app: Service) -> JSONResponse:
    """Take in one delivery of a helpdesk, signed as its connector wants it; answered once it is stored.

    Who cannot prove himself is told nothing. What a delivery means is found out by the next round.
    """
    guard_of(request).knock(request)
    body = await text_of(request)
    await run_in_threadpool(_receive, app, helpdesk, dict(request.headers), body)
    return JSONResponse({"stored": True}, HTTPStatus.ACCEPTED)


def _receive(app: App, helpdesk: str, headers: dict[str, str], body: bytes) -> None:
    desk = app.desks.get(helpdesk)
    now = app.now()
    if desk is None or desk.connector is None or not desk.connector.traits.webhooks:
        raise HTTPException(HTTPStatus.UNAUTHORIZED)
    try:
        receive(app.store, desk, headers, body, now)
    except BadSignature:
        _LOG.warning("delivery refused", extra={"helpdesk": helpdesk, "bytes": len(body)})
        raise HTTPException(HTTPStatus.UNAUTHORIZED) from None
