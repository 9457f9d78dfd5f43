"""Who writes on Friday afternoon is told at once what to expect, once; the ledger remembers what was said."""

from __future__ import annotations

from typing import Any

import pytest

from slaclock.ingest import ingest
from slaclock.instant import MINUTE
from slaclock.policy.load import load_config
from slaclock.promise.quiet import QuietHours
from slaclock.store import Store
from slaclock.sync import sync
from slaclock.tick import tick
from tests.service.world import BERLIN, CONFIG, Helpdesk, answered, at, created, desk, event, rows, ticking

WELCOME = {"target": "first_response", "at": "at start", "do": [{"reply": "Thank you. {promise}"}]}


def welcoming(*more: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """The desk's configuration with a ladder that answers at once."""
    first = CONFIG["policies"][0] | {"escalations": [WELCOME]} | keys
    return {**CONFIG, "policies": [*more, first]}


def serve(helpdesk: Helpdesk | None = None, config: dict[str, Any] | None = None, **facts: Any) -> Any:
    return desk(helpdesk or Helpdesk(), config=load_config(config or welcoming()), **facts)


def ledger(store: Store) -> list[tuple[Any, ...]]:
    names = ("metric", "cycle", "number", "via", "told_at", "shown", "fate")
    return [tuple(row[name] for name in names) for row in rows(store, "promises")]


def test_a_letter_of_friday_afternoon_is_answered_at_once_with_monday(store: Store) -> None:
    """Friday 6 March 16:30: half an hour on Friday, three and a half on Monday make Monday 12:30."""
    helpdesk = Helpdesk()
    here = serve(helpdesk)
    zone = {"zone": "Europe/Berlin", "language": "de"}
    ingest(store, here, [created(when="6 Mar 16:30", fields=zone)], at("6 Mar 16:31"))
    tick(store, [here], at("6 Mar 16:31"))
    sync(store, here, ticking(range(at("6 Mar 16:32"), at("6 Mar 16:33"))))
    said = [message.value for message in helpdesk.took if message.kind.value == "reply"]
    assert said == ["Thank you. Wir antworten spätestens am Montag um 12:30 Uhr."]
    assert ledger(store) == [
        ("first_response", 1, 1, "reply", at("6 Mar 16:31"), at("9 Mar 12:30"), "open"),
    ]


def test_the_words_are_those_of_the_hour_at_which_they_are_sent(store: Store) -> None:
    """Told on Friday, worked out on Saturday: the desk is closed, and Monday is not `in 20 hours`."""
    here = serve()
    ingest(store, here, [created(when="6 Mar 16:30")], at("6 Mar 16:31"))
    tick(store, [here], at("7 Mar 12:00"))
    (row,) = rows(store, "promises")
    assert row["told_at"] == at("7 Mar 12:00")
    assert "closed" in row["text"]


def test_it_is_said_once_however_often_the_ticket_is_read(store: Store) -> None:
    helpdesk = Helpdesk()
    here = serve(helpdesk)
    for minute in (31, 32, 33):
        ingest(store, here, [created(when="6 Mar 16:30")], at(f"6 Mar 16:{minute}"))
        tick(store, [here], at(f"6 Mar 16:{minute}"))
        ingest(store, here, [event("T1", f"g{minute}", "6 Mar 16:31", "group", to="x")], at(f"6 Mar 16:{minute}"))
    assert [row["kind"] for row in rows(store, "outbox") if row["kind"] == "reply"] == ["reply"]
    assert len(rows(store, "promises")) == 1


def test_another_policy_is_no_new_start(store: Store) -> None:
    gold = {**CONFIG["policies"][0], "name": "gold", "when": {"priority": "urgent"}, "escalations": [WELCOME]}
    here = serve(config=welcoming(gold))
    ingest(store, here, [created()], at("2 Mar 10:01"))
    tick(store, [here], at("2 Mar 10:01"))
    ingest(store, here, [event("T1", "p", "2 Mar 10:02", "priority", to="urgent")], at("2 Mar 10:03"))
    tick(store, [here], at("2 Mar 10:03"))
    assert [row["policy"] for row in rows(store, "firings")] == ["standard"]


def test_who_was_answered_before_is_told_nothing(store: Store) -> None:
    here = serve()
    ingest(store, here, [created(), answered(when="2 Mar 10:01")], at("2 Mar 10:02"))
    tick(store, [here], at("2 Mar 10:02"))
    assert rows(store, "promises") == []


def test_an_answer_in_time_keeps_the_promise(store: Store) -> None:
    here = serve()
    ingest(store, here, [created()], at("2 Mar 10:01"))
    tick(store, [here], at("2 Mar 10:01"))
    ingest(store, here, [answered(when="2 Mar 11:00")], at("2 Mar 11:01"))
    (row,) = rows(store, "promises")
    assert (row["fate"], row["answered_at"]) == ("kept", at("2 Mar 11:00"))


def test_a_promise_lapses_without_anybody_telling_and_a_late_word_corrects_it(store: Store) -> None:
    """Due at 14:00 and said so. Nothing by 14:01: broken. Then it turns out that the answer was sent at 13:50."""
    here = serve()
    ingest(store, here, [created(fields={"zone": BERLIN.key})], at("2 Mar 10:00"))
    tick(store, [here], at("2 Mar 10:00"))
    assert [row["shown"] for row in rows(store, "promises")] == [at("2 Mar 14:00")]
    tick(store, [here], at("2 Mar 14:00"))
    assert [row["fate"] for row in rows(store, "promises")] == ["open"]
    tick(store, [here], at("2 Mar 14:01"))
    assert [row["fate"] for row in rows(store, "promises")] == ["broken"]
    ingest(store, here, [answered(when="2 Mar 13:50")], at("2 Mar 14:02"))
    assert [(row["fate"], row["answered_at"]) for row in rows(store, "promises")] == [("kept", at("2 Mar 13:50"))]


SLOWER = {"first_response": {"low": "12 business hours", "default": "4 business hours"}}


@pytest.mark.parametrize("zone, told", [("Europe/Berlin", "7 Mar 08:00"), ("Asia/Tokyo", "7 Mar 00:00")])
def test_nobody_is_written_to_unasked_in_his_quiet_hours(store: Store, zone: str, told: str) -> None:
    """Put off at 21:30 in Berlin, when it is half past five in Tokyo: each is told when it is eight where he lives."""
    here = serve(config=welcoming(targets=SLOWER), quiet=QuietHours("21:00-08:00"))
    ingest(store, here, [created(when="6 Mar 16:30", fields={"zone": zone})], at("6 Mar 16:30"))
    tick(store, [here], at("6 Mar 16:30"))
    ingest(store, here, [event("T1", "p", "6 Mar 21:30", "priority", to="low")], at("6 Mar 21:30"))
    for moment in (at("6 Mar 21:31"), at(told) - MINUTE):
        tick(store, [here], moment)
        assert len(rows(store, "promises")) == 1
    tick(store, [here], at(told))
    assert [row["told_at"] for row in rows(store, "promises")] == [at("6 Mar 16:30"), at(told)]


def test_a_later_promise_is_told_before_the_earlier_one_lapses_and_once(store: Store) -> None:
    """Promised on Friday for Monday 12:30; that evening it turns out to be unimportant: Tuesday, with an apology."""
    helpdesk = Helpdesk()
    here = serve(helpdesk)
    ingest(store, here, [created(when="6 Mar 16:30", fields={"zone": "Europe/Berlin"})], at("6 Mar 16:30"))
    tick(store, [here], at("6 Mar 16:30"))
    low = event("T1", "p", "6 Mar 18:00", "priority", to="low")
    here = serve(helpdesk, welcoming(targets=SLOWER))
    for minute in (1, 2):
        ingest(store, here, [low], at(f"6 Mar 18:0{minute}"))
        tick(store, [here], at(f"6 Mar 18:0{minute}"))
    sync(store, here, ticking(range(at("6 Mar 18:03"), at("6 Mar 18:04"))))
    said = [str(message.value) for message in helpdesk.took if message.kind.value == "reply"]
    assert len(said) == 2
    assert said[1].startswith("We’re sorry: this is taking longer than we promised.")
    assert "Tuesday 12:30" in said[1]
    told = sorted(rows(store, "promises"), key=lambda row: row["number"])
    assert [(row["number"], row["shown"]) for row in told] == [(1, at("9 Mar 12:30")), (2, at("10 Mar 12:30"))]
    ingest(store, here, [answered(when="9 Mar 15:00")], at("9 Mar 15:01"))
    told = sorted(rows(store, "promises"), key=lambda row: row["number"])
    assert [row["fate"] for row in told] == ["broken", "kept"]
