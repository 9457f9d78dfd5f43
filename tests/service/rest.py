"""What every test of the service leaves behind: once everybody has come to an end, the doctor finds nothing broken."""

from __future__ import annotations

from sqlalchemy import func, select

from slaclock.doctor import Finding, doctor
from slaclock.housekeep import housekeep
from slaclock.ingest import refetch, understand
from slaclock.instant import HOUR
from slaclock.store import Store
from slaclock.store.tables import deliveries, outbox, tickets
from slaclock.sync import sync
from slaclock.tick import tick
from tests.service.world import Helpdesk, desk


def broken(store: Store) -> dict[str, list[Finding]]:
    """Let what a test left be done to its end, an hour after anything that stands there; then ask the doctor."""
    now = _latest(store) + HOUR
    found: dict[str, list[Finding]] = {}
    for tenant in _tenants(store):
        here = desk(Helpdesk(), tenant=tenant, config_id="at rest")  # a name of its own: every ticket is read anew
        housekeep(store, here, now)
        while understand(store, here, now) or refetch(store, here, now):
            continue
        while tick(store, [here], now).claimed or sync(store, here, lambda: now).claimed:
            continue
        found[tenant] = [each for each in doctor(store, here, now, sample=1_000) if each.broken]
    return found


def _tenants(store: Store) -> list[str]:
    with store.reading() as unit:
        return list(unit.run(select(tickets.c.tenant).distinct()).scalars())


def _latest(store: Store) -> int:
    seen = (tickets.c.read_at, outbox.c.next_at, deliveries.c.next_at)
    with store.reading() as unit:
        return max(unit.run(select(func.max(column))).scalar_one() or 0 for column in seen)
