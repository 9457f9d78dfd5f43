"""Averages and percentiles of waits: shown side by side, for an average hides the promises that broke."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

from slaclock.clock.reading import Reading
from slaclock.policy.metric import Outcome


@dataclass(frozen=True, slots=True)
class Waits:
    """How long the cycles of a group took, in the time their targets count; every figure is None for an empty set."""

    average_answered: timedelta | None
    """Over answered ones: what many call the average speed of answer."""
    average_all: timedelta | None
    """Over all that stopped, those who left among them."""
    average_to_abandon: timedelta | None
    p50: timedelta | None
    p90: timedelta | None
    longest: timedelta | None

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> Waits:
        """The waits of some readings; running cycles are left out, their wait is not known yet."""
        stopped = [reading for reading in readings if reading.outcome not in (None, Outcome.CANCELLED)]
        answered = sorted(each.elapsed for each in stopped if each.outcome in (Outcome.MET, Outcome.MISSED))
        left = [each.elapsed for each in stopped if each.outcome is Outcome.ABANDONED]
        return cls(
            average_answered=average(answered),
            average_all=average([each.elapsed for each in stopped]),
            average_to_abandon=average(left),
            p50=percentile(answered, 50),
            p90=percentile(answered, 90),
            longest=answered[-1] if answered else None,
        )

    def to_dict(self) -> dict[str, Any]:
        """The waits as JSON has them: seconds."""
        return {
            name: None if (wait := getattr(self, name)) is None else wait.total_seconds() for name in self.__slots__
        }


def average(lengths: Sequence[timedelta]) -> timedelta | None:
    """The mean; None of nothing."""
    return sum(lengths, timedelta()) / len(lengths) if lengths else None


def percentile(ordered: Sequence[timedelta], percent: int) -> timedelta | None:
    """The smallest value that at least `percent` % of the values do not exceed (nearest rank); None of nothing."""
    return ordered[max(ceil(len(ordered) * percent / 100) - 1, 0)] if ordered else None
