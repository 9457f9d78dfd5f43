"""Every table. Each row names its tenant; ids, times, states and tags are kept, never what somebody wrote."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from sqlalchemy import Index, MetaData, Table, Text, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from slaclock.store.types import BigKey, Plain, UTCDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints have names of their own, so that a migration can find them on every database."""

_REGISTRY = registry(metadata=MetaData(naming_convention=NAMING))


class Base(SQLModel, registry=_REGISTRY):
    """What all tables share: one list of them, and the names of their constraints."""


class Row(Base):
    """A row of the store: whose it is, and which helpdesk told it."""

    tenant: str = Field(primary_key=True)
    helpdesk: str = Field(primary_key=True)


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


class TimerRow(Row, table=True):
    """A wake-up call for one ticket: a step of a ladder, or a look because something changes by itself then."""

    __tablename__: ClassVar[Any] = "timers"
    __table_args__ = (
        UniqueConstraint(
            "tenant", "helpdesk", "ticket", "kind", "policy", "metric", "cycle", "step", "repeat", name="uq_timers_key"
        ),
        Index("ix_timers_due", "tenant", "helpdesk", "at", "id"),
    )

    tenant: str
    helpdesk: str
    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigKey))
    ticket: str
    kind: str
    policy: str = ""
    metric: str = ""
    cycle: int = 0
    step: str = ""
    repeat: int = 0
    at: int = Field(sa_type=UTCDateTime)
    due_at: int = Field(sa_type=UTCDateTime)
    version: int
    repeats: bool = False
    messages: Any = Field(default=None, sa_type=Plain, nullable=True)
    facts: str | None = Field(default=None, sa_type=Text)


class FiringRow(Row, table=True):
    """A step was fired: the record that it happens once, through any crash, replay or recomputation."""

    __tablename__: ClassVar[Any] = "firings"
    __table_args__ = (Index("ix_firings_fired_at", "tenant", "fired_at"),)

    ticket: str = Field(primary_key=True)
    policy: str = Field(primary_key=True)
    metric: str = Field(primary_key=True)
    cycle: int = Field(primary_key=True)
    step: str = Field(primary_key=True)
    repeat: int = Field(primary_key=True)
    due_at: int = Field(sa_type=UTCDateTime)
    deliver_at: int = Field(sa_type=UTCDateTime)
    fired_at: int = Field(sa_type=UTCDateTime)
    version: int
    muted: bool = False


class OutboxRow(Row, table=True):
    """A message to the outside, written in the transaction of its cause, and what has come of it."""

    __tablename__: ClassVar[Any] = "outbox"
    __table_args__ = (
        UniqueConstraint("tenant", "helpdesk", "ticket", "cause"),
        Index(
            "ix_outbox_open",
            "tenant",
            "helpdesk",
            "rank",
            "next_at",
            "id",
            sqlite_where=text("state IN ('waiting', 'sending')"),
            postgresql_where=text("state IN ('waiting', 'sending')"),
        ),
        Index(
            "ix_outbox_line",
            "tenant",
            "helpdesk",
            "ticket",
            "account",
            "id",
            sqlite_where=text("state IN ('waiting', 'sending')"),
            postgresql_where=text("state IN ('waiting', 'sending')"),
        ),
        Index("ix_outbox_settled_at", "settled_at"),
    )

    tenant: str
    helpdesk: str
    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigKey))
    ticket: str
    account: str
    cause: str
    action: str
    kind: str
    name: str | None = None
    value: Any = Field(default=None, sa_type=Plain, nullable=True)
    facts: str | None = Field(default=None, sa_type=Text)
    generation: int = 0
    rank: int = 0
    state: str = "waiting"
    attempts: int = 0
    doubtful: bool = False
    lease: int = 0
    created_at: int = Field(sa_type=UTCDateTime)
    next_at: int = Field(sa_type=UTCDateTime)
    settled_at: int | None = Field(default=None, sa_type=UTCDateTime)
    error: str | None = Field(default=None, sa_type=Text)


class BucketRow(Row, table=True):
    """How many calls an account may take now, and whether it is shut because it said so or keeps failing."""

    __tablename__: ClassVar[Any] = "buckets"

    account: str = Field(primary_key=True)
    tokens: int = Field(sa_type=cast("Any", BigKey))
    filled_at: int = Field(sa_type=UTCDateTime)
    failures: int = 0
    shut_until: int = Field(default=0, sa_type=UTCDateTime)


class CursorRow(Row, table=True):
    """How far a helpdesk has been read by polling."""

    __tablename__: ClassVar[Any] = "cursors"

    cursor: str | None = Field(default=None, sa_type=Text)
    moved_at: int = Field(sa_type=UTCDateTime)
    next_at: int = Field(sa_type=UTCDateTime)
    failures: int = 0
    error: str | None = Field(default=None, sa_type=Text)


class HeartbeatRow(Base, table=True):
    """A worker's last sign of life at one of its rounds."""

    __tablename__: ClassVar[Any] = "heartbeats"

    worker: str = Field(primary_key=True)
    round: str = Field(primary_key=True)
    at: int = Field(sa_type=UTCDateTime)
    lasted: int = Field(default=0, sa_type=cast("Any", BigKey))
    done: int = Field(default=0, sa_type=cast("Any", BigKey))
    error: str | None = Field(default=None, sa_type=Text)


METADATA = _REGISTRY.metadata


def table(name: str) -> Table:
    """A table by its name, for statements that need no row objects."""
    return METADATA.tables[name]


tickets = table("tickets")
events = table("events")
conflicts = table("conflicts")
merges = table("merges")
tombstones = table("tombstones")
deliveries = table("deliveries")
wants = table("wants")
clocks = table("clocks")
timers = table("timers")
firings = table("firings")
outbox = table("outbox")
buckets = table("buckets")
cursors = table("cursors")
heartbeats = table("heartbeats")
