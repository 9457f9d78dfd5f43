"""FakeConnector: speaks with the fake helpdesk over HTTP, as carefully as a connector has to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Self

import httpx

from slaclock.connectors.fake.helpdesk import SIGNATURE, STAMP
from slaclock.connectors.http import Http
from slaclock.connectors.payload import Payload, event, objects, read_json
from slaclock.connectors.protocol import (
    BadCursor,
    BadSignature,
    Message,
    MessageKind,
    Page,
    Receipt,
    Traits,
    Webhook,
)
from slaclock.connectors.signature import header, seconds, verify_age, verify_hmac
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.connectors.words import Words
from slaclock.instant import MINUTE, format_instant
from slaclock.timeline.event import TicketEvent

TAIL = MINUTE
"""Changes younger than this are read again each time, because the feed may have lacked one, and told once more when
they are no longer: what was fetched at the first word may have been what was before."""
KEYS = {
    MessageKind.DUE_DATE: "due",
    MessageKind.PRIORITY: "priority",
    MessageKind.ASSIGNEE: "assignee",
    MessageKind.GROUP: "group",
}


class FakeConnector:
    """A fake helpdesk, for tests and drills."""

    TRAITS: ClassVar[Traits] = Traits(
        vendor="Fake helpdesk",
        writes=frozenset(MessageKind),
        looks=frozenset(MessageKind),
        webhooks=True,
        signed=True,
    )
    WORDS: ClassVar[Words] = Words()
    OPTIONS: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def __init__(self, settings: HelpdeskSettings, http: Http) -> None:
        self._settings = settings
        self._http = http

    @classmethod
    def open(cls, settings: HelpdeskSettings, client: httpx.Client) -> Self:
        """The fake helpdesk at an address."""
        secrets = {} if settings.token is None else {"Authorization": settings.token}
        return cls(settings, Http(client, settings.url, name=settings.name, secrets=secrets))

    @property
    def name(self) -> str:
        """The helpdesk's name in the configuration."""
        return self._settings.name

    @property
    def traits(self) -> Traits:
        """What it can do."""
        return self.TRAITS

    def verify(self, headers: Mapping[str, str], body: bytes, now: int) -> None:
        """HMAC over time and body, within five minutes."""
        stamp = header(headers, STAMP)
        if stamp is None:
            raise BadSignature
        verify_hmac(header(headers, SIGNATURE), stamp.encode() + b"." + body, self._settings.secrets)
        verify_age(seconds(stamp), now)

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Webhook:
        """The ticket that changed."""
        del headers
        told = read_json(body)
        if not isinstance(told, dict) or not isinstance(told.get("ticket"), str) or not told["ticket"]:
            return Webhook()
        return Webhook(str(told["number"]) if isinstance(told.get("number"), int) else None, (told["ticket"],))

    def poll(self, cursor: str | None, now: int) -> Page:
        """The next changes; those of the last minute are read again, and told when new and when old."""
        after, seen = _parsed(cursor)
        rows, clock = self._unread(after, seen)
        late = (clock if clock is not None else now) - TAIL
        stays = max([after, *(row.number("number") for row in rows if row.instant("at") <= late)])
        numbers = {row.number("number"): row.text("ticket") for row in rows}
        told = dict.fromkeys(ticket for number, ticket in numbers.items() if number not in seen or number <= stays)
        left = sorted(number for number in {*seen, *numbers} if number > stays)
        return Page(json.dumps({"after": stays, "seen": left}), tuple(told), more=bool(numbers.keys() - seen))

    def _unread(self, after: int, seen: frozenset[int]) -> tuple[list[Payload], int | None]:
        """The changes up to the first page with something new, and the helpdesk's clock."""
        rows: list[Payload] = []
        while True:
            answer = self._http.get("/changes", {"after": after})
            found = objects(answer.json(), answer.where)
            rows += found
            numbers = [row.number("number") for row in found]
            if not numbers or max(numbers) <= after or set(numbers) - seen:
                return rows, answer.at
            after = max(numbers)

    def fetch(self, ticket: str) -> list[TicketEvent]:
        """The whole timeline."""
        answer = self._http.get(f"/tickets/{ticket}/events")
        return [event(row.value, row.where) for row in objects(answer.json(), answer.where)]

    def deliver(self, message: Message) -> Receipt:
        """One attempt."""
        path = f"/tickets/{message.ticket}"
        told: dict[str, Any] = {"action": message.id, "generation": message.generation}
        if message.kind is MessageKind.TAG:
            self._http.post(f"{path}/tags", {**told, "tag": message.value})
        elif message.kind in (MessageKind.NOTE, MessageKind.REPLY):
            text, public = f"{message.value} [{message.id}]", message.kind is MessageKind.REPLY
            answer = self._http.post(f"{path}/notes", {**told, "text": text, "public": public})
            return Receipt(Payload.of(answer.json(), answer.where).text("id"))
        else:
            self._http.put(path, {**told, "set": _set(message)})
        return Receipt()

    def look(self, message: Message) -> bool:
        """By the action's id in a note, or by the value."""
        answer = self._http.get(f"/tickets/{message.ticket}")
        found = Payload.of(answer.json(), answer.where)
        if message.kind in (MessageKind.NOTE, MessageKind.REPLY):
            return any(f"[{message.id}]" in note.text("text") for note in found.parts("notes"))
        if message.kind is MessageKind.TAG:
            return message.value in found.texts("tags")
        if message.kind is MessageKind.FIELD:
            fields = found.part("fields").value
            name = message.name or ""
            return name in fields and fields[name] == message.value
        return all(key in found.value and found.value[key] == value for key, value in _set(message).items())


def _set(message: Message) -> dict[str, Any]:
    if message.kind is MessageKind.FIELD:
        return {"fields": {message.name: message.value}}
    due = message.kind is MessageKind.DUE_DATE and isinstance(message.value, int)
    return {KEYS[message.kind]: format_instant(int(message.value or 0)) if due else message.value}


def _parsed(cursor: str | None) -> tuple[int, frozenset[int]]:
    if cursor is None:
        return 0, frozenset()
    told = read_json(cursor.encode())
    if not isinstance(told, dict) or not isinstance(told.get("after"), int) or not isinstance(told.get("seen"), list):
        raise BadCursor("this is no cursor of the fake helpdesk's")
    return told["after"], frozenset(told["seen"])
