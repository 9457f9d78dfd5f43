"""A run of a clock measured against the targets it stood under: its Reading (laws L14, L19, L21)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from slaclock.clock.cycle import Cycle, cycles
from slaclock.clock.gauge import Cut, Gauge, capped, gap_waits, honoured, merged
from slaclock.clock.life import Life, Stage
from slaclock.clock.reading import BreachCause, Reading, State
from slaclock.instant import from_us, to_length
from slaclock.policy.budget import Unit
from slaclock.policy.metric import Metric, Moment, Outcome
from slaclock.policy.policy import REOPEN_WINDOW, Kind
from slaclock.policy.target import Target


class Term(NamedTuple):
    """A stretch of a run under one target (None: nothing was promised); `changed` if another came before it."""

    start: int
    end: int
    target: Target | None
    changed: bool


class Breach(NamedTuple):
    """When a deadline passed, and why."""

    at: int
    cause: BreachCause


@dataclass(slots=True)
class Measure:
    """Reads the clocks of one ticket at one instant, for one kind of policy."""

    life: Life
    kind: Kind
    at: int
    _cuts: dict[tuple[str, str], list[Cut]] = field(default_factory=dict)

    def readings(self, metrics: Mapping[str, Metric]) -> Iterator[Reading]:
        """Every cycle of every metric that the ticket's policies promise, in order."""
        for metric in self.metrics(metrics):
            for cycle in self.cycles(metric):
                reading = self.read(metric, cycle)
                if reading is not None:
                    yield reading

    def metrics(self, metrics: Mapping[str, Metric]) -> list[Metric]:
        """The metrics that any of the ticket's policies had a target for."""
        named: set[str] = set()
        for stage in self.life.stages:
            policy = stage.policies.get(self.kind)
            if policy is not None:
                named.update(policy.targets)
        return [metric for name, metric in metrics.items() if name in named]

    def cycles(self, metric: Metric) -> list[Cycle]:
        """The runs of a metric so far."""
        runs = cycles(metric, self.life.turns, self._window)
        return self._windows(metric, runs) if metric.latest else runs

    def _windows(self, metric: Metric, runs: Sequence[Cycle]) -> list[Cycle]:
        """A start that came after the deadline opened a new window; one before it only moved the window on."""
        told: list[Cycle] = []
        for run in runs:
            for (start, place), (until, until_place) in pairwise([*run.restarts, (run.start, run.place)]):
                window = Cycle(len(told) + 1, start, place, until, until_place, Moment.INBOUND)
                reading = self.read(metric, window)
                if reading is not None and reading.breached:
                    told.append(window)
            told.append(replace(run, number=len(told) + 1))
        return told

    def _window(self, place: int) -> int:
        policy = self.life.stages[self.life.stage_at(place)].policies.get(self.kind)
        return policy.reopen_window if policy is not None else REOPEN_WINDOW

    def terms(self, metric: Metric, cycle: Cycle) -> list[Term]:
        """The targets a run stood under, one after the other; equal neighbours are one."""
        life = self.life
        end, last = self.at if cycle.stop is None else cycle.stop, self._last_stage(cycle)
        first = life.stage_at(cycle.place)
        before = life.stages[first]
        terms = [Term(cycle.start, end, self._target(metric, before), False)]
        for stage in life.stages[first + 1 : last + 1]:
            if stage.policies is before.policies and stage.ticket.priority == before.ticket.priority:
                continue
            before, target = stage, self._target(metric, stage)
            if target is not terms[-1].target:
                terms[-1] = terms[-1]._replace(end=stage.at)
                terms.append(Term(stage.at, end, target, True))
        return terms

    def _last_stage(self, cycle: Cycle) -> int:
        """The stage a run is read under: the present one, or the one its stop found (not the next group's)."""
        return len(self.life.stages) - 1 if cycle.stop is None else self.life.stage_at(cycle.stop_place - 1)

    def _target(self, metric: Metric, stage: Stage) -> Target | None:
        policy = stage.policies.get(self.kind)
        return policy.target(metric.name, stage.ticket.priority) if policy is not None else None

    def gauge(self, metric: Metric, cycle: Cycle, target: Target) -> Gauge:
        """A target laid on a run, counted from the run's start whatever stood before."""
        calendar = target.calendar.as_of(self.life.born_at)
        counted = target.budget.on(calendar)
        return Gauge(target.budget, counted, cycle.start, self._cuts_of(metric, cycle, target))

    def _cuts_of(self, metric: Metric, cycle: Cycle, target: Target) -> Sequence[Cut]:
        if not self.life.waits:
            return ()
        key = metric.name, target.name
        if key not in self._cuts:
            self._cuts[key] = merged(self.waits_of(metric, target))
        cuts = self._cuts[key]
        if cycle.gaps:
            cuts = merged(sorted([*self.waits_of(metric, target), *gap_waits(cycle.gaps)], key=lambda wait: wait.start))
        return _from(cuts, cycle.start)

    def waits_of(self, metric: Metric, target: Target) -> list[Cut]:
        """The waits a target honours, each with its own reason."""
        waits = honoured(metric, target, self.life.waits)
        if target.pause_cap is not None:
            waits = capped(waits, target.pause_cap, target.calendar.as_of(self.life.born_at))
        return waits

    def read(self, metric: Metric, cycle: Cycle) -> Reading | None:
        """The reading of a run; None where nothing is promised any more, or was when it stopped."""
        terms = self.terms(metric, cycle)
        target = terms[-1].target
        if target is None:
            return None
        life, zone = self.life, target.calendar.zone
        end = self.at if cycle.stop is None else cycle.stop
        gauge = self.gauge(metric, cycle, target)
        due = gauge.deadline(end)
        breach = self._earlier_breach(metric, cycle, terms[:-1])
        breach = breach or _breach(gauge, terms[-1], due, running=cycle.stop is None)
        elapsed = gauge.elapsed(end)
        length = target.budget.length
        state = self._state(cycle, gauge, target)
        stage = life.stages[self._last_stage(cycle)]
        # by position: naming all of them would cost a tenth of the whole reading
        return Reading(
            life.ticket.id,
            metric.name,
            target.name,
            stage.policies[self.kind].name,
            self.kind,
            cycle.number,
            state,
            from_us(cycle.start, zone),
            from_us(cycle.stop, zone) if cycle.stop is not None else None,
            to_length(length) if length is not None else None,
            target.budget.text,
            to_length(elapsed),
            to_length(gauge.days_left(end) if length is None else length - elapsed),
            from_us(due, zone) if state is not State.PAUSED else None,
            from_us(breach.at, zone) if breach else None,
            breach.cause if breach else None,
            _outcome(cycle, breach),
            stage.ticket,
        )

    def _earlier_breach(self, metric: Metric, cycle: Cycle, terms: Sequence[Term]) -> Breach | None:
        """A deadline that passed before the last target of a run: a fact of it, whatever changed later."""
        for term in terms:
            if term.target is not None and term.end > term.start:
                gauge = self.gauge(metric, cycle, term.target)
                found = _breach(gauge, term, gauge.deadline(term.end))
                if found:
                    return found
        return None

    def _state(self, cycle: Cycle, gauge: Gauge, target: Target) -> State:
        if cycle.stop is not None:
            return State.STOPPED
        if gauge.cut_at(self.at) is not None:
            return State.PAUSED
        if target.budget.unit is Unit.WALL or gauge.calendar.index.is_open(self.at):
            return State.RUNNING
        return State.OUT_OF_HOURS


def _breach(gauge: Gauge, term: Term, due: int, *, running: bool = False) -> Breach | None:
    """When the deadline passed under one target, if the clock ran for any time after it.

    A target that comes with its budget used up is breached at once, also for who asks at that very instant.
    """
    if due >= term.end or gauge.runs_after(due, term.end) is None:
        return None
    if not term.changed or due > term.start:
        return Breach(due, BreachCause.TIME)
    at_once = running or term.start == term.end
    runs = gauge.runs_after(term.start, term.end + at_once)
    return None if runs is None else Breach(runs, BreachCause.POLICY_CHANGE)


def _outcome(cycle: Cycle, breach: Breach | None) -> Outcome | None:
    if cycle.stop is None:
        return None
    return cycle.outcome or (Outcome.MISSED if breach else Outcome.MET)


def _from(cuts: Sequence[Cut], start: int) -> Sequence[Cut]:
    """The cuts from an instant on; one that began before it begins there."""
    # an open end counts as later than any instant
    first = bisect_left(cuts, True, key=lambda cut: cut.end is None or cut.end > start)
    if first < len(cuts) and cuts[first].start < start:
        return [cuts[first]._replace(start=start), *cuts[first + 1 :]]
    return cuts[first:] if first else cuts
