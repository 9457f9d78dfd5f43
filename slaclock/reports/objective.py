"""Objectives judged: did this share of a metric's cycles keep their promise, month by month?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from slaclock.clock.reading import Reading
from slaclock.policy.agreement import Agreement, Objective
from slaclock.policy.load import Config
from slaclock.reports.formula import FORMULAS, USUAL, Figure
from slaclock.reports.level import period
from slaclock.reports.tally import Profiles, Tally, counted_at, under, usual


@dataclass(frozen=True, slots=True)
class Judgement:
    """One objective over one stretch of time: reached, not reached, or (None) nothing to judge."""

    objective: str
    agreement: str | None
    period: str
    share: Fraction
    figure: Figure

    @property
    def wanted(self) -> float:
        """The share that was promised."""
        return float(self.share)

    @property
    def reached(self) -> bool | None:
        """Whether the share was reached, to the last case; None where there was nothing to judge."""
        figure = self.figure
        return Fraction(figure.numerator, figure.denominator) >= self.share if figure.denominator else None

    def to_dict(self) -> dict[str, Any]:
        """The judgement as JSON has it."""
        return {
            "objective": self.objective,
            "agreement": self.agreement,
            "period": self.period,
            "wanted": self.wanted,
            "reached": self.reached,
            "figure": self.figure.to_dict(),
        }


def judgements(config: Config, readings: Sequence[Reading]) -> list[Judgement]:
    """Every objective of a configuration, those of an agreement within its term and for as long as it lasts."""
    agreements = {agreement.name: agreement for agreement in config.agreements}
    profiles = under(config.book)
    return [
        judgement
        for objective in config.objectives
        for judgement in judge(objective, readings, agreements.get(objective.agreement or ""), profiles)
    ]


def judge(
    objective: Objective,
    readings: Iterable[Reading],
    agreement: Agreement | None = None,
    profiles: Profiles = usual,
) -> list[Judgement]:
    """The objective month by month (or as it says), in the zone of the promises; outside of the term nothing is judged.

    A cycle belongs where it entered the count. A month in which the metric was counted, but no cycle that the
    objective is about, has nothing to judge, and says so.
    """
    stretches: dict[str, list[Reading]] = {}
    for reading in readings:
        at = counted_at(reading)
        if reading.metric == objective.metric and at is not None and _in_term(agreement, at.date()):
            mine = stretches.setdefault(period(at, objective.period), [])
            if _concerns(objective, reading):
                mine.append(reading)
    formula = FORMULAS[objective.formula or USUAL]
    return [
        Judgement(objective.name, objective.agreement, name, objective.share, formula.figure(Tally.of(mine, profiles)))
        for name, mine in sorted(stretches.items())
    ]


def _in_term(agreement: Agreement | None, day: date) -> bool:
    """Both days of a term belong to it."""
    if agreement is None:
        return True
    return (agreement.starts or date.min) <= day <= (agreement.ends or date.max)


def _concerns(objective: Objective, reading: Reading) -> bool:
    facts = reading.facts
    wanted = (
        (reading.policy, objective.policies),
        (facts.priority, objective.priorities),
        (facts.channel, objective.channels),
    )
    return all(not names or fact in names for fact, names in wanted)
