"""The laws of open time, tried on calendars with every feature there is."""

from __future__ import annotations

import pytest
from hypothesis import given

from slaclock.errors import NeverCloses, NeverOpens
from slaclock.instant import DAY
from tests.hours.laws.calendars import CASES, Case
from tests.hours.laws.strategies import LAW, LOW, Spot, lengths, numbers, place, spots


@LAW
@given(spots, lengths)
def test_what_is_spent_can_be_measured(spot: Spot, budget: int) -> None:
    start, index = spot.at, spot.case.calendar.index
    due = index.add(start, budget)
    assert index.between(start, due) == budget
    assert due == start or index.between(start, due - 1) == budget - 1, "there is no earlier instant"


@LAW
@given(spots, lengths)
def test_subtract_is_the_mirror_of_add(spot: Spot, budget: int) -> None:
    end, index = spot.at, spot.case.calendar.index
    begun = index.subtract(end, budget)
    assert index.between(begun, end) == budget
    assert begun == end or index.between(begun + 1, end) == budget - 1, "there is no later instant"
    assert index.add(begun, budget) <= end <= index.add(begun, budget + 1)


@LAW
@given(spots, numbers, numbers)
def test_open_time_adds_up(spot: Spot, second: int, third: int) -> None:
    index = spot.case.calendar.index
    a, b, c = spot.at, place(spot.case, second), place(spot.case, third)
    assert index.between(a, b) + index.between(b, c) == index.between(a, c)
    assert index.between(a, b) == -index.between(b, a)


@LAW
@given(spots, lengths, lengths)
def test_budgets_add_up(spot: Spot, first: int, second: int) -> None:
    start, index = spot.at, spot.case.calendar.index
    assert index.add(index.add(start, first), second) == index.add(start, first + second)
    assert index.subtract(index.subtract(start, first), second) == index.subtract(start, first + second)


@LAW
@given(spots, numbers, lengths)
def test_who_comes_later_or_gets_more_is_due_no_earlier(spot: Spot, other: int, budget: int) -> None:
    index = spot.case.calendar.index
    earlier, later = sorted((spot.at, place(spot.case, other)))
    due = index.add(earlier, budget)
    assert earlier <= due <= index.add(later, budget)
    assert due <= index.add(earlier, budget + other)
    assert 0 <= index.between(earlier, later) <= later - earlier


@LAW
@given(spots)
def test_openings_and_closings_take_turns(spot: Spot) -> None:
    at, index = spot.at, spot.case.calendar.index
    if spot.case.name == "always":
        assert index.next_opening(at) == at
        with pytest.raises(NeverCloses):
            index.next_closing(at)
        return
    opening, closing = index.next_opening(at), index.next_closing(at)
    assert (opening == at) == index.is_open(at)
    assert index.is_open(opening)
    assert not index.is_open(closing)
    assert index.between(at, opening) == 0
    assert index.next_opening(closing) > closing > at
    assert index.between(at, closing) == closing - opening > 0


@LAW
@given(spots, numbers)
def test_spans_are_the_open_time(spot: Spot, length: int) -> None:
    index = spot.case.calendar.index
    start = spot.at
    end = index.next_opening(start + length * 7_919_993 % (20 * DAY))  # mostly exactly where a span begins
    spans = list(index.spans(start, end))
    flat = [bound for span in spans for bound in span]
    assert flat == sorted(set(flat)), "in order, none empty, none touching"
    assert all(start <= bound <= end for bound in flat)
    assert sum(stop - begin for begin, stop in spans) == index.between(start, end)


@pytest.mark.parametrize("case", CASES, ids=repr)
def test_a_budget_no_ten_years_can_hold_is_refused(case: Case) -> None:
    with pytest.raises(NeverOpens):
        case.calendar.index.add(LOW, 4_000 * DAY)
