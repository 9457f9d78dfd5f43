"""Dates with hours of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from slaclock.hours.shift import Shifts

Origin: TypeAlias = Literal["special", "holiday"]


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date with its own shifts: none makes a day off, a short one a half day, one on a Saturday an extra opening."""

    shifts: Shifts
    name: str = ""
    origin: Origin = "special"

    @property
    def closed(self) -> bool:
        """Whether no shift starts on this day."""
        return not self.shifts
