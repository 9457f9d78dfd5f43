"""A desk's own metric, made from the same parts as slaclock's: `[metrics.legal_review]` and its relations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from tests.clock.story import (
    Config,
    Event,
    Expected,
    absent,
    answered,
    asked,
    by_engine,
    changed,
    compare,
    created,
    desks,
    engine_for,
    instant,
    merged,
    paused,
    policy,
    reads,
    resumed,
    session,
    status,
    told,
)

LEGAL = {"starts": ["group:legal"], "stops": ["left group:legal", "solved"], "pauses": ["pending"]}
BORN = created("Mon 10:00", group="first")
TO_LEGAL, BACK = changed("Mon 12:00", "group", "legal"), changed("Tue 10:00", "group", "first")


def desk(target: Any = "8 business hours", **metric: Any) -> Config:
    made = desks([policy("contracts", legal_review=target)])
    return made | {"metrics": {"legal_review": LEGAL | metric}}


def check(config: Config, events: Sequence[Event], at: str, *expected: Expected) -> None:
    found = by_engine(config, told(events), instant(at))
    for wanted in expected:
        compare("the engine", wanted, found)


def test_from_the_moment_it_goes_there_until_it_comes_back() -> None:
    """Two hours on Monday, two with the customer, one more, and one on Tuesday: four of eight."""
    events = [BORN, TO_LEGAL, status("Mon 14:00", "pending"), status("Mon 16:00", "open"), BACK]
    check(desk(), events, "Mon 11:00", absent("legal_review"))
    check(desk(), events, "Mon 13:00", reads("legal_review", state="running", elapsed="1:00", deadline="Tue 12:00"))
    check(desk(), events, "Mon 15:00", reads("legal_review", state="paused", elapsed="2:00", deadline=None))
    check(
        desk(), events, "Mon 18:00", reads("legal_review", state="out_of_hours", elapsed="3:00", deadline="Tue 14:00")
    )
    check(
        desk(),
        events,
        "Fri 12:00",
        reads(
            "legal_review",
            started_at="Mon 12:00",
            stopped_at="Tue 10:00",
            elapsed="4:00",
            remaining="4:00",
            deadline="Tue 14:00",
            outcome="met",
            target="contracts/legal_review/default",
        ),
    )


def test_it_can_be_missed() -> None:
    late = changed("Tue 12:01", "group", "first")
    check(desk(), [BORN, TO_LEGAL], "Tue 12:00", reads("legal_review", breached_at=None))
    check(
        desk(),
        [BORN, TO_LEGAL, late],
        "Fri 12:00",
        reads("legal_review", breached_at="Tue 12:00", breach_cause="time", outcome="missed", remaining="-0:01"),
    )


def test_a_ticket_born_there_starts_with_its_creation() -> None:
    check(desk(), [created("Mon 10:00", group="legal")], "Mon 11:00", reads("legal_review", started_at="Mon 10:00"))


def test_every_visit_is_a_cycle() -> None:
    events = [BORN, TO_LEGAL, BACK, changed("Wed 09:00", "group", "legal")]
    check(
        desk(),
        events,
        "Wed 10:00",
        reads("legal_review", 1, elapsed="6:00", outcome="met"),
        reads("legal_review", 2, started_at="Wed 09:00", elapsed="1:00", state="running"),
    )


def test_what_has_nothing_to_do_with_it_leaves_it_alone() -> None:
    events = [BORN, TO_LEGAL, answered("Mon 12:30"), asked("Mon 12:40"), changed("Mon 12:50", "priority", "urgent")]
    check(desk(), events, "Mon 13:00", reads("legal_review", 1, elapsed="1:00", state="running"))


def test_a_merge_cancels_it() -> None:
    check(desk(), [BORN, TO_LEGAL, merged("Mon 13:00", "T2")], "Tue 09:00", reads("legal_review", outcome="cancelled"))


# ---------------------------------------------------------------------------------------------------- solved, re-opened

SOLVED = [BORN, TO_LEGAL, status("Mon 14:00", "solved")]
AGAIN = status("Tue 14:00", "open")


def test_reopened_it_begins_anew() -> None:
    check(
        desk(),
        [*SOLVED, AGAIN],
        "Tue 15:00",
        reads("legal_review", 1, elapsed="2:00", outcome="met"),
        reads("legal_review", 2, started_at="Tue 14:00", elapsed="1:00"),
    )


def test_reopened_it_goes_on_if_it_resumes() -> None:
    events = [*SOLVED, AGAIN]
    config = desk(resumes=True)
    check(config, events, "Tue 15:00", reads("legal_review", 1, elapsed="3:00", started_at="Mon 12:00"))
    check(config, events, "Tue 15:00", absent("legal_review", 2))


def test_reopened_after_the_window_it_begins_anew() -> None:
    config = desk(resumes=True)
    config["policies"][0]["reopen_window"] = "23 hours"
    check(config, [*SOLVED, AGAIN], "Tue 15:00", reads("legal_review", 2, started_at="Tue 14:00", elapsed="1:00"))


def test_reopened_it_does_not_go_on_where_it_had_left_before_the_solve() -> None:
    """Legal had given it back on Tuesday; what first line solved and re-opened is no review."""
    events = [BORN, TO_LEGAL, BACK, status("Tue 12:00", "solved"), status("Tue 14:00", "open")]
    check(
        desk(resumes=True),
        events,
        "Tue 15:00",
        reads("legal_review", 1, stopped_at="Tue 10:00", elapsed="6:00", outcome="met"),
        absent("legal_review", 2),
    )


# ------------------------------------------------------------------------------------------------------------- outcomes


@pytest.mark.parametrize(
    "key, moment, event, outcome",
    [
        ("abandons", "left", session("Mon 14:00", "ended"), "abandoned"),
        ("abandons", "answered", answered("Mon 14:00"), "abandoned"),
        ("closes_unanswered", "status:closed", status("Mon 14:00", "closed"), "closed_unanswered"),
        ("closes_unanswered", "answered", answered("Mon 14:00"), "closed_unanswered"),
        ("stops", "owned", changed("Mon 14:00", "assignee", "kim"), "met"),
    ],
)
def test_what_stops_it_says_how_that_counts(key: str, moment: str, event: Event, outcome: str) -> None:
    config = desk(**{"stops": ["left group:legal"]} | {key: [moment]})
    events = [created("Mon 10:00", group="first", channel="chat"), TO_LEGAL, event]
    check(config, events, "Tue 09:00", reads("legal_review", stopped_at="Mon 14:00", elapsed="2:00", outcome=outcome))


def test_an_outcome_of_its_own_stands_also_after_the_deadline() -> None:
    config = desk("1 business hour", abandons=["left"])
    events = [created("Mon 10:00", group="legal", channel="chat"), session("Mon 14:00", "ended")]
    check(config, events, "Tue 09:00", reads("legal_review", outcome="abandoned", breached_at="Mon 11:00"))


# ----------------------------------------------------------------------------------------------------------- the latest


def silence(**metric: Any) -> Config:
    made = desks([policy("contracts", silence="4 business hours")])
    return made | {"metrics": {"silence": {"starts": ["told"], "stops": ["solved"]} | metric}}


TALK = [BORN, answered("Mon 11:00"), answered("Mon 13:00")]


def test_the_oldest_start_counts_unless_the_latest_is_wanted() -> None:
    check(silence(), TALK, "Mon 14:00", reads("silence", 1, started_at="Mon 11:00", elapsed="3:00"))
    check(silence(latest=True), TALK, "Mon 14:00", reads("silence", 1, started_at="Mon 13:00", elapsed="1:00"))


def test_a_start_after_the_deadline_is_a_cycle_of_its_own() -> None:
    """From 16:00 it ran out on Tuesday at 12:00; what was said at 15:00 comes too late to move that."""
    events = [*TALK, answered("Mon 16:00"), answered("Tue 15:00")]
    check(
        silence(latest=True),
        events,
        "Tue 16:00",
        reads("silence", 1, started_at="Mon 16:00", breached_at="Tue 12:00", outcome="missed"),
        reads("silence", 2, started_at="Tue 15:00", elapsed="1:00", breached_at=None, outcome=None),
    )


# --------------------------------------------------------------------------------------------------------------- pauses

PENDING = [BORN, TO_LEGAL, status("Mon 13:00", "pending"), status("Mon 15:00", "open")]
BY_HAND = [BORN, TO_LEGAL, paused("Mon 13:00", "court"), resumed("Mon 15:00", "court")]


@pytest.mark.parametrize(
    "config, pending, by_hand",
    [
        (desk(), "2:00", "2:00"),
        (desk(pauses=[]), "4:00", "4:00"),
        (desk({"default": "8bh", "pauses": []}), "4:00", "2:00"),  # a target that names pauses knows manual ones too
        (desk({"default": "8bh", "pauses": ["hold"]}), "4:00", "2:00"),
        (desk({"default": "8bh", "pauses": ["pending"]}, pauses=[]), "2:00", "2:00"),
        (desk({"default": "8bh", "pause_cap": "1 business hour"}), "3:00", "3:00"),
    ],
)
def test_it_waits_as_it_says_or_as_its_target_says(config: Config, pending: str, by_hand: str) -> None:
    check(config, PENDING, "Mon 16:00", reads("legal_review", elapsed=pending))
    check(config, BY_HAND, "Mon 16:00", reads("legal_review", elapsed=by_hand))


def test_it_is_explained_and_escalated_like_any_other() -> None:
    config = desk()
    config["policies"][0]["escalations"] = [{"target": "legal_review", "at": "75%", "do": [{"notify": "counsel"}]}]
    engine, events = engine_for(json.dumps(config)), told(PENDING)
    (step,) = engine.escalations(events, instant("Mon 16:00"))
    assert step.due_at == instant("Tue 12:00")
    assert str(engine.explain(events, "legal_review", instant("Mon 16:00"))).splitlines()[2:] == [
        "promise  contracts/legal_review/default: 8 business hours, counted on main (Europe/Berlin)",
        "Mon 2 Mar 2026 12:00      starts: group:legal",
        "Mon 2 Mar 2026 12:00 to Mon 2 Mar 2026 13:00      +1:00:00 = 1:00:00        open",
        "Mon 2 Mar 2026 13:00 to Mon 2 Mar 2026 15:00      not counted               paused: waiting for the customer",
        "Mon 2 Mar 2026 15:00 to Mon 2 Mar 2026 16:00      +1:00:00 = 2:00:00        open",
        "Mon 2 Mar 2026 16:00      asked about",
        "Mon 2 Mar 2026 16:00 to Mon 2 Mar 2026 17:00      +1:00:00 = 3:00:00        open",
        "Mon 2 Mar 2026 17:00 to Tue 3 Mar 2026 09:00      not counted               closed: after hours",
        "Tue 3 Mar 2026 09:00 to Tue 3 Mar 2026 14:00      +5:00:00 = 8:00:00        open",
        "Tue 3 Mar 2026 14:00      deadline: 8 business hours used",
        "running: used 2:00:00 of 8 business hours, 6:00:00 left; deadline Tue 3 Mar 2026 14:00",
    ]
