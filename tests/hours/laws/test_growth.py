"""A calendar compiles what is asked about: whatever the order of the questions, the answers are the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock import Calendar
from slaclock.instant import DAY, HOUR, LAST, to_us
from tests.hours.laws.strategies import LAW

OFFICE = {"timezone": "Europe/Paris", "hours": {"mon-fri": "09:00-17:00"}, "holidays": ["2024-12-25"]}
SETTLED = Calendar.from_config(OFFICE).index
WIDE = SETTLED.between(0, LAST - 1)
days = st.integers(0, LAST // DAY - 1)


@LAW
@given(days, days)
def test_a_fresh_calendar_and_one_that_knows_all_agree(first: int, second: int) -> None:
    a, b = first * DAY + 11 * HOUR, second * DAY + 15 * HOUR
    if abs(a - b) > 4_000 * DAY:  # compiling centuries two thousand times is no fun
        b = a + (b - a) % (4_000 * DAY)
    b = min(b, LAST - 1)
    fresh = Calendar.from_config(OFFICE).index
    assert fresh.between(b, a) == SETTLED.between(b, a) == -SETTLED.between(a, b)
    assert fresh.add(a, 100 * HOUR) == SETTLED.add(a, 100 * HOUR)
    assert fresh.subtract(b, 100 * HOUR) == SETTLED.subtract(b, 100 * HOUR)


@pytest.mark.parametrize("reverse", [False, True])
def test_growing_both_ways_from_anywhere(reverse: bool) -> None:
    starts = sorted(range(to_us(datetime(1980, 1, 1, tzinfo=UTC)), LAST, 4_001 * DAY), reverse=reverse)
    fresh = Calendar.from_config(OFFICE).index
    for at in starts[len(starts) // 2 :] + starts[: len(starts) // 2]:
        assert fresh.add(at, 40 * HOUR) == SETTLED.add(at, 40 * HOUR)
        assert fresh.between(starts[0], at) == SETTLED.between(starts[0], at)


def test_many_threads_share_one_calendar() -> None:
    fresh = Calendar.from_config(OFFICE).index
    starts = [(n * 7_919) % 80_000 * DAY + n * HOUR % DAY for n in range(400)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda at: (fresh.add(at, 9 * HOUR), fresh.between(at, starts[0])), starts))
    assert answers == [(SETTLED.add(at, 9 * HOUR), SETTLED.between(at, starts[0])) for at in starts]


def test_the_whole_range_has_as_many_weekdays_as_a_wall_calendar() -> None:
    holiday = 8 * HOUR
    assert 60_004 * 8 * HOUR - holiday == WIDE
