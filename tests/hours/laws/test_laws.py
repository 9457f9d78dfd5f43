"""The laws of open time, tried on calendars with every feature there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock.errors import NeverCloses, NeverOpens
from tests.hours.laws.calendars import CASES, Case
from tests.hours.laws.strategies import DAY, LAW, budgets, cases, instant, nudges, places


@LAW
@given(cases, places, nudges, budgets)
def test_what_is_spent_can_be_measured(case: Case, place: int, nudge: int, budget: int) -> None:
    start, index = instant(case, place, nudge), case.calendar.index
    due = index.add(start, budget)
    assert index.between(start, due) == budget
    assert due == start or index.between(start, due - 1) == budget - 1, "there is no earlier instant"


@LAW
@given(cases, places, nudges, budgets)
def test_subtract_is_the_mirror_of_add(case: Case, place: int, nudge: int, budget: int) -> None:
    end, index = instant(case, place, nudge), case.calendar.index
    begun = index.subtract(end, budget)
    assert index.between(begun, end) == budget
    assert begun == end or index.between(begun + 1, end) == budget - 1, "there is no later instant"
    assert index.add(begun, budget) <= end <= index.add(begun, budget + 1)


@LAW
@given(cases, st.tuples(places, places, places), nudges)
def test_open_time_adds_up(case: Case, three: tuple[int, int, int], nudge: int) -> None:
    index = case.calendar.index
    a, b, c = (instant(case, place, nudge) for place in three)
    assert index.between(a, b) + index.between(b, c) == index.between(a, c)
    assert index.between(a, b) == -index.between(b, a)


@LAW
@given(cases, places, nudges, budgets, budgets)
def test_budgets_add_up(case: Case, place: int, nudge: int, first: int, second: int) -> None:
    start, index = instant(case, place, nudge), case.calendar.index
    assert index.add(index.add(start, first), second) == index.add(start, first + second)
    assert index.subtract(index.subtract(start, first), second) == index.subtract(start, first + second)


@LAW
@given(cases, st.tuples(places, places), nudges, budgets, budgets)
def test_who_comes_later_or_gets_more_is_due_no_earlier(
    case: Case, two: tuple[int, int], nudge: int, budget: int, more: int
) -> None:
    index = case.calendar.index
    earlier, later = sorted(instant(case, place, nudge) for place in two)
    due = index.add(earlier, budget)
    assert earlier <= due <= index.add(later, budget)
    assert due <= index.add(earlier, budget + more)
    assert 0 <= index.between(earlier, later) <= later - earlier


@LAW
@given(cases, places, nudges)
def test_openings_and_closings_take_turns(case: Case, place: int, nudge: int) -> None:
    at, index = instant(case, place, nudge), case.calendar.index
    if case.name == "always":
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
@given(cases, st.tuples(places, places), nudges)
def test_spans_are_the_open_time(case: Case, two: tuple[int, int], nudge: int) -> None:
    index = case.calendar.index
    start, _ = sorted(instant(case, place, nudge) for place in two)
    end = start + two[1] % (20 * DAY)
    spans = list(index.spans(start, end))
    flat = [bound for span in spans for bound in span]
    assert flat == sorted(set(flat)), "in order, none empty, none touching"
    assert all(start <= bound <= end for bound in flat)
    assert sum(stop - begin for begin, stop in spans) == index.between(start, end)


@pytest.mark.parametrize("case", CASES, ids=repr)
def test_a_budget_no_ten_years_can_hold_is_refused(case: Case) -> None:
    with pytest.raises(NeverOpens):
        case.calendar.index.add(instant(case, 1, 0), 4_000 * DAY)
