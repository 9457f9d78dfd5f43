"""Settled: Readings. What a reading says at the edges.

The other lines that settle what a law leaves open stand with their law: starts and stops in test_law_16_*, order
in test_law_15, pauses in test_law_19, changes in test_law_20 and 21, policies in test_law_25, chat in test_law_27,
merges in test_law_22, calendars in test_settled_calendars.
"""

from __future__ import annotations

from tests.clock.story import Case, absent, answered, case, created, desk, each, reads, status

DESK = desk(first_response="4 business hours", resolution="8 business hours")


@each(
    case(
        "exactly at the deadline a clock is not yet breached",
        DESK,
        [created("Mon 10:00")],
        "Mon 14:00",
        reads("first_response", state="running", breached_at=None, remaining="0:00", deadline="Mon 14:00"),
    ),
    case(
        "one second later it is, dated at the deadline",
        DESK,
        [created("Mon 10:00")],
        "Mon 14:00:01",
        reads("first_response", breached_at="Mon 14:00", remaining="-0:00:01", outcome=None, state="running"),
    ),
    case(
        "stopped exactly on the deadline is met",
        DESK,
        [created("Mon 10:00"), answered("Mon 14:00")],
        "Mon 15:00",
        reads("first_response", outcome="met", breached_at=None, remaining="0:00"),
    ),
    case(
        "a deadline at closing is over at closing, not at the next opening",
        DESK,
        [created("Mon 13:00"), answered("Tue 08:00")],
        "Tue 10:00",
        reads("first_response", outcome="missed", deadline="Mon 17:00", breached_at="Mon 17:00", remaining="0:00"),
    ),
    case(
        "and breached the second after closing",
        DESK,
        [created("Mon 13:00")],
        "Mon 17:00:01",
        reads("first_response", state="out_of_hours", breached_at="Mon 17:00", elapsed="4:00"),
    ),
    case(
        "an event at exactly the instant asked about counts",
        DESK,
        [created("Mon 10:00"), answered("Mon 11:00")],
        "Mon 11:00",
        reads("first_response", state="stopped", outcome="met"),
    ),
    case(
        "an event one second later does not",
        DESK,
        [created("Mon 10:00"), answered("Mon 11:00")],
        "Mon 10:59:59",
        reads("first_response", state="running", stopped_at=None, outcome=None),
    ),
    case(
        "created at exactly the instant asked about",
        DESK,
        [created("Mon 10:00")],
        "Mon 10:00",
        reads("first_response", state="running", elapsed="0:00", remaining="4:00"),
    ),
    case("before the creation there is nothing", DESK, [created("Mon 10:00")], "Mon 09:59", absent("first_response")),
    case(
        "at exactly closing it is out of hours",
        DESK,
        [created("Mon 15:00")],
        "Mon 17:00",
        reads("first_response", state="out_of_hours", elapsed="2:00"),
    ),
    case(
        "at exactly opening it runs",
        DESK,
        [created("Mon 15:00")],
        "Tue 09:00",
        reads("first_response", state="running", elapsed="2:00"),
    ),
    case(
        "paused and out of hours at once reads paused",
        DESK,
        [created("Mon 10:00", status="pending")],
        "Mon 23:00",
        reads("resolution", state="paused"),
    ),
    case(
        "started_at is the raw instant, also out of hours",
        DESK,
        [created("Sat 03:00")],
        "Sun 10:00",
        reads("first_response", started_at="Sat 03:00", elapsed="0:00", state="out_of_hours"),
    ),
    case(
        "a stopped reading keeps its deadline and remaining",
        DESK,
        [created("Mon 10:00"), answered("Mon 11:00")],
        "Fri 11:00",
        reads("first_response", deadline="Mon 14:00", remaining="3:00", elapsed="1:00"),
    ),
    case(
        "remaining goes negative when overdue",
        DESK,
        [created("Mon 10:00")],
        "Tue 10:00",
        reads("first_response", remaining="-4:00", elapsed="8:00"),
    ),
    case(
        "a breached clock keeps running with no outcome until it stops",
        DESK,
        [created("Mon 10:00")],
        "Fri 10:00",
        reads("first_response", state="running", outcome=None, breached_at="Mon 14:00"),
        reads("resolution", state="running", outcome=None, breached_at="Tue 10:00"),
    ),
    case(
        "met is met however long ago",
        DESK,
        [created("Mon 10:00"), status("Mon 12:00", "solved")],
        "Fri 17 Apr 10:00",
        reads("resolution", outcome="met", elapsed="2:00", remaining="6:00"),
    ),
    case(
        "the target is named policy, metric and row",
        DESK,
        [created("Mon 10:00")],
        "Mon 11:00",
        reads("first_response", target="standard/first_response/default", policy="standard", cycle=1, ticket="T1"),
    ),
)
def test_settled_readings(case: Case) -> None:
    case.check()
