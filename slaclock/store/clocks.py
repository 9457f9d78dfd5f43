"""Clocks: the readings of a ticket as they stood when it was last read. A cache that can always be worked out again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from slaclock.clock.reading import Reading
from slaclock.instant import length_us, to_us
from slaclock.store.mirror import mirror
from slaclock.store.place import Place
from slaclock.store.tables import clocks
from slaclock.store.unit import Unit

_KEY = ("policy", "metric", "cycle")


def put(unit: Unit, place: Place, ticket: str, readings: Iterable[Reading]) -> int:
    """Make the stored clocks of a ticket say what its readings say."""
    return mirror(unit, clocks, place.of(clocks, ticket), _KEY, (_row(place, reading) for reading in readings))


def of(unit: Unit, place: Place, ticket: str) -> list[dict[str, Any]]:
    """The stored clocks of a ticket."""
    query = select(clocks).where(place.of(clocks, ticket))
    return unit.all(query.order_by(clocks.c.kind, clocks.c.metric, clocks.c.cycle))


def _row(place: Place, reading: Reading) -> dict[str, Any]:
    return place.row(
        ticket=reading.ticket,
        policy=reading.policy,
        metric=reading.metric,
        cycle=reading.cycle,
        kind=str(reading.kind),
        target=reading.target,
        priority=reading.facts.priority,
        state=reading.state.value,
        started_at=to_us(reading.started_at),
        stopped_at=_us(reading.stopped_at),
        budget=length_us(reading.budget) if reading.budget is not None else None,
        budget_text=reading.budget_text,
        elapsed=length_us(reading.elapsed),
        remaining=length_us(reading.remaining),
        deadline=_us(reading.deadline),
        breached_at=_us(reading.breached_at),
        breach_cause=reading.breach_cause.value if reading.breach_cause else None,
        outcome=reading.outcome.value if reading.outcome else None,
    )


def _us(at: datetime | None) -> int | None:
    return to_us(at) if at is not None else None
