"""Ticket: what a timeline adds up to at an instant, the facts policies match on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from slaclock.timeline.event import TicketEvent

_NO_FIELDS: Mapping[str, Any] = MappingProxyType({})
_SINGLE_FACTS = frozenset({"status", "priority", "channel", "customer", "group", "assignee"})


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as its helpdesk shows it at one moment; a field told as null counts as absent."""

    id: str
    created_at: int | None = None
    by: str = "customer"
    status: str = "new"
    priority: str | None = None
    channel: str | None = None
    customer: str | None = None
    requester: str | None = None
    group: str | None = None
    assignee: str | None = None
    tags: frozenset[str] = frozenset()
    fields: Mapping[str, Any] = field(default_factory=lambda: _NO_FIELDS, hash=False)
    merged_into: str | None = None
    deleted: bool = False

    @classmethod
    def of(cls, ticket: str, events: Iterable[TicketEvent]) -> Ticket:
        """The ticket after its events, which stand in the order they happened."""
        facts = cls(ticket)
        for event in events:
            facts = facts.apply(event)
        return facts

    def apply(self, event: TicketEvent) -> Ticket:
        """The ticket after one more event; the very same ticket if the event changes no fact."""
        kind = event.type
        if kind in _SINGLE_FACTS:
            return self._with(kind, event.data["to"])
        if kind == "created":
            return self._created(event) if self.created_at is None else self
        if kind == "tags":
            return self._with("tags", _tags(self.tags, event.data))
        if kind == "fields":
            return self._with("fields", _fields(self.fields, event.data))
        if kind == "merged":
            return self._with("merged_into", event.data["into"])
        if kind == "deleted":
            return self._with("deleted", True)
        return self

    def _with(self, fact: str, value: Any) -> Ticket:
        facts = list(_ALL(self))  # half the cost of dataclasses.replace, on the way of every reading
        place = _PLACES[fact]
        if facts[place] == value:
            return self
        facts[place] = value
        return Ticket(*facts)

    def _created(self, event: TicketEvent) -> Ticket:
        told = event.data
        return Ticket(
            self.id,
            event.at,
            told["by"],
            told["status"],
            told["priority"],
            told["channel"],
            told["customer"],
            told["requester"],
            told["group"],
            told["assignee"],
            told["tags"],
            _known(told["fields"]),
            self.merged_into,
            self.deleted,
        )


_PLACES = {field.name: place for place, field in enumerate(fields(Ticket))}
_ALL = attrgetter(*_PLACES)


def _tags(tags: frozenset[str], told: Mapping[str, Any]) -> frozenset[str]:
    """All tags anew if `set`, then those added and removed."""
    start: frozenset[str] = tags if told["set"] is None else told["set"]
    added: frozenset[str] = told["add"]
    removed: frozenset[str] = told["remove"]
    return (start | added) - removed


def _fields(fields: Mapping[str, Any], told: Mapping[str, Any]) -> Mapping[str, Any]:
    """All fields anew if `set`, then those added and removed."""
    start = fields if told["set"] is None else told["set"]
    return _known({name: value for name, value in {**start, **told["add"]}.items() if name not in told["remove"]})


def _known(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Fields that hold something: helpdesks send null for what nobody filled in."""
    if not fields:
        return _NO_FIELDS
    return MappingProxyType({name: value for name, value in fields.items() if value is not None})
