"""Whoever is killed wherever: what was said to be stored is stored, and starting again comes to the same end."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from slaclock.connectors.protocol import Page
from slaclock.desk import Desk
from slaclock.ingest import ingest, receive, refetch, understand
from slaclock.instant import MINUTE
from slaclock.poll import poll
from slaclock.store import Store
from slaclock.tick import tick
from tests.service.world import Crash, CrashAt, Helpdesk, answered, at, created, desk, event, rows

TABLES = ("events", "tickets", "clocks", "timers", "firings", "outbox", "wants", "merges")
NUMBERED = ("id", "read_at", "stored_at", "created_at", "next_at", "seen_at", "asked_at", "attempts", "received_at")
"""What may differ: row numbers, and when something was done."""


def told(store: Store) -> dict[str, list[dict[str, Any]]]:
    return {name: rows(store, name, *NUMBERED) for name in TABLES}


def killed_everywhere(store: Store, step: Callable[[Store], object]) -> list[str]:
    """Do one thing, killed at its first place, then at its second, and so on until it comes through."""
    points: list[str] = []
    for number in itertools.count(1):
        crash = CrashAt(number)
        try:
            step(Store(store.database, crash))
        except Crash:
            points += crash.seen[-1:]
            continue
        break
    return points


STORY = [
    [created("A"), created("B", "2 Mar 10:20")],
    [event("A", "p", "2 Mar 10:30", "priority", to="urgent")],
    [event("A", "m", "2 Mar 10:40", "merged", into="B"), answered("B", "2 Mar 10:45")],
]


def test_ingest_killed_at_every_statement(store: Store) -> None:
    here = desk(Helpdesk())
    points: set[str] = set()
    for number, events in enumerate(STORY):
        now = at("2 Mar 10:50") + number * MINUTE
        points.update(killed_everywhere(store, lambda store, e=events, n=now: ingest(store, here, e, n)))  # type: ignore[misc]
    assert points >= {"insert events", "select", "commit", "committed", "ingest: events stored", "reread: timers put"}
    kept = told(store)
    for number, events in enumerate(STORY):
        ingest(store, here, events, at("2 Mar 10:50") + number * MINUTE)
    assert told(store) == kept
    assert len(kept["events"]) == 5


def test_tick_killed_at_every_statement_fires_once(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created("A"), created("B")], at("2 Mar 10:01"))
    points: list[str] = []
    for time in ("2 Mar 13:00", "2 Mar 14:00", "2 Mar 15:00", "3 Mar 09:30"):
        points += killed_everywhere(store, lambda store, time=time: tick(store, [here], at(time)))  # type: ignore[misc]
    assert set(points) >= {"tick: claimed", "tick: fired", "tick: messages written", "tick: timers dropped"}
    keys = [(row["ticket"], row["step"], row["repeat"]) for row in rows(store, "firings")]
    assert len(keys) == len(set(keys)) == 8
    messages = [row["cause"] for row in rows(store, "outbox") if row["rank"] == 0]
    assert len(messages) == 2 * (2 + 2 + 1 + 1)


def test_from_a_delivery_to_a_timer_killed_at_every_step(store: Store) -> None:
    helpdesk = Helpdesk(tickets={"T1": [created()]})
    here = desk(helpdesk)
    killed_everywhere(store, lambda store: receive(store, here, {}, b"T1", at("2 Mar 10:01"), key="d"))
    assert len(rows(store, "deliveries")) == 1
    now = at("2 Mar 10:01")
    for work in (understand, refetch):
        for number in range(1, 200):
            now += 6 * MINUTE  # what a killed worker had taken up comes back after a while
            try:
                work(Store(store.database, CrashAt(number)), here, now)
            except Crash:
                continue
            break
    work_left = [row for row in rows(store, "deliveries") if row["state"] == "waiting"] + rows(store, "wants")
    assert work_left == []
    assert {row["kind"] for row in rows(store, "timers")} == {"step", "look"}


def test_a_poll_killed_anywhere_reads_every_page(store: Store) -> None:
    pages = {None: Page("1", ("A",), (), True), "1": Page("2", ("B",), (created("C"),)), "2": Page("2")}
    here: Desk = desk(Helpdesk(pages=pages))
    now = at("2 Mar 10:01")
    for number in range(1, 200):
        now += 6 * MINUTE
        try:
            poll(Store(store.database, CrashAt(number)), here, now)
        except Crash:
            continue
    (cursor,) = rows(store, "cursors")
    assert cursor["cursor"] == "2"
    assert [row["ticket"] for row in rows(store, "wants")] == ["A", "B"]
    assert [row["ticket"] for row in rows(store, "events")] == ["C"]
