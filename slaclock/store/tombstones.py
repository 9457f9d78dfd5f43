"""Requesters who asked to be forgotten: their names leave the facts, and no replay brings them back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from sqlalchemy import BigInteger, ColumnElement, func, literal, select

from slaclock.store.place import Place
from slaclock.store.tables import tombstones
from slaclock.store.unit import Unit
from slaclock.timeline.event import TicketEvent


def digest(place: Place, requester: str) -> str:
    """All that is left of a name: enough to know it again, too little to read it."""
    return hashlib.sha256("\0".join((*place, requester)).encode()).hexdigest()[:32]


def bury(unit: Unit, place: Place, requester: str, now: int) -> str:
    """Remember that a requester is to be forgotten; answers with the name that takes the place."""
    unit.add_new(tombstones, [place.row(digest=digest(place, requester), erased_at=now)], "digest")
    return f"erased-{digest(place, requester)}"


def outwait(unit: Unit, place: Place) -> None:
    """Wait until all that looked for tombstones before are done: whoever looks from now on finds those that stand.

    On SQLite nobody looks while another writes.
    """
    if unit.postgres:
        unit.run(select(func.pg_advisory_xact_lock(_line(place))))


def buried(unit: Unit, place: Place, told: Sequence[TicketEvent]) -> list[TicketEvent]:
    """The events with the names of forgotten requesters taken out; who forgets another waits until the unit ends."""
    named = {event.data["requester"] for event in told if event.type == "created" and event.data.get("requester")}
    if not named:
        return list(told)
    if unit.postgres:
        unit.run(select(func.pg_advisory_xact_lock_shared(_line(place))))
    hashed = {digest(place, name): name for name in named}
    query = select(tombstones.c.digest).where(place.of(tombstones), tombstones.c.digest.in_(hashed))
    gone = {hashed[found]: f"erased-{found}" for found in unit.run(query).scalars()}
    return [without(event, gone[event.data["requester"]]) if _is_of(event, gone) else event for event in told]


def names_buried(unit: Unit, place: Place, told: Sequence[TicketEvent]) -> bool:
    """Whether some events name a requester who is forgotten: what they came in must not be kept."""
    return any(one is not other for one, other in zip(told, buried(unit, place, told), strict=True))


def without(event: TicketEvent, instead: str) -> TicketEvent:
    """The event with another requester."""
    return replace(event, data=MappingProxyType({**event.data, "requester": instead}))


def _line(place: Place) -> ColumnElement[int]:
    """The number under which PostgreSQL keeps those apart who store facts of a place and who forget somebody there."""
    drawn = hashlib.sha256("\0".join(("tombstones", *place)).encode()).digest()[:8]
    return literal(int.from_bytes(drawn, "big", signed=True), BigInteger)


def _is_of(event: TicketEvent, gone: dict[str, str]) -> bool:
    return event.type == "created" and event.data.get("requester") in gone
