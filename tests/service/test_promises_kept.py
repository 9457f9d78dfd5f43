"""What the ledger says of a month: the first promises, the last ones, and how long after the first the answers came."""

from __future__ import annotations

from typing import Any

from slaclock.ingest import ingest
from slaclock.instant import HOUR
from slaclock.ledger.kept import kept
from slaclock.replay.keeping import keeping
from slaclock.store import Store, ledger
from slaclock.tick import tick
from tests.service.test_auto_acknowledgement import serve, welcoming
from tests.service.world import answered, at, created, event

ZONE = {"zone": "Europe/Berlin"}
TIERS = {"first_response": {"low": "12 business hours", "default": "4 business hours"}}


def month(store: Store) -> list[dict[str, Any]]:
    with store.reading() as unit:
        found = kept(ledger.between(unit, serve().place, at("1 Mar 00:00"), at("1 Apr 00:00")))
    return [row.to_dict() for row in keeping(found)]


def test_a_promise_that_was_put_off_is_broken_first_and_kept_last(store: Store) -> None:
    """Promised on Friday for Monday 12:30, that evening for Tuesday 12:30; the answer comes on Monday at 15:00."""
    here = serve(config=welcoming(targets=TIERS))
    for ticket, when in (("A", "6 Mar 16:30"), ("B", "2 Mar 10:00")):
        ingest(store, here, [created(ticket, when=when, fields=ZONE)], at(when))
        tick(store, [here], at(when))
    ingest(store, here, [answered("B", when="2 Mar 11:00")], at("2 Mar 11:00"))
    ingest(store, here, [event("A", "p", "6 Mar 18:00", "priority", to="low")], at("6 Mar 18:01"))
    tick(store, [here], at("6 Mar 18:01"))
    ingest(store, here, [answered("A", when="9 Mar 15:00")], at("9 Mar 15:00"))
    every = next(row for row in month(store) if row["priority"] == "all")
    assert (every["metric"], every["promised"], every["told_later"]) == ("first_response", 2, 1)
    assert every["first"] == {"kept": 1, "broken": 1, "withdrawn": 0, "open": 0, "share": 0.5}
    assert every["latest"] == {"kept": 2, "broken": 0, "withdrawn": 0, "open": 0, "share": 1.0}
    # three hours before what B was promised, two and a half after what A was promised first
    assert every["answer_after_promise"] == {"p50": -3 * HOUR / 1e6, "p90": 2.5 * HOUR / 1e6}


def test_a_ticket_closed_in_time_without_an_answer_is_neither_kept_nor_broken(store: Store) -> None:
    here = serve()
    ingest(store, here, [created(fields=ZONE)], at("2 Mar 10:00"))
    tick(store, [here], at("2 Mar 10:00"))
    ingest(store, here, [event("T1", "s", "2 Mar 10:30", "status", to="closed")], at("2 Mar 10:31"))
    (row, every) = month(store)
    assert (row["priority"], every["priority"]) == ("normal", "all")
    assert every["first"] == {"kept": 0, "broken": 0, "withdrawn": 1, "open": 0, "share": None}


def test_another_month_counts_for_itself(store: Store) -> None:
    here = serve()
    ingest(store, here, [created(when="28 Feb 10:00", fields=ZONE)], at("28 Feb 10:00"))
    tick(store, [here], at("28 Feb 10:00"))
    assert month(store) == []
