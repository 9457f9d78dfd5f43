"""Confluence: any order, duplication and chunking of deliveries ends in the same readings and explanations."""

from __future__ import annotations

import itertools
import json
from datetime import datetime
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock import Engine, TicketEvent
from tests.clock.story import desks, engine_for, policy
from tests.oracle.lives import ERAS, Event, random_case

SMALL_HISTORIES = 200


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[str, int, list[Event]]:
    """A random life, its events told in any order, some of them several times."""
    era, seed = draw(st.sampled_from(sorted(ERAS))), draw(st.integers(0, 1_000_000))
    events = list(random_case(era, seed).events)
    again = draw(st.lists(st.sampled_from(events), max_size=6))
    return era, seed, draw(st.permutations(events + again))


@given(deliveries())
def test_any_order_and_duplication_reads_the_same(told: tuple[str, int, list[Event]]) -> None:
    era, seed, delivered = told
    case = random_case(era, seed)
    engine = engine_for(json.dumps(case.config))
    for at in map(datetime.fromisoformat, case.asked):
        assert engine.read(delivered, at) == engine.read(case.events, at)


@given(deliveries(), st.lists(st.integers(1, 5), min_size=1, max_size=20))
def test_any_chunking_ends_in_the_same_readings(told: tuple[str, int, list[Event]], sizes: list[int]) -> None:
    """What was read between two deliveries leaves no trace in the engine."""
    era, seed, delivered = told
    case = random_case(era, seed)
    engine, at = engine_for(json.dumps(case.config)), datetime.fromisoformat(case.asked[-1])
    arrived: list[Event] = []
    rest = iter(delivered)
    for size in itertools.cycle(sizes):
        chunk = list(itertools.islice(rest, size))
        if not chunk:
            break
        arrived += chunk
        engine.read(arrived, at)
    assert engine.read(arrived, at) == engine.read(case.events, at)


@pytest.mark.slow
@given(deliveries())
def test_any_order_and_duplication_explains_the_same(told: tuple[str, int, list[Event]]) -> None:
    era, seed, delivered = told
    case = random_case(era, seed)
    engine, at = engine_for(json.dumps(case.config)), datetime.fromisoformat(case.asked[-1])
    for reading in engine.read(case.events, at):
        metric, ticket, cycle = reading.metric, reading.ticket, reading.cycle
        ordered = engine.explain(case.events, metric, at, ticket=ticket, cycle=cycle)
        assert engine.explain(delivered, metric, at, ticket=ticket, cycle=cycle) == ordered


# -------------------------------------------------------------------- all orders of a fixed set of small histories


@cache
def small_desk() -> Engine:
    rows: dict[str, Any] = {"urgent": "2 business hours", "high": "4bh", "default": "8 business hours"}
    return Engine.from_config(
        desks(
            [
                policy("vip", when={"group": "a"}, first_response="30bm", resolution=rows, update="4bh"),
                policy("rest", first_response="4bh", next_response="2bh", resolution=rows, total_resolution="3bd"),
                policy("team", kind="internal", ownership="4bh"),
            ],
        ),
    )


def small_history(seed: int) -> list[Event]:
    """Up to six events of a random life, close together, the creation always among them."""
    random = Random(seed)
    era = random.choice(sorted(ERAS))
    events = [e for e in random_case(era, seed).events if e["ticket"] == "T1"]
    return [events[0], *random.sample(events[1:], min(random.randrange(2, 6), len(events) - 1))]


@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.slow) for part in range(1, 10))])
def test_all_orders_of_every_small_history_read_the_same(part: int) -> None:
    engine = small_desk()
    for seed in range(part, SMALL_HISTORIES, 10):
        history = small_history(seed)
        at = datetime.fromisoformat(max(event["at"] for event in history))
        events = [TicketEvent.from_mapping(event) for event in history]
        wanted = engine.read(events, at)
        for order in itertools.permutations(events):
            assert engine.read(order, at) == wanted, (seed, [event.id for event in order])
