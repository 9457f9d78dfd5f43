"""L29: texts in quick succession are one question, as old as the oldest of them."""

from __future__ import annotations

from tests.clock.story import Case, absent, answered, asked, case, created, desk, each, reads

DESK = desk(first_response="1 business hour", next_response="1 business hour")


@each(
    case(
        "three texts in forty seconds",
        DESK,
        [
            created("Mon 10:00", channel="sms"),
            answered("Mon 10:10"),
            asked("Mon 11:00:00"),
            asked("Mon 11:00:20"),
            asked("Mon 11:00:40"),
        ],
        "Mon 11:30",
        reads("next_response", 1, started_at="Mon 11:00", elapsed="0:30"),
        absent("next_response", 2),
    ),
    case(
        "one answer answers them all",
        DESK,
        [
            created("Mon 10:00", channel="messaging"),
            answered("Mon 10:10"),
            asked("Mon 11:00:00"),
            asked("Mon 11:00:20"),
            answered("Mon 11:20"),
        ],
        "Mon 11:30",
        reads("next_response", 1, stopped_at="Mon 11:20", outcome="met", elapsed="0:20"),
    ),
    case(
        "and the texts of the first minute belong to the first response",
        DESK,
        [created("Mon 10:00", channel="sms"), asked("Mon 10:00:00"), asked("Mon 10:00:10"), answered("Mon 10:30")],
        "Mon 11:30",
        reads("first_response", started_at="Mon 10:00", outcome="met"),
        absent("next_response"),
    ),
)
def test_l29_one_question(case: Case) -> None:
    case.check()
