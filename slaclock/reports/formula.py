"""The service-level formulas V0 to V9: one queue, ten figures. A figure is never shown without its formula's id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType
from typing import Any

from slaclock.reports.tally import Tally

_Z = 1.959964
"""The normal quantile of a 95 % interval."""
FEW = 100
"""Below so many cases a share is shown with its interval."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One way to turn a tally into a service level; systems of the field differ by up to ten points on the same day."""

    id: str
    meaning: str
    numerator: Callable[[Tally], int]
    denominator: Callable[[Tally], int]

    def figure(self, tally: Tally) -> Figure:
        """The formula's figure for a tally."""
        return Figure(self.id, self.numerator(tally), self.denominator(tally))


@dataclass(frozen=True, slots=True)
class Figure:
    """A share with the id of its formula and the counts behind it; None where there is nothing to judge."""

    formula: str
    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; None, never 0 or 1, for an empty set."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % Wilson interval where the cases are few: 8 of 10 may be anything from 49 % to 94 %."""
        n = self.denominator
        if not 0 < n < FEW or not 0 <= self.numerator <= n:
            return None
        share = self.numerator / n
        middle = share + _Z * _Z / (2 * n)
        spread = _Z * sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
        whole = 1 + _Z * _Z / n
        return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)

    def to_dict(self) -> dict[str, Any]:
        """The figure as JSON has it."""
        return {
            "formula": self.formula,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
            "interval": list(self.interval) if self.interval else None,
        }


def _offered(tally: Tally) -> int:
    return tally.answered + tally.abandoned


def _all_in_time(tally: Tally) -> int:
    return tally.in_time + tally.short + tally.left_in_time


FORMULAS: Mapping[str, Formula] = MappingProxyType(
    {
        formula.id: formula
        for formula in (
            Formula("V0", "answered of all offered: the answer rate", lambda t: t.answered, _offered),
            Formula("V1", "in time of answered; ignores who left", lambda t: t.in_time, lambda t: t.answered),
            Formula("V2", "in time of all offered; who left counts against", lambda t: t.in_time, _offered),
            Formula(
                "V3",
                "in time of offered, who left in time left out",
                lambda t: t.in_time,
                lambda t: t.answered + t.left_late,
            ),
            Formula("V4", "in time of offered, who left in time credited", _all_in_time, _offered),
            Formula(
                "V5",
                "in time of offered, who left at once left out",
                lambda t: t.in_time,
                lambda t: _offered(t) - t.short,
            ),
            Formula("V6", "in time of offered, who left at once credited", lambda t: t.in_time + t.short, _offered),
            Formula(
                "V7", "in time of offered and flowed out", lambda t: t.in_time, lambda t: _offered(t) + t.flowed_out
            ),
            Formula("V8", "gone in time of everything queued", _all_in_time, lambda t: _offered(t) + t.flowed_out),
            Formula(
                "V9",
                "met of met, missed and overdue: what a target alone can judge",
                lambda t: t.in_time,
                lambda t: t.answered + t.overdue,
            ),
        )
    }
)
"""Every formula by id (sources: the public documentation of contact-centre and helpdesk products)."""

ABANDONMENT: Mapping[str, Formula] = MappingProxyType(
    {
        formula.id: formula
        for formula in (
            Formula("A0", "left of all offered", lambda t: t.abandoned, _offered),
            Formula(
                "A1",
                "left of offered, who left at once left out",
                lambda t: t.abandoned - t.short,
                lambda t: _offered(t) - t.short,
            ),
        )
    }
)
"""How many left before an answer; products differ in whether leaving at once counts."""

USUAL = "V9"
"""The formula of an objective that names none: tickets know no queue, only met or missed."""
