"""Business days, beside a second opinion that goes through the dates one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from slaclock.instant import MINUTE, from_us, to_us
from tests.hours.laws.calendars import Case
from tests.hours.laws.oracle import occurrences
from tests.hours.laws.strategies import LAW, Spot, spots

ONE_DAY = timedelta(days=1)


@cache
def hours(case: Case, day: date) -> list[tuple[int, int]]:
    """The spans that start on a date, in microseconds; those that touch are one."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(case.oracle.spans_of(day)):
        if spans and start * MINUTE <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end * MINUTE))
        elif start < end:
            spans.append((start * MINUTE, end * MINUTE))
    return spans


def later(case: Case, day: date, number: int) -> date:
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


@LAW
@given(spots, st.integers(1, 12))
def test_add_days(spot: Spot, number: int) -> None:
    case, at = spot.case, spot.at
    wall = from_us(at, case.oracle.zone).replace(tzinfo=None)
    day = later(case, wall.date(), number)
    open_today = bool(hours(case, wall.date()))
    expected = moved(same_time(case, wall, day), hours(case, day)) if open_today else hours(case, day)[-1][1]
    assert case.calendar.day_after(at, number) == expected
    assert to_us(case.calendar.add_days(from_us(at), number)) == expected


@LAW
@given(spots, st.integers(0, 12))
def test_end_of_day(spot: Spot, number: int) -> None:
    case, at = spot.case, spot.at
    today = from_us(at, case.oracle.zone).date()
    if number == 0:
        closings = [spans[-1][1] for spans in [hours(case, today)] if spans and spans[-1][1] >= at]
        expected = closings[0] if closings else hours(case, later(case, today, 1))[-1][1]
    else:
        expected = hours(case, later(case, today, number))[-1][1]
    assert case.calendar.day_end(at, number) == expected
    assert to_us(case.calendar.end_of_day(from_us(at), number)) == expected
