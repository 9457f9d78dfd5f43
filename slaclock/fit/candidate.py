"""Candidates: whole policies a desk may have judged itself by, and how many of its verdicts each explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from slaclock.fit.case import STOPS, Case, Stop
from slaclock.fit.opening import Almanac, Opening
from slaclock.fit.threshold import OPEN_STEPS, WALL_STEPS, Limit, best_limit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Label = tuple[str, str]
"""What a ticket waited for: the status and the reason in the desk's words."""

ROUND_THE_CLOCK = Opening("every-day", 0, 1440)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hours, an end and the waits that do not count; the budgets follow from the verdicts."""

    opening: Opening
    stop: Stop
    pauses: frozenset[Label] = frozenset()

    @property
    def family(self) -> tuple[str, str, Stop, frozenset[Label]]:
        """What it has in common with candidates that differ in the hours of the day only."""
        whole = "always" if self.opening.end - self.opening.start == 1440 else "shift"
        rest = " with a break" if self.opening.rest[1] else ""
        return f"{self.opening.days} {whole}{rest}", self.opening.country, self.stop, self.pauses

    def __str__(self) -> str:
        names = sorted(reason or status for status, reason in self.pauses)
        waits = f", waiting for {', '.join(names)} left out" if names else ", no pauses"
        return f"{self.opening}, {self.stop}{waits}"


@dataclass(frozen=True, slots=True)
class Score:
    """How a candidate does on some cases: the best limit for each priority, and the verdicts they explain together."""

    candidate: Candidate
    limits: Mapping[str, Limit]

    @property
    def hits(self) -> int:
        """Verdicts explained."""
        return sum(limit.hits for limit in self.limits.values())

    @property
    def count(self) -> int:
        """Verdicts there are."""
        return sum(limit.count for limit in self.limits.values())

    @property
    def share(self) -> float:
        """The share explained."""
        return self.hits / self.count

    @property
    def plainness(self) -> tuple[object, ...]:
        """Of candidates that explain equally many verdicts the one with the smallest of these is taken.

        A rule a person would write has few conditions, budgets of whole hours, and shifts on the hour.
        """
        opening = self.candidate.opening
        odd_minutes = (opening.start % 60 > 0) + (opening.end % 60 > 0)
        weight = {priority: limit.count for priority, limit in self.limits.items()}
        roughness = sum(limit.step * weight[priority] for priority, limit in self.limits.items()) / max(self.count, 1)
        return (
            len(self.candidate.pauses) + bool(opening.country) + bool(opening.rest[1]),
            STOPS.index(self.candidate.stop),
            opening.end > 1440,
            odd_minutes,
            round(roughness, 3),
            opening.end - opening.start,
            opening,
        )

    @property
    def rank(self) -> tuple[object, ...]:
        """Best first."""
        return -self.hits, self.plainness


@dataclass(slots=True)
class Bench:
    """Some cases laid out for judging many candidates: local times once, then sums of open time by array."""

    cases: Sequence[Case]
    almanac: Almanac
    met: NDArray[np.bool_] = field(init=False)
    _starts: NDArray[np.int64] = field(init=False)
    _ends: dict[Stop, NDArray[np.int64]] = field(default_factory=dict)
    _cuts: dict[tuple[Stop, Label | None], tuple[NDArray[np.int64], ...]] = field(default_factory=dict)
    _groups: dict[Stop, dict[str, NDArray[np.int64]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        import numpy as np

        self.met = np.array([case.met for case in self.cases], dtype=bool)
        self._starts = self.almanac.local([case.start for case in self.cases])

    def spent(self, candidate: Candidate) -> NDArray[np.int64]:
        """Half seconds of open time each case used under a candidate, and one more if it ended out of hours.

        A budget used up exactly at closing is due at closing: who ends later is late, though no open time passed.
        """
        import numpy as np

        def passed(local: NDArray[np.int64]) -> NDArray[np.int64]:
            return self.almanac.passed(candidate.opening, local)

        ends = self._end(candidate.stop)
        used = passed(ends) - passed(self._starts)
        out_of_hours = (passed(ends) == passed(ends - 1)) & ~self._waiting(candidate)
        gap: Sequence[Label | None] = [None] if candidate.stop.resumes else []
        for label in [*gap, *candidate.pauses]:
            owner, begin, end = self._cut(candidate.stop, label)
            if len(owner):
                lost = np.bincount(owner, weights=passed(end) - passed(begin), minlength=len(used))
                used = used - lost.astype(np.int64)
        spent: NDArray[np.int64] = used * 2 + out_of_hours
        return spent

    def _waiting(self, candidate: Candidate) -> NDArray[np.bool_]:
        """Which cases ended while their clock was paused: those are never late by the hours alone."""
        import numpy as np

        waiting = np.zeros(len(self.cases), dtype=bool)
        for label in candidate.pauses:
            owner, _, end = self._cut(candidate.stop, label)
            waiting[owner[end == self._end(candidate.stop)[owner]]] = True
        return waiting

    def score(self, candidate: Candidate, steps: Sequence[int] | None = None) -> Score:
        """The best limits a candidate can have here."""
        spent = self.spent(candidate)
        table = steps or (WALL_STEPS if candidate.opening.always else OPEN_STEPS)
        groups = self.groups(candidate.stop)
        return Score(candidate, {name: best_limit(spent[at], self.met[at], table) for name, at in groups.items()})

    def judge(self, score: Score) -> NDArray[np.bool_]:
        """Met or not for each case, by limits found elsewhere; a priority that had no limit there counts as missed."""
        import numpy as np

        spent = self.spent(score.candidate)
        called = np.zeros(len(spent), dtype=bool)
        for name, at in self.groups(score.candidate.stop).items():
            limit = score.limits.get(name)
            if limit is not None:
                called[at] = spent[at] <= 2 * limit.budget
        return called

    def groups(self, stop: Stop) -> dict[str, NDArray[np.int64]]:
        """The places of the cases of each priority."""
        if stop not in self._groups:
            import numpy as np

            names = np.array([case.priorities[stop] for case in self.cases])
            self._groups[stop] = {str(name): np.flatnonzero(names == name) for name in np.unique(names)}
        return self._groups[stop]

    def _end(self, stop: Stop) -> NDArray[np.int64]:
        if stop not in self._ends:
            self._ends[stop] = self.almanac.local([case.ends[stop] for case in self.cases])
        return self._ends[stop]

    def _cut(self, stop: Stop, label: Label | None) -> tuple[NDArray[np.int64], ...]:
        """Stretches to leave out for one reason (None: the gaps of re-opened tickets): whose, from, to."""
        if (stop, label) not in self._cuts:
            import numpy as np

            rows = [row for number, case in enumerate(self.cases) for row in _stretches(number, case, stop, label)]
            begin, end = (self.almanac.local([row[place] for row in rows]) for place in (1, 2))
            self._cuts[stop, label] = np.array([row[0] for row in rows], dtype=np.int64), begin, end
        return self._cuts[stop, label]


def _stretches(number: int, case: Case, stop: Stop, label: Label | None) -> list[tuple[int, int, int]]:
    if label is None:
        return [(number, begin, end) for begin, end in case.gaps[stop]]
    last = case.ends[stop]
    found = [(wait.start, min(wait.end, last)) for wait in case.waits if wait.label == label and wait.start < last]
    return [(number, begin, end) for begin, end in found]
