"""Tickets: what a timeline adds up to, the facts policies match on."""

from __future__ import annotations

from typing import Any

import pytest

from slaclock.timeline.event import TicketEvent
from slaclock.timeline.ticket import Ticket


def event(kind: str, **keys: Any) -> TicketEvent:
    return TicketEvent.from_mapping(
        {"ticket": "T1", "id": "e1", "at": "2026-03-02T10:00:00+01:00", "type": kind, **keys}
    )


BORN = Ticket("T1").apply(
    event(
        "created",
        channel="email",
        priority="normal",
        customer="ACME",
        requester="r1",
        group="first line",
        assignee="a1",
        tags=["vip"],
        fields={"tier": "gold", "language": "de", "region": None},
        by="agent",
    )
)


def test_a_created_ticket_shows_what_it_was_created_with() -> None:
    ticket = BORN
    assert ticket == Ticket(
        id="T1",
        created_at=1_772_442_000_000_000,
        by="agent",
        status="new",
        priority="normal",
        channel="email",
        customer="ACME",
        requester="r1",
        group="first line",
        assignee="a1",
        tags=frozenset({"vip"}),
        fields={"tier": "gold", "language": "de"},
    )


@pytest.mark.parametrize(
    "fact, value",
    [
        ("status", "pending"),
        ("priority", "urgent"),
        ("priority", None),
        ("channel", "chat"),
        ("customer", "Globex"),
        ("customer", None),
        ("group", "second line"),
        ("group", None),
        ("assignee", None),
    ],
)
def test_a_fact_told_anew_replaces_the_old_one_and_leaves_the_others(fact: str, value: str | None) -> None:
    changed = BORN.apply(event(fact, to=value))
    assert getattr(changed, fact) == value
    assert changed.apply(event(fact, to=getattr(BORN, fact))) == BORN if getattr(BORN, fact) != value else True
    assert changed != BORN


@pytest.mark.parametrize(
    "nothing_new",
    [
        event("status", to="new"),
        event("priority", to="normal"),
        event("group", to="first line"),
        event("tags", add=["vip"]),
        event("tags", remove=["unknown"]),
        event("fields", add={"tier": "gold"}),
        event("fields", set={"tier": "gold", "language": "de", "colour": None}),
        event("created", channel="chat"),
        event("message", author="customer", public=True, channel="chat"),
        event("session", to="human"),
        event("paused", reason="parts"),
        event("resumed", reason="parts"),
        event("delivery", message="m1", outcome="failed"),
        event("acknowledged", target="first_response"),
    ],
    ids=lambda told: f"{told.type} {dict(told.data)}",
)
def test_what_changes_no_fact_gives_the_very_same_ticket(nothing_new: TicketEvent) -> None:
    assert BORN.apply(nothing_new) is BORN


@pytest.mark.parametrize(
    "keys, tags",
    [
        ({"add": ["a", "b"]}, {"vip", "a", "b"}),
        ({"remove": ["vip"]}, set[str]()),
        ({"add": ["a"], "remove": ["vip"]}, {"a"}),
        ({"set": ["a"]}, {"a"}),
        ({"set": []}, set[str]()),
        ({"set": ["a", "b"], "add": ["c"], "remove": ["a"]}, {"b", "c"}),
    ],
)
def test_tags_are_set_added_and_removed(keys: dict[str, Any], tags: set[str]) -> None:
    assert BORN.apply(event("tags", **keys)).tags == tags


@pytest.mark.parametrize(
    "keys, fields",
    [
        ({"add": {"tier": "iron"}}, {"tier": "iron", "language": "de"}),
        ({"add": {"tier": None}}, {"language": "de"}),
        ({"remove": ["tier"]}, {"language": "de"}),
        ({"set": {"seats": 3}}, {"seats": 3}),
        ({"set": {}}, {}),
        ({"set": {"a": 1, "b": 2}, "add": {"c": 3}, "remove": ["a"]}, {"b": 2, "c": 3}),
    ],
)
def test_fields_are_set_added_and_removed(keys: dict[str, Any], fields: dict[str, Any]) -> None:
    assert BORN.apply(event("fields", **keys)).fields == fields


def test_a_merged_and_a_deleted_ticket_say_so() -> None:
    assert BORN.apply(event("merged", into="T2")).merged_into == "T2"
    assert BORN.apply(event("deleted")).deleted
    assert not BORN.deleted


def test_a_ticket_is_what_its_events_add_up_to() -> None:
    events = [event("created", channel="chat"), event("status", to="open"), event("priority", to="high")]
    ticket = Ticket.of("T1", events)
    assert (ticket.channel, ticket.status, ticket.priority) == ("chat", "open", "high")
    assert Ticket.of("T1", []).created_at is None
