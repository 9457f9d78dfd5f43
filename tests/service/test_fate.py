"""What becomes of a promise follows from the facts, whatever was heard first; nothing is promised beside the ledger."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from slaclock.desk import Desk
from slaclock.ingest import ingest
from slaclock.instant import MINUTE
from slaclock.learn import learn
from slaclock.ledger import look, write_down
from slaclock.promise.making import Manner
from slaclock.store import Store
from slaclock.sync import sync
from slaclock.tick import tick
from tests.service.test_auto_acknowledgement import serve, welcoming
from tests.service.world import Helpdesk, answered, at, created, event, rows, ticking

ZONE = {"zone": "Europe/Berlin"}
BERLIN = Manner("Europe/Berlin", "en-GB")
SOLVING = {"resolution": {"low": "40 business hours", "default": "16 business hours", "pauses": ["pending"]}}


def shown(store: Store, here: Desk, when: str) -> str:
    found = look(store, here, "T1", at(when), "widget", BERLIN)
    assert found is not None
    return (write_down(store, here, found) if found.news else found.promise).text


def fates(store: Store) -> list[tuple[int, str, int | None]]:
    return [(row["number"], row["fate"], row["answered_at"]) for row in rows(store, "promises")]


def told(store: Store, here: Desk) -> None:
    """Written on Monday at 10:00 and promised for 14:00."""
    ingest(store, here, [created(fields=ZONE)], at("2 Mar 10:00"))
    tick(store, [here], at("2 Mar 10:00"))


ANSWERED = answered(when="2 Mar 13:00")
SOLVED = event("T1", "s", "2 Mar 13:30", "status", to="solved")


@pytest.mark.parametrize("heard", list(permutations([ANSWERED, SOLVED])))
def test_an_answer_heard_of_after_the_solve_keeps_the_promise_as_well(store: Store, heard: tuple[Any, ...]) -> None:
    here = serve()
    told(store, here)
    for minute, fact in enumerate(heard):
        ingest(store, here, [fact], at("2 Mar 13:31") + minute * MINUTE)
    assert fates(store) == [(1, "kept", at("2 Mar 13:00"))]


def test_a_solution_that_was_kept_stays_so_after_a_re_open_and_the_next_is_a_promise_of_its_own(store: Store) -> None:
    """16 business hours from Monday 10:00 are Wednesday 10:00; solved on Tuesday, re-opened on Friday."""
    here = serve(config=welcoming(targets=SOLVING, escalations=[]))
    ingest(store, here, [created(fields=ZONE)], at("2 Mar 10:00"))
    assert shown(store, here, "2 Mar 10:00") == "We will solve this by Wednesday 10:00 at the latest."
    ingest(store, here, [event("T1", "s", "3 Mar 10:00", "status", to="solved")], at("3 Mar 10:01"))
    ingest(store, here, [event("T1", "o", "6 Mar 10:00", "status", to="open")], at("6 Mar 10:01"))
    assert fates(store) == [(1, "kept", at("3 Mar 10:00"))]
    assert shown(store, here, "6 Mar 10:01") == "We will solve this by Monday 10:00 at the latest."
    ingest(store, here, [event("T1", "t", "6 Mar 12:00", "status", to="solved")], at("6 Mar 12:01"))
    assert fates(store) == [(1, "kept", at("3 Mar 10:00")), (2, "kept", at("6 Mar 12:00"))]


def test_a_wait_that_begins_too_late_mends_nothing(store: Store) -> None:
    here = serve(config=welcoming(targets=SOLVING, escalations=[]))
    ingest(store, here, [created(fields=ZONE)], at("2 Mar 10:00"))
    shown(store, here, "2 Mar 10:00")
    ingest(store, here, [event("T1", "l", "2 Mar 12:00", "priority", to="low")], at("2 Mar 12:00"))
    ingest(store, here, [event("T1", "p", "5 Mar 12:00", "status", to="pending")], at("5 Mar 12:00"))
    assert fates(store) == [(1, "broken", None)]


def test_a_wait_that_begins_after_the_deadline_but_before_the_promised_instant_takes_it_back(store: Store) -> None:
    """Sixteen business hours from 10:01 end on Wednesday at 10:01, which is said as 10:30."""
    here = serve(config=welcoming(targets=SOLVING, escalations=[]))
    ingest(store, here, [created(when="2 Mar 10:01", fields=ZONE)], at("2 Mar 10:01"))
    assert "10:30" in shown(store, here, "2 Mar 10:01")
    ingest(store, here, [event("T1", "p", "4 Mar 10:10", "status", to="pending")], at("4 Mar 10:10"))
    assert fates(store) == [(1, "withdrawn", None)]


def test_what_is_shown_after_a_promise_lapsed_is_a_promise_too(store: Store) -> None:
    """Promised for 14:00; at 14:30 the ticket turns out to be unimportant, so that Wednesday is early enough."""
    slower = {"first_response": {"low": "12 business hours", "default": "4 business hours"}}
    here = serve(config=welcoming(targets=slower))
    told(store, here)
    tick(store, [here], at("2 Mar 14:01"))
    ingest(store, here, [event("T1", "l", "2 Mar 14:30", "priority", to="low")], at("2 Mar 14:30"))
    assert "tomorrow" in shown(store, here, "2 Mar 14:31")
    assert [(row["number"], row["fate"], row["shown"]) for row in rows(store, "promises")] == [
        (1, "broken", at("2 Mar 14:00")),
        (2, "open", at("3 Mar 14:00")),
    ]


def test_a_promise_is_not_taken_back_in_silence_when_the_priority_becomes_provisional(store: Store) -> None:
    here = serve()
    told(store, here)
    provisional = event("T1", "f", "2 Mar 10:30", "fields", add={"priority_provisional": True})
    ingest(store, here, [provisional], at("2 Mar 10:30"))
    assert shown(store, here, "2 Mar 11:00") == "We will reply by 14:00 today at the latest."
    assert fates(store) == [(1, "open", None)]


def test_a_step_says_again_what_was_promised_and_puts_nobody_off(store: Store) -> None:
    """Told 14:15 for a deadline at 14:07; the step at breach repeats it, and what is usual is promised once."""
    helpdesk = Helpdesk()
    steps = [
        {"target": "first_response", "at": at_, "do": [{"reply": "{promise}"}]}
        for at_ in ("at start", "75%", "at breach", "every 1 business hour after breach until acknowledged")
    ]
    here = serve(helpdesk, welcoming(escalations=[step | {"name": str(n)} for n, step in enumerate(steps)]), usual=True)
    for number in range(30):
        ticket = [created(f"H{number}", "2 Mar 09:00"), answered(f"H{number}", "2 Mar 10:50")]
        ingest(store, here, ticket, at("2 Mar 12:00"))
    learn(store, here, at("2 Mar 12:00"))
    ingest(store, here, [created(when="3 Mar 10:07", fields=ZONE | {"language": "en-GB"})], at("3 Mar 10:07"))
    for when in ("3 Mar 10:07", "3 Mar 13:08", "3 Mar 14:08", "3 Mar 15:08", "3 Mar 16:08"):
        tick(store, [here], at(when))
    sync(store, here, ticking(range(at("3 Mar 16:09"), at("3 Mar 16:10"))))
    said = [str(each.value) for each in helpdesk.took if each.kind.value == "reply" and each.ticket == "T1"]
    assert [text.partition(" We usually")[0] for text in said] == [
        "We will reply by 14:15 today at the latest.",
        "We will reply by 14:15 today at the latest.",
        "We will reply by 14:15 today at the latest.",
        "We’re sorry: this is taking longer than we promised. We will reply within 2 hours.",
        "We will reply by 17:08 today at the latest.",
    ]
    mine = [(row["number"], row["shown"]) for row in rows(store, "promises") if row["ticket"] == "T1"]
    assert mine == [(1, at("3 Mar 14:15")), (2, at("3 Mar 17:08"))]


def test_a_promise_broken_yesterday_is_no_news_today(store: Store) -> None:
    """It is broken on Monday at 14:00; the answer of Tuesday says how late it was, and nothing else."""
    here = serve()
    told(store, here)
    tick(store, [here], at("2 Mar 14:00") + 1)
    (before,) = rows(store, "promises")
    ingest(store, here, [answered(when="3 Mar 09:30")], at("3 Mar 09:31"))
    (after,) = rows(store, "promises")
    assert (before["fate"], before["answered_at"]) == ("broken", None)
    assert (after["fate"], after["answered_at"]) == ("broken", at("3 Mar 09:30"))
    assert after["judged_at"] == before["judged_at"]
