"""The tables of what people look back on: corrections, attainment, habits, who did what; and what time it has been."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from sqlalchemy import Index
from sqlmodel import Field

from slaclock.store.row import Base, Row
from slaclock.store.types import BigKey, UTCDateTime


class CorrectionRow(Row, table=True):
    """A fact learnt late says otherwise about a step that was fired. The firing stays; this stands beside it."""

    __tablename__: ClassVar[Any] = "corrections"
    __table_args__ = (Index("ix_corrections_found_at", "tenant", "found_at"),)

    ticket: str = Field(primary_key=True)
    policy: str = Field(primary_key=True)
    metric: str = Field(primary_key=True)
    cycle: int = Field(primary_key=True)
    step: str = Field(primary_key=True)
    repeat: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    says: str
    event: str
    found_at: int = Field(sa_type=UTCDateTime)


class AttainmentRow(Row, table=True):
    """How an objective was kept over one stretch of time that has ended; a later number corrects an earlier one."""

    __tablename__: ClassVar[Any] = "attainments"

    objective: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    policy: str = Field(primary_key=True)
    priority: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    agreement: str | None = None
    metric: str
    formula: str
    wanted: str
    numerator: int = Field(sa_type=cast("Any", BigKey))
    denominator: int = Field(sa_type=cast("Any", BigKey))
    found_at: int = Field(sa_type=UTCDateTime)
    looked_at: int = Field(sa_type=UTCDateTime)


class HabitRow(Row, table=True):
    """How long answers usually take for one policy, channel and priority; the priority "" stands for all of them."""

    __tablename__: ClassVar[Any] = "habits"

    policy: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    priority: str = Field(primary_key=True)
    p50: int = Field(sa_type=cast("Any", BigKey))
    p90: int = Field(sa_type=cast("Any", BigKey))
    n: int


class DeedRow(Base, table=True):
    """Something that somebody did through a door: with which key, what, and how it was answered."""

    __tablename__: ClassVar[Any] = "deeds"
    __table_args__ = (Index("ix_deeds_at", "tenant", "at"),)

    tenant: str
    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigKey))
    at: int = Field(sa_type=UTCDateTime)
    who: str
    what: str
    status: int


class KeyUseRow(Base, table=True):
    """When a key was last shown, to the minute."""

    __tablename__: ClassVar[Any] = "key_uses"

    tenant: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    used_at: int = Field(sa_type=UTCDateTime)


class MarkRow(Base, table=True):
    """The latest instant anybody worked at, and the one that nobody believed: until somebody does, nothing fires."""

    __tablename__: ClassVar[Any] = "marks"

    tenant: str = Field(primary_key=True)
    latest: int = Field(sa_type=UTCDateTime)
    doubted: int | None = Field(default=None, sa_type=UTCDateTime)
