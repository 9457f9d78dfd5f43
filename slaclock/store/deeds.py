"""Deeds: what somebody did through a door, added and never changed; and when each key was last shown."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from slaclock.store.tables import deeds, key_uses
from slaclock.store.unit import Unit


def add(unit: Unit, tenant: str, who: str, what: str, status: int, now: int) -> None:
    """Note what somebody did, and how it was answered."""
    unit.add(deeds, [{"tenant": tenant, "at": now, "who": who, "what": what[:1000], "status": status}])


def latest(unit: Unit, tenant: str, limit: int) -> list[dict[str, Any]]:
    """What was done last, the latest first."""
    query = select(deeds).where(deeds.c.tenant == tenant)
    return unit.all(query.order_by(deeds.c.id.desc()).limit(limit))


def used(unit: Unit, tenant: str, name: str, now: int) -> None:
    """Note that a key was shown."""
    statement = unit.insert(key_uses).values(tenant=tenant, name=name, used_at=now)
    unit.run(statement.on_conflict_do_update(index_elements=["tenant", "name"], set_={"used_at": now}))


def uses(unit: Unit, tenant: str) -> dict[str, int]:
    """When each key was last shown, to the minute."""
    return {row.name: row.used_at for row in unit.run(select(key_uses).where(key_uses.c.tenant == tenant))}
