"""The targets that tickets of a certain kind get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from slaclock.hours.calendar import Calendar
from slaclock.instant import HOUR
from slaclock.policy.channel import ChannelProfile, profile
from slaclock.policy.ladder import Step
from slaclock.policy.match import ALWAYS, Condition
from slaclock.policy.target import Target, TargetTable

REOPEN_WINDOW = 168 * HOUR


class Kind(StrEnum):
    """Between whom a promise stands: with a customer, between own teams, with a vendor."""

    CUSTOMER = "customer"
    INTERNAL = "internal"
    VENDOR = "vendor"


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """The targets that tickets of a certain kind get; `effective_from` dates a version, None means since ever."""

    name: str
    kind: Kind
    calendar: Calendar
    targets: Mapping[str, TargetTable]
    when: Condition = ALWAYS
    escalations: tuple[Step, ...] = ()
    reopen_window: int = REOPEN_WINDOW
    auto_acknowledgement_counts: bool = False
    effective_from: int | None = None
    channels: Mapping[str, ChannelProfile] = field(default_factory=dict)

    def target(self, metric: str, priority: str | None) -> Target | None:
        """What this policy promises on a metric for a priority, if anything."""
        table = self.targets.get(metric)
        return table.row(priority) if table is not None else None

    def channel(self, name: str | None) -> ChannelProfile:
        """How a channel behaves under this policy."""
        own = self.channels.get(name) if name is not None else None
        return own if own is not None else profile(name)
