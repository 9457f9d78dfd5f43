"""`replay` and `fit`: what the use cases find, said and handed on."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.typed import CONFIG, refused, typed, write

DEMO = CONFIG / "demo"
LOG = (DEMO / "tickets.csv", "--map", DEMO / "map.toml", "--config", DEMO / "desk.toml")

SMALL = (
    "ticket,at,status,priority,verdict",
    "T1,2026-03-02 10:00,new,high,kept",  # Monday; solved after an hour
    "T1,2026-03-02 11:00,solved,high,kept",
    "T2,2026-03-06 16:00,new,high,broken",  # Friday; one hour that day, three on Monday
    "T2,2026-03-09 12:00,solved,high,broken",
    "T3,yesterday,new,high,",
)
MAP = (
    'zone = "Europe/Berlin"',
    'times = ["%Y-%m-%d %H:%M"]',
    'columns = { ticket = "ticket", at = "at", status = "status", priority = "priority" }',
    'verdict = { column = "verdict", met = ["kept"], missed = ["broken"] }',
)
DESK = (
    "[calendars.berlin]",
    'timezone = "Europe/Berlin"',
    'hours = { mon-fri = "09:00-17:00" }',
    "[[policies]]",
    'name = "p"',
    'calendar = "berlin"',
    'targets = { resolution = { default = "2 business hours" } }',
    "[[objectives]]",
    'name = "solved in time"',
    'metric = "resolution"',
    'share = "50%"',
    'period = "month"',
)


@pytest.fixture
def small(tmp_path: Path) -> tuple[object, ...]:
    """A log of three tickets that can be counted by hand."""
    log, read, desk = (
        write(tmp_path / name, *text) for name, text in (("log.csv", SMALL), ("map.toml", MAP), ("desk.toml", DESK))
    )
    return log, "--map", read, "--config", desk


def test_a_log_counted_by_hand(small: tuple[object, ...]) -> None:
    answer = typed("replay", *small, "--worst", "1")
    assert answer.code == 0
    sections = dict(part.split("\n", 1) for part in answer.out.split("\n\n")[1:] if "\n" in part)
    assert answer.lines[0] == "log.csv: 2 tickets from 5 rows, looked at from Mon 9 Mar 2026 11:00 UTC"
    assert sections["attainment (V9: met of met, missed and overdue)"].splitlines()[1].split() == [
        *("resolution", "high", "2", "1", "1", "0", "0", "0", "0", "0", "50.0", "%"),
    ]
    assert sections["agreement with the log's own verdicts"].splitlines()[-1].endswith("100.0 %")
    assert sections["objectives"].splitlines()[1].endswith("1 of 2  reached")
    assert "T2" in sections["worst misses"]
    # four open hours used of two
    assert "over by 2:00:00" in sections["worst miss 1 of 1, over by 2:00:00"]
    assert "1 × unreadable time in 'at' (line 6)" in sections["rows that could not be used"]


def test_the_same_as_json(small: tuple[object, ...]) -> None:
    told = typed("replay", *small, "--json", "--by", "priority,month").json
    assert told["log"]["tickets"] == 2
    assert told["log"]["unusable"][0]["lines"] == [6]
    assert [level["group"] for level in told["levels"]] == [
        {"metric": "resolution", "priority": "high", "month": "2026-03"}
    ]
    assert [each["reached"] for each in told["objectives"]] == [True]
    assert told["against"] is None


def test_looked_at_from_another_instant(small: tuple[object, ...]) -> None:
    rows = typed("replay", *small, "--at", "2026-03-06T16:30+01:00", "--json").json["attainment"]
    assert (rows[-1]["met"], rows[-1]["missed"], rows[-1]["open"]) == (1, 0, 1)


def test_against_another_configuration(small: tuple[object, ...], tmp_path: Path) -> None:
    kinder = write(tmp_path / "kinder.toml", *(line.replace("2 business hours", "4 business hours") for line in DESK))
    answer = typed("replay", *small, "--against", kinder)
    assert "under the other configuration: 2 changes, 0 the same" in answer.lines
    assert "       1  missed → met" in answer.lines
    told = typed("replay", *small, "--against", kinder, "--json").json["against"]
    assert told["counts"]["outcome"] == 1


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl"])
def test_every_reading_in_a_file(small: tuple[object, ...], name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    assert typed("replay", *small, "--export", file).lines[-1] == f"wrote 2 readings to {file}"
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text)) if name.endswith("csv") else [json.loads(line) for line in text]
    assert [row["outcome"] for row in rows] == ["met", "missed"]


def test_what_cannot_be_replayed(small: tuple[object, ...], tmp_path: Path) -> None:
    log, *rest = small
    assert "cannot group by 'colour'; known: metric, policy" in typed("replay", *small, "--by", "colour").err
    assert "No such file" in refused(typed("replay", tmp_path / "gone.csv", *rest))
    assert "this is a folder" in refused(typed("replay", tmp_path, *rest))
    assert "cannot write it" in refused(typed("replay", *small, "--export", tmp_path / "no" / "out.csv"))
    no_map = write(tmp_path / "no-map.toml", "rows = 7")
    assert refused(typed("replay", log, "--map", no_map, "--config", rest[-1]), lines=None)
    empty = write(tmp_path / "empty.csv")
    assert "the file is empty" in refused(typed("replay", empty, *rest))


def test_what_cannot_be_fitted(small: tuple[object, ...], tmp_path: Path) -> None:
    log, _, read, *_ = small
    assert "20 are the fewest to learn from" in refused(typed("fit", log, "--map", read))
    without = write(tmp_path / "no-verdict.toml", *MAP[:-1])
    assert "no [verdict]" in refused(typed("fit", log, "--map", without))


def test_rules_are_fitted_to_verdicts(tmp_path: Path) -> None:
    """A desk that wants everything solved within two hours of mon-fri 09:00-17:00, seen through forty tickets."""
    rows = ["ticket,at,status,priority,verdict"]
    for number in range(40):
        day, minutes = 2 + number % 20, 30 + number * 5
        weekday = (day - 2) % 7
        verdict = "kept" if weekday > 4 or minutes <= 120 else "broken"
        if weekday <= 4:
            rows += [
                f"T{number},2026-03-{day:02d} 09:00,new,high,{verdict}",
                f"T{number},2026-03-{day:02d} {9 + minutes // 60:02d}:{minutes % 60:02d},solved,high,{verdict}",
            ]
    log, read = write(tmp_path / "log.csv", *rows), write(tmp_path / "map.toml", *MAP)
    saved = tmp_path / "fitted.toml"
    answer = typed("fit", log, "--map", read, "--save", saved)
    assert answer.code == 0, answer.err
    assert typed("check", "--config", saved).code == 0
    told = typed("fit", log, "--map", read, "--json").json
    assert told["fitted"]["share"] == 1
    limit = told["budgets"]["high"]
    assert limit["low"] <= 7200 < limit["high"] + 1800


def test_the_demo_log_from_its_own_files() -> None:
    told = typed("replay", *LOG, "--json", "--worst", "0").json
    assert told["log"]["tickets"] == 350
    assert told["misses"] == []
    assert sum(count["count"] for count in told["log"]["unusable"]) == 4
