"""Timers: the wake-up calls of every ticket, claimed in batches by whoever has time. Disposable, like all plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, delete, func, select

from slaclock.store.mirror import mirror
from slaclock.store.place import Place, anywhere
from slaclock.store.tables import tickets, timers
from slaclock.store.unit import Unit

STEP, LOOK = "step", "look"
KEY = ("kind", "policy", "metric", "cycle", "step", "repeat")


def put(unit: Unit, place: Place, ticket: str, wanted: Iterable[Mapping[str, Any]]) -> int:
    """Make the timers of a ticket those of its new plan."""
    return mirror(unit, timers, place.of(timers, ticket), KEY, wanted)


def claim(unit: Unit, places: Sequence[Place], now: int, limit: int) -> list[dict[str, Any]]:
    """Timers that are due, the oldest first, each with the version its ticket stands at; others pass them by.

    The ticket is locked along with the timer: who is changing it keeps its timers to himself until he is done.
    """
    ticket = and_(
        tickets.c.tenant == timers.c.tenant,
        tickets.c.helpdesk == timers.c.helpdesk,
        tickets.c.ticket == timers.c.ticket,
    )
    query = (
        select(timers, tickets.c.version.label("stands"))
        .join(tickets, ticket)
        .where(timers.c.at <= now, anywhere(timers, places))
        .order_by(timers.c.at, timers.c.id)
        .limit(limit)
    )
    return unit.all(query.with_for_update(of=[timers, tickets], skip_locked=True))


def of(unit: Unit, place: Place, ticket: str) -> list[dict[str, Any]]:
    """The timers of one ticket, the earliest first."""
    return unit.all(select(timers).where(place.of(timers, ticket)).order_by(timers.c.at, timers.c.id))


def drop(unit: Unit, ids: Sequence[int]) -> None:
    """Timers that have done their work."""
    if ids:
        unit.run(delete(timers).where(timers.c.id.in_(ids)))


def next_at(unit: Unit, places: Sequence[Place]) -> int | None:
    """When the next timer is due, for a worker that wants to be there in time."""
    found: int | None = unit.run(select(func.min(timers.c.at)).where(anywhere(timers, places))).scalar_one()
    return found
