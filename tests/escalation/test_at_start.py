"""At start: said once when a clock starts, in the night too, but not to somebody who was answered already."""

from __future__ import annotations

from tests.clock.story import answered, asked, changed, created
from tests.escalation.ladders import delivered, due, ladder, plan, step

FOUR = "4 business hours"


def test_it_is_due_when_the_clock_starts_whether_the_desk_is_open_or_not() -> None:
    config = ladder("at start", first_response=FOUR)
    assert due(config, [created("Mon 10:00")], "Mon 10:00") == {"at start": "Mon 10:00"}
    assert due(config, [created("Sat 12:00")], "Sat 12:00") == {"at start": "Sat 12:00"}


def test_with_hours_it_waits_for_the_opening() -> None:
    config = ladder(step("at start", hours="main"), first_response=FOUR)
    assert delivered(config, [created("Sat 12:00")], "Sat 12:00") == {"at start": "Mon 9 Mar 09:00"}


def test_who_was_answered_meanwhile_is_told_nothing() -> None:
    config = ladder("at start", first_response=FOUR)
    assert due(config, [created("Mon 10:00"), answered("Mon 10:01")], "Mon 10:02") == {}


def test_each_cycle_starts_by_itself() -> None:
    config = ladder("at start", next_response="4 business hours")
    events = [created("Mon 09:00"), answered("Mon 10:00"), asked("Mon 11:00")]
    assert due(config, events, "Mon 11:00") == {"at start": "Mon 11:00"}
    again = [*events, answered("Mon 12:00"), asked("Tue 09:30")]
    assert [(each.cycle, each.key[-1]) for each in plan(config, again, "Tue 09:30")] == [(2, 1)]


def test_a_new_priority_is_no_new_start() -> None:
    """The key stays, so what was said stays said; the instant is when the new promise began to hold."""
    config = ladder("at start", first_response={"urgent": "1 business hour", "default": "4 business hours"})
    before = plan(config, [created("Mon 10:00")], "Mon 10:00")
    after = plan(config, [created("Mon 10:00"), changed("Mon 11:00", "priority", "urgent")], "Mon 11:00")
    assert [each.key for each in after] == [each.key for each in before]
