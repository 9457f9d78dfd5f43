"""Figures: how much of everything there is, for whoever watches the service from outside."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from slaclock.store.place import Place
from slaclock.store.tables import clocks, deliveries, firings, outbox, tickets, timers, wants
from slaclock.store.unit import Unit
from slaclock.store.wants import GIVEN_UP


def tickets_of(unit: Unit, place: Place) -> dict[str, int]:
    """Tickets that are still going, by status."""
    query = select(tickets.c.status, func.count().label("found")).where(place.of(tickets), tickets.c.over.is_(False))
    return {row.status or "unknown": row.found for row in unit.run(query.group_by(tickets.c.status))}


def clocks_of(unit: Unit, place: Place) -> dict[tuple[str, str], int]:
    """Clocks that have not stopped, by metric and state; a breached one counts as `breached`."""
    breached = clocks.c.breached_at.is_not(None)
    query = select(clocks.c.metric, clocks.c.state, breached.label("breached"), func.count().label("found"))
    running = query.where(place.of(clocks), clocks.c.stopped_at.is_(None))
    found: dict[tuple[str, str], int] = {}
    for row in unit.run(running.group_by(clocks.c.metric, clocks.c.state, breached)):
        key = (row.metric, "breached" if row.breached else row.state)
        found[key] = found.get(key, 0) + row.found
    return found


def outbox_of(unit: Unit, place: Place) -> dict[str, int]:
    """Messages by what has become of them."""
    query = select(outbox.c.state, func.count().label("found")).where(place.of(outbox)).group_by(outbox.c.state)
    return {str(row.state): row.found for row in unit.run(query)}


def firings_of(unit: Unit, place: Place) -> int:
    """Steps ever fired."""
    return int(unit.run(select(func.count()).select_from(firings).where(place.of(firings))).scalar_one())


def waiting_of(unit: Unit, place: Place) -> dict[str, int]:
    """What waits to be done, by kind."""
    return {
        "deliveries": _count(unit, select(func.count()).where(place.of(deliveries), deliveries.c.state == "waiting")),
        "deliveries_failed": _count(
            unit, select(func.count()).where(place.of(deliveries), deliveries.c.state == "failed")
        ),
        "fetches": _count(unit, select(func.count()).where(place.of(wants), wants.c.next_at < GIVEN_UP)),
        "fetches_refused": _count(unit, select(func.count()).where(place.of(wants), wants.c.next_at >= GIVEN_UP)),
        "timers": _count(unit, select(func.count()).where(place.of(timers))),
    }


def lag_of(unit: Unit, place: Place, now: int) -> int:
    """How long the oldest timer that is due has been waiting, in microseconds; 0 if none is."""
    oldest: int | None = unit.run(select(func.min(timers.c.at)).where(place.of(timers))).scalar_one()
    return max(now - oldest, 0) if oldest is not None else 0


def _count(unit: Unit, query: Select[Any]) -> int:
    return int(unit.run(query).scalar_one())
