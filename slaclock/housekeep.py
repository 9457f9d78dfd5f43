"""housekeep: removes what has been kept long enough, reads anew what a new configuration changes, forgets people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, delete, exists, or_, select, type_coerce, update

from slaclock.apart import apart
from slaclock.desk import Desk
from slaclock.errors import InvalidInput
from slaclock.instant import DAY
from slaclock.planning import reread
from slaclock.store import Store, answers, deliveries, heartbeats, strange, tickets
from slaclock.store.outbox import DUE_DATE, OPEN, Fate
from slaclock.store.place import same
from slaclock.store.tables import conflicts, events, outbox
from slaclock.store.tables import deliveries as raw
from slaclock.store.tables import tickets as rows
from slaclock.store.tombstones import bury, outwait, without
from slaclock.timeline.event import TicketEvent

KEEP_DELIVERIES = 30 * DAY
KEEP_MESSAGES = 90 * DAY
KEEP_WORKERS = 7 * DAY


@dataclass(frozen=True, slots=True)
class Kept:
    """What was removed, and how many tickets were read anew."""

    deliveries: int = 0
    messages: int = 0
    reread: int = 0


def housekeep(store: Store, desk: Desk, now: int, *, batch: int = 100) -> Kept:
    """One round of order: old deliveries and settled messages go, tickets read under other rules are read again."""
    with store.unit() as unit:
        old = deliveries.forget(unit, desk.place, max(now - KEEP_DELIVERIES, 0))
        unit.fault("housekeep: deliveries removed")
        settled = (outbox.c.settled_at < max(now - KEEP_MESSAGES, 0), outbox.c.state.not_in([*OPEN, Fate.DEAD]))
        done = unit.changed(delete(outbox).where(desk.place.of(outbox), *settled, ~_latest()))
        strange.forget(unit, desk.place, desk.words)
        heartbeats.forget(unit, desk.tenant, max(now - KEEP_WORKERS, 0))
        answers.forget(unit, desk.tenant, now)
        unit.fault("housekeep: messages removed")
    return Kept(old, done, replan(store, desk, now, batch=batch))


def _latest() -> ColumnElement[bool]:
    """The newest push of a ticket's due date stays as long as the ticket: it says what the helpdesk was told."""
    mine = same(rows, outbox, "ticket")
    return exists().where(mine, rows.c.due_generation == outbox.c.generation, outbox.c.kind == DUE_DATE)


def replan(store: Store, desk: Desk, now: int, *, batch: int = 100, most: int = 10_000) -> int:
    """Read tickets again that were last read under another configuration; answers how many."""

    def read(names: Sequence[str]) -> int:
        with store.unit() as unit:
            found = len(reread(unit, desk, names, now, fresh=True).tickets)
            unit.fault("replan: batch read")
        return found

    done = 0
    for _ in range(0, most, batch):
        with store.reading() as unit:
            names = tickets.outdated(unit, desk.place, desk.config_id, now, batch)
        if not names:
            break
        done += sum(apart(store, desk, names, now, read))
    return done


def erase(store: Store, desk: Desk, requester: str, now: int) -> int:
    """Forget a requester: the name leaves every fact, and no replay brings it back. Answers how many tickets had it.

    Counts and durations stay as they are. Deliveries that name the requester are removed once they have been read.
    """
    if not requester.strip():
        raise InvalidInput("the requester's name is empty; write it as the helpdesk's events have it")
    touched = _forget(store, desk, requester, now)
    with store.unit() as unit:
        outwait(unit, desk.place)
        again = unit.postgres
    if again:  # facts that somebody was storing just then
        touched |= _forget(store, desk, requester, now)
    return len(touched)


def _forget(store: Store, desk: Desk, requester: str, now: int) -> set[str]:
    """Take a name out of all that is stored; answers with the tickets that had it."""
    place = desk.place
    with store.unit() as unit:
        instead = bury(unit, place, requester, now)
        query = select(events.c.ticket, events.c.event, events.c.told).where(
            place.of(events), _names(events.c.told, requester)
        )
        touched: set[str] = set()
        for row in unit.all(query):
            event = TicketEvent.from_mapping(row["told"])
            if event.type == "created" and event.data.get("requester") == requester:
                mine = (place.of(events, row["ticket"]), events.c.event == row["event"])
                unit.run(update(events).where(*mine).values(told=without(event, instead).as_mapping()))
                touched.add(row["ticket"])
        unit.fault("erase: facts changed")
        unit.run(delete(conflicts).where(place.of(conflicts), _names(conflicts.c.told, requester)))
        unit.run(delete(raw).where(place.of(raw), raw.c.state != "waiting", _names(raw.c.body, requester)))
        reread(unit, desk, touched, now, fresh=True)
        unit.fault("erase: read anew")
    return touched


def _names(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Rows whose text holds a name, as it is or as JSON writes it."""
    written = {name, json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1]}
    text = type_coerce(column, Text)
    return or_(*(text.contains(each, autoescape=True) for each in sorted(written)))
