"""The seam between slaclock and a helpdesk, on one page: what a connector answers, is asked to do, and may raise.

ConnectorError
├── BadSignature     a webhook that does not prove who sent it
├── RateLimited      the helpdesk asks for patience
├── Unavailable      no answer, or none to trust: it may or may not have happened
│   └── Unreadable   an answer that lacks what the helpdesk's own interface promises
├── Conflict         somebody else changed the ticket first
├── BadCursor        the place a poll came to is known no more
└── Refused          the helpdesk said no, and will say no again
    ├── Denied       it does not accept our credentials or rights
    └── NotFound     there is no such ticket, or not any more

Laws of a connector. It translates and knows no policy. It never reads the clock: time is handed in or told by the
helpdesk. Reading the same twice gives equal events with the same ids. `deliver` makes one attempt and never repeats a
write by itself. What it writes carries the message's id wherever the helpdesk has room for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from slaclock.errors import SlaclockError
from slaclock.timeline.event import TicketEvent

Scalar = str | int | float | bool | None


class ConnectorError(SlaclockError):
    """The helpdesk and slaclock did not understand each other."""


class BadSignature(ConnectorError):
    """The webhook does not prove that the helpdesk sent it."""


class RateLimited(ConnectorError):
    """The helpdesk asks for patience."""

    def __init__(self, message: str = "", *, retry_after: int | None = None, **facts: object) -> None:
        super().__init__(message, **facts)
        self.retry_after = retry_after
        """Microseconds to wait, if the helpdesk says how long; the call had no effect."""


class Unavailable(ConnectorError):
    """The helpdesk gave no answer to trust; what was asked may or may not have happened."""

    def __init__(
        self, message: str = "", *, retry_after: int | None = None, sent: bool = True, **facts: object
    ) -> None:
        super().__init__(message, **facts)
        self.retry_after = retry_after
        self.sent = sent
        """False if the request certainly never reached the helpdesk."""


class Unreadable(Unavailable):
    """The helpdesk answered something its own interface does not promise."""


class Conflict(ConnectorError):
    """Somebody else changed the ticket first; look again before writing."""


class BadCursor(ConnectorError):
    """The place where polling stood is known no more; it begins again with every ticket that is open."""


class Refused(ConnectorError):
    """The helpdesk said no, and will say no again."""


class Denied(Refused):
    """The helpdesk does not accept our credentials, or gives them too few rights."""


class NotFound(Refused):
    """The helpdesk knows no such ticket, or not any more."""


class MessageKind(StrEnum):
    """What can be told to a helpdesk."""

    DUE_DATE = "due_date"
    TAG = "tag"
    NOTE = "note"
    PRIORITY = "priority"
    ASSIGNEE = "assignee"
    GROUP = "group"
    FIELD = "field"
    REPLY = "reply"


SETS = frozenset(
    {MessageKind.DUE_DATE, MessageKind.PRIORITY, MessageKind.ASSIGNEE, MessageKind.GROUP, MessageKind.FIELD}
)
"""Kinds that set a value: done twice they are done once, and whether they are done shows in the value itself."""


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to do to one ticket in a helpdesk, named by the id of the action that wants it.

    `value` is an instant in microseconds UTC for a due date (None takes the date off), text for a tag, note, reply,
    priority, assignee or group (None: nobody), any scalar for a field, whose `name` stands beside it. Of two due dates
    for one ticket the higher `generation` is the newer.
    """

    id: str
    ticket: str
    kind: MessageKind
    value: Scalar
    name: str | None = None
    generation: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """The helpdesk's word that a message arrived; `reference` is its own name for what was made, if it tells."""

    reference: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Webhook:
    """What a verified delivery tells: which tickets to fetch again and, where the vendor tells enough, events.

    `id` is the helpdesk's own name for the delivery (the same when it is repeated), if it has one. A payload that means
    nothing to slaclock is an empty Webhook.
    """

    id: str | None = None
    tickets: tuple[str, ...] = ()
    events: tuple[TicketEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One step of a poll: tickets to fetch again and events, and the cursor to store once they are stored.

    `more` says that another page waits right now. `cursor` is opaque to everybody but the connector.
    """

    cursor: str | None
    tickets: tuple[str, ...] = ()
    events: tuple[TicketEvent, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Traits:
    """What a connector can do, for the table of connectors and for those who must know before they ask."""

    vendor: str
    writes: frozenset[MessageKind]
    looks: frozenset[MessageKind]
    """Kinds whose effect can be seen, so that a message of unknown fate is never sent twice."""
    polls: bool = True
    webhooks: bool = False
    signed: bool = False
    """Whether its webhooks prove who sent them; if not, they are only a hint to poll."""


@runtime_checkable
class Connector(Protocol):
    """A helpdesk's translator: payload → events, messages → calls. It knows no policy."""

    @property
    def name(self) -> str:
        """The name of the helpdesk in the configuration, `[helpdesks.NAME]`."""
        ...

    @property
    def traits(self) -> Traits:
        """What it can do."""
        ...

    def verify(self, headers: Mapping[str, str], body: bytes, now: int) -> None:
        """Raise BadSignature unless the helpdesk sent this body; header names in any case."""
        ...

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Webhook:
        """What a delivery tells; nothing, without raising, where it means nothing to slaclock."""
        ...

    def poll(self, cursor: str | None, now: int) -> Page:
        """What changed since the cursor; None begins with every ticket that is still open.

        A change is told as soon as it shows, and told (again) when it is a minute old: what is fetched before that may
        still be what was. BadCursor where the cursor means nothing, or nothing any more.
        """
        ...

    def fetch(self, ticket: str) -> Sequence[TicketEvent]:
        """The whole timeline of one ticket; NotFound if there is none."""
        ...

    def deliver(self, message: Message) -> Receipt:
        """Make one attempt; any error but Unavailable means that nothing happened."""
        ...

    def look(self, message: Message) -> bool:
        """Whether the effect is there already: by the message's id in a note or tag, or by the value itself."""
        ...
