"""L23: an event that happened earlier and arrives now re-reads the ticket, whatever was read before."""

from __future__ import annotations

import json

import pytest

from tests.clock.story import (
    Event,
    answered,
    as_facts,
    asked,
    changed,
    created,
    desk,
    engine_for,
    instant,
    status,
    told,
)

DESK = json.dumps(desk(first_response="4 business hours", resolution={"high": "2bh", "default": "8bh"}))
KNOWN = told([created("Mon 10:00"), status("Mon 16:00", "solved")])


def late(event: Event) -> Event:
    return {"ticket": "T1", "id": "late"} | event


@pytest.mark.parametrize(
    "event, metric, field, before, after",
    [
        (answered("Mon 11:00"), "first_response", "outcome", "closed_unanswered", "met"),
        (answered("Mon 15:00"), "first_response", "outcome", "closed_unanswered", "missed"),
        (status("Mon 12:00", "pending"), "resolution", "elapsed", 6 * 3_600, 2 * 3_600),
        (changed("Mon 11:00", "priority", "high"), "resolution", "outcome", "met", "missed"),
        (status("Mon 12:00", "solved"), "resolution", "stopped_at", "Mon 16:00", "Mon 12:00"),
        (asked("Mon 11:00"), "first_response", "outcome", "closed_unanswered", "closed_unanswered"),
    ],
    ids=["an answer", "a late answer", "a pending", "a priority", "an earlier solve", "a second message"],
)
def test_l23_a_late_event_re_reads_the_ticket(
    event: Event, metric: str, field: str, before: object, after: object
) -> None:
    engine = engine_for(DESK)
    for events, wanted in ((KNOWN, before), ([*KNOWN, late(event)], after), (KNOWN, before)):
        facts = {r["metric"]: r for r in map(as_facts, engine.read(events, instant("Tue 10:00")))}
        assert facts[metric][field] == (int(instant(str(wanted)).timestamp()) if field == "stopped_at" else wanted)


def test_l23_late_events_read_like_punctual_ones() -> None:
    engine = engine_for(DESK)
    punctual = [KNOWN[0], late(answered("Mon 11:00")), KNOWN[1]]
    assert engine.read([*KNOWN, late(answered("Mon 11:00"))], instant("Tue 10:00")) == engine.read(
        punctual,
        instant("Tue 10:00"),
    )


def test_l23_a_late_creation_brings_the_clocks() -> None:
    """Events of a ticket whose creation has not arrived read nothing; when it arrives, everything is there."""
    engine = engine_for(DESK)
    orphan = [late(answered("Mon 11:00"))]
    assert engine.read(orphan, instant("Mon 12:00")) == []
    found = {r.metric: r for r in engine.read([*orphan, KNOWN[0]], instant("Mon 12:00"))}
    assert found["first_response"].outcome == "met"
