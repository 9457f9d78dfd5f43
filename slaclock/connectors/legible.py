"""For a connector's tests, beside the published suite: events as a person reads them, and one message of each kind."""

from __future__ import annotations

from collections.abc import Iterable

from slaclock.connectors.protocol import Message, MessageKind, Scalar
from slaclock.timeline.event import TicketEvent

_SHOWN = ("ticket", "id", "at", "type", "seq")
ACTION = "act-7"
"""The action that wants what a test asks for."""


def legible(events: Iterable[TicketEvent], begin: int = 0) -> list[str]:
    """When, what and how, a line for each event; `begin` cuts the instants that are the same in all of them."""
    lines: list[str] = []
    for event in events:
        plain = event.as_mapping()
        rest = [f"{key}={value}" for key, value in plain.items() if key not in _SHOWN]
        lines.append(" ".join([plain["at"][begin:-1], event.type, *rest]))
    return lines


def wish(ticket: str, kind: MessageKind, value: Scalar, name: str | None = None) -> Message:
    """A message of a kind to a ticket."""
    return Message(ACTION, ticket, kind, value, name)


def one_of_each(ticket: str, due: int, group: str, field: tuple[str, str]) -> list[Message]:
    """A message of every kind there is; group and field are called what this helpdesk calls them."""
    name, value = field
    return [
        wish(ticket, MessageKind.DUE_DATE, due),
        wish(ticket, MessageKind.TAG, "SLA at risk"),
        wish(ticket, MessageKind.NOTE, "75 % of the first response is used."),
        wish(ticket, MessageKind.PRIORITY, "urgent"),
        wish(ticket, MessageKind.ASSIGNEE, "first-line-lead"),
        wish(ticket, MessageKind.GROUP, group),
        wish(ticket, MessageKind.FIELD, value, name),
        wish(ticket, MessageKind.REPLY, "We are on it and will write by Monday."),
    ]
