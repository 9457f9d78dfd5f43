"""L31: each step fires once per ticket, clock, cycle and step; its key outlives every recomputation."""

from __future__ import annotations

import itertools
import json

import pytest

from tests.clock.story import (
    answered,
    asked,
    changed,
    created,
    desks,
    engine_for,
    instant,
    merged,
    noted,
    of_ticket,
    paused,
    resumed,
    status,
    told,
)
from tests.escalation.ladders import due, ladder, laddered, plan, step

EVERY = "every 1 business hour after breach"
DESK = ladder("50%", "75%", "at breach", EVERY, first_response={"urgent": "2bh", "default": "4bh"})
BORN = created("Mon 10:00")
FIRST = ("T1", "standard", "first_response", 1)


def keys(config: dict[str, object], events: list[dict[str, object]], at: str) -> set[tuple[object, ...]]:
    return {each.key for each in plan(config, events, at)}


def test_a_key_names_ticket_policy_clock_cycle_step_and_repeat() -> None:
    assert keys(DESK, [BORN], "Mon 10:30") == {
        (*FIRST, "50%", 1),
        (*FIRST, "75%", 1),
        (*FIRST, "at breach", 1),
        (*FIRST, EVERY, 1),
    }


@pytest.mark.parametrize("at", ["Mon 10:00", "Mon 12:00", "Mon 13:59", "Mon 14:00", "Mon 14:30"])
def test_time_alone_changes_no_key_and_no_instant(at: str) -> None:
    assert due(DESK, [BORN], at) == {
        "50%": "Mon 12:00",
        "75%": "Mon 13:00",
        "at breach": "Mon 14:00",
        EVERY: "Mon 15:00",
    }


@pytest.mark.parametrize(
    "late",
    [
        pytest.param(noted("Mon 10:15"), id="a note"),
        pytest.param(asked("Mon 10:20"), id="the customer wrote again"),
        pytest.param(changed("Mon 10:15", "priority", "urgent"), id="it became urgent"),
        pytest.param(changed("Mon 10:15", "priority", "low"), id="it became less urgent"),
        pytest.param(changed("Mon 10:15", "group", "second line"), id="another group"),
        pytest.param(status("Mon 10:15", "pending"), id="waiting for the customer"),
        pytest.param(changed("Mon 09:59", "priority", "urgent"), id="an event from before the creation"),
    ],
)
def test_a_late_event_moves_instants_but_no_key(late: dict[str, object]) -> None:
    before = keys(DESK, [BORN], "Mon 10:30")
    assert keys(DESK, [BORN, late], "Mon 10:30") == keys(DESK, [late, BORN], "Mon 10:30") == before


def test_urgent_steps_come_sooner_under_the_same_keys() -> None:
    urgent = [BORN, changed("Mon 10:30", "priority", "urgent")]
    assert due(DESK, urgent, "Mon 10:45") == {
        "50%": "Mon 11:00",
        "75%": "Mon 11:30",
        "at breach": "Mon 12:00",
        EVERY: "Mon 13:00",
    }
    calm = [*urgent, changed("Mon 11:15", "priority", "low")]
    assert due(DESK, calm, "Mon 11:20") == due(DESK, [BORN], "Mon 11:20")
    assert keys(DESK, calm, "Mon 11:20") == keys(DESK, urgent, "Mon 10:45")


def test_a_breach_is_not_escalated_again_because_the_promise_was_relaxed() -> None:
    """Due at 12:00 as urgent and breached then; that fact stays when the priority is lowered."""
    config = ladder("at breach", first_response={"urgent": "2bh", "default": "8bh"})
    relaxed = [created("Mon 10:00", priority="urgent"), changed("Mon 13:00", "priority", "low")]
    assert due(config, relaxed, "Mon 12:30") == due(config, relaxed, "Mon 15:00") == {"at breach": "Mon 12:00"}


def test_an_older_message_that_arrives_late_moves_the_same_cycle() -> None:
    config = ladder("75%", next_response="4bh")
    talk = [created("Mon 09:00"), answered("Mon 09:30"), asked("Mon 12:00")]
    late = [*talk, asked("Mon 11:00")]
    assert (due(config, talk, "Mon 12:30"), due(config, late, "Mon 12:30")) == (
        {"75%": "Mon 15:00"},
        {"75%": "Mon 14:00"},
    )
    assert keys(config, talk, "Mon 12:30") == keys(config, late, "Mon 12:30")


def test_the_next_question_is_a_cycle_of_its_own() -> None:
    config = ladder("75%", next_response="4bh")
    talk = [created("Mon 09:00"), answered("Mon 09:30"), asked("Mon 10:00"), answered("Mon 11:00"), asked("Mon 12:00")]
    assert [each.cycle for each in plan(config, talk[:3], "Mon 10:30")] == [1]
    assert [(each.cycle, each.repeat) for each in plan(config, talk, "Mon 12:30")] == [(2, 1)]


def test_a_late_reply_takes_the_steps_away() -> None:
    assert due(DESK, [BORN, answered("Mon 10:20")], "Mon 13:30") == {}


REOPENED = [created("Mon 09:00"), status("Mon 11:00", "solved")]


def test_reopened_in_the_window_it_is_the_same_cycle() -> None:
    config = ladder("75%", resolution="4bh")
    again = [*REOPENED, status("Mon 13:00", "open")]
    assert due(config, again, "Mon 13:00") == {"75%": "Mon 14:00"}
    assert keys(config, again, "Mon 13:00") == keys(config, REOPENED[:1], "Mon 10:00")


def test_reopened_after_the_window_it_is_a_new_one() -> None:
    config = ladder("75%", resolution="4bh")
    again = [*REOPENED, status("Wed 11 Mar 11:01", "open")]
    assert [each.cycle for each in plan(config, again, "Wed 11 Mar 12:00")] == [2]


def test_each_repeat_has_a_key_of_its_own() -> None:
    """The latest that is due and the next: whoever was away all day does not send a heap at once."""
    assert keys(DESK, [BORN], "Mon 16:30") >= {(*FIRST, EVERY, 2), (*FIRST, EVERY, 3)}
    assert [each.repeat for each in plan(DESK, [BORN], "Mon 16:30") if each.step == EVERY] == [2, 3]


def test_every_order_and_repetition_of_events_plans_the_same() -> None:
    events = told(
        [
            BORN,
            status("Mon 10:30", "pending"),
            asked("Mon 11:00"),
            changed("Mon 11:00", "priority", "urgent"),
            paused("Mon 11:10", "vendor"),
        ]
    )
    engine = engine_for(json.dumps(ladder("75%", "at breach", resolution={"urgent": "2bh", "default": "4bh"})))
    at = instant("Mon 12:00")
    events += told([resumed("Mon 11:20", "vendor")])
    events[-1]["id"] = "e99"
    wanted = engine.escalations(events, at)
    assert wanted
    for order in itertools.permutations(events):
        assert engine.escalations([*order, *order[:3]], at) == wanted


def test_a_step_with_a_name_outlives_a_change_of_its_wording() -> None:
    before = ladder(step("75%", name="warn the lead"), first_response="4bh")
    after = ladder(step("80 %", name="warn the lead", do=[{"tag": "late"}]), first_response="5bh")
    assert keys(before, [BORN], "Mon 10:30") == keys(after, [BORN], "Mon 10:30") == {(*FIRST, "warn the lead", 1)}


def test_versions_of_one_policy_share_their_keys() -> None:
    old = laddered("standard", "75%", first_response="8bh")
    new = laddered("standard", "75%", first_response="4bh") | {"effective_from": "2026-03-01"}
    assert keys(desks([old]), [BORN], "Mon 10:30") == keys(desks([old, new]), [BORN], "Mon 10:30")


def test_other_hours_move_the_instant_under_the_same_key() -> None:
    before, after = (
        ladder("75%", first_response="4bh", calendar={"timezone": "Europe/Berlin", "hours": {"mon-fri": hours}})
        for hours in ("09:00-17:00", "09:00-12:00, 13:00-17:00")
    )
    assert (due(before, [BORN], "Mon 11:00"), due(after, [BORN], "Mon 11:00")) == (
        {"75%": "Mon 13:00"},
        {"75%": "Mon 14:00"},
    )
    assert keys(before, [BORN], "Mon 11:00") == keys(after, [BORN], "Mon 11:00")


def test_another_customer_brings_the_ladder_of_his_policy_and_back() -> None:
    config = desks(
        [
            laddered("gold", "75%", first_response="2bh", when={"customer": "Globex"}),
            laddered("standard", "75%", first_response="4bh"),
        ]
    )
    moved = [BORN, changed("Mon 10:10", "customer", "Globex")]
    assert keys(config, moved, "Mon 10:30") == {("T1", "gold", "first_response", 1, "75%", 1)}
    back = [*moved, changed("Mon 10:20", "customer", "ACME")]
    assert keys(config, back, "Mon 10:30") == keys(config, [BORN], "Mon 10:30")


def test_customer_and_internal_ladders_stand_side_by_side() -> None:
    config = desks(
        [laddered("standard", "75%", resolution="8bh"), laddered("team", "75%", resolution="4bh", kind="internal")]
    )
    assert {key[1] for key in keys(config, [BORN], "Mon 10:30")} == {"standard", "team"}


def test_two_tickets_share_no_key() -> None:
    engine = engine_for(json.dumps(DESK))
    steps = engine.escalations([*of_ticket("A", BORN), *of_ticket("B", BORN)], instant("Mon 10:30"))
    assert {each.key[0] for each in steps} == {"A", "B"}
    assert len({each.key for each in steps}) == len(steps) == 8


def test_a_merged_ticket_calls_nobody_its_survivor_does() -> None:
    engine = engine_for(json.dumps(DESK))
    events = [*of_ticket("A", BORN, merged("Mon 10:20", "B")), *of_ticket("B", created("Mon 10:10"))]
    assert {each.ticket for each in engine.escalations(events, instant("Mon 10:30"))} == {"B"}


def test_a_step_as_json() -> None:
    config = ladder(
        step("75%", hours="lead", do=[{"tag": ["late", "sla"]}]), first_response="4bh", calendars={"lead": LEAD}
    )
    assert [each.to_dict() for each in plan(config, [BORN], "Mon 11:00")] == [
        {
            "ticket": "T1",
            "policy": "standard",
            "metric": "first_response",
            "cycle": 1,
            "step": "75%",
            "repeat": 1,
            "due_at": "2026-03-02T12:00:00Z",
            "deliver_at": "2026-03-02T14:00:00Z",
            "do": [{"tag": ["late", "sla"]}],
            "urgent": False,
        }
    ]


LEAD = {"timezone": "America/New_York", "hours": {"mon-fri": "09:00-17:00"}}
