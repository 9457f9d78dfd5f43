"""L22: a merge's survivor inherits what was owed, the merged ticket's open clocks are cancelled. Settled: Merge."""

from __future__ import annotations

import json

import pytest

from slaclock.errors import InvalidEvents
from tests.clock.story import (
    Case,
    absent,
    answered,
    asked,
    case,
    changed,
    check,
    created,
    deleted,
    desk,
    each,
    engine_for,
    instant,
    merged,
    of_ticket,
    reads,
    reported,
    status,
)

DESK = desk(first_response="4 business hours", next_response="2 business hours", resolution="8 business hours")


def two(old: list[dict[str, object]], new: list[dict[str, object]]) -> list[dict[str, object]]:
    return [*of_ticket("OLD", *old), *of_ticket("NEW", *new)]


@each(
    case(
        "the merged ticket's open clocks are cancelled at the merge",
        DESK,
        two(
            [created("Mon 09:00"), answered("Mon 10:00")],
            [created("Mon 10:30"), merged("Mon 11:00", "OLD")],
        ),
        "Mon 12:00",
        reads("first_response", ticket="NEW", outcome="cancelled", stopped_at="Mon 11:00", elapsed="0:30"),
        reads("resolution", ticket="NEW", outcome="cancelled", state="stopped", breached_at=None),
    ),
    case(
        "finished ones stay finished",
        DESK,
        two(
            [created("Mon 09:00")],
            [created("Mon 10:00"), answered("Mon 10:30"), merged("Mon 11:00", "OLD")],
        ),
        "Mon 12:00",
        reads("first_response", ticket="NEW", outcome="met", stopped_at="Mon 10:30"),
    ),
    case(
        "cancelled after the deadline keeps its breach",
        DESK,
        two(
            [created("Mon 09:00")],
            [created("Mon 09:00"), merged("Mon 14:00", "OLD")],
        ),
        "Mon 15:00",
        reads("first_response", ticket="NEW", outcome="cancelled", breached_at="Mon 13:00"),
    ),
    case(
        "the unanswered message of the loser opens a next response of the survivor",
        DESK,
        two(
            [created("Mon 09:00", requester="r1"), answered("Mon 10:00")],
            [created("Mon 10:30", requester="r2"), merged("Mon 11:00", "OLD")],
        ),
        "Mon 12:00",
        reads("next_response", ticket="OLD", started_at="Mon 10:30", elapsed="1:30", deadline="Mon 12:30"),
    ),
    case(
        "or moves an open one back",
        DESK,
        two(
            [created("Mon 09:00"), answered("Mon 10:00"), asked("Mon 10:45")],
            [created("Mon 10:30"), merged("Mon 11:00", "OLD")],
        ),
        "Mon 12:00",
        reads("next_response", ticket="OLD", started_at="Mon 10:30", elapsed="1:30"),
        absent("next_response", 2, ticket="OLD"),
    ),
    case(
        "but never forward",
        DESK,
        two(
            [created("Mon 09:00"), answered("Mon 10:00"), asked("Mon 10:15")],
            [created("Mon 10:30"), merged("Mon 11:00", "OLD")],
        ),
        "Mon 12:00",
        reads("next_response", ticket="OLD", started_at="Mon 10:15"),
    ),
    case(
        "an inherited breach is dated at its deadline",
        DESK,
        two(
            [created("Mon 09:00"), answered("Mon 09:10")],
            [created("Mon 09:30"), merged("Mon 14:00", "OLD")],
        ),
        "Mon 15:00",
        reads("next_response", ticket="OLD", started_at="Mon 09:30", breached_at="Mon 11:30", deadline="Mon 11:30"),
    ),
    case(
        "an answer to the survivor answers the inherited question",
        DESK,
        two(
            [created("Mon 09:00"), answered("Mon 10:00"), answered("Mon 11:30", id="late")],
            [created("Mon 10:30"), merged("Mon 11:00", "OLD")],
        ),
        "Mon 12:00",
        reads("next_response", ticket="OLD", started_at="Mon 10:30", stopped_at="Mon 11:30", outcome="met"),
    ),
    case(
        "an answered loser leaves nothing to answer",
        DESK,
        two(
            [created("Mon 09:00"), answered("Mon 10:00")],
            [created("Mon 10:30"), answered("Mon 10:40"), merged("Mon 11:00", "OLD")],
        ),
        "Mon 12:00",
        absent("next_response", ticket="OLD"),
    ),
    case(
        "same requester: the earliest creation",
        DESK,
        two(
            [created("Mon 09:00", requester="r1"), merged("Mon 11:00", "NEW")],
            [created("Mon 10:30", requester="r1")],
        ),
        "Mon 12:00",
        reads("resolution", ticket="NEW", started_at="Mon 09:00", elapsed="3:00", deadline="Mon 17:00"),
        reads("first_response", ticket="NEW", started_at="Mon 09:00", elapsed="3:00", deadline="Mon 13:00"),
    ),
    case(
        "another requester: its own creation",
        DESK,
        two(
            [created("Mon 09:00", requester="r1"), merged("Mon 11:00", "NEW")],
            [created("Mon 10:30", requester="r2")],
        ),
        "Mon 12:00",
        reads("resolution", ticket="NEW", started_at="Mon 10:30", elapsed="1:30"),
    ),
    case(
        "another requester's older question moves an open first response back",
        DESK,
        two(
            [created("Mon 09:00", requester="r1"), merged("Mon 11:00", "NEW")],
            [created("Mon 10:30", requester="r2")],
        ),
        "Mon 12:00",
        reads("first_response", ticket="NEW", started_at="Mon 09:00", deadline="Mon 13:00"),
        absent("next_response", ticket="NEW"),
    ),
    case(
        "a survivor whom nobody had asked yet owes its first response to the loser's question",
        DESK,
        two(
            [created("Mon 09:00", requester="r1", by="agent")],
            [created("Mon 10:00", requester="r2"), merged("Mon 11:00", "OLD")],
        ),
        "Mon 12:00",
        reads("first_response", ticket="OLD", started_at="Mon 10:00", elapsed="2:00"),
    ),
    case(
        "what the customer still writes to the merged ticket is asked of its survivor",
        DESK,
        two(
            [created("Mon 09:00"), answered("Mon 10:00")],
            [created("Mon 10:30"), answered("Mon 10:40"), merged("Mon 11:00", "OLD"), asked("Mon 11:30")],
        ),
        "Mon 12:00",
        reads("next_response", ticket="OLD", started_at="Mon 11:30", elapsed="0:30"),
        absent("next_response", ticket="NEW"),
    ),
    case(
        "a bounce learnt after the merge undoes the loser's answer, and the survivor owes it again",
        DESK,
        two(
            [created("Mon 09:00"), answered("Mon 10:00")],
            [
                created("Mon 10:30"),
                answered("Mon 10:40", message="m"),
                merged("Mon 11:00", "OLD"),
                reported("Mon 11:30", "m", "bounced"),
            ],
        ),
        "Mon 12:00",
        reads("first_response", ticket="NEW", outcome="cancelled", stopped_at="Mon 11:00"),
        reads("next_response", ticket="OLD", started_at="Mon 10:30", elapsed="1:30"),
    ),
    case(
        "asked before the merge, nothing is inherited yet",
        DESK,
        two(
            [created("Mon 09:00"), merged("Mon 11:00", "NEW")],
            [created("Mon 10:30")],
        ),
        "Mon 10:59",
        reads("resolution", ticket="NEW", started_at="Mon 10:30"),
        reads("resolution", ticket="OLD", state="running"),
    ),
    case(
        "into a ticket nobody knows: the clocks are cancelled all the same",
        DESK,
        of_ticket("OLD", created("Mon 09:00"), merged("Mon 11:00", "elsewhere")),
        "Mon 12:00",
        reads("resolution", ticket="OLD", outcome="cancelled"),
    ),
)
def test_l22_merge(case: Case) -> None:
    case.check()


def test_l22_a_chain_hands_the_question_on() -> None:
    life = [
        *of_ticket("A", created("Mon 09:00"), merged("Mon 10:00", "B")),
        *of_ticket("B", created("Mon 09:30"), merged("Mon 11:00", "C")),
        *of_ticket("C", created("Mon 09:45")),
    ]
    check(
        DESK,
        life,
        "Mon 12:00",
        reads("first_response", ticket="A", outcome="cancelled", stopped_at="Mon 10:00"),
        reads("first_response", ticket="B", outcome="cancelled", stopped_at="Mon 11:00", started_at="Mon 09:00"),
        reads("first_response", ticket="C", state="running", started_at="Mon 09:00", elapsed="3:00"),
    )


def test_l22_a_merge_into_a_ticket_that_was_merged_reaches_its_survivor() -> None:
    life = [
        *of_ticket("A", created("Mon 09:00"), merged("Mon 11:00", "B")),
        *of_ticket("B", created("Mon 09:30"), merged("Mon 10:00", "C")),
        *of_ticket("C", created("Mon 09:45")),
    ]
    check(DESK, life, "Mon 12:00", reads("first_response", ticket="C", started_at="Mon 09:00", elapsed="3:00"))


def test_l22_a_cycle_of_merges_ends_and_cancels_both() -> None:
    life = [
        *of_ticket("A", created("Mon 09:00"), merged("Mon 10:00", "B")),
        *of_ticket("B", created("Mon 09:30"), merged("Mon 11:00", "A")),
    ]
    check(
        DESK,
        life,
        "Mon 12:00",
        reads("resolution", ticket="A", outcome="cancelled", stopped_at="Mon 10:00"),
        reads("resolution", ticket="B", outcome="cancelled", stopped_at="Mon 11:00"),
    )


def test_l22_a_ticket_merged_into_itself_is_refused() -> None:
    with pytest.raises(InvalidEvents, match="itself"):
        engine_for(json.dumps(DESK)).read(
            of_ticket("A", created("Mon 09:00"), merged("Mon 10:00", "A")),
            instant("Mon 12:00"),
        )


@each(
    case(
        "deletion cancels open cycles",
        DESK,
        [created("Mon 09:00"), deleted("Mon 11:00")],
        "Mon 12:00",
        reads("first_response", outcome="cancelled", stopped_at="Mon 11:00", elapsed="2:00"),
        reads("resolution", outcome="cancelled", state="stopped"),
    ),
    case(
        "and keeps finished ones",
        DESK,
        [created("Mon 09:00"), answered("Mon 10:00"), deleted("Mon 11:00")],
        "Mon 12:00",
        reads("first_response", outcome="met"),
        reads("resolution", outcome="cancelled"),
    ),
    case(
        "cancelled after the deadline keeps its breach",
        DESK,
        [created("Mon 09:00"), deleted("Mon 14:00")],
        "Mon 15:00",
        reads("first_response", outcome="cancelled", breached_at="Mon 13:00"),
    ),
    case(
        "before it was deleted it ran",
        DESK,
        [created("Mon 09:00"), deleted("Mon 11:00")],
        "Mon 10:59",
        reads("resolution", state="running", outcome=None),
    ),
    case(
        "nothing starts on a deleted ticket",
        DESK,
        [
            created("Mon 09:00"),
            answered("Mon 10:00"),
            deleted("Mon 11:00"),
            asked("Mon 12:00"),
            status("Mon 13:00", "open"),
        ],
        "Mon 14:00",
        absent("next_response"),
        reads("resolution", state="stopped", stopped_at="Mon 11:00"),
    ),
    case(
        "nor does its priority matter any more",
        DESK,
        [created("Mon 09:00"), deleted("Mon 11:00"), changed("Mon 12:00", "priority", "urgent")],
        "Mon 14:00",
        reads("resolution", outcome="cancelled", elapsed="2:00"),
    ),
)
def test_settled_merge_and_deletion(case: Case) -> None:
    case.check()
