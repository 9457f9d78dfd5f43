"""Waits: whatever comes back at an instant. When time is set back, an instant of the wrong time may never come."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, update

from slaclock.instant import MINUTE
from slaclock.store.outbox import Fate
from slaclock.store.tables import buckets, cursors, deliveries, outbox, tickets, wants
from slaclock.store.unit import Unit
from slaclock.store.wants import GIVEN_UP

LEASE = 5 * MINUTE
"""No message is held longer by whoever sends it."""


def cut(unit: Unit, tenant: str, now: int) -> None:
    """Let nothing of a tenant wait for later than now: nobody can tell under which time it was put off.

    A message that is being sent stays with its sender for as long as a lease may last; what was given up stays so.
    """
    _by(unit, tenant, cursors.c.next_at, now)
    _by(unit, tenant, tickets.c.next_at, now)
    _by(unit, tenant, deliveries.c.next_at, now, deliveries.c.state == "waiting")
    _by(unit, tenant, wants.c.next_at, now, wants.c.next_at < GIVEN_UP)
    _by(unit, tenant, outbox.c.next_at, now, outbox.c.state == Fate.WAITING)
    _by(unit, tenant, outbox.c.next_at, now + LEASE, outbox.c.state == Fate.SENDING)
    _by(unit, tenant, buckets.c.shut_until, now)


def _by(unit: Unit, tenant: str, column: Any, latest: int, *which: ColumnElement[bool]) -> None:
    later = (column.table.c.tenant == tenant, column > latest, *which)
    unit.run(update(column.table).where(*later).values({column: latest}))
