"""Calendars put together are what set algebra makes of their spans, also three deep."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from slaclock import Calendar
from slaclock.instant import DAY
from tests.hours.laws.calendars import CASES, Case
from tests.hours.laws.strategies import LAW, numbers, place

Spans = list[tuple[int, int]]
OPERATORS: dict[str, Callable[[bool, bool], bool]] = {
    "|": lambda here, there: here or there,
    "&": lambda here, there: here and there,
    "-": lambda here, there: here and not there,
}
pairs = st.tuples(st.sampled_from(CASES[:5]), st.sampled_from(CASES), st.sampled_from(sorted(OPERATORS)))


@cache
def composed(left: Case, right: Case, operator: str) -> Calendar:
    here, there = left.calendar, right.calendar
    return {"|": here | there, "&": here & there, "-": here - there}[operator]


def window(case: Case, number: int) -> tuple[int, int]:
    start = place(case, number)
    return start, start + number * 104_729_087 % (10 * DAY) + 1


def combined(left: Spans, right: Spans, operator: str) -> Spans:
    """By asking of every piece between two neighbouring bounds who is there."""
    out: Spans = []
    bounds = sorted({bound for span in left + right for bound in span})
    for begin, end in pairwise(bounds):
        here, there = (any(a <= begin < b for a, b in spans) for spans in (left, right))
        if OPERATORS[operator](here, there):
            if out and out[-1][1] == begin:
                out[-1] = (out[-1][0], end)
            else:
                out.append((begin, end))
    return out


@LAW
@given(pairs, numbers)
def test_union_intersection_and_minus_are_set_algebra(pair: tuple[Case, Case, str], number: int) -> None:
    left, right, operator = pair
    start, end = window(left, number)
    index = composed(*pair).index
    spans = list(index.spans(start, end))
    here, there = (list(case.calendar.index.spans(start, end)) for case in (left, right))
    assert spans == combined(here, there, operator)
    assert index.between(start, end) == sum(b - a for a, b in spans)
    assert index.is_open(start) == OPERATORS[operator](*(case.calendar.index.is_open(start) for case in (left, right)))


@LAW
@given(st.tuples(*[st.sampled_from(CASES[:5])] * 3), numbers)
def test_what_a_set_can_be_written_as_does_not_matter(three: tuple[Case, Case, Case], number: int) -> None:
    a, b, c = three
    start, end = window(a, number)
    both, either, rest = composed(a, b, "&").index, composed(a, b, "|").index, composed(a, b, "-").index
    here, there = (case.calendar.index.between(start, end) for case in (a, b))
    assert both.between(start, end) + either.between(start, end) == here + there
    assert both.between(start, end) + rest.between(start, end) == here
    assert list(deep(a, b, c).index.spans(start, end)) == list(spread(a, b, c).index.spans(start, end))


@cache
def deep(a: Case, b: Case, c: Case) -> Calendar:
    return (a.calendar | b.calendar) - c.calendar


@cache
def spread(a: Case, b: Case, c: Case) -> Calendar:
    return (a.calendar - c.calendar) | (b.calendar - c.calendar)
