"""One row of a policy: for this metric and priority, that much time on that calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from slaclock.complaints import Complaints, show
from slaclock.hours.calendar import Calendar
from slaclock.policy.budget import Budget
from slaclock.policy.known import Known
from slaclock.policy.metric import WAITING_STATUSES, Metric
from slaclock.policy.value import Table, budget, is_text, items, length, nearest

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
        return self.name.partition(f"/{self.metric}/")[2]


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


KEYS = ("pauses", "calendar", "pause_cap")


def load_targets(
    policy: str, value: object, complaints: Complaints, known: Known, calendar: Calendar | None
) -> dict[str, TargetTable]:
    """The [policies.targets] of one policy; `calendar` is the policy's, for targets without their own."""
    wanted = 'write a table of metrics like { first_response = { default = "4 business hours" } }'
    tables: dict[str, TargetTable] = {}
    for name, rows in items(complaints.table(value, wanted), complaints):
        here = complaints.at(name)
        metric = known.metric(name, complaints)
        if not isinstance(rows, Mapping):
            here.add(
                f"found {show(rows)}", 'write a table of priorities like { urgent = "1 hour", default = "4 hours" }'
            )
        elif metric is not None:
            tables[name] = _table(policy, metric, rows, here, known, calendar)
    return tables


def _table(
    policy: str, metric: Metric, rows: Table, complaints: Complaints, known: Known, calendar: Calendar | None
) -> TargetTable:
    pauses = _pauses(metric, rows, complaints)
    cap = (
        length(rows["pause_cap"], complaints.at("pause_cap"))
        if _pausable("pause_cap", metric, rows, complaints)
        else None
    )
    if "calendar" in rows:
        calendar = known.calendar(rows["calendar"], complaints.at("calendar"))
    targets: dict[str, Target] = {}
    budgets = load_rows(rows, complaints, KEYS)
    for row, promised in budgets.items():
        if calendar is not None:
            name, layer = f"{policy}/{metric.name}/{row}", f"policy {policy!r}: {promised}"
            targets[row] = Target(metric.name, name, promised, calendar, pauses, cap, (layer,))
    return TargetTable(metric.name, targets)


def load_rows(rows: Table, complaints: Complaints, other: tuple[str, ...] = ()) -> dict[str, Budget]:
    """The budgets of a table by priority; `other` keys of the table are somebody else's."""
    budgets: dict[str, Budget] = {}
    reserved = (DEFAULT, *other)
    for row, text in items(rows, complaints):
        if row in other:
            continue
        near = [] if row in reserved else get_close_matches(row, reserved, n=1, cutoff=0.8)
        if near:
            complaints.add(f"unknown key {row!r}", f"did you mean {near[0]!r}?")
        elif not is_text(row):
            complaints.add(f"found the priority {show(row)}", "name a priority or 'default'")
        elif (promised := budget(text, complaints.at(row))) is not None:
            budgets[row] = promised
    if not rows.keys() - set(other):
        complaints.add("no budget", 'write at least one priority or a default, like { default = "4 business hours" }')
    return budgets


def _pausable(key: str, metric: Metric, rows: Table, complaints: Complaints) -> bool:
    if key not in rows or metric.pausable:
        return key in rows
    complaints.at(key).add(
        f"{metric.name} has fixed pauses",
        f"leave {key!r} out; resolution, update, ownership and your own metrics take it",
    )
    return False


def _pauses(metric: Metric, rows: Table, complaints: Complaints) -> frozenset[str] | None:
    if not _pausable("pauses", metric, rows, complaints):
        return None
    here, value = complaints.at("pauses"), rows["pauses"]
    if not isinstance(value, (list, tuple)) or not all(isinstance(status, str) for status in value):
        here.add(f"found {show(value)}", 'write a list of statuses like ["pending", "hold"]')
        return None
    for status in value:
        if status in ("solved", "closed"):
            here.add(f"a clock has stopped when {status}", "name statuses it waits in: " + ", ".join(WAITING_STATUSES))
        elif status not in WAITING_STATUSES:
            here.add(f"there is no status {status!r}", nearest(status, WAITING_STATUSES))
    return frozenset(value)
