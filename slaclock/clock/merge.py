"""Tickets merged into others: what the survivor inherits, whatever the order, in chains and circles (law L22)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slaclock.clock.life import Inheritance, Life, tell
from slaclock.policy.book import PolicyBook
from slaclock.timeline.event import TicketEvent
from slaclock.timeline.timeline import Timeline

_FOLLOWS = frozenset({"message", "delivery"})
"""What is still written to a merged ticket belongs to its survivor."""

Told = TicketEvent | Inheritance


def lives(timelines: Mapping[str, Timeline], book: PolicyBook) -> dict[str, Life]:
    """The life of every ticket that was created, each with what merged tickets left it."""
    merges = sorted(filter(None, map(_merge, timelines.values())), key=lambda event: event.order)
    told: dict[str, list[Told]] = {ticket: list(line.events) for ticket, line in timelines.items()}
    for event in merges:
        survivor = event.data["into"]
        if survivor not in told:
            continue
        mine = told[event.ticket]
        place = mine.index(event)
        left = tell(mine[: place + 1], book)
        if left is None:
            continue
        inherited = Inheritance(
            event.at, event.order, event.ticket, left.ticket.requester, left.created_at, left.unanswered
        )
        later = [after for after in mine[place + 1 :] if after.type in _FOLLOWS]
        told[survivor] = _sorted([*told[survivor], inherited, *later])
        told[event.ticket] = mine[: place + 1]
    found = ((ticket, tell(events, book)) for ticket, events in sorted(told.items()))
    return {ticket: life for ticket, life in found if life is not None}


def _merge(line: Timeline) -> TicketEvent | None:
    """The event that ended a ticket by merging it, if one did before anything else ended it."""
    ended = next((event for event in line.events if event.type in ("merged", "deleted")), None)
    return ended if ended is not None and ended.type == "merged" else None


def _sorted(events: Sequence[Told]) -> list[Told]:
    return sorted(events, key=lambda event: event.order)
