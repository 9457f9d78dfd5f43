"""Set against the log's own verdicts: how often slaclock and the desk say the same of a ticket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from slaclock.clock.reading import Reading
from slaclock.replay.attainment import ALL, priority_of, row_order
from slaclock.reports.tally import Standing, standing

_JUDGED = frozenset({Standing.IN_TIME, Standing.LATE, Standing.OVERDUE})
"""What says met or missed by now: neither answered by closing, nor still running in time."""


@dataclass(frozen=True, slots=True)
class VerdictMatch:
    """How many of the log's own verdicts a metric's readings agree with, for one priority."""

    metric: str
    priority: str
    tickets: int
    agreeing: int
    kinder: int
    """Tickets slaclock says were met and the log says were missed."""
    stricter: int
    """Tickets slaclock says were missed and the log says were met."""

    @property
    def share(self) -> float | None:
        """The share of verdicts agreed with; None where there are none."""
        return self.agreeing / self.tickets if self.tickets else None

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON has it."""
        return {
            "metric": self.metric,
            "priority": self.priority,
            "tickets": self.tickets,
            "agreeing": self.agreeing,
            "kinder": self.kinder,
            "stricter": self.stricter,
            "share": self.share,
        }


def match_readings(readings: Iterable[Reading], verdicts: Mapping[str, bool]) -> tuple[VerdictMatch, ...]:
    """For each metric and priority, how many verdicts of the log its readings agree with; a ticket counts once."""
    judged: dict[tuple[str, str], tuple[str, bool]] = {}
    for reading in readings:
        if reading.ticket in verdicts and standing(reading) in _JUDGED:
            key = (reading.metric, reading.ticket)
            kept = judged[key][1] if key in judged else True
            judged[key] = (priority_of(reading), kept and not reading.breached)
    metrics: dict[str, list[tuple[str, bool | None, bool]]] = {}
    for (metric, ticket), (priority, met) in judged.items():
        metrics.setdefault(metric, []).append((priority, met, verdicts[ticket]))
    return tuple(row for metric in sorted(metrics) for row in match_verdicts(metric, metrics[metric]))


def match_verdicts(metric: str, rows: Iterable[tuple[str, bool | None, bool]]) -> tuple[VerdictMatch, ...]:
    """The same by priority and over all from (priority, met or None for not read, the log's verdict)."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for priority, met, verdict in rows:
        word = "unread" if met is None else "agreeing" if met == verdict else "kinder" if met else "stricter"
        for row in (priority, ALL):
            counts.setdefault((metric, row), Counter())[word] += 1
    return tuple(
        VerdictMatch(*row, count.total(), count["agreeing"], count["kinder"], count["stricter"])
        for row, count in sorted(counts.items(), key=lambda item: row_order(item[0]))
    )
