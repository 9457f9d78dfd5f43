"""Marks: the latest instant anybody worked at, and the one that is in doubt, of each tenant."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from slaclock.store.tables import marks, tickets
from slaclock.store.unit import Unit


def of(unit: Unit, tenant: str) -> dict[str, Any] | None:
    """What time it has been; None before anybody worked."""
    return unit.one(select(marks).where(marks.c.tenant == tenant))


def put(unit: Unit, tenant: str, latest: int, doubted: int | None = None) -> None:
    """Note what time it has been, and what is in doubt."""
    values = {"latest": latest, "doubted": doubted}
    statement = unit.insert(marks).values(tenant=tenant, **values)
    unit.run(statement.on_conflict_do_update(index_elements=["tenant"], set_=values))


def note(unit: Unit, tenant: str, now: int) -> None:
    """Note how late it has become, unless that is in doubt."""
    sure = (marks.c.tenant == tenant, marks.c.doubted.is_(None), marks.c.latest < now)
    unit.run(update(marks).where(*sure).values(latest=now))


def unread_after(unit: Unit, tenant: str, at: int) -> int:
    """Have every ticket read anew that was read at an instant which has not come after all."""
    later = (tickets.c.tenant == tenant, tickets.c.read_at > at)
    return unit.changed(update(tickets).where(*later).values(config=""))
