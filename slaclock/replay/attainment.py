"""Attainment: how often each promise was kept, by metric and priority."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from slaclock.clock.reading import Reading
from slaclock.reports.formula import FORMULAS, USUAL, Figure
from slaclock.reports.priority import priority_order
from slaclock.reports.tally import Tally

ALL = "all"
NO_PRIORITY = "none"


@dataclass(frozen=True, slots=True)
class Attainment:
    """How the cycles of one metric went for one priority, or for all of them."""

    metric: str
    priority: str
    tally: Tally

    @property
    def figure(self) -> Figure:
        """Met of met, missed and overdue: who still waits past the deadline counts before he is answered."""
        return FORMULAS[USUAL].figure(self.tally)

    @property
    def share(self) -> float | None:
        """The figure as a share; None where nothing was judged: neither 0 nor 100 %."""
        return self.figure.value

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON has it."""
        tally = self.tally
        return {
            "metric": self.metric,
            "priority": self.priority,
            "cycles": tally.cycles,
            "met": tally.in_time,
            "missed": tally.late,
            "open": tally.open,
            "overdue": tally.overdue,
            "closed_unanswered": tally.unanswered,
            "abandoned": tally.abandoned,
            "cancelled": tally.cancelled,
            "formula": self.figure.formula,
            "share": self.share,
        }


def attainment(readings: Iterable[Reading]) -> tuple[Attainment, ...]:
    """One row for each metric and priority, and one for each metric over all priorities."""
    groups: dict[tuple[str, str], list[Reading]] = {}
    for reading in readings:
        for priority in (priority_of(reading), ALL):
            groups.setdefault((reading.metric, priority), []).append(reading)
    return tuple(Attainment(*key, Tally.of(groups[key])) for key in sorted(groups, key=row_order))


def priority_of(reading: Reading) -> str:
    """The row of a table a reading stands in."""
    return reading.facts.priority or NO_PRIORITY


def row_order(row: tuple[str, str]) -> tuple[str, bool, tuple[int, str]]:
    """Rows by metric and priority, the sum last."""
    metric, priority = row
    return metric, priority == ALL, priority_order(priority)
