"""L18: the customer's public message itself resumes the clocks that wait for the customer."""

from __future__ import annotations

from tests.clock.story import Case, asked, case, created, desk, each, paused, reads, resumed, status

DESK = desk(resolution="8 business hours", requester_wait="8 business hours", agent_work="8 business hours")


@each(
    case(
        "the message resumes, the status need not follow",
        DESK,
        [created("Mon 10:00"), status("Mon 11:00", "pending"), asked("Mon 13:00")],
        "Mon 14:00",
        reads("resolution", state="running", elapsed="2:00", deadline="Tue 12:00"),
        reads("requester_wait", state="running", elapsed="2:00"),
        reads("agent_work", state="running", elapsed="2:00"),
    ),
    case(
        "the status sync an hour later changes nothing",
        DESK,
        [created("Mon 10:00"), status("Mon 11:00", "pending"), asked("Mon 13:00"), status("Mon 14:00", "open")],
        "Mon 15:00",
        reads("resolution", state="running", elapsed="3:00"),
    ),
    case(
        "waiting again only from the next time the ticket is set to pending",
        DESK,
        [
            created("Mon 10:00"),
            status("Mon 11:00", "pending"),
            asked("Mon 12:00"),
            status("Mon 13:00", "open"),
            status("Mon 14:00", "pending"),
        ],
        "Mon 15:00",
        reads("resolution", state="paused", elapsed="3:00"),
    ),
    case(
        "a later hold pauses again",
        DESK,
        [created("Mon 10:00"), status("Mon 11:00", "pending"), asked("Mon 12:00"), status("Mon 13:00", "hold")],
        "Mon 15:00",
        reads("resolution", state="paused", elapsed="2:00"),
    ),
    case(
        "an automatic message (out of office) resumes nothing",
        DESK,
        [created("Mon 10:00"), status("Mon 11:00", "pending"), asked("Mon 13:00", auto=True)],
        "Mon 14:00",
        reads("resolution", state="paused", elapsed="1:00"),
    ),
    case(
        "a private message resumes nothing",
        DESK,
        [created("Mon 10:00"), status("Mon 11:00", "pending"), {**asked("Mon 13:00"), "public": False}],
        "Mon 14:00",
        reads("resolution", state="paused", elapsed="1:00"),
    ),
    case(
        "on hold it resumes nothing",
        DESK,
        [created("Mon 10:00"), status("Mon 11:00", "hold"), asked("Mon 13:00")],
        "Mon 14:00",
        reads("resolution", state="paused", elapsed="1:00"),
    ),
    case(
        "it ends a manual pause for the reason customer",
        DESK,
        [created("Mon 10:00"), paused("Mon 11:00", "customer"), asked("Mon 13:00")],
        "Mon 14:00",
        reads("resolution", state="running", elapsed="2:00"),
    ),
    case(
        "and no other manual pause",
        DESK,
        [created("Mon 10:00"), paused("Mon 11:00", "parts"), asked("Mon 13:00")],
        "Mon 14:00",
        reads("resolution", state="paused", elapsed="1:00"),
    ),
    case(
        "of two manual pauses it ends the customer's",
        DESK,
        [
            created("Mon 10:00"),
            paused("Mon 11:00", "customer"),
            paused("Mon 11:30", "parts"),
            asked("Mon 12:00"),
            resumed("Mon 13:00", "parts"),
        ],
        "Mon 14:00",
        reads("resolution", state="running", elapsed="2:00"),
    ),
    case(
        "a message at night resumes at night and costs nothing until the opening",
        DESK,
        [created("Mon 10:00"), status("Mon 16:00", "pending"), asked("Mon 22:00")],
        "Tue 08:00",
        reads("resolution", state="out_of_hours", elapsed="6:00", deadline="Tue 11:00"),
    ),
)
def test_l18_the_customers_word_resumes(case: Case) -> None:
    case.check()
