"""Instants worth asking about: mostly near an edge, where arithmetic goes wrong, and as cheap to draw as can be."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from slaclock.instant import to_us
from tests.hours.laws.calendars import CASES, Case

LAW = settings(
    max_examples=max(2_000, settings().max_examples),  # `nightly` asks for more
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
MINUTE: Final = 60_000_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
LOW: Final = to_us(datetime(2024, 7, 1, tzinfo=UTC))
HIGH: Final = to_us(datetime(2025, 9, 1, tzinfo=UTC))

cases = st.sampled_from(CASES)
budgets = st.one_of(st.integers(0, 3), st.integers(0, 12 * HOUR), st.integers(0, 12 * DAY))
nudges = st.sampled_from((0, 0, -1, 1, -MINUTE, MINUTE, -HOUR, HOUR))
places = st.integers(0, 1 << 40)


def instant(case: Case, place: int, nudge: int) -> int:
    """An instant from a number: an edge of the calendar, a little moved, or anywhere."""
    if place % 3 and case.edges:
        return case.edges[place // 3 % len(case.edges)] + nudge
    return LOW + place * 7_919_993 % (HIGH - LOW)


def minute(case: Case, place: int, nudge: int) -> int:
    """The same in whole minutes, for the oracle."""
    return instant(case, place, nudge) // MINUTE
