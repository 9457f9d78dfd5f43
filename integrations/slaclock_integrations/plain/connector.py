"""A helpdesk that speaks slaclock's own words: events come as signed JSON, messages go out as signed JSON."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar, Self

import httpx

from slaclock.complaints import Complaints
from slaclock.connectors.http import Http
from slaclock.connectors.payload import read_json
from slaclock.connectors.protocol import (
    BadSignature,
    Message,
    MessageKind,
    NotFound,
    Page,
    Receipt,
    Scalar,
    Traits,
    Webhook,
)
from slaclock.connectors.secret import Secret
from slaclock.connectors.signature import header, seconds, sign, standard_headers, verify_age
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.connectors.words import Words
from slaclock.errors import InvalidEvents
from slaclock.instant import format_instant
from slaclock.timeline.event import TicketEvent, parse_event

MOST = 1_000
"""Events of one delivery."""


class PlainConnector:
    """Events in, messages out, nothing else: it cannot be asked, so what it does not tell is not known.

    What comes in is signed as Standard Webhooks 1.0 has it: id, time and body. What goes out is signed by its body
    alone, for a connector reads no clock; who receives a message twice knows it by its `webhook-id`.
    """

    TRAITS: ClassVar[Traits] = Traits(
        vendor="plain events",
        writes=frozenset(MessageKind) - {MessageKind.REPLY},
        looks=frozenset(),
        polls=False,
        webhooks=True,
        signed=True,
    )
    WORDS: ClassVar[Words] = Words()
    OPTIONS: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def __init__(self, settings: HelpdeskSettings, client: httpx.Client) -> None:
        self._settings = settings
        token = {"Authorization": Secret(f"Bearer {settings.token.reveal()}")} if settings.token is not None else {}
        self._http = Http(client, settings.url, name=settings.name, secrets=token)

    @classmethod
    def open(cls, settings: HelpdeskSettings, client: httpx.Client) -> Self:
        """A connector for one helpdesk; without a secret no webhook is believed, and nothing is signed."""
        return cls(settings, client)

    @property
    def name(self) -> str:
        """The name of the helpdesk in the configuration."""
        return self._settings.name

    @property
    def traits(self) -> Traits:
        """What it can do."""
        return self.TRAITS

    def verify(self, headers: Mapping[str, str], body: bytes, now: int) -> None:
        """Raise BadSignature unless one of our secrets signed this id, time and body, just now."""
        name, stamp = header(headers, "webhook-id") or "", seconds(header(headers, "webhook-timestamp"))
        verify_age(stamp, now)
        given = [each.encode("utf-8", "replace") for each in (header(headers, "webhook-signature") or "").split()[:10]]
        wanted = [
            standard_headers(name, stamp or 0, body, secret)["webhook-signature"].encode()
            for secret in self._settings.secrets
        ]
        # every pair is compared, so that the time taken tells nothing
        if not sum(hmac.compare_digest(one, other) for one in given for other in wanted):
            raise BadSignature

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Webhook:
        """The events of a delivery, one object or a list of them; nothing where there are none.

        What is meant as an event but is none is refused with every complaint: it would be missed.
        """
        told = read_json(body)
        rows: list[Any] = told if isinstance(told, list) else [told]
        if not rows or not any(isinstance(row, dict) and isinstance(row.get("ticket"), str) for row in rows):
            return Webhook()
        complaints = Complaints("delivery")
        if len(rows) > MOST:
            complaints.add(f"found {len(rows)} events", f"send at most {MOST} at once")
        found = [parse_event(row, complaints.at(place)) for place, row in enumerate(rows[:MOST], 1)]
        complaints.settle(InvalidEvents)
        return Webhook(header(headers, "webhook-id"), events=tuple(event for event in found if event is not None))

    def poll(self, cursor: str | None, now: int) -> Page:  # noqa: ARG002 - it cannot be asked
        """Nothing: this helpdesk tells by itself."""
        return Page(cursor)

    def fetch(self, ticket: str) -> Sequence[TicketEvent]:
        """Nothing: this helpdesk tells by itself."""
        raise NotFound(f"{self.name}: {ticket} cannot be fetched, its events are told")

    def deliver(self, message: Message) -> Receipt:
        """Post one message, signed with the first secret."""
        body: dict[str, Any] = {
            "type": message.kind.value,
            "id": message.id,
            "ticket": message.ticket,
            "value": _instant(message.value) if message.kind is MessageKind.DUE_DATE else message.value,
        }
        if message.name is not None:
            body["name"] = message.name
        if message.kind is MessageKind.DUE_DATE:
            body["generation"] = message.generation
        raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"webhook-id": message.id, "Content-Type": "application/json"}
        for secret in self._settings.secrets[:1]:
            headers["slaclock-signature"] = "sha256=" + sign(secret, raw)
        self._http.ask("POST", "", content=raw, headers=headers)
        return Receipt()

    def look(self, message: Message) -> bool:  # noqa: ARG002 - it cannot be asked
        """Never: whoever receives a message twice knows it by its id."""
        return False


def _instant(value: Scalar) -> str | None:
    """A due date as RFC 3339; None takes it off."""
    return format_instant(value) if isinstance(value, int) else None
