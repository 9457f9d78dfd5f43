"""A calendar with versions: a date belongs to the plan in force, a ticket keeps what was known at its creation."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock import Calendar
from slaclock.instant import DAY, MINUTE, to_us
from tests.hours.laws.oracle import Oracle
from tests.hours.laws.strategies import HIGH, LAW, LOW

OLD: dict[str, Any] = {"hours": {"every-day": "22:00-06:00"}, "holidays": ["2025-01-01"], "cut_at_midnight": True}
NEW: dict[str, Any] = {"hours": {"mon-fri": "09:00-12:00, 13:00-17:00"}}
NEWEST: dict[str, Any] = {"holidays": ["2025-03-31", "2025-05-01"], "special": {"2025-04-26": "10:00-11:00"}}
SECOND, THIRD = date(2025, 1, 1), date(2025, 3, 30)
CHANGES = [{"effective_from": f"{SECOND}", **NEW}, {"effective_from": f"{THIRD}", **NEWEST}]
ZONE = {"timezone": "Europe/Berlin"}
VERSIONED = Calendar.from_config({**ZONE, **OLD, "changes": CHANGES})
PLANS = [{**ZONE, **OLD}, {**ZONE, **OLD, **NEW}, {**ZONE, **OLD, **NEW, **NEWEST}]
BY_ITSELF = [Calendar.from_config(plan) for plan in PLANS]


class Switching(Oracle):
    """Asks of each date the oracle of the plan in force."""

    def __init__(self, *, known: int = 3) -> None:
        super().__init__(PLANS[0], date(2024, 6, 1), date(2025, 10, 1))
        self.plans = [Oracle(plan, date(2024, 6, 1), date(2025, 10, 1)) for plan in PLANS]
        self.known = known

    def in_force(self, day: date) -> Oracle:
        return self.plans[min((day >= SECOND) + (day >= THIRD), self.known - 1)]

    def shifts_on(self, day: date) -> list[tuple[int, int]]:
        return self.in_force(day).shifts_on(day)

    def closed_specially(self, day: date) -> bool:
        return self.in_force(day).closed_specially(day)


@pytest.mark.parametrize("known", [1, 2, 3])
def test_every_span_of_every_version(known: int) -> None:
    oracle = Switching(known=known)
    created = [datetime(2024, 12, 31, 22, 59, tzinfo=UTC), datetime(2025, 3, 29, 22, 59, tzinfo=UTC)]
    calendar = VERSIONED if known == 3 else VERSIONED.as_of(to_us(created[known - 1]))
    spans = calendar.index.spans(LOW, HIGH)
    assert [(a // MINUTE, b // MINUTE) for a, b in spans] == oracle.spans(LOW // MINUTE, HIGH // MINUTE)


@LAW
@given(st.integers(0, (HIGH - LOW) // MINUTE))
def test_what_came_later_is_not_known(minutes: int) -> None:
    created = LOW + minutes * MINUTE
    known = VERSIONED.as_of(created)
    midnights = [to_us(datetime(day.year, day.month, day.day, tzinfo=VERSIONED.zone)) for day in (SECOND, THIRD)]
    number = sum(created >= midnight for midnight in midnights)
    later = max(created, *midnights) + 10 * DAY
    alone = BY_ITSELF[number].index
    assert known.index.between(later, later + 30 * DAY) == alone.between(later, later + 30 * DAY)
    assert known.as_of(created) == known


def test_at_the_midnight_itself_the_new_version_is_known() -> None:
    midnight = to_us(datetime(2025, 1, 1, tzinfo=VERSIONED.zone))
    noon = datetime(2025, 1, 2, 12, 30, tzinfo=VERSIONED.zone)
    assert not VERSIONED.as_of(midnight).is_open(noon), "lunch"
    assert VERSIONED.as_of(midnight).is_open(noon.replace(hour=14))
    assert not VERSIONED.as_of(midnight - 1).is_open(noon.replace(hour=14)), "nights only"
