"""Event logs: each row tells one thing, as a helpdesk's audit log does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slaclock.replay.story import Log

Read = Callable[..., Log]

AUDIT: dict[str, Any] = {
    "rows": "event",
    "zone": "UTC",
    "times": ["%Y-%m-%d %H:%M"],
    "columns": {
        "ticket": "case",
        "at": "time",
        "id": "nr",
        "type": "what",
        "to": "value",
        "author": "who",
        "public": "visible",
        "channel": "via",
        "priority": "prio",
    },
    "values": {
        "type": {
            "opened": "created",
            "reply": "message",
            "note": {"type": "message", "public": False},
            "state": "status",
            "urgency": "priority",
            "viewed": "ignore",
            "vendor called": {"type": "status", "to": "hold", "reason": "vendor"},
        },
        "author": {"client": "customer", "staff": "agent"},
        "status": {"waiting": "pending", "done": "solved"},
        "priority": {"P1": "urgent"},
    },
}
HEADER = "case,time,nr,what,value,who,visible,via,prio\n"


def test_a_life_in_rows(read: Read) -> None:
    log = read(
        HEADER
        + "7,2026-03-02 10:00,1,opened,,,,email,P2\n"
        + "7,2026-03-02 10:05,2,viewed,,,,,\n"
        + "7,2026-03-02 10:10,3,reply,,staff,yes,,\n"
        + "7,2026-03-02 10:11,4,note,,staff,,,\n"
        + "7,2026-03-02 10:20,5,state,waiting,,,,\n"
        + "7,2026-03-02 10:30,6,urgency,P1,,,,\n"
        + "7,2026-03-02 10:40,7,vendor called,,,,,\n"
        + "7,2026-03-02 10:50,8,state,lost,,,,\n"
        + "7,2026-03-02 11:00,9,state,done,,,,\n",
        AUDIT,
    )
    plain = [event.as_mapping() for event in log.stories["7"].events]
    assert [(event["id"], event["type"], event.get("to")) for event in plain] == [
        ("1", "created", None),
        ("3", "message", None),
        ("4", "message", None),
        ("5", "status", "pending"),
        ("6", "priority", "urgent"),
        ("7", "status", "hold"),
        ("8", "status", "open"),  # "lost" is in no map: the clock runs on
        ("9", "status", "solved"),
    ]
    assert (plain[1]["author"], plain[1]["public"], plain[2]["public"]) == ("agent", True, False)
    assert plain[0]["priority"] == "P2"
    assert {note.reason: note.count for note in log.notes} == {
        "row of a type the map ignores": 1,
        "status not in the map, the clock keeps running": 1,
        "priority not in the map, kept as it stands": 1,
    }


def test_a_log_that_begins_in_the_middle(read: Read) -> None:
    log = read(HEADER + "7,2026-03-02 10:10,3,reply,,client,true,chat,P1\n", AUDIT)
    first, second = (event.as_mapping() for event in log.stories["7"].events)
    assert (first["type"], first["at"], first["channel"], first["priority"]) == (
        "created",
        "2026-03-02T10:10:00Z",
        "chat",
        "urgent",
    )
    assert second["author"] == "customer"
    assert log.notes[0].reason == "ticket without a creation, begun at its first row"


def test_rows_that_say_nothing_usable(read: Read) -> None:
    log = read(
        HEADER
        + "7,2026-03-02 10:00,1,opened,,,,email,\n"
        + "7,2026-03-02 10:01,2,danced,,,,,\n"
        + "7,2026-03-02 10:02,3,,,,,,\n"
        + "7,2026-03-02 10:03,4,reply,,staff,perhaps,,\n"
        + "7,2026-03-02 10:04,5,reply,,,yes,,\n"
        + "7,2026-03-02 10:05,6,state,,,,,\n"
        + "7,2026-03-02 10:06,1,state,done,,,,\n",
        AUDIT,
    )
    assert {count.reason: (count.count, count.lines[0]) for count in log.unusable} == {
        "type not in the map": (1, 3),
        "no type": (1, 4),
        "public is neither yes nor no": (1, 5),
        "a value no event can hold": (1, 6),
        "a change of status that does not say to which": (1, 7),
        "an id told twice with different content": (1, 8),
    }
    assert len(log.stories["7"].events) == 1


def test_the_same_row_twice_is_one_event(read: Read) -> None:
    row = "7,2026-03-02 10:00,1,opened,,,,email,\n"
    log = read(HEADER + row + row, AUDIT)
    assert len(log.stories["7"].events) == 1
    assert log.unusable == ()
