"""A better (or other) promise for one customer, laid over the policy: with a reason, an approver and an end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from slaclock.hours.calendar import Calendar
from slaclock.instant import format_instant
from slaclock.policy.budget import Budget
from slaclock.policy.policy import Policy
from slaclock.policy.since import since
from slaclock.policy.target import Target, TargetTable

if TYPE_CHECKING:
    from slaclock.timeline.ticket import Ticket


@dataclass(frozen=True, slots=True, eq=False)
class Concession:
    """What a customer was granted beside the policy, for tickets created from `starts` until before `expires`.

    `rows` maps a metric to its priority rows; only metrics the policy promises are touched, row by row.
    Dates begin at midnight in the zone of the policy's calendar; `policy` None lies over every customer policy.
    """

    name: str
    customers: frozenset[str]
    rows: Mapping[str, Mapping[str, Budget]]
    reason: str
    approver: str
    expires: date | int
    starts: date | int | None = None
    policy: str | None = None
    calendar: Calendar | None = None

    def covers(self, ticket: Ticket, policy: Policy) -> bool:
        """Whether this ticket under this policy gets the concession."""
        if ticket.customer not in self.customers or not self.concerns(policy):
            return False
        zone = policy.calendar.zone
        starts = since(self.starts, zone) if self.starts is not None else 0
        return starts <= ticket.created_at < since(self.expires, zone)

    def concerns(self, policy: Policy) -> bool:
        """Whether it lies over a policy at all."""
        named = policy.name == self.policy if self.policy is not None else policy.kind == "customer"
        return named and not self.rows.keys().isdisjoint(policy.targets)

    def over(self, policy: Policy) -> Policy:
        """The policy with this concession on top; each changed target tells its layers."""
        targets = dict(policy.targets)
        for metric in self.rows.keys() & targets.keys():
            targets[metric] = self._table(policy.name, targets[metric], self.rows[metric])
        return replace(policy, targets=targets)

    def _table(self, policy: str, table: TargetTable, rows: Mapping[str, Budget]) -> TargetTable:
        changed = dict(table.rows)
        for row, budget in rows.items():
            below = table.row(row) or next(iter(table))
            changed[row] = self._target(f"{policy}/{table.metric}/{row}", below, budget)
        return TargetTable(table.metric, changed)

    def _target(self, name: str, below: Target, budget: Budget) -> Target:
        said = f"concession {self.name!r}: {budget} ({self.reason}; approved by {self.approver}; until {self._until})"
        layers = (*below.layers, said)
        return replace(below, name=name, budget=budget, calendar=self.calendar or below.calendar, layers=layers)

    @property
    def _until(self) -> str:
        return self.expires.isoformat() if isinstance(self.expires, date) else format_instant(self.expires)
