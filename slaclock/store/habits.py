"""Habits: how long answers usually take, by policy, channel and priority, as it was last worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from slaclock.instant import length_us, to_length
from slaclock.policy.metric import Outcome
from slaclock.policy.policy import Kind
from slaclock.promise.habit import ANSWERED, ANSWERS, ANY, Alike, Habits, Wait
from slaclock.promise.promise import Habit
from slaclock.store.mirror import mirror
from slaclock.store.place import Place, same
from slaclock.store.tables import clocks, habits, tickets
from slaclock.store.unit import Unit

_KEY = ("policy", "channel", "priority")


def ended(unit: Unit, place: Place, begin: int, end: int) -> Iterator[Wait]:
    """The waits for an answer that ended in a span, however they ended."""
    columns = (clocks.c.policy, tickets.c.channel, clocks.c.priority, clocks.c.elapsed, clocks.c.outcome)
    over = (clocks.c.stopped_at.between(begin, end), clocks.c.outcome != Outcome.CANCELLED)
    for row in unit.all(_waits(place, *columns).where(*over)):
        alike = (row["policy"], row["channel"] or "", row["priority"] or ANY)
        yield Wait(alike, to_length(row["elapsed"]), row["outcome"] in ANSWERED)


def waiting(unit: Unit, place: Place) -> list[str]:
    """The tickets whose customers wait for an answer."""
    return list(unit.run(_waits(place, clocks.c.ticket).where(clocks.c.stopped_at.is_(None)).distinct()).scalars())


def put(unit: Unit, place: Place, found: Habits) -> int:
    """Make the stored habits say what was found; answers how many are new or other ones."""
    rows = (
        place.row(
            **dict(zip(_KEY, alike, strict=True)),
            p50=length_us(habit.p50),
            p90=length_us(habit.p90),
            n=habit.n,
        )
        for alike, habit in found.known.items()
    )
    return mirror(unit, habits, place.of(habits), _KEY, rows)


def known(unit: Unit, place: Place) -> Habits:
    """What is usual at a helpdesk."""
    rows = unit.all(select(habits).where(place.of(habits)))
    return Habits(MappingProxyType({_alike(row): _habit(row) for row in rows}))


def _alike(row: Mapping[str, Any]) -> Alike:
    return row["policy"], row["channel"], row["priority"]


def _habit(row: Mapping[str, Any]) -> Habit:
    return Habit(to_length(row["p50"]), to_length(row["p90"]), row["n"])


def _waits(place: Place, *columns: ColumnElement[Any]) -> Select[Any]:
    mine = (place.of(clocks), clocks.c.metric.in_(ANSWERS), clocks.c.kind == Kind.CUSTOMER)
    return select(*columns).join_from(clocks, tickets, same(clocks, tickets, "ticket")).where(*mine)
