"""What the desk's pages look at: clocks that go on, clocks that entered the count lately, accounts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, or_, select

from slaclock.policy.policy import Kind
from slaclock.store.place import Place, same
from slaclock.store.tables import buckets, clocks, promises, tickets
from slaclock.store.unit import Unit

_FACTS = ("channel", "customer", "team", "assignee", "status")


def going(unit: Unit, place: Place) -> list[dict[str, Any]]:
    """The customers' clocks that have not stopped, the earliest deadline first, those that wait last."""
    mine = (clocks.c.stopped_at.is_(None), tickets.c.over.is_(False))
    order = (clocks.c.deadline.is_(None), clocks.c.deadline, clocks.c.ticket, clocks.c.metric)
    return unit.all(_with_facts(place).where(*mine).order_by(*order))


def entered(unit: Unit, place: Place, since: int, *, going_too: bool) -> list[dict[str, Any]]:
    """The customers' clocks that stopped or were breached since an instant; with those that go on, if wanted."""
    counted = [clocks.c.stopped_at >= since, clocks.c.breached_at >= since]
    if going_too:
        counted.append(clocks.c.stopped_at.is_(None))
    return unit.all(_with_facts(place).where(or_(*counted)))


def judged(unit: Unit, place: Place, since: int) -> dict[str, int]:
    """The promises judged since an instant, by what has become of them."""
    query = select(promises.c.fate, func.count().label("found")).where(
        place.of(promises), promises.c.judged_at >= since
    )
    return {str(row.fate): row.found for row in unit.run(query.group_by(promises.c.fate))}


def accounts(unit: Unit, place: Place) -> list[dict[str, Any]]:
    """The accounts messages go to: whether they fail, and until when nobody calls them."""
    return unit.all(select(buckets).where(place.of(buckets)).order_by(buckets.c.account))


def _with_facts(place: Place) -> Select[Any]:
    facts = (tickets.c[name] for name in _FACTS)
    found = select(clocks, *facts).join(tickets, same(clocks, tickets, "ticket"))
    return found.where(place.of(clocks), clocks.c.kind == Kind.CUSTOMER)
