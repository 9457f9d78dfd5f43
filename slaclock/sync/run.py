"""One pass over the outbox of a desk: claim, send, settle, and again while that lets others move up in their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from slaclock.actions import NOTIFY
from slaclock.desk import WEBHOOK, Clock, Desk
from slaclock.store import Store, buckets, outbox
from slaclock.sync.sender import DOUBT, LEASE, Sender

STORM = 10
"""More notices than this waiting for one recipient at once are told as one; each step keeps a record of its own."""
MOST = 500
"""Notices told as one."""


@dataclass(slots=True)
class Synced:
    """What a pass did with the messages it took up."""

    claimed: int = 0
    sent: int = 0
    found: int = 0
    superseded: int = 0
    put_back: int = 0
    dead: int = 0
    lost: int = 0
    """Messages somebody else had taken over meanwhile: nothing was written about them here."""


_MOVED = frozenset({"sent", "found", "superseded", "dead"})
"""Fates that let the next in line move up."""


def sync(
    store: Store,
    desk: Desk,
    clock: Clock,
    *,
    limit: int = 50,
    lease: int = LEASE,
    passes: int = 20,
    doubt: int = DOUBT,
) -> Synced:
    """Send what waits for one desk, escalations first."""
    done = Synced()
    sender = Sender(store, desk, clock, lease, doubt)
    for _ in range(passes):
        rows = _claim(store, desk, clock(), limit, lease)
        if not rows:
            break
        store.fault("sync: taken up")
        fates = [fate for bundle in _bundles(rows) for fate in sender.send(bundle)]
        done.claimed += len(fates)
        for fate in fates:
            setattr(done, fate, getattr(done, fate) + 1)
        if not _MOVED.intersection(fates):
            break
    return done


def _claim(store: Store, desk: Desk, now: int, limit: int, lease: int) -> list[dict[str, Any]]:
    """Messages to send; where more wait than are taken up, then all of whoever is to be told: that may be a storm."""
    with store.unit() as unit:
        shut = buckets.closed(unit, desk.place, now)
        rows = outbox.claim(unit, desk.place, now, limit, lease, shut=shut)
        unit.fault("sync: claimed")
        for account in sorted(_waiting(rows)) if len(rows) >= limit else ():
            rows += outbox.claim(unit, desk.place, now, MOST, lease, account=account)
            unit.fault("sync: storm claimed")
    return rows


def _waiting(rows: list[dict[str, Any]]) -> Mapping[str, list[dict[str, Any]]]:
    """The recipients that are to be told anything, each with what waits."""
    waiting: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["kind"] == NOTIFY and row["account"] != WEBHOOK:
            waiting.setdefault(row["account"], []).append(row)
    return waiting


def _bundles(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """What is sent at once: each message by itself, and each storm as one."""
    storms = {account: held for account, held in _waiting(rows).items() if len(held) > STORM}
    yield from ([row] for row in rows if row["account"] not in storms)
    yield from storms.values()
