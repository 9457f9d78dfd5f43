"""One row of a policy: for this metric and priority, that much time on that calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from slaclock.hours.calendar import Calendar
from slaclock.policy.budget import Budget

DEFAULT = "default"
"""The row for every priority that has none of its own, and for tickets without a priority."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """What one clock has to keep: a metric with a budget, the calendar it is counted on, and what pauses it.

    `pauses` None means the metric's own statuses. `layers` tells where the budget comes from, the policy first and each
    concession after it.
    """

    metric: str
    name: str
    budget: Budget
    calendar: Calendar
    pauses: frozenset[str] | None = None
    pause_cap: Budget | None = None
    layers: tuple[str, ...] = ()

    @property
    def row(self) -> str:
        """The priority row this target stands in: `urgent`, `default`."""
        return self.name.rpartition("/")[2]


@dataclass(frozen=True, slots=True, eq=False)
class TargetTable:
    """The rows a policy has for one metric; a ticket takes its priority's row, or `default`, or none."""

    metric: str
    rows: Mapping[str, Target]

    def row(self, priority: str | None) -> Target | None:
        """The promise for a priority, if there is one."""
        found = self.rows.get(priority) if priority is not None else None
        return found if found is not None else self.rows.get(DEFAULT)

    def __iter__(self) -> Iterator[Target]:
        return iter(self.rows.values())
