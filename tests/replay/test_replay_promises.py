"""`replay --promises`: what customers would have been told, whether it was kept, and how far the answer was from it."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from slaclock import Engine, TicketEvent
from slaclock.instant import to_us
from slaclock.replay import export_readings, run_replay
from slaclock.replay.keeping import PromiseKept, judged, keeping, share_kept
from slaclock.replay.promised import families, promise_trails
from slaclock.replay.story import Story
from tests.cli.typed import CONFIG, typed
from tests.clock.story import instant, rfc3339
from tests.promise.desk import desk

DEMO = CONFIG / "demo"
RESOLUTION = desk(resolution={"urgent": "4 business hours", "default": "16 business hours"})


def story(ticket: str, *events: tuple[str, str, dict[str, Any]]) -> Story:
    """A ticket that came by e-mail, and what happened to it."""
    plain = [
        {"ticket": ticket, "id": str(number), "at": rfc3339(at), "type": kind} | keys
        for number, (at, kind, keys) in enumerate(events)
    ]
    return Story(ticket, tuple(map(TicketEvent.from_mapping, plain)))


def created(at: str, priority: str | None = None) -> tuple[str, str, dict[str, Any]]:
    return at, "created", {"channel": "email", "priority": priority}


def status(at: str, to: str) -> tuple[str, str, dict[str, Any]]:
    return at, "status", {"to": to}


def became(engine: Engine, *stories: Story, at: str = "Fri 18:00") -> list[PromiseKept]:
    told: Mapping[str, Story] = {each.ticket: each for each in stories}
    now = instant(at)
    readings = engine.read((event for each in stories for event in each.events), now)
    return list(judged(promise_trails(engine, told, to_us(now)), readings, to_us(now)))


def test_a_promise_kept() -> None:
    # 16 business hours from Monday 9:00 end on Tuesday at 17:00; solved at 15:00, two hours before
    (kept,) = became(RESOLUTION, story("A", created("Mon 9:00"), status("Tue 15:00", "solved")))
    assert (kept.first, kept.latest, kept.gap) == ("kept", "kept", timedelta(hours=-2))
    assert kept.trail.first == to_us(instant("Tue 17:00"))


def test_a_rounded_promise_may_be_kept_although_the_clock_missed() -> None:
    # 16 business hours from 9:01 end on Wednesday at 9:01; that was promised for 9:30
    (kept,) = became(RESOLUTION, story("A", created("Mon 9:01"), status("Wed 9:30", "solved")))
    assert kept.reading.outcome == "missed"
    assert (kept.first, kept.gap) == ("kept", timedelta())


def test_a_later_promise_is_told_in_time_and_counts_as_the_latest() -> None:
    # urgent: by Monday 13:00; at 10:00 it turns out to be normal: by Tuesday 17:00
    lowered = "Mon 10:00", "priority", {"to": "normal"}
    (kept,) = became(RESOLUTION, story("A", created("Mon 9:00", "urgent"), lowered, status("Tue 12:00", "solved")))
    assert (kept.first, kept.latest, kept.trail.told) == ("broken", "kept", 1)
    assert kept.gap == timedelta(hours=23)


def test_what_changes_too_late_is_broken() -> None:
    lowered = "Mon 13:01", "priority", {"to": "normal"}
    (kept,) = became(RESOLUTION, story("A", created("Mon 9:00", "urgent"), lowered, status("Tue 12:00", "solved")))
    assert (kept.first, kept.latest, kept.trail.told) == ("broken", "broken", 0)


def test_a_wait_withdraws_the_promise_and_its_end_makes_a_new_one() -> None:
    waits = status("Mon 10:00", "pending"), status("Wed 10:00", "open")
    (kept,) = became(RESOLUTION, story("A", created("Mon 9:00"), *waits, status("Thu 16:00", "solved")))
    # an hour is used; 15 are left on Wednesday at 10:00: 7 of Wednesday, 8 of Thursday
    assert (kept.first, kept.latest, kept.gap) == ("withdrawn", "kept", None)
    assert kept.trail.latest == to_us(instant("Thu 17:00"))


def test_a_ticket_solved_while_it_waits_kept_nothing_and_broke_nothing() -> None:
    (kept,) = became(
        RESOLUTION, story("A", created("Mon 9:00"), status("Mon 10:00", "pending"), status("Thu 10:00", "solved"))
    )
    assert (kept.first, kept.latest) == ("withdrawn", "withdrawn")


@pytest.mark.parametrize("at, fate", [("Tue 16:00", "open"), ("Tue 17:00", "open"), ("Tue 17:01", "broken")])
def test_what_is_not_answered_yet(at: str, fate: str) -> None:
    (kept,) = became(RESOLUTION, story("A", created("Mon 9:00")), at=at)
    assert (kept.first, kept.latest, kept.gap) == (fate, fate, None)


def test_a_deleted_ticket_withdraws_its_promise() -> None:
    (kept,) = became(RESOLUTION, story("A", created("Mon 9:00"), ("Mon 12:00", "deleted", {})))
    assert (kept.first, kept.latest) == ("withdrawn", "withdrawn")


def test_each_question_is_a_promise_of_its_own() -> None:
    engine = desk(first_response="4 business hours", next_response="2 business hours")
    wrote = {"public": True}
    kept = became(
        engine,
        story(
            "A",
            created("Mon 9:00"),
            ("Mon 10:00", "message", {"author": "agent"} | wrote),
            ("Mon 11:00", "message", {"author": "customer"} | wrote),
            ("Mon 15:00", "message", {"author": "agent"} | wrote),
        ),
    )
    assert [(each.trail.metric, each.first) for each in kept] == [
        ("first_response", "kept"),
        ("next_response", "broken"),
    ]


def test_a_merged_ticket_leaves_its_question_to_the_other() -> None:
    engine = desk(first_response="4 business hours")
    merged = ("Mon 10:00", "merged", {"into": "B"})
    stories = story("A", created("Mon 9:00"), merged), story("B", created("Mon 9:30")), story("C", created("Mon 9:00"))
    assert sorted(sorted(each.ticket for each in family) for family in families(stories)) == [["A", "B"], ["C"]]
    found = {each.trail.ticket: each for each in became(engine, *stories)}
    assert found["A"].first == "withdrawn"
    assert found["B"].first == "broken"


def test_the_rows() -> None:
    hours = ["Mon 15:00", "Tue 13:00", "Tue 16:00", "Wed 11:00"]  # promised: Tuesday 17:00
    stories = [story(f"T{at}", created("Mon 9:00", "normal"), status(at, "solved")) for at in hours]
    normal, total = keeping(became(RESOLUTION, *stories))
    assert (normal.priority, total.priority) == ("normal", "all")
    assert (normal.promised, dict(normal.first)) == (4, {"kept": 3, "broken": 1})
    assert share_kept(normal.first) == 0.75
    assert (normal.p50, normal.p90) == (timedelta(hours=-4), timedelta(hours=18))
    assert share_kept({}) is None


@pytest.mark.slow
def test_the_command_prints_a_table_and_exports_columns(tmp_path: Path) -> None:
    log = ("replay", DEMO / "tickets.csv", "--map", DEMO / "map.toml", "--config", DEMO / "desk.toml", "--worst", 0)
    file = tmp_path / "readings.csv"
    told = typed(*log, "--promises", "--json", "--export", file).json
    rows = {(row["metric"], row["priority"]): row for row in told["promises"]}
    first = rows["first_response", "all"]
    assert first["promised"] == sum(first["first"][fate] for fate in ("kept", "broken", "withdrawn", "open"))
    with file.open(encoding="utf-8", newline="") as lines:
        exported = list(csv.DictReader(lines))
    mine = [row for row in exported if row["metric"] == "first_response" and row["promise_first"]]
    assert len(mine) == first["promised"]
    assert sum(row["promise_first"] == "kept" for row in mine) == first["first"]["kept"]
    assert all(row["promised_first"] >= row["deadline"] for row in mine if row["promises_told_later"] == "0")
    page = typed(*log, "--promises").out
    assert "promises to customers" in page
    assert "promises to customers" not in typed(*log).out


@pytest.mark.slow
def test_the_guide_tells_how_promises_were_kept_on_the_real_log(shared: Path, repository: Path) -> None:
    guide = (repository / "docs" / "how-to" / "replay-a-log.md").read_text(encoding="utf-8")
    examples = CONFIG / "examples"
    log = shared / "data" / "servicenow-incidents.csv.gz"
    told = typed("replay", log, "--map", examples / "servicenow-map.toml", "--config", examples / "servicenow.toml",
                 "--worst", 0, "--promises").out  # fmt: skip
    table = told.partition("promises to customers")[2].partition("\n\n")[0]
    assert len(table.splitlines()) >= 7
    assert table.rstrip() in guide


def test_without_promises_an_export_has_no_such_columns(tmp_path: Path) -> None:
    result = run_replay(DEMO / "tickets.csv", DEMO / "map.toml", DEMO / "desk.toml", worst=0)
    assert result.promises is None
    assert result.to_dict()["promises"] is None
    export_readings(result.readings[:2], tmp_path / "plain.jsonl")
    line = (tmp_path / "plain.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert "promise_first" not in json.loads(line)
