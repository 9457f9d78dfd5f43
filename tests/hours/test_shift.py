from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis.strategies import integers, lists, tuples

from slaclock.errors import InvalidInput
from slaclock.hours.shift import ALWAYS, NEVER, Shift, merged, parse_shifts, week_text
from tests.hours.office import week


@pytest.mark.parametrize(
    "text, start, end",
    [
        ("09:00-17:30", 32_400, 63_000),
        ("9:00 - 17:30", 32_400, 63_000),
        ("09:00–17:30", 32_400, 63_000),
        ("09:00:30-17:30:15", 32_430, 63_015),
        ("00:00-24:00", 0, 86_400),
        ("22:00-24:00", 79_200, 86_400),
        ("22:00-00:00", 79_200, 86_400),
        ("22:00-06:00", 79_200, 108_000),
    ],
)
def test_a_shift_as_people_write_it(text: str, start: int, end: int) -> None:
    assert Shift.parse(text) == Shift(start, end)


@pytest.mark.parametrize(
    "text, says",
    [
        ("09:00-09:00", "starts and ends at the same time; write 00:00-24:00"),
        ("00:00-00:00", "starts and ends at the same time; write 00:00-24:00"),
        ("24:00-06:00", "starts at 24:00"),
        ("09:00", "no shift; write it like 09:00-17:30"),
        ("09:00-12:00-13:00", "no shift; write it like"),
        ("9-17", "'9' is no time of day"),
        ("09:00-24:01", "'24:01' is no time between 00:00 and 24:00"),
        ("09:60-17:00", "'09:60' is no time between"),
        ("09:00:60-17:00", "'09:00:60' is no time between"),
        ("९:00-17:00", "no time of day"),
        ("", "no shift"),
    ],
)
def test_what_is_no_shift_is_refused_with_what_would_be_right(text: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Shift.parse(text)
    assert says in str(refused.value)


@pytest.mark.parametrize("start, end", [(-1, 10), (86_400, 90_000), (10, 10), (20, 10), (0, 172_801)])
def test_a_shift_starts_on_its_date_and_ends_by_the_end_of_the_next(start: int, end: int) -> None:
    with pytest.raises(InvalidInput, match="a shift"):
        Shift(start, end)


def test_a_day_of_several_shifts() -> None:
    assert parse_shifts("13:00-18:00, 09:00-12:00") == (Shift(32_400, 43_200), Shift(46_800, 64_800))
    assert parse_shifts("closed") == ()
    assert parse_shifts("09:00-12:00, 12:00-13:00, 12:30-14:00") == (Shift(32_400, 50_400),)


@pytest.mark.parametrize("text", ["09:00-17:30", "09:00:30-17:30:15", "22:00-06:00", "00:00-24:00"])
def test_a_shift_prints_as_it_was_written(text: str) -> None:
    assert str(Shift.parse(text)) == text


def test_a_week_in_one_line() -> None:
    assert week_text(week(mon_thu="09:00-12:00, 13:00-18:00", fri="09:00-16:00")) == (
        "mon-thu 09:00-12:00 13:00-18:00, fri 09:00-16:00"
    )
    assert week_text(week(mon="09:00-12:00", wed="09:00-12:00")) == "mon 09:00-12:00, wed 09:00-12:00"
    assert week_text(ALWAYS) == "always"
    assert week_text(NEVER) == "no weekly hours"


@given(lists(tuples(integers(0, 300), integers(1, 200)), max_size=6))
def test_merged_shifts_cover_the_same_minutes_and_never_touch(pairs: list[tuple[int, int]]) -> None:
    shifts = [Shift(start, start + length) for start, length in pairs]
    done = merged(shifts)
    minutes = {second for shift in shifts for second in range(shift.start, shift.end)}
    assert {second for shift in done for second in range(shift.start, shift.end)} == minutes
    assert all(here.end < there.start for here, there in pairwise(done))
