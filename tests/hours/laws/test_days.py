"""Business days, beside a second opinion that goes through the dates one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count

from hypothesis import assume, given
from hypothesis import strategies as st

from slaclock import Calendar
from slaclock.instant import MINUTE, from_us, to_us
from tests.hours.laws.calendars import Case
from tests.hours.laws.oracle import boundary, occurrences
from tests.hours.laws.strategies import LAW, Spot, spots

ONE_DAY = timedelta(days=1)


Hours = list[tuple[int, int]]


@cache
def hours(case: Case, day: date) -> Hours:
    """The spans that start on a date, in microseconds; those that touch are one."""
    spans: Hours = []
    for start, end in sorted(case.oracle.spans_of(day)):
        if spans and start * MINUTE <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end * MINUTE))
        elif start < end:
            spans.append((start * MINUTE, end * MINUTE))
    return spans


@cache
def open_between_midnights(case: Case, day: date) -> Hours:
    """What is open on a date, whenever the shift began: the business day of calendars put together."""
    midnights = (boundary(date_, 0, case.oracle.zone, last=False) for date_ in (day, day + ONE_DAY))
    start, end = (int(midnight.timestamp()) // 60 for midnight in midnights)
    return [(a * MINUTE, b * MINUTE) for a, b in case.oracle.spans(start, end)]


def later(case: Case, day: date, number: int, hours: Callable[[Case, date], Hours]) -> date:
    """The N-th business day after a date."""
    for ahead in count(1):
        number -= bool(hours(case, day + ahead * ONE_DAY))
        if not number:
            return day + ahead * ONE_DAY
    raise AssertionError


def same_time(case: Case, wall: datetime, day: date) -> int:
    """The instant at which a date shows a time of day, the first if there are two, the gap's end if there is none."""
    wanted = datetime.combine(day, wall.time())
    found = occurrences(wanted, case.oracle.zone)
    if found:
        return to_us(found[0])
    low, high = (
        to_us(wanted.replace(tzinfo=UTC)) - 30 * 60 * MINUTE,
        to_us(wanted.replace(tzinfo=UTC)) + 30 * 60 * MINUTE,
    )
    while high - low > 1:
        middle = (low + high) // 2
        shown = from_us(middle, case.oracle.zone).replace(tzinfo=None)
        low, high = (middle, high) if shown < wanted else (low, middle)
    return high


def moved(at: int, spans: list[tuple[int, int]]) -> int:
    """Before opening → opening, in a break → its end, after closing → closing."""
    for start, end in spans:
        if at < start:
            return start
        if at <= end:
            return at if at < end or end == spans[-1][1] else next(a for a, _ in spans if a > end)
    return spans[-1][1]


def added(case: Case, at: int, number: int, hours: Callable[[Case, date], Hours]) -> int:
    wall = from_us(at, case.oracle.zone).replace(tzinfo=None)
    day = later(case, wall.date(), number, hours)
    if not hours(case, wall.date()):
        return hours(case, day)[-1][1]
    return moved(same_time(case, wall, day), hours(case, day))


def ended(case: Case, at: int, number: int, hours: Callable[[Case, date], Hours]) -> int:
    today = from_us(at, case.oracle.zone).date()
    here = hours(case, today)
    if number == 0 and here and here[-1][1] >= at:
        return here[-1][1]
    return hours(case, later(case, today, max(number, 1), hours))[-1][1]


@LAW
@given(spots, st.integers(1, 12))
def test_add_days(spot: Spot, number: int) -> None:
    case, at = spot.case, spot.at
    expected = added(case, at, number, hours)
    assert case.calendar.day_after(at, number) == expected
    assert to_us(case.calendar.add_days(from_us(at), number)) == expected


@LAW
@given(spots, st.integers(0, 12))
def test_end_of_day(spot: Spot, number: int) -> None:
    case, at = spot.case, spot.at
    expected = ended(case, at, number, hours)
    assert case.calendar.day_end(at, number) == expected
    assert to_us(case.calendar.end_of_day(from_us(at), number)) == expected


@cache
def with_itself(case: Case) -> Calendar:
    """The same open time, but put together: its business days run from midnight to midnight."""
    return case.calendar | case.calendar


@LAW
@given(spots, st.integers(1, 6))
def test_business_days_of_calendars_put_together(spot: Spot, number: int) -> None:
    case, at = spot.case, spot.at
    assume(case.name != "special days only")  # the oracle does not know enough years for it
    composed = with_itself(case)
    assert composed.day_after(at, number) == added(case, at, number, open_between_midnights)
    assert composed.day_end(at, number) == ended(case, at, number, open_between_midnights)
