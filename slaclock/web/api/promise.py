"""The promise: what a customer may be told to expect, with a ticket or before there is one, in his own words."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from slaclock.engine import Engine
from slaclock.errors import InvalidInput
from slaclock.instant import from_us
from slaclock.ledger import usual
from slaclock.promise import PromiseKind
from slaclock.web.api.asked import Name
from slaclock.web.api.policies import TicketFacts
from slaclock.web.api.tickets import told_of
from slaclock.web.guard import Service, Viewer
from slaclock.web.problem import declared

router = APIRouter(tags=["promise"])


class PromiseShown(BaseModel):
    """What a customer may be told, in words and as instants; never earlier than the deadline behind it."""

    kind: PromiseKind
    ticket: str | None
    metric: str | None
    at: str
    deadline: str | None = Field(description="The internal one; it is not for the customer.")
    shown: str | None = Field(description="The instant the words name: at the deadline or later.")
    opens_at: str | None = Field(description="When somebody is there again; null while open.")
    closed_because: str | None
    language: str
    locale: str
    zone: str
    zone_known: bool
    text: str = Field(description="Everything, in one paragraph.")
    sentences: dict[str, str] = Field(description="Its parts by name.")
    sms: str
    sms_segments: int
    direction: str = Field(description="`ltr` or `rtl`.")
    formula: str


class PromiseAsked(TicketFacts):
    """A ticket, or what is known of one that may come; and how the customer is spoken to."""

    ticket: Name | None = Field(None, description="The ticket; without one the promise is for a ticket created then.")
    zone: Name | None = Field(None, description="The customer's zone (IANA); the desk's, by name, if left out.")
    locale: Name | None = Field(None, description="The customer's language and region, like `de` or `pt-BR`.")


@router.get("/promise", response_model=PromiseShown, responses=declared(401, 403, 404, 422, 429))
def show_promise(asked: Annotated[PromiseAsked, Query()], app: Service, _key: Viewer) -> dict[str, Any]:
    """What the customer of a ticket may be told to expect, or whoever writes now with these facts.

    Nothing is written down: who shows it to a customer keeps it in the ledger by the widget or the ladder.
    """
    desk, now = app.desk(asked.helpdesk), app.now()
    engine, at = Engine(desk.config), from_us(asked.moment(now))
    with app.store.reading() as unit:
        habit = usual(unit, desk)
    if asked.ticket is None:
        facts = {
            name: value for name, value in asked.created(now).items() if name not in ("ticket", "id", "at", "type")
        }
        return engine.promise_for(facts, at, asked.zone, asked.locale, habit=habit).to_dict()
    if asked.model_fields_set & {"channel", "priority", "customer", "requester", "group", "tag", "tier", "language"}:
        raise InvalidInput("ticket: its facts are known; leave out either the ticket or the facts")
    told = told_of(app.store, desk, asked.ticket)
    try:
        return engine.promise(told, at, asked.zone, asked.locale, ticket=asked.ticket, habit=habit).to_dict()
    except InvalidInput as error:
        if "no ticket" not in str(error):
            raise
        raise HTTPException(HTTPStatus.NOT_FOUND, f"{error}.") from None
