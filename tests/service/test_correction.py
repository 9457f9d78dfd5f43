"""What is learnt late is a fact of its own: a step that fired stays fired, and a word beside it says what is known."""

from __future__ import annotations

from typing import Any

import pytest

from slaclock.ingest import ingest
from slaclock.show import fired_step
from slaclock.store import Store, corrections, firings
from slaclock.tick import tick
from tests.service.world import Helpdesk, answered, at, created, desk, event, fired, rows

BREACHED, WARNED, AGAIN = "first_response at breach", "first_response 75%", "again"


def words(store: Store) -> list[tuple[str, int, str, str]]:
    """Every correction: of which step, the how manieth, what it says, and on which fact."""
    return [(row["step"], row["number"], row["says"], row["event"]) for row in rows(store, "corrections")]


def shown(store: Store, ticket: str = "T1") -> dict[str, Any]:
    with store.reading() as unit:
        return {row["step"]: row["correction"] for row in map(fired_step, firings.of(unit, desk().place, ticket))}


@pytest.fixture
def breached(store: Store) -> Store:
    """Created Monday 10:00, warned at 13:00, breached at 14:00; the boss is told at 15:00."""
    here = desk(Helpdesk())
    ingest(store, here, [created()], at("2 Mar 10:01"))
    for time in ("13:00", "14:00", "15:00"):
        tick(store, [here], at(f"2 Mar {time}"))
    assert sorted(step for step, _ in fired(store)) == sorted([AGAIN, WARNED, BREACHED])
    return store


def test_a_reply_learnt_late_withdraws_the_breach_and_what_followed(breached: Store) -> None:
    """Answered at 13:30, heard of at 15:30: the warning was right, the breach was not."""
    ingest(breached, desk(Helpdesk()), [answered(when="2 Mar 13:30")], at("2 Mar 15:30"))
    assert words(breached) == [(AGAIN, 1, "withdrawn", "a"), (BREACHED, 1, "withdrawn", "a")]
    assert len(fired(breached)) == 3
    assert shown(breached) == {
        WARNED: None,
        BREACHED: {"says": "withdrawn", "event": "a", "found_at": "2026-03-02T14:30:00Z"},
        AGAIN: {"says": "withdrawn", "event": "a", "found_at": "2026-03-02T14:30:00Z"},
    }


def test_a_reply_exactly_at_the_deadline_was_in_time(breached: Store) -> None:
    ingest(breached, desk(Helpdesk()), [answered(when="2 Mar 14:00")], at("2 Mar 15:30"))
    assert (BREACHED, 1, "withdrawn", "a") in words(breached)


def test_a_reply_after_the_breach_changes_nothing_about_it(breached: Store) -> None:
    ingest(breached, desk(Helpdesk()), [answered(when="2 Mar 14:30")], at("2 Mar 15:30"))
    assert words(breached) == [(AGAIN, 1, "withdrawn", "a")]


def test_news_of_now_correct_nothing(breached: Store) -> None:
    ingest(breached, desk(Helpdesk()), [answered(when="2 Mar 15:30")], at("2 Mar 15:30"))
    ingest(breached, desk(Helpdesk()), [event("T1", "t", "2 Mar 11:00", "tags", add=["vip"])], at("2 Mar 15:31"))
    assert words(breached) == []


def test_a_reply_that_never_arrived_restores_the_breach(breached: Store) -> None:
    """Learnt late twice: that there was an answer at 13:30, and that it bounced."""
    here = desk(Helpdesk())
    reply = event("T1", "a", "2 Mar 13:30", "message", author="agent", public=True, message="m1")
    ingest(breached, here, [reply], at("2 Mar 15:30"))
    bounced = event("T1", "d", "2 Mar 13:31", "delivery", message="m1", outcome="bounced")
    ingest(breached, here, [bounced], at("2 Mar 16:00"))
    assert [word for word in words(breached) if word[0] == BREACHED] == [
        (BREACHED, 1, "withdrawn", "a"),
        (BREACHED, 2, "restored", "d"),
    ]
    assert shown(breached)[BREACHED]["says"] == "restored"
    with breached.reading() as unit:
        assert [row["number"] for row in corrections.of(unit, here.place, "T1") if row["step"] == BREACHED] == [1, 2]


def test_the_same_fact_told_again_corrects_nothing_again(breached: Store) -> None:
    for time in ("15:30", "15:40", "15:50"):
        ingest(breached, desk(Helpdesk()), [answered(when="2 Mar 13:30")], at(f"2 Mar {time}"))
    assert len(words(breached)) == 2


def test_a_more_urgent_priority_learnt_late_withdraws_what_fired_by_the_other_one(breached: Store) -> None:
    """Urgent since 10:30 means an hour: the breach was at 11:00, and at 14:00 it was long known. It stands."""
    told = event("T1", "p", "2 Mar 10:30", "priority", to="urgent")
    ingest(breached, desk(Helpdesk()), [told], at("2 Mar 15:30"))
    assert BREACHED not in {step for step, *_ in words(breached)}
