"""Wants: tickets that changed at the helpdesk and have to be fetched, however often we were told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, select, update

from slaclock.instant import LAST
from slaclock.store.place import Place, refuse_long
from slaclock.store.tables import wants
from slaclock.store.unit import Unit

GIVEN_UP = LAST - 1
"""When a ticket is fetched next that is fetched no more."""


def ask(unit: Unit, place: Place, tickets: Iterable[str], now: int) -> None:
    """Ask for tickets to be fetched; asking again while one is fetched has it fetched once more."""
    names = sorted(set(tickets))
    refuse_long(names)
    rows = [place.row(ticket=ticket, asked=1, asked_at=now, next_at=now, attempts=0) for ticket in names]
    if rows:
        # one that was given up has another chance
        given_up = wants.c.next_at >= GIVEN_UP
        again = {
            "asked": wants.c.asked + 1,
            "asked_at": now,
            "next_at": case((given_up, now), else_=wants.c.next_at),
        }
        unit.run(
            unit.insert(wants).on_conflict_do_update(index_elements=["tenant", "helpdesk", "ticket"], set_=again), rows
        )


def claim(unit: Unit, place: Place, now: int, limit: int, lease: int) -> list[dict[str, Any]]:
    """Take tickets to fetch, the longest waiting first; they come back if their fetcher is not heard of."""
    due = (
        select(wants.c.ticket).where(place.of(wants), wants.c.next_at <= now).order_by(wants.c.next_at, wants.c.ticket)
    )
    names = unit.run(due.limit(limit).with_for_update(skip_locked=True)).scalars().all()
    if not names:
        return []
    mine = (place.of(wants), wants.c.ticket.in_(names))
    rows = unit.all(update(wants).where(*mine).values(next_at=now + lease).returning(wants))
    return sorted(rows, key=lambda row: names.index(row["ticket"]))


def _mine(place: Place, want: Mapping[str, Any]) -> ColumnElement[bool]:
    """The row as long as it is ours: claimed by us until then, and by nobody since."""
    return and_(place.of(wants, want["ticket"]), wants.c.next_at == want["next_at"])


def hold(unit: Unit, place: Place, want: Mapping[str, Any], now: int, lease: int) -> dict[str, Any] | None:
    """The want for a while longer, with all that was asked so far; None if it is not ours any more."""
    return unit.one(update(wants).where(_mine(place, want)).values(next_at=now + lease).returning(wants))


def ours(unit: Unit, place: Place, want: Mapping[str, Any]) -> bool:
    """Whether a want is still ours: what somebody fetched who was away for too long is older than what is known."""
    return unit.one(select(wants.c.asked).where(_mine(place, want))) is not None


def fulfilled(unit: Unit, place: Place, want: Mapping[str, Any], now: int) -> None:
    """A ticket was fetched: done, unless somebody asked again meanwhile; nothing happens if it is not ours any more."""
    mine = _mine(place, want)
    if unit.changed(delete(wants).where(mine, wants.c.asked == want["asked"])) == 0:
        unit.run(update(wants).where(mine).values(attempts=0, next_at=now, error=None))


def give_up(unit: Unit, place: Place, want: Mapping[str, Any], error: str) -> None:
    """Leave a ticket for a person to look at, until somebody hears of it again."""
    put_back(unit, place, want, GIVEN_UP, attempts=want["attempts"] + 1, error=error)


def given_up(unit: Unit, place: Place, limit: int = 1000) -> list[dict[str, Any]]:
    """The tickets that could not be fetched and are not tried any more."""
    query = select(wants).where(place.of(wants), wants.c.next_at >= GIVEN_UP).order_by(wants.c.ticket)
    return unit.all(query.limit(limit))


def put_back(unit: Unit, place: Place, want: Mapping[str, Any], next_at: int, **columns: Any) -> None:
    """Let a ticket wait to be fetched later; nothing happens if it is not ours any more."""
    unit.run(update(wants).where(_mine(place, want)).values(next_at=next_at, **columns))
