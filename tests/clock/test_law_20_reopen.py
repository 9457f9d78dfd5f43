"""L20: a re-open resumes within the window and starts a new cycle after it. Settled: Changes (re-open)."""

from __future__ import annotations

from tests.clock.story import (
    Case,
    absent,
    answered,
    asked,
    case,
    created,
    desk,
    desks,
    each,
    policy,
    reads,
    status,
)

DESK = desk(resolution="8 business hours", total_resolution="12 business hours")
SHORT = desks([policy("standard", resolution="8 business hours", reopen_window="24 hours")])


@each(
    case(
        "in the solved gap it is stopped and met",
        DESK,
        [created("Mon 10:00"), status("Mon 12:00", "solved"), status("Tue 12:00", "open")],
        "Tue 11:00",
        reads("resolution", state="stopped", stopped_at="Mon 12:00", elapsed="2:00", outcome="met"),
    ),
    case(
        "within the window it resumes, the solved gap left out",
        DESK,
        [created("Mon 10:00"), status("Mon 12:00", "solved"), status("Tue 12:00", "open")],
        "Tue 13:00",
        reads("resolution", state="running", elapsed="3:00", deadline="Wed 10:00", stopped_at=None, outcome=None),
        reads("resolution", started_at="Mon 10:00"),
        absent("resolution", 2),
    ),
    case(
        "total resolution leaves the solved gap out too",
        DESK,
        [created("Mon 10:00"), status("Mon 12:00", "solved"), status("Tue 12:00", "pending")],
        "Tue 13:00",
        reads("total_resolution", state="running", elapsed="3:00"),
        reads("resolution", state="paused", elapsed="2:00"),
    ),
    case(
        "exactly at the edge of the window it resumes",
        DESK,
        [created("Mon 10:00"), status("Mon 12:00", "solved"), status("Mon 9 Mar 12:00", "open")],
        "Mon 9 Mar 13:00",
        reads("resolution", 1, state="running", elapsed="3:00"),
        absent("resolution", 2),
    ),
    case(
        "one second later a new cycle starts at the reopening status",
        DESK,
        [created("Mon 10:00"), status("Mon 12:00", "solved"), status("Mon 9 Mar 12:00:01", "open")],
        "Mon 9 Mar 13:00:01",
        reads("resolution", 1, state="stopped", outcome="met", elapsed="2:00", stopped_at="Mon 12:00"),
        reads("resolution", 2, state="running", started_at="Mon 9 Mar 12:00:01", elapsed="1:00"),
    ),
    case(
        "the policy's own window",
        SHORT,
        [created("Mon 10:00"), status("Mon 12:00", "solved"), status("Tue 12:00:01", "open")],
        "Tue 13:00:01",
        reads("resolution", 2, started_at="Tue 12:00:01", elapsed="1:00"),
    ),
    case(
        "the window counts from the latest solve",
        SHORT,
        [
            created("Mon 10:00"),
            status("Mon 12:00", "solved"),
            status("Mon 14:00", "open"),
            status("Mon 15:00", "solved"),
            status("Tue 14:00", "open"),
        ],
        "Tue 15:00",
        reads("resolution", 1, state="running", elapsed="4:00"),
        absent("resolution", 2),
    ),
    case(
        "re-opened into pending waits",
        DESK,
        [created("Mon 10:00"), status("Mon 12:00", "solved"), status("Tue 12:00", "pending")],
        "Tue 13:00",
        reads("resolution", state="paused", elapsed="2:00", deadline=None),
    ),
    case(
        "met exactly at its deadline and re-opened: a breach dated there once it runs on",
        DESK,
        [created("Mon 10:00"), status("Tue 10:00", "solved"), status("Tue 12:00", "open")],
        "Tue 13:00",
        reads("resolution", breached_at="Tue 10:00", state="running", elapsed="9:00"),
    ),
    case(
        "missed stays missed",
        DESK,
        [
            created("Mon 10:00"),
            status("Tue 11:00", "solved"),
            status("Tue 12:00", "open"),
            status("Tue 13:00", "solved"),
        ],
        "Wed 13:00",
        reads("resolution", outcome="missed", breached_at="Tue 10:00", elapsed="10:00", stopped_at="Tue 13:00"),
    ),
    case(
        "solved and re-opened three times within the window is one cycle",
        DESK,
        [
            created("Mon 10:00"),
            status("Mon 11:00", "solved"),
            status("Mon 12:00", "open"),
            status("Mon 13:00", "solved"),
            status("Mon 14:00", "open"),
            status("Mon 15:00", "solved"),
            status("Mon 16:00", "open"),
        ],
        "Mon 16:30",
        reads("resolution", 1, elapsed="3:30", deadline="Tue 13:00"),
        absent("resolution", 2),
    ),
    case(
        "the customer's message alone re-opens no resolution",
        desk(resolution="8 business hours", next_response="4 business hours"),
        [created("Mon 10:00"), answered("Mon 11:00"), status("Mon 12:00", "solved"), asked("Mon 13:00")],
        "Mon 14:00",
        reads("resolution", state="stopped", outcome="met"),
        reads("next_response", state="running", started_at="Mon 13:00"),
    ),
    case(
        "a new cycle keeps the first one's miss to itself",
        SHORT,
        [
            created("Mon 10:00"),
            status("Tue 11:00", "solved"),
            status("Fri 10:00", "open"),
            status("Fri 11:00", "solved"),
        ],
        "Fri 12:00",
        reads("resolution", 1, outcome="missed", breached_at="Tue 10:00"),
        reads("resolution", 2, outcome="met", breached_at=None, elapsed="1:00"),
    ),
)
def test_l20_reopen(case: Case) -> None:
    case.check()
