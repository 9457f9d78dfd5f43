"""Corrections: what was learnt late about a step that was fired, beside its record and never instead of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ScalarSelect, and_, func, select

from slaclock.store.place import Place, same
from slaclock.store.tables import corrections, firings
from slaclock.store.unit import Unit

KEY = ("ticket", "policy", "metric", "cycle", "step", "repeat")


class Says(StrEnum):
    """What a correction says about a step that was fired."""

    WITHDRAWN = "withdrawn"
    """On what is known now it was not due."""
    RESTORED = "restored"
    """It was due after all."""


def add(unit: Unit, place: Place, fired: Mapping[str, Any], says: Says, event: str, now: int) -> None:
    """Set a correction beside a fired step, after those that stand there."""
    key = place.row(**{name: fired[name] for name in KEY})
    mine = and_(*(corrections.c[name] == value for name, value in key.items()))
    number = unit.run(select(func.coalesce(func.max(corrections.c.number), 0) + 1).where(mine)).scalar_one()
    unit.add(corrections, [{**key, "number": number, "says": says.value, "event": event, "found_at": now}])


def latest(column: str) -> ScalarSelect[Any]:
    """A column of the latest correction of a fired step, for queries of fired steps."""
    query = select(corrections.c[column]).where(same(corrections, firings, *KEY))
    query = query.order_by(corrections.c.number.desc()).limit(1)
    return query.correlate(firings).scalar_subquery()


def of(unit: Unit, place: Place, ticket: str) -> Sequence[dict[str, Any]]:
    """Every correction about a ticket, in order."""
    query = select(corrections).where(place.of(corrections, ticket))
    return unit.all(query.order_by(corrections.c.found_at, corrections.c.step, corrections.c.number))
