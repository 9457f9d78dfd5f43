"""L17: notes, bots, automatic messages and status changes are never a response."""

from __future__ import annotations

from typing import Any

from tests.clock.story import (
    Case,
    absent,
    answered,
    asked,
    bot_said,
    case,
    changed,
    created,
    desk,
    desks,
    each,
    event,
    noted,
    policy,
    reads,
    status,
)

FIRST = desk(first_response="4 business hours", update="8 business hours")


def no_response(name: str, *events: dict[str, Any]) -> Case:
    still_running = reads("first_response", state="running", elapsed="2:00", stopped_at=None, outcome=None)
    return case(name, FIRST, [created("Mon 10:00"), *events], "Mon 12:00", still_running, absent("update"))


@each(
    no_response("a note", noted("Mon 11:00")),
    no_response("a bot's public message", bot_said("Mon 11:00")),
    no_response("the system's public message", answered("Mon 11:00", author="system")),
    no_response("an automatic reply in an agent's name", answered("Mon 11:00", auto=True)),
    no_response("an automatic acknowledgement", answered("Mon 10:00:01", author="system", auto=True)),
    no_response("pending", status("Mon 11:00", "pending")),
    no_response("hold", status("Mon 11:00", "hold")),
    no_response("an assignment", changed("Mon 11:00", "assignee", "x")),
    no_response("the customer's own second message", asked("Mon 11:00")),
    no_response("an acknowledgement of the escalation", event("Mon 11:00", "acknowledged", target="first_response")),
)
def test_l17_never_a_response(case: Case) -> None:
    case.check()


@each(
    case(
        "where the policy says that an acknowledgement counts",
        desks([policy("standard", first_response="4 business hours", auto_acknowledgement_counts=True)]),
        [created("Mon 10:00"), answered("Mon 10:00:05", author="system", auto=True)],
        "Mon 12:00",
        reads("first_response", outcome="met", stopped_at="Mon 10:00:05"),
    ),
    case(
        "even then a bot's chatter does not",
        desks([policy("standard", first_response="4 business hours", auto_acknowledgement_counts=True)]),
        [created("Mon 10:00"), bot_said("Mon 10:00:05")],
        "Mon 12:00",
        reads("first_response", state="running"),
    ),
    case(
        "even then a private automatic note does not",
        desks([policy("standard", first_response="4 business hours", auto_acknowledgement_counts=True)]),
        [created("Mon 10:00"), noted("Mon 10:00:05", auto=True)],
        "Mon 12:00",
        reads("first_response", state="running"),
    ),
)
def test_l17_an_acknowledgement_counts_only_if_the_policy_says_so(case: Case) -> None:
    case.check()


@each(
    case(
        "nor for a next response",
        desk(first_response="4 business hours", next_response="2 business hours"),
        [created("Mon 09:00"), answered("Mon 10:00"), asked("Mon 11:00"), bot_said("Mon 11:01"), noted("Mon 11:02")],
        "Mon 12:00",
        reads("next_response", state="running", started_at="Mon 11:00", elapsed="1:00"),
    ),
)
def test_l17_next_response_too(case: Case) -> None:
    case.check()
