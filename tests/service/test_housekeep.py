from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from slaclock.connectors.protocol import Webhook
from slaclock.housekeep import erase, housekeep
from slaclock.ingest import ingest, receive, understand
from slaclock.instant import DAY, MINUTE
from slaclock.policy.load import load_config
from slaclock.store import Store
from slaclock.sync import sync
from slaclock.tick import tick
from tests.service.world import CONFIG, Helpdesk, answered, armed, at, created, desk, rows

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
