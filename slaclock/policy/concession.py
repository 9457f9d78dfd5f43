"""A better (or other) promise for one customer, laid over the policy: with a reason, an approver and an end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from slaclock.complaints import Complaints, show
from slaclock.hours.calendar import Calendar
from slaclock.instant import FIRST, format_instant
from slaclock.policy.budget import Budget
from slaclock.policy.known import Known
from slaclock.policy.policy import Kind, Policy
from slaclock.policy.since import since
from slaclock.policy.target import Target, TargetTable, load_rows
from slaclock.policy.value import Table, day_or_instant, items, keys, nearest, needed_text, text, texts

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
        if ticket.created_at is None or ticket.customer not in self.customers or not self.concerns(policy):
            return False
        zone = policy.calendar.zone
        starts = since(self.starts, zone) if self.starts is not None else FIRST
        return starts <= ticket.created_at < since(self.expires, zone)

    def concerns(self, policy: Policy) -> bool:
        """Whether it lies over a policy at all."""
        named = policy.name == self.policy if self.policy is not None else policy.kind is Kind.CUSTOMER
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


KEYS = ("name", "customer", "policy", "targets", "calendar", "from", "expires", "reason", "approver")
NEEDED = (
    ("customer", 'name the customer like "ACME", or a list of them'),
    ("targets", 'write [concessions.targets] like first_response = { urgent = "15 business minutes" }'),
    ("expires", "say from which date on it no longer applies, like 2027-01-01"),
)


def load_concession(
    table: Table, complaints: Complaints, known: Known, policies: Mapping[str, Mapping[str, object]]
) -> Concession | None:
    """One [[concessions]] table; `policies` are the metrics each policy of the configuration promises, by name."""
    before = len(complaints.found)
    keys(table, KEYS, complaints)
    for key, wanted in NEEDED:
        if key not in table:
            complaints.add(f"{key!r} is missing", wanted)
    reason = needed_text(table, "reason", complaints, "say why it was granted")
    approver = needed_text(table, "approver", complaints, "say who granted it")
    customers = texts(table["customer"], complaints.at("customer"), NEEDED[0][1]) if "customer" in table else ()
    policy = text(table, "policy", complaints, "name one policy")
    if policy is not None and policy not in policies and policy not in known.broken:
        complaints.at("policy").add(f"there is no policy {policy!r}", nearest(policy, policies))
    promised = policies.get(policy) if policy is not None else None
    rows = _rows(table.get("targets", {}), complaints.at("targets"), known, promised)
    calendar = known.calendar(table["calendar"], complaints.at("calendar")) if "calendar" in table else None
    starts, expires = (day_or_instant(table, key, complaints) for key in ("from", "expires"))
    if type(starts) is type(expires) and starts is not None and starts >= expires:  # type: ignore[operator]
        complaints.add("it expires before it begins", "let 'expires' be later than 'from'")
    name = text(table, "name", complaints, "give it a short name") or " and ".join(customers)
    if expires is None or reason is None or approver is None or len(complaints.found) > before:
        return None
    return Concession(name, frozenset(customers), rows, reason, approver, expires, starts, policy, calendar)


def _rows(
    value: object, complaints: Complaints, known: Known, promised: Mapping[str, object] | None
) -> dict[str, dict[str, Budget]]:
    """Metric → priority row → budget; only what the named policy promises can be conceded."""
    found: dict[str, dict[str, Budget]] = {}
    tables = complaints.table(value, NEEDED[1][1])
    if value == {}:
        complaints.add("no target", NEEDED[1][1])
    for name, rows in items(tables, complaints):
        here = complaints.at(name)
        if known.metric(name, complaints) is not None and promised is not None and name not in promised:
            here.add(f"the policy has no target {name!r}", nearest(name, promised))
        if isinstance(rows, Mapping):
            found[name] = load_rows(rows, here)
        else:
            here.add(f"found {show(rows)}", 'write a table of priorities like { urgent = "15 business minutes" }')
    return found
