"""Replaying a history: what became of every promise, what would differ, and every reading in a file."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from slaclock.errors import InvalidConfig, InvalidInput
from slaclock.replay import ReplayResult, export_events, export_readings, load_map, read_log, run_replay
from slaclock.replay.against import ChangeKind
from slaclock.timeline.read import read_events

MAP: dict[str, Any] = {
    "zone": "UTC",
    "columns": {"ticket": "id", "at": "at", "created": "opened", "status": "s", "priority": "p", "group": "g"},
    "verdict": {"column": "kept", "met": ["y"], "missed": ["n"]},
}
# Monday 2 March 2026; the desk works nine to five and promises to solve in four hours, urgent ones in two
LOG = """\
id,at,opened,s,p,g,kept
A,2026-03-02T09:00,2026-03-02T09:00,new,urgent,one,y
A,2026-03-02T11:00,2026-03-02T09:00,solved,urgent,one,y
B,2026-03-02T09:00,2026-03-02T09:00,new,normal,one,y
B,2026-03-02T16:00,2026-03-02T09:00,solved,normal,one,n
C,2026-03-02T16:00,2026-03-02T16:00,new,normal,=cmd,y
C,2026-03-03T10:00,2026-03-02T16:00,pending,normal,=cmd,y
C,2026-03-04T16:00,2026-03-02T16:00,open,normal,=cmd,y
C,2026-03-05T09:30,2026-03-02T16:00,solved,normal,=cmd,n
D,2026-03-05T09:00,2026-03-05T09:00,new,normal,one,
E,2026-03-05T09:00,2026-03-05T09:00,new,low,one,
F,2026-03-05T16:00,2026-03-05T16:00,new,urgent,one,
"""
CONFIG: dict[str, Any] = {
    "calendars": {"desk": {"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}}},
    "policies": [
        {
            "name": "p",
            "calendar": "desk",
            "targets": {"resolution": {"urgent": "2 business hours", "normal": "4 business hours"}},
        }
    ],
}


def config(**budgets: str) -> dict[str, Any]:
    """The desk's configuration with other budgets."""
    return {**CONFIG, "policies": [{**CONFIG["policies"][0], "targets": {"resolution": budgets}}]}


@pytest.fixture(name="log")
def _log(tmp_path: Path) -> Path:
    file = tmp_path / "log.csv"
    file.write_text(LOG, encoding="utf-8")
    return file


@pytest.fixture(name="result")
def _result(log: Path) -> ReplayResult:
    return run_replay(log, MAP, CONFIG)


def test_attainment_by_metric_and_priority(result: ReplayResult) -> None:
    table = [
        (row.priority, row.tally.in_time, row.tally.late, row.tally.open, row.tally.overdue, row.share)
        for row in result.attainment
    ]
    assert table == [
        ("urgent", 1, 0, 1, 0, 1.0),
        ("normal", 1, 1, 0, 1, 1 / 3),  # C waited for its customer; D, since nine, is over its four hours by four
        ("all", 2, 1, 1, 1, 0.5),
    ]
    assert result.uncovered == 1  # E: nothing is promised to a low one
    assert result.at == datetime(2026, 3, 5, 16, tzinfo=UTC)  # as far as the log knows


def test_as_it_stood_earlier(log: Path) -> None:
    result = run_replay(log, MAP, CONFIG, at=datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert [(row.priority, row.tally.in_time, row.tally.open) for row in result.attainment] == [
        ("urgent", 1, 0),
        ("normal", 0, 1),
        ("all", 1, 1),
    ]


def test_agreement_with_the_logs_own_verdicts(result: ReplayResult) -> None:
    rows = {row.priority: (row.tickets, row.agreeing, row.kinder, row.stricter) for row in result.agreement}
    assert rows == {"urgent": (1, 1, 0, 0), "normal": (2, 1, 1, 0), "all": (3, 2, 1, 0)}


def test_the_worst_misses_are_explained(result: ReplayResult) -> None:
    (miss,) = result.misses
    assert (miss.reading.ticket, miss.over) == ("B", timedelta(hours=3))
    assert "breached: time ran out" in str(miss.explanation)
    assert miss.to_dict()["over"] == 3 * 3600


def test_another_configuration_is_set_against_this_one(log: Path) -> None:
    other = config(urgent="3 business hours", normal="2 business hours", low="8 business hours")
    difference = run_replay(log, MAP, CONFIG, against=other).difference
    assert difference is not None
    assert difference.counts == {
        "outcome": 1,
        "deadline": 4,
        "gone": 0,
        "new": 1,
        "met → missed": 1,
    }
    flip = difference.changes[0]
    assert (flip.kind, flip.reading.ticket) == (ChangeKind.OUTCOME, "C")
    assert str(flip) == "C resolution 1: met, due 2026-03-05 10:00 → missed, due 2026-03-03 10:00"
    moved = {change.reading.ticket: change.moved for change in difference.changes if change.kind == "deadline"}
    assert moved["A"] == timedelta(hours=1)
    assert moved["B"] == timedelta(hours=-2)
    assert difference.same == 0
    assert difference.changes[-1].before is None


def test_the_same_configuration_changes_nothing(log: Path) -> None:
    difference = run_replay(log, MAP, CONFIG, against=CONFIG).difference
    assert difference is not None
    assert (difference.changes, difference.same) == ((), 5)


def test_readings_as_csv_carry_no_formulas(result: ReplayResult, tmp_path: Path) -> None:
    file = tmp_path / "readings.csv"
    assert export_readings(result.readings, file) == 5
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [row["ticket"] for row in rows] == ["A", "B", "C", "D", "F"]
    assert rows[0]["outcome"] == "met"
    assert rows[2]["group"] == "'=cmd"


def test_readings_as_json_lines(result: ReplayResult, tmp_path: Path) -> None:
    file = tmp_path / "readings.jsonl"
    export_readings(result.readings, file)
    first = json.loads(file.read_text(encoding="utf-8").splitlines()[0])
    assert (first["ticket"], first["deadline"], first["priority"]) == ("A", "2026-03-02T11:00:00Z", "urgent")


def test_events_as_json_lines_read_the_same(log: Path, tmp_path: Path) -> None:
    stories = read_log(log, load_map(MAP)).stories
    file = tmp_path / "events.jsonl"
    export_events(stories.values(), file)
    assert [event for story in stories.values() for event in story.events] == read_events(file)


def test_a_file_that_cannot_be_written(result: ReplayResult, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot write it"):
        export_readings(result.readings, tmp_path / "none" / "readings.csv")


def test_the_result_is_json(result: ReplayResult) -> None:
    told = json.loads(json.dumps(result.to_dict()))
    assert told["log"]["tickets"] == 6
    assert told["log"]["used"] == told["log"]["rows"] == 11
    assert [row["priority"] for row in told["attainment"]] == ["urgent", "normal", "all"]


def test_progress_is_told(log: Path) -> None:
    heard: list[tuple[str, int, int | None]] = []
    run_replay(log, MAP, CONFIG, progress=lambda *words: heard.append(words))
    assert heard[-1] == ("reading tickets", 6, 6)


def test_tickets_tied_by_a_merge_are_read_together(tmp_path: Path) -> None:
    table = {
        "rows": "event",
        "zone": "UTC",
        "columns": {"ticket": "id", "at": "at", "type": "type", "into": "into", "requester": "who"},
    }
    rows = ["id,at,type,into,who"]
    rows += ["A,2026-03-02T09:00,created,,ann"]
    rows += [f"x{nr},2026-03-02T09:00,created,," for nr in range(600)]
    rows += ["B,2026-03-02T12:00,created,,ann", "A,2026-03-02T13:00,merged,B,"]
    file = tmp_path / "log.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    readings = {
        reading.ticket: reading for reading in run_replay(file, table, config(default="8 business hours")).readings
    }
    # the survivor of one requester is as old as the older ticket
    assert readings["B"].started_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert readings["A"].outcome == "cancelled"


def test_a_broken_configuration_is_refused(log: Path) -> None:
    with pytest.raises(InvalidConfig):
        run_replay(log, MAP, {"calendars": {}, "policies": [{"name": "p"}]})
