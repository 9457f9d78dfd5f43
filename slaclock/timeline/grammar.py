"""The whole grammar of ticket events as one table: every type, its keys, and what each may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from slaclock.timeline.value import (
    INSTANT,
    INTEGER,
    LABELS,
    SCALARS,
    TEXT,
    TEXT_OR_INTEGER,
    YES_OR_NO,
    Value,
    one_of,
)

CHANNELS = ("email", "chat", "messaging", "sms", "voice", "letter", "web", "social")
STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
AUTHORS = ("customer", "agent", "bot", "system")
OUTCOMES = ("delivered", "failed", "bounced", "read")
SESSIONS = ("queued", "bot", "human", "ended", "abandoned")
CREATORS = ("customer", "agent", "import")

NOTHING: Mapping[str, Any] = MappingProxyType({})

Check = Callable[[str, int, Mapping[str, Any]], "tuple[str, str, str] | None"]
"""Looks at (ticket, at, data) together; gives the key at fault, what was found and what would be right."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an event: what it may hold, and what its absence (or null) means."""

    value: Value
    meaning: str
    needed: bool = True
    nullable: bool = False
    default: Any = None


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of fact a helpdesk can tell, with the keys that belong to it beside the common ones."""

    name: str
    meaning: str
    keys: Mapping[str, Key]
    check: Check | None = None


def _needed(value: Value, meaning: str) -> Key:
    return Key(value, meaning)


def _needed_or_null(value: Value, meaning: str) -> Key:
    return Key(value, meaning, nullable=True)


def _optional(value: Value, meaning: str, default: Any = None) -> Key:
    return Key(value, meaning, needed=False, nullable=True, default=default)


def _ends_later(_ticket: str, at: int, data: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """A pause cannot end before it began."""
    if data["until"] is None or data["until"] > at:
        return None
    return "until", "ends at or before its own `at`", "give an instant after `at`, or leave `until` out"


def _into_another(ticket: str, _at: int, data: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """A ticket cannot swallow itself."""
    if data["into"] != ticket:
        return None
    return "into", f"ticket {ticket!r} is merged into itself", "name the ticket that goes on"


def _tells_something(_ticket: str, _at: int, data: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """A change of tags or fields names what changes, and never adds and removes the same one."""
    if data["set"] is None and not data["add"] and not data["remove"]:
        return "", "none of set, add, remove", "say what changes with at least one of them"
    both = sorted(set(data["add"]) & data["remove"])
    if both:
        return "remove", f"{both[0]!r} is both added and removed", "name it in one of them"
    return None


COMMON: Mapping[str, Key] = MappingProxyType(
    {
        "ticket": _needed(TEXT, "the ticket's id in the helpdesk"),
        "id": _needed(TEXT, "the event's own id, unique within its ticket"),
        "at": _needed(INSTANT, "when it happened (not when it arrived)"),
        "type": _needed(TEXT, "what happened"),
        "seq": _optional(INTEGER, "the helpdesk's own order for events of one instant; missing counts as 0"),
    }
)

_TYPES = (
    EventType(
        "created",
        "The ticket came into being.",
        {
            "channel": _needed(one_of(CHANNELS), "how the customer reached the desk"),
            "priority": _optional(TEXT, "any word the desk uses; without one the policy's `default` row holds"),
            "status": _optional(one_of(STATUSES), "the status it was born with", "new"),
            "customer": _optional(TEXT, "the organisation the ticket belongs to"),
            "requester": _optional(TEXT, "the person who asks"),
            "group": _optional(TEXT, "the team that holds it"),
            "assignee": _optional(TEXT, "the agent who holds it"),
            "tags": _optional(LABELS, "labels policies may match on", frozenset()),
            "fields": _optional(
                SCALARS, "further facts policies may match on, `language` and `tier` among them", NOTHING
            ),
            "by": _optional(one_of(CREATORS), "who opened it", "customer"),
        },
    ),
    EventType(
        "message",
        "Somebody wrote or spoke.",
        {
            "author": _needed(one_of(AUTHORS), "who spoke"),
            "public": _needed(YES_OR_NO, "whether the customer can see it; false is a note"),
            "channel": _optional(one_of(CHANNELS), "how it was sent, where it differs from the ticket's channel"),
            "message": _optional(TEXT, "the message's own id, which delivery reports refer to"),
            "auto": _optional(YES_OR_NO, "an automatic message: auto-reply, out of office, acknowledgement", False),
        },
    ),
    EventType(
        "delivery",
        "A report on what became of a message.",
        {
            "message": _needed(TEXT, "the message it reports on"),
            "outcome": _needed(one_of(OUTCOMES), "what became of it"),
        },
    ),
    EventType(
        "status",
        "The ticket's status changed.",
        {
            "to": _needed(one_of(STATUSES), "the status from now on"),
            "reason": _optional(TEXT, "why, in the desk's words"),
        },
    ),
    EventType(
        "priority", "The priority changed.", {"to": _needed_or_null(TEXT, "the priority from now on; null: none")}
    ),
    EventType("group", "Another team holds the ticket.", {"to": _needed_or_null(TEXT, "the team; null: none")}),
    EventType("assignee", "Another agent holds the ticket.", {"to": _needed_or_null(TEXT, "the agent; null: nobody")}),
    EventType(
        "customer", "The ticket belongs to another customer.", {"to": _needed_or_null(TEXT, "the customer; null: none")}
    ),
    EventType(
        "channel", "The conversation goes on elsewhere.", {"to": _needed(one_of(CHANNELS), "the channel from now on")}
    ),
    EventType(
        "tags",
        "Tags changed.",
        {
            "set": _optional(LABELS, "all tags from now on"),
            "add": _optional(LABELS, "tags put on", frozenset()),
            "remove": _optional(LABELS, "tags taken off", frozenset()),
        },
        _tells_something,
    ),
    EventType(
        "fields",
        "Further facts changed.",
        {
            "set": _optional(SCALARS, "all fields from now on"),
            "add": _optional(SCALARS, "fields given a value; the others stay", NOTHING),
            "remove": _optional(LABELS, "names of fields emptied", frozenset()),
        },
        _tells_something,
    ),
    EventType(
        "paused",
        "Somebody put the clocks on hold.",
        {
            "reason": _needed(TEXT, "why (`customer` ends with the customer's next message)"),
            "until": _optional(INSTANT, "when it ends by itself"),
        },
        _ends_later,
    ),
    EventType(
        "resumed",
        "A manual hold ended.",
        {"reason": _optional(TEXT, "the reason of the hold that ended; without one all of them end")},
    ),
    EventType(
        "session",
        "A live conversation moved on.",
        {"to": _needed(one_of(SESSIONS), "who holds it now, or how it ended")},
    ),
    EventType(
        "merged",
        "The ticket went on as another one.",
        {"into": _needed(TEXT, "the ticket that goes on")},
        _into_another,
    ),
    EventType(
        "acknowledged",
        "Somebody took notice of an escalation.",
        {
            "target": _needed(TEXT, "the target it belongs to"),
            "step": _optional(TEXT_OR_INTEGER, "the step; without one all of them"),
        },
    ),
    EventType("deleted", "The ticket is gone.", {}),
)

EVENT_TYPES: Mapping[str, EventType] = MappingProxyType({each.name: each for each in _TYPES})
