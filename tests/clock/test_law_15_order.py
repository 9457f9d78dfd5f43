"""L15: events count in the order they happened: instant, sequence, message before status, id. Settled: Order."""

from __future__ import annotations

import itertools

import pytest

from slaclock import Engine
from slaclock.errors import InvalidEvents
from tests.clock.story import (
    Case,
    Event,
    answered,
    asked,
    case,
    changed,
    check,
    created,
    desk,
    each,
    instant,
    reads,
    status,
    told,
)

RESOLUTION = desk(resolution="8 business hours")
RESPONSES = desk(first_response="4 business hours", next_response="2 business hours")


@each(
    case(
        "a message before a status, whatever their ids: the customer's word does not undo the pending after it",
        RESOLUTION,
        [created("Mon 10:00"), asked("Mon 11:00", id="z"), status("Mon 11:00", "pending", id="a")],
        "Mon 13:00",
        reads("resolution", state="paused", elapsed="1:00"),
    ),
    case(
        "unless the helpdesk's sequence says otherwise",
        RESOLUTION,
        [created("Mon 10:00"), status("Mon 11:00", "pending", seq=1), asked("Mon 11:00", seq=2)],
        "Mon 13:00",
        reads("resolution", state="running", elapsed="3:00"),
    ),
    case(
        "a missing sequence is nought",
        RESOLUTION,
        [created("Mon 10:00"), asked("Mon 11:00", seq=1), status("Mon 11:00", "pending")],
        "Mon 13:00",
        reads("resolution", state="running", elapsed="3:00"),
    ),
    case(
        "the instant beats the sequence",
        RESOLUTION,
        [created("Mon 10:00"), status("Mon 11:00", "pending", seq=9), asked("Mon 11:01", seq=1)],
        "Mon 13:00",
        reads("resolution", state="running", elapsed="2:59"),
    ),
    case(
        "created comes first in its instant, also against a sequence",
        RESPONSES,
        [answered("Mon 10:00", seq=0, id="a"), created("Mon 10:00", seq=5, id="z")],
        "Mon 10:30",
        reads("first_response", stopped_at="Mon 10:00", elapsed="0:00", outcome="met"),
    ),
    case(
        "two statuses of one instant: the later id is the later status",
        RESOLUTION,
        [created("Mon 10:00"), status("Mon 11:00", "open", id="b"), status("Mon 11:00", "pending", id="a")],
        "Mon 12:00",
        reads("resolution", state="running", elapsed="2:00"),
    ),
    case(
        "two messages of one instant: answered, then asked again",
        RESPONSES,
        [created("Mon 10:00"), answered("Mon 11:00", id="a"), asked("Mon 11:00", id="b")],
        "Mon 12:00",
        reads("first_response", outcome="met"),
        reads("next_response", started_at="Mon 11:00", elapsed="1:00"),
    ),
    case(
        "two messages of one instant: asked, then answered both",
        RESPONSES,
        [created("Mon 10:00"), answered("Mon 11:00", id="b"), asked("Mon 11:00", id="a")],
        "Mon 12:00",
        reads("first_response", outcome="met", stopped_at="Mon 11:00"),
    ),
    case(
        "another event comes before a status: the priority counts before the solve of the same instant",
        desk(resolution={"high": "2 business hours", "default": "8 business hours"}),
        [created("Mon 10:00"), status("Mon 11:00", "solved", id="a"), changed("Mon 11:00", "priority", "high", id="z")],
        "Mon 12:00",
        reads("resolution", target="standard/resolution/high", outcome="met"),
    ),
)
def test_l15_order_at_one_instant(case: Case) -> None:
    case.check()


SMALL: list[Event] = told(
    [
        created("Mon 10:00"),
        answered("Mon 11:00"),
        status("Mon 11:00", "pending"),
        asked("Mon 13:30"),
        changed("Mon 14:00", "priority", "urgent"),
        status("Mon 16:00", "solved"),
    ],
)
SMALL_DESK = desk(
    first_response="4 business hours",
    next_response="1 business hour",
    resolution={"urgent": "2 business hours", "default": "8 business hours"},
)


def test_l15_all_720_orders_of_six_events_read_the_same() -> None:
    engine = Engine.from_config(SMALL_DESK)
    asked_at = [instant(at) for at in ("Mon 11:00", "Mon 13:45", "Tue 10:00")]
    wanted = [engine.read(SMALL, at) for at in asked_at]
    for order in itertools.permutations(SMALL):
        assert [engine.read(order, at) for at in asked_at] == wanted


def test_l15_an_event_told_twice_counts_once() -> None:
    config = desk(update="8 business hours")
    once = [created("Mon 10:00"), answered("Mon 11:00", id="m"), answered("Mon 12:00", id="n")]
    check(config, once, "Mon 13:00", reads("update", 1, outcome="met"), reads("update", 2, elapsed="1:00"))
    engine = Engine.from_config(config)
    assert engine.read(told(once) * 3, instant("Mon 13:00")) == engine.read(told(once), instant("Mon 13:00"))


def test_l15_one_id_with_two_contents_is_refused() -> None:
    with pytest.raises(InvalidEvents):
        Engine.from_config(RESOLUTION).read(
            told([created("Mon 10:00"), asked("Mon 11:00", id="m"), asked("Mon 12:00", id="m")]),
            instant("Mon 13:00"),
        )


@each(
    case(
        "the same status told again",
        RESOLUTION,
        [created("Mon 10:00"), status("Mon 11:00", "pending"), status("Mon 12:00", "pending")],
        "Mon 13:00",
        reads("resolution", state="paused", elapsed="1:00"),
    ),
    case(
        "pending told again after the customer wrote does not pause again",
        RESOLUTION,
        [created("Mon 10:00"), status("Mon 11:00", "pending"), asked("Mon 12:00"), status("Mon 12:30", "pending")],
        "Mon 13:00",
        reads("resolution", state="running", elapsed="2:00"),
    ),
    case(
        "the same group told again starts no cycle",
        desk(ownership="8 business hours"),
        [created("Mon 10:00", group="a"), changed("Mon 12:00", "group", "a")],
        "Mon 13:00",
        reads("ownership", 1, elapsed="3:00", state="running"),
    ),
    case(
        "the same priority told again",
        desk(resolution={"normal": "4 business hours", "default": "1 business hour"}),
        [created("Mon 10:00"), changed("Mon 12:00", "priority", "normal")],
        "Mon 13:00",
        reads("resolution", deadline="Mon 14:00", breached_at=None),
    ),
)
def test_settled_order_told_again_is_no_change(case: Case) -> None:
    case.check()
