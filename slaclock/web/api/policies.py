"""Policies: the book as it stands, and why a ticket with certain facts would get which promise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from slaclock.instant import FIRST, LAST, format_instant
from slaclock.policy.book import PolicyBook, Verdict
from slaclock.policy.ladder import Step
from slaclock.policy.policy import Kind, Policy
from slaclock.policy.target import TargetTable
from slaclock.timeline.event import TicketEvent
from slaclock.timeline.grammar import CHANNELS
from slaclock.timeline.ticket import Ticket
from slaclock.web.api.asked import AtInstant, Name, OfDesk
from slaclock.web.api.tickets import VerdictShown
from slaclock.web.guard import Service, Viewer
from slaclock.web.problem import declared

router = APIRouter(tags=["policies"])


class TargetShown(BaseModel):
    """One row of a policy: for this metric and priority, that much time on that calendar."""

    metric: str
    priority: str = Field(description="`default` for every priority without a row of its own.")
    budget: str = Field(description="Like `4 business hours`.")
    calendar: str
    pauses: list[str] | None = Field(description="Statuses in which it waits; null for the metric's own.")


class StepShown(BaseModel):
    """One step of a ladder."""

    name: str
    target: str | None
    at: str
    do: list[dict[str, Any]]
    hours: str | None = Field(description="The calendar in whose hours it is delivered; null for any time.")
    urgent: bool


class PolicyShown(BaseModel):
    """A policy: for which tickets, with which promises and ladder."""

    name: str
    kind: Kind
    when: str = Field(description="Which tickets are meant, in words.")
    calendar: str
    in_force_from: str | None
    in_force_until: str | None = Field(description="Before this instant; then the next version begins.")
    targets: list[TargetShown]
    escalations: list[StepShown]


class BookShown(BaseModel):
    """The policies in their order: the first of each kind that matches wins."""

    policies: list[PolicyShown]


class TicketFacts(AtInstant):
    """What is known of a ticket that may come, as in an event `created`."""

    channel: str = Field("email", json_schema_extra={"enum": list(CHANNELS)})
    priority: Name | None = None
    customer: Name | None = None
    requester: Name | None = None
    group: Name | None = None
    tag: list[Name] = Field([], max_length=50, description="A tag; several times for several.")
    tier: Name | None = Field(None, description="The field `tier`.")
    language: Name | None = Field(None, description="The field `language`.")

    def created(self, now: int) -> dict[str, Any]:
        """The event as a helpdesk would tell it."""
        facts = {name: getattr(self, name) for name in ("channel", "priority", "customer", "requester", "group")}
        fields = {name: value for name in ("tier", "language") if (value := getattr(self, name)) is not None}
        told = {"ticket": "asked", "id": "asked", "at": format_instant(self.moment(now)), "type": "created"}
        return told | facts | {"tags": self.tag, "fields": fields}


class MatchShown(BaseModel):
    """Which policy of each kind a ticket gets, what it promises, and what was decided about each policy."""

    policies: dict[Kind, str] = Field(description="The policy of each kind that matches.")
    targets: list[TargetShown] = Field(description="What they promise for its priority.")
    trail: list[VerdictShown] = Field(description="Every policy in the order it was asked.")


@router.get("/policies", response_model=BookShown, responses=declared(401, 403, 422, 429))
def list_policies(asked: Annotated[OfDesk, Query()], app: Service, _key: Viewer) -> dict[str, Any]:
    """The policy book: every policy in the order it is asked, with its promises and its ladder."""
    book = app.desk(asked.helpdesk).config.book
    return {"policies": [_policy(book, policy) for policy in book.policies]}


@router.get("/policies/match", response_model=MatchShown, responses=declared(401, 403, 422, 429))
def match_policies(asked: Annotated[TicketFacts, Query()], app: Service, _key: Viewer) -> dict[str, Any]:
    """Which promises a ticket with these facts would get if it came in now, and why not the others."""
    book = app.desk(asked.helpdesk).config.book
    ticket = Ticket.of("asked", [TicketEvent.from_mapping(asked.created(app.now()))])
    chosen = book.match(ticket)
    rows = [
        (metric, target)
        for policy in chosen.values()
        for metric in policy.targets
        if (target := policy.target(metric, ticket.priority)) is not None
    ]
    return {
        "policies": {kind.value: policy.name for kind, policy in chosen.items()},
        "targets": [_target(metric, target.row, target) for metric, target in rows],
        "trail": [verdict(each) for each in book.trail(ticket)],
    }


def verdict(each: Verdict) -> dict[str, Any]:
    """What was decided about one policy, as JSON has it."""
    told = {"policy": each.policy, "kind": each.kind.value, "chosen": each.chosen}
    return told | {"reasons": list(each.reasons)}


def _policy(book: PolicyBook, policy: Policy) -> dict[str, Any]:
    start, end = book.in_force(policy)
    return {
        "name": policy.name,
        "kind": policy.kind.value,
        "when": policy.when.wanted,
        "calendar": policy.calendar.name,
        "in_force_from": format_instant(start) if start > FIRST else None,
        "in_force_until": format_instant(end) if end < LAST else None,
        "targets": [row for table in policy.targets.values() for row in _rows(table)],
        "escalations": [_step(step) for step in policy.escalations],
    }


def _rows(table: TargetTable) -> Iterator[dict[str, Any]]:
    for priority, target in table.rows.items():
        yield _target(table.metric, priority, target)


def _target(metric: str, priority: str, target: Any) -> dict[str, Any]:
    pauses = sorted(target.pauses) if target.pauses is not None else None
    told = {"metric": metric, "priority": priority, "budget": target.budget.text, "pauses": pauses}
    return told | {"calendar": target.calendar.name}


def _step(step: Step) -> Mapping[str, Any]:
    return {
        "name": step.name,
        "target": step.target,
        "at": str(step.point),
        "do": [action.to_dict() for action in step.do],
        "hours": step.hours.name if step.hours is not None else None,
        "urgent": step.urgent,
    }
