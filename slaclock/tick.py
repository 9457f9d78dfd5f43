"""tick: one pass over the timers that are due. Each step fires once, whoever is killed when and however often."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from slaclock.actions import step_row, told_promise
from slaclock.apart import apart
from slaclock.desk import Desk
from slaclock.ledger import record
from slaclock.planning import reread
from slaclock.store import Store, Unit, firings, outbox, timers

Timer = Any
"""A claimed row of the timers, its columns by name."""

BATCH = 100
FEW = 25
"""So many tickets are read anew in one transaction."""

_LOG = logging.getLogger("slaclock.tick")


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
    """Fire everything that is due, of each desk the oldest first, a batch a transaction.

    Ends when nothing is due, or after so many passes: whoever called comes back anyway.
    """
    done = Ticked()
    for desk in desks:
        due = next_due(store, [desk])
        for _ in range(passes if due is not None and due <= now else 0):
            found, stale = _claimed(store, desk, now, batch)
            done += found
            for first in range(0, len(stale), FEW):
                work = partial(_read_and_fire, store, desk, now=now)
                done = sum(apart(store, desk, stale[first : first + FEW], now, work), done)
            if found.claimed < batch and not stale:
                break
    return done


def next_due(store: Store, desks: Iterable[Desk]) -> int | None:
    """When the next timer is due, so that a worker can be there in time; None without timers."""
    with store.reading() as unit:
        found = [timers.next_at(unit, desk.place) for desk in desks]
    return min((at for at in found if at is not None), default=None)


def _claimed(store: Store, desk: Desk, now: int, batch: int) -> tuple[Ticked, Sequence[str]]:
    """One pass; where it fails nothing of the batch has fired, and each of its tickets is to be read anew."""
    try:
        return _pass(store, desk, now, batch)
    except Exception:  # noqa: BLE001 - one step must not keep the others from firing
        _LOG.exception("batch cannot be fired", extra={"helpdesk": desk.helpdesk})
        with store.unit() as unit:
            due = timers.claim(unit, desk.place, now, batch)
        return Ticked(len(due)), sorted({row.ticket for row in due})


def _pass(store: Store, desk: Desk, now: int, batch: int) -> tuple[Ticked, list[str]]:
    """Claim a batch and fire it, all or nothing; answers as well with the tickets that have to be read anew first."""
    with store.unit() as unit:
        due = timers.claim(unit, desk.place, now, batch)
        unit.fault("tick: claimed")
        stale = {row.ticket for row in due if _has_to_be_read(desk, row)}
        fired = _fire(unit, desk, [row for row in due if row.ticket not in stale] if stale else due, now)
    return Ticked(len(due), *fired), sorted(stale)


def _has_to_be_read(desk: Desk, row: Timer) -> bool:
    """A look; a repeat, whose turn depends on the hour; a plan older than what is known, or made under other rules."""
    planned = row.version == row.stands and row.config == desk.config_id
    return bool(not planned or row.repeats or row.kind == timers.LOOK)


def _read_and_fire(store: Store, desk: Desk, tickets: Sequence[str], now: int) -> Ticked:
    """Read some tickets anew and fire what is due of them then.

    A transaction of its own: tickets are locked in one order by everybody, and these may bring merged ones along.
    """
    with store.unit() as unit:
        reread(unit, desk, tickets, now, fresh=False)
        unit.fault("tick: read anew")
        fired = _fire(unit, desk, timers.due_steps(unit, desk.place, tickets, now), now)
    return Ticked(0, *fired, len(tickets))


def _fire(unit: Unit, desk: Desk, ready: Sequence[Timer], now: int) -> tuple[int, int]:
    """Record steps as fired, and write the messages of those that were not fired before."""
    if not ready:
        return 0, 0
    ids = [row.id for row in ready]
    fired = firings.fire(unit, ids, now, desk.since)
    unit.fault("tick: fired")
    loud = [
        (row, number, message)
        for row in ready
        if row.due_at >= desk.since and (row.ticket, row.policy, row.metric, row.cycle, row.step, row.repeat) in fired
        for number, message in enumerate(row.messages, 1)
    ]
    messages = [step_row(row, number, message, now) for row, number, message in loud]
    outbox.post(unit, messages)
    unit.fault("tick: messages written")
    for promise in filter(None, (told_promise(message) for _, _, message in loud)):
        record(unit, desk, promise)
        unit.fault("tick: promise written down")
    timers.drop(unit, ids)
    unit.fault("tick: timers dropped")
    return len(fired), len(messages)
