"""The steps of a ticket's ladders that are due, or will be if nothing more happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from slaclock.clock.measure import Measure
from slaclock.errors import NeverOpens
from slaclock.escalation.run import Run
from slaclock.instant import format_instant, from_us, to_us
from slaclock.policy.ladder import Action, Step
from slaclock.policy.metric import METRICS, Metric, Moment
from slaclock.policy.policy import Policy
from slaclock.policy.step import When


@dataclass(frozen=True, slots=True)
class DueStep:
    """One step of a ladder with the instant it becomes due, on what is known now.

    `key` names it for ever: a step fires once per key through any crash, replay or recomputation. `deliver_at` is later
    than `due_at` where the recipient's hours make it wait.
    """

    ticket: str
    policy: str
    metric: str | None
    cycle: int
    step: str
    repeat: int
    due_at: datetime
    deliver_at: datetime
    do: tuple[Action, ...]
    urgent: bool

    @property
    def key(self) -> tuple[str, str, str, int, str, int]:
        """Ticket, policy, clock, cycle, step and repeat."""
        return self.ticket, self.policy, self.metric or "", self.cycle, self.step, self.repeat

    def to_dict(self) -> dict[str, Any]:
        """The step as JSON has it."""
        return {
            "ticket": self.ticket,
            "policy": self.policy,
            "metric": self.metric,
            "cycle": self.cycle,
            "step": self.step,
            "repeat": self.repeat,
            "due_at": format_instant(to_us(self.due_at)),
            "deliver_at": format_instant(to_us(self.deliver_at)),
            "do": [action.to_dict() for action in self.do],
            "urgent": self.urgent,
        }


def plan(measure: Measure, metrics: Mapping[str, Metric]) -> list[DueStep]:
    """The steps of a ticket's ladders, those due already and those that become due if nothing happens, by instant.

    A clock that is paused or stopped has none. Of a repeating step the latest repeat that is due stands there and the
    next: whoever looks again after a long while does not send what was missed in one heap.
    """
    policy = measure.life.stages[-1].policies.get(measure.kind)
    if policy is None or measure.life.over:
        return []
    steps = [
        _due(measure, policy, step, at) for step in policy.escalations for at in _of(measure, policy, step, metrics)
    ]
    return in_order(steps)


def in_order(steps: Iterable[DueStep]) -> list[DueStep]:
    """Steps by the instant they become due, also in the hour that autumn has twice."""
    return sorted(steps, key=lambda step: (to_us(step.due_at), step.key))


class _At(NamedTuple):
    """An instant at which a step becomes due, in a cycle, for the n-th time."""

    at: int
    cycle: int
    repeat: int


def _due(measure: Measure, policy: Policy, step: Step, due: _At) -> DueStep:
    zone = policy.calendar.zone
    return DueStep(
        ticket=measure.life.ticket.id,
        policy=policy.name,
        metric=step.target,
        cycle=due.cycle,
        step=step.name,
        repeat=due.repeat,
        due_at=from_us(due.at, zone),
        deliver_at=from_us(_delivered(step, due.at), zone),
        do=step.do,
        urgent=step.urgent,
    )


def _delivered(step: Step, due: int) -> int:
    """When a step is told: in its delivery hours. Where these have ended for good it is told at once, not never."""
    if step.hours is None or step.urgent:
        return due
    try:
        return step.hours.index.next_opening(due)
    except NeverOpens:
        return due


def _of(measure: Measure, policy: Policy, step: Step, metrics: Mapping[str, Metric]) -> Iterable[_At]:
    if step.point.when is When.UNASSIGNED:
        return _unassigned(measure, policy, step)
    if step.point.when is When.REOPENED:
        return _reopened(measure, step)
    metric = metrics.get(step.target or "")
    run = Run.of(measure, metric) if metric is not None else None
    return (_At(at, run.cycle, repeat) for at, repeat in run.reaches(step)) if run is not None else ()


def _reopened(measure: Measure, step: Step) -> Iterator[_At]:
    """The ticket came back once too often."""
    reopened = [turn.at for turn in measure.life.turns if turn.moment == Moment.REOPENED]
    wanted = step.point.count or 1
    if len(reopened) >= wanted:
        yield _At(reopened[wanted - 1], 1, 1)


def _unassigned(measure: Measure, policy: Policy, step: Step) -> Iterator[_At]:
    """Nobody has owned the ticket for too long; every time it is put back counts anew."""
    budget = step.point.budget
    runs = measure.cycles(METRICS["time_to_own"])
    if budget is not None and runs and runs[-1].stop is None:
        hours = policy.calendar.as_of(measure.life.born_at)
        yield _At(budget.due(budget.on(hours), runs[-1].start), runs[-1].number, 1)
