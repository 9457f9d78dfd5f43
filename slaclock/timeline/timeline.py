"""Timeline: a ticket's events in the order they happened, each told once. The only truth about a ticket."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from slaclock.errors import Complaint, InvalidEvents
from slaclock.timeline.event import TicketEvent

_ORDER = attrgetter("order")
_AT = attrgetter("at")


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a helpdesk told about one ticket, in the order it happened, whatever the order it arrived in."""

    ticket: str
    events: tuple[TicketEvent, ...]

    @staticmethod
    def of(events: Iterable[TicketEvent]) -> dict[str, Timeline]:
        """Each ticket's timeline, tickets by id; one id told twice with two contents is refused (InvalidEvents)."""
        told: dict[str, list[TicketEvent]] = {}
        for event in events:
            told.setdefault(event.ticket, []).append(event)
        complaints: list[Complaint] = []
        timelines = {ticket: Timeline(ticket, _ordered(told[ticket], complaints)) for ticket in sorted(told)}
        if complaints:
            raise InvalidEvents(complaints)
        return timelines

    def until(self, at: int) -> Timeline:
        """What had happened at an instant; an event at exactly that instant counts."""
        if not self.events or self.events[-1].at <= at:
            return self
        return Timeline(self.ticket, self.events[: bisect_right(self.events, at, key=_AT)])

    @property
    def created(self) -> TicketEvent | None:
        """The ticket's creation, if the helpdesk told it."""
        return next((event for event in self.events if event.type == "created"), None)

    def __iter__(self) -> Iterator[TicketEvent]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)


def same(one: TicketEvent, other: TicketEvent) -> bool:
    """Whether two tellings of an event say the same."""
    # the written form tells 1 from true and from 1.0, which Python's == does not
    return one is other or _written(one.as_mapping()) == _written(other.as_mapping())


def contradiction(where: str, known: TicketEvent, event: TicketEvent, earlier: str = "") -> Complaint:
    """The complaint about one id told twice with two contents, naming a key they differ in."""
    one, other = known.as_mapping(), event.as_mapping()
    key = next(key for key in (*one, *other) if _written(one.get(key)) != _written(other.get(key)))
    return Complaint(
        where,
        f"event {event.id!r} of ticket {event.ticket!r} is told twice with different content: {key} is "
        f"{_written(one.get(key))}{earlier} and {_written(other.get(key))}",
        "give every event of a ticket an id of its own",
    )


def _written(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _ordered(events: list[TicketEvent], complaints: list[Complaint]) -> tuple[TicketEvent, ...]:
    """One ticket's events in order, repeats left out."""
    first: dict[str, TicketEvent] = {}
    for event in events:
        known = first.setdefault(event.id, event)
        if not (known is event or same(known, event)):
            complaints.append(contradiction("events", known, event))
    return tuple(sorted(first.values(), key=_ORDER))
