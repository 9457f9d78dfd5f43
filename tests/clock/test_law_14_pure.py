"""L14: a reading is a pure function of the events, the configuration and the instant asked about."""

from __future__ import annotations

import copy

from hypothesis import given
from hypothesis import strategies as st

from slaclock import Engine
from tests.clock.story import (
    answered,
    as_facts,
    asked,
    changed,
    created,
    desk,
    engine_for,
    instant,
    status,
    told,
)

LIFE = told(
    [
        created("Mon 10:00"),
        asked("Mon 10:00"),
        answered("Mon 11:00"),
        status("Mon 11:30", "pending"),
        asked("Mon 13:30"),
        changed("Mon 14:00", "priority", "urgent"),
        answered("Mon 15:00"),
        status("Mon 16:00", "solved"),
        status("Tue 10:00", "open"),
    ],
)
DESK = desk(
    first_response="4 business hours",
    next_response={"urgent": "1 business hour", "default": "2 business hours"},
    resolution={"urgent": "4 business hours", "default": "8 business hours"},
    update="8 business hours",
)
HOURS = [f"{day} {hour:02}:{minute:02}" for day in ("Mon", "Tue", "Wed") for hour in range(24) for minute in (0, 30)]


def test_l14_reading_twice_reads_the_same() -> None:
    engine = Engine.from_config(DESK)
    first, second = (engine.read(LIFE, instant("Wed 10:00")) for _ in range(2))
    assert first == second
    assert first


def test_l14_neither_the_events_nor_the_configuration_are_touched() -> None:
    events, config = copy.deepcopy(LIFE), copy.deepcopy(DESK)
    Engine.from_config(config).read(events, instant("Wed 10:00"))
    assert (events, config) == (LIFE, DESK)


@given(st.lists(st.sampled_from(HOURS), min_size=1, max_size=6))
def test_l14_what_was_asked_before_does_not_matter(asked_at: list[str]) -> None:
    """Nothing is accumulated: an engine that has answered other questions answers like a new one."""
    fresh = [Engine.from_config(DESK).read(LIFE, instant(at)) for at in asked_at]
    used = [engine.read(LIFE, instant(at)) for engine in [Engine.from_config(DESK)] for at in asked_at]
    assert used == fresh


@given(st.sampled_from(HOURS))
def test_l14_what_has_not_happened_yet_does_not_matter(at: str) -> None:
    """The later part of a story changes nothing in what was read before it."""
    engine = Engine.from_config(DESK)
    so_far = [event for event in LIFE if event["at"] <= instant(at).isoformat()]
    assert engine.read(so_far, instant(at)) == engine.read(LIFE, instant(at))


@given(st.lists(st.sampled_from(["T1", "T2", "T3"]), min_size=1, max_size=3, unique=True), st.sampled_from(HOURS))
def test_l14_tickets_read_together_read_as_if_alone(tickets: list[str], at: str) -> None:
    engine = Engine.from_config(DESK)
    lives = {ticket: [event | {"ticket": ticket} for event in LIFE] for ticket in tickets}
    together = engine.read([event for life in lives.values() for event in life], instant(at))
    alone = [reading for life in lives.values() for reading in engine.read(life, instant(at))]
    assert sorted(map(repr, together)) == sorted(map(repr, alone))


def test_l14_elapsed_grows_second_by_second_with_nothing_kept() -> None:
    """Asked at each minute of an hour, the elapsed time of a running clock is exactly the minutes gone."""
    config = desk(first_response="4 business hours")
    engine = engine_for(__import__("json").dumps(config))
    life = told([created("Mon 10:00")])
    for minute in range(60):
        (reading,) = engine.read(life, instant(f"Mon 10:{minute:02}"))
        assert as_facts(reading)["elapsed"] == minute * 60
