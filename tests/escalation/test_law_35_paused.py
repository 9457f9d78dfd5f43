"""L35: nothing fires for a paused clock, nor for one that stopped."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clock.story import answered, asked, changed, created, deleted, desks, merged, paused, resumed, status
from tests.escalation.ladders import due, ladder, laddered, step

POINTS = (
    "75%",
    "1 business hour before",
    "at breach",
    "1 business hour after",
    "every 1bh after breach",
    "last chance",
)
DESK = ladder(*POINTS, resolution="4 business hours")
BORN = created("Mon 09:00")


@pytest.mark.parametrize(
    "waits",
    [
        pytest.param([status("Mon 11:00", "pending")], id="waiting for the customer"),
        pytest.param([status("Mon 11:00", "hold")], id="on hold"),
        pytest.param([paused("Mon 11:00", "parts")], id="paused by hand"),
        pytest.param([paused("Mon 11:00", "parts", until="Fri 11:00")], id="paused until Friday"),
        pytest.param([status("Mon 14:30", "pending")], id="paused after it was missed"),
        pytest.param([status("Mon 13:00", "pending")], id="paused exactly at the deadline"),
        pytest.param(
            [status("Mon 11:00", "pending"), changed("Mon 12:00", "priority", "urgent")], id="urgent while paused"
        ),
        pytest.param([status("Mon 11:00", "solved")], id="solved"),
        pytest.param([deleted("Mon 11:00")], id="deleted"),
        pytest.param([merged("Mon 11:00", "T2")], id="merged"),
    ],
)
@pytest.mark.parametrize("at", ["Mon 15:00", "Tue 12:00", "Thu 12:00"])
def test_nothing_is_due(waits: list[Any], at: str) -> None:
    assert due(DESK, [BORN, *waits], at) == {}


def test_born_pending_it_has_no_steps_until_it_runs() -> None:
    born = [created("Mon 09:00", status="pending")]
    assert due(DESK, born, "Mon 15:00") == {}
    opened = due(DESK, [*born, asked("Mon 11:00")], "Mon 11:30")
    assert opened == {
        "1 business hour before": "Mon 14:00",
        "75%": "Mon 14:00",
        "last chance": "Mon 14:00",
        "at breach": "Mon 15:00",
        "1 business hour after": "Mon 16:00",
        "every 1bh after breach": "Mon 16:00",
    }


@pytest.mark.parametrize("point", ["5 business hours before", "0.000001%"])
def test_what_is_due_at_once_is_due_when_the_clock_first_runs(point: str) -> None:
    events = [created("Mon 09:00", status="pending"), status("Mon 11:00", "open")]
    assert due(ladder(point, resolution="4bh"), events, "Mon 11:30") == {point: "Mon 11:00"}


def test_it_is_planned_again_when_the_clock_runs_on() -> None:
    events = [BORN, status("Mon 11:00", "pending"), status("Mon 13:00", "open")]
    config = ladder("75%", "at breach", resolution="4bh")
    assert due(config, events[:1], "Mon 10:00") == {"75%": "Mon 12:00", "at breach": "Mon 13:00"}
    assert due(config, events, "Mon 13:00") == {"75%": "Mon 14:00", "at breach": "Mon 15:00"}


def test_a_pause_that_ends_by_itself_is_planned_again_from_then_on() -> None:
    events = [BORN, paused("Mon 11:00", "parts", until="Mon 13:00")]
    config = ladder("75%", resolution="4bh")
    assert due(config, events, "Mon 12:59") == {}
    assert due(config, events, "Mon 13:00") == {"75%": "Mon 14:00"}


def test_a_pause_that_reaches_its_cap_is_planned_again() -> None:
    config = ladder("75%", resolution={"default": "4bh", "pause_cap": "2 business hours"})
    events = [BORN, status("Mon 11:00", "pending")]
    assert due(config, events, "Mon 12:30") == {}
    assert due(config, events, "Mon 13:30") == {"75%": "Mon 14:00"}


def test_a_pause_no_open_minute_long_moves_nothing() -> None:
    config = ladder("75%", resolution="10bh")
    events = [created("Fri 15:00"), paused("Sat 10:00", "parts"), resumed("Sun 10:00", "parts")]
    assert due(config, events[:1], "Fri 16:00") == due(config, events, "Sun 12:00") == {"75%": "Mon 9 Mar 14:30"}


def test_only_the_clock_that_waits_is_silent() -> None:
    """Waiting for the customer does not excuse us from answering."""
    both = laddered(
        "standard", step("75%", "first_response"), step("50%", "resolution"), first_response="8bh", resolution="8bh"
    )
    events = [BORN, status("Mon 10:00", "pending")]
    assert due(desks([both]), events, "Mon 11:00") == {"75%": "Mon 15:00"}


def test_points_of_the_ticket_know_no_pause() -> None:
    config = ladder("unassigned for 4bh", resolution="4bh")
    assert due(config, [BORN, status("Mon 10:00", "pending")], "Mon 11:00") == {"unassigned for 4bh": "Mon 13:00"}


def test_a_reply_stops_the_clock_and_silences_its_ladder() -> None:
    config = ladder(*POINTS, first_response="4bh")
    assert due(config, [BORN, answered("Mon 12:30")], "Mon 16:00") == {}


def test_no_policy_no_step() -> None:
    config = desks([laddered("gold", "75%", first_response="4bh", when={"customer": "Globex"})])
    assert due(config, [BORN], "Mon 10:00") == {}
    assert (
        due(config, [created("Mon 09:00", customer="Globex"), changed("Mon 10:00", "customer", "ACME")], "Mon 10:30")
        == {}
    )
