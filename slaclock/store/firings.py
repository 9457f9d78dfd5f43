"""Firings: that a step was fired, recorded once for ever under its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select, tuple_

from slaclock.store import corrections
from slaclock.store.place import Place
from slaclock.store.tables import firings, timers
from slaclock.store.types import UTCDateTime
from slaclock.store.unit import Unit

KEY = ("ticket", "policy", "metric", "cycle", "step", "repeat")
PLACE = (int, int, str, str, str, int, str, int)
"""Of what the places in the list of the latest are made."""
_ORDER = ("fired_at", "due_at", *KEY)
_INTO = ("tenant", "helpdesk", *KEY, "due_at", "deliver_at", "version", "fired_at", "muted")
_COPIED = ("tenant", "helpdesk", *KEY, "due_at", "at", "version")
_COPY = select(
    *(timers.c[name] for name in _COPIED),
    bindparam("now", type_=UTCDateTime),
    timers.c.due_at < bindparam("since", type_=UTCDateTime),
).where(timers.c.id.in_(bindparam("ids", expanding=True)))


def fire(unit: Unit, ids: Sequence[int], now: int, since: int) -> set[tuple[Any, ...]]:
    """Record the steps of some timers as fired; answers with the keys of those that were not fired before.

    What was due before `since` is recorded as muted: nobody was on watch yet, and nobody is called for it now.
    """
    if not ids:
        return set()
    statement = unit.insert(firings).from_select(_INTO, _COPY).on_conflict_do_nothing()
    new = statement.returning(*(firings.c[name] for name in KEY))
    return {tuple(row) for row in unit.run(new, {"ids": ids, "now": now, "since": since})}


def keys(unit: Unit, place: Place, tickets: Sequence[str]) -> set[tuple[Any, ...]]:
    """The keys of every step fired for some tickets."""
    query = select(*(firings.c[name] for name in KEY)).where(place.of(firings), firings.c.ticket.in_(tickets))
    return {tuple(row) for row in unit.run(query)}


def since(unit: Unit, place: Place, tickets: Sequence[str], at: int) -> list[dict[str, Any]]:
    """What was fired for some tickets for an instant or a later one."""
    mine = (place.of(firings), firings.c.ticket.in_(tickets), firings.c.deliver_at >= at)
    return unit.all(select(firings).where(*mine))


def of(unit: Unit, place: Place, ticket: str) -> list[dict[str, Any]]:
    """What was fired for a ticket, in order, each with the latest word about it."""
    return unit.all(_shown().where(place.of(firings, ticket)).order_by(firings.c.fired_at, firings.c.due_at))


def latest(
    unit: Unit, place: Place, limit: int, *, ticket: str | None = None, behind: tuple[Any, ...] | None = None
) -> list[dict[str, Any]]:
    """What was fired last (for one ticket only, if named), the latest first; from behind a place in that list on.

    Each with the latest word about it.
    """
    order = [firings.c[name] for name in _ORDER]
    query = _shown().where(place.of(firings, ticket))
    if behind is not None:
        query = query.where(tuple_(*order) < tuple_(*behind))
    return unit.all(query.order_by(*(column.desc() for column in order)).limit(limit))


def _shown() -> Select[Any]:
    words = {"says": "says", "says_event": "event", "says_at": "found_at"}
    return select(firings, *(corrections.latest(column).label(name) for name, column in words.items()))


def place_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Where a fired step stands in the list of the latest."""
    return tuple(row[name] for name in _ORDER)
