"""Stores full of armed timers, filled past slaclock: some that are due, and any number that wait for later."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import psycopg
from sqlalchemy import insert, text

from slaclock.desk import Desk
from slaclock.instant import DAY, MINUTE, SECOND, parse_instant, to_us
from slaclock.policy.load import load_config
from slaclock.store import Store, open_store
from slaclock.store.tables import tickets, timers

NOW = to_us(parse_instant("2026-03-02T12:00:00Z"))
STEPS = 4
FIRST, COHORTS, STRETCH = 100_000, 8, 40_000
POLICY, METRIC = "standard", "first_response"
CONFIG = {
    "calendars": {"always": {"timezone": "UTC", "hours": "always"}},
    "policies": [{"name": POLICY, "calendar": "always", "targets": {METRIC: {"default": "4 hours"}}}],
}


@dataclass(frozen=True)
class Armed:
    """A store at an address with its timers; the desk they belong to."""

    url: str
    store: Store
    desk: Desk


def desk() -> Desk:
    """The desk every timer belongs to."""
    return Desk("bench", "desk", load_config(CONFIG), config_id="1")


def fill(url: str, due: int, waiting: int, *, strewn: bool = False) -> Armed:
    """A store with so many timers due, one each of its ticket, and so many that wait, four each of theirs."""
    store = open_store(url)
    store.migrate()
    names, others = (_strewn if strewn else _numbered)(due, waiting // STEPS)
    _pour(store, tickets, (_ticket(name) for name in [*names, *others]))
    _pour(store, timers, (_timer(name, 0, NOW - MINUTE - place) for place, name in enumerate(names)))
    later = ((name, step) for name in others for step in range(STEPS))
    _pour(store, timers, (_timer(name, step, NOW + DAY + place * SECOND) for place, (name, step) in enumerate(later)))
    _settle(store)
    return Armed(url, store, desk())


def _numbered(due: int, others: int) -> tuple[list[str], list[str]]:
    """Tickets numbered as they come. What is due at one time are tickets of some days: there every third one."""
    mine = [FIRST + place % COHORTS * STRETCH + place // COHORTS * 3 for place in range(due)]
    taken = set(mine)
    rest = (number for number in range(FIRST, FIRST + COHORTS * STRETCH) if number not in taken)
    return list(map(str, mine)), list(map(str, islice(rest, others)))


def _strewn(due: int, others: int) -> tuple[list[str], list[str]]:
    """Tickets with random ids: each timer that is due lies somewhere else among those that wait."""
    names = [f"{number:x}" for number in random.Random(7).sample(range(1 << 40), due + others)]
    return names[:due], names[due:]


def _settle(store: Store) -> None:
    with store.database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if store.database.dialect.name == "postgresql":
            connection.execute(text("VACUUM ANALYZE"))
            connection.execute(text("CHECKPOINT"))
        else:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]


def _pour(store: Store, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    todo = iter(rows)
    if store.database.dialect.name == "postgresql":
        _copy(store, table, todo)
        return
    with store.unit() as unit:
        while many := list(islice(todo, 10_000)):
            unit.run(insert(table), many)


def _copy(store: Store, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows, None)
    if first is None:
        return
    address = store.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    into = f"COPY {table.name} ({', '.join(first)}) FROM STDIN".encode()
    with psycopg.connect(address) as connection, connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in chain([first], rows):
            copy.write_row(tuple(_written(value) for value in row.values()))


def _written(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list) else value


def _ticket(name: str) -> dict[str, Any]:
    row = {"tenant": "bench", "helpdesk": "desk", "ticket": name, "version": 1, "config": "1"}
    state = {"status": "open", "over": False, "due_generation": 0}
    return row | {"seen_at": NOW - DAY, "read_at": NOW - DAY, "created_at": NOW - DAY} | state


def _timer(ticket: str, step: int, at: int) -> dict[str, Any]:
    name = f"{METRIC} {50 + 25 * step}%"
    said = {"ticket": ticket, "policy": POLICY, "metric": METRIC, "cycle": 1, "step": name, "repeat": 1}
    said |= {"due_at": "2026-03-02T11:58:00Z", "deadline": "2026-03-02T12:58:00Z", "priority": "high"}
    said |= {"target": f"{POLICY}/{METRIC}/default", "group": "second line", "assignee": None, "urgent": False}
    return {
        "tenant": "bench",
        "helpdesk": "desk",
        "ticket": ticket,
        "kind": "step",
        "policy": POLICY,
        "metric": METRIC,
        "cycle": 1,
        "step": name,
        "repeat": 1,
        "at": at,
        "due_at": at,
        "version": 1,
        "repeats": False,
        "messages": [["notify", "notify/team-lead", "team-lead", None]],
        "facts": json.dumps(said),
    }
