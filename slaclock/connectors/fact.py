"""A ticket event out of what a helpdesk tells, checked against the grammar of events; and how to read what it tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from slaclock.connectors.payload import Payload, event
from slaclock.errors import SlaclockError
from slaclock.instant import format_instant, parse_instant, to_us
from slaclock.timeline.event import TicketEvent

NOTHING: Mapping[str, object] = MappingProxyType({})
_TOO_FINE = re.compile(r"(\.\d{6})\d+")


@dataclass(frozen=True, slots=True)
class EventKey:
    """What names an event: its ticket, its own id, when it was, and the helpdesk's own order within that instant."""

    ticket: str
    id: str
    at: int
    seq: int | None = None


def make(row: Payload, key: EventKey, kind: str, data: Mapping[str, object] = NOTHING) -> TicketEvent:
    """One event; Unreadable if the helpdesk told something that no event can hold."""
    told = {"ticket": key.ticket, "id": key.id, "at": format_instant(key.at), "type": kind, "seq": key.seq, **data}
    return event(told, row.where)


def instant(row: Payload, key: str) -> int:
    """An instant that must be there, also one that is told in nanoseconds."""
    try:
        return to_us(parse_instant(_TOO_FINE.sub(r"\1", row.text(key))))
    except (ValueError, SlaclockError):
        return row.instant(key)  # says what is wrong


def inside(value: object, *keys: str) -> object:
    """What stands under keys within keys; None where there is nothing."""
    found = value
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def id_in(value: object) -> str | None:
    """An id, which helpdesks tell as text here and as a number there; None for nothing."""
    if isinstance(value, bool) or value in (None, ""):
        return None
    return str(value) if isinstance(value, (str, int)) else None
