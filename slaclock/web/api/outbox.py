"""The outbox: messages to the outside, what has become of them, and mending those that were given up."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from slaclock.errors import InvalidInput
from slaclock.show import message
from slaclock.store import Unit, outbox
from slaclock.store.outbox import Fate
from slaclock.store.place import Place
from slaclock.web.api.asked import Listed, Name, OfDesk
from slaclock.web.api.cursor import Cursor
from slaclock.web.api.once import Writing
from slaclock.web.guard import Manager, Service, Viewer
from slaclock.web.problem import declared

router = APIRouter(tags=["outbox"])


class MessageShown(BaseModel):
    """A message to the outside, and what has become of it."""

    id: str = Field(description="Names this message in the addresses below.")
    ticket: str
    account: str = Field(description="To whom: a helpdesk, or `notify/NAME`.")
    action: str = Field(description="Stays the same through every attempt; it stands in notes and headers.")
    kind: str
    name: str | None
    value: str | int | float | bool | None
    generation: int
    state: Fate
    attempts: int = Field(description="Attempts that were heard of; one whose sender died is none.")
    error: str | None
    doubtful: bool = Field(description="It may have been sent already; nobody knows.")
    created_at: str
    next_at: str
    settled_at: str | None


class OutboxPage(BaseModel):
    """A page of messages, the latest first."""

    items: list[MessageShown]
    next: str | None = Field(description="The cursor of the next page; null behind the last one.")


class MessagesWanted(Listed):
    """Which messages are wanted; without a state those that were given up: they wait for a person to decide."""

    state: list[Fate] = Field([Fate.DEAD], min_length=1, max_length=len(Fate))
    ticket: Name | None = None


class Mended(BaseModel):
    """What is to happen with the message."""

    state: Fate


MessageId = Annotated[str, Path(max_length=1_000, description="`id` of a message.")]
_REFUSED = declared(401, 403, 404, 408, 409, 413, 422, 429)


@router.get("/outbox", response_model=OutboxPage, responses=declared(401, 403, 422, 429))
def list_messages(asked: Annotated[MessagesWanted, Query()], app: Service, _key: Viewer) -> dict[str, Any]:
    """Messages in some states, the latest first."""
    place = app.desk(asked.helpdesk).place
    cursor = Cursor((str,), *place, "outbox", asked.ticket, sorted(asked.state))
    behind = cursor.read(asked.cursor)
    with app.store.reading() as unit:
        before = _number(unit, place, behind[0]) if behind is not None else None
        if behind is not None and before is None:
            raise InvalidInput("cursor: the message it names has been removed; begin again without it")
        rows = outbox.listed(unit, place, asked.state, asked.limit + 1, ticket=asked.ticket, before=before)
    shown = rows[: asked.limit]
    more = len(rows) > asked.limit
    return {"items": [_shown(row) for row in shown], "next": cursor.write((_name(shown[-1]),)) if more else None}


@router.post("/outbox/{message}/retry", response_model=Mended, responses=_REFUSED)
def retry_message(
    message: MessageId, asked: Annotated[OfDesk, Query()], app: Service, _key: Manager, once: Writing
) -> JSONResponse:
    """Send a dead message again, as a new one at the end of its ticket's line and under its old action."""
    place = app.desk(asked.helpdesk).place
    why = "This message is not dead, or a newer one has taken its place."
    return once.do(lambda unit: _mend(unit, place, message, outbox.retry, app.now(), Fate.RETRIED, why))


@router.post("/outbox/{message}/drop", response_model=Mended, responses=_REFUSED)
def drop_message(
    message: MessageId, asked: Annotated[OfDesk, Query()], app: Service, _key: Manager, once: Writing
) -> JSONResponse:
    """Give a message up for good."""
    place = app.desk(asked.helpdesk).place
    why = "This message is being sent or is settled already."
    return once.do(lambda unit: _mend(unit, place, message, outbox.drop, app.now(), Fate.DROPPED, why))


def _mend(
    unit: Unit, place: Place, name: str, do: Callable[..., bool], now: int, fate: Fate, why: str
) -> dict[str, Any]:
    number = _number(unit, place, name)
    if number is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such message.")
    if not do(unit, place, number, now):
        raise HTTPException(HTTPStatus.CONFLICT, why)
    return {"state": fate.value}


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**message(row), "id": _name(row)}


def _name(row: Mapping[str, Any]) -> str:
    """What a message is called outside: its number in the store would tell how many messages other tenants have."""
    told = f"{row['ticket']}/{_digest(row['cause'])}".encode()
    return base64.urlsafe_b64encode(told).decode().rstrip("=")


def _number(unit: Unit, place: Place, name: str) -> int | None:
    """The number of the message with such a name."""
    try:
        told = base64.urlsafe_b64decode(name.encode("ascii") + b"=" * (-len(name) % 4)).decode()
    except (ValueError, binascii.Error):
        return None
    ticket, _, digest = told.rpartition("/")
    if "\0" in told or not ticket:
        return None
    return next((row["id"] for row in outbox.of(unit, place, ticket) if _digest(row["cause"]) == digest), None)


def _digest(cause: str) -> str:
    return hashlib.sha256(cause.encode()).hexdigest()[:16]
