"""Whole columns of tickets at once: row by row what the scalar says, errors included."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis.strategies import integers, lists, sampled_from, tuples

from slaclock.errors import InvalidInput, NeverOpens, OutOfRange
from slaclock.hours.arrays import ROWS, Direct
from slaclock.hours.calendar import Calendar
from slaclock.instant import FIRST, HOUR, LAST, SECOND, to_us
from tests.hours.office import NINE_TO_FIVE, at, calendar, plan, special, week

OFFICE = calendar("Europe/Berlin", NINE_TO_FIVE)
BREAKS = calendar(
    "America/New_York", week(mon_fri="08:00-10:00, 10:05-12:00, 13:00-15:00, 15:00:01-18:00", sun="22:00-06:00")
)
UNEVEN = calendar(
    "UTC",
    plan(
        week(mon="09:00-17:00"),
        days=special(d2026_01_06=", ".join(f"{h:02}:{m:02}:00-{h:02}:{m:02}:01" for h in range(24) for m in range(60))),
    ),
)
SUPPORTS = [OFFICE, BREAKS, UNEVEN, Calendar.always("UTC"), OFFICE | BREAKS, OFFICE - BREAKS]


def us(text: str) -> int:
    return to_us(at(text, "Europe/Berlin"))


def one_by_one(support: Calendar, starts: list[int], lengths: list[int]) -> list[int]:
    index = support.index
    pairs = zip(starts, lengths, strict=True)
    return [index.add(start, length) if length >= 0 else index.subtract(start, -length) for start, length in pairs]


def test_a_column_of_tickets() -> None:
    starts = [us("2026-03-06 10:00"), us("2026-03-06 16:30"), us("2026-03-07 12:00")]
    two_hours = [us("2026-03-06 12:00"), us("2026-03-09 10:30"), us("2026-03-09 11:00")]
    assert OFFICE.add_many(starts, 2 * HOUR).tolist() == two_hours
    assert OFFICE.add_many(np.array(starts), np.full(3, 2 * HOUR)).tolist() == two_hours
    assert OFFICE.add_many(starts, [0, 2 * HOUR, -HOUR]).tolist() == [starts[0], two_hours[1], us("2026-03-06 16:00")]
    assert OFFICE.add_many(starts, [0, 0, 0]).tolist() == starts
    assert OFFICE.between_many(starts, two_hours).tolist() == [2 * HOUR] * 3
    assert OFFICE.between_many(two_hours, starts).tolist() == [-2 * HOUR] * 3
    assert OFFICE.between_many(starts, us("2026-03-09 09:00")).tolist() == [7 * HOUR, HOUR // 2, 0]
    assert OFFICE.add_many(starts, 2 * HOUR).dtype == np.int64


def test_one_start_many_budgets_and_other_shapes() -> None:
    start = us("2026-03-06 16:30")
    assert OFFICE.add_many(start, [HOUR // 2, HOUR]).tolist() == [us("2026-03-06 17:00"), us("2026-03-09 09:30")]
    assert int(OFFICE.add_many(start, HOUR)) == us("2026-03-09 09:30")
    assert OFFICE.add_many([[start], [start]], [HOUR]).tolist() == [[us("2026-03-09 09:30")]] * 2
    assert OFFICE.add_many([], 5).tolist() == []
    assert OFFICE.between_many([], []).tolist() == []


def test_the_arrays_given_are_left_alone() -> None:
    starts, lengths = np.array([us("2026-03-06 16:30")]), np.array([HOUR])
    OFFICE.add_many(starts, lengths)
    OFFICE.add_many(starts, np.array([0]))
    OFFICE.between_many(starts, starts)
    assert (starts.tolist(), lengths.tolist()) == ([us("2026-03-06 16:30")], [HOUR])


INSTANTS = integers(us("2019-01-01 00:00"), us("2031-01-01 00:00"))


@pytest.mark.parametrize("support", SUPPORTS)
@given(lists(tuples(INSTANTS, integers(-300 * HOUR, 300 * HOUR) | sampled_from([0, 1, -1, 8 * HOUR, -8 * HOUR]))))
def test_row_by_row_it_is_the_scalar(support: Calendar, rows: list[tuple[int, int]]) -> None:
    starts, lengths = [start for start, _ in rows], [length for _, length in rows]
    dues = one_by_one(support, starts, lengths)
    assert support.add_many(starts, lengths).tolist() == dues
    assert support.add_many(starts, [abs(length) + 1 for length in lengths]).tolist() == one_by_one(
        support, starts, [abs(length) + 1 for length in lengths]
    )
    assert support.between_many(starts, starts[::-1]).tolist() == [
        support.index.between(start, end) for start, end in zip(starts, starts[::-1], strict=True)
    ]


@pytest.mark.parametrize("support", SUPPORTS)
def test_many_blocks_over_all_years_served(support: Calendar) -> None:
    chance = np.random.default_rng(7)
    starts = chance.integers(FIRST, LAST, 2 * ROWS + 17)
    lengths = chance.integers(-100 * HOUR, 100 * HOUR, starts.size)
    ends = chance.integers(FIRST, LAST, starts.size)
    starts[0], starts[-1], ends[0] = LAST - 1, FIRST, FIRST
    due, between = support.add_many(starts, lengths), support.between_many(starts, ends)
    some = [0, 1, ROWS - 1, ROWS, 2 * ROWS, -1, *chance.integers(0, starts.size, 500).tolist()]
    assert due[some].tolist() == one_by_one(support, starts[some].tolist(), lengths[some].tolist())
    pairs = zip(starts[some].tolist(), ends[some].tolist(), strict=True)
    assert between[some].tolist() == [support.index.between(start, end) for start, end in pairs]
    until_noon = support.between_many(starts, us("2026-03-06 12:00"))
    assert until_noon[some].tolist() == [
        support.index.between(start, us("2026-03-06 12:00")) for start in starts[some].tolist()
    ]
    assert support.between_many(us("2026-03-06 12:00"), starts).tolist() == (-until_noon).tolist()
    assert support.add_many(starts, 0).tolist() == starts.tolist()
    assert support.add_many(us("2026-03-06 12:00"), lengths)[some].tolist() == one_by_one(
        support, [us("2026-03-06 12:00")] * len(some), lengths[some].tolist()
    )
    assert support.add_many(starts, 4 * HOUR)[some].tolist() == one_by_one(
        support, starts[some].tolist(), [4 * HOUR] * len(some)
    )


FAIR = calendar("Europe/Berlin", plan(week(), days=special(d2026_06_27="10:00-14:00")))


@pytest.mark.parametrize(
    "starts, lengths, says",
    [
        ([us("2026-06-01 00:00"), us("2026-06-27 13:00")], [HOUR, 2 * HOUR], "2026-06-27T11:00:00"),
        ([us("2026-06-01 00:00"), us("2026-06-27 11:00")], [HOUR, -2 * HOUR], "2026-06-27T09:00:00"),
        ([us("2026-06-01 00:00"), us("2010-01-01 01:00")], [HOUR, HOUR], "2010-01-01T00:00:00"),
        ([us("2026-06-01 00:00"), us("2040-01-01 01:00")], [0, -HOUR], "2040-01-01T00:00:00"),
        ([us("2026-06-01 00:00"), us("2026-06-02 00:00")], [HOUR, 1 << 62], "2026-06-01T22:00:00"),
        ([us("2026-06-01 00:00"), us("2026-06-02 00:00")], [HOUR, -(1 << 63)], "2026-06-01T22:00:00"),
    ],
)
def test_a_row_without_an_answer_says_what_the_scalar_says(starts: list[int], lengths: list[int], says: str) -> None:
    with pytest.raises(NeverOpens, match=says) as refused:
        FAIR.add_many(starts, lengths)
    with pytest.raises(NeverOpens) as scalar:
        one_by_one(FAIR, starts, lengths)
    assert str(refused.value) == str(scalar.value)


@pytest.mark.parametrize("outside", [-1, LAST, -(1 << 63), (1 << 63) - 1])
def test_a_row_outside_the_years_served_is_named(outside: int) -> None:
    inside = us("2026-06-01 00:00")
    asks: list[Callable[[], object]] = [
        lambda: OFFICE.add_many([inside, outside], HOUR),
        lambda: OFFICE.between_many([inside, outside], inside),
        lambda: OFFICE.between_many(inside, [inside, outside]),
    ]
    for ask in asks:
        with pytest.raises(OutOfRange, match="row 1 is outside the years 1970 to 2200"):
            ask()


def test_what_is_no_column_of_microseconds_is_refused() -> None:
    with pytest.raises(InvalidInput, match="starts_us holds float64 values; give whole microseconds"):
        OFFICE.add_many([1.5], HOUR)
    with pytest.raises(InvalidInput, match="open_us holds timedelta64"):
        OFFICE.add_many([1], np.array([1], "timedelta64[us]"))
    with pytest.raises(InvalidInput, match="starts_us holds bool"):
        OFFICE.between_many([True], [1])
    with pytest.raises(InvalidInput, match="starts_us holds object"):
        OFFICE.between_many(np.array([datetime(2026, 3, 6, tzinfo=UTC)]), [1])
    with pytest.raises(InvalidInput, match=r"shapes \(2,\) and \(3,\) do not go together"):
        OFFICE.add_many([1, 2], [1, 2, 3])


def test_numpy_is_asked_for_by_the_name_of_its_extra() -> None:
    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "from slaclock import Calendar, MissingExtra\n"
        "try: Calendar.always('UTC').add_many([1], [1])\n"
        "except MissingExtra as error: print(error, error.facts)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "install slaclock[bulk] {'extra': 'bulk'}" in done.stdout


@given(lists(integers(1, 60), min_size=1, max_size=60), sampled_from([1, 3, SECOND]), integers(0, 10_000))
def test_a_direct_index_finds_what_a_binary_search_finds(gaps: list[int], scale: int, shift: int) -> None:
    bounds = (np.cumsum(gaps) * scale + shift).tolist()
    first, last = shift, bounds[-1] + 3 * scale
    values = np.unique(
        np.concatenate([np.array(bounds), np.array(bounds) - 1, np.linspace(first, last - 1, 97)]).astype(int)
    )
    values = values[(values >= first) & (values < last)]
    direct = Direct.of(bounds, first, last)
    found, spare, flag = np.empty_like(values), np.empty_like(values), np.empty(values.size, bool)
    direct.find(values, found, spare, flag)
    assert found.tolist() == np.searchsorted(bounds, values, side="right").tolist()
