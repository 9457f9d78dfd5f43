"""One ticket that cannot be worked out keeps no other from its turn: it waits by itself, and the doctor names it."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from slaclock.app import load_plan, open_app
from slaclock.connectors.protocol import Page, Traits, Webhook
from slaclock.desk import Desk
from slaclock.doctor import doctor
from slaclock.errors import InvalidInput
from slaclock.housekeep import housekeep
from slaclock.ingest import GIVE_UP, ingest, receive, refetch, understand
from slaclock.instant import HOUR, SECOND
from slaclock.policy.load import Config, load_config
from slaclock.poll import poll
from slaclock.rounds import each_desk
from slaclock.store import Store, cursors, wants
from slaclock.tick import tick
from slaclock.timeline.event import TicketEvent
from tests.service.world import CONFIG, Helpdesk, answered, at, created, desk, event, fired, rows
from tests.web.service import ENVIRON, config

NOON = at("10 Mar 12:30")


def fair(**target: str) -> Config:
    """Beside the desk's own rules those of a fair: it is open on 2 and 3 March, and never again."""
    table = copy.deepcopy(CONFIG)
    days = {"2026-03-02": "09:00-17:00", "2026-03-03": "09:00-17:00"}
    table["calendars"]["fair"] = {"timezone": "Europe/Berlin", "hours": {}, "special": days}
    budget = {"default": "6 business hours", **target}
    policy = {"name": "fair", "kind": "customer", "calendar": "fair", "when": {"customer": ["FAIR"]}}
    table["policies"].insert(0, {**policy, "targets": {"resolution": {**budget, "pauses": ["pending"]}}})
    return load_config(table)


def at_the_fair(ticket: str = "F1") -> list[TicketEvent]:
    """Paused until a week after the fair: once the pause is over no open time is left to be used."""
    until = "2026-03-10T09:00:00+01:00"
    pause = event(ticket, "p", "2 Mar 10:20", "paused", reason="vendor", until=until)
    return [created(ticket, customer="FAIR"), answered(ticket, "2 Mar 10:10"), pause]


def lived(store: Store) -> tuple[Desk, Desk]:
    """Two desks, each with a ticket whose warning comes on Tuesday at 12:00; one has a ticket of the fair as well."""
    one = desk(Helpdesk(), config=fair())
    two = replace(one, helpdesk="other")
    ingest(store, one, at_the_fair(), at("2 Mar 10:30"))
    for here in (one, two):
        ingest(store, here, [created("T1", "10 Mar 09:00")], at("10 Mar 08:59"))
        ingest(store, here, [created("T1", "10 Mar 09:00")], at("10 Mar 09:00"))
    return one, two


def ticket(store: Store, name: str) -> dict[str, Any]:
    return next(row for row in rows(store, "tickets") if row["ticket"] == name)


def found(store: Store, here: Desk, now: int) -> dict[str, tuple[str, ...]]:
    return {each.name: each.examples for each in doctor(store, here, now) if each.broken}


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The tickets that the log names."""
    return [vars(record)["ticket"] for record in caplog.records if record.getMessage() == "ticket cannot be read"]


def test_the_others_of_every_desk_fire(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    here = lived(store)
    tick(store, here, NOON)
    warned = {(row["helpdesk"], row["ticket"], row["step"]) for row in rows(store, "firings")}
    assert warned == {("desk", "T1", "first_response 75%"), ("other", "T1", "first_response 75%")}
    row = ticket(store, "F1")
    assert (row["failures"], NOON < row["next_at"] <= NOON + 2 * SECOND) == (1, True)
    assert row["error"].startswith("20.6667 h of open time")
    assert told(caplog) == ["F1"]
    assert next(record.exc_info for record in caplog.records if record.exc_info) is not None


def test_the_doctor_names_it_and_nothing_else(store: Store) -> None:
    one, two = lived(store)
    tick(store, [one, two], NOON)
    assert found(store, one, NOON + HOUR // 2) == {"tickets unreadable": ("F1",)}
    assert found(store, two, NOON + HOUR // 2) == {}


def test_it_is_tried_again_less_and_less_often(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    here = lived(store)
    with caplog.at_level(logging.ERROR):
        for second in range(0, 1200, 5):
            tick(store, here, NOON + second * SECOND)
    assert 7 <= len(told(caplog)) == ticket(store, "F1")["failures"] <= 11
    assert len(fired(store)) == 2


def test_a_fact_that_mends_it_lets_it_go_on_at_once(store: Store) -> None:
    """The pause ended on 2 March: six hours of the fair were used up that Monday at 16:10."""
    one, two = lived(store)
    tick(store, [one, two], NOON)
    ingest(store, one, [event("F1", "r", "2 Mar 10:30", "resumed")], NOON + SECOND)
    row = ticket(store, "F1")
    assert (row["failures"], row["next_at"], row["error"], row["config"]) == (0, 0, None, "1")
    (clock,) = [row for row in rows(store, "clocks") if row["ticket"] == "F1"]
    assert clock["breached_at"] == at("2 Mar 16:10")
    assert found(store, one, NOON + SECOND) == {}


def test_rules_that_mend_it_are_tried_once_it_has_waited(store: Store) -> None:
    one, two = lived(store)
    tick(store, [one, two], NOON)
    mended = replace(one, config=fair(default="10 business minutes"), config_id="2")
    assert housekeep(store, mended, NOON).reread == 1
    assert (ticket(store, "F1")["failures"], ticket(store, "F1")["config"]) == (1, "")
    assert housekeep(store, mended, NOON + 2 * SECOND).reread == 1
    assert (ticket(store, "F1")["failures"], ticket(store, "F1")["config"]) == (0, "2")


def test_under_new_rules_those_sorted_after_it_are_read_all_the_same(store: Store) -> None:
    """Under the old rules nothing of the fair is promised; under the new ones A cannot be worked out."""
    before = desk(Helpdesk())
    ingest(store, before, [*at_the_fair("A"), created("B", "10 Mar 09:00")], NOON)
    after = desk(Helpdesk(), config=fair(), config_id="2")
    assert housekeep(store, after, NOON).reread == 1
    assert [(row["ticket"], row["config"], row["failures"]) for row in rows(store, "tickets")] == [
        ("A", "", 1),
        ("B", "2", 0),
    ]


def test_the_doctor_looks_at_what_nobody_has_tried_to_read(store: Store) -> None:
    ingest(store, desk(Helpdesk()), [*at_the_fair(), answered("F1", "10 Mar 09:10", "b")], NOON)
    assert found(store, desk(Helpdesk(), config=fair()), NOON) == {"cache wrong": ("F1",)}


@dataclass
class Stumble:
    """Something goes wrong as messages are written, so often."""

    left: int

    def __call__(self, point: str) -> None:
        if point == "tick: messages written" and self.left:
            self.left -= 1
            raise ValueError("once more")


def test_a_batch_that_cannot_be_fired_is_fired_ticket_by_ticket(store: Store) -> None:
    """The batch fails, then both tickets together, then the first of them."""
    here = desk(Helpdesk())
    ingest(store, here, [created("A"), created("B")], at("2 Mar 10:01"))
    done = tick(Store(store.database, Stumble(3)), [here], at("2 Mar 13:00"))
    assert (done.fired, [row["ticket"] for row in rows(store, "firings")]) == (1, ["B"])
    assert (ticket(store, "A")["failures"], ticket(store, "B")["failures"]) == (1, 0)
    assert tick(store, [here], at("2 Mar 13:00") + 2 * SECOND).fired == 1


def test_one_desk_that_fails_keeps_no_other_from_its_turn(tmp_path: Path) -> None:
    app = open_app(load_plan(config(tmp_path), ENVIRON))
    seen: list[str] = []

    def turn(here: Desk) -> int:
        seen.append(here.helpdesk)
        raise InvalidInput(f"{here.helpdesk} fails")

    with pytest.raises(InvalidInput, match="desk fails"):
        each_desk(app, turn)
    assert seen == ["desk", "shop"]
    app.close()


def full(point: str) -> None:
    if point == "commit":
        raise OSError("no space left on device")


def test_a_store_that_cannot_be_written_ends_the_round(store: Store) -> None:
    here = lived(store)
    with pytest.raises(OSError, match="no space left"):
        tick(Store(store.database, full), here, NOON)
    assert fired(store) == []
    assert ticket(store, "F1")["failures"] == 0


@contextmanager
def narrow(store: Store) -> Generator[None]:
    """A database that takes no two clocks of one metric that start at one instant: the second ticket fails."""
    with store.unit() as unit:
        unit.connection.execute(text("CREATE UNIQUE INDEX narrow ON clocks (metric, started_at)"))
    yield
    with store.unit() as unit:
        unit.connection.execute(text("DROP INDEX narrow"))


class Told(Helpdesk):
    """Signs its deliveries; they hold the facts themselves."""

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Webhook:
        return Webhook(events=tuple(map(TicketEvent.from_mapping, json.loads(body))))


def telling() -> Told:
    return Told(traits=Traits("Told", frozenset(), frozenset(), webhooks=True, signed=True))


def deliver(store: Store, here: Desk, *events: TicketEvent) -> None:
    receive(store, here, {}, json.dumps([each.as_mapping() for each in events]).encode(), NOON)


def deliveries(store: Store) -> list[tuple[str, int]]:
    found = sorted(rows(store, "deliveries"), key=lambda row: row["id"])
    return [(row["state"], row["attempts"]) for row in found]


def test_a_delivery_that_the_store_refuses_keeps_no_other_from_being_read(store: Store) -> None:
    here = desk(telling())
    ingest(store, here, [created("A")], NOON)
    for event_ in (created("B"), created("C", "2 Mar 10:01")):
        deliver(store, here, event_)
    with narrow(store):
        understand(store, here, NOON)
        assert deliveries(store) == [("waiting", 1), ("done", 0)]
        for hour in range(1, 40):
            understand(store, here, NOON + hour * HOUR)
        assert deliveries(store) == [("failed", GIVE_UP - 1), ("done", 0)]
    (failed,) = [row for row in rows(store, "deliveries") if row["state"] == "failed"]
    assert failed["error"].startswith(IntegrityError.__name__)
    assert "2026" not in failed["error"]


def test_a_ticket_that_the_store_refuses_keeps_no_other_from_being_fetched(store: Store) -> None:
    here = desk(Helpdesk(tickets={"B": [created("B")], "C": [created("C", "2 Mar 10:01")]}))
    ingest(store, here, [created("A")], NOON)
    with store.unit() as unit:
        wants.ask(unit, here.place, ["B", "C"], NOON)
    with narrow(store):
        assert refetch(store, here, NOON) == 2
        (left,) = rows(store, "wants")
        assert (left["ticket"], left["attempts"], NOON < left["next_at"] <= NOON + 2 * SECOND) == ("B", 1, True)
    refetch(store, here, NOON + 2 * SECOND)
    assert {row["ticket"] for row in rows(store, "clocks")} == {"A", "B", "C"}


def test_a_page_that_the_store_refuses_is_fetched_ticket_by_ticket(store: Store) -> None:
    page = Page("7", ("D",), (created("B"), created("C", "2 Mar 10:01")))
    here = desk(Helpdesk(pages={None: page}))
    ingest(store, here, [created("A")], NOON)
    with narrow(store):
        assert poll(store, here, NOON) == 1
    assert [row["ticket"] for row in rows(store, "wants")] == ["B", "C", "D"]
    with store.reading() as unit:
        cursor = cursors.find(unit, here.place)
    assert cursor is not None
    assert cursor["cursor"] == "7"


LONG = "x" * 501


@pytest.mark.parametrize(
    "event_",
    [created(LONG), event("A", LONG, "2 Mar 10:01", "deleted"), event("A", "m", "2 Mar 10:01", "merged", into=LONG)],
)
def test_a_name_that_no_index_can_hold_is_refused_in_a_sentence(store: Store, event_: TicketEvent) -> None:
    here = desk(telling())
    deliver(store, here, event_)
    deliver(store, here, created("A"))
    understand(store, here, NOON)
    assert deliveries(store) == [("failed", 0), ("done", 0)]
    (failed,) = [row for row in rows(store, "deliveries") if row["state"] == "failed"]
    assert failed["error"] == f"'{'x' * 58}…: 501 bytes; a name has at most 500"


def test_a_name_of_just_five_hundred_bytes_is_one(store: Store) -> None:
    ingest(store, desk(), [created("ü" * 250)], NOON)
    assert [row["ticket"] for row in rows(store, "tickets")] == ["ü" * 250]


def test_a_page_with_such_a_name_is_read_without_it(store: Store) -> None:
    here = desk(Helpdesk(pages={None: Page("7", (LONG, "B"), (created(LONG), created("C")))}))
    assert poll(store, here, NOON) == 1
    assert [row["ticket"] for row in rows(store, "wants")] == ["B", "C"]


def test_a_hint_at_such_a_name_is_left_for_a_person(store: Store) -> None:
    here = desk(Helpdesk())
    receive(store, here, {}, LONG.encode(), NOON)
    understand(store, here, NOON)
    assert (deliveries(store), rows(store, "wants")) == ([("failed", 0)], [])


def test_a_timeline_with_such_a_name_waits(store: Store) -> None:
    here = desk(Helpdesk(tickets={"A": [created("A"), event("A", LONG, "2 Mar 10:01", "deleted")]}))
    with store.unit() as unit:
        wants.ask(unit, here.place, ["A"], NOON)
    refetch(store, here, NOON)
    (left,) = rows(store, "wants")
    assert (left["attempts"], left["error"]) == (1, f"'{'x' * 58}…: 501 bytes; a name has at most 500")
