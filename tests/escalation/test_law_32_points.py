"""L32: every point a step can hang on, by literal dates. Berlin, Monday to Friday 09:00-17:00, week of 2 March 2026."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.clock.story import BERLIN, answered, asked, changed, created, desks, event, paused, session, status
from tests.escalation.ladders import due, ladder, laddered, plan, step

MONDAY, FRIDAY = created("Mon 10:00"), created("Fri 15:00")
PENDING = [created("Mon 09:00"), status("Mon 13:00", "pending"), status("Mon 15:00", "open")]
"""Eight business hours run out on Tuesday at 11:00."""
TWICE = [
    created("Mon 09:00"),
    status("Mon 10:00", "pending"),
    status("Mon 11:00", "open"),
    status("Mon 12:00", "pending"),
    status("Mon 13:00", "open"),
]
"""The same, in two pauses of an hour."""


@pytest.mark.parametrize(
    "budget, born, point, wanted",
    [
        ("4 business hours", "Mon 10:00", "75%", "Mon 13:00"),
        ("4 business hours", "Mon 10:00", "12.5%", "Mon 10:30"),
        ("4 business hours", "Mon 10:00", "100%", "Mon 14:00"),
        ("4 business hours", "Mon 10:00", "150%", "Mon 16:00"),
        ("4 business hours", "Mon 10:00", "300%", "Tue 14:00"),
        ("4 business hours", "Fri 14:00", "75%", "Fri 17:00"),  # used up at closing, not on Monday
        ("4 business hours", "Fri 15:00", "75%", "Mon 9 Mar 10:00"),
        ("4 business hours", "Sat 12:00", "50%", "Mon 9 Mar 11:00"),
        ("24 hours", "Fri 16:00", "50%", "Sat 04:00"),  # wall time asks nobody whether it is open
        ("24 hours", "Sat 28 Mar 20:00", "50%", "Sun 29 Mar 09:00"),  # the night is an hour short
        ("2 business days", "Mon 10:00", "50%", "Tue 10:00"),  # 16 open hours until Wednesday 10:00
        ("2 business days", "Mon 10:00", "75%", "Tue 14:00"),
        ("2 business days", "Mon 10:00", "100%", "Wed 10:00"),
        ("2 business days", "Mon 10:00", "150%", "Thu 10:00"),
        ("1 business day", "Sat 12:00", "50%", "Mon 9 Mar 13:00"),  # until Monday's closing
        ("1 business day", "Mon 06:00", "75%", "Mon 15:00"),  # until Tuesday's opening: eight open hours
        ("1 business day", "Mon 06:00", "100%", "Tue 09:00"),  # all of it is the deadline itself
        ("end of business day", "Mon 10:00", "50%", "Mon 13:30"),
        ("end of next business day", "Mon 13:00", "50%", "Tue 11:00"),  # four hours today, eight tomorrow
    ],
)
def test_a_share_of_the_budget(budget: str, born: str, point: str, wanted: str) -> None:
    assert due(ladder(point, first_response=budget), [created(born)], born) == {point: wanted}


@pytest.mark.parametrize(
    "point, wanted",
    [
        ("75%", "Sat 20:00"),
        ("100%", "Mon 9 Mar 20:00"),
        ("150%", "Mon 9 Mar 20:00"),
        ("1 hour after", "Mon 9 Mar 21:00"),
    ],
)
def test_a_business_day_without_an_open_minute(point: str, wanted: str) -> None:
    """From Saturday 20:00, long after closing, one business day is Monday 20:00, when it opens."""
    calendar = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "20:00-22:00", "sat": "09:00-12:00"}}
    config = ladder(point, calendar=calendar, first_response="1 business day")
    assert due(config, [created("Sat 20:00")], "Sat 20:00") == {point: wanted}


@pytest.mark.parametrize(
    "budget, point, events, at, wanted",
    [
        ("8 business hours", "75%", PENDING, "Mon 15:30", "Mon 17:00"),
        ("8 business hours", "50%", PENDING, "Mon 15:30", "Mon 13:00"),  # reached when the pause began
        ("8 business hours", "25%", PENDING, "Mon 15:30", "Mon 11:00"),
        ("8 business hours", "75%", TWICE, "Mon 14:00", "Mon 17:00"),
        ("8 business hours", "125%", TWICE, "Mon 14:00", "Tue 13:00"),
        ("24 hours", "50%", PENDING, "Mon 15:30", "Mon 23:00"),
        ("1 business day", "50%", PENDING, "Mon 15:30", "Mon 13:00"),
        ("1 business day", "75%", PENDING, "Mon 15:30", "Mon 17:00"),
        ("1 business day", "100%", PENDING, "Mon 15:30", "Tue 11:00"),
    ],
)
def test_a_share_of_the_budget_waits_as_the_clock_does(
    budget: str, point: str, events: list[Any], at: str, wanted: str
) -> None:
    assert due(ladder(point, resolution=budget), events, at) == {point: wanted}


@pytest.mark.parametrize(
    "budget, born, point, wanted",
    [
        ("4 business hours", "Mon 10:00", "30 business minutes before", "Mon 13:30"),
        ("4 business hours", "Mon 10:00", "30 minutes before breach", "Mon 13:30"),
        ("4 business hours", "Mon 10:00", "4 business hours before", "Mon 10:00"),
        ("4 business hours", "Mon 10:00", "5 business hours before", "Mon 10:00"),  # never before the start
        # due on Monday at 09:30: back over the weekend
        ("2 business hours", "Fri 15:30", "15 business minutes before", "Mon 9 Mar 09:15"),
        ("2 business hours", "Fri 15:30", "30 business minutes before", "Mon 9 Mar 09:00"),
        ("2 business hours", "Fri 15:30", "1 business hour before", "Fri 16:30"),
        ("2 business hours", "Fri 15:30", "1 hour before", "Mon 9 Mar 08:30"),
        ("2 business hours", "Fri 15:30", "60 hours before", "Fri 21:30"),
        # due on Saturday at 16:00, by the clock on the wall
        ("24 hours", "Fri 16:00", "1 hour before", "Sat 15:00"),
        ("24 hours", "Fri 16:00", "30 business minutes before", "Fri 16:30"),
        ("24 hours", "Fri 16:00", "2 business hours before", "Fri 16:00"),
        ("2 business days", "Mon 10:00", "2 business hours before", "Tue 16:00"),
        ("1 business day", "Mon 06:00", "1 business hour before", "Mon 16:00"),  # due at Tuesday's opening
    ],
)
def test_before_the_deadline(budget: str, born: str, point: str, wanted: str) -> None:
    assert due(ladder(point, first_response=budget), [created(born)], born) == {point: wanted}


def test_before_the_deadline_a_holiday_is_gone_back_over() -> None:
    config = ladder("1 business hour before", calendar=BERLIN | {"holidays": ["2026-03-09"]}, first_response="2bh")
    assert due(config, [created("Fri 15:30")], "Fri 16:00") == {"1 business hour before": "Fri 16:30"}
    config = ladder("15bm before", calendar=BERLIN | {"holidays": ["2026-03-09"]}, first_response="2bh")
    assert due(config, [created("Fri 15:30")], "Fri 16:00") == {"15bm before": "Tue 10 Mar 09:15"}


@pytest.mark.parametrize(
    "budget, point, events, wanted",
    [
        ("8bh", "2 business hours before", PENDING, "Tue 09:00"),
        ("8bh", "3 business hours before", PENDING, "Mon 16:00"),
        ("8bh", "4 business hours before", PENDING, "Mon 15:00"),  # as soon as it ran on
        ("8bh", "5 business hours before", PENDING, "Mon 12:00"),  # the pause is gone back over
        ("8bh", "9 business hours before", PENDING, "Mon 09:00"),
        ("8bh", "6.5 business hours before", TWICE, "Mon 11:30"),
        ("8bh", "7.5 business hours before", TWICE, "Mon 09:30"),
        ("24 hours", "23 hours 30 minutes before", PENDING, "Mon 09:30"),  # due on Tuesday at 11:00
        ("24 hours", "20 hours before", PENDING, "Mon 15:00"),
        ("24 hours", "21 hours before", PENDING, "Mon 12:00"),
        ("24 hours", "3 business hours before", PENDING, "Mon 16:00"),
        ("1bd", "5 business hours before", PENDING, "Mon 12:00"),
    ],
)
def test_before_the_deadline_pauses_do_not_count(budget: str, point: str, events: list[Any], wanted: str) -> None:
    assert due(ladder(point, resolution=budget), events, "Mon 15:30") == {point: wanted}


def test_a_point_that_was_reached_before_a_pause_stays_where_it_was() -> None:
    config = ladder("75%", "1 business hour before", "last chance", resolution="4bh")
    before = [created("Mon 09:00")]
    after = [*before, status("Mon 12:30", "pending"), status("Mon 16:00", "open")]
    wanted = {"75%": "Mon 12:00", "1 business hour before": "Mon 12:00", "last chance": "Mon 12:00"}
    assert due(config, before, "Mon 12:15") == due(config, after, "Mon 16:15") == wanted


# ----------------------------------------------------------------------------------------------------------- at breach

TIGHTER = {"urgent": "1 business hour", "default": "8 business hours"}


@pytest.mark.parametrize(
    "targets, events, at, wanted",
    [
        ({"first_response": "4bh"}, [MONDAY], "Mon 11:00", "Mon 14:00"),
        ({"first_response": "4bh"}, [MONDAY], "Wed 11:00", "Mon 14:00"),
        ({"first_response": "2bh"}, [FRIDAY], "Sat 11:00", "Fri 17:00"),
        ({"first_response": "24 hours"}, [FRIDAY], "Fri 16:00", "Sat 15:00"),
        ({"first_response": "eobd"}, [MONDAY], "Mon 11:00", "Mon 17:00"),
        ({"resolution": "8bh"}, PENDING, "Mon 15:30", "Tue 11:00"),
        # paused exactly at the deadline: it is missed when the clock runs on, at the deadline it had
        ({"resolution": "4bh"}, PENDING, "Mon 15:30", "Mon 13:00"),
    ],
)
def test_at_breach(targets: Mapping[str, Any], events: list[Any], at: str, wanted: str) -> None:
    assert due(ladder("at breach", **targets), events, at) == {"at breach": wanted}


def test_a_breach_by_a_change_of_policy_is_dated_at_the_change() -> None:
    config = ladder("50%", "at breach", "1 business hour after", first_response=TIGHTER)
    calm = {"50%": "Mon 14:00", "at breach": "Tue 10:00", "1 business hour after": "Tue 11:00"}
    assert due(config, [MONDAY], "Mon 12:00") == calm
    raised = [MONDAY, changed("Mon 13:00", "priority", "urgent")]
    assert due(config, raised, "Mon 13:30") == {
        "50%": "Mon 13:00",  # it was not due at 10:30: then the promise was another one
        "at breach": "Mon 13:00",
        "1 business hour after": "Mon 14:00",
    }


def test_a_breach_by_a_change_while_paused_waits_for_the_resume() -> None:
    config = ladder("50%", "at breach", resolution=TIGHTER)
    events = [created("Mon 10:00"), status("Mon 12:00", "pending"), changed("Mon 13:00", "priority", "urgent")]
    assert due(config, events, "Mon 14:00") == {}
    events += [status("Mon 15:00", "open")]
    assert due(config, events, "Mon 15:30") == {"50%": "Mon 15:00", "at breach": "Mon 15:00"}


def test_a_breach_by_another_customer() -> None:
    policies = [
        laddered("gold", "at breach", first_response="1bh", when={"customer": "Globex"}),
        laddered("standard", "at breach", first_response="8bh"),
    ]
    moved = [MONDAY, changed("Mon 12:00", "customer", "Globex")]
    assert due(desks(policies), moved, "Mon 12:30") == {"at breach": "Mon 12:00"}


# --------------------------------------------------------------------------------------------------------------- after


@pytest.mark.parametrize(
    "budget, born, point, wanted",
    [
        ("4bh", "Mon 10:00", "2 business hours after", "Mon 16:00"),
        ("4bh", "Mon 10:00", "3 business hours after", "Mon 17:00"),
        ("4bh", "Mon 10:00", "4 business hours after", "Tue 10:00"),
        ("4bh", "Mon 10:00", "4 hours after breach", "Mon 18:00"),
        ("4bh", "Mon 10:00", "1 business day after", "Tue 14:00"),
        ("2bh", "Fri 15:00", "2 business hours after", "Mon 9 Mar 11:00"),
        ("2bh", "Fri 15:00", "2 hours after", "Fri 19:00"),
        ("2bh", "Fri 15:00", "1 business day after", "Mon 9 Mar 17:00"),
        ("24 hours", "Fri 15:00", "1 business hour after", "Mon 9 Mar 10:00"),  # missed on Saturday
        ("24 hours", "Fri 15:00", "2 business days after", "Tue 10 Mar 17:00"),
    ],
)
def test_after_the_breach(budget: str, born: str, point: str, wanted: str) -> None:
    assert due(ladder(point, first_response=budget), [created(born)], born) == {point: wanted}


@pytest.mark.parametrize(
    "point, wanted",
    [
        ("1 business hour after", "Mon 14:00"),
        ("2 business hours after", "Mon 17:00"),
        ("3 hours after", "Mon 18:00"),
        ("1 business day after", "Tue 15:00"),
    ],
)
def test_after_the_breach_the_clock_waits_on(point: str, wanted: str) -> None:
    """Missed at 13:00, with the customer from 14:00 to 16:00."""
    events = [created("Mon 09:00"), status("Mon 14:00", "pending"), status("Mon 16:00", "open")]
    assert due(ladder(point, resolution="4bh"), events, "Mon 16:30") == {point: wanted}


def test_a_day_that_ends_inside_a_pause_is_over_when_the_clock_runs_on() -> None:
    """Missed on Tuesday at 08:00; all of Wednesday's hours are paused, and the business day after ends with them."""
    events = [created("Mon 08:00"), paused("Tue 20:00", "parts", until="Thu 02:00")]
    assert due(ladder("1 business day after", resolution="24 hours"), events, "Thu 08:00") == {
        "1 business day after": "Thu 02:00"
    }


def test_in_the_hour_that_autumn_has_twice_the_earlier_step_comes_first() -> None:
    """Born on Sunday at 02:30 the first time: half an hour used at 02:00, one hour at 02:30, both the second time."""
    config = ladder("15 minutes before", "25%", "50%", "100%", first_response="1 hour")
    steps = plan(config, [created("Sun 25 Oct 02:30")], "Sun 25 Oct 02:30")
    assert [(each.step, f"{each.due_at:%H:%M %Z}") for each in steps] == [
        ("25%", "02:45 CEST"),
        ("50%", "02:00 CET"),
        ("15 minutes before", "02:15 CET"),
        ("100%", "02:30 CET"),
    ]


# -------------------------------------------------------------------------------------------------- every so much after

HOURLY = "every 1 business hour after breach until acknowledged"
CALL = ladder(HOURLY, first_response="4bh")


def repeats(*events: dict[str, Any], at: str, config: dict[str, Any] = CALL) -> dict[str, str]:
    found = due(config, [MONDAY, *events], at)
    return {name.removeprefix(HOURLY).strip(): wanted for name, wanted in found.items()}


@pytest.mark.parametrize(
    "at, wanted",
    [
        ("Mon 11:00", {"": "Mon 15:00"}),  # the first, an hour after the breach at 14:00
        ("Mon 14:59", {"": "Mon 15:00"}),
        ("Mon 15:00", {"#1": "Mon 15:00", "#2": "Mon 16:00"}),
        ("Mon 16:30", {"#2": "Mon 16:00", "#3": "Mon 17:00"}),
        ("Mon 20:00", {"#3": "Mon 17:00", "#4": "Tue 10:00"}),
        ("Tue 11:15", {"#5": "Tue 11:00", "#6": "Tue 12:00"}),
    ],
)
def test_again_and_again(at: str, wanted: dict[str, str]) -> None:
    assert repeats(at=at) == wanted


def test_again_and_again_for_years_stays_short() -> None:
    # 2,349 working days of eight hours, less five hours of the first Monday, and one of that Friday
    assert repeats(at="Fri 2 Mar 2035 10:30") == {"#18788": "Fri 2 Mar 2035 10:00", "#18789": "Fri 2 Mar 2035 11:00"}


def acknowledged(at: str, target: str = "first_response", **keys: Any) -> dict[str, Any]:
    return event(at, "acknowledged", target=target, **keys)


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param(acknowledged("Mon 15:30"), id="the whole clock"),
        pytest.param(acknowledged("Mon 15:30", step=HOURLY), id="this step"),
        pytest.param(acknowledged("Mon 15:30", "standard/first_response/default"), id="the target by its full name"),
        pytest.param(acknowledged("Mon 15:30", "standard/first_response/urgent"), id="the target as it was before"),
        pytest.param(acknowledged("Mon 13:30"), id="before it was missed"),
    ],
)
def test_until_somebody_takes_notice(seen: dict[str, Any]) -> None:
    assert repeats(seen, at="Mon 16:30") == {}


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param(acknowledged("Mon 15:30", step="at breach"), id="another step"),
        pytest.param(acknowledged("Mon 15:30", "resolution"), id="another clock"),
        pytest.param(acknowledged("Mon 15:30", "gold/first_response/default"), id="another policy"),
        pytest.param(acknowledged("Mon 17:30"), id="later than asked about"),
    ],
)
def test_notice_of_something_else_ends_nothing(seen: dict[str, Any]) -> None:
    assert repeats(seen, at="Mon 16:30") == {"#2": "Mon 16:00", "#3": "Mon 17:00"}


def test_whoever_does_not_wait_for_notice_goes_on() -> None:
    config = ladder(step("every 1bh after breach", name=HOURLY), first_response="4bh")
    assert repeats(acknowledged("Mon 15:30"), at="Mon 16:30", config=config) == {"#2": "Mon 16:00", "#3": "Mon 17:00"}


def test_notice_of_one_cycle_leaves_the_next_one_alone() -> None:
    config = ladder(HOURLY, next_response="1bh")
    talk = [created("Mon 09:00"), answered("Mon 09:30"), asked("Mon 10:00"), acknowledged("Mon 12:30", "next_response")]
    assert due(config, talk, "Mon 13:00") == {}
    talk += [answered("Mon 13:00"), asked("Mon 14:00")]
    assert due(config, talk, "Mon 14:30") == {HOURLY: "Mon 16:00"}


def test_an_answer_ends_the_repeats() -> None:
    assert repeats(answered("Mon 15:30"), at="Mon 16:30") == {}


def test_repeats_wait_while_the_clock_does() -> None:
    """Missed at 13:00, repeated at 14:00; with the customer from 14:30 to Tuesday 11:30."""
    config = ladder(HOURLY, resolution="4bh")
    events = [created("Mon 09:00"), status("Mon 14:30", "pending")]
    assert due(config, events, "Tue 10:00") == {}
    events += [status("Tue 11:30", "open")]
    assert due(config, events, "Tue 11:45") == {f"{HOURLY} #1": "Mon 14:00", f"{HOURLY} #2": "Tue 12:00"}


# ------------------------------------------------------------------------------------------ points of the ticket itself

NOBODY = "unassigned for 30 business minutes"


PUT_BACK = [MONDAY, changed("Mon 10:10", "assignee", "kim"), changed("Mon 12:00", "assignee", None)]
FROM_A_BOT = [created("Mon 10:00", channel="chat"), session("Mon 10:00", "bot"), session("Mon 11:00", "queued")]


@pytest.mark.parametrize(
    "events, at, wanted",
    [
        ([MONDAY], "Mon 10:10", "Mon 10:30"),
        ([created("Fri 16:50")], "Fri 16:55", "Mon 9 Mar 09:20"),
        ([MONDAY, answered("Mon 10:05")], "Mon 10:10", "Mon 10:30"),  # an answer is no owner
        (PUT_BACK, "Mon 12:10", "Mon 12:30"),
        (FROM_A_BOT, "Mon 11:00", "Mon 11:30"),
        ([MONDAY, status("Mon 10:10", "solved"), status("Mon 12:00", "open")], "Mon 12:10", "Mon 12:30"),
    ],
)
def test_unassigned(events: list[Any], at: str, wanted: str) -> None:
    assert due(ladder(NOBODY, first_response="4bh"), events, at) == {NOBODY: wanted}


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([created("Mon 10:00", assignee="kim")], id="born with an owner"),
        pytest.param([MONDAY, changed("Mon 10:10", "assignee", "kim")], id="taken"),
        pytest.param([MONDAY, status("Mon 10:10", "solved")], id="solved"),
        pytest.param([MONDAY, event("Mon 10:10", "deleted")], id="deleted"),
    ],
)
def test_assigned_or_gone(events: list[Any]) -> None:
    assert due(ladder(NOBODY, first_response="4bh"), events, "Mon 11:00") == {}


def test_unassigned_by_the_clock_on_the_wall() -> None:
    config = ladder("unassigned for 30 minutes", first_response="4bh")
    assert due(config, [created("Fri 16:50")], "Fri 16:55") == {"unassigned for 30 minutes": "Fri 17:20"}


def back_and_forth(*times: str) -> list[dict[str, Any]]:
    return [MONDAY] + [status(at, "open" if number % 2 else "solved") for number, at in enumerate(times)]


ONCE = back_and_forth("Mon 11:00", "Mon 12:00")
THRICE = back_and_forth("Mon 11:00", "Mon 12:00", "Tue 11:00", "Tue 12:00", "Wed 11:00", "Wed 12:00")


@pytest.mark.parametrize(
    "point, events, wanted",
    [
        ("reopened once", ONCE, "Mon 12:00"),
        ("reopened 2 times", ONCE, None),
        ("reopened once", THRICE, "Mon 12:00"),
        ("reopened 3 times", THRICE, "Wed 12:00"),
        ("reopened 3 times", [*THRICE, status("Wed 13:00", "solved")], "Wed 12:00"),
        ("reopened once", [MONDAY, status("Mon 11:00", "solved"), status("Mon 12:00", "closed")], None),
        ("reopened once", [MONDAY, status("Mon 11:00", "pending"), status("Mon 12:00", "open")], None),
    ],
)
def test_reopened(point: str, events: list[Any], wanted: str | None) -> None:
    assert due(ladder(point, first_response="4bh"), events, "Thu 10:00") == ({point: wanted} if wanted else {})


def test_a_manual_pause_moves_points_too() -> None:
    events = [created("Mon 09:00"), paused("Mon 10:00", "parts", until="Mon 12:00")]
    assert due(ladder("75%", resolution="4bh"), events, "Mon 13:00") == {"75%": "Mon 14:00"}


def test_a_share_ten_years_ahead_is_never_reached() -> None:
    config = ladder("50%", "1000%", first_response="2000 business days")
    assert list(due(config, [MONDAY], "Mon 11:00")) == ["50%"]
