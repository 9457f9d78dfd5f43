"""What is usual is read off the desk's own answers, and those still owed count as slow ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock import Habit, Reading
from slaclock.promise.habit import Habits, habit_of, habits_of
from slaclock.reports.duration import percentile
from tests.clock.story import instant
from tests.promise.desk import desk

ENGINE = desk({"timezone": "Europe/Berlin", "hours": "always"}, first_response="24 hours")
CREATED, NOW = instant("Mon 09:00"), instant("Wed 09:00")


def readings(answered: Iterable[int], open_since: Iterable[int] = ()) -> list[Reading]:
    """Tickets answered after so many minutes, and tickets nobody has answered for so many."""
    events: list[dict[str, Any]] = []
    for number, minutes in enumerate(answered):
        ticket = {"ticket": f"A{number}", "id": "1"}
        at = CREATED + timedelta(minutes=minutes)
        events.append(ticket | {"at": CREATED.isoformat(), "type": "created", "channel": "email"})
        events.append(ticket | {"id": "2", "at": at.isoformat(), "type": "message", "author": "agent", "public": True})
    for number, minutes in enumerate(open_since):
        at = NOW - timedelta(minutes=minutes)
        events.append({"ticket": f"B{number}", "id": "1", "at": at.isoformat(), "type": "created", "channel": "email"})
    return ENGINE.read(events, NOW)


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def test_ten_answers() -> None:
    assert habit_of(readings(range(10, 101, 10)), NOW) == Habit(minutes(50), minutes(90), 10)


def test_who_still_waits_makes_it_slower() -> None:
    # ten answered within 100 minutes, five more have waited for 200: two thirds are answered, so nobody knows the 90 %
    assert habit_of(readings(range(10, 101, 10), [200] * 5), NOW) is None
    # one of eleven waits: after 90 minutes two of eleven were unanswered, after 100 one of eleven
    assert habit_of(readings(range(10, 101, 10), [200]), NOW) == Habit(minutes(60), minutes(100), 10)


def test_who_has_waited_for_a_moment_only_says_nothing() -> None:
    assert habit_of(readings(range(10, 101, 10), [1] * 5), NOW) == Habit(minutes(50), minutes(90), 10)


def test_only_the_last_weeks_count() -> None:
    told = readings([10, 20])
    assert habit_of(told, NOW + timedelta(days=26)) is not None
    assert habit_of(told, NOW + timedelta(days=27)) is None


@given(st.lists(st.tuples(st.sampled_from(["email", "chat"]), st.sampled_from(["high", None]), st.integers(1, 60))))
def test_a_whole_desk_is_the_sum_of_what_is_alike(tickets: list[tuple[str, str | None, int]]) -> None:
    events: list[dict[str, Any]] = []
    for number, (channel, priority, waited) in enumerate(tickets):
        ticket, at = {"ticket": f"A{number}", "id": "1"}, CREATED + minutes(waited)
        facts = {"channel": channel} | ({"priority": priority} if priority else {})
        events.append(ticket | {"at": CREATED.isoformat(), "type": "created", **facts})
        events.append(ticket | {"id": "2", "at": at.isoformat(), "type": "message", "author": "agent", "public": True})
    told = ENGINE.read(events, NOW)
    found = habits_of(told, NOW)
    for channel in ("email", "chat"):
        mine = [each for each in told if each.facts.channel == channel]
        assert found.of("all", channel, None) == habit_of(mine, NOW)
        high = [each for each in mine if each.facts.priority == "high"]
        assert found.of("all", channel, "high") == habit_of(high, NOW)
    assert found.of("all", "sms", None) is found.of("none", "email", None) is None


def test_a_promise_picks_the_habit_of_its_like() -> None:
    known = Habits({("all", "email", ""): Habit(minutes(30), minutes(90), 30)})
    at = instant("Mon 10:00")
    assert "typically" in ENGINE.promise_for({"channel": "email"}, at, "Europe/Berlin", habit=known).sentences
    assert "typically" not in ENGINE.promise_for({"channel": "chat"}, at, "Europe/Berlin", habit=known).sentences


def test_without_answers_there_is_no_habit() -> None:
    assert habit_of([], NOW) is None
    assert habit_of(readings([], [5]), NOW) is None


@given(waits=st.lists(st.integers(1, 500), min_size=1, max_size=40))
def test_where_all_are_answered_it_is_the_plain_percentile(waits: list[int]) -> None:
    found, lengths = habit_of(readings(waits), NOW), sorted(map(minutes, waits))
    assert found == Habit(lengths[-(-len(lengths) // 2) - 1], percentile(lengths, 90) or timedelta(), len(lengths))


@pytest.mark.parametrize("n, enough", [(29, False), (30, True)])
def test_thirty_are_enough(n: int, enough: bool) -> None:
    found = habit_of(readings([5] * n), NOW)
    assert found is not None
    assert found.enough == enough
