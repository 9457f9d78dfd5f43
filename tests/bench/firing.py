"""tick beside the bare driver on SQLite and PostgreSQL: claim, fire, post and commit, a hundred timers at a time."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter_ns, thread_time_ns
from typing import Any

from sqlalchemy import select, text

from slaclock.store import Store
from slaclock.store.tables import firings, outbox
from slaclock.tick import tick
from tests.bench.armed import NOW, Armed, fill
from tests.bench.bare import BATCH, BarePostgres, BareSqlite
from tests.bench.goals import Goals
from tests.bench.measure import number, table

BATCHES = 10
"""A sample: so many batches of a hundred timers."""
BARE, OURS = "the bare driver", "slaclock tick"
CROWDED = "among those that wait"
STREWN, STREWN_CROWDED = "random ticket ids, alone", "random ticket ids, among those that wait"
CPU, TIME = 0, 1
Spent = Callable[[], int]


@dataclass
class Racer:
    """One way to fire a sample of timers, the CPU it takes (its server's too), and what it took so far."""

    fire: Callable[[], int]
    cpu: Spent
    samples: list[tuple[float, float]] = field(default_factory=list)

    def run(self) -> None:
        gc.collect()
        cpu, wall = self.cpu(), perf_counter_ns()
        count = self.fire()
        self.samples.append(((self.cpu() - cpu) / count, (perf_counter_ns() - wall) / count))
        if count != BATCHES * BATCH:
            raise RuntimeError(f"fired {count} timers of a sample instead of {BATCHES * BATCH}")


def run(goals: Goals, rounds: int, waiting: int) -> None:
    """One table a database."""
    with TemporaryDirectory() as folder:
        numbers = iter(range(9))
        _race("SQLite", lambda: f"sqlite:///{Path(folder) / str(next(numbers))}.db", goals, rounds, waiting, 0.40)
    from tests.databases import started

    cluster = started()
    if cluster is None:
        print("no PostgreSQL server is installed: not measured (Debian and Ubuntu: apt-get install postgresql)")
        return
    print()
    _race("PostgreSQL", cluster.copy, goals, rounds, waiting, 0.50)


def _race(name: str, place: Callable[[], str], goals: Goals, rounds: int, waiting: int, goal: float) -> None:
    due = (rounds + 1) * BATCHES * BATCH
    stores = {
        BARE: fill(place(), due, 0),
        OURS: fill(place(), due, 0),
        CROWDED: fill(place(), due, waiting),
        STREWN: fill(place(), due, 0, strewn=True),
        STREWN_CROWDED: fill(place(), due, waiting, strewn=True),
    }
    racers = {each: (_bare if each == BARE else _ours)(armed) for each, armed in stores.items()}
    for each in range(rounds + 1):
        for racer in racers.values():
            racer.run()
            if not each:  # the first is for warming up
                racer.samples.clear()
    differ = _told(stores[BARE].store) != _told(stores[OURS].store)
    for armed in stores.values():
        armed.store.close()
    _print(name, racers, waiting)
    print(f"what tick and the bare driver wrote {'DIFFERS' if differ else 'is the same, row by row'}")
    _judge(goals, name, racers, waiting, goal)


def _print(name: str, racers: Mapping[str, Racer], waiting: int) -> None:
    costs = {each: [number(_cost(racer, which) / 1e3) for which in (CPU, TIME)] for each, racer in racers.items()}
    heads = ["µs of CPU a timer", "µs at its quickest"]
    rates = {
        each: [*costs[each], *(f"{_beside(racers, BARE, each, w):.0%}" for w in (CPU, TIME))] for each in (BARE, OURS)
    }
    print(table(name, [*heads, "rate by CPU", "rate by time"], rates))
    print()
    pairs = ((OURS, OURS), (OURS, CROWDED), (STREWN, STREWN), (STREWN, STREWN_CROWDED))
    crowds = {
        each: [*costs[each], *(f"{_beside(racers, each, alone, w):.2f}" for w in (CPU, TIME))] for alone, each in pairs
    }
    print(table(f"{name}, {waiting:,} waiting", [*heads, "× alone by CPU", "× alone by time"], crowds))


def _judge(goals: Goals, name: str, racers: Mapping[str, Racer], waiting: int, goal: float) -> None:
    for which, by in ((CPU, "CPU"), (TIME, "time")):
        goals.at_least(f"{name}: tick beside the bare driver, by {by}", _beside(racers, BARE, OURS, which), goal)
    for which, by in ((CPU, "CPU"), (TIME, "time")):
        more = _beside(racers, CROWDED, OURS, which)
        goals.at_most(f"{name}: a timer fired among {waiting:,} beside one alone, by {by}", more, 1.2)


def _bare(armed: Armed) -> Racer:
    rival = BareSqlite(armed.url) if armed.url.startswith("sqlite") else BarePostgres(armed.url)
    pid = rival.connection.info.backend_pid if isinstance(rival, BarePostgres) else None
    return Racer(lambda: sum(rival.batch() for _ in range(BATCHES)), _spent(pid))


def _ours(armed: Armed) -> Racer:
    pid = None
    if armed.url.startswith("postgresql"):
        with armed.store.reading() as unit:
            pid = unit.run(text("SELECT pg_backend_pid()")).scalar_one()
    return Racer(lambda: tick(armed.store, [armed.desk], NOW, batch=BATCH, passes=BATCHES).fired, _spent(pid))


def _spent(pid: int | None) -> Spent:
    """CPU of this thread, and of the database's process that serves it, in nanoseconds."""
    if pid is None:
        return thread_time_ns
    served = Path(f"/proc/{pid}/schedstat")
    return lambda: thread_time_ns() + int(served.read_text().split()[0])


def _cost(racer: Racer, which: int) -> float:
    """Of CPU the median of all rounds, of time the quickest."""
    return (min if which == TIME else statistics.median)(sample[which] for sample in racer.samples)


def _beside(racers: Mapping[str, Racer], one: str, other: str, which: int) -> float:
    """What the one takes beside the other: of CPU in the same round, in the median of all; of time at its quickest.

    Whatever else runs on the machine takes no CPU of ours, but it makes us wait, and never less than not at all.
    """
    if which == TIME:
        return _cost(racers[one], TIME) / _cost(racers[other], TIME)
    pairs = zip(racers[one].samples, racers[other].samples, strict=True)
    return statistics.median(a[which] / b[which] for a, b in pairs)


def _told(store: Store) -> list[Mapping[str, Any]]:
    """What was recorded and written, in an order of its own."""
    found = list[Mapping[str, Any]]()
    with store.reading() as unit:
        for each in (firings, outbox):
            query = select(*(column for column in each.columns if column.name != "id"))
            found += sorted(unit.all(query), key=lambda row: (row["ticket"], row.get("cause", "")))
    return found
