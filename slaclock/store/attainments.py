"""Attainments: how objectives were kept over stretches that have ended, each figure beside those it corrects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_, update

from slaclock.store.place import Place, same
from slaclock.store.tables import attainments, clocks, events, tickets
from slaclock.store.unit import Unit

ALL = ""
"""Stands for every policy, or every priority."""
FIGURES = ("policy", "priority", "agreement", "metric", "formula", "wanted", "numerator", "denominator")
PLACE = ("objective", "period", "policy", "priority")
"""By which the list of those that stand is sorted."""


def latest(
    unit: Unit,
    place: Place,
    objective: str | None = None,
    period: str | None = None,
    *,
    behind: tuple[Any, ...] | None = None,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """The figures that stand, from behind a place in their order on: of each objective and stretch the newest."""
    other = attainments.alias("other")
    mine = same(other, attainments, "objective", "period")
    newest = select(func.max(other.c.number)).where(mine).correlate(attainments).scalar_subquery()
    query = select(attainments).where(place.of(attainments), attainments.c.number == newest)
    for column, value in ((attainments.c.objective, objective), (attainments.c.period, period)):
        query = query if value is None else query.where(column == value)
    order = [attainments.c[name] for name in PLACE]
    if behind is not None:
        query = query.where(tuple_(*order) > tuple_(*behind))
    return unit.all(query.order_by(*order).limit(limit))


def record(
    unit: Unit, place: Place, objective: str, period: str, figures: Sequence[Mapping[str, Any]], now: int
) -> bool:
    """Write figures down if they say something else than those that stand; answers whether they do."""
    stand = latest(unit, place, objective, period)
    number = max((row["number"] for row in stand), default=0)
    if _as_set(stand) == _as_set(figures):
        mine = (place.of(attainments), attainments.c.objective == objective, attainments.c.period == period)
        unit.run(update(attainments).where(*mine, attainments.c.number == number).values(looked_at=now))
        return False
    row = place.row(objective=objective, period=period, number=number + 1, found_at=now, looked_at=now)
    rows = [{**row, **figure} for figure in figures]
    # whoever else works it out at the same time comes to the same
    unit.add_new(attainments, rows, "number")
    return True


def counted(unit: Unit, place: Place, begin: int, end: int) -> list[str]:
    """The tickets of which a cycle entered the count from one instant until before another."""
    return list(unit.run(select(clocks.c.ticket).where(_counted(place, begin, end)).distinct()).scalars())


def news_since(unit: Unit, place: Place, begin: int, end: int, at: int) -> bool:
    """Whether anything about a stretch was learnt since an instant: of a ticket that counts there, or counted there.

    What does not count there any more is known by the fact that moved it: told since, of an instant before the end.
    """
    counts = exists().where(same(clocks, tickets, "ticket"), _counted(place, begin, end))
    late = exists().where(same(events, tickets, "ticket"), events.c.stored_at > at, events.c.at < end)
    query = select(tickets.c.ticket).where(place.of(tickets), tickets.c.read_at > at, or_(counts, late))
    return unit.run(query.limit(1)).first() is not None


def _counted(place: Place, begin: int, end: int) -> ColumnElement[bool]:
    within = [column.between(begin, end - 1) for column in (clocks.c.stopped_at, clocks.c.breached_at)]
    return and_(place.of(clocks), or_(*within))


def _as_set(rows: Sequence[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    return {tuple(row[name] for name in FIGURES) for row in rows}
