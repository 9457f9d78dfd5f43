from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Event

import pytest

from slaclock.connectors.protocol import Webhook
from slaclock.errors import InvalidInput
from slaclock.housekeep import erase, housekeep
from slaclock.ingest import ingest, receive, take_in, understand
from slaclock.instant import DAY, MINUTE
from slaclock.policy.load import load_config
from slaclock.store import Store
from slaclock.sync import sync
from slaclock.tick import tick
from tests.service.world import CONFIG, Helpdesk, answered, armed, at, created, desk, event, rows

NOW = at("2 Mar 10:01")


def test_old_deliveries_and_settled_messages_go(store: Store) -> None:
    here = desk(Helpdesk())
    receive(store, here, {}, b"", NOW)
    understand(store, here, NOW)
    ingest(store, here, [created()], NOW)
    tick(store, [here], at("2 Mar 13:00"))
    sync(store, here, lambda: at("2 Mar 13:00"))
    assert housekeep(store, here, NOW + 29 * DAY).deliveries == 0
    assert housekeep(store, here, NOW + 31 * DAY).deliveries == 1
    assert housekeep(store, here, NOW + 91 * DAY).messages == 2
    assert [row["kind"] for row in rows(store, "outbox")] == ["due_date"]  # what the helpdesk shows is remembered
    ingest(store, here, [answered("T1", "2 Mar 14:30")], NOW + 91 * DAY)
    assert housekeep(store, here, NOW + 91 * DAY).deliveries == 0


def test_another_configuration_moves_every_timer(store: Store) -> None:
    ingest(store, desk(Helpdesk()), [created("A"), created("B")], NOW)
    stricter = json.loads(json.dumps(CONFIG))
    stricter["policies"][0]["targets"]["first_response"]["default"] = "2 business hours"
    after = desk(Helpdesk(), config=load_config(stricter), config_id="2")
    assert housekeep(store, after, NOW + MINUTE).reread == 2
    assert {when for step, when in armed(store) if step == "first_response at breach"} == {at("2 Mar 12:00")}
    assert housekeep(store, after, NOW + MINUTE).reread == 0


def test_a_ticket_of_a_long_life_is_planned_anew(store: Store) -> None:
    """Eleven hundred clocks go at once, and as many come."""
    before, after = json.loads(json.dumps(CONFIG)), json.loads(json.dumps(CONFIG))
    for rules in (before, after):
        rules["policies"][0]["targets"] = {"next_response": {"default": "4 business hours"}}
        rules["policies"][0]["escalations"] = []
    after["policies"][0]["name"] = "renamed"
    asked = [
        event("A", f"{author} {number}", f"2 Mar {10 + number // 60}:{number % 60:02}", "message", **said)
        for number in range(360)
        for author, said in (("q", {"author": "customer", "public": True}), ("r", {"author": "agent", "public": True}))
    ]
    ingest(store, desk(config=load_config(before)), [created("A"), *asked, created("B")], at("2 Mar 17:00"))
    stood = len(rows(store, "clocks"))
    assert housekeep(store, desk(config=load_config(after), config_id="2"), at("2 Mar 17:01")).reread == 2
    assert {row["policy"] for row in rows(store, "clocks")} == {"renamed"}
    assert len(rows(store, "clocks")) == stood


def test_a_requester_is_forgotten_and_no_replay_brings_the_name_back(store: Store) -> None:
    here = desk(Helpdesk())
    name = 'Zoë "Z" 100%'
    ingest(store, here, [created("A", requester=name), created("B", requester="somebody")], NOW)
    receive(store, here, {}, json.dumps({"from": name}).encode(), NOW)
    understand(store, here, NOW)
    before = rows(store, "clocks"), rows(store, "timers", "version", "id")
    assert erase(store, here, name, NOW) == 1
    assert (rows(store, "clocks"), rows(store, "timers", "version", "id")) == before
    assert ingest(store, here, [created("A", requester=name)], NOW).new == 0
    ingest(store, here, [created("C", requester=name)], NOW)
    left = repr([rows(store, table) for table in ("events", "tickets", "conflicts", "deliveries", "outbox", "timers")])
    assert "Zo" not in left
    assert "somebody" in left
    assert rows(store, "conflicts") == []


@pytest.mark.parametrize("name", ["", " ", "\t\n"])
def test_nobody_is_no_requester_to_forget(store: Store, name: str) -> None:
    here = desk(Helpdesk())
    receive(store, here, {}, b"", NOW)
    understand(store, here, NOW)
    with pytest.raises(InvalidInput, match="the requester's name is empty"):
        erase(store, here, name, NOW)
    assert len(rows(store, "deliveries")) == 1


def test_a_fact_that_is_being_stored_while_its_requester_is_forgotten_does_not_keep_the_name(store: Store) -> None:
    """On SQLite one waits for the other; on PostgreSQL neither sees what the other has not committed."""
    here, buried = desk(Helpdesk()), Event()
    ingest(store, here, [created("A", requester="somebody")], NOW)
    watched = Store(store.database, lambda point: buried.set() if point == "committed" else None)
    with ThreadPoolExecutor(1) as other:
        with store.unit() as unit:
            take_in(unit, here, [created("B", requester="somebody")], NOW)
            erased = other.submit(erase, watched, here, "somebody", NOW)
            assert not unit.postgres or buried.wait(20)
        assert erased.result(20) == 2
    assert "somebody" not in repr([rows(store, table) for table in ("events", "tickets", "conflicts", "outbox")])


def test_a_delivery_that_waited_while_its_requester_was_forgotten_does_not_keep_the_name(store: Store) -> None:
    @dataclass
    class Told(Helpdesk):
        def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Webhook:
            return Webhook(events=(created("A" if body == b"1" else "B", requester=body.decode()),))

    here = desk(Told(traits=replace(Helpdesk().traits, signed=True)))
    for body in (b"1", b"2"):
        receive(store, here, {}, body, NOW)
    erase(store, here, "1", NOW)
    understand(store, here, NOW)
    assert [row["body"] for row in rows(store, "deliveries")] == ["2"]
    assert [row["ticket"] for row in rows(store, "events")] == ["A", "B"]
    receive(store, here, {}, b"1", NOW)
    understand(store, here, NOW)
    assert [row["body"] for row in rows(store, "deliveries")] == ["2"]
