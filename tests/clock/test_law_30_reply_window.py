"""L30: a messaging reply window is its own clock: wall time from the last inbound message."""

from __future__ import annotations

from tests.clock.story import Case, absent, answered, asked, bot_said, case, created, desk, each, reads

DESK = desk(reply_window="24 hours", first_response="4 business hours")


@each(
    case(
        "24 hours of wall time from the customer's message",
        DESK,
        [created("Fri 16:00", channel="messaging"), asked("Fri 16:00")],
        "Sat 10:00",
        reads("reply_window", state="running", started_at="Fri 16:00", deadline="Sat 16:00", elapsed="18:00"),
        reads("first_response", state="out_of_hours", deadline="Mon 9 Mar 12:00"),
    ),
    case(
        "it has closed",
        DESK,
        [created("Fri 16:00", channel="messaging"), asked("Fri 16:00")],
        "Sat 17:00",
        reads("reply_window", breached_at="Sat 16:00", remaining="-1:00"),
    ),
    case(
        "a bot does not extend it",
        DESK,
        [created("Mon 10:00", channel="messaging"), asked("Mon 10:00"), bot_said("Mon 12:00")],
        "Mon 13:00",
        reads("reply_window", deadline="Tue 10:00", state="running"),
    ),
    case(
        "the customer's next message opens it anew",
        DESK,
        [created("Mon 10:00", channel="messaging"), asked("Mon 10:00"), asked("Mon 15:00")],
        "Mon 16:00",
        reads("reply_window", 1, started_at="Mon 15:00", deadline="Tue 15:00", breached_at=None),
        absent("reply_window", 2),
    ),
    case(
        "after it had closed the next message opens another; that the first had closed stays a fact",
        DESK,
        [created("Mon 10:00", channel="messaging"), asked("Mon 10:00"), asked("Tue 15:00")],
        "Tue 16:00",
        reads(
            "reply_window", 1, started_at="Mon 10:00", stopped_at="Tue 15:00", breached_at="Tue 10:00", outcome="missed"
        ),
        reads("reply_window", 2, started_at="Tue 15:00", deadline="Wed 15:00", breached_at=None, state="running"),
    ),
    case(
        "answered in time",
        DESK,
        [created("Mon 10:00", channel="messaging"), asked("Mon 10:00"), answered("Mon 20:00")],
        "Wed 16:00",
        reads("reply_window", outcome="met", stopped_at="Mon 20:00"),
    ),
    case(
        "our own words do not extend it; the next question opens another",
        DESK,
        [
            created("Mon 10:00", channel="messaging"),
            asked("Mon 10:00"),
            answered("Mon 20:00"),
            answered("Tue 09:00"),
            asked("Tue 12:00"),
        ],
        "Tue 13:00",
        reads("reply_window", 2, started_at="Tue 12:00", deadline="Wed 12:00", state="running"),
    ),
    case(
        "e-mail has none",
        DESK,
        [created("Mon 10:00", channel="email"), asked("Mon 10:00"), answered("Mon 11:00")],
        "Mon 13:00",
        absent("reply_window"),
    ),
    case(
        "SMS has none",
        DESK,
        [created("Mon 10:00", channel="sms"), asked("Mon 10:00")],
        "Mon 13:00",
        absent("reply_window"),
    ),
)
def test_l30_reply_window(case: Case) -> None:
    case.check()
