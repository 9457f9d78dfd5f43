"""The tables of what helpdesks told, and of what it adds up to."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from slaclock.store.row import Row
from slaclock.store.types import BigKey, Plain, UTCDateTime


class TicketRow(Row, table=True):
    """What a ticket adds up to, how often it was told anew, and the due date its helpdesk should show.

    Whoever changes anything about the ticket holds the lock of this row: that keeps its changes in one line.
    """

    __tablename__: ClassVar[Any] = "tickets"
    __table_args__ = (Index("ix_tickets_config", "tenant", "helpdesk", "config", "ticket"),)

    ticket: str = Field(primary_key=True)
    version: int = 0
    config: str = ""
    seen_at: int = Field(sa_type=UTCDateTime)
    read_at: int = Field(sa_type=UTCDateTime)
    created_at: int | None = Field(default=None, sa_type=UTCDateTime)
    status: str | None = None
    priority: str | None = None
    channel: str | None = None
    customer: str | None = None
    requester: str | None = None
    team: str | None = None
    assignee: str | None = None
    over: bool = False
    due_at: int | None = Field(default=None, sa_type=UTCDateTime)
    due_generation: int = 0
    words: str = ""
    """Under which words of the configuration it was fetched."""
    failures: int = 0
    """How often in a row it could not be read anew."""
    next_at: int = Field(default=0, sa_type=UTCDateTime)
    """Before this nobody tries again, and nothing of it fires."""
    error: str | None = Field(default=None, sa_type=Text)


class EventRow(Row, table=True):
    """A fact as the helpdesk first told it, once per id."""

    __tablename__: ClassVar[Any] = "events"

    ticket: str = Field(primary_key=True)
    event: str = Field(primary_key=True)
    at: int = Field(sa_type=UTCDateTime)
    told: Any = Field(sa_type=Plain)
    stored_at: int = Field(sa_type=UTCDateTime)


class ConflictRow(Row, table=True):
    """The same event id told with another content: the first telling stands, this one is kept to look into."""

    __tablename__: ClassVar[Any] = "conflicts"

    ticket: str = Field(primary_key=True)
    event: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    told: Any = Field(sa_type=Plain)
    stored_at: int = Field(sa_type=UTCDateTime)


class StrangeWordRow(Row, table=True):
    """A word of the helpdesk that no configuration explains, and under which words it was met."""

    __tablename__: ClassVar[Any] = "strange_words"

    kind: str = Field(primary_key=True)
    word: str = Field(primary_key=True)
    words: str
    met_at: int = Field(sa_type=UTCDateTime)


class MergeRow(Row, table=True):
    """One ticket was merged into another: their clocks are read together."""

    __tablename__: ClassVar[Any] = "merges"
    __table_args__ = (Index("ix_merges_survivor", "tenant", "helpdesk", "survivor"),)

    ticket: str = Field(primary_key=True)
    survivor: str = Field(primary_key=True)


class TombstoneRow(Row, table=True):
    """A requester who asked to be forgotten, known only by a hash, so that no replay brings the name back."""

    __tablename__: ClassVar[Any] = "tombstones"

    digest: str = Field(primary_key=True)
    erased_at: int = Field(sa_type=UTCDateTime)


class DeliveryRow(Row, table=True):
    """Something a helpdesk sent us, as it came, stored before we said thank you."""

    __tablename__: ClassVar[Any] = "deliveries"
    __table_args__ = (
        UniqueConstraint("tenant", "helpdesk", "key"),
        Index(
            "ix_deliveries_waiting",
            "tenant",
            "helpdesk",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_deliveries_received_at", "received_at"),
    )

    tenant: str
    helpdesk: str
    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigKey))
    key: str | None = None
    received_at: int = Field(sa_type=UTCDateTime)
    headers: Any = Field(sa_type=Plain)
    body: str = Field(sa_type=Text)
    state: str = "waiting"
    attempts: int = 0
    next_at: int = Field(sa_type=UTCDateTime)
    error: str | None = Field(default=None, sa_type=Text)


class WantRow(Row, table=True):
    """A ticket that changed at the helpdesk and has to be fetched again: asked for often, fetched once."""

    __tablename__: ClassVar[Any] = "wants"
    __table_args__ = (Index("ix_wants_next_at", "tenant", "helpdesk", "next_at"),)

    ticket: str = Field(primary_key=True)
    asked: int = 1
    asked_at: int = Field(sa_type=UTCDateTime)
    next_at: int = Field(sa_type=UTCDateTime)
    attempts: int = 0
    error: str | None = Field(default=None, sa_type=Text)


class ClockRow(Row, table=True):
    """A reading as it stood when the ticket was last read. A cache: the events are the truth."""

    __tablename__: ClassVar[Any] = "clocks"
    __table_args__ = (Index("ix_clocks_deadline", "tenant", "deadline"),)

    ticket: str = Field(primary_key=True)
    policy: str = Field(primary_key=True)
    metric: str = Field(primary_key=True)
    cycle: int = Field(primary_key=True)
    kind: str
    target: str
    priority: str | None = None
    state: str
    started_at: int = Field(sa_type=UTCDateTime)
    stopped_at: int | None = Field(default=None, sa_type=UTCDateTime)
    budget: int | None = Field(default=None, sa_type=cast("Any", BigKey))
    budget_text: str
    elapsed: int = Field(sa_type=cast("Any", BigKey))
    remaining: int = Field(sa_type=cast("Any", BigKey))
    deadline: int | None = Field(default=None, sa_type=UTCDateTime)
    breached_at: int | None = Field(default=None, sa_type=UTCDateTime)
    breach_cause: str | None = None
    outcome: str | None = None
