"""The best budget for a priority, and the roundest number for it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock.fit.threshold import OPEN_STEPS, best_limit, roundest, write_budget

HOUR = 3600
SPENT = 2 * HOUR  # one hour of time spent, in half seconds


def test_verdicts_that_a_budget_divides_cleanly() -> None:
    spent = np.array([1, 7, 9, 30, 2]) * SPENT
    met = np.array([True, True, False, False, True])
    limit = best_limit(spent, met, OPEN_STEPS)
    assert (limit.hits, limit.count, limit.low, limit.high) == (5, 5, 7 * HOUR, 9 * HOUR)
    assert limit.budget == 8 * HOUR


def test_a_budget_used_up_at_closing_and_ended_after_it_is_late() -> None:
    spent = np.array([8 * SPENT, 8 * SPENT + 1, 4 * SPENT])
    limit = best_limit(spent, np.array([True, False, True]), OPEN_STEPS)
    assert (limit.hits, limit.budget, limit.low, limit.high) == (3, 8 * HOUR, 8 * HOUR, 8 * HOUR + 1)


def test_one_verdict_out_of_line_costs_one() -> None:
    spent = np.array([1, 2, 3, 4, 5, 6]) * SPENT
    met = np.array([True, True, False, True, False, False])
    assert best_limit(spent, met, OPEN_STEPS).hits == 5


def test_all_missed_takes_a_budget_below_the_least() -> None:
    limit = best_limit(np.array([9, 10]) * SPENT, np.array([False, False]), OPEN_STEPS)
    assert (limit.hits, limit.budget) == (2, 8 * HOUR)


def test_all_met_takes_a_round_budget_above_the_most() -> None:
    limit = best_limit(np.array([7, 10]) * SPENT, np.array([True, True]), OPEN_STEPS)
    assert limit.hits == 2
    assert limit.high is None
    assert limit.budget >= 10 * HOUR


def test_a_ticket_that_used_nothing_is_met_by_any_budget() -> None:
    """Opened and ended in one night: no open time passed, so no budget of a second or more can call it missed."""
    limit = best_limit(np.array([1, 1, 9 * SPENT]), np.array([False, False, False]), OPEN_STEPS)
    assert (limit.hits, limit.budget) == (1, 8 * HOUR)


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=40))
def test_no_other_budget_explains_more(cases: list[tuple[int, bool]]) -> None:
    spent = np.array([SPENT * hours for hours, _ in cases])
    met = np.array([verdict for _, verdict in cases])
    limit = best_limit(spent, met, OPEN_STEPS)
    explained = [int(((spent <= 2 * budget) == met).sum()) for budget in (1, *range(HOUR // 2, 42 * HOUR, HOUR // 2))]
    assert limit.hits == max(explained)
    assert int(((spent <= 2 * limit.budget) == met).sum()) == limit.hits


@pytest.mark.parametrize(
    "low, high, number",
    [
        (55 * HOUR, 55 * HOUR + 960, 55 * HOUR),
        (457_620, 502_800, 136 * HOUR),  # 127.1 to 139.7 hours: 136 is seventeen days of eight
        (1, 9 * HOUR, 8 * HOUR),
        (3_601, 3_659, 3_630),
        (3_601, 3_602, 3_601),
    ],
)
def test_the_roundest_number_between(low: int, high: int, number: int) -> None:
    assert roundest(low, high, OPEN_STEPS)[0] == number


@pytest.mark.parametrize(
    "seconds, wall, text",
    [
        (55 * HOUR, False, "55 business hours"),
        (HOUR, True, "1 hour"),
        (5_400, False, "90 business minutes"),
        (61, True, "61 seconds"),
    ],
)
def test_a_budget_in_words(seconds: int, wall: bool, text: str) -> None:
    assert write_budget(seconds, wall=wall) == text
