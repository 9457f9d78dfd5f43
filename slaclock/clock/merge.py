"""Tickets merged into others: what the survivor inherits, whatever the order, in chains and circles (law L22)."""

from __future__ import annotations

from collections.abc import Mapping

from slaclock.clock.life import Inheritance, Life
from slaclock.clock.teller import tell
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
    gone: dict[str, str] = {}
    for event in merges:
        gone[event.ticket] = event.data["into"]
        survivor = _survivor(event.ticket, gone)
        mine = told[event.ticket]
        place = mine.index(event)
        # a bounce learnt after the merge still undoes what was sent before it
        reports = [after for after in mine[place + 1 :] if after.type == "delivery"]
        told[event.ticket] = [*mine[: place + 1], *reports]
        left = tell(told[event.ticket], book)
        if left is None or survivor not in told:
            continue
        inherited = Inheritance(
            event.at, event.order, event.ticket, left.ticket.requester, left.created_at, left.unanswered
        )
        later = [after for after in mine[place + 1 :] if after.type in _FOLLOWS]
        told[survivor] = sorted([*told[survivor], inherited, *later], key=lambda each: each.order)
    found = ((ticket, tell(events, book)) for ticket, events in sorted(told.items()))
    return {ticket: life for ticket, life in found if life is not None}


def _merge(line: Timeline) -> TicketEvent | None:
    """The event that ended a ticket by merging it, if one did before anything else ended it."""
    ended = next((event for event in line.events if event.type in ("merged", "deleted")), None)
    return ended if ended is not None and ended.type == "merged" else None


def _survivor(ticket: str, gone: Mapping[str, str]) -> str:
    """Who goes on for a merged ticket: its target, or where that was merged before, that one's survivor."""
    seen = {ticket}
    while ticket in gone and gone[ticket] not in seen:
        ticket = gone[ticket]
        seen.add(ticket)
    return ticket
