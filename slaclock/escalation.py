"""Which steps of an escalation become due, and when: the plan only, firing is the service's work (laws L31 to L35)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, NamedTuple

from slaclock.clock.gauge import Gauge
from slaclock.clock.life import Life
from slaclock.clock.measure import Measure
from slaclock.clock.reading import Reading, State
from slaclock.hours.calendar import Calendar
from slaclock.instant import HOUR, format_instant, from_us, to_us
from slaclock.policy.budget import Budget, Unit
from slaclock.policy.ladder import Action, Step
from slaclock.policy.metric import METRICS, Metric, Moment
from slaclock.policy.step import Point, When

LAST_CHANCE = HOUR
"""How much open time is left at a last-chance warning."""
MOST_REPEATS = 1_000
"""How often a repeating step is planned at most, so that a forgotten ticket stays finite."""


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

    A clock that is paused or stopped has none. A step of a repeating point is planned up to its next repeat only.
    """
    policy = measure.life.stages[-1].policies.get(measure.kind)
    if policy is None or measure.life.over:
        return []
    steps: list[DueStep] = []
    for step in policy.escalations:
        metric = metrics.get(step.target) if step.target is not None else None
        found = _of_ticket(measure, step) if metric is None else _of_clock(measure, step, metric)
        steps += [_due(measure, policy.name, step, due) for due in found]
    return sorted(steps, key=lambda due: (due.due_at, due.key))


class _At(NamedTuple):
    """An instant at which a step becomes due, in a cycle, for the n-th time."""

    at: int
    cycle: int
    repeat: int


def _due(measure: Measure, policy: str, step: Step, due: _At) -> DueStep:
    zone = measure.life.stages[-1].policies[measure.kind].calendar.zone
    waits = step.hours is not None and not step.urgent
    deliver = step.hours.index.next_opening(due.at) if waits and step.hours is not None else due.at
    return DueStep(
        ticket=measure.life.ticket.id,
        policy=policy,
        metric=step.target,
        cycle=due.cycle,
        step=step.name,
        repeat=due.repeat,
        due_at=from_us(due.at, zone),
        deliver_at=from_us(deliver, zone),
        do=step.do,
        urgent=step.urgent,
    )


def _of_clock(measure: Measure, step: Step, metric: Metric) -> Iterator[_At]:
    """The instants of a step that hangs on a clock: only the cycle that runs now can call."""
    runs = measure.cycles(metric)
    if not runs or runs[-1].stop is not None:
        return
    cycle = runs[-1]
    reading = measure.read(metric, cycle)
    if reading is None or reading.state is State.PAUSED:
        return
    target = measure.terms(metric, cycle)[-1].target
    if target is None:
        return
    gauge = measure.gauge(metric, cycle, target)
    hours = target.calendar.as_of(measure.life.born_at)
    for repeat, at in enumerate(_points(step, gauge, hours, reading, measure), 1):
        yield _At(at, cycle.number, repeat)


def _points(step: Step, gauge: Gauge, hours: Calendar, reading: Reading, measure: Measure) -> Iterable[int]:
    point = step.point
    deadline = gauge.deadline(measure.at)
    breach = to_us(reading.breached_at) if reading.breached_at is not None else deadline
    match point.when:
        case When.PERCENT:
            return [_percent(point, gauge, measure.at)]
        case When.BEFORE:
            return [max(gauge.start, _back(gauge, hours, deadline, _needed(point)))]
        case When.LAST_CHANCE:
            return [max(gauge.start, hours.index.subtract(deadline, LAST_CHANCE))]
        case When.AT_BREACH:
            return [breach]
        case When.AFTER:
            budget = _needed(point)
            return [budget.due(budget.on(hours), breach)]
        case When.EVERY:
            return _repeats(step, _needed(point), hours, breach, measure)
        case _:
            return []


def _needed(point: Point) -> Budget:
    if point.budget is None:
        raise ValueError(f"{point.text!r} names no length")
    return point.budget


def _percent(point: Point, gauge: Gauge, at: int) -> int:
    """When a share of the budget is used; a day budget is as long as the open time it spans."""
    unit, length = gauge.budget.unit, gauge.budget.length
    if length is None:
        unit = Unit.OPEN
        length = gauge.calendar.index.between(gauge.start, gauge.budget.due(gauge.calendar, gauge.start))
    part = math.ceil(length * (point.fraction or 0))
    return gauge.with_budget(Budget(unit, part, point.text)).deadline(at) if part else gauge.start


def _back(gauge: Gauge, hours: Calendar, deadline: int, budget: Budget) -> int:
    """A length before the deadline, the time of cuts in between not counted."""
    calendar = budget.on(hours)
    length = budget.length or 0
    found = calendar.index.subtract(deadline, length)
    paused = sum(
        calendar.index.between(max(cut.start, found), cut.end)
        for cut in gauge.cuts
        if cut.end is not None and found < cut.end <= deadline
    )
    return calendar.index.subtract(deadline, length + paused) if paused else found


def _repeats(step: Step, budget: Budget, hours: Calendar, breach: int, measure: Measure) -> Iterator[int]:
    """Every repeat up to the next one after now; an acknowledgement ends them."""
    calendar = budget.on(hours)
    acknowledged = _acknowledged(step, measure.life) if step.point.acknowledgeable else None
    at = breach
    for number in count(1):
        at = budget.due(calendar, at)
        if number > MOST_REPEATS or (acknowledged is not None and at >= acknowledged):
            return
        yield at
        if at > measure.at:
            return


def _acknowledged(step: Step, life: Life) -> int | None:
    """When somebody acknowledged this step, or its whole clock."""
    for seen in life.acknowledged:
        if seen.target == step.target and seen.step in (None, step.name):
            return seen.at
    return None


def _of_ticket(measure: Measure, step: Step) -> Iterator[_At]:
    """The instants of a step that hangs on the ticket itself: nobody owns it, or it comes back again and again."""
    turns = measure.life.turns
    if step.point.when is When.REOPENED:
        reopened = [turn.at for turn in turns if turn.moment == Moment.REOPENED]
        wanted = step.point.count or 1
        if len(reopened) >= wanted:
            yield _At(reopened[wanted - 1], 1, 1)
        return
    runs = measure.cycles(METRICS["time_to_own"])
    if runs and runs[-1].stop is None:
        budget = _needed(step.point)
        hours = measure.life.stages[-1].policies[measure.kind].calendar.as_of(measure.life.born_at)
        yield _At(budget.due(budget.on(hours), runs[-1].start), runs[-1].number, 1)
