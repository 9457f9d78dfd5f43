"""One event: what each type holds, what its absence means, and how it is refused."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from slaclock.errors import InvalidEvents
from slaclock.timeline.event import TicketEvent, as_events
from slaclock.timeline.grammar import EVENT_TYPES

TEN = 1_772_442_000_000_000
"""2026-03-02T10:00:00+01:00."""


def told(kind: str, **keys: Any) -> dict[str, Any]:
    return {"ticket": "T1", "id": "e1", "at": "2026-03-02T10:00:00+01:00", "type": kind, **keys}


def data(kind: str, **keys: Any) -> dict[str, Any]:
    return dict(TicketEvent.from_mapping(told(kind, **keys)).data)


def test_a_created_ticket_with_nothing_but_its_channel_is_new_and_opened_by_the_customer() -> None:
    assert data("created", channel="email") == {
        "channel": "email",
        "priority": None,
        "status": "new",
        "customer": None,
        "requester": None,
        "group": None,
        "assignee": None,
        "tags": frozenset(),
        "fields": {},
        "by": "customer",
    }


def test_a_created_ticket_carries_what_was_told() -> None:
    facts = data(
        "created",
        channel="chat",
        priority="P1",
        status="pending",
        customer="ACME",
        requester="r1",
        group="second line",
        assignee="a7",
        tags=["vip", "billing", "vip"],
        fields={"language": "de", "seats": 12, "paying": True, "score": 0.5, "region": None},
        by="agent",
    )
    assert facts["tags"] == {"vip", "billing"}
    assert facts["fields"] == {"language": "de", "seats": 12, "paying": True, "score": 0.5, "region": None}
    assert [facts[key] for key in ("channel", "priority", "status", "customer", "by")] == [
        "chat",
        "P1",
        "pending",
        "ACME",
        "agent",
    ]


@pytest.mark.parametrize(
    "kind, keys, expected",
    [
        (
            "message",
            {"author": "agent", "public": False},
            {"author": "agent", "public": False, "channel": None, "message": None, "auto": False},
        ),
        ("delivery", {"message": "m1", "outcome": "bounced"}, {"message": "m1", "outcome": "bounced"}),
        ("status", {"to": "hold"}, {"to": "hold", "reason": None}),
        ("priority", {"to": None}, {"to": None}),
        ("group", {"to": "billing"}, {"to": "billing"}),
        ("assignee", {"to": None}, {"to": None}),
        ("customer", {"to": None}, {"to": None}),
        ("channel", {"to": "voice"}, {"to": "voice"}),
        ("tags", {"add": ["a"]}, {"set": None, "add": frozenset({"a"}), "remove": frozenset()}),
        ("tags", {"set": []}, {"set": frozenset(), "add": frozenset(), "remove": frozenset()}),
        ("fields", {"add": {"tier": 1}}, {"set": None, "add": {"tier": 1}, "remove": frozenset()}),
        ("paused", {"reason": "parts"}, {"reason": "parts", "until": None}),
        (
            "paused",
            {"reason": "parts", "until": "2026-03-02T10:00:01+01:00"},
            {"reason": "parts", "until": TEN + 1_000_000},
        ),
        ("resumed", {"reason": "parts"}, {"reason": "parts"}),
        ("resumed", {}, {"reason": None}),
        ("session", {"to": "human"}, {"to": "human"}),
        ("merged", {"into": "T2"}, {"into": "T2"}),
        ("acknowledged", {"target": "first_response"}, {"target": "first_response", "step": None}),
        ("acknowledged", {"target": "first_response", "step": 2}, {"target": "first_response", "step": 2}),
        ("deleted", {}, {}),
    ],
)
def test_each_type_keeps_its_keys_and_fills_in_the_others(
    kind: str, keys: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert data(kind, **keys) == expected


def test_null_for_a_key_that_may_be_missing_is_the_same_as_leaving_it_out() -> None:
    assert data("created", channel="web", status=None, by=None, tags=None, fields=None) == data(
        "created", channel="web"
    )
    assert data("message", author="bot", public=True, auto=None) == data("message", author="bot", public=True)
    assert TicketEvent.from_mapping(told("deleted", seq=None)).seq is None


@pytest.mark.parametrize(
    "at",
    [
        "2026-03-02T10:00:00+01:00",
        "2026-03-02T09:00:00Z",
        "2026-03-02T10:00+01:00",
        "2026-03-02 04:00:00.000000-05:00",
        datetime(2026, 3, 2, 9, tzinfo=UTC),
        datetime(2026, 3, 2, 10, tzinfo=timezone(timedelta(hours=1))),
    ],
)
def test_one_instant_in_any_offset_as_text_or_aware_datetime(at: object) -> None:
    assert TicketEvent.from_mapping(told("deleted") | {"at": at}).at == TEN


def test_microseconds_are_kept() -> None:
    assert TicketEvent.from_mapping(told("deleted") | {"at": "2026-03-02T10:00:00.000001+01:00"}).at == TEN + 1


def test_what_an_event_says_can_be_written_down_and_read_again() -> None:
    events = [
        told("created", channel="email", tags=["b", "a"], fields={"tier": "gold"}, seq=-3),
        told("message", author="agent", public=True, message="m1"),
        told("paused", reason="parts", until="2026-04-01T00:00:00Z"),
        told("tags", set=[]),
        told("priority", to=None),
    ]
    for mapping in events:
        event = TicketEvent.from_mapping(mapping)
        assert TicketEvent.from_mapping(event.as_mapping()) == event
        assert event.as_mapping()["at"] == "2026-03-02T09:00:00Z"
    assert TicketEvent.from_mapping(events[3]).as_mapping()["set"] == []
    assert "auto" not in TicketEvent.from_mapping(events[1]).as_mapping()


def test_events_travel_to_worker_processes() -> None:
    event = TicketEvent.from_mapping(told("created", channel="email", tags=["a"], fields={"tier": "gold"}))
    assert pickle.loads(pickle.dumps(event)) == event  # noqa: S301 - our own bytes


def test_what_was_told_cannot_be_changed() -> None:
    event = TicketEvent.from_mapping(told("created", channel="email", fields={"tier": "gold"}))
    with pytest.raises(TypeError):
        event.data["channel"] = "chat"  # type: ignore[index]
    with pytest.raises(TypeError):
        event.data["fields"]["tier"] = "iron"


def test_the_mapping_handed_in_stays_as_it_was() -> None:
    mapping = told("created", channel="email", tags=["a"])
    TicketEvent.from_mapping(mapping)
    assert mapping == told("created", channel="email", tags=["a"])


def test_a_list_may_mix_events_and_mappings_of_many_tickets() -> None:
    first = TicketEvent.from_mapping(told("deleted"))
    events = as_events([first, told("deleted") | {"ticket": "T2"}])
    assert events[0] is first
    assert [event.ticket for event in events] == ["T1", "T2"]
    assert as_events(iter([])) == []


def test_everything_wrong_in_a_list_is_said_at_once_with_its_place() -> None:
    with pytest.raises(InvalidEvents) as refused:
        as_events([told("deleted"), told("status", to="openn"), told("created", channell="email")])
    assert str(refused.value).splitlines() == [
        "event 2: to: found 'openn'; did you mean 'open'?",
        "event 3: unknown key 'channell'; did you mean 'channel'?",
        (
            "event 3: no key 'channel'; it says how the customer reached the desk: "
            "one of email, chat, messaging, sms, voice, letter, web, social"
        ),
    ]


@pytest.mark.parametrize("items", ["text", b"bytes", {"ticket": "T1"}, None, 7])
def test_one_event_or_something_else_instead_of_a_list_is_refused(items: Any) -> None:
    with pytest.raises(InvalidEvents, match="hand in a list of events"):
        as_events(items)


def test_the_types_are_those_of_the_design() -> None:
    assert " ".join(EVENT_TYPES) == (
        "created message delivery status priority group assignee customer channel tags fields "
        "paused resumed session merged acknowledged deleted"
    )
