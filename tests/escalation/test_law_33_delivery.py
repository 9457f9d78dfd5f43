"""L33: a step may have delivery hours; outside them it waits for the next opening, unless it is urgent."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clock.story import BERLIN, created
from tests.escalation.ladders import delivered, due, ladder, step

NEW_YORK = {"timezone": "America/New_York", "hours": {"mon-fri": "09:00-17:00"}}
"""Six hours behind Berlin; five from 8 March, when New York's clocks go forward, until the 29th."""
LEADS = {
    "lead": BERLIN | {"holidays": ["2026-03-09"]},
    "overseas": NEW_YORK,
    "always": {"timezone": "UTC", "hours": "always"},
}


def when(point: str, born: str, budget: str = "4 business hours", **keys: Any) -> tuple[str, str]:
    """When a step is due and when it may be delivered."""
    config = ladder(step(point, name="it", **keys), first_response=budget, calendars=LEADS)
    return due(config, [created(born)], born)["it"], delivered(config, [created(born)], born)["it"]


@pytest.mark.parametrize(
    "born, hours, due_at, deliver_at",
    [
        ("Mon 10:00", None, "Mon 13:00", "Mon 13:00"),
        ("Mon 10:00", "main", "Mon 13:00", "Mon 13:00"),
        ("Mon 10:00", "always", "Mon 13:00", "Mon 13:00"),
        ("Mon 10:00", "overseas", "Mon 13:00", "Mon 15:00"),
        ("Mon 13:00", "overseas", "Mon 16:00", "Mon 16:00"),
        ("Fri 14:00", "main", "Fri 17:00", "Mon 9 Mar 09:00"),  # due at closing: nobody is there any more
        ("Fri 14:00", "overseas", "Fri 17:00", "Fri 17:00"),
        ("Fri 15:00", "lead", "Mon 9 Mar 10:00", "Tue 10 Mar 09:00"),  # a holiday of the lead's own
        ("Fri 15:00", "overseas", "Mon 9 Mar 10:00", "Mon 9 Mar 14:00"),  # the clocks went forward there
    ],
)
def test_a_step_waits_for_its_recipient(born: str, hours: str | None, due_at: str, deliver_at: str) -> None:
    keys = {} if hours is None else {"hours": hours}
    assert when("75%", born, **keys) == (due_at, deliver_at)


def test_an_urgent_step_waits_for_nobody() -> None:
    assert when("75%", "Fri 15:00", "24 hours", hours="main") == ("Sat 09:00", "Mon 9 Mar 09:00")
    assert when("75%", "Fri 15:00", "24 hours", hours="main", urgent=True) == ("Sat 09:00", "Sat 09:00")


def test_without_hours_a_step_is_delivered_when_it_is_due_even_at_night() -> None:
    assert when("at breach", "Fri 23:00", "4 hours") == ("Sat 03:00", "Sat 03:00")


def test_where_the_hours_have_ended_for_good_somebody_is_told_at_once() -> None:
    """A rota written as dates, the last of them last week: the step is due on Monday at 13:00, and is told then."""
    rota = {"timezone": "Europe/Berlin", "hours": {}, "special": {"2026-02-25": {"hours": "09:00-17:00"}}}
    config = ladder(step("75%", hours="rota"), "at breach", first_response="4 business hours", calendars={"rota": rota})
    assert delivered(config, [created("Mon 10:00")], "Mon 10:00") == {"75%": "Mon 13:00", "at breach": "Mon 14:00"}


def test_points_of_the_ticket_wait_too() -> None:
    config = ladder(step("unassigned for 30 minutes", hours="overseas"), first_response="4bh", calendars=LEADS)
    assert delivered(config, [created("Mon 10:00")], "Mon 10:00") == {"unassigned for 30 minutes": "Mon 15:00"}


def test_after_a_weekend_only_the_latest_repeat_waits_at_the_door() -> None:
    """Missed on Friday at 17:00, every hour since; on Monday at 09:00 one is delivered, not sixty-four."""
    config = ladder(step("every 1 hour after breach", name="call", hours="main"), first_response="2bh")
    events = [created("Fri 15:00")]
    assert due(config, events, "Mon 9 Mar 09:00") == {"call #64": "Mon 9 Mar 09:00", "call #65": "Mon 9 Mar 10:00"}
    assert delivered(config, events, "Sun 12:00") == {"call": "Mon 9 Mar 09:00"}
