"""The tables of what is to be done, what was done, and by whom."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from slaclock.store.row import Base, Row
from slaclock.store.types import BigKey, Plain, UTCDateTime


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


class PromiseRow(Row, table=True):
    """What a customer was told to expect of one clock: the first is number 1, each amendment is the next."""

    __tablename__: ClassVar[Any] = "promises"
    __table_args__ = (Index("ix_promises_told_at", "tenant", "helpdesk", "told_at"),)

    ticket: str = Field(primary_key=True)
    metric: str = Field(primary_key=True)
    cycle: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    policy: str
    priority: str | None = None
    via: str
    told_at: int = Field(sa_type=UTCDateTime)
    deadline: int = Field(sa_type=UTCDateTime)
    shown: int = Field(sa_type=UTCDateTime)
    text: str = Field(sa_type=Text)
    locale: str
    zone: str
    zone_known: bool
    formula: str = Field(sa_type=Text)
    reason: str | None = None
    better: int | None = Field(default=None, sa_type=UTCDateTime)
    fate: str = "open"
    judged_at: int = Field(sa_type=UTCDateTime)
    answered_at: int | None = Field(default=None, sa_type=UTCDateTime)


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
    words: str = ""
    """Under which words of the configuration tickets were last asked for."""
    moved_at: int = Field(sa_type=UTCDateTime)
    next_at: int = Field(sa_type=UTCDateTime)
    failures: int = 0
    error: str | None = Field(default=None, sa_type=Text)


class HeartbeatRow(Base, table=True):
    """A worker's last sign of life at one of its rounds."""

    __tablename__: ClassVar[Any] = "heartbeats"

    tenant: str = Field(primary_key=True)
    worker: str = Field(primary_key=True)
    round: str = Field(primary_key=True)
    at: int = Field(sa_type=UTCDateTime)
    lasted: int = Field(default=0, sa_type=cast("Any", BigKey))
    done: int = Field(default=0, sa_type=cast("Any", BigKey))
    error: str | None = Field(default=None, sa_type=Text)


class AnswerRow(Base, table=True):
    """What a write was answered under a key of the caller's own; None while it is under way."""

    __tablename__: ClassVar[Any] = "answers"
    __table_args__ = (Index("ix_answers_stored_at", "tenant", "stored_at"),)

    tenant: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    fingerprint: str
    lease: int
    held_until: int = Field(sa_type=UTCDateTime)
    stored_at: int = Field(sa_type=UTCDateTime)
    answer: str | None = Field(default=None, sa_type=Text)
