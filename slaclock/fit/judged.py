"""What the engine itself says of every ticket under a fitted rule, set against the verdicts of the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from slaclock.clock.reading import Reading
from slaclock.fit.case import Case, Stop
from slaclock.fit.config import metric_of
from slaclock.fit.remarks import Doubt
from slaclock.replay.verdict import VerdictMatch, match_verdicts


@dataclass(frozen=True, slots=True)
class Judged:
    """For each ticket that was read: whether a deadline passed, and by how many seconds the last cycle is over."""

    breached: Mapping[str, bool]
    over: Mapping[str, int]

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> Judged:
        """A ticket is missed if any of its cycles was."""
        breached: dict[str, bool] = {}
        over: dict[str, int] = {}
        for reading in readings:
            breached[reading.ticket] = breached.get(reading.ticket, False) or reading.breached
            over[reading.ticket] = -int(reading.remaining.total_seconds())
        return cls(breached, over)

    def met(self, case: Case) -> bool | None:
        """Whether slaclock calls the ticket met; None where nothing was promised to it."""
        return None if case.ticket not in self.breached else not self.breached[case.ticket]

    def agreement(self, cases: Sequence[Case], stop: Stop) -> tuple[VerdictMatch, ...]:
        """Agreement with the verdicts by priority and over all."""
        return match_verdicts(metric_of(stop), [(case.priorities[stop], self.met(case), case.met) for case in cases])

    def doubts(self, cases: Sequence[Case]) -> list[Doubt]:
        """Every verdict that the rule does not explain."""
        return [Doubt(case, self.over.get(case.ticket, 0)) for case in cases if self.met(case) != case.met]
