"""The rooms of the API under one path, and the description of it all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from slaclock.timeline.schema import event_schema
from slaclock.web.api import calendars, escalations, events, feed, outbox, policies, promise, readings, reports, tickets
from slaclock.web.problem import Problem, Wrong

PATH = "/api/v1"
ROOMS = (events, readings, tickets, promise, policies, calendars, feed, escalations, outbox, reports)

TAGS = {
    "events": "What a helpdesk tells, for those who tell it themselves.",
    "readings": "Every clock of every ticket: how much is used, when it runs out, and why.",
    "promise": "What a customer may be told to expect.",
    "policies": "Which tickets get which promises.",
    "calendars": "Open hours and closures.",
    "escalations": "Steps that were fired, and taking notice of them.",
    "outbox": "Messages to the outside.",
    "reports": "How often promises were kept.",
    "webhooks": "What a helpdesk tells by itself.",
    "widget": "What a customer's browser asks.",
    "links": "The links in messages.",
    "health": "Whether the service works.",
}
DESCRIPTION = """Deadlines and escalations of a helpdesk. Show a key as `Authorization: Bearer slk_…`.

Instants are RFC 3339, lengths are seconds. Where there are several helpdesks, `helpdesk` names one. Lists come in
pages: ask again with `cursor` until `next` is null. A write with an `Idempotency-Key` is done once, however often it is
sent. Refusals are `application/problem+json` with a sentence in `detail`."""


def include_api(web: FastAPI) -> None:
    """Add the API to an app, and let the app describe itself."""
    router = APIRouter(prefix=PATH)
    for room in ROOMS:
        router.include_router(room.router)
    web.include_router(router)
    web.openapi = partial(described, web)  # type: ignore[method-assign]


def described(web: FastAPI) -> dict[str, Any]:
    """The OpenAPI of an app, made once."""
    if web.openapi_schema is None:
        web.openapi_schema = _described(web)
    return web.openapi_schema


def operation_id(route: APIRoute) -> str:
    """What a client calls an operation: the name of the function that answers it."""
    return route.name


def _described(web: FastAPI) -> dict[str, Any]:
    told = get_openapi(
        title=web.title,
        version=web.version,
        summary="A business-hours-aware SLA engine that plugs into helpdesks.",
        description=DESCRIPTION,
        routes=web.routes,
        tags=[{"name": name, "description": meaning} for name, meaning in TAGS.items()],
    )
    for operation in (each for path in told["paths"].values() for each in path.values()):
        operation["summary"] = operation["description"].split("\n\n")[0].replace("\n", " ")
    parts = told.setdefault("components", {}).setdefault("schemas", {})
    for model in (Problem, Wrong):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schema.pop("$defs", None)
        parts[model.__name__] = schema
    parts["TicketEvent"] = {name: value for name, value in event_schema().items() if name != "$schema"}
    for unused in ("HTTPValidationError", "ValidationError"):
        parts.pop(unused, None)
    told["components"].setdefault("securitySchemes", {})["feed"] = {
        "type": "apiKey",
        "in": "query",
        "name": "token",
        "description": "What `feed` of a calendar holds.",
    }
    return {name: _renamed(value) for name, value in told.items()}


def _renamed(value: Any) -> Any:
    """Shapes by the names of what they show: who writes a client speaks of a Reading."""
    if isinstance(value, Mapping):
        return {_plain(name): _renamed(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each) for each in value]
    return _plain(value) if isinstance(value, str) and value.startswith("#/components/schemas/") else value


def _plain(name: str) -> str:
    return name.removesuffix("Shown")
