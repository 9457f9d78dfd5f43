"""Timers: the wake-up calls of every ticket, claimed in batches by whoever has time. Disposable, like all plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from slaclock.store.mirror import mirror
from slaclock.store.place import Place, same
from slaclock.store.tables import tickets, timers
from slaclock.store.unit import Unit

STEP, LOOK = "step", "look"
KEY = ("kind", "policy", "metric", "cycle", "step", "repeat")
# what every batch says is put together once: with a hundred ids that is a tenth of the time a batch takes
_STANDING = select(timers, tickets.c.version.label("stands"), tickets.c.config).join(
    tickets, same(timers, tickets, "ticket")
)
_DROP = delete(timers).where(timers.c.id.in_(bindparam("ids", expanding=True)))


def put(unit: Unit, place: Place, ticket: str, wanted: Iterable[Mapping[str, Any]]) -> int:
    """Make the timers of a ticket those of its new plan."""
    return mirror(unit, timers, place.of(timers, ticket), KEY, wanted)


def look(unit: Unit, place: Place, ticket: str, at: int) -> None:
    """Have a ticket looked at by an instant at the latest; it is locked."""
    mine = (place.of(timers, ticket), timers.c.kind == LOOK)
    stands = unit.one(select(timers.c.at).where(*mine))
    if stands is None:
        version = unit.run(select(tickets.c.version).where(place.of(tickets, ticket))).scalar_one()
        unit.add(timers, [place.row(ticket=ticket, kind=LOOK, at=at, due_at=at, version=version)])
    elif stands["at"] > at:
        unit.run(update(timers).where(*mine).values(at=at, due_at=at))


def claim(unit: Unit, place: Place, now: int, limit: int) -> Sequence[Row[Any]]:
    """Timers that are due, the oldest first, each with what its ticket stands at; others pass them by.

    The ticket is locked along with the timer: who is changing it keeps its timers to himself until he is done. One that
    could not be read waits.
    """
    waits = tickets.c.next_at > now
    due = _STANDING.where(place.of(timers), ~waits, timers.c.at <= now).order_by(timers.c.at, timers.c.id)
    return unit.run(due.limit(limit).with_for_update(of=[timers, tickets], skip_locked=True)).all()


def due_steps(unit: Unit, place: Place, names: Sequence[str], now: int) -> Sequence[Row[Any]]:
    """The steps of some tickets that are due."""
    due = _STANDING.where(place.of(timers), timers.c.ticket.in_(names), timers.c.kind == STEP, timers.c.at <= now)
    return unit.run(due.order_by(timers.c.at, timers.c.id)).all()


def of(unit: Unit, place: Place, ticket: str) -> list[dict[str, Any]]:
    """The timers of one ticket, the earliest first."""
    return unit.all(select(timers).where(place.of(timers, ticket)).order_by(timers.c.at, timers.c.id))


def drop(unit: Unit, ids: Sequence[int]) -> None:
    """Timers that have done their work."""
    if ids:
        unit.run(_DROP, {"ids": ids})


def next_at(unit: Unit, place: Place) -> int | None:
    """When the next timer is due, for a worker that wants to be there in time."""
    found: int | None = unit.run(select(func.min(timers.c.at)).where(place.of(timers))).scalar_one()
    return found
