"""tick: one pass over the timers that are due. Each step fires once, whoever is killed when and however often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slaclock.actions import step_rows
from slaclock.desk import Desk
from slaclock.planning import reread
from slaclock.store import Store, Unit, firings, outbox, timers
from slaclock.store.place import Place

BATCH = 100
FEW = 25
"""So many tickets are read anew in one transaction."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a pass did: timers taken up, steps fired, messages written, tickets read anew."""

    claimed: int = 0
    fired: int = 0
    messages: int = 0
    reread: int = 0

    def __add__(self, other: Ticked) -> Ticked:
        """Two passes together."""
        return Ticked(
            self.claimed + other.claimed,
            self.fired + other.fired,
            self.messages + other.messages,
            self.reread + other.reread,
        )


def tick(store: Store, desks: Iterable[Desk], now: int, *, batch: int = BATCH, passes: int = 100) -> Ticked:
    """Fire everything that is due, the oldest first, a batch a transaction.

    Ends when nothing is due, or after so many passes: whoever called comes back anyway.
    """
    at = {desk.place: desk for desk in desks}
    done = Ticked()
    for _ in range(passes if at else 0):
        found, stale = _pass(store, at, now, batch)
        done += found
        for place, tickets in stale.items():
            for few in (tickets[first : first + FEW] for first in range(0, len(tickets), FEW)):
                done += _read_and_fire(store, at[place], few, now)
        if found.claimed < batch and not stale:
            break
    return done


def next_due(store: Store, desks: Iterable[Desk]) -> int | None:
    """When the next timer is due, so that a worker can be there in time; None without timers."""
    with store.reading() as unit:
        return timers.next_at(unit, [desk.place for desk in desks])


def _pass(store: Store, desks: Mapping[Place, Desk], now: int, batch: int) -> tuple[Ticked, dict[Place, list[str]]]:
    """Claim a batch and fire it, all or nothing; answers as well with the tickets that have to be read anew first."""
    with store.unit() as unit:
        due = timers.claim(unit, list(desks), now, batch)
        unit.fault("tick: claimed")
        old = {(_place(row), row["ticket"]) for row in due if _has_to_be_read(row)}
        ready = [row for row in due if (_place(row), row["ticket"]) not in old]
        fired = _fire(unit, desks, ready, now)
    stale = {place: sorted(ticket for where, ticket in old if where == place) for place in sorted({p for p, _ in old})}
    return Ticked(len(due), *fired), stale


def _has_to_be_read(row: Mapping[str, Any]) -> bool:
    """A look; a repeat, whose turn it is depends on the hour; a plan older than what is known of its ticket."""
    return bool(row["kind"] == timers.LOOK or row["repeats"] or row["version"] != row["stands"])


def _read_and_fire(store: Store, desk: Desk, tickets: Sequence[str], now: int) -> Ticked:
    """Read some tickets anew and fire what is due of them then.

    A transaction of its own: tickets are locked in one order by everybody, and these may bring merged ones along.
    """
    with store.unit() as unit:
        reread(unit, desk, tickets, now, fresh=False)
        unit.fault("tick: read anew")
        due = [row for ticket in tickets for row in timers.of(unit, desk.place, ticket) if row["at"] <= now]
        fired = _fire(unit, {desk.place: desk}, [row for row in due if row["kind"] == timers.STEP], now)
    return Ticked(0, *fired, len(tickets))


def _fire(unit: Unit, desks: Mapping[Place, Desk], ready: Sequence[Mapping[str, Any]], now: int) -> tuple[int, int]:
    """Record steps as fired, and write the messages of those that were not fired before."""
    told = {_key(row): row["told"] for row in ready}
    fired: list[dict[str, Any]] = []
    for since in sorted({desk.since for desk in desks.values()}):
        ids = [row["id"] for row in ready if desks[_place(row)].since == since]
        fired += firings.fire(unit, ids, now, since)
    unit.fault("tick: fired")
    loud = sorted((row for row in fired if not row["muted"]), key=lambda row: (row["due_at"], *map(str, _key(row))))
    messages = [message for row in loud for message in step_rows(_place(row), row, told[_key(row)], now)]
    outbox.post(unit, messages)
    unit.fault("tick: messages written")
    timers.drop(unit, [row["id"] for row in ready])
    unit.fault("tick: timers dropped")
    return len(fired), len(messages)


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (row["tenant"], row["helpdesk"], *(row[name] for name in firings.KEY))


def _place(row: Mapping[str, Any]) -> Place:
    return Place(row["tenant"], row["helpdesk"])
