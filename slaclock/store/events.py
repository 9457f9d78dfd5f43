"""The facts, each stored once under the id its helpdesk gave it; the first telling stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Text, delete, or_, select, tuple_, type_coerce, update

from slaclock.store.place import Place
from slaclock.store.tables import conflicts, events, merges
from slaclock.store.tombstones import buried
from slaclock.store.unit import Unit
from slaclock.timeline.event import TicketEvent
from slaclock.timeline.timeline import same


def append(
    unit: Unit, place: Place, told: Iterable[TicketEvent], now: int, *, retold: frozenset[str] = frozenset()
) -> list[TicketEvent]:
    """Store what is new; the same again is nothing, and another content under a known id is put aside.

    `retold` are tickets told in other words than before: there the new telling takes the place of the old one.
    """
    first: dict[tuple[str, str], TicketEvent] = {}
    others: list[TicketEvent] = []
    for event in buried(unit, place, list(told)):
        stands = first.setdefault((event.ticket, event.id), event)
        if not same(stands, event):
            others.append(event)
    stored = unit.add_new(events, (_row(place, first[key], now) for key in sorted(first)), "ticket", "event")
    new = sorted((row["ticket"], row["event"]) for row in stored)
    contradicting = _contradicting(unit, place, [first[key] for key in sorted(first.keys() - set(new))])
    changed = [event for event in contradicting if event.ticket in retold]
    others += [event for event in contradicting if event.ticket not in retold]
    unit.add_new(conflicts, (_conflict(place, event, now) for event in others), "event")
    for event in changed:
        mine = (place.of(events, event.ticket), events.c.event == event.id)
        unit.run(update(events).where(*mine).values(at=event.at, told=event.as_mapping()))
    fresh = [*(first[key] for key in new), *changed]
    linked = [event for event in fresh if event.type == "merged"]
    unit.add_new(merges, (place.row(ticket=each.ticket, survivor=each.data["into"]) for each in linked), "ticket")
    return fresh


def take_back_deletion(unit: Unit, place: Place, ticket: str, told: Sequence[TicketEvent], before: int) -> bool:
    """A ticket that can be fetched is not deleted: what said so before an instant, and is told no more, goes.

    Whatever is younger may be truer than an answer that was late.
    """
    alive = {event.id for event in told if event.type == "deleted"}
    mine = (place.of(events, ticket), events.c.at < before)
    says_so = type_coerce(events.c.told, Text).contains('"type":"deleted"')
    rows = unit.run(select(events.c.told).where(*mine, says_so)).scalars()
    gone = [row["id"] for row in rows if row["type"] == "deleted" and row["id"] not in alive]
    return bool(gone) and unit.changed(delete(events).where(*mine, events.c.event.in_(gone))) > 0


def told(unit: Unit, place: Place, tickets: Sequence[str]) -> list[TicketEvent]:
    """Everything stored about some tickets."""
    query = select(events.c.told).where(place.of(events), events.c.ticket.in_(tickets))
    return [TicketEvent.from_mapping(row) for row in unit.run(query).scalars()]


def standing(unit: Unit, place: Place, told: Sequence[TicketEvent]) -> dict[tuple[str, str], TicketEvent]:
    """What is stored under the tickets and ids of some events."""
    if not told:
        return {}
    ids = tuple_(events.c.ticket, events.c.event).in_([(event.ticket, event.id) for event in told])
    rows = unit.run(select(events.c.told).where(place.of(events), ids)).scalars()
    return {(event.ticket, event.id): event for event in map(TicketEvent.from_mapping, rows)}


def family(unit: Unit, place: Place, tickets: Iterable[str]) -> set[str]:
    """The tickets together with all that were merged with them: their clocks depend on each other."""
    found, edge = set(tickets), set(tickets)
    while edge:
        touching = or_(merges.c.ticket.in_(edge), merges.c.survivor.in_(edge))
        rows = unit.run(select(merges.c.ticket, merges.c.survivor).where(place.of(merges), touching))
        edge = {name for row in rows for name in row} - found
        found |= edge
    return found


def _contradicting(unit: Unit, place: Place, told: Sequence[TicketEvent]) -> list[TicketEvent]:
    """Those of the events that say something else than what is stored under their ids."""
    stands = standing(unit, place, told)
    return [event for event in told if not same(stands[event.ticket, event.id], event)]


def _row(place: Place, event: TicketEvent, now: int) -> dict[str, Any]:
    return place.row(ticket=event.ticket, event=event.id, at=event.at, told=event.as_mapping(), stored_at=now)


def _conflict(place: Place, event: TicketEvent, now: int) -> dict[str, Any]:
    told = event.as_mapping()
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]
    return place.row(ticket=event.ticket, event=event.id, digest=digest, told=told, stored_at=now)
