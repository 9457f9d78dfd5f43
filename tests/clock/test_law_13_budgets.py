"""L13: units are explicit, and each unit has one meaning; the deadline of a first response shows it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from slaclock import Engine
from slaclock.errors import InvalidConfig
from tests.clock.story import (
    BERLIN,
    Case,
    asked,
    case,
    changed,
    check,
    created,
    desk,
    desks,
    each,
    instant,
    paused,
    policy,
    reads,
    rfc3339,
    status,
    told,
)

LUNCH = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-12:00, 13:00-17:00"}}
CHRISTMAS = BERLIN | {"special": {"2026-12-24": "09:00-12:00"}, "holidays": ["2026-12-25"]}
NIGHTS = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "22:00-06:00"}}
ROUND = {"timezone": "Europe/Berlin", "hours": {"every-day": "00:00-24:00"}}
SUNDAYS = {"timezone": "Europe/Berlin", "hours": {"every-day": "02:15-10:00"}}


def due(name: str, budget: str, start: str, deadline: str, calendar: Mapping[str, object] = BERLIN) -> Case:
    want = reads("first_response", started_at=start, deadline=deadline)
    return case(f"{name}: {budget} from {start}", desk(calendar, first_response=budget), [created(start)], start, want)


@each(
    due("open time", "30 business minutes", "Mon 10:00", "Mon 10:30"),
    due("open time, short", "30bm", "Mon 10:00", "Mon 10:30"),
    due("open time over a night", "4 business hours", "Mon 15:00", "Tue 11:00"),
    due("open time over a weekend", "4bh", "Fri 15:00", "Mon 9 Mar 11:00"),
    due("open time from before opening", "1 business hour", "Mon 07:00", "Mon 10:00"),
    due("open time from exactly closing", "1 business hour", "Mon 17:00", "Tue 10:00"),
    due("open time that ends exactly at closing", "2 business hours", "Mon 15:00", "Mon 17:00"),
    due("a whole day's worth from a weekend", "8bh", "Sat 12:00", "Mon 9 Mar 17:00"),
    due("over lunch", "2 business hours", "Mon 11:00", "Mon 14:00", LUNCH),
    due("exactly up to lunch", "1 business hour", "Mon 11:00", "Mon 12:00", LUNCH),
    due("seconds", "90 business seconds", "Mon 16:59:00", "Tue 09:00:30"),
    due("over the change to summer time", "2 business hours", "Fri 27 Mar 16:00", "Mon 30 Mar 10:00"),
    due("into the missing hour", "3bh", "Sun 29 Mar 00:30", "Sun 29 Mar 04:30", ROUND),
    due("through the repeated hour", "3bh", "Sun 25 Oct 01:00", "Sun 25 Oct 03:00", ROUND),
)
def test_l13_open_time(case: Case) -> None:
    case.check()


@each(
    due("wall time", "24 hours", "Fri 16:00", "Sat 16:00"),
    due("wall time, short", "24h", "Fri 16:00", "Sat 16:00"),
    due("wall seconds", "90 seconds", "Fri 23:59:00", "Sat 00:00:30"),
    due("wall time over the change to summer time", "24 hours", "Sat 28 Mar 12:00", "Sun 29 Mar 13:00"),
    due("wall time over the change to winter time", "24 hours", "Sat 24 Oct 12:00", "Sun 25 Oct 11:00"),
)
def test_l13_wall_time(case: Case) -> None:
    case.check()


@each(
    due("same wall-clock time on the second business day", "2 business days", "Mon 10:00", "Wed 10:00"),
    due("short", "2bd", "Mon 10:00", "Wed 10:00"),
    due("over a weekend", "1 business day", "Fri 10:00", "Mon 9 Mar 10:00"),
    due("before opening takes the opening", "1bd", "Mon 07:30", "Tue 09:00"),
    due("after closing takes the closing", "1bd", "Mon 20:00", "Tue 17:00"),
    due("exactly at closing takes the closing", "1bd", "Mon 17:00", "Tue 17:00"),
    due("in a break takes its end", "1bd", "Mon 12:30", "Tue 13:00", LUNCH),
    due("no business day takes the closing", "1bd", "Sat 10:00", "Mon 9 Mar 17:00"),
    due("Sunday counts from Monday on", "2bd", "Sun 10:00", "Tue 10 Mar 17:00"),
    due("a half day closes earlier", "1bd", "Wed 23 Dec 15:00", "Thu 24 Dec 12:00", CHRISTMAS),
    due("a holiday is no business day", "2bd", "Wed 23 Dec 15:00", "Mon 28 Dec 15:00", CHRISTMAS),
    due("from a holiday", "1bd", "Fri 25 Dec 10:00", "Mon 28 Dec 17:00", CHRISTMAS),
    due("over the change to summer time", "1bd", "Fri 27 Mar 16:00", "Mon 30 Mar 16:00"),
    due("a wall-clock time that is missing", "1bd", "Sat 28 Mar 02:30", "Sun 29 Mar 03:00", SUNDAYS),
    due("a wall-clock time that comes twice", "1bd", "Sat 24 Oct 02:30", "Sun 25 Oct 02:30", SUNDAYS),
    due("a night shift belongs to its first day", "1bd", "Mon 23:00", "Tue 23:00", NIGHTS),
    due("the tail of a night is before the opening", "1bd", "Tue 03:00", "Wed 22:00", NIGHTS),
    due("from a Saturday morning", "1bd", "Sat 03:00", "Tue 10 Mar 06:00", NIGHTS),
)
def test_l13_business_days(case: Case) -> None:
    case.check()


@each(
    due("today's closing", "end of business day", "Mon 10:00", "Mon 17:00"),
    due("short", "eobd", "Mon 10:00", "Mon 17:00"),
    due("the next business day's once today's has passed", "end of business day", "Mon 17:30", "Tue 17:00"),
    due("before opening", "end of business day + 0", "Mon 06:00", "Mon 17:00"),
    due("on a weekend", "eobd+0", "Sat 10:00", "Mon 9 Mar 17:00"),
    due("the next one's", "end of next business day", "Mon 10:00", "Tue 17:00"),
    due("the next one's, after closing", "end of next business day", "Mon 20:00", "Tue 17:00"),
    due("the second one's", "end of business day + 2", "Thu 10:00", "Mon 9 Mar 17:00"),
    due("short, two on", "eobd+2", "Thu 10:00", "Mon 9 Mar 17:00"),
    due("from a weekend", "eobd+1", "Sat 10:00", "Mon 9 Mar 17:00"),
    due("a half day", "end of next business day", "Wed 23 Dec 10:00", "Thu 24 Dec 12:00", CHRISTMAS),
    due("a night shift closes on the morning after", "eobd", "Mon 23:00", "Tue 06:00", NIGHTS),
)
def test_l13_ends_of_days(case: Case) -> None:
    case.check()


def test_l13_wall_time_is_wall_time_throughout() -> None:
    """Elapsed at night, pauses at night, and never out of hours."""
    config = desk(resolution="24 hours")
    life = [created("Fri 16:00"), status("Fri 18:00", "pending"), status("Fri 20:00", "open")]
    check(config, life, "Sat 02:00", reads("resolution", state="running", elapsed="8:00", deadline="Sat 18:00"))


def test_l13_a_pause_moves_a_day_budget_on_by_the_paused_open_time() -> None:
    config = desk(resolution="1 business day")
    life = [created("Mon 10:00"), status("Mon 16:00", "pending"), status("Tue 10:00", "open")]
    check(config, life, "Tue 10:00", reads("resolution", deadline="Tue 12:00", budget=None))


def test_l13_a_pause_out_of_hours_moves_a_day_budget_by_nothing() -> None:
    config = desk(resolution="2 business days")
    life = [created("Mon 10:00"), paused("Mon 18:00", "parts", until="Tue 08:00")]
    check(config, life, "Tue 10:00", reads("resolution", deadline="Wed 10:00"))


def test_l13_the_end_of_a_day_moved_by_a_pause_lies_on_the_next_day() -> None:
    config = desk(resolution="end of business day")
    life = [created("Mon 10:00"), status("Mon 11:00", "pending"), status("Mon 12:30", "open")]
    check(config, life, "Mon 13:00", reads("resolution", deadline="Tue 10:30", state="running"))


def test_l13_a_day_budget_is_left_as_open_time() -> None:
    """1 business day from Monday 10:00 is worth 8 open hours; at Monday 12:00 six of them are left."""
    check(
        desk(first_response="1bd"),
        [created("Mon 10:00")],
        "Mon 12:00",
        reads("first_response", budget=None, elapsed="2:00", remaining="6:00", deadline="Tue 10:00"),
    )


@pytest.mark.parametrize("text", ["1 day", "1d", "2 days", "5d"])
def test_l13_a_bare_day_is_refused_with_its_three_meanings(text: str) -> None:
    with pytest.raises(InvalidConfig) as refused:
        Engine.from_config(desk(first_response=text))
    message = str(refused.value)
    assert "24 hours" in message or "hours" in message
    assert "business hours" in message
    assert "business day" in message


@pytest.mark.parametrize("text", ["1 month", "2 years", "0 business hours", "soon", "-1 hour", ""])
def test_l13_months_years_and_nonsense_are_refused(text: str) -> None:
    with pytest.raises(InvalidConfig):
        Engine.from_config(desk(first_response=text))


def test_l13_a_target_counts_on_its_own_calendar() -> None:
    round_the_clock = {"timezone": "Europe/Berlin", "hours": "always"}
    rows = {"default": "4 business hours", "calendar": "round"}
    config = desks([policy("standard", first_response=rows, resolution="4 business hours")], round=round_the_clock)
    check(
        config,
        [created("Fri 16:00"), asked("Fri 16:00")],
        "Fri 16:30",
        reads("first_response", deadline="Fri 20:00"),
        reads("resolution", deadline="Mon 9 Mar 12:00"),
    )


def test_l13_a_rising_priority_may_change_the_unit() -> None:
    rows = {"urgent": "2 hours", "default": "1 business day"}
    life = [created("Fri 16:00"), changed("Fri 16:30", "priority", "urgent")]
    check(desk(first_response=rows), life, "Fri 17:30", reads("first_response", deadline="Fri 18:00", state="running"))


def test_l13_a_reading_answers_in_the_zone_of_its_calendar() -> None:
    engine = Engine.from_config(desk(first_response="1 business hour"))
    (reading,) = engine.read(told([created("Fri 27 Mar 16:30")]), instant("Fri 27 Mar 16:30"))
    assert reading.deadline is not None
    assert reading.deadline.isoformat() == rfc3339("Mon 30 Mar 09:30") == "2026-03-30T09:30:00+02:00"
