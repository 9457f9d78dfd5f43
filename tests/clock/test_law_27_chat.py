"""L27: a bot's time does not count, the hand-over starts the clock, who leaves has abandoned. Settled: Chat."""

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
    policy,
    reads,
    session,
    status,
)

DESK = desk(first_response="2 business minutes", next_response="3 business minutes", resolution="1 business hour")


def chat(**keys: Any) -> dict[str, Any]:
    return created("Mon 10:00", channel="chat", **keys)


@each(
    case(
        "time with a bot does not count",
        DESK,
        [
            chat(),
            asked("Mon 10:00"),
            session("Mon 10:00", "bot"),
            bot_said("Mon 10:00:05"),
            session("Mon 10:06", "human"),
        ],
        "Mon 10:07",
        reads("first_response", started_at="Mon 10:06", elapsed="0:01", state="running", deadline="Mon 10:08"),
        reads("resolution", started_at="Mon 10:06", elapsed="0:01"),
    ),
    case(
        "queued counts as handed over",
        DESK,
        [chat(), session("Mon 10:00", "bot"), session("Mon 10:05", "queued"), session("Mon 10:06", "human")],
        "Mon 10:06:30",
        reads("first_response", started_at="Mon 10:05", elapsed="0:01:30"),
    ),
    case(
        "a bot only: no clock",
        DESK,
        [chat(), asked("Mon 10:00"), session("Mon 10:00", "bot"), bot_said("Mon 10:01"), session("Mon 10:03", "ended")],
        "Mon 10:10",
        absent("first_response"),
        absent("resolution"),
    ),
    case(
        "before anybody has said who holds it, it runs from creation",
        DESK,
        [chat(), asked("Mon 10:00")],
        "Mon 10:01",
        reads("first_response", started_at="Mon 10:00", elapsed="0:01"),
    ),
    case(
        "without a bot it runs from creation, the queue included",
        DESK,
        [chat(), session("Mon 10:00", "queued"), session("Mon 10:01", "human"), answered("Mon 10:01:30")],
        "Mon 10:10",
        reads("first_response", started_at="Mon 10:00", stopped_at="Mon 10:01:30", outcome="met"),
    ),
    case(
        "a bot's words after the hand-over do not stop it",
        DESK,
        [chat(), session("Mon 10:00", "bot"), session("Mon 10:06", "human"), bot_said("Mon 10:06:01")],
        "Mon 10:07",
        reads("first_response", state="running", elapsed="0:01"),
    ),
    case(
        "a human's answer does",
        DESK,
        [chat(), session("Mon 10:00", "bot"), session("Mon 10:06", "human"), answered("Mon 10:07")],
        "Mon 10:10",
        reads("first_response", outcome="met", elapsed="0:01", stopped_at="Mon 10:07"),
    ),
    case(
        "a human who answers has taken over, whether or not the helpdesk said so",
        DESK,
        [chat(), session("Mon 10:00", "bot"), answered("Mon 10:06"), session("Mon 10:06", "human")],
        "Mon 10:10",
        reads("first_response", started_at="Mon 10:06", stopped_at="Mon 10:06", outcome="met", elapsed="0:00"),
        reads("resolution", started_at="Mon 10:06", elapsed="0:04", state="running"),
    ),
    case(
        "solved by the bot and opened again for a person",
        DESK,
        [
            chat(),
            session("Mon 10:00", "bot"),
            status("Mon 10:02", "solved"),
            status("Mon 10:30", "open"),
            session("Mon 10:30", "queued"),
        ],
        "Mon 10:31",
        reads("resolution", started_at="Mon 10:30", elapsed="0:01"),
        reads("first_response", started_at="Mon 10:30", elapsed="0:01"),
    ),
    case(
        "given back to a bot later: a question to it starts a next response only at the hand-over",
        DESK,
        [
            chat(),
            session("Mon 10:00", "human"),
            answered("Mon 10:01"),
            session("Mon 10:02", "bot"),
            asked("Mon 10:03"),
            session("Mon 10:08", "human"),
        ],
        "Mon 10:09",
        reads("next_response", started_at="Mon 10:08", elapsed="0:01"),
    ),
    case(
        "a second question after the hand-over does not bring the bot's time back",
        DESK,
        [
            chat(),
            session("Mon 10:00", "human"),
            answered("Mon 10:01"),
            session("Mon 10:02", "bot"),
            asked("Mon 10:03"),
            session("Mon 10:08", "human"),
            asked("Mon 10:08:30"),
        ],
        "Mon 10:09",
        reads("next_response", 1, started_at="Mon 10:08", elapsed="0:01"),
        absent("next_response", 2),
    ),
    case(
        "who writes after the bot's session is over writes to people",
        DESK,
        [
            chat(),
            asked("Mon 10:00"),
            session("Mon 10:00", "bot"),
            session("Mon 10:05", "ended"),
            changed("Mon 11:00", "channel", "email"),
            asked("Mon 11:00"),
        ],
        "Mon 11:01",
        reads("first_response", started_at="Mon 11:00", elapsed="0:01"),
        reads("resolution", started_at="Mon 11:00", elapsed="0:01"),
    ),
    case(
        "and before the hand-over there is none",
        DESK,
        [
            chat(),
            session("Mon 10:00", "human"),
            answered("Mon 10:01"),
            session("Mon 10:02", "bot"),
            asked("Mon 10:03"),
        ],
        "Mon 10:07",
        absent("next_response"),
    ),
)
def test_l27_bots_and_hand_overs(case: Case) -> None:
    case.check()


@each(
    case(
        "left before an answer",
        DESK,
        [chat(), session("Mon 10:00", "human"), session("Mon 10:01", "abandoned")],
        "Mon 10:10",
        reads("first_response", outcome="abandoned", stopped_at="Mon 10:01", elapsed="0:01", breached_at=None),
    ),
    case(
        "ended before an answer is abandoned too, never met",
        DESK,
        [chat(), session("Mon 10:00", "human"), session("Mon 10:01", "ended")],
        "Mon 10:10",
        reads("first_response", outcome="abandoned"),
    ),
    case(
        "left after the deadline keeps the breach",
        DESK,
        [chat(), session("Mon 10:00", "human"), session("Mon 10:05", "abandoned")],
        "Mon 10:10",
        reads("first_response", outcome="abandoned", breached_at="Mon 10:02"),
    ),
    case(
        "answered and ended is met",
        DESK,
        [chat(), session("Mon 10:00", "human"), answered("Mon 10:01"), session("Mon 10:05", "ended")],
        "Mon 10:10",
        reads("first_response", outcome="met"),
        absent("next_response"),
    ),
    case(
        "left with a later question open",
        DESK,
        [
            chat(),
            session("Mon 10:00", "human"),
            answered("Mon 10:01"),
            asked("Mon 10:02"),
            session("Mon 10:03", "ended"),
        ],
        "Mon 10:10",
        reads("next_response", outcome="abandoned", stopped_at="Mon 10:03"),
    ),
    case(
        "leaving resolves nothing",
        DESK,
        [chat(), session("Mon 10:00", "human"), session("Mon 10:01", "abandoned")],
        "Mon 10:10",
        reads("resolution", state="running", elapsed="0:10"),
    ),
    case(
        "an e-mail ticket's session that ends abandons nothing",
        DESK,
        [created("Mon 10:00", channel="email"), session("Mon 10:00", "human"), session("Mon 10:01", "ended")],
        "Mon 10:10",
        reads("first_response", state="running", outcome=None),
    ),
)
def test_l27_leaving(case: Case) -> None:
    case.check()


CHAT_AND_MAIL = desks(
    [
        policy(
            "chats", when={"channel": "chat"}, first_response="2 business minutes", next_response="3 business minutes"
        ),
        policy("mails", first_response="4 business hours", next_response="2 business hours"),
    ],
)


@each(
    case(
        "goes on by e-mail: one cycle, the same start, the mail policy's target",
        CHAT_AND_MAIL,
        [chat(), session("Mon 10:00", "human"), changed("Mon 10:01", "channel", "email"), answered("Mon 13:00")],
        "Mon 14:00",
        reads("first_response", policy="mails", started_at="Mon 10:00", outcome="met", elapsed="3:00"),
        absent("first_response", 2),
    ),
    case(
        "left, then goes on by e-mail: the leaving is taken back",
        CHAT_AND_MAIL,
        [
            chat(),
            session("Mon 10:00", "human"),
            session("Mon 10:01", "ended"),
            changed("Mon 10:01:30", "channel", "email"),
            answered("Mon 13:00"),
        ],
        "Mon 14:00",
        reads("first_response", policy="mails", started_at="Mon 10:00", stopped_at="Mon 13:00", outcome="met"),
        absent("next_response"),
    ),
    case(
        "asked in between, it was abandoned",
        CHAT_AND_MAIL,
        [
            chat(),
            session("Mon 10:00", "human"),
            session("Mon 10:01", "ended"),
            changed("Mon 10:05", "channel", "email"),
        ],
        "Mon 10:01:30",
        reads("first_response", policy="chats", outcome="abandoned", stopped_at="Mon 10:01"),
    ),
    case(
        "a question left in the chat goes on the same way",
        CHAT_AND_MAIL,
        [
            chat(),
            session("Mon 10:00", "human"),
            answered("Mon 10:01"),
            asked("Mon 10:02"),
            session("Mon 10:03", "abandoned"),
            changed("Mon 10:05", "channel", "email"),
        ],
        "Mon 11:02",
        reads("next_response", 1, policy="mails", state="running", started_at="Mon 10:02", deadline="Mon 12:02"),
        absent("next_response", 2),
    ),
    case(
        "once the ticket is a mail, the end of the session abandons nothing",
        CHAT_AND_MAIL,
        [
            chat(),
            session("Mon 10:00", "human"),
            changed("Mon 10:01", "channel", "email"),
            session("Mon 10:02", "ended"),
        ],
        "Mon 10:10",
        reads("first_response", policy="mails", state="running"),
    ),
    case(
        "a chat solved without an answer is closed unanswered",
        CHAT_AND_MAIL,
        [chat(), session("Mon 10:00", "human"), status("Mon 10:01", "solved")],
        "Mon 10:10",
        reads("first_response", outcome="closed_unanswered"),
    ),
)
def test_l27_a_chat_that_goes_on_by_mail_keeps_its_one_promise(case: Case) -> None:
    case.check()
