"""How one cycle counts, and when it enters the count."""

from __future__ import annotations

from typing import Any

import pytest

from slaclock.reports import Standing, Tally, standing, under
from slaclock.reports.tally import counted_at
from tests.clock.story import answered, changed, created, deleted, desk, desks, instant, merged, policy, session, status
from tests.reports.readings import loaded, read

DESK = desk(first_response="1 business hour")
CHAT = created("Mon 10:00", channel="chat")
MAIL = created("Mon 10:00")


@pytest.mark.parametrize(
    "events, counts",
    [
        ([MAIL, answered("Mon 10:30")], Standing.IN_TIME),
        ([MAIL, answered("Mon 11:00")], Standing.IN_TIME),  # exactly on the deadline
        ([MAIL, answered("Mon 11:01")], Standing.LATE),
        ([CHAT, session("Mon 10:00:05", "abandoned")], Standing.SHORT),
        ([CHAT, session("Mon 10:00:06", "abandoned")], Standing.LEFT_IN_TIME),
        ([CHAT, session("Mon 11:00", "abandoned")], Standing.LEFT_IN_TIME),
        ([CHAT, session("Mon 11:01", "abandoned")], Standing.LEFT_LATE),
        ([MAIL, status("Mon 10:30", "solved")], Standing.UNANSWERED),
        ([MAIL, status("Mon 12:30", "solved")], Standing.UNANSWERED),  # late, yet nobody was answered
        ([MAIL, deleted("Mon 10:30")], Standing.CANCELLED),
        ([MAIL, merged("Mon 12:30", "T2")], Standing.CANCELLED),
        ([created("Mon 16:30")], Standing.OPEN),
        ([created("Mon 16:00")], Standing.OVERDUE),  # the hour is over at closing, and it is past closing now
        ([MAIL], Standing.OVERDUE),
    ],
)
def test_how_a_cycle_counts(events: list[Any], counts: Standing) -> None:
    (reading,) = read(DESK, {"T1": events}, "Mon 17:30")
    assert standing(reading) is counts


LEFT = {
    "after eight seconds": [CHAT, session("Mon 10:00:08", "abandoned")],
    "after a minute": [CHAT, session("Mon 10:01", "abandoned")],
}


@pytest.mark.parametrize(
    "threshold, short",
    [("2 seconds", 0), ("7.5 seconds", 0), ("8 seconds", 1), ("20 seconds", 1), ("1 minute", 2)],
)
def test_a_policy_says_what_leaving_at_once_means(threshold: str, short: int) -> None:
    config = desks([policy("standard", first_response="1bh", channels={"chat": {"short_abandon": threshold}})])
    tally = Tally.of(read(config, LEFT, "Mon 12:00"), under(loaded(config).book))
    assert (tally.short, tally.left_in_time) == (short, 2 - short)


def test_each_policy_has_its_own_threshold() -> None:
    patient = policy(
        "gold", first_response="1bh", when={"customer": "Globex"}, channels={"chat": {"short_abandon": "1 minute"}}
    )
    config = desks([patient, policy("standard", first_response="1bh")])
    gone = session("Mon 10:00:30", "abandoned")
    tickets = {"G": [created("Mon 10:00", channel="chat", customer="Globex"), gone], "A": [CHAT, gone]}
    found = {each.policy: standing(each, under(loaded(config).book)) for each in read(config, tickets, "Mon 12:00")}
    assert found == {"gold": Standing.SHORT, "standard": Standing.LEFT_IN_TIME}


def test_leaving_is_timed_in_real_seconds() -> None:
    """Four seconds on a night in which the wall clock jumps an hour ahead, or back."""
    config = desk({"timezone": "Europe/Berlin", "hours": "always"}, first_response="2 hours")
    spring = [created("Sun 29 Mar 01:59:58", channel="chat"), session("Sun 29 Mar 03:00:02", "abandoned")]
    autumn = [created("Sun 25 Oct 02:59:58", channel="chat"), session("Sun 25 Oct 02:00:02 again", "abandoned")]
    waited = [created("Sun 25 Oct 02:30", channel="chat"), session("Sun 25 Oct 02:30:04 again", "abandoned")]
    readings = read(config, {"1": spring, "2": autumn, "3": waited}, "Mon 26 Oct 12:00")
    assert [standing(each) for each in readings] == [Standing.SHORT, Standing.SHORT, Standing.LEFT_IN_TIME]


@pytest.mark.parametrize(
    "events, counted",
    [
        ([MAIL, answered("Mon 10:30")], "Mon 10:30"),
        ([MAIL, answered("Wed 10:30")], "Mon 11:00"),  # late from eleven on, not from the answer on
        ([MAIL], "Mon 11:00"),
        ([created("Mon 16:30")], None),
        ([MAIL, status("Mon 10:30", "solved")], "Mon 10:30"),
    ],
)
def test_a_cycle_enters_the_count_when_it_stops_or_is_late(events: list[Any], counted: str | None) -> None:
    (reading,) = read(DESK, {"T1": events}, "Wed 12:00" if counted else "Mon 17:30")
    assert counted_at(reading) == (instant(counted) if counted else None)


def test_the_earlier_of_two_instants_in_the_hour_that_autumn_has_twice() -> None:
    """Late at 02:50 summer time, answered a quarter of an hour later: at 02:05 winter time."""
    config = desk({"timezone": "Europe/Berlin", "hours": "always"}, first_response="20 minutes")
    events = [created("Sun 25 Oct 02:30"), answered("Sun 25 Oct 02:05 again")]
    (reading,) = read(config, {"T1": events}, "Mon 26 Oct 12:00")
    at = counted_at(reading)
    assert at is not None
    assert f"{at:%H:%M %Z}" == "02:50 CEST"


def test_a_tally_adds_up() -> None:
    tickets = {
        "1": [MAIL, answered("Mon 10:30")],
        "2": [MAIL, answered("Mon 12:30")],
        "3": [MAIL, status("Mon 10:30", "solved")],
        "4": [MAIL],
        "5": [CHAT, session("Mon 10:00:01", "abandoned")],
        "6": [CHAT, session("Mon 10:10", "abandoned")],
        "7": [CHAT, session("Mon 12:10", "abandoned")],
        "8": [MAIL, deleted("Mon 10:10")],
        "9": [created("Mon 16:30")],
    }
    tally = Tally.of(read(DESK, tickets, "Mon 17:00"))
    assert tally == Tally(1, 1, 1, 1, 1, 1, 1, 1, 1)
    assert (tally.answered, tally.abandoned, tally.flowed_out, tally.cycles) == (2, 3, 2, 9)


def test_two_tallies_as_one_weigh_by_volume() -> None:
    """Half an hour with 10 of 10 in time and one with 120 of 200: 61.9 %, not the 80 % between them."""
    quiet, busy = Tally(in_time=10), Tally(in_time=120, late=80)
    assert quiet + busy == Tally(in_time=130, late=80)
    assert sum([busy], quiet).answered == 210


def test_priority_changes_and_breaches_stay_one_cycle() -> None:
    config = desk(first_response={"urgent": "1bh", "default": "4bh"})
    events = [created("Mon 10:00", priority="urgent"), changed("Mon 12:00", "priority", "low"), answered("Mon 13:00")]
    assert Tally.of(read(config, {"T1": events}, "Mon 14:00")) == Tally(late=1)
