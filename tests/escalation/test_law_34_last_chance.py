"""L34: the last chance is the last open hour before the deadline; what would fall outside the hours moves back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clock.story import BERLIN, created, status
from tests.escalation.ladders import delivered, due, ladder, step

LUNCH = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-12:00, 13:00-17:00"}}
ALWAYS = {"timezone": "Europe/Berlin", "hours": "always"}
EARLY = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "07:00-12:00"}}


def chance(born: str, budget: str, calendar: Any = BERLIN, **keys: Any) -> str:
    config = ladder(
        step("last chance", **keys),
        calendar=calendar,
        calendars={"lead": BERLIN, "early": EARLY},
        first_response=budget,
    )
    return due(config, [created(born)], born)["last chance"]


@pytest.mark.parametrize(
    "born, budget, wanted",
    [
        ("Mon 10:00", "4 business hours", "Mon 13:00"),  # due at 14:00
        ("Fri 15:00", "125 business minutes", "Fri 16:05"),  # due on Monday at 09:05
        ("Fri 15:00", "2 business hours", "Fri 16:00"),  # due on Friday at 17:00
        ("Fri 15:00", "3 business hours", "Mon 9 Mar 09:00"),  # due on Monday at 10:00
        ("Mon 02:00", "24 hours", "Mon 16:00"),  # due on Tuesday at two in the night
        ("Fri 12:00", "48 hours", "Fri 16:00"),  # due on Sunday at noon
        ("Mon 06:00", "1 business day", "Mon 16:00"),  # due on Tuesday at 09:00
        ("Mon 10:00", "30 business minutes", "Mon 10:00"),  # there is no earlier chance
        ("Fri 16:50", "15 business minutes", "Fri 16:50"),  # due on Monday at 09:05, known for ten minutes
        ("Sat 12:00", "24 hours", "Sat 12:00"),  # there is no open hour left at all
    ],
)
def test_the_last_open_hour_before(born: str, budget: str, wanted: str) -> None:
    assert chance(born, budget) == wanted


def test_a_break_is_gone_back_over() -> None:
    assert chance("Mon 09:30", "3.5 business hours", LUNCH) == "Mon 13:00"  # due at 14:00
    assert chance("Mon 09:00", "3.5 business hours", LUNCH) == "Mon 11:30"  # due at 13:30


@pytest.mark.parametrize(
    "keys, wanted",
    [
        ({}, "Tue 01:00"),  # around the clock every hour is open
        ({"hours": "lead"}, "Mon 16:00"),  # the lead is there until 17:00
        ({"hours": "early"}, "Mon 11:00"),
        ({"hours": "lead", "urgent": True}, "Tue 01:00"),  # whoever may be woken is warned an hour before
    ],
)
def test_it_is_the_recipients_last_open_hour(keys: dict[str, Any], wanted: str) -> None:
    """Due on Tuesday at two in the night."""
    assert chance("Mon 02:00", "24 hours", ALWAYS, **keys) == wanted


def test_it_can_be_delivered_when_it_is_due() -> None:
    config = ladder(
        step("last chance", hours="lead"), calendar=ALWAYS, calendars={"lead": BERLIN}, first_response="24 hours"
    )
    events = [created("Mon 02:00")]
    assert due(config, events, "Mon 03:00") == delivered(config, events, "Mon 03:00") == {"last chance": "Mon 16:00"}


def test_a_plain_warning_waits_and_may_come_too_late() -> None:
    """What `last chance` is for: an hour before Tuesday 02:00 nobody is there, and at nine it is over."""
    config = ladder(step("1 hour before", hours="main"), first_response="24 hours")
    assert delivered(config, [created("Mon 02:00")], "Mon 03:00") == {"1 hour before": "Tue 09:00"}


def test_pauses_are_gone_back_over() -> None:
    """Due at 15:00 after two hours with the customer from 12:00: a quarter of an hour after, three before."""
    config = ladder("last chance", resolution="3.25 business hours")
    events = [created("Mon 09:00"), status("Mon 12:00", "pending"), status("Mon 14:00", "open")]
    assert due(config, events, "Mon 14:05") == {"last chance": "Mon 11:15"}
