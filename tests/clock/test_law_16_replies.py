"""L16, the reply clocks: what starts and stops a first response and a next response. Settled: Starts and stops."""

from __future__ import annotations

from tests.clock.story import (
    Case,
    absent,
    answered,
    asked,
    case,
    created,
    desk,
    each,
    reads,
    status,
)

FIRST = desk(first_response="4 business hours")
BOTH = desk(first_response="4 business hours", next_response="2 business hours")


@each(
    case(
        "starts at creation and stops at the first answer",
        FIRST,
        [created("Mon 10:00"), asked("Mon 10:00"), answered("Mon 11:30")],
        "Mon 12:00",
        reads("first_response", state="stopped", started_at="Mon 10:00", stopped_at="Mon 11:30", outcome="met"),
        reads("first_response", elapsed="1:30", remaining="2:30", deadline="Mon 14:00", budget="4:00"),
    ),
    case(
        "a form without a message starts at creation too",
        FIRST,
        [created("Mon 10:00", channel="web")],
        "Mon 12:00",
        reads("first_response", state="running", elapsed="2:00", remaining="2:00", deadline="Mon 14:00"),
    ),
    case(
        "a ticket the helpdesk imported starts at creation",
        FIRST,
        [created("Mon 10:00", by="import")],
        "Mon 12:00",
        reads("first_response", started_at="Mon 10:00", elapsed="2:00"),
    ),
    case(
        "created by an agent: none until the customer writes",
        FIRST,
        [created("Mon 10:00", by="agent"), answered("Mon 10:00")],
        "Mon 12:00",
        absent("first_response"),
    ),
    case(
        "created by an agent: the customer's first message starts it, the agent's opening message was no reply",
        FIRST,
        [created("Mon 10:00", by="agent"), answered("Mon 10:00"), asked("Mon 13:00")],
        "Mon 14:00",
        reads("first_response", state="running", started_at="Mon 13:00", elapsed="1:00", deadline="Mon 17:00"),
    ),
    case(
        "created by an agent: then it stops like any other",
        BOTH,
        [created("Mon 10:00", by="agent"), asked("Mon 13:00"), answered("Mon 13:30"), asked("Mon 14:00")],
        "Mon 15:00",
        reads("first_response", stopped_at="Mon 13:30", outcome="met"),
        reads("next_response", started_at="Mon 14:00", elapsed="1:00"),
    ),
    case(
        "never pauses, whatever the status says",
        FIRST,
        [created("Mon 10:00"), status("Mon 10:30", "pending"), status("Mon 11:00", "hold")],
        "Mon 12:00",
        reads("first_response", state="running", elapsed="2:00", deadline="Mon 14:00"),
    ),
    case(
        "later answers leave it alone",
        FIRST,
        [created("Mon 10:00"), answered("Mon 11:00"), asked("Mon 12:00"), answered("Tue 16:00")],
        "Wed 10:00",
        reads("first_response", stopped_at="Mon 11:00", elapsed="1:00"),
        absent("first_response", 2),
    ),
    case(
        "too late is missed, and the breach stands at the deadline",
        FIRST,
        [created("Mon 10:00"), answered("Mon 16:00")],
        "Tue 10:00",
        reads("first_response", outcome="missed", breached_at="Mon 14:00", breach_cause="time", remaining="-2:00"),
        reads("first_response", stopped_at="Mon 16:00", deadline="Mon 14:00", elapsed="6:00"),
    ),
    case(
        "answered at night before the first opening: met with nothing used",
        FIRST,
        [created("Fri 18:00"), answered("Sat 11:00")],
        "Mon 9 Mar 10:00",
        reads("first_response", outcome="met", elapsed="0:00", stopped_at="Sat 11:00", deadline="Mon 9 Mar 13:00"),
    ),
    case(
        "solved without any answer is closed unanswered",
        FIRST,
        [created("Mon 10:00"), status("Mon 12:00", "solved")],
        "Mon 13:00",
        reads("first_response", outcome="closed_unanswered", stopped_at="Mon 12:00", breached_at=None),
    ),
    case(
        "solved unanswered after the deadline keeps its breach, and is still not a miss",
        FIRST,
        [created("Mon 10:00"), status("Tue 10:00", "closed")],
        "Tue 13:00",
        reads("first_response", outcome="closed_unanswered", breached_at="Mon 14:00"),
    ),
    case(
        "answered and solved in one instant is answered",
        FIRST,
        [created("Mon 10:00"), status("Mon 12:00", "solved"), answered("Mon 12:00")],
        "Mon 13:00",
        reads("first_response", outcome="met", stopped_at="Mon 12:00"),
    ),
    case(
        "an answer after the solve brings no first response back",
        FIRST,
        [created("Mon 10:00"), status("Mon 12:00", "solved"), answered("Mon 12:30")],
        "Mon 13:00",
        reads("first_response", outcome="closed_unanswered", stopped_at="Mon 12:00"),
        absent("first_response", 2),
    ),
)
def test_l16_first_response(case: Case) -> None:
    case.check()


@each(
    case(
        "none before the first answer: the second message is part of the first question",
        BOTH,
        [created("Mon 10:00"), asked("Mon 10:00"), asked("Mon 11:00")],
        "Mon 12:00",
        absent("next_response"),
    ),
    case(
        "starts at the oldest unanswered message after the first answer",
        BOTH,
        [created("Mon 09:00"), answered("Mon 10:00"), asked("Mon 11:00"), asked("Mon 12:00"), asked("Mon 12:30")],
        "Mon 12:45",
        reads("next_response", started_at="Mon 11:00", elapsed="1:45", deadline="Mon 13:00", state="running"),
        absent("next_response", 2),
    ),
    case(
        "each answer ends a cycle, the next message opens another",
        BOTH,
        [
            created("Mon 09:00"),
            answered("Mon 10:00"),
            asked("Mon 11:00"),
            answered("Mon 12:00"),
            asked("Mon 13:00"),
            answered("Mon 15:30"),
        ],
        "Mon 16:00",
        reads("next_response", 1, started_at="Mon 11:00", stopped_at="Mon 12:00", outcome="met"),
        reads("next_response", 2, started_at="Mon 13:00", stopped_at="Mon 15:30", outcome="missed"),
        reads("next_response", 2, breached_at="Mon 15:00", elapsed="2:30"),
        absent("next_response", 3),
    ),
    case(
        "an answer nobody asked for opens nothing",
        BOTH,
        [created("Mon 09:00"), answered("Mon 10:00"), answered("Mon 11:00")],
        "Mon 12:00",
        absent("next_response"),
    ),
    case(
        "never pauses",
        BOTH,
        [created("Mon 09:00"), answered("Mon 10:00"), asked("Mon 11:00"), status("Mon 11:00", "pending")],
        "Mon 12:00",
        reads("next_response", state="running", elapsed="1:00"),
    ),
    case(
        "a solve closes it unanswered",
        BOTH,
        [created("Mon 09:00"), answered("Mon 10:00"), asked("Mon 11:00"), status("Mon 12:00", "solved")],
        "Mon 13:00",
        reads("next_response", outcome="closed_unanswered", stopped_at="Mon 12:00", elapsed="1:00"),
    ),
    case(
        "a message after the solve opens one",
        BOTH,
        [created("Mon 09:00"), answered("Mon 10:00"), status("Mon 11:00", "solved"), asked("Mon 12:00")],
        "Mon 13:00",
        reads("next_response", started_at="Mon 12:00", state="running", elapsed="1:00"),
    ),
    case(
        "a message after an unanswered solve opens one as well",
        BOTH,
        [created("Mon 09:00"), status("Mon 11:00", "solved"), asked("Mon 12:00")],
        "Mon 13:00",
        reads("first_response", outcome="closed_unanswered"),
        reads("next_response", started_at="Mon 12:00", state="running", elapsed="1:00"),
    ),
    case(
        "a message at night counts from the opening",
        BOTH,
        [created("Mon 09:00"), answered("Mon 10:00"), asked("Fri 20:00")],
        "Sun 12:00",
        reads(
            "next_response", started_at="Fri 20:00", elapsed="0:00", state="out_of_hours", deadline="Mon 9 Mar 11:00"
        ),
    ),
)
def test_l16_next_response(case: Case) -> None:
    case.check()


@each(
    case(
        "a customer's automatic message starts no next response",
        BOTH,
        [created("Mon 09:00"), answered("Mon 10:00"), asked("Mon 11:00", auto=True)],
        "Mon 12:00",
        absent("next_response"),
    ),
    case(
        "nor a first one on a ticket an agent created",
        BOTH,
        [created("Mon 09:00", by="agent"), asked("Mon 11:00", auto=True)],
        "Mon 12:00",
        absent("first_response"),
    ),
    case(
        "a customer's private message is no question",
        BOTH,
        [
            created("Mon 09:00"),
            answered("Mon 10:00"),
            {**asked("Mon 11:00"), "public": False},
        ],
        "Mon 12:00",
        absent("next_response"),
    ),
)
def test_settled_starts_automatic_messages_start_nothing(case: Case) -> None:
    case.check()
