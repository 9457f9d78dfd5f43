"""Several workers on one store: nobody waits in a ring, nothing is lost, nothing happens twice."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise

from slaclock.doctor import doctor
from slaclock.ingest import ingest, receive, refetch, understand
from slaclock.instant import MINUTE, SECOND
from slaclock.store import Store
from slaclock.store.buckets import Quota
from slaclock.sync import sync
from slaclock.tick import tick
from tests.service.world import Helpdesk, People, answered, at, created, desk, event, rows

MANY = Quota(per_minute=100_000, burst=10_000, reserve=0)
NOON = at("2 Mar 12:00")


def test_telling_ticking_and_sending_at_once(store: Store) -> None:
    """Two tell facts (merges in both directions among them), two tick, two send; afterwards the store is in order."""
    helpdesk, people = Helpdesk(), People()
    here = desk(helpdesk, people, quota=MANY)
    names = [f"T{number}" for number in range(12)]
    ingest(store, here, [created(name) for name in names], at("2 Mar 10:01"))

    def tell(turn: int) -> None:
        for one, other in pairwise(names if turn % 2 else names[::-1]):
            merged = event(one, "m", "2 Mar 10:40", "merged", into=other) if one < other and turn == 1 else None
            told = [event(one, f"p{turn}", "2 Mar 10:30", "priority", to="urgent"), answered(other, number=f"a{turn}")]
            ingest(store, here, [*told, merged] if merged else told, NOON)

    def ring() -> None:
        for minute in range(10):
            tick(store, [here], NOON + minute * MINUTE, batch=3)

    def send() -> None:
        for second in range(10):
            sync(store, here, lambda second=second: NOON + 10 * MINUTE + second * SECOND, limit=5)  # type: ignore[misc]

    with ThreadPoolExecutor(6) as workers:
        running: list[Future[None]] = []
        for turn in (1, 2):
            running += [workers.submit(tell, turn), workers.submit(ring), workers.submit(send)]
        for each in running:
            each.result()
    tick(store, [here], NOON + 10 * MINUTE)
    sync(store, here, lambda: NOON + 20 * MINUTE)
    assert [each for each in doctor(store, here, NOON + 20 * MINUTE) if each.broken] == []
    ids = [message.id for message in helpdesk.took] + [notice.id for notice in people.told]
    assert len(ids) == len(set(ids)) > 0


def test_of_one_ticket_messages_leave_in_order_whoever_sends_them(store: Store) -> None:
    helpdesk = Helpdesk()
    here = desk(helpdesk, quota=MANY)
    names = [f"T{number}" for number in range(15)]
    ingest(store, here, [created(name) for name in names], at("2 Mar 10:01"))
    tick(store, [here], at("2 Mar 14:00"))
    with ThreadPoolExecutor(4) as workers:
        for done in [workers.submit(sync, store, here, lambda: at("2 Mar 14:00"), limit=4) for _ in range(24)]:
            done.result()
    sync(store, here, lambda: at("2 Mar 14:00") + SECOND)
    for name in names:
        kinds = [message.kind.value for message in helpdesk.took if message.ticket == name]
        assert kinds == ["due_date", "tag", "priority", "note"]


def test_deliveries_and_fetches_are_shared(store: Store) -> None:
    helpdesk = Helpdesk(tickets={f"T{number}": [created(f"T{number}")] for number in range(20)})
    here = desk(helpdesk, quota=MANY)
    for name in helpdesk.tickets:
        receive(store, here, {}, name.encode(), NOON)
    with ThreadPoolExecutor(4) as workers:
        for work in (understand, refetch):
            done = [workers.submit(work, store, here, NOON, 3) for _ in range(12)]
            assert sum(each.result() for each in done) == 20
    assert len(helpdesk.calls) == 20
    assert len({row["ticket"] for row in rows(store, "timers")}) == 20
