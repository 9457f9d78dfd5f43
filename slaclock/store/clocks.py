"""Clocks: the readings of a ticket as they stood when it was last read. A cache that can always be worked out again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, tuple_

from slaclock.clock.reading import Reading
from slaclock.instant import length_us, to_us
from slaclock.store.mirror import mirror
from slaclock.store.place import Place, same
from slaclock.store.tables import clocks, tickets
from slaclock.store.unit import Unit

_KEY = ("policy", "metric", "cycle")


@dataclass(frozen=True, slots=True)
class ClockFilter:
    """Which clocks are meant: those that fit everything that is said; `open` are those that have not stopped."""

    ticket: str | None = None
    open: bool | None = None
    breached: bool | None = None
    due_by: int | None = None
    policy: str | None = None
    metric: str | None = None
    priority: str | None = None
    customer: str | None = None
    group: str | None = None

    def clauses(self) -> list[ColumnElement[bool]]:
        """What a row must fulfil."""
        equal = {
            clocks.c.ticket: self.ticket,
            clocks.c.policy: self.policy,
            clocks.c.metric: self.metric,
            clocks.c.priority: self.priority,
            tickets.c.customer: self.customer,
            tickets.c.team: self.group,
        }
        found = [column == value for column, value in equal.items() if value is not None]
        if self.open is not None:
            found.append(clocks.c.stopped_at.is_(None) if self.open else clocks.c.stopped_at.is_not(None))
        if self.breached is not None:
            found.append(clocks.c.breached_at.is_not(None) if self.breached else clocks.c.breached_at.is_(None))
        if self.due_by is not None:
            found += [clocks.c.stopped_at.is_(None), clocks.c.deadline <= self.due_by]
        return found


def put(unit: Unit, place: Place, ticket: str, readings: Iterable[Reading]) -> int:
    """Make the stored clocks of a ticket say what its readings say."""
    return mirror(unit, clocks, place.of(clocks, ticket), _KEY, (_row(place, reading) for reading in readings))


def of(unit: Unit, place: Place, ticket: str) -> list[dict[str, Any]]:
    """The stored clocks of a ticket."""
    query = select(clocks).where(place.of(clocks, ticket))
    return unit.all(query.order_by(clocks.c.kind, clocks.c.metric, clocks.c.cycle))


def listed(
    unit: Unit,
    place: Place,
    wanted: ClockFilter,
    behind: tuple[Any, ...] | None,
    limit: int,
    *,
    by_deadline: bool = False,
) -> list[dict[str, Any]]:
    """Clocks from behind a place on, by their ticket, or those that have a deadline by that."""
    order = [clocks.c[name] for name in _order(by_deadline)]
    query = select(clocks).join(tickets, same(tickets, clocks, "ticket")).where(place.of(clocks), *wanted.clauses())
    if by_deadline:
        query = query.where(clocks.c.deadline.is_not(None))
    if behind is not None:
        query = query.where(tuple_(*order) > tuple_(*behind))
    return unit.all(query.order_by(*order).limit(limit))


def place_of(row: Mapping[str, Any], *, by_deadline: bool = False) -> tuple[Any, ...]:
    """Where a clock stands in the list."""
    return tuple(row[name] for name in _order(by_deadline))


def counted(unit: Unit, place: Place, wanted: ClockFilter, first: int, last: int) -> list[dict[str, Any]]:
    """How many clocks of each policy, metric and priority came to which outcome in a window.

    A clock belongs where it entered the count: when it stopped or crossed its deadline, whichever was first; one that
    is open and in time belongs where it started. `overdue` are those that crossed it and still go on.
    """
    stopped, breached = clocks.c.stopped_at, clocks.c.breached_at
    at = case(
        (and_(stopped.is_(None), breached.is_(None)), clocks.c.started_at),
        (breached.is_(None), stopped),
        (stopped.is_(None), breached),
        (breached < stopped, breached),
        else_=stopped,
    )
    overdue = and_(stopped.is_(None), breached.is_not(None))
    groups = (clocks.c.policy, clocks.c.metric, clocks.c.priority, clocks.c.outcome, overdue.label("overdue"))
    query = select(*groups, func.count().label("cycles")).join(tickets, same(tickets, clocks, "ticket"))
    window = (at >= first, at < last)
    return unit.all(query.where(place.of(clocks), *wanted.clauses(), *window).group_by(*groups[:4], overdue))


def _order(by_deadline: bool) -> tuple[str, ...]:
    return ("deadline", "ticket", *_KEY) if by_deadline else ("ticket", *_KEY)


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
