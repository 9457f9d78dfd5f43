"""RtConnector: Request Tracker 5 for slaclock. Set-up, rights and quirks stand in README.md beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Self

import httpx

from slaclock.complaints import Complaints, show
from slaclock.connectors.http import Http
from slaclock.connectors.payload import read_json
from slaclock.connectors.protocol import Message, MessageKind, Page, Receipt, Traits, Unavailable, Webhook
from slaclock.connectors.secret import Secret
from slaclock.connectors.signature import header, verify_secret
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.connectors.words import Words
from slaclock.policy.value import is_text, texts
from slaclock.timeline.event import TicketEvent
from slaclock.timeline.grammar import CHANNELS
from slaclock_integrations.rt.desk import Desk
from slaclock_integrations.rt.feed import Feed
from slaclock_integrations.rt.history import Reader
from slaclock_integrations.rt.writes import Writer

SECRET_HEADER = "X-Slaclock-Secret"  # noqa: S105  (a header's name)


class RtConnector:
    """One Request Tracker: its transactions are the timeline, REST 2 is the way."""

    TRAITS: ClassVar[Traits] = Traits(
        vendor="Request Tracker 5",
        writes=frozenset(MessageKind),
        looks=frozenset(MessageKind),
        webhooks=True,
    )
    WORDS: ClassVar[Words] = Words(
        statuses=MappingProxyType(
            {"new": "new", "open": "open", "stalled": "pending", "resolved": "solved", "rejected": "closed"}
        ),
        priorities=MappingProxyType({"0": "low", "50": "medium", "100": "high"}),
    )
    OPTIONS: ClassVar[Mapping[str, str]] = MappingProxyType(
        {
            "channel": "the channel of queues that channels = {…} does not name, like channel = 'email'",
            "queues": "the queues to watch, like queues = ['Support']; without it all that the token's user may see",
            "due_field": "a custom field for the due date, where Request Tracker's own SLA owns Due",
            "tag_field": "a custom field of many values for tags, like tag_field = 'SLA Tags'",
            "customer_field": "a custom field that names the customer's organisation",
        }
    )

    def __init__(self, settings: HelpdeskSettings, desk: Desk, reader: Reader, writer: Writer, feed: Feed) -> None:
        self._settings = settings
        self._desk = desk
        self._reader = reader
        self._writer = writer
        self._feed = feed

    @classmethod
    def open(cls, settings: HelpdeskSettings, client: httpx.Client) -> Self:
        """The Request Tracker of one [helpdesks.NAME]."""
        complaints = Complaints("", f"helpdesks.{settings.name}")
        options = _Options(settings.options, complaints)
        if settings.token is None:
            complaints.add("'token' is missing", "write token = { env = 'RT_TOKEN' }")
        channel = options.channel()
        queues = options.queues()
        due, tag, customer = (options.text(key) for key in ("due_field", "tag_field", "customer_field"))
        complaints.settle()
        token = "" if settings.token is None else settings.token.reveal()
        secrets = {"Authorization": Secret(f"token {token}")}
        desk = Desk(Http(client, f"{settings.url}/REST/2.0", name=settings.name, secrets=secrets))
        reader = Reader(settings.words, channel, tag, customer)
        return cls(settings, desk, reader, Writer(desk, settings.words, due, tag), Feed(desk, queues))

    def __repr__(self) -> str:
        return f"RtConnector({self.name})"

    @property
    def name(self) -> str:
        """The helpdesk's name in the configuration."""
        return self._settings.name

    @property
    def traits(self) -> Traits:
        """What it can do."""
        return self.TRAITS

    def verify(self, headers: Mapping[str, str], body: bytes, now: int) -> None:
        """A scrip cannot sign; it shows a shared secret, and what it says is only a hint to fetch."""
        del body, now
        verify_secret(header(headers, SECRET_HEADER), self._settings.secrets)

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Webhook:
        """{"ticket": 7, "transaction": 51}, as the scrip of the README posts it."""
        del headers
        told = read_json(body)
        if not isinstance(told, Mapping):
            return Webhook()
        ticket, transaction = _digits(told.get("ticket")), _digits(told.get("transaction"))
        return Webhook(transaction, (ticket,)) if ticket is not None else Webhook()

    def poll(self, cursor: str | None, now: int) -> Page:
        """Every open ticket first, then what each new transaction touches."""
        return self._feed.page(cursor, now)

    def fetch(self, ticket: str) -> list[TicketEvent]:
        """The ticket's transactions as events."""
        state = self._desk.state(ticket)
        history = self._desk.history(ticket)
        if state.is_ahead_of(history):
            raise Unavailable(f"{self.name}: ticket {ticket} has changed, and its history does not show it yet")
        return self._reader.events(ticket, state, history, self._desk)

    def deliver(self, message: Message) -> Receipt:
        """Change the ticket under If-Match, then see whether it changed."""
        return self._writer.deliver(message)

    def look(self, message: Message) -> bool:
        """By value, or by the action's id in the subject of a comment."""
        return self._writer.look(message)


class _Options:
    """The connector's own keys."""

    def __init__(self, options: Mapping[str, object], complaints: Complaints) -> None:
        self._options = options
        self._complaints = complaints

    def text(self, key: str) -> str | None:
        """The name of a custom field."""
        value = self._options.get(key)
        if value is None or is_text(value):
            return None if value is None else str(value)
        self._complaints.at(key).add(f"found {show(value)}", RtConnector.OPTIONS[key])
        return None

    def channel(self) -> str:
        """One of slaclock's channels."""
        value = self._options.get("channel", "email")
        if value in CHANNELS:
            return str(value)
        self._complaints.at("channel").add(f"found {show(value)}", "one of " + ", ".join(CHANNELS))
        return "email"

    def queues(self) -> tuple[str, ...]:
        """The queues to watch."""
        value = self._options.get("queues")
        return () if value is None else texts(value, self._complaints.at("queues"), RtConnector.OPTIONS["queues"])


def _digits(value: object) -> str | None:
    """A number of Request Tracker's, which writes them both ways."""
    text = str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    return text if text.isascii() and text.isdigit() and len(text) < 20 else None
