"""slaclock beside a second opinion that looks at every minute: lunch, nights, holidays, half days, seasons."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given

from slaclock.instant import DAY, MINUTE
from tests.hours.laws.calendars import CASES, Case
from tests.hours.laws.oracle import Oracle, boundary
from tests.hours.laws.strategies import LAW, Spot, lengths, numbers, place, spots


@pytest.mark.parametrize("case", CASES, ids=repr)
def test_every_span_of_fifteen_months(case: Case) -> None:
    oracle, index = case.oracle, case.calendar.index
    start = int(datetime(2024, 7, 1, tzinfo=UTC).timestamp()) // 60
    end = int(datetime(2025, 10, 1, tzinfo=UTC).timestamp()) // 60
    assert [(a // MINUTE, b // MINUTE) for a, b in index.spans(start * MINUTE, end * MINUTE)] == oracle.spans(
        start, end
    )


@pytest.mark.parametrize("case", CASES, ids=repr)
def test_the_shifts_of_every_date(case: Case) -> None:
    for day in case.oracle.days:
        shown = [(shift.start // 60, shift.end // 60) for shift in case.calendar.shifts_on(day)]
        assert shown == sorted(case.oracle.cut_shifts_on(day)), day


@LAW
@given(spots, lengths)
def test_add_and_subtract(spot: Spot, length: int) -> None:
    oracle, index = spot.case.oracle, spot.case.calendar.index
    at, minutes = spot.at // MINUTE, length % (2 * DAY) // MINUTE
    assert index.add(at * MINUTE, minutes * MINUTE) == oracle.add(at, minutes) * MINUTE
    assert index.subtract(at * MINUTE, minutes * MINUTE) == oracle.subtract(at, minutes) * MINUTE


@LAW
@given(spots, numbers)
def test_between_and_is_open(spot: Spot, other: int) -> None:
    oracle, index = spot.case.oracle, spot.case.calendar.index
    a, b = spot.at // MINUTE, place(spot.case, other) // MINUTE
    assert index.between(a * MINUTE, b * MINUTE) == oracle.between(a, b) * MINUTE
    assert index.is_open(a * MINUTE) == oracle.is_open(a)
    assert index.is_open(a * MINUTE + MINUTE - 1) == oracle.is_open(a), "nothing happens within a minute"


@LAW
@given(spots)
def test_next_opening_and_closing(spot: Spot) -> None:
    assume(spot.case.name != "always")
    oracle, index = spot.case.oracle, spot.case.calendar.index
    at = spot.at // MINUTE
    assert index.next_opening(at * MINUTE) == oracle.next_opening(at) * MINUTE
    assert index.next_closing(at * MINUTE) == oracle.next_closing(at) * MINUTE


def test_the_oracle_itself_on_dates_a_human_can_check() -> None:
    berlin, new_york = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
    spring, autumn = date(2025, 3, 30), date(2025, 11, 2)
    assert boundary(spring, 150, berlin, last=False) == datetime(2025, 3, 30, 1, tzinfo=UTC), "02:30 does not exist"
    assert boundary(autumn, 90, new_york, last=False) == datetime(2025, 11, 2, 5, 30, tzinfo=UTC), "the first 01:30"
    assert boundary(autumn, 90, new_york, last=True) == datetime(2025, 11, 2, 6, 30, tzinfo=UTC), "the second 01:30"
    week = Oracle({"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}}, date(2025, 1, 1), date(2025, 2, 1))
    monday = int(datetime(2025, 1, 6, tzinfo=UTC).timestamp()) // 60
    assert week.between(monday, monday + 7 * 24 * 60) == 40 * 60
    assert week.add(monday, 8 * 60) == monday + 17 * 60
    assert week.subtract(monday + 9 * 60, 60) == monday + 16 * 60 - timedelta(days=3) // timedelta(minutes=1)
    assert week.spans(monday, monday + 24 * 60) == [(monday + 9 * 60, monday + 17 * 60)]
