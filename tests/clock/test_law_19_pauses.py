"""L19: pauses are cut out of the open spans. Settled: Pauses."""

from __future__ import annotations

import json
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.clock.story import (
    BERLIN,
    Case,
    answered,
    asked,
    case,
    changed,
    check,
    created,
    desk,
    each,
    engine_for,
    instant,
    paused,
    reads,
    resumed,
    status,
    told,
)

DESK = desk(resolution="8 business hours")


@each(
    case(
        "elapsed is open time less paused open time",
        DESK,
        [created("Mon 10:00"), status("Mon 15:00", "pending"), status("Tue 10:00", "open")],
        "Tue 12:00",
        reads("resolution", elapsed="7:00", remaining="1:00", deadline="Tue 13:00", state="running"),
    ),
    case(
        "a pause over a night costs its open minutes only",
        DESK,
        [created("Mon 10:00"), status("Mon 16:00", "pending"), status("Tue 09:30", "open")],
        "Tue 09:30",
        reads("resolution", deadline="Tue 11:30"),
    ),
    case(
        "a pause that covers no open minute moves the deadline by nothing",
        DESK,
        [created("Fri 13:00"), status("Fri 18:00", "pending"), status("Sun 20:00", "open")],
        "Sun 21:00",
        reads("resolution", state="out_of_hours", elapsed="4:00", deadline="Mon 9 Mar 13:00"),
    ),
    case(
        "from exactly closing to exactly opening as well",
        DESK,
        [created("Mon 13:00"), status("Mon 17:00", "pending"), status("Tue 09:00", "open")],
        "Tue 09:00",
        reads("resolution", state="running", elapsed="4:00", deadline="Tue 13:00"),
    ),
    case(
        "paused has no deadline",
        DESK,
        [created("Mon 10:00"), status("Mon 11:00", "pending")],
        "Wed 10:00",
        reads("resolution", state="paused", deadline=None, elapsed="1:00", remaining="7:00", breached_at=None),
    ),
    case(
        "paused and out of hours at once reads paused",
        DESK,
        [created("Mon 10:00"), status("Mon 11:00", "pending")],
        "Sat 10:00",
        reads("resolution", state="paused", deadline=None),
    ),
    case(
        "out of hours is no pause: there is a deadline",
        DESK,
        [created("Mon 10:00")],
        "Mon 20:00",
        reads("resolution", state="out_of_hours", deadline="Tue 10:00", elapsed="7:00"),
    ),
    case(
        "paused after the breach: no deadline, the breach stays",
        DESK,
        [created("Mon 10:00"), status("Wed 10:00", "pending")],
        "Wed 12:00",
        reads("resolution", state="paused", deadline=None, breached_at="Tue 10:00", remaining="-8:00", elapsed="16:00"),
    ),
    case(
        "several pauses in one minute",
        DESK,
        [
            created("Mon 10:00"),
            status("Mon 11:00:00", "pending"),
            status("Mon 11:00:10", "open"),
            status("Mon 11:00:20", "pending"),
            status("Mon 11:00:50", "open"),
        ],
        "Mon 12:00",
        reads("resolution", elapsed="1:59:20", deadline="Tue 10:00:40"),
    ),
)
def test_l19_cut_out_of_the_open_spans(case: Case) -> None:
    case.check()


@each(
    case(
        "until resumed",
        DESK,
        [created("Mon 10:00"), paused("Mon 11:00", "parts"), resumed("Mon 13:00", "parts")],
        "Mon 14:00",
        reads("resolution", state="running", elapsed="2:00", deadline="Tue 12:00"),
    ),
    case(
        "until its own end",
        DESK,
        [created("Mon 10:00"), paused("Mon 11:00", "parts", until="Mon 13:00")],
        "Mon 14:00",
        reads("resolution", state="running", elapsed="2:00"),
    ),
    case(
        "exactly at its own end it runs",
        DESK,
        [created("Mon 10:00"), paused("Mon 11:00", "parts", until="Mon 13:00")],
        "Mon 13:00",
        reads("resolution", state="running", elapsed="1:00", deadline="Tue 12:00"),
    ),
    case(
        "before its own end it waits and promises nothing",
        DESK,
        [created("Mon 10:00"), paused("Mon 11:00", "parts", until="Mon 13:00")],
        "Mon 12:59",
        reads("resolution", state="paused", elapsed="1:00", deadline=None),
    ),
    case(
        "resumed before its own end",
        DESK,
        [created("Mon 10:00"), paused("Mon 11:00", "parts", until="Mon 13:00"), resumed("Mon 12:00", "parts")],
        "Mon 14:00",
        reads("resolution", elapsed="3:00"),
    ),
    case(
        "overlapping pauses are cut once",
        DESK,
        [
            created("Mon 10:00"),
            paused("Mon 11:00", "parts", until="Mon 14:00"),
            paused("Mon 12:00", "legal", until="Mon 15:00"),
            status("Mon 13:00", "pending"),
            status("Mon 13:30", "open"),
        ],
        "Mon 16:00",
        reads("resolution", elapsed="2:00", state="running"),
    ),
    case(
        "the same reason again only moves its end",
        DESK,
        [
            created("Mon 10:00"),
            paused("Mon 11:00", "parts", until="Mon 12:00"),
            paused("Mon 11:30", "parts", until="Mon 14:00"),
        ],
        "Mon 15:00",
        reads("resolution", elapsed="2:00", state="running"),
    ),
    case(
        "one of two resumed: the other still holds",
        DESK,
        [
            created("Mon 10:00"),
            paused("Mon 11:00", "parts"),
            paused("Mon 11:00", "legal"),
            resumed("Mon 12:00", "parts"),
        ],
        "Mon 13:00",
        reads("resolution", state="paused", elapsed="1:00"),
    ),
    case(
        "resumed for a reason nobody paused for ends them all",
        DESK,
        [
            created("Mon 10:00"),
            paused("Mon 11:00", "parts"),
            paused("Mon 11:00", "legal"),
            resumed("Mon 12:00", "other"),
        ],
        "Mon 13:00",
        reads("resolution", state="running", elapsed="2:00"),
    ),
    case(
        "a change of status does not end it",
        DESK,
        [created("Mon 10:00"), paused("Mon 11:00", "parts"), status("Mon 12:00", "open")],
        "Mon 13:00",
        reads("resolution", state="paused", elapsed="1:00"),
    ),
    case(
        "it holds a resolution whose target names other statuses",
        desk(resolution={"default": "8 business hours", "pauses": []}),
        [created("Mon 10:00"), status("Mon 10:30", "pending"), paused("Mon 11:00", "parts")],
        "Mon 13:00",
        reads("resolution", state="paused", elapsed="1:00"),
    ),
    case(
        "and targets that name pauses, but no others",
        desk(
            update={"default": "8 business hours", "pauses": ["hold"]},
            first_response="4 business hours",
            total_resolution="8 business hours",
        ),
        [created("Mon 10:00"), answered("Mon 10:00"), paused("Mon 11:00", "parts")],
        "Mon 13:00",
        reads("update", state="paused", elapsed="1:00"),
        reads("total_resolution", state="running", elapsed="3:00"),
    ),
    case(
        "a periodic update runs through it",
        desk(update="8 business hours"),
        [created("Mon 10:00"), answered("Mon 10:00"), paused("Mon 11:00", "parts")],
        "Mon 13:00",
        reads("update", state="running", elapsed="3:00"),
    ),
    case(
        "reply clocks never wait",
        desk(first_response="4 business hours"),
        [created("Mon 10:00"), paused("Mon 11:00", "customer")],
        "Mon 13:00",
        reads("first_response", state="running", elapsed="3:00"),
    ),
)
def test_l19_manual_pauses(case: Case) -> None:
    case.check()


CAPPED = desk(resolution={"default": "8 business hours", "pause_cap": "2 business hours"})


@each(
    case(
        "within the cap it waits",
        CAPPED,
        [created("Mon 10:00"), status("Mon 11:00", "pending")],
        "Mon 12:59",
        reads("resolution", state="paused", elapsed="1:00"),
    ),
    case(
        "after the cap it runs on, whatever the status says",
        CAPPED,
        [created("Mon 10:00"), status("Mon 11:00", "pending")],
        "Mon 14:00",
        reads("resolution", state="running", elapsed="2:00", deadline="Tue 12:00"),
    ),
    case(
        "each wait has its own cap",
        CAPPED,
        [created("Mon 10:00"), status("Mon 11:00", "pending"), status("Mon 14:00", "hold")],
        "Mon 16:30",
        reads("resolution", state="running", elapsed="2:30"),
    ),
    case(
        "a cap in business time does not run at night",
        CAPPED,
        [created("Mon 10:00"), status("Mon 16:00", "pending")],
        "Tue 09:59",
        reads("resolution", state="paused", elapsed="6:00"),
    ),
    case(
        "a manual pause has a cap too",
        CAPPED,
        [created("Mon 10:00"), paused("Mon 11:00", "parts")],
        "Mon 14:00",
        reads("resolution", state="running", elapsed="2:00"),
    ),
)
def test_l19_a_cap_on_each_pause(case: Case) -> None:
    case.check()


@each(
    case(
        "born pending stays paused despite a message of the same instant",
        DESK,
        [created("Mon 10:00", status="pending"), asked("Mon 10:00")],
        "Mon 12:00",
        reads("resolution", state="paused", elapsed="0:00"),
    ),
    case(
        "the next message resumes it",
        DESK,
        [created("Mon 10:00", status="pending"), asked("Mon 10:00"), asked("Mon 11:00")],
        "Mon 12:00",
        reads("resolution", state="running", elapsed="1:00"),
    ),
    case(
        "one second before the deadline: one second is left",
        DESK,
        [created("Mon 10:00"), status("Tue 09:59:59", "pending"), status("Tue 14:00", "open")],
        "Tue 14:00:02",
        reads("resolution", deadline="Tue 14:00:01", breached_at="Tue 14:00:01", elapsed="8:00:01"),
    ),
    case(
        "exactly at the deadline: no breach while paused",
        DESK,
        [created("Mon 10:00"), status("Tue 10:00", "pending")],
        "Wed 10:00",
        reads("resolution", state="paused", breached_at=None, remaining="0:00", deadline=None),
    ),
    case(
        "exactly at the deadline: still none at the very instant it runs on",
        DESK,
        [created("Mon 10:00"), status("Tue 10:00", "pending"), status("Wed 10:00", "open")],
        "Wed 10:00",
        reads("resolution", state="running", breached_at=None, deadline="Tue 10:00"),
    ),
    case(
        "exactly at the deadline: dated at the old deadline once it runs on",
        DESK,
        [created("Mon 10:00"), status("Tue 10:00", "pending"), status("Wed 10:00", "open")],
        "Wed 10:00:01",
        reads("resolution", state="running", breached_at="Tue 10:00", deadline="Tue 10:00", breach_cause="time"),
    ),
    case(
        "exactly at the deadline: met if solved meanwhile",
        DESK,
        [created("Mon 10:00"), status("Tue 10:00", "pending"), status("Wed 10:00", "solved")],
        "Wed 12:00",
        reads("resolution", state="stopped", outcome="met", breached_at=None),
    ),
    case(
        "a day budget paused exactly at its deadline",
        desk(resolution="end of business day"),
        [created("Mon 10:00"), status("Mon 17:00", "pending"), status("Tue 10:00", "open")],
        "Tue 11:00",
        reads("resolution", breached_at="Mon 17:00", deadline="Mon 17:00"),
    ),
    case(
        "a day budget asked for at exactly the closing is used up before the pause it is born in",
        desk(resolution="end of business day"),
        [created("Mon 17:00", status="hold"), status("Tue 10:00", "open")],
        "Tue 10:01",
        reads("resolution", deadline="Mon 17:00", breached_at="Mon 17:00"),
    ),
    case(
        "a budget used up by a change while paused breaches at the resume",
        desk(resolution={"high": "2 business hours", "default": "8 business hours"}),
        [
            created("Mon 10:00"),
            status("Mon 14:00", "pending"),
            changed("Mon 15:00", "priority", "high"),
            status("Mon 16:00", "open"),
        ],
        "Mon 16:30",
        reads("resolution", breached_at="Mon 16:00", breach_cause="policy change", remaining="-2:30"),
    ),
    case(
        "and not before",
        desk(resolution={"high": "2 business hours", "default": "8 business hours"}),
        [created("Mon 10:00"), status("Mon 14:00", "pending"), changed("Mon 15:00", "priority", "high")],
        "Mon 15:30",
        reads("resolution", state="paused", breached_at=None, deadline=None),
    ),
    case(
        "and not at all if solved from the pause",
        desk(resolution={"high": "2 business hours", "default": "8 business hours"}),
        [
            created("Mon 10:00"),
            status("Mon 14:00", "pending"),
            changed("Mon 15:00", "priority", "high"),
            status("Mon 16:00", "solved"),
        ],
        "Mon 16:30",
        reads("resolution", state="stopped", breached_at=None, outcome="met"),
    ),
)
def test_settled_pauses(case: Case) -> None:
    case.check()


LUNCH = BERLIN | {"hours": {"mon-fri": "09:00-12:00, 13:00-17:00"}}


def test_l19_a_pause_over_lunch_moves_nothing() -> None:
    config = desk(LUNCH, resolution="7 business hours")
    life = [created("Mon 09:00"), status("Mon 12:00", "pending"), status("Mon 13:00", "open")]
    check(config, life, "Mon 13:00", reads("resolution", elapsed="3:00", deadline="Mon 17:00"))


@given(st.integers(0, 16 * 60 - 1), st.integers(1, 16 * 60))
def test_l19_no_pause_in_closed_hours_moves_the_deadline(start: int, minutes: int) -> None:
    """Between Monday 17:00 and Tuesday 09:00 a desk may pause as it likes."""
    end = min(start + minutes, 16 * 60)
    at = [(instant("Mon 17:00") + timedelta(minutes=m)).isoformat() for m in (start, end)]
    life = [
        *told([created("Mon 15:00")]),
        {"ticket": "T1", "id": "p", "at": at[0], "type": "status", "to": "pending"},
        {"ticket": "T1", "id": "q", "at": at[1], "type": "status", "to": "open"},
    ]
    (reading,) = engine_for(json.dumps(DESK)).read(life, instant("Tue 09:00"))
    assert (reading.deadline, reading.state) == (instant("Tue 15:00"), "running")


@given(st.integers(1, 12 * 3_600), st.integers(1, 12 * 3_600))
def test_l19_elapsed_and_paused_open_time_add_up(start: int, seconds: int) -> None:
    """On a desk that never closes, what is not elapsed was paused."""
    config = desk({"timezone": "Europe/Berlin", "hours": "always"}, resolution="400 business hours")
    begin = instant("Mon 10:00")
    at = [(begin + timedelta(seconds=s)).isoformat() for s in (start, start + seconds)]
    life = [
        *told([created("Mon 10:00")]),
        {"ticket": "T1", "id": "p", "at": at[0], "type": "paused", "reason": "parts"},
        {"ticket": "T1", "id": "q", "at": at[1], "type": "resumed", "reason": "parts"},
    ]
    (reading,) = engine_for(json.dumps(config)).read(life, begin + timedelta(hours=30))
    assert reading.elapsed == timedelta(hours=30) - timedelta(seconds=seconds)
