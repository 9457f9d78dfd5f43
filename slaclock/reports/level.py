"""Service levels: readings in groups, each with its tally, every formula's figure and its waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slaclock.clock.reading import Reading
from slaclock.errors import InvalidInput
from slaclock.policy.agreement import Every
from slaclock.reports.duration import Waits
from slaclock.reports.formula import ABANDONMENT, FORMULAS, Figure
from slaclock.reports.priority import priority_order
from slaclock.reports.tally import Profiles, Tally, counted_at, usual

NONE = "none"
"""Stands for a fact a ticket does not have."""

DIMENSIONS: Mapping[str, Callable[[Reading], str]] = {
    "metric": lambda reading: reading.metric,
    "policy": lambda reading: reading.policy,
    "kind": lambda reading: reading.kind,
    "priority": lambda reading: reading.facts.priority or NONE,
    "channel": lambda reading: reading.facts.channel or NONE,
    "group": lambda reading: reading.facts.group or NONE,
    "customer": lambda reading: reading.facts.customer or NONE,
    "cycle": lambda reading: str(reading.cycle),
} | {every.value: lambda reading, every=every: _period_of(reading, every) for every in Every}


@dataclass(frozen=True, slots=True)
class Level:
    """How one group of cycles went. `group` says which: its dimensions with their values.

    `figures` are the service level by every formula, `abandonment` is who left. Waits of `agent_work` are handle time.
    """

    group: Mapping[str, str]
    tally: Tally
    figures: Mapping[str, Figure]
    abandonment: Mapping[str, Figure]
    waits: Waits

    def to_dict(self) -> dict[str, Any]:
        """The level as JSON has it."""
        return {
            "group": dict(self.group),
            "cycles": self.tally.cycles,
            "counts": {name: getattr(self.tally, name) for name in Tally.__slots__},
            "figures": {formula: figure.to_dict() for formula, figure in self.figures.items()},
            "abandonment": {formula: figure.to_dict() for formula, figure in self.abandonment.items()},
            "waits": self.waits.to_dict(),
        }


def levels(readings: Iterable[Reading], by: Sequence[str] = (), profiles: Profiles = usual) -> list[Level]:
    """The service levels of every metric, group by group; groups weigh by their cycles, never one like another.

    `by` names further dimensions: policy, kind, priority, channel, group, customer, cycle, or a stretch of time (day,
    week, month, quarter, year) in the zone of the promise, where a cycle belongs by the instant it entered the count.
    Metrics are never mixed: an average of first answers and resolutions says nothing about either.
    """
    for name in by:
        if name not in DIMENSIONS:
            raise InvalidInput(f"cannot group by {name!r}; known: " + ", ".join(DIMENSIONS))
    names = by if "metric" in by else ("metric", *by)
    groups: dict[tuple[str, ...], list[Reading]] = {}
    for reading in readings:
        groups.setdefault(tuple(DIMENSIONS[name](reading) for name in names), []).append(reading)
    return [
        level(groups[key], dict(zip(names, key, strict=True)), profiles)
        for key in sorted(groups, key=lambda key: [_place(*each) for each in zip(names, key, strict=True)])
    ]


def level(readings: Sequence[Reading], group: Mapping[str, str], profiles: Profiles = usual) -> Level:
    """The service level of one group."""
    tally = Tally.of(readings, profiles)
    figures, left = (
        {formula.id: formula.figure(tally) for formula in formulas.values()} for formulas in (FORMULAS, ABANDONMENT)
    )
    return Level(group, tally, figures, left, Waits.of(readings))


def _place(dimension: str, value: str) -> tuple[int, str]:
    """Where a value stands among others: priorities by urgency, cycles by number, all else by name."""
    if dimension == "priority":
        return priority_order(value)
    return (int(value), "") if dimension == "cycle" else (0, value)


def period(at: datetime, every: Every) -> str:
    """The day, week, month, quarter or year an instant lies in, on the clock it is given in: `2026-W10`, `2026-03`."""
    match every:
        case Every.DAY:
            return f"{at:%Y-%m-%d}"
        case Every.WEEK:
            year, week, _ = at.isocalendar()
            return f"{year}-W{week:02d}"
        case Every.MONTH:
            return f"{at:%Y-%m}"
        case Every.QUARTER:
            return f"{at:%Y}-Q{(at.month + 2) // 3}"
        case Every.YEAR:
            return f"{at:%Y}"


def _period_of(reading: Reading, every: Every) -> str:
    at = counted_at(reading)
    return period(at, every) if at is not None else "open"
