"""Reading: a clock looked at from an instant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from slaclock.policy.metric import Outcome
from slaclock.timeline.ticket import Ticket


class State(StrEnum):
    """What a clock is doing at the instant asked about."""

    RUNNING = "running"
    OUT_OF_HOURS = "out_of_hours"
    PAUSED = "paused"
    STOPPED = "stopped"


class BreachCause(StrEnum):
    """Why a deadline passed: the time ran out, or a change of policy made it be over already."""

    TIME = "time"
    POLICY_CHANGE = "policy change"


@dataclass(frozen=True, slots=True)
class Reading:
    """One cycle of one clock on one ticket, looked at from an instant.

    Instants are aware datetimes in the target's calendar zone, durations are exact. `deadline` is None while paused;
    `remaining` is negative when overdue; `budget` is None where it is counted in days (`budget_text` says it in words).
    A breached clock keeps running with `outcome` None until it stops. `facts` is the ticket as it stood then.
    """

    ticket: str
    metric: str
    target: str
    policy: str
    kind: str
    cycle: int
    state: State
    started_at: datetime
    stopped_at: datetime | None
    budget: timedelta | None
    budget_text: str
    elapsed: timedelta
    remaining: timedelta
    deadline: datetime | None
    breached_at: datetime | None
    breach_cause: BreachCause | None
    outcome: Outcome | None
    facts: Ticket = field(repr=False, compare=False)

    @property
    def breached(self) -> bool:
        """Whether the deadline passed before the clock stopped."""
        return self.breached_at is not None

    def to_dict(self) -> dict[str, Any]:
        """The reading as JSON has it: instants as RFC 3339 UTC, durations as seconds."""
        return {
            "ticket": self.ticket,
            "metric": self.metric,
            "target": self.target,
            "policy": self.policy,
            "kind": self.kind,
            "cycle": self.cycle,
            "state": self.state.value,
            "started_at": _instant(self.started_at),
            "stopped_at": _instant(self.stopped_at),
            "budget": _seconds(self.budget),
            "budget_text": self.budget_text,
            "elapsed": _seconds(self.elapsed),
            "remaining": _seconds(self.remaining),
            "deadline": _instant(self.deadline),
            "breached_at": _instant(self.breached_at),
            "breach_cause": self.breach_cause.value if self.breach_cause else None,
            "outcome": self.outcome.value if self.outcome else None,
        }


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at is not None else None


def _seconds(length: timedelta | None) -> float | int | None:
    if length is None:
        return None
    seconds = length.total_seconds()
    return int(seconds) if seconds.is_integer() else seconds
