"""A clock that runs now, as its ladder sees it: at which instant it reaches each point (laws L32, L34, L35)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from slaclock.clock.gauge import Cut, Gauge
from slaclock.clock.measure import Measure
from slaclock.clock.reading import State
from slaclock.errors import NeverOpens
from slaclock.hours.calendar import Calendar
from slaclock.instant import HOUR, to_us
from slaclock.policy.budget import Budget, Unit
from slaclock.policy.ladder import Step
from slaclock.policy.metric import Metric
from slaclock.policy.step import Point, When

LAST_CHANCE = Budget(Unit.OPEN, HOUR, "last chance")
"""How much open time is left at a last-chance warning."""


@dataclass(frozen=True, slots=True)
class Run:
    """One running cycle under its present target; instants are microseconds.

    No point but the breach itself lies before `since`, when the target began to hold, nor inside a pause: a point that
    a change of policy finds passed is reached at the change, and what comes after the breach waits as the clock does.
    """

    gauge: Gauge
    hours: Calendar
    """The target's open hours, also where its budget is counted around the clock."""
    since: int
    deadline: int
    breach: int
    """When the deadline passed, or will."""
    at: int
    cycle: int
    acknowledged: Sequence[str | None]
    """The steps somebody took notice of in this cycle; None means all of them."""

    @classmethod
    def of(cls, measure: Measure, metric: Metric) -> Run | None:
        """The cycle of a metric that runs; None where it is stopped, paused or promised nothing."""
        cycles = measure.cycles(metric)
        if not cycles or cycles[-1].stop is not None:
            return None
        cycle = cycles[-1]
        reading = measure.read(metric, cycle)
        term = measure.terms(metric, cycle)[-1]
        if reading is None or term.target is None or reading.state is State.PAUSED:
            return None
        gauge = measure.gauge(metric, cycle, term.target)
        since = max(cycle.start, term.start)
        deadline = gauge.deadline(measure.at)
        seen = [
            told.step
            for told in measure.life.acknowledged
            if told.at >= cycle.start and _means(told.target, reading.policy, metric.name)
        ]
        return cls(
            gauge=gauge,
            hours=term.target.calendar.as_of(measure.life.born_at),
            since=gauge.runs_after(since, measure.at + 1) or since,
            deadline=deadline,
            breach=to_us(reading.breached_at) if reading.breached_at is not None else deadline,
            at=measure.at,
            cycle=cycle.number,
            acknowledged=seen,
        )

    def reaches(self, step: Step) -> Iterator[tuple[int, int]]:
        """The instants at which a step becomes due, each with the number of its repeat.

        A point more than ten years ahead is never reached.
        """
        try:
            if step.point.when is When.AT_BREACH:
                yield self.breach, 1
            elif step.point.when is When.EVERY:
                yield from self._repeats(step)
            else:
                yield self._running(self._reached(step)), 1
        except NeverOpens:
            return

    def _reached(self, step: Step) -> int:
        point = step.point
        match point.when:
            case When.START:
                return self.gauge.start
            case When.PERCENT:
                return self._used(point.fraction or Fraction(1))
            case When.BEFORE:
                return self._before(_length(point), self.hours)
            case When.LAST_CHANCE:
                return self._before(LAST_CHANCE, self.hours if step.hours is None or step.urgent else step.hours)
            case _:
                return self._counted(_length(point), self.breach).deadline(self.at)

    def _running(self, at: int) -> int:
        """An instant, or the end of the pause it lies inside of, as where a day budget comes to rest at a closing."""
        cut = self.gauge.cut_at(at)
        at = cut.end if cut is not None and cut.end is not None and cut.start < at else at
        return max(at, self.since)

    def _used(self, share: Fraction) -> int:
        """When a share of the budget is used; a day budget is as long as the open time it spans.

        That may be none at all (from one closing to the next opening), so what is more counts on from the deadline.
        """
        if share == 1:
            return self.deadline
        gauge, budget = self.gauge, self.gauge.budget
        if budget.length is not None:
            part = Budget(budget.unit, math.ceil(budget.length * share), budget.text)
            return gauge.with_budget(part).deadline(self.at)
        length = gauge.calendar.index.between(gauge.start, budget.due(gauge.calendar, gauge.start))
        if share > 1:
            over = Budget(Unit.OPEN, math.ceil(length * (share - 1)), budget.text)
            return self._counted(over, self.deadline).deadline(self.at)
        return gauge.with_budget(Budget(Unit.OPEN, math.ceil(length * share), budget.text)).deadline(self.at)

    def _before(self, budget: Budget, hours: Calendar) -> int:
        """The latest instant from which so much time is left until the deadline, pauses not counted."""
        index = budget.on(hours).index
        left, end = budget.amount, self.deadline
        for cut in reversed(self.gauge.cuts):
            if cut.end is None or cut.start >= end:
                continue
            running = index.between(min(cut.end, end), end)
            if running >= left:
                break
            left, end = left - running, cut.start
        return index.subtract(end, left) if index.between(self.since, end) >= left else self.since

    def _counted(self, budget: Budget, start: int) -> Gauge:
        """A length counted from a later instant, for which the clock waits as for its own."""
        cuts: list[Cut] = [
            cut._replace(start=max(cut.start, start)) for cut in self.gauge.cuts if cut.end is None or cut.end > start
        ]
        return Gauge(budget, budget.on(self.hours), start, cuts)

    def _repeats(self, step: Step) -> Iterator[tuple[int, int]]:
        """The latest repeat that is due and the next one; none once somebody took notice."""
        if step.point.acknowledgeable and any(name in (None, step.name) for name in self.acknowledged):
            return
        every = _length(step.point)
        passed = self._counted(every, self.breach).elapsed(self.at) // every.amount if self.breach <= self.at else 0
        for repeat in range(max(passed, 1), passed + 2):
            so_far = Budget(every.unit, every.amount * repeat, every.text)
            yield self._running(self._counted(so_far, self.breach).deadline(self.at)), repeat


def _length(point: Point) -> Budget:
    if point.budget is None:
        raise ValueError(f"{point.text!r} names no length")
    return point.budget


def _means(acknowledged: str, policy: str, metric: str) -> bool:
    """Whether a target was meant: by its metric, or by its full name, whatever the priority was then."""
    return acknowledged == metric or acknowledged.startswith(f"{policy}/{metric}/")
