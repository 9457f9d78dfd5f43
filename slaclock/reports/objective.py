"""Objectives judged: did this share of a metric's cycles keep their promise, period by period?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from slaclock.clock.reading import Reading
from slaclock.policy.agreement import Objective
from slaclock.policy.channel import CHANNELS, ChannelProfile
from slaclock.reports.formula import FORMULAS, USUAL, Figure
from slaclock.reports.level import period
from slaclock.reports.tally import Tally, counted_at


@dataclass(frozen=True, slots=True)
class Judgement:
    """One objective over one period: reached, not reached, or (None) nothing to judge."""

    objective: str
    period: str
    wanted: float
    figure: Figure

    @property
    def reached(self) -> bool | None:
        """Whether the share was reached; None where there was nothing to judge."""
        value = self.figure.value
        return None if value is None else value >= self.wanted

    def to_dict(self) -> dict[str, Any]:
        """The judgement as JSON has it."""
        return {
            "objective": self.objective,
            "period": self.period,
            "wanted": self.wanted,
            "reached": self.reached,
            "figure": self.figure.to_dict(),
        }


def judge(
    objective: Objective, readings: Iterable[Reading], channels: Mapping[str, ChannelProfile] = CHANNELS
) -> list[Judgement]:
    """The objective period by period, in the zone of the promises; a cycle belongs where it entered the count."""
    periods: dict[str, list[Reading]] = {}
    for reading in readings:
        at = counted_at(reading)
        if at is not None and _concerns(objective, reading):
            periods.setdefault(period(at, objective.period), []).append(reading)
    formula = FORMULAS[objective.formula or USUAL]
    return [
        Judgement(objective.name, name, float(objective.share), formula.figure(Tally.of(group, channels)))
        for name, group in sorted(periods.items())
    ]


def _concerns(objective: Objective, reading: Reading) -> bool:
    facts = reading.facts
    return (
        reading.metric == objective.metric
        and (not objective.policies or reading.policy in objective.policies)
        and (not objective.priorities or facts.priority in objective.priorities)
        and (not objective.channels or facts.channel in objective.channels)
    )
