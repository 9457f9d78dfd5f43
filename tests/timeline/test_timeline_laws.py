"""L15 as a law: any order, repetition and chunking of the same tellings gives the same timelines."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from slaclock.errors import InvalidEvents
from slaclock.timeline.event import TicketEvent, as_events
from slaclock.timeline.grammar import AUTHORS, CHANNELS, STATUSES
from slaclock.timeline.read import read_events
from slaclock.timeline.ticket import Ticket
from slaclock.timeline.timeline import Timeline

NAMES = st.sampled_from(["a", "b", "Ä ß", "e10", "e9"])
CONTENTS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.fixed_dictionaries(
        {"type": st.just("created"), "channel": st.sampled_from(CHANNELS)},
        optional={
            "priority": st.none() | NAMES,
            "tags": st.lists(NAMES),
            "fields": st.dictionaries(NAMES, st.integers(0, 2)),
        },
    ),
    st.fixed_dictionaries(
        {"type": st.just("message"), "author": st.sampled_from(AUTHORS), "public": st.booleans()},
        optional={"auto": st.booleans()},
    ),
    st.fixed_dictionaries({"type": st.just("status"), "to": st.sampled_from(STATUSES)}),
    st.fixed_dictionaries({"type": st.sampled_from(["priority", "group"]), "to": st.none() | NAMES}),
    st.fixed_dictionaries({"type": st.just("tags"), "set": st.lists(NAMES)}),
    st.fixed_dictionaries(
        {"type": st.just("fields"), "add": st.dictionaries(NAMES, st.none() | st.booleans(), min_size=1)}
    ),
    st.fixed_dictionaries({"type": st.just("deleted")}),
)
INSTANTS = st.sampled_from(["2026-03-02T10:00:00+01:00", "2026-03-02T09:00:00Z", "2026-03-02T10:00:01.000001+01:00"])
COMMON = st.fixed_dictionaries(
    {"ticket": st.sampled_from(["T1", "T2"]), "at": INSTANTS}, optional={"seq": st.none() | st.integers(-1, 1)}
)


@st.composite
def tellings(draw: st.DrawFn) -> list[dict[str, Any]]:
    """What a helpdesk told: many events in few instants, so that every rule of the order has to decide."""
    lives = draw(st.lists(st.tuples(COMMON, CONTENTS), max_size=8))
    return [{"id": f"e{number}", **common, **content} for number, (common, content) in enumerate(lives)]


@given(told=tellings(), data=st.data())
def test_any_order_and_repetition_gives_the_same_timelines(told: list[dict[str, Any]], data: st.DataObject) -> None:
    repeated = told + (data.draw(st.lists(st.sampled_from(told), max_size=4)) if told else [])
    arrived = data.draw(st.permutations(repeated))
    assert Timeline.of(as_events(arrived)) == Timeline.of(as_events(told))
    assert Timeline.of(read_events(map(json.dumps, arrived))) == Timeline.of(as_events(told))


@given(told=tellings())
def test_the_order_is_total_and_follows_the_instants(told: list[dict[str, Any]]) -> None:
    for timeline in Timeline.of(as_events(told)).values():
        orders = [event.order for event in timeline]
        assert orders == sorted(set(orders))
        assert [event.at for event in timeline] == sorted(event.at for event in timeline)


@given(told=tellings())
def test_what_was_told_survives_being_written_down(told: list[dict[str, Any]]) -> None:
    for event in as_events(told):
        assert TicketEvent.from_mapping(json.loads(json.dumps(event.as_mapping()))) == event


@given(told=tellings(), cut=st.integers(0, 8))
def test_a_ticket_read_in_two_chunks_is_the_ticket_read_in_one(told: list[dict[str, Any]], cut: int) -> None:
    for ticket, timeline in Timeline.of(as_events(told)).items():
        first, rest = timeline.events[:cut], timeline.events[cut:]
        facts = Ticket.of(ticket, first)
        for event in rest:
            facts = facts.apply(event)
        assert facts == Ticket.of(ticket, timeline)


@given(text=st.text() | st.binary())
def test_no_line_however_odd_ends_in_a_traceback(text: str | bytes) -> None:
    try:
        told = str(read_events([text]))
    except InvalidEvents as refused:
        told = str(refused)
    assert told == "[]" or told.startswith("events: line 1: ")
