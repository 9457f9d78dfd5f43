"""Heartbeats: when each worker last made each of its rounds, in the database's time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from slaclock.store.tables import heartbeats
from slaclock.store.unit import Unit


def beat(  # noqa: PLR0913 (who, what, when, and three columns)
    unit: Unit,
    tenant: str,
    worker: str,
    name: str,
    now: int,
    *,
    lasted: int = 0,
    done: int = 0,
    error: str | None = None,
) -> None:
    """Note that a worker has made a round: when, how long it took, how much it did."""
    values = {"at": now, "lasted": lasted, "done": done, "error": error}
    statement = unit.insert(heartbeats).values(tenant=tenant, worker=worker, round=name, **values)
    unit.run(statement.on_conflict_do_update(index_elements=["tenant", "worker", "round"], set_=values))


def all_of(unit: Unit, tenant: str) -> list[dict[str, Any]]:
    """The rounds of every worker of a tenant."""
    mine = select(heartbeats).where(heartbeats.c.tenant == tenant)
    return unit.all(mine.order_by(heartbeats.c.worker, heartbeats.c.round))


def forget(unit: Unit, tenant: str, before: int) -> int:
    """Remove workers that have long been gone."""
    return unit.changed(delete(heartbeats).where(heartbeats.c.tenant == tenant, heartbeats.c.at < before))


def leave(unit: Unit, tenant: str, worker: str) -> None:
    """A worker has ended in good order: nobody need wonder where it is."""
    unit.run(delete(heartbeats).where(heartbeats.c.tenant == tenant, heartbeats.c.worker == worker))
