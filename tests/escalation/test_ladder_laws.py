"""What holds for every ladder on every ticket: random lives over nasty calendars (L31, L35)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from slaclock import Engine, Reading
from slaclock.clock import State
from slaclock.escalation import DueStep
from slaclock.explain import LineKind
from tests.clock.story import engine_for
from tests.oracle.lives import ERAS, Case, random_case

POINTS = [
    *("1%", "50%", "75%", "99.9%", "100%", "150%", "400%"),
    *("30 business minutes before", "2 hours before", "11 business hours before"),
    *("at breach", "1 business hour after", "3 hours after", "1 business day after"),
    *("every 2 business hours after breach", "every 90 minutes after breach until acknowledged", "last chance"),
]
OF_THE_TICKET = ["unassigned for 30 business minutes", "unassigned for 4 hours", "reopened once", "reopened 2 times"]


@cache
def with_ladders(config: str) -> Engine:
    """The same configuration with every point on every clock, some of them with hours to be delivered in."""
    table = json.loads(config)
    for policy in table["policies"]:
        random = Random(policy["name"] + config)
        steps = [{"at": point, "target": metric} for metric in policy["targets"] for point in POINTS]
        steps += [{"at": point} for point in OF_THE_TICKET]
        for step in steps:
            step["do"] = [{"tag": "late"}]
            if random.random() < 0.3:
                step["hours"] = random.choice(list(table["calendars"]))
        policy["escalations"] = steps
    return engine_for(json.dumps(table))


@st.composite
def lives(draw: st.DrawFn) -> tuple[Case, Engine]:
    case = random_case(draw(st.sampled_from(sorted(ERAS))), draw(st.integers(0, 1_000_000)))
    return case, with_ladders(json.dumps(case.config))


def instants(case: Case) -> list[datetime]:
    return sorted(map(datetime.fromisoformat, case.asked))


def utc(at: datetime) -> datetime:
    """Datetimes of one zone compare by their wall clocks, which lie in the hour that autumn has twice."""
    return at.astimezone(UTC)


def beginning(reading: Reading) -> datetime:
    """When the cycle began: a reply window that the customer opens anew keeps the breach it had before."""
    return min(utc(at) for at in (reading.started_at, reading.breached_at) if at is not None)


def clock(item: DueStep | Reading) -> tuple[str, str, str | None, int]:
    return item.ticket, item.policy, item.metric, item.cycle


def running(engine: Engine, case: Case, at: datetime) -> Mapping[tuple[str, str, str | None, int], Reading]:
    return {clock(reading): reading for reading in engine.read(case.events, at) if reading.state is not State.STOPPED}


@given(lives(), st.randoms(use_true_random=False))
def test_any_order_and_repetition_plans_the_same(life: tuple[Case, Engine], random: Random) -> None:
    case, engine = life
    events = [*case.events, *random.choices(case.events, k=3)]
    random.shuffle(events)
    for at in instants(case):
        assert engine.escalations(events, at) == engine.escalations(case.events, at)


@given(lives())
def test_no_two_steps_of_a_plan_share_a_key(life: tuple[Case, Engine]) -> None:
    case, engine = life
    for at in instants(case):
        steps = engine.escalations(case.events, at)
        assert len({step.key for step in steps}) == len(steps)


@given(lives())
def test_every_step_belongs_to_a_clock_that_runs_and_none_to_one_that_waits(life: tuple[Case, Engine]) -> None:
    case, engine = life
    for at in instants(case):
        clocks = running(engine, case, at)
        steps = [step for step in engine.escalations(case.events, at) if step.metric is not None]
        assert {clock(step) for step in steps} == {
            key for key, reading in clocks.items() if reading.state is not State.PAUSED
        }


@given(lives())
def test_nothing_is_due_before_its_cycle_starts_or_delivered_before_it_is_due(life: tuple[Case, Engine]) -> None:
    case, engine = life
    for at in instants(case):
        clocks = running(engine, case, at)
        for step in engine.escalations(case.events, at):
            assert utc(step.deliver_at) >= utc(step.due_at)
            if step.metric is not None:
                assert utc(step.due_at) >= beginning(clocks[clock(step)])


@given(lives())
def test_points_stand_in_their_order(life: tuple[Case, Engine]) -> None:
    case, engine = life
    for at in instants(case):
        ladders: dict[Any, dict[str, datetime]] = {}
        for step in engine.escalations(case.events, at):
            if step.metric is not None:
                ladders.setdefault(clock(step), {})[step.step.removeprefix(f"{step.metric} ")] = utc(step.due_at)
        for key, ladder in ladders.items():
            reading = running(engine, case, at)[key]
            assert reading.deadline is not None
            assert ladder["100%"] >= utc(reading.deadline)
            assert ladder["1%"] <= ladder["50%"] <= ladder["75%"] <= ladder["99.9%"] <= ladder["100%"]
            assert ladder["11 business hours before"] <= ladder["30 business minutes before"] <= ladder["100%"]
            assert ladder["2 hours before"] <= ladder["100%"] <= ladder.get("150%", ladder["100%"])
            assert ladder["last chance"] <= ladder["100%"]
            assert ladder["at breach"] <= ladder["1 business hour after"]
            assert ladder["at breach"] == utc(reading.breached_at or reading.deadline)


@given(lives())
def test_no_instant_lies_inside_a_pause_of_its_clock(life: tuple[Case, Engine]) -> None:
    """The explanation, which is told by other code, says when the clock waited."""
    case, engine = life
    at = instants(case)[-1]
    for step in engine.escalations(case.events, at):
        if step.metric is None or step.step.endswith("at breach"):
            continue
        told = engine.explain(case.events, step.metric, at, ticket=step.ticket, cycle=step.cycle)
        if told.reading.policy == step.policy:
            for line in told.lines:
                assert line.kind is not LineKind.PAUSED or not utc(line.start) < utc(step.due_at) < utc(line.end)


@given(lives())
def test_what_was_due_stays_due_at_the_same_instant_until_something_happens(life: tuple[Case, Engine]) -> None:
    case, engine = life
    first, second = instants(case)
    seen = [event for event in case.events if datetime.fromisoformat(event["at"]) <= first]
    before = {step.key: utc(step.due_at) for step in engine.escalations(seen, first) if step.due_at <= first}
    after = {step.key: utc(step.due_at) for step in engine.escalations(seen, second)}
    for key in before.keys() & after.keys():
        assert before[key] == after[key]
