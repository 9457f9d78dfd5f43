"""Instants and budgets worth asking about: mostly near an edge, where arithmetic goes wrong.

Each is made of one whole number below 2**24: cheap to draw, drawn evenly, and shrinking to something small.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from slaclock.instant import DAY, HOUR, MINUTE, SECOND, to_us
from tests.hours.laws.calendars import CASES, Case

LAW = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
"""How often a law is tried, the profile says: 200 times, in CI 2,000, at night 50,000."""
LOW: Final = to_us(datetime(2024, 7, 1, tzinfo=UTC))
HIGH: Final = to_us(datetime(2025, 9, 1, tzinfo=UTC))
NUDGES: Final = (0, 1, -1, -MINUTE, MINUTE, -HOUR, HOUR, 0)
TINY: Final = (0, 1, 2, HOUR)


@dataclass(frozen=True)
class Spot:
    """A calendar and an instant to ask it about."""

    case: Case
    at: int


def place(case: Case, number: int) -> int:
    """An instant out of a number: an edge of the calendar, a little moved, or anywhere."""
    number, kind = divmod(number, 3)
    if kind == 0 or not case.edges:
        return LOW + number * 7_919_993 % (HIGH - LOW)
    number, nudge = divmod(number, len(NUDGES))
    return case.edges[number % len(case.edges)] + NUDGES[nudge]


def spot(number: int) -> Spot:
    number, which = divmod(number, len(CASES))
    return Spot(CASES[which], place(CASES[which], number))


def length(number: int) -> int:
    """A budget out of a number: next to nothing, some hours, or days."""
    number, kind = divmod(number, 8)
    if kind == 0:
        return TINY[number % len(TINY)]
    longest = 12 * HOUR if kind < 5 else 12 * DAY
    return number * 104_729_087 % longest // (SECOND if kind % 2 else 1) * (SECOND if kind % 2 else 1)


numbers = st.integers(0, 2**24 - 1)
spots = numbers.map(spot)
lengths = numbers.map(length)
