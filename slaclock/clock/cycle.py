"""The runs of one metric over a ticket's turns: where each starts, stops and how it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from slaclock.clock.turns import Turn
from slaclock.policy.metric import Metric, Moment, Outcome

_GOING_ON = frozenset({Moment.REOPENED, Moment.RETURNED})
"""Moments after which a stopped run may go on."""


@dataclass(slots=True)
class Cycle:
    """One run of a clock, without any target yet: instants and places in the ticket's life."""

    number: int
    start: int
    place: int
    stop: int | None = None
    stop_place: int = -1
    stop_moment: str = ""
    outcome: Outcome | None = None
    """Fixed by what stopped it; None is judged by time."""
    gaps: list[tuple[int, int]] = field(default_factory=list)
    """Solved gaps that the run leaves out."""
    restarts: list[tuple[int, int]] = field(default_factory=list)
    """Earlier starts, with their places, of a run that every further start begins anew."""

    def close(self, turn: Turn, outcome: Outcome | None) -> None:
        """Stop the run at a turn."""
        self.stop, self.stop_place, self.stop_moment, self.outcome = turn.at, turn.place, turn.moment, outcome

    def reopen(self) -> None:
        """Let the run go on as if it had not been stopped."""
        self.stop, self.stop_place, self.stop_moment, self.outcome = None, -1, "", None


def cycles(metric: Metric, turns: Iterable[Turn], window: Callable[[int], int]) -> list[Cycle]:
    """Every cycle of a metric on one ticket, in order (laws L16, L20, L22).

    `window(place)` is how long after a solve a re-open at that place still goes on with the same cycle.
    """
    starts, stops = metric.starts, metric.stops
    runs: list[Cycle] = []
    running: Cycle | None = None
    for turn in turns:
        moment = turn.moment
        if running is None:
            if moment in starts:
                running = _start(runs, turn, turn.since)
            elif moment in _GOING_ON and runs:
                running = _again(metric, runs, turn, window)
        elif moment in stops:
            running.close(turn, stops[moment])
            running = _start(runs, turn, turn.since) if moment in starts else None
        elif moment == Moment.CANCELLED:
            running.close(turn, Outcome.CANCELLED)
            running = None
        elif moment in starts:
            _start_again(metric, running, turn)
        elif metric.from_creation and moment == Moment.UNBEGUN:
            runs.pop()
            running = None
        elif metric.from_creation and moment == Moment.BACKDATED and running.number == 1:
            running.start = min(running.start, turn.since)
    return runs


def _start(runs: list[Cycle], turn: Turn, since: int) -> Cycle:
    runs.append(Cycle(len(runs) + 1, since, turn.place))
    return runs[-1]


def _start_again(metric: Metric, running: Cycle, turn: Turn) -> None:
    if metric.latest:
        running.restarts.append((running.start, running.place))
        running.start, running.place = turn.since, turn.place
    else:
        running.start = min(running.start, turn.since)


def _again(metric: Metric, runs: list[Cycle], turn: Turn, window: Callable[[int], int]) -> Cycle | None:
    """A metric the solve had stopped goes on: re-opened in the window with the same cycle, later with a new one."""
    last = runs[-1]
    solved = last.stop if last.stop_moment == Moment.SOLVED else None
    if turn.moment == Moment.REOPENED and metric.resumes and solved is not None:
        if turn.at - solved > window(turn.place):
            return _start(runs, turn, turn.at)
        last.gaps.append((solved, turn.at))
    elif turn.moment != Moment.RETURNED or last.stop_moment != Moment.LEFT:
        return None
    last.reopen()
    return last
