"""When a ticket has to be looked at again though nobody tells anything: deadlines, pauses that end by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from slaclock.clock.measure import Measure
from slaclock.clock.reading import State
from slaclock.instant import to_us
from slaclock.policy.metric import Metric


def wakes(measure: Measure, metrics: Mapping[str, Metric]) -> Iterator[int]:
    """The instants after the present one at which a clock that runs or waits changes by itself, next ones only.

    Exactly at its deadline a clock is not breached yet, so it is looked at one microsecond later.
    """
    for metric in measure.metrics(metrics):
        for cycle in measure.cycles(metric):
            target = measure.terms(metric, cycle)[-1].target if cycle.stop is None else None
            reading = measure.read(metric, cycle) if target is not None else None
            if target is None or reading is None:
                continue
            if reading.state is State.PAUSED:
                cut = measure.gauge(metric, cycle, target).cut_at(measure.at)
                if cut is not None and cut.end is not None:
                    yield cut.end
            elif reading.deadline is not None and to_us(reading.deadline) >= measure.at:
                yield to_us(reading.deadline) + 1
