"""Attainment: how often each promise was kept, by metric and priority; and how far slaclock agrees with the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from slaclock.clock.reading import Reading

ALL = "all"
NO_PRIORITY = "none"
COUNTED = ("met", "missed", "open", "overdue", "closed_unanswered", "abandoned", "cancelled")


@dataclass(frozen=True, slots=True)
class Attainment:
    """How the cycles of one metric went for one priority.

    `open` ones still run, `overdue` ones still run past their deadline. `share` is met of met and missed.
    """

    metric: str
    priority: str
    met: int = 0
    missed: int = 0
    open: int = 0
    overdue: int = 0
    closed_unanswered: int = 0
    abandoned: int = 0
    cancelled: int = 0

    @property
    def cycles(self) -> int:
        """Every cycle, however it went."""
        return sum(getattr(self, name) for name in COUNTED)

    @property
    def share(self) -> float | None:
        """The share of met among those judged; None where nothing was: neither 0 nor 100 %."""
        judged = self.met + self.missed
        return self.met / judged if judged else None

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON has it."""
        head = {"metric": self.metric, "priority": self.priority, "cycles": self.cycles}
        return head | {name: getattr(self, name) for name in COUNTED} | {"share": self.share}


@dataclass(frozen=True, slots=True)
class Agreement:
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


def attainment(readings: Iterable[Reading]) -> tuple[Attainment, ...]:
    """One row for each metric and priority, and one for each metric over all priorities."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for reading in readings:
        for priority in (_priority(reading), ALL):
            counts.setdefault((reading.metric, priority), Counter())[standing(reading)] += 1
    return tuple(_attainment(key, counts[key]) for key in sorted(counts, key=_place))


def _attainment(key: tuple[str, str], count: Counter[str]) -> Attainment:
    return Attainment(*key, *(count[name] for name in COUNTED))


def agreement(readings: Iterable[Reading], verdicts: Mapping[str, bool]) -> tuple[Agreement, ...]:
    """For each metric and priority, how many verdicts of the log its readings agree with; a ticket counts once."""
    judged: dict[tuple[str, str], tuple[str, bool]] = {}
    for reading in readings:
        if reading.ticket in verdicts and _is_judged(reading):
            key = (reading.metric, reading.ticket)
            kept = judged[key][1] if key in judged else True
            judged[key] = (_priority(reading), kept and not reading.breached)
    metrics: dict[str, list[tuple[str, bool | None, bool]]] = {}
    for (metric, ticket), (priority, met) in judged.items():
        metrics.setdefault(metric, []).append((priority, met, verdicts[ticket]))
    return tuple(row for metric in sorted(metrics) for row in tally(metric, metrics[metric]))


def tally(metric: str, rows: Iterable[tuple[str, bool | None, bool]]) -> tuple[Agreement, ...]:
    """Agreement by priority and over all from (priority, met or None for not read, the log's verdict)."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for priority, met, verdict in rows:
        word = "unread" if met is None else "agreeing" if met == verdict else "kinder" if met else "stricter"
        for row in (priority, ALL):
            counts.setdefault((metric, row), Counter())[word] += 1
    return tuple(
        Agreement(*key, count.total(), count["agreeing"], count["kinder"], count["stricter"])
        for key, count in sorted(counts.items(), key=lambda item: _place(item[0]))
    )


def standing(reading: Reading) -> str:
    """How a cycle stands in one word: its outcome, or `open` or `overdue` while it runs."""
    if reading.outcome is not None:
        return reading.outcome.value
    return "overdue" if reading.breached else "open"


def _is_judged(reading: Reading) -> bool:
    """Whether the reading says met or missed by now: neither answered by closing, nor still running in time."""
    return standing(reading) in ("met", "missed", "overdue")


def _priority(reading: Reading) -> str:
    return reading.facts.priority or NO_PRIORITY


_RANKS = ("critical", "urgent", "highest", "high", "medium", "normal", "moderate", "low", "lowest", "planning")


def priority_order(priority: str) -> tuple[int, str]:
    """The usual priorities in the usual order, others by name, the sum last."""
    word = priority.casefold()
    rank = next((number for number, name in enumerate(_RANKS) if name == word), len(_RANKS))
    return len(_RANKS) + 1 if priority == ALL else rank, word


def _place(key: tuple[str, str]) -> tuple[str, tuple[int, str]]:
    return key[0], priority_order(key[1])
