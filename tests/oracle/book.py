"""The oracle's policy book: of each kind, the first policy that matches; of it, the row for the priority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.oracle.budget import Budget, parse_budget

Facts = Mapping[str, Any]
KINDS = ("customer", "internal", "vendor")
ROW_KEYS = {"pauses", "calendar", "pause_cap"}


@dataclass(frozen=True)
class Rule:
    """One promise: a policy's row for a metric."""

    policy: str
    metric: str
    row: str
    budget: Budget
    calendar: str
    pauses: frozenset[str] | None
    pause_cap: Budget | None

    @property
    def target(self) -> str:
        return f"{self.policy}/{self.metric}/{self.row}"


def first_match(policies: list[Mapping[str, Any]], kind: str, facts: Facts) -> Mapping[str, Any] | None:
    for policy in policies:
        if policy.get("kind", "customer") == kind and matches(policy.get("when", {}), facts):
            return policy
    return None


def matches(when: Mapping[str, Any], facts: Facts) -> bool:
    return all(any_of(wanted, facts.get(key)) for key, wanted in when.items())


def any_of(wanted: Any, found: Any) -> bool:
    choices = wanted if isinstance(wanted, list) else [wanted]
    return any(one in choices for one in found) if isinstance(found, frozenset) else found in choices


def rule_for(policy: Mapping[str, Any] | None, metric: str, priority: str | None) -> Rule | None:
    rows = policy["targets"].get(metric) if policy else None
    if policy is None or rows is None:
        return None
    row = priority if priority in rows and priority not in ROW_KEYS else "default"
    if row not in rows:
        return None
    pauses = rows.get("pauses")
    return Rule(
        policy["name"],
        metric,
        str(row),
        parse_budget(rows[row]),
        rows.get("calendar", policy.get("calendar")),
        None if pauses is None else frozenset(pauses),
        parse_budget(rows["pause_cap"]) if "pause_cap" in rows else None,
    )
