"""The set of facts decides, not how it arrived: any order, repetition and chunking ends in identical rows."""

from __future__ import annotations

import itertools
import random
import shutil
from pathlib import Path

import pytest

from slaclock.desk import Desk
from slaclock.ingest import ingest
from slaclock.store import Store, open_store
from slaclock.tick import tick
from slaclock.timeline.event import TicketEvent
from tests.service.world import Helpdesk, answered, at, created, desk, event, rows

STORY = [
    created("A"),
    created("B", "2 Mar 10:20"),
    event("A", "p", "2 Mar 10:30", "priority", to="urgent"),
    event("B", "s", "2 Mar 10:35", "status", to="pending"),
    event("A", "m", "2 Mar 10:40", "merged", into="B"),
    event("B", "q", "2 Mar 10:50", "message", author="customer", public=True),
    answered("A", "2 Mar 10:55"),
]
NOW = at("2 Mar 11:00")


def outcome(store: Store) -> tuple[object, ...]:
    clocks = rows(store, "clocks")
    timers = rows(store, "timers", "id", "version")
    tickets = rows(store, "tickets", "version", "due_generation", "seen_at", "read_at")
    for row in tickets:
        if row["over"]:
            row.pop("due_at")  # the helpdesk keeps the last one it was told
    return clocks, timers, tickets


def played(store: Store, here: Desk, chunks: list[list[TicketEvent]]) -> tuple[object, ...]:
    for chunk in chunks:
        ingest(store, here, chunk, NOW)
    return outcome(store)


def test_many_orders_of_five_facts(store: Store) -> None:
    """Every third of the 120 orders, each told one by one to tickets of their own tenant in one store."""
    results = []
    for number, order in enumerate([*itertools.permutations(STORY[:5])][::3]):
        here = desk(Helpdesk(), tenant=f"t{number}")
        for told in order:
            ingest(store, here, [told], NOW)
    for name in ("clocks", "timers"):
        of: dict[str, list[object]] = {}
        for row in rows(store, name, "id", "version"):
            tenant = row.pop("tenant")
            # a step says whose it is
            of.setdefault(tenant, []).append({key: str(each).replace(f'"{tenant}"', "") for key, each in row.items()})
        results.append(of)
    for of in results:
        assert len(of) == 40
        first = of["t0"]
        assert all(found == first for found in of.values())


@pytest.mark.parametrize("seed", range(8))
def test_orders_repetitions_and_chunks_drawn_by_lot(
    store: Store, sqlite_template: Path, tmp_path: Path, seed: int
) -> None:
    shutil.copy(sqlite_template, tmp_path / "straight.db")
    straight = open_store(f"sqlite:///{tmp_path / 'straight.db'}")
    here = desk(Helpdesk())
    wanted = played(straight, here, [STORY])
    straight.close()
    lot = random.Random(seed)
    told = STORY + lot.sample(STORY, 4)
    lot.shuffle(told)
    chunks = []
    while told:
        size = lot.randint(1, 3)
        chunks.append(told[:size])
        told = told[size:]
    assert played(store, here, chunks) == wanted


def test_a_late_fact_takes_back_what_has_not_fired_and_leaves_what_has(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created()], at("2 Mar 10:01"))
    tick(store, [here], at("2 Mar 13:30"))
    ingest(store, here, [answered("T1", "2 Mar 10:30")], at("2 Mar 13:31"))
    assert [row["step"] for row in rows(store, "firings")] == ["first_response 75%"]
    tick(store, [here], at("3 Mar 12:00"))
    assert len(rows(store, "firings")) == 1
    met = {row["metric"]: row["outcome"] for row in rows(store, "clocks")}
    assert met["first_response"] == "met"


def test_a_clock_that_goes_backwards_unfires_and_refires_nothing(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created()], at("2 Mar 10:01"))
    tick(store, [here], at("2 Mar 14:30"))
    before = rows(store, "firings"), rows(store, "outbox")
    tick(store, [here], at("2 Mar 12:00"))
    ingest(store, here, [event("T1", "t", "2 Mar 11:00", "tags", add=["vip"])], at("2 Mar 12:00"))
    tick(store, [here], at("2 Mar 14:30"))
    assert (rows(store, "firings"), rows(store, "outbox")) == before
