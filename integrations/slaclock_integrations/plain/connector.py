"""A helpdesk that speaks slaclock's own words: events come as signed JSON, messages go out as signed JSON."""

from __future__ import annotations

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
from slaclock.connectors.signature import header, seconds, sign, verify_age, verify_hmac
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.connectors.words import Words
from slaclock.errors import InvalidConfig, InvalidEvents
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
        """A connector for one helpdesk; its webhooks need a secret."""
        if not settings.secrets:
            wanted = "write secrets = [{ env = 'SLACLOCK_HOOK_SECRET' }]"
            raise InvalidConfig(f"helpdesks.{settings.name}: 'secrets' is missing; {wanted}")
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
        name, stamp = header(headers, "webhook-id"), header(headers, "webhook-timestamp")
        verify_age(seconds(stamp), now)
        signed = b".".join(((name or "").encode("utf-8", "replace"), (stamp or "").encode("utf-8", "replace"), body))
        given = (header(headers, "webhook-signature") or "").split()
        for each in given[:10]:
            try:
                verify_hmac(each, signed, self._settings.secrets, encoding="base64", prefix="v1,")
            except BadSignature:
                continue
            return
        raise BadSignature

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Webhook:
        """The events of a delivery: one object, or a list of them; InvalidEvents names everything wrong with them."""
        told = read_json(body)
        rows: list[Any] = told if isinstance(told, list) else [told]
        complaints = Complaints("delivery")
        if not isinstance(told, (list, dict)):
            complaints.add("found no JSON object", 'write an event like {"ticket": "T1", ...} or a list of them')
        elif len(rows) > MOST:
            complaints.add(f"found {len(rows)} events", f"send at most {MOST} at once")
        else:
            found = [parse_event(row, complaints.at(place)) for place, row in enumerate(rows, 1)]
            events = tuple(event for event in found if event is not None)
            if not complaints.found:
                return Webhook(header(headers, "webhook-id"), events=events)
        raise InvalidEvents(complaints.found)

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
        proof = "sha256=" + sign(self._settings.secrets[0], raw)
        headers = {"webhook-id": message.id, "slaclock-signature": proof, "Content-Type": "application/json"}
        self._http.ask("POST", "", content=raw, headers=headers)
        return Receipt()

    def look(self, message: Message) -> bool:  # noqa: ARG002 - it cannot be asked
        """Never: whoever receives a message twice knows it by its id."""
        return False


def _instant(value: Scalar) -> str | None:
    """A due date as RFC 3339; None takes it off."""
    return format_instant(value) if isinstance(value, int) else None
