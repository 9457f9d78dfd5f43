"""L28: a reply counts at the instant it was sent, unless a report says that it never arrived."""

from __future__ import annotations

from typing import Any

from tests.clock.story import Case, absent, answered, asked, case, created, desk, each, reads, reported

DESK = desk(first_response="1 business hour", next_response="1 business hour", update="4 business hours")


def sms(*events: dict[str, Any]) -> list[dict[str, Any]]:
    return [created("Mon 10:00", channel="sms"), asked("Mon 10:00"), answered("Mon 10:30", message="m1"), *events]


@each(
    case(
        "counts when sent, without any report",
        DESK,
        sms(),
        "Mon 10:40",
        reads("first_response", outcome="met", stopped_at="Mon 10:30"),
    ),
    case(
        "a delivery report never moves the stop",
        DESK,
        sms(reported("Mon 11:30", "m1", "delivered")),
        "Mon 12:00",
        reads("first_response", outcome="met", stopped_at="Mon 10:30"),
    ),
    case(
        "failed: as if never sent",
        DESK,
        sms(reported("Mon 10:31", "m1", "failed")),
        "Mon 10:45",
        reads("first_response", 1, state="running", started_at="Mon 10:00", elapsed="0:45", stopped_at=None),
        absent("first_response", 2),
        absent("update"),
    ),
    case(
        "bounced: the same",
        DESK,
        sms(reported("Mon 10:31", "m1", "bounced")),
        "Mon 10:45",
        reads("first_response", state="running", elapsed="0:45"),
    ),
    case(
        "the failure is learnt late: the breach is dated at the deadline all the same",
        DESK,
        sms(reported("Mon 15:00", "m1", "failed")),
        "Mon 15:00",
        reads("first_response", state="running", breached_at="Mon 11:00", elapsed="5:00"),
    ),
    case(
        "until it is learnt, it was met",
        DESK,
        sms(reported("Mon 15:00", "m1", "failed")),
        "Mon 14:59",
        reads("first_response", state="stopped", outcome="met"),
    ),
    case(
        "a later delivered restores it",
        DESK,
        sms(reported("Mon 10:31", "m1", "failed"), reported("Mon 10:50", "m1", "delivered")),
        "Mon 12:00",
        reads("first_response", outcome="met", stopped_at="Mon 10:30", breached_at=None),
    ),
    case(
        "a later read restores it as well",
        DESK,
        sms(reported("Mon 10:31", "m1", "bounced"), reported("Mon 14:00", "m1", "read")),
        "Mon 15:00",
        reads("first_response", outcome="met", stopped_at="Mon 10:30"),
    ),
    case(
        "sent again after the failure",
        DESK,
        sms(reported("Mon 10:31", "m1", "failed"), answered("Mon 10:50", message="m2")),
        "Mon 12:00",
        reads("first_response", outcome="met", stopped_at="Mon 10:50"),
    ),
    case(
        "two answers, the first failed: the second one is the response",
        DESK,
        sms(answered("Mon 11:30", message="m2"), reported("Mon 12:00", "m1", "failed")),
        "Mon 13:00",
        reads("first_response", outcome="missed", stopped_at="Mon 11:30", breached_at="Mon 11:00"),
    ),
    case(
        "a failure of some other message changes nothing",
        DESK,
        sms(reported("Mon 10:31", "m9", "failed")),
        "Mon 12:00",
        reads("first_response", outcome="met"),
    ),
    case(
        "what was asked after the lost answer is part of the first question",
        DESK,
        sms(asked("Mon 10:40"), reported("Mon 10:45", "m1", "failed")),
        "Mon 10:50",
        reads("first_response", state="running", started_at="Mon 10:00"),
        absent("next_response"),
    ),
    case(
        "a lost next response: same cycle, same start",
        DESK,
        sms(
            asked("Mon 11:00"),
            answered("Mon 11:10", message="m2"),
            asked("Mon 11:20"),
            reported("Mon 11:25", "m2", "bounced"),
        ),
        "Mon 11:30",
        reads("next_response", 1, started_at="Mon 11:00", elapsed="0:30", state="running"),
        absent("next_response", 2),
    ),
)
def test_l28_reports(case: Case) -> None:
    case.check()
