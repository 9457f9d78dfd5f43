"""Snapshot logs: each row shows a whole ticket, and the differences are what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slaclock.replay.story import Log, Story

Read = Callable[..., Log]

DESK: dict[str, Any] = {
    "rows": "snapshot",
    "zone": "America/Sao_Paulo",  # UTC-3 in March 2016
    "times": ["%d/%m/%Y %H:%M"],
    "missing": ["?"],
    "columns": {
        "ticket": "number",
        "at": "updated",
        "seq": "mods",
        "created": "opened",
        "solved": "resolved",
        "closed": "closed",
        "status": "state",
        "priority": "prio",
        "group": "team",
    },
    "values": {
        "status": {
            "New": "new",
            "Active": "open",
            "Awaiting User": {"to": "pending", "reason": "user"},
            "Awaiting Vendor": {"to": "hold", "reason": "vendor"},
            "Resolved": "solved",
            "Closed": "closed",
        },
        "priority": {"2 - High": "high", "3 - Moderate": "normal"},
    },
    "verdict": {"column": "made_sla", "met": ["true"], "missed": ["false"]},
}
HEADER = "number,state,mods,made_sla,opened,updated,prio,team,resolved,closed\n"


def told(story: Story) -> list[str]:
    """One line for each event, in UTC."""
    lines = []
    for event in story.events:
        known = {
            key: value
            for key, value in event.as_mapping().items()
            if key not in ("ticket", "id", "at", "type", "seq", "channel")
        }
        at = event.as_mapping()["at"]
        lines.append(f"{at[5:16]} {event.type} " + " ".join(f"{key}={value}" for key, value in known.items()))
    return [line.rstrip() for line in lines]


def test_the_differences_between_rows_are_what_happened(read: Read) -> None:
    log = read(
        HEADER
        + "INC1,New,0,true,29/2/2016 06:58,29/2/2016 07:26,3 - Moderate,A,?,\n"
        + "INC1,New,1,true,29/2/2016 06:58,29/2/2016 07:29,2 - High,A,?,\n"
        + "INC1,Awaiting User,2,true,29/2/2016 06:58,29/2/2016 07:34,2 - High,?,?,\n"
        + "INC1,Active,3,true,29/2/2016 06:58,1/3/2016 11:00,2 - High,B,?,\n"
        + "INC1,Resolved,4,true,29/2/2016 06:58,1/3/2016 15:51,2 - High,B,1/3/2016 15:51,\n"
        + "INC1,Closed,5,false,29/2/2016 06:58,6/3/2016 16:00,2 - High,B,1/3/2016 15:51,6/3/2016 16:00\n",
        DESK,
    )
    assert told(log.stories["INC1"]) == [
        "02-29T09:58 created priority=normal group=A",
        "02-29T10:29 priority to=high",
        "02-29T10:34 group to=None",
        "02-29T10:34 status to=pending reason=user",
        "03-01T14:00 group to=B",
        "03-01T14:00 status to=open",
        "03-01T18:51 status to=solved",
        "03-06T19:00 status to=closed",
    ]
    assert log.stories["INC1"].verdict is False  # the last row's: an early "true" only says "not yet missed"
    assert log.rows == 6
    assert log.unusable == log.notes == ()


def test_rows_of_one_minute_stand_in_the_helpdesks_order(read: Read) -> None:
    log = read(
        HEADER
        + "INC1,Active,8,,1/3/2016 10:00,19/3/2016 00:53,3 - Moderate,A,,\n"
        + "INC1,Closed,6,,1/3/2016 10:00,19/3/2016 00:53,3 - Moderate,A,,\n"
        + "INC1,Resolved,2,,1/3/2016 10:00,12/3/2016 09:37,3 - Moderate,A,,\n",
        DESK,
    )
    assert told(log.stories["INC1"])[1:] == [
        "03-12T12:37 status to=solved",
        "03-19T03:53 status to=closed",
        "03-19T03:53 status to=open",
    ]


def test_a_state_that_is_not_mapped_keeps_the_clock_running_and_is_counted(read: Read) -> None:
    log = read(
        HEADER
        + "INC1,Awaiting Vendor,0,,1/3/2016 10:00,1/3/2016 10:00,3 - Moderate,A,,\n"
        + "INC1,-100,1,,1/3/2016 10:00,1/3/2016 11:00,3 - Moderate,A,,\n"
        + "INC1,Closed,2,,1/3/2016 10:00,1/3/2016 12:00,3 - Moderate,A,,\n"
        + "INC1,-100,3,,1/3/2016 10:00,1/3/2016 13:00,3 - Moderate,A,,\n",
        DESK,
    )
    assert told(log.stories["INC1"])[1:] == [
        "03-01T13:00 status to=hold reason=vendor",
        "03-01T14:00 status to=open",
        "03-01T15:00 status to=closed",
    ]
    (note,) = log.notes
    assert (note.reason, note.count, note.lines) == ("status not in the map, the clock keeps running", 2, (3, 5))
    assert note.example == "'-100'"


def test_an_end_that_only_a_column_tells(read: Read) -> None:
    log = read(
        HEADER + "INC1,Active,0,,1/3/2016 10:00,1/3/2016 10:05,3 - Moderate,A,1/3/2016 11:00,6/3/2016 12:00\n", DESK
    )
    assert told(log.stories["INC1"])[-2:] == ["03-01T14:00 status to=solved", "03-06T15:00 status to=closed"]


def test_an_end_is_dated_by_its_column_where_that_lies_between_two_rows(read: Read) -> None:
    log = read(
        HEADER
        + "INC1,Active,0,,1/3/2016 10:00,1/3/2016 10:05,3 - Moderate,A,,\n"
        + "INC1,Closed,1,,1/3/2016 10:00,9/3/2016 02:00,3 - Moderate,A,1/3/2016 11:00,6/3/2016 12:00\n",
        DESK,
    )
    assert told(log.stories["INC1"])[-2:] == ["03-01T14:00 status to=solved", "03-06T15:00 status to=closed"]


def test_a_solve_after_the_close_is_left_out_and_noted(read: Read) -> None:
    log = read(HEADER + "INC1,Closed,0,,1/3/2016 10:00,1/3/2016 12:00,3 - Moderate,A,2/3/2016 11:00,\n", DESK)
    assert told(log.stories["INC1"])[1:] == ["03-01T15:00 status to=closed"]
    assert log.notes[0].reason == "solved after it was closed, left out"


def test_a_row_dated_before_the_opening(read: Read) -> None:
    log = read(HEADER + "INC1,Active,0,,1/3/2016 10:00,1/3/2016 07:46,3 - Moderate,A,,\n", DESK)
    assert told(log.stories["INC1"]) == ["03-01T13:00 created priority=normal group=A", "03-01T13:00 status to=open"]
    assert log.notes[0].count == 1


def test_one_row_a_ticket_tells_begin_answer_and_end(read: Read) -> None:
    table = {
        "rows": "snapshot",
        "zone": "UTC",
        "times": ["iso"],
        "columns": {"ticket": "id", "created": "opened", "answered": "replied", "solved": "done", "channel": "via"},
        "values": {"channel": {"Mail": "email"}},
    }
    log = read(
        """
        id,opened,replied,done,via
        7,2026-03-02T10:00:00+01:00,2026-03-02T10:30:00+01:00,2026-03-03T09:00:00+01:00,Mail
        8,2026-03-02T10:00:00,,,Fax
        """,
        table,
    )
    assert told(log.stories["7"]) == [
        "03-02T09:00 created",
        "03-02T09:30 message author=agent public=True",
        "03-03T08:00 status to=solved",
    ]
    assert told(log.stories["8"]) == ["03-02T10:00 created"]
    assert [str(note) for note in log.notes] == ["1 × channel not in the map, read as email (line 3): 'Fax'"]


def test_what_an_export_calls_by_its_own_names_stays_so(read: Read) -> None:
    table = {
        "zone": "UTC",
        "columns": {"ticket": "id", "at": "at", "priority": "p", "tags": "labels", "status": "s"},
        "fields": {"language": "lang"},
    }
    log = read(
        """
        id,at,p,labels,lang,s
        7,2026-03-02T10:00,Sev 1,"vip, eu",de,New
        7,2026-03-02T11:00,Sev 2,vip,de,Pending
        """,
        table,
    )
    assert told(log.stories["7"]) == [
        "03-02T10:00 created priority=Sev 1 tags=['eu', 'vip'] fields={'language': 'de'}",
        "03-02T11:00 priority to=Sev 2",
        "03-02T11:00 tags set=['vip']",
        "03-02T11:00 status to=pending",
    ]
