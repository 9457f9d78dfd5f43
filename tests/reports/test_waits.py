"""Averages and percentiles: beside each other, in the time the promise counts, and none of nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from slaclock.reports import Waits, levels
from slaclock.reports.duration import average, percentile
from tests.clock.story import answered, created, deleted, desk, session, status
from tests.reports.readings import read

MINUTES = [timedelta(minutes=n) for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 100)]


@pytest.mark.parametrize(
    "percent, minutes",
    [(1, 1), (10, 1), (11, 2), (50, 5), (90, 9), (91, 100), (100, 100)],
)
def test_percentiles_are_values_that_really_occurred(percent: int, minutes: int) -> None:
    assert percentile(MINUTES, percent) == timedelta(minutes=minutes)


def test_an_average_hides_what_percentiles_show() -> None:
    assert average(MINUTES) == timedelta(minutes=14, seconds=30)
    assert percentile(MINUTES, 50) == timedelta(minutes=5)


def test_nothing_of_nothing() -> None:
    assert (average([]), percentile([], 50)) == (None, None)
    assert set(Waits.of([]).to_dict().values()) == {None}


CHAT = created("Mon 10:00", channel="chat")
QUEUE = {
    "answered after 10": [CHAT, answered("Mon 10:10")],
    "answered after 20": [CHAT, answered("Mon 10:20")],
    "answered late, after 90": [CHAT, answered("Mon 11:30")],
    "left after 4": [CHAT, session("Mon 10:04", "abandoned")],
    "left after 6": [CHAT, session("Mon 10:06", "abandoned")],
    "solved unanswered after 50": [CHAT, status("Mon 10:50", "solved")],
    "deleted": [CHAT, deleted("Mon 10:50")],
    "waits still": [created("Mon 11:55", channel="chat")],
}


def test_speed_of_answer_over_those_answered_and_over_all() -> None:
    waits = Waits.of(read(desk(first_response="1bh"), QUEUE, "Mon 12:00"))
    assert waits == Waits(
        average_answered=timedelta(minutes=40),  # (10 + 20 + 90) / 3
        average_all=timedelta(minutes=30),  # (10 + 20 + 90 + 4 + 6 + 50) / 6
        average_to_abandon=timedelta(minutes=5),
        p50=timedelta(minutes=20),
        p90=timedelta(minutes=90),
        longest=timedelta(minutes=90),
    )


def test_waits_are_counted_in_open_hours_where_the_promise_is() -> None:
    tickets = {"1": [created("Fri 16:30"), answered("Mon 9 Mar 09:30")]}
    assert Waits.of(read(desk(first_response="4bh"), tickets, "Mon 9 Mar 12:00")).longest == timedelta(hours=1)
    assert Waits.of(read(desk(first_response="80 hours"), tickets, "Mon 9 Mar 12:00")).longest == timedelta(hours=65)


def test_handle_time_is_what_agent_work_took() -> None:
    """From the creation to the solve, less what the ticket waited for the customer or a vendor; counted when solved."""
    tickets = {
        "two hours": [created("Mon 09:00"), status("Mon 11:00", "solved")],
        "four, with a wait": [
            *(created("Mon 09:00"), status("Mon 10:00", "pending")),
            *(status("Mon 14:00", "open"), status("Mon 17:00", "solved")),
        ],
        "not done yet": [created("Mon 09:00")],
    }
    (level,) = levels(read(desk(agent_work="40bh"), tickets, "Mon 17:00"))
    assert level.group == {"metric": "agent_work"}
    assert level.waits.average_answered == timedelta(hours=3)
