"""What the customer is told: words that name an instant at or after the deadline, and all that stands behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

ENOUGH = 30
"""Answers a habit needs before it is said aloud."""


class PromiseKind(StrEnum):
    """What can be promised now: an answer by an instant, one after the customer's own reply, an apology, or nothing."""

    REPLY_BY = "reply_by"
    PAUSED = "paused"
    OVERDUE = "overdue"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Habit:
    """How long answers usually take, in open time: half of them within `p50`, nine of ten within `p90`, of `n` seen."""

    p50: timedelta
    p90: timedelta
    n: int

    @property
    def enough(self) -> bool:
        """Whether so many were seen that it may be spoken of."""
        return self.n >= ENOUGH


@dataclass(frozen=True, slots=True)
class Promise:
    """What a customer is told to expect, in his own zone and language, and how it came about.

    `deadline` is the internal one, `shown` the instant the words name: the first at which the printed time is read on a
    clock, never before the deadline. `opens_at` is a lower bound (when somebody is there again) and promises nothing.
    `text` is everything in one paragraph, `sentences` its parts by name, `sms` the same for a text message.
    """

    kind: PromiseKind
    ticket: str | None
    metric: str | None
    at: datetime
    deadline: datetime | None
    shown: datetime | None
    opens_at: datetime | None
    closed_because: str | None
    language: str
    locale: str
    zone: str
    zone_known: bool
    text: str
    sentences: Mapping[str, str]
    sms: str
    sms_segments: int
    direction: str
    formula: str

    def to_dict(self) -> dict[str, Any]:
        """The promise as JSON has it: instants as RFC 3339 UTC."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return dict(value)
    return value.value if isinstance(value, StrEnum) else value
