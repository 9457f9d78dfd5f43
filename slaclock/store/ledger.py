"""Ledger: every promise a customer was told, as it was told, and what has become of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, update

from slaclock.promise.fate import PromiseFate
from slaclock.store.place import Place
from slaclock.store.tables import promises
from slaclock.store.unit import Unit


def write(unit: Unit, place: Place, row: Mapping[str, Any]) -> bool:
    """Write down what a customer is told; False if that number of the ticket's clock was written before."""
    return bool(unit.add_new(promises, [place.row(**row)], "number"))


def of(unit: Unit, place: Place, names: Sequence[str]) -> list[dict[str, Any]]:
    """Everything that was promised about some tickets, in the order it was told."""
    query = select(promises).where(place.of(promises), promises.c.ticket.in_(names))
    return unit.all(query.order_by(promises.c.ticket, promises.c.metric, promises.c.cycle, promises.c.number))


def judge(
    unit: Unit, place: Place, row: Mapping[str, Any], fate: PromiseFate, at: int, answered_at: int | None
) -> None:
    """Write down what has become of a promise, as far as is known now."""
    told = {"fate": fate, "judged_at": at, "answered_at": answered_at}
    unit.run(update(promises).where(*_same(place, row)).values(told))


def better(unit: Unit, place: Place, row: Mapping[str, Any], at: int | None) -> None:
    """Write down the better instant that a look has found: it counts once the next look finds one too."""
    unit.run(update(promises).where(*_same(place, row)).values(better=at))


def between(unit: Unit, place: Place, start: int, end: int) -> list[dict[str, Any]]:
    """The promises of every clock that was first promised something in a span, those amended later with them."""
    first = select(promises.c.ticket, promises.c.metric, promises.c.cycle).where(
        place.of(promises), promises.c.number == 1, promises.c.told_at >= start, promises.c.told_at < end
    )
    clock = first.subquery()
    same = [promises.c[name] == clock.c[name] for name in ("ticket", "metric", "cycle")]
    query = select(promises).join(clock, same[0] & same[1] & same[2]).where(place.of(promises))
    return unit.all(query.order_by(promises.c.ticket, promises.c.metric, promises.c.cycle, promises.c.number))


def _same(place: Place, row: Mapping[str, Any]) -> Iterator[ColumnElement[bool]]:
    yield place.of(promises, row["ticket"])
    yield from (promises.c[name] == row[name] for name in ("metric", "cycle", "number"))
