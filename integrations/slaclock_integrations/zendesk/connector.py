"""The Zendesk connector: what slaclock asks of every helpdesk, answered for Zendesk Support."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Self

import httpx

from slaclock.connectors.fact import inside, instant
from slaclock.connectors.http import Http
from slaclock.connectors.names import is_number
from slaclock.connectors.payload import Payload
from slaclock.connectors.protocol import (
    Message,
    MessageKind,
    NotFound,
    Page,
    Receipt,
    Refused,
    Traits,
    Webhook,
)
from slaclock.connectors.secret import Secret
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.connectors.words import Words
from slaclock.timeline.event import TicketEvent
from slaclock_integrations.zendesk import chat, poll, webhook
from slaclock_integrations.zendesk.audit import MARK, in_order
from slaclock_integrations.zendesk.options import KEYS, WORDS, ZendeskOptions
from slaclock_integrations.zendesk.pages import rows
from slaclock_integrations.zendesk.people import meet
from slaclock_integrations.zendesk.timeline import Telling
from slaclock_integrations.zendesk.writing import ZendeskWriting, mark, tag

LARGEST = 64_000_000
"""Bytes of one answer: a page of the export holds a thousand tickets with their first comments."""
_SPOKEN = (MessageKind.NOTE, MessageKind.REPLY)


class ZendeskConnector:
    """Zendesk Support, as slaclock sees it."""

    TRAITS: ClassVar[Traits] = Traits(
        "Zendesk", frozenset(MessageKind), frozenset(MessageKind), polls=True, webhooks=True, signed=True
    )
    WORDS: ClassVar[Words] = WORDS
    OPTIONS: ClassVar[Mapping[str, str]] = KEYS

    def __init__(self, settings: HelpdeskSettings, client: httpx.Client) -> None:
        self._options = ZendeskOptions.load(settings)
        self._settings = settings
        self._writing = ZendeskWriting(settings.words, self._options)
        self._http = Http(
            client,
            settings.url,
            name=settings.name,
            secrets={"Authorization": _credentials(settings, self._options)},
            hidden=() if settings.token is None else (settings.token,),
            limit=LARGEST,
        )

    @classmethod
    def open(cls, settings: HelpdeskSettings, client: httpx.Client) -> Self:
        """A connector for one account; InvalidConfig if a key is wrong."""
        return cls(settings, client)

    def __repr__(self) -> str:
        return f"ZendeskConnector({self.name})"

    @property
    def name(self) -> str:
        """The name of the account in the configuration."""
        return self._settings.name

    @property
    def traits(self) -> Traits:
        """What it can do; without a field for deadlines it cannot write them."""
        if self._options.due_field is not None:
            return self.TRAITS
        return replace(self.TRAITS, writes=self.TRAITS.writes - {MessageKind.DUE_DATE})

    def verify(self, headers: Mapping[str, str], body: bytes, now: int) -> None:
        """Raise BadSignature unless Zendesk signed this body a moment ago."""
        webhook.verify(headers, body, now, self._settings.secrets)

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Webhook:
        """The tickets a delivery names."""
        return webhook.read(headers, body)

    def poll(self, cursor: str | None, now: int) -> Page:
        """What changed since the cursor; None begins with every open ticket."""
        return poll.poll(self._http, cursor, now)

    def fetch(self, ticket: str) -> Sequence[TicketEvent]:
        """The timeline of one ticket: its audits, and its conversation where it came by messaging."""
        row = self._ticket(ticket)
        path = f"/api/v2/tickets/{ticket}"
        audits = in_order(list(rows(self._http, f"{path}/audits", "audits")))
        log = self._conversation(path) if row.value.get("from_messaging_channel") is True else None
        people = meet(self._http, audits, row, self._options.bots)
        telling = Telling(row, self._settings.words, self._options, people, live=log is not None)
        telling.tell(audits)
        said = chat.messages(ticket, log or (), instant(row, "created_at"), people)
        return sorted([*telling.events, *said], key=lambda event: event.order)

    def deliver(self, message: Message) -> Receipt:
        """Make one attempt on the ticket as it is now; Conflict if it changes meanwhile."""
        ticket = self._ticket(message.ticket)
        if ticket.maybe("status") == "closed":
            raise Refused(f"ticket {message.ticket} is closed, and Zendesk lets nobody change a closed ticket")
        path = f"/api/v2/tickets/{message.ticket}"
        if message.kind is MessageKind.TAG:
            guard = {"updated_stamp": ticket.text("updated_at"), "safe_update": "true"}
            self._http.put(f"{path}/tags", {"tags": [tag(message)], **guard})
            return Receipt()
        answer = self._http.put(path, self._writing.body(message, ticket))
        return self._receipt(message, Payload.of(answer.json(), answer.where))

    def look(self, message: Message) -> bool:
        """Whether a comment of this action stands there, or the value itself."""
        ticket = self._ticket(message.ticket)
        if message.kind is MessageKind.TAG:
            tags = ticket.value.get("tags")
            return isinstance(tags, list) and tag(message) in tags
        if message.kind in _SPOKEN:
            return any(_wrote(row, message) for row in rows(self._http, f"{_path(message.ticket)}/audits", "audits"))
        return self._writing.is_there(message, ticket)

    def _ticket(self, ticket: str) -> Payload:
        answer = self._http.get(_path(ticket))
        return Payload.of(answer.json(), answer.where).part("ticket")

    def _conversation(self, path: str) -> list[Payload] | None:
        """The conversation log; None where the account has none."""
        try:
            return list(rows(self._http, f"{path}/conversation_log", "events"))
        except NotFound:
            return None

    def _receipt(self, message: Message, told: Payload) -> Receipt:
        """Zendesk's own number of the update; a field that a ticket cannot hold is dropped without a word."""
        audit = inside(told.value, "audit", "id")
        reference = None if audit is None else str(audit)
        kept = message.kind in _SPOKEN or self._writing.is_there(message, told.part("ticket"))
        if kept:
            return Receipt(reference)
        return Receipt(reference, (f"ticket {message.ticket} did not take the {message.kind}; does its form have it?",))


def _path(ticket: str) -> str:
    if not is_number(ticket):
        raise NotFound(f"{ticket!r} is no ticket of Zendesk's: they have numbers")
    return f"/api/v2/tickets/{ticket}"


def _wrote(audit: Payload, message: Message) -> bool:
    """Whether an update is this very action's."""
    if inside(audit.value, "metadata", "custom", MARK) == message.id:
        return True
    events = audit.value.get("events")
    return any(mark(message.id) in str(inside(each, "body")) for each in events or () if isinstance(each, Mapping))


def _credentials(settings: HelpdeskSettings, options: ZendeskOptions) -> Secret:
    """An API token shows itself with its user's address, an OAuth token alone."""
    token = "" if settings.token is None else settings.token.reveal()
    if options.email is None:
        return Secret(f"Bearer {token}")
    return Secret("Basic " + base64.b64encode(f"{options.email}/token:{token}".encode()).decode("ascii"))
