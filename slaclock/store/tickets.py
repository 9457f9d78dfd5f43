"""Tickets: the row whose lock keeps all changes of one ticket in one line, and what the ticket adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, or_, select, update

from slaclock.clock.teller import SOLVED
from slaclock.store.place import Place
from slaclock.store.tables import tickets
from slaclock.store.unit import Unit

READ: Mapping[str, Any] = MappingProxyType({"failures": 0, "next_at": 0, "error": None})
"""What is saved of a ticket that could be read: nothing keeps it waiting."""


def lock(unit: Unit, place: Place, names: Iterable[str], now: int) -> dict[str, dict[str, Any]]:
    """Hold some tickets until the unit ends, always in one order; unknown ones begin here."""
    ordered = sorted(names)
    unit.add_new(tickets, [place.row(ticket=name, seen_at=now, read_at=now) for name in ordered], "ticket")
    query = select(tickets).where(place.of(tickets), tickets.c.ticket.in_(ordered)).order_by(tickets.c.ticket)
    return {row["ticket"]: row for row in unit.all(query.with_for_update())}


def save(unit: Unit, place: Place, ticket: str, columns: dict[str, Any]) -> None:
    """Write what a ticket adds up to now."""
    unit.run(update(tickets).where(place.of(tickets, ticket)).values(columns))


def find(unit: Unit, place: Place, ticket: str) -> dict[str, Any] | None:
    """A ticket as it was last read."""
    return unit.one(select(tickets).where(place.of(tickets, ticket)))


def outdated(unit: Unit, place: Place, config: str, now: int, limit: int) -> Sequence[str]:
    """Tickets last read under another configuration, but those that wait because they could not be read."""
    query = select(tickets.c.ticket).where(place.of(tickets), tickets.c.config != config, tickets.c.next_at <= now)
    return unit.run(query.order_by(tickets.c.ticket).limit(limit)).scalars().all()


def going(unit: Unit, place: Place) -> Sequence[str]:
    """Tickets that somebody still works on, as far as we know."""
    open_ = or_(tickets.c.status.is_(None), tickets.c.status.not_in(SOLVED))
    query = select(tickets.c.ticket).where(place.of(tickets), tickets.c.over.is_(False), open_)
    return unit.run(query.order_by(tickets.c.ticket)).scalars().all()


def first_seen(unit: Unit, place: Place) -> int | None:
    """When the first ticket of a helpdesk was heard of; None if there is none yet."""
    found: int | None = unit.run(select(func.min(tickets.c.seen_at)).where(place.of(tickets))).scalar_one()
    return found
