"""What becomes of a promise to answer by an instant: kept, broken, or nothing that could be either any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from slaclock.clock.cycle import Cycle
from slaclock.clock.life import Life
from slaclock.clock.measure import Measure
from slaclock.policy.metric import Metric, Moment
from slaclock.policy.policy import Kind


class PromiseFate(StrEnum):
    """What became of a promise to answer by an instant."""

    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"
    """It could no longer be kept or broken: the ticket came to wait for somebody else, or nothing was owed any more."""
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of a clock says of promises about it, in microseconds: when it was answered, and when it had to wait.

    `answers` has every one of them, also a solution that was followed by a re-open; `ended` is when the run stopped
    without one.
    """

    answers: tuple[int, ...] = ()
    ended: int | None = None
    waits: tuple[tuple[int, int | None], ...] = ()

    @classmethod
    def of(cls, life: Life, metrics: Mapping[str, Metric], name: str, number: int, at: int) -> Run | None:
        """The customer's run of a metric as known at an instant; None if there is no such run any more."""
        measure, metric = Measure(life, Kind.CUSTOMER, at), metrics.get(name)
        if metric is None:
            return None
        cycle = next((each for each in measure.cycles(metric) if each.number == number), None)
        target = measure.terms(metric, cycle)[-1].target if cycle is not None else None
        if cycle is None or target is None:
            return None
        answers = _answers(metric, cycle)
        ended = cycle.stop if cycle.stop not in answers else None
        waits = tuple((wait.start, wait.end) for wait in measure.waits_of(metric, target))
        return cls(answers, ended, waits)

    def answered_at(self, told_at: int) -> int | None:
        """When the answer came that a promise spoke of: the first one after it was told."""
        return next((answer for answer in self.answers if answer >= told_at), None)


def fate_of(told_at: int, shown: int, run: Run | None, now: int) -> PromiseFate:
    """What has become by `now` of a promise that was told at one instant and named another.

    A function of the facts alone, whatever was known when: an answer by the instant keeps it; a wait that began before
    the instant takes it back, one that began later does not mend what was broken.
    """
    if run is None:
        return PromiseFate.WITHDRAWN
    answered = run.answered_at(told_at)
    if answered is not None and answered <= shown:
        return PromiseFate.KEPT
    end = min(at for at in (answered, run.ended, now) if at is not None)
    if any(start <= min(shown, end) and (until is None or until > max(start, told_at)) for start, until in run.waits):
        return PromiseFate.WITHDRAWN
    if end > shown:
        return PromiseFate.BROKEN
    return PromiseFate.OPEN if run.ended is None else PromiseFate.WITHDRAWN


def _answers(metric: Metric, cycle: Cycle) -> tuple[int, ...]:
    """When a run was answered: solutions that were re-opened, and what stopped it at last."""
    solved = [start for start, _ in cycle.gaps] if metric.stops.get(Moment.SOLVED, True) is None else []
    stopped = [cycle.stop] if cycle.stop is not None and cycle.outcome is None else []
    return (*solved, *stopped)
