from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from slaclock.connectors.protocol import BadSignature, MessageKind, Traits, Unavailable, Webhook
from slaclock.ingest import ingest, receive, refetch, understand
from slaclock.instant import MINUTE, SECOND
from slaclock.store import Store, Unit, clocks, deliveries, tickets, wants
from slaclock.store.place import Place
from slaclock.timeline.event import TicketEvent
from tests.service.world import Helpdesk, answered, armed, at, created, desk, event, rows


def test_a_new_ticket_has_clocks_timers_and_a_due_date(store: Store) -> None:
    """Monday 10:00, four business hours: due at 14:00, warned after three of them."""
    here = desk(Helpdesk())
    done = ingest(store, here, [created()], at("2 Mar 10:01"))
    assert (done.new, done.tickets, done.due_dates) == (1, ("T1",), 1)
    assert armed(store) == [
        ("first_response 75%", at("2 Mar 13:00")),
        ("first_response at breach", at("2 Mar 14:00")),
        ("again", at("2 Mar 15:00")),
    ]
    with store.reading() as unit:
        found = {row["metric"]: row for row in clocks.of(unit, here.place, "T1")}
        row = tickets.find(unit, here.place, "T1")
    assert found["first_response"]["deadline"] == at("2 Mar 14:00")
    assert found["resolution"]["deadline"] == at("4 Mar 10:00")
    assert row is not None
    assert (row["status"], row["priority"], row["version"], row["due_at"]) == ("new", "normal", 1, at("2 Mar 14:00"))
    assert [(each["kind"], each["value"], each["generation"]) for each in rows(store, "outbox")] == [
        ("due_date", at("2 Mar 14:00"), 1)
    ]


def test_told_again_nothing_changes(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created()], at("2 Mar 10:01"))
    before = {name: rows(store, name) for name in ("events", "tickets", "clocks", "timers", "outbox")}
    assert ingest(store, here, [created(), created()], at("2 Mar 10:05")).new == 0
    assert {name: rows(store, name) for name in before} == before


def test_an_answer_stops_the_clock_and_takes_its_timers_away(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created()], at("2 Mar 10:01"))
    ingest(store, here, [answered()], at("2 Mar 11:01"))
    assert armed(store) == []
    states = [(row["generation"], row["state"], row["value"]) for row in rows(store, "outbox")]
    assert sorted(states) == [(1, "superseded", at("2 Mar 14:00")), (2, "waiting", at("4 Mar 10:00"))]


def test_while_waiting_for_the_customer_there_is_no_due_date(store: Store) -> None:
    here = desk(Helpdesk())
    told = [created(), answered(), event("T1", "s", "2 Mar 11:00", "status", to="pending")]
    ingest(store, here, told[:2], at("2 Mar 11:01"))
    ingest(store, here, told[2:], at("2 Mar 11:02"))
    with store.reading() as unit:
        row = tickets.find(unit, here.place, "T1")
    assert row is not None
    assert (row["due_at"], row["due_generation"]) == (None, 2)


def test_solved_the_due_date_stays_as_it_was(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created(), answered()], at("2 Mar 11:01"))
    ingest(store, here, [event("T1", "s", "2 Mar 12:00", "status", to="solved")], at("2 Mar 12:01"))
    with store.reading() as unit:
        row = tickets.find(unit, here.place, "T1")
    assert row is not None
    assert (row["due_at"], row["due_generation"]) == (at("4 Mar 10:00"), 1)


def test_another_content_under_a_known_id_is_put_aside(store: Store) -> None:
    here = desk()
    ingest(store, here, [created()], at("2 Mar 10:01"))
    assert ingest(store, here, [created(priority="urgent")], at("2 Mar 10:02")).new == 0
    assert [row["told"]["priority"] for row in rows(store, "events")] == ["normal"]
    assert [row["told"]["priority"] for row in rows(store, "conflicts")] == ["urgent"]
    ingest(store, here, [created(priority="urgent")], at("2 Mar 10:03"))
    assert len(rows(store, "conflicts")) == 1


def test_a_merged_ticket_and_its_survivor_are_read_together(store: Store) -> None:
    here = desk()
    ingest(store, here, [created("A", "2 Mar 10:00"), created("B", "2 Mar 10:30")], at("2 Mar 10:31"))
    ingest(store, here, [event("A", "m", "2 Mar 11:00", "merged", into="B")], at("2 Mar 11:01"))
    assert {(row["ticket"], row["state"]) for row in rows(store, "clocks")} == {
        ("A", "stopped"),
        ("B", "running"),
    }
    deadlines = {row["metric"]: row["deadline"] for row in rows(store, "clocks") if row["ticket"] == "B"}
    assert deadlines["first_response"] == at("2 Mar 14:00")


def test_what_is_written_to_a_merged_ticket_later_reaches_the_survivor(store: Store) -> None:
    here = desk()
    ingest(store, here, [created("A"), created("B")], at("2 Mar 10:31"))
    ingest(store, here, [event("A", "m", "2 Mar 11:00", "merged", into="B")], at("2 Mar 11:01"))
    ingest(store, here, [answered("A", "2 Mar 11:30")], at("2 Mar 11:31"))
    states = {row["metric"]: row["state"] for row in rows(store, "clocks") if row["ticket"] == "B"}
    assert states["first_response"] == "stopped"


def test_a_pause_with_an_end_is_looked_at_when_it_ends(store: Store) -> None:
    here = desk()
    pause = event("T1", "p", "2 Mar 10:10", "paused", reason="part", until="2026-03-03T09:00:00+01:00")
    ingest(store, here, [created(), answered("T1", "2 Mar 10:05"), pause], at("2 Mar 10:11"))
    assert [(row["kind"], row["at"]) for row in rows(store, "timers")] == [("look", at("3 Mar 09:00"))]


def test_a_fact_dated_in_the_future_counts_when_its_time_has_come(store: Store) -> None:
    here = desk()
    ingest(store, here, [created(when="2 Mar 10:05")], at("2 Mar 10:00"))
    assert [(row["kind"], row["at"]) for row in rows(store, "timers")] == [("look", at("2 Mar 10:05"))]


def test_a_delivery_is_stored_before_it_is_understood(store: Store) -> None:
    helpdesk = Helpdesk(tickets={"T1": [created()]})
    here = desk(helpdesk)
    assert receive(store, here, {"X-Kind": "changed", "Authorization": "s3cret"}, b"T1 T2", at("2 Mar 10:01")) == 1
    assert helpdesk.calls == []
    assert [row["headers"] for row in rows(store, "deliveries")] == [{"X-Kind": "changed"}]
    assert understand(store, here, at("2 Mar 10:01")) == 1
    assert [row["ticket"] for row in rows(store, "wants")] == ["T1", "T2"]
    assert refetch(store, here, at("2 Mar 10:02")) == 2
    assert rows(store, "wants") == []
    assert len(armed(store)) == 3


def test_a_delivery_with_a_name_of_its_own_is_kept_once(store: Store) -> None:
    here = desk(Helpdesk())
    assert receive(store, here, {}, b"T1", 5, key="d1") == 1
    assert receive(store, here, {}, b"T1", 6, key="d1") is None
    assert receive(store, here, {}, b"T1", 7) is not None


def test_a_forged_delivery_leaves_nothing(store: Store) -> None:
    class Strict(Helpdesk):
        def verify(self, headers: object, body: bytes, now: int) -> None:
            raise BadSignature

    with pytest.raises(BadSignature):
        receive(store, desk(Strict()), {}, b"T1", 5)
    assert rows(store, "deliveries") == []


def test_asked_again_while_it_is_fetched_it_is_fetched_again(store: Store) -> None:
    here = desk(Helpdesk())
    with store.unit() as unit:
        wants.ask(unit, here.place, ["T1"], 5)
    with store.unit() as unit:
        (want,) = wants.claim(unit, here.place, 6, 10, 100)
    with store.unit() as unit:
        wants.ask(unit, here.place, ["T1"], 7)
    with store.unit() as unit:
        wants.fulfilled(unit, here.place, want, 8)
        assert [row["ticket"] for row in wants.claim(unit, here.place, 8, 10, 100)] == ["T1"]


def asked_for(store: Store, *names: str, now: int) -> None:
    with store.unit() as unit:
        wants.ask(unit, desk().place, names, now)


@dataclass
class Slow(Helpdesk):
    """Takes its time for each ticket; meanwhile something else happens."""

    now: int = at("2 Mar 10:00")
    takes: int = 2 * MINUTE
    meanwhile: Callable[[], None] = lambda: None

    def fetch(self, ticket: str) -> list[TicketEvent]:
        found = list(super().fetch(ticket))
        self.now += self.takes
        self.meanwhile()
        return found

    def clock(self) -> int:
        return self.now


def test_who_was_away_for_longer_than_his_lease_changes_nothing(store: Store) -> None:
    """T1 is fetched by another meanwhile, answered, and asked for again: that stays."""
    quick, slow = Helpdesk(tickets={"T1": [created()]}), Slow(tickets={"T1": [created()]}, takes=6 * MINUTE)

    def meanwhile() -> None:
        assert refetch(store, desk(quick), slow.now) == 1
        asked_for(store, "T1", now=slow.now + SECOND)

    slow.meanwhile = meanwhile
    asked_for(store, "T1", now=slow.now)
    refetch(store, desk(slow), slow.now, clock=slow.clock)
    (left,) = rows(store, "wants")
    assert (left["asked"], left["next_at"]) == (1, at("2 Mar 10:06") + SECOND)
    quick.tickets["T1"].append(answered("T1", "2 Mar 10:05"))
    refetch(store, desk(quick), at("2 Mar 10:07"))
    assert [row["event"] for row in rows(store, "events")] == ["a", "c"]
    assert rows(store, "wants") == []


CHANGES: dict[str, Callable[[Unit, Place, dict[str, Any]], None]] = {
    "fulfilled": lambda unit, place, want: wants.fulfilled(unit, place, want, 107),
    "given up": lambda unit, place, want: wants.give_up(unit, place, want, "404"),
    "put back": lambda unit, place, want: wants.put_back(unit, place, want, 107),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_want_that_is_not_ours_any_more_stays_as_it_is(store: Store, name: str) -> None:
    asked_for(store, "T1", now=5)
    with store.unit() as unit:
        (old,) = wants.claim(unit, desk().place, 6, 10, 100)
        wants.claim(unit, desk().place, 106, 10, 100)
    before = rows(store, "wants")
    with store.unit() as unit:
        CHANGES[name](unit, desk().place, old)
    assert rows(store, "wants") == before


def test_each_ticket_has_a_lease_of_its_own(store: Store) -> None:
    """Five tickets of two minutes each: another takes those that nobody began within five. Each is fetched once."""
    names = [f"T{number}" for number in range(5)]
    shown = {name: [created(name)] for name in names}
    slow, other = Slow(tickets=shown), Helpdesk(tickets=shown)
    taken: list[int] = []
    slow.meanwhile = lambda: taken.append(refetch(store, desk(other), slow.now))
    asked_for(store, *names, now=slow.now)
    refetch(store, desk(slow), slow.now, clock=slow.clock)
    assert sorted(slow.calls + other.calls) == [f"fetch {name}" for name in names]
    assert taken == [0, 0, 2]


def test_a_ticket_that_cannot_be_fetched_waits_and_keeps_no_other_from_it(store: Store) -> None:
    class Broken(Helpdesk):
        def fetch(self, ticket: str) -> list[object]:  # type: ignore[override]
            if ticket == "T1":
                raise Unavailable("no answer")
            return [created("T2")]

    here = desk(Broken())
    with store.unit() as unit:
        wants.ask(unit, here.place, ["T1", "T2"], at("2 Mar 10:00"))
    assert refetch(store, here, at("2 Mar 10:01")) == 2
    (left,) = rows(store, "wants")
    assert (left["ticket"], left["error"]) == ("T1", "no answer")
    assert at("2 Mar 10:01") < left["next_at"] <= at("2 Mar 10:02")


def test_deliveries_are_kept_for_thirty_days(store: Store) -> None:
    here = desk(Helpdesk())
    receive(store, here, {}, b"", at("2 Mar 10:00"))
    understand(store, here, at("2 Mar 10:00"))
    with store.unit() as unit:
        assert deliveries.forget(unit, here.place, at("2 Mar 10:00")) == 0
        assert deliveries.forget(unit, here.place, at("2 Mar 10:01")) == 1


def test_an_unsigned_delivery_is_only_a_hint_to_look(store: Store) -> None:
    class Chatty(Helpdesk):
        def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Webhook:
            return Webhook(events=(created("T9", priority="urgent"),))

    for signed in (False, True):
        traits = Traits("Memory", frozenset(MessageKind), frozenset(MessageKind), webhooks=True, signed=signed)
        here = desk(Chatty(traits=traits), tenant=f"signed {signed}")
        receive(store, here, {}, b"", at("2 Mar 10:01"))
        understand(store, here, at("2 Mar 10:01"))
    assert [(row["tenant"], row["ticket"]) for row in rows(store, "events")] == [("signed True", "T9")]
    assert [(row["tenant"], row["ticket"]) for row in rows(store, "wants")] == [("signed False", "T9")]
