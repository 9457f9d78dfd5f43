from __future__ import annotations

from slaclock.housekeep import erase, housekeep
from slaclock.ingest import ingest, receive, refetch, understand
from slaclock.instant import DAY, MINUTE
from slaclock.store import Store
from slaclock.sync import sync
from slaclock.tick import tick
from tests.service.world import Helpdesk, People, answered, at, created, desk, rows

TABLES = ("events", "tickets", "clocks", "timers", "firings", "outbox", "deliveries", "wants", "buckets", "cursors")


def of(store: Store, tenant: str) -> dict[str, list[dict[str, object]]]:
    return {name: [row for row in rows(store, name) if row["tenant"] == tenant] for name in TABLES}


def test_what_one_tenant_does_changes_no_row_of_another(store: Store) -> None:
    """The same helpdesk name, ticket and event ids, as they come from two installations of one product."""
    mine, theirs = (desk(Helpdesk(tickets={"T1": [created()]}), tenant=name) for name in ("mine", "theirs"))
    for here in (mine, theirs):
        ingest(store, here, [created(requester="r1")], at("2 Mar 10:01"))
        receive(store, here, {}, b"T1", at("2 Mar 10:02"), key="d1")
    before = of(store, "theirs")
    understand(store, mine, at("2 Mar 10:03"))
    refetch(store, mine, at("2 Mar 10:03"))
    ingest(store, mine, [answered("T1", "2 Mar 10:05")], at("2 Mar 10:06"))
    tick(store, [mine], at("3 Mar 14:00"))
    sync(store, mine, lambda: at("3 Mar 14:00"))
    erase(store, mine, "r1", at("3 Mar 14:00"))
    housekeep(store, mine, at("3 Mar 14:00") + 100 * DAY)
    assert of(store, "theirs") == before
    assert of(store, "mine") != {**before}


def test_one_tick_serves_many_tenants_each_with_its_own_rules(store: Store) -> None:
    mine, theirs = (desk(Helpdesk(), People(), tenant=name) for name in ("mine", "theirs"))
    for here in (mine, theirs):
        ingest(store, here, [created()], at("2 Mar 10:01"))
    assert tick(store, [mine, theirs], at("2 Mar 13:00")).fired == 2
    sync(store, mine, lambda: at("2 Mar 13:00") + MINUTE)
    assert {row["state"] for row in rows(store, "outbox") if row["tenant"] == "theirs"} == {"waiting"}
    assert {row["state"] for row in rows(store, "outbox") if row["tenant"] == "mine"} == {"sent"}
