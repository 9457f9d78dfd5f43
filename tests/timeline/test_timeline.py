"""Timelines: the order of events (L15), repeats, and what had happened at an instant."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from slaclock.errors import InvalidEvents
from slaclock.timeline.event import TicketEvent, as_events
from slaclock.timeline.timeline import Timeline

MINIMAL: dict[str, dict[str, Any]] = {
    "created": {"channel": "email"},
    "message": {"author": "customer", "public": True},
    "status": {"to": "open"},
    "priority": {"to": "high"},
    "deleted": {},
}


def event(kind: str, ident: str, at: str = "10:00", seq: int | None = None, ticket: str = "T1") -> TicketEvent:
    common = {"ticket": ticket, "id": ident, "at": f"2026-03-02T{at}:00+01:00", "type": kind, "seq": seq}
    return TicketEvent.from_mapping(common | MINIMAL[kind])


def order(*events: TicketEvent) -> str:
    """The ids in order, which must be the same for every order of arrival."""
    orders = {" ".join(each.id for each in Timeline.of(arrival)["T1"]) for arrival in permutations(events)}
    assert len(orders) == 1
    return orders.pop()


def test_l15_by_the_instant_it_happened() -> None:
    assert (
        order(event("status", "a", "10:02"), event("created", "b", "10:01"), event("message", "c", "10:03")) == "b a c"
    )


def test_l15_the_instant_counts_not_the_offset_it_was_told_in() -> None:
    london = TicketEvent.from_mapping(
        {"ticket": "T1", "id": "a", "at": "2026-03-02T09:30:00Z", "type": "deleted"},
    )
    assert order(london, event("status", "b", "10:29"), event("status", "c", "10:31")) == "b a c"


def test_settled_order_at_one_instant_creation_comes_first_whatever_its_seq() -> None:
    assert order(event("created", "z", seq=9), event("message", "a", seq=1), event("status", "b")) == "z b a"


def test_l15_then_the_helpdesks_sequence_where_missing_counts_as_zero() -> None:
    assert order(event("status", "a", seq=1), event("message", "b", seq=2), event("status", "c", seq=-1)) == "c a b"
    assert order(event("status", "a", seq=1), event("status", "b"), event("status", "c", seq=-1)) == "c b a"


def test_l15_then_a_message_before_anything_else_and_a_status_last() -> None:
    assert (
        order(event("status", "a"), event("priority", "b"), event("message", "c"), event("created", "d")) == "d c b a"
    )


def test_l15_then_by_id() -> None:
    assert order(event("status", "e10"), event("status", "e9"), event("status", "e1")) == "e1 e10 e9"


def test_the_same_event_told_again_is_one() -> None:
    assert order(event("status", "a"), event("status", "a"), event("created", "b")) == "b a"


def test_each_ticket_has_its_own_timeline() -> None:
    timelines = Timeline.of(
        [event("status", "a", ticket="T2"), event("status", "a"), event("message", "b", ticket="T2")]
    )
    assert {ticket: [each.id for each in timeline] for ticket, timeline in timelines.items()} == {
        "T1": ["a"],
        "T2": ["b", "a"],
    }
    assert list(timelines) == ["T1", "T2"]
    assert Timeline.of([]) == {}


def test_one_id_with_two_contents_is_refused_for_every_ticket_at_once() -> None:
    with pytest.raises(InvalidEvents) as refused:
        Timeline.of(
            [
                event("status", "a"),
                event("message", "a"),
                event("status", "a", ticket="T2"),
                event("status", "a", "11:00", ticket="T2"),
            ]
        )
    assert [str(complaint) for complaint in refused.value.complaints] == [
        (
            "events: event 'a' of ticket 'T1' is told twice with different content: "
            'type is "status" and "message"; '
            "give every event of a ticket an id of its own"
        ),
        (
            "events: event 'a' of ticket 'T2' is told twice with different content: "
            'at is "2026-03-02T09:00:00Z" and "2026-03-02T10:00:00Z"; give every event of a ticket an id of its own'
        ),
    ]


def test_an_event_at_exactly_the_instant_asked_about_has_happened() -> None:
    timeline = Timeline.of([event("created", "a", "10:00"), event("status", "b", "10:01")])["T1"]
    second = timeline.events[1].at
    assert [len(timeline.until(at)) for at in (0, second - 1, second, second + 1)] == [0, 1, 2, 2]
    assert timeline.until(second) is timeline
    assert timeline.until(second - 1).until(second).events == timeline.events[:1]


def test_the_creation_is_the_first_one_told() -> None:
    timeline = Timeline.of([event("status", "a", "09:00"), event("created", "c"), event("created", "b")])["T1"]
    assert timeline.created == event("created", "b")
    assert Timeline.of([event("status", "a")])["T1"].created is None


def test_plain_mappings_make_the_same_timeline_as_events() -> None:
    events = [event("created", "a"), event("status", "b", "10:01")]
    assert Timeline.of(as_events([each.as_mapping() for each in events])) == Timeline.of(events)
