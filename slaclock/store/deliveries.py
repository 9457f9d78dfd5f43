"""Deliveries: what helpdesks sent, as it came. Stored before we say thank you, kept for thirty days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, literal_column, select, update

from slaclock.store.place import Place
from slaclock.store.tables import deliveries
from slaclock.store.unit import Unit


def store(
    unit: Unit, place: Place, headers: Mapping[str, str], body: str, now: int, key: str | None = None
) -> int | None:
    """Keep a delivery; None if one with the helpdesk's own key for it is there already."""
    row = place.row(key=key, received_at=now, next_at=now, headers=dict(headers), body=body)
    stored = unit.add_new(deliveries, [row], "id")
    return stored[0]["id"] if stored else None


def claim(unit: Unit, place: Place, now: int, limit: int, lease: int) -> list[dict[str, Any]]:
    """Take deliveries that nobody has read yet; they come back if their reader is not heard of."""
    waiting = (place.of(deliveries), deliveries.c.state == literal_column("'waiting'"), deliveries.c.next_at <= now)
    query = select(deliveries.c.id).where(*waiting).order_by(deliveries.c.id).limit(limit)
    ids = unit.run(query.with_for_update(skip_locked=True)).scalars().all()
    if not ids:
        return []
    taken = update(deliveries).where(deliveries.c.id.in_(ids)).values(next_at=now + lease)
    rows = unit.all(taken.returning(deliveries))
    return sorted(rows, key=lambda row: row["id"])


def settle(unit: Unit, number: int, state: str, error: str | None = None) -> None:
    """Write down that a delivery was read ('done') or cannot be ('failed')."""
    unit.run(update(deliveries).where(deliveries.c.id == number).values(state=state, error=error))


def remove(unit: Unit, number: int) -> None:
    """Keep a delivery no longer: it was read, and it names somebody who asked to be forgotten."""
    unit.run(delete(deliveries).where(deliveries.c.id == number))


def put_back(unit: Unit, number: int, next_at: int, attempts: int, error: str) -> None:
    """Let a delivery that was read in vain so often wait for another reading."""
    told = {"next_at": next_at, "attempts": attempts, "error": error}
    unit.run(update(deliveries).where(deliveries.c.id == number).values(told))


def forget(unit: Unit, place: Place, before: int) -> int:
    """Remove what was read and is older than it has to be kept."""
    old = (place.of(deliveries), deliveries.c.received_at < before, deliveries.c.state != "waiting")
    return unit.changed(delete(deliveries).where(*old))
