"""What a customer is owed at an instant: which of his ticket's clocks answers him soonest, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from slaclock.clock.cycle import Cycle
from slaclock.clock.life import Life
from slaclock.clock.measure import Measure
from slaclock.clock.waits import CUSTOMER, MANUAL
from slaclock.errors import NeverOpens
from slaclock.hours.calendar import Calendar
from slaclock.policy.budget import Unit
from slaclock.policy.metric import METRICS, Metric
from slaclock.policy.policy import Kind, Policy
from slaclock.policy.target import Target
from slaclock.timeline.ticket import Ticket

PROVISIONAL = "priority_provisional"
"""The field by which a helpdesk says that nobody has looked at the priority yet."""

_YES = frozenset({"true", "yes", "1"})


class About(StrEnum):
    """What is promised: an answer, news, or a solution."""

    REPLY = "reply"
    UPDATE = "update"
    SOLUTION = "solution"


ANSWERS: Mapping[About, tuple[str, ...]] = {
    About.REPLY: ("first_response", "next_response"),
    About.UPDATE: ("update",),
    About.SOLUTION: ("resolution", "total_resolution"),
}
"""The metrics a customer is told about, what he waits for most first."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One running promise and its deadline.

    While it waits (`deadline` None), what is `left` of its budget, and whether it waits for the customer himself;
    `cycle` is the run of the clock it is about.
    """

    about: About
    target: Target
    calendar: Calendar
    deadline: int | None
    left: int
    for_customer: bool = False
    cycle: int = 1

    @property
    def working(self) -> bool:
        """Whether what is left is counted in open time."""
        return self.target.budget.unit is not Unit.WALL


@dataclass(frozen=True, slots=True)
class Nothing:
    """No promise can be made, and why; the calendar, where one is known, still says when somebody is there."""

    why: str
    calendar: Calendar | None = None
    answered: bool = False
    """Whether that is because the customer waits for nothing."""


def owed(life: Life, metrics: Mapping[str, Metric], at: int, *, firm: bool = False) -> Owed | Nothing:
    """What the ticket's customer is owed at an instant, or why nothing can be promised (P5).

    `firm` if something was promised already: that the priority became provisional takes nothing back.
    """
    if life.over:
        return Nothing("the ticket was merged or deleted", answered=True)
    measure = Measure(life, Kind.CUSTOMER, at)
    # who has written to a bot only waits for nobody yet
    waits_for_nothing = life.unanswered is None or not measure.cycles(METRICS["first_response"])
    stage = life.stages[-1]
    policy = stage.policies.get(Kind.CUSTOMER)
    if policy is None:
        return Nothing("no policy serves the ticket", answered=waits_for_nothing)
    calendar = policy.calendar.as_of(life.born_at)
    for about, names in ANSWERS.items():
        running = [found for name in names for found in _running(measure, metrics.get(name), policy)]
        if not running:
            continue
        metric, cycle, target = min(running, key=lambda each: _urgency(measure, *each))
        if not firm and _provisional(stage.ticket, policy, metric, measure, cycle):
            return Nothing("the priority is provisional", calendar)
        return _told(measure, metric, cycle, target, about)
    why = "nothing is owed" if waits_for_nothing else f"policy {policy.name!r} promises nothing for it"
    return Nothing(why, calendar, answered=waits_for_nothing)


def _running(measure: Measure, metric: Metric | None, policy: Policy) -> Iterable[tuple[Metric, Cycle, Target]]:
    """The open cycle of a metric with its target, if the policy has one."""
    if metric is None or metric.name not in policy.targets:
        return
    cycles = measure.cycles(metric)
    if cycles and cycles[-1].stop is None:
        target = measure.terms(metric, cycles[-1])[-1].target
        if target is not None:
            yield metric, cycles[-1], target


def _urgency(measure: Measure, metric: Metric, cycle: Cycle, target: Target) -> tuple[bool, int]:
    """What is told first: that a clock waits, then what ends soonest."""
    gauge = measure.gauge(metric, cycle, target)
    return gauge.cut_at(measure.at) is None, gauge.deadline(measure.at)


def _told(measure: Measure, metric: Metric, cycle: Cycle, target: Target, about: About) -> Owed:
    gauge, at = measure.gauge(metric, cycle, target), measure.at
    calendar = target.calendar.as_of(measure.life.born_at)
    cut = gauge.cut_at(at)
    if cut is None:
        return Owed(about, target, calendar, gauge.deadline(at), 0, cycle=cycle.number)
    length = target.budget.length
    left = gauge.days_left(at) if length is None else length - gauge.elapsed(at)
    return Owed(about, target, calendar, None, left, _for_customer(measure, metric, target), cycle.number)


def _for_customer(measure: Measure, metric: Metric, target: Target) -> bool:
    """Whether the clock waits for the customer alone: one wait may follow another, and several go on at once."""
    at = measure.at
    waits = [
        each for each in measure.waits_of(metric, target) if each.start <= at and (each.end is None or each.end > at)
    ]
    return bool(waits) and all(
        each.kind == "pending" or (each.kind == MANUAL and each.reason == CUSTOMER) for each in waits
    )


def _provisional(ticket: Ticket, policy: Policy, metric: Metric, measure: Measure, cycle: Cycle) -> bool:
    """Whether the promise may have to be taken back once somebody sets the priority.

    A ticket without one takes the row `default`; that is firm unless another row of the metric allows more time.
    """
    if str(ticket.fields.get(PROVISIONAL)).casefold() in _YES:
        return True
    table = policy.targets[metric.name]
    default = table.row(None)
    if ticket.priority is not None or default is None:
        return False
    due = measure.gauge(metric, cycle, default).deadline(measure.at)
    return any(_later(measure, metric, cycle, row, due) for row in table if row is not default)


def _later(measure: Measure, metric: Metric, cycle: Cycle, row: Target, due: int) -> bool:
    try:
        return measure.gauge(metric, cycle, row).deadline(measure.at) > due
    except NeverOpens:
        return True
