"""What users of other helpdesks reported, where no law's table tells it (all of it: docs/explanation/lessons.md)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.clock.story import (
    absent,
    answered,
    asked,
    changed,
    check,
    created,
    desk,
    desks,
    engine_for,
    instant,
    policy,
    reads,
    resumed,
    status,
    told,
)
from tests.clock.story import paused as pause
from tests.oracle.hours import Table, build
from tests.oracle.lives import CALENDARS, ERAS, random_case, window

WALL_TIME = {"1 hour", "4 hours", "24h", "90 seconds"}


@lru_cache(maxsize=100)
def marked(era: str, calendar: str, created: date) -> Table:
    return build(CALENDARS, calendar, window(era), created)


@given(st.sampled_from(sorted(ERAS)), st.integers(0, 1_000_000))
def test_every_business_deadline_lies_in_opening_hours_or_at_their_end(era: str, seed: int) -> None:
    """Lesson 22: in GLPI a resumed ticket was due in the middle of the night."""
    case = random_case(era, seed)
    created_at = {event["ticket"]: event["at"] for event in case.events if event["type"] == "created"}
    born = {t: datetime.fromisoformat(at).astimezone(ZoneInfo("Europe/Berlin")).date() for t, at in created_at.items()}
    for reading in engine_for(json.dumps(case.config)).read(case.events, datetime.fromisoformat(case.asked[-1])):
        if reading.deadline is None or reading.budget_text in WALL_TIME:
            continue
        rows = next(p for p in case.config["policies"] if p["name"] == reading.policy)
        calendar = rows["targets"][reading.metric].get("calendar", rows["calendar"])
        table = marked(era, calendar, born[reading.ticket] if calendar == "moving" else ERAS[era])
        last_second = int((reading.deadline - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) - 1
        opening = table.is_open(last_second + 1) and not table.is_open(last_second)
        assert table.is_open(last_second) or opening, (reading.deadline, calendar)


def test_each_wait_says_whom_it_waits_for() -> None:
    """Lesson 26: GLPI counted the solved gap, or showed it as pending; here each stretch has its own reason."""
    config = desk(resolution="8 business hours")
    life = told(
        [
            created("Mon 09:00"),
            status("Mon 10:00", "pending"),
            status("Mon 11:00", "hold"),
            status("Mon 12:00", "open"),
            pause("Mon 13:00", "parts"),
            resumed("Mon 14:00", "parts"),
            status("Mon 15:00", "solved"),
            status("Mon 16:00", "open"),
        ],
    )
    explained = engine_for(json.dumps(config)).explain(life, "resolution", instant("Mon 16:30"))
    waits = [(f"{line.start:%H:%M}", line.reason) for line in explained.lines if line.kind == "paused"]
    assert [start for start, _ in waits] == ["10:00", "11:00", "13:00", "15:00"]
    for (_, reason), word in zip(waits, ("customer", "third party", "parts", "solved"), strict=True):
        assert word in reason


def test_a_new_born_clock_has_used_nothing() -> None:
    """Lesson 27: progress bars that ignored waiting stood at a hundred percent at birth."""
    config = desk(resolution="8 business hours")
    check(config, [created("Sat 10:00")], "Sat 10:00", reads("resolution", elapsed="0:00", remaining="8:00"))
    waiting = [created("Mon 09:00", status="pending")]
    check(config, waiting, "Fri 16:00", reads("resolution", elapsed="0:00", remaining="8:00", state="paused"))


def test_a_shorter_update_does_not_override_the_first_response() -> None:
    """Lesson 31: in Zammad a shorter update target replaced the first response; here each clock has its own target."""
    config = desk(first_response="4 business hours", update="1 business hour", resolution="8 business hours")
    life = [created("Mon 09:00"), asked("Mon 09:00")]
    check(config, life, "Mon 11:00", absent("update"), reads("first_response", deadline="Mon 13:00", breached_at=None))
    answer = [*life, answered("Mon 11:00")]
    check(
        config,
        answer,
        "Mon 13:00",
        reads("first_response", outcome="met"),
        reads("update", deadline="Mon 12:00", breached_at="Mon 12:00"),
        reads("resolution", deadline="Mon 17:00", breached_at=None),
    )


def test_one_status_may_end_two_clocks_in_two_ways() -> None:
    """Lesson 46: in Frappe Helpdesk one status fulfilled both response and resolution."""
    config = desk(first_response="4 business hours", resolution="8 business hours")
    check(
        config,
        [created("Mon 09:00"), status("Mon 10:00", "solved")],
        "Mon 11:00",
        reads("first_response", outcome="closed_unanswered"),
        reads("resolution", outcome="met"),
    )


def test_two_waits_are_added_up_in_the_clocks_own_time() -> None:
    """Lesson 19: ERPNext needed six attempts in a year to add waiting time: off hours were added, or hours twice."""
    config = desk(resolution="16 business hours")
    life = [
        created("Thu 09:00"),
        status("Thu 16:00", "pending"),
        status("Fri 10:00", "open"),
        status("Fri 16:30", "pending"),
        status("Mon 9 Mar 09:30", "open"),
    ]
    check(config, life, "Mon 9 Mar 09:30", reads("resolution", elapsed="13:30", deadline="Mon 9 Mar 12:00"))
    check(config, life[:3], "Fri 10:30", reads("resolution", elapsed="7:30", deadline="Mon 9 Mar 11:00"))


def test_groups_have_clocks_of_their_own() -> None:
    """Lesson 23: in GLPI a new agreement forgot the waits, and groups had no clock; here both are measured."""
    config = desks(
        [
            policy("contract", resolution={"urgent": "4 business hours", "default": "8 business hours"}),
            policy("team a", kind="internal", when={"group": "a"}, ownership="2 business hours"),
            policy("team b", kind="internal", when={"group": "b"}, ownership="3 business hours"),
        ],
    )
    life = [
        created("Mon 09:00", group="a"),
        status("Mon 10:00", "pending"),
        status("Mon 11:00", "open"),
        changed("Mon 12:00", "group", "b"),
        changed("Mon 13:00", "priority", "urgent"),
    ]
    check(
        config,
        life,
        "Mon 13:30",
        reads("resolution", policy="contract", elapsed="3:30", deadline="Mon 14:00"),
        reads("ownership", 1, policy="team a", outcome="missed", breached_at="Mon 11:00"),
        reads("ownership", 2, policy="team b", deadline="Mon 15:00"),
    )
