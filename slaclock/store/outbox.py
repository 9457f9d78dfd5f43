"""Outbox: what has to be told to the outside, line by line of each ticket, and what has come of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, literal_column, or_, select, update

from slaclock.store.place import Place, same
from slaclock.store.tables import outbox
from slaclock.store.unit import Unit

DUE_DATE = "due_date"


class Fate(StrEnum):
    """What has become of a message."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FOUND = "found"
    """It had taken effect already when somebody looked."""
    SUPERSEDED = "superseded"
    """A newer one of its kind came before it was sent."""
    DEAD = "dead"
    """Given up; a person decides."""
    DROPPED = "dropped"
    RETRIED = "retried"
    """A person had it sent again, as a new message."""


OPEN = (Fate.WAITING, Fate.SENDING)


def _open(table: Any = outbox) -> ColumnElement[bool]:
    # written out and not bound, so that the databases see that their partial indexes fit
    return table.c.state.in_([literal_column(f"'{state}'") for state in OPEN])  # type: ignore[no-any-return]


def post(unit: Unit, rows: Iterable[Mapping[str, Any]]) -> None:
    """Put messages into the box, each once for its cause."""
    many = list(rows)
    if many:
        unit.run(unit.insert(outbox).on_conflict_do_nothing(), many)


def supersede(unit: Unit, place: Place, ticket: str, now: int) -> int:
    """Take back the due dates of a ticket that nobody has begun to send: a newer one follows."""
    waiting = and_(place.of(outbox, ticket), outbox.c.kind == DUE_DATE, outbox.c.state == Fate.WAITING)
    # one whose fate is unknown stays: it is looked for, and goes first
    mine = and_(waiting, outbox.c.doubtful.is_(False))
    return unit.changed(update(outbox).where(mine).values(state=Fate.SUPERSEDED, settled_at=now))


def claim(
    unit: Unit,
    place: Place,
    now: int,
    limit: int,
    lease: int,
    *,
    account: str | None = None,
    shut: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """Take messages to send (to one account only, if named), escalations first; of each line only the head.

    A line is what waits for one ticket and account. A message whose sender has not been heard of in time is taken over:
    nobody knows whether it was sent. An attempt counts once it was heard of, a sender's death does not.
    """
    before = outbox.alias("before")
    line = same(before, outbox, "ticket", "account")
    first = ~exists().where(and_(line, before.c.id < outbox.c.id, _open(before)))
    due = and_(place.of(outbox), _open(), outbox.c.next_at <= now, _to(account, shut), first)
    query = select(outbox.c.id).where(due).order_by(outbox.c.rank, outbox.c.next_at, outbox.c.id).limit(limit)
    ids = unit.run(query.with_for_update(skip_locked=True)).scalars().all()
    if not ids:
        return []
    taken = {
        "state": Fate.SENDING,
        "doubtful": or_(outbox.c.doubtful, outbox.c.state == Fate.SENDING),
        "lease": outbox.c.lease + 1,
        "next_at": now + lease,
    }
    rows = unit.all(update(outbox).where(outbox.c.id.in_(ids)).values(taken).returning(outbox))
    return sorted(rows, key=lambda row: ids.index(row["id"]))


def _to(account: str | None, shut: Sequence[str]) -> ColumnElement[bool]:
    return outbox.c.account == account if account is not None else outbox.c.account.not_in(shut)


def _mine(row: Mapping[str, Any]) -> ColumnElement[bool]:
    """The row as long as it is ours: claimed by us and by nobody since."""
    return and_(outbox.c.id == row["id"], outbox.c.lease == row["lease"], outbox.c.state == Fate.SENDING)


def hold(unit: Unit, row: Mapping[str, Any], now: int, lease: int) -> bool:
    """Whether a claimed message is still ours to send, and then for a while longer."""
    mine = and_(_mine(row), outbox.c.next_at > now)
    return unit.changed(update(outbox).where(mine).values(next_at=now + lease)) == 1


def overtaken(unit: Unit, row: Mapping[str, Any]) -> bool:
    """Whether a newer due date of the same ticket stands in the box."""
    newer = and_(
        *(outbox.c[name] == row[name] for name in ("tenant", "helpdesk", "ticket", "account")),
        outbox.c.kind == DUE_DATE,
        outbox.c.generation > row["generation"],
        outbox.c.state.not_in([Fate.DEAD, Fate.DROPPED]),
    )
    return bool(unit.run(select(exists().where(newer))).scalar_one())


def settle(unit: Unit, row: Mapping[str, Any], fate: Fate, now: int, error: str | None = None) -> bool:
    """Write down how it ended; False (and nothing written) if the message is not ours any more."""
    told = {"attempts": outbox.c.attempts + 1, "error": error}
    values = {"state": fate, "settled_at": now, "next_at": now, **told}
    return unit.changed(update(outbox).where(_mine(row)).values(values)) == 1


def put_back(unit: Unit, row: Mapping[str, Any], next_at: int, **columns: Any) -> bool:
    """Let a message wait for another attempt; False (and nothing written) if it is not ours any more."""
    values = {"state": Fate.WAITING, "next_at": next_at, **columns}
    return unit.changed(update(outbox).where(_mine(row)).values(values)) == 1


def listed(
    unit: Unit,
    place: Place,
    states: Sequence[Fate] = (Fate.DEAD,),
    limit: int = 1000,
    *,
    ticket: str | None = None,
    before: int | None = None,
) -> list[dict[str, Any]]:
    """Messages in some states (of one ticket only, if named; before a number, if given), the latest first."""
    query = select(outbox).where(place.of(outbox, ticket), outbox.c.state.in_(states))
    if before is not None:
        query = query.where(outbox.c.id < before)
    return unit.all(query.order_by(outbox.c.id.desc()).limit(limit))


def of(unit: Unit, place: Place, ticket: str) -> list[dict[str, Any]]:
    """The numbers and causes of a ticket's messages."""
    return unit.all(select(outbox.c.id, outbox.c.cause).where(place.of(outbox, ticket)))


def retry(unit: Unit, place: Place, number: int, now: int) -> bool:
    """Send a dead message again, at the end of its ticket's line and under its old action id."""
    row = unit.one(select(outbox).where(place.of(outbox), outbox.c.id == number, outbox.c.state == Fate.DEAD))
    if row is None or (row["kind"] == DUE_DATE and overtaken(unit, row)):
        return False
    unit.run(update(outbox).where(outbox.c.id == number).values(state=Fate.RETRIED))
    kept = {name: value for name, value in row.items() if name not in ("id", "settled_at", "error", "attempts")}
    again = {"cause": f"{row['cause']} again {number}", "state": Fate.WAITING, "next_at": now, "doubtful": True}
    post(unit, [kept | again])
    return True


def drop(unit: Unit, place: Place, number: int, now: int) -> bool:
    """Give a message up for good, unless somebody is sending it."""
    idle = and_(place.of(outbox), outbox.c.id == number, outbox.c.state.in_([Fate.WAITING, Fate.DEAD]))
    return unit.changed(update(outbox).where(idle).values(state=Fate.DROPPED, settled_at=now)) == 1
