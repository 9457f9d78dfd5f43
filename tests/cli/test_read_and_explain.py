"""`read`, `explain` and `plan` say what the engine says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from slaclock.engine import Engine
from slaclock.instant import parse_instant
from slaclock.timeline.read import read_events
from tests.cli.typed import CONFIG, refused, typed, write

FIVE = CONFIG / "examples" / "five-tickets"
DESK = ("--config", FIVE / "desk.toml")
AT = "2026-11-16T16:00+01:00"


def all_events(folder: Path) -> Path:
    lines = [line for file in sorted(FIVE.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    return write(folder / "all.jsonl", *lines)


@pytest.mark.parametrize("at", ["2026-04-03T00:00Z", AT, "2027-01-01T00:00Z"])
def test_read_says_what_the_engine_says(at: str, tmp_path: Path) -> None:
    file = all_events(tmp_path)
    readings = Engine.from_config(FIVE / "desk.toml").read(read_events(file), parse_instant(at))
    answer = typed("read", *DESK, "--events", file, "--at", at, "--json")
    assert answer.code == 0
    assert answer.json == [reading.to_dict() for reading in readings]


def test_read_from_standard_input() -> None:
    events = (FIVE / "chat.jsonl").read_bytes()
    answer = typed("read", *DESK, "--events", "-", "--at", "2026-11-17T14:00+01:00", "--json", stdin=events)
    assert [(each["metric"], each["outcome"], each["elapsed"]) for each in answer.json] == [
        ("first_response", "met", 70)
    ]


def test_read_for_people() -> None:
    answer = typed("read", *DESK, "--events", FIVE / "raised.jsonl", "--at", AT)
    due, breached = "Mon 16 Nov 2026 14:30 CET", "Mon 16 Nov 2026 15:30"
    heads = "ticket  metric          cycle  state    outcome     used  budget                left  deadline"
    assert answer.lines == [
        "2 readings of 1 ticket at Mon 16 Nov 2026 16:00 UTC+01:00",
        "",
        f"{heads}                   breached",
        f"M-3     first_response      1  stopped  met      0:35:00  4 business hours   3:25:00  {due}",
        f"M-3     resolution          1  running           5:30:00  4 business hours  -1:30:00  {due}  {breached}",
    ]


def test_nothing_to_read(tmp_path: Path) -> None:
    file = write(tmp_path / "none.jsonl")
    assert typed("read", *DESK, "--events", file, "--json").json == []
    assert typed("read", *DESK, "--events", file, "--at", AT).lines[0].startswith("0 readings of 0 tickets at ")


def test_explain_is_the_explanation_and_a_strip() -> None:
    words = (
        "explain",
        *DESK,
        "--events",
        FIVE / "pending.jsonl",
        "--metric",
        "resolution",
        "--at",
        "2026-11-12T11:00+01:00",
    )
    found = Engine.from_config(FIVE / "desk.toml").explain(
        read_events(FIVE / "pending.jsonl"), "resolution", parse_instant("2026-11-12T11:00+01:00")
    )
    answer = typed(*words)
    text, strip = answer.out.split("\n\n")
    assert text == str(found)
    assert strip.splitlines() == [
        "            0     3     6     9     12    15    18    21",
        "Mon  9 Nov  ····················•█•░··░░░░░░░░░░············  10:00 created, 11:00 agent wrote, 11:00 pending",
        "Tue 10 Nov  ··················░░░░░░··░░░░░░░░░░············",
        "Wed 11 Nov  ··················░░░░░░··░░░░░░░░░░····•·······  20:15 customer wrote",
        "Thu 12 Nov  ··················████◆▒··▒▒▒▒▒▒▒▒▼·············  11:00 asked about, 17:00 deadline",
        "█ counted  ▒ open, not counted  ░ paused  · closed  • event  ▼ deadline  ◆ asked about",
    ]
    assert typed(*words, "--json").json == json.loads(json.dumps(found.to_dict()))


def test_explain_one_of_several(tmp_path: Path) -> None:
    words = (
        "explain",
        *DESK,
        "--events",
        all_events(tmp_path),
        "--metric",
        "first_response",
        "--at",
        "2027-01-01T00:00Z",
    )
    assert "several tickets; name one of" in refused(typed(*words))
    assert typed(*words, "--ticket", "S-5").lines[0] == "S-5: first_response, cycle 1"
    assert "no ticket 'X-9'" in refused(typed(*words, "--ticket", "X-9"))
    assert "cycle 2" in refused(typed(*words, "--ticket", "S-5", "--cycle", "2"))
    assert "Invalid value for '--cycle'" in refused(typed(*words, "--ticket", "S-5", "--cycle", "0"))


def test_explain_a_metric_there_is_not() -> None:
    words = ("explain", *DESK, "--events", FIVE / "chat.jsonl", "--at", "2026-11-17T14:00+01:00", "--metric")
    assert "first_response" in refused(typed(*words, "resolution"))


def test_the_plan_ahead() -> None:
    words = ("plan", *DESK, "--events", FIVE / "pending.jsonl", "--at", "2026-11-12T11:00+01:00")
    # the deadline is Thursday 17:00; one business hour before
    (step,) = typed(*words, "--json").json
    assert (step["ticket"], step["due_at"], step["do"]) == ("M-2", "2026-11-12T15:00:00Z", [{"notify": "team-lead"}])
    shown = typed(*words).lines
    assert shown[0].split() == ["when", "ticket", "metric", "cycle", "step", "repeat", "do"]
    assert shown[1].startswith("Thu 12 Nov 2026 16:00 CET  ahead  M-2")
    assert shown[1].endswith("notify team-lead")


def test_nothing_is_planned_while_paused() -> None:
    words = ("plan", *DESK, "--events", FIVE / "pending.jsonl", "--at", "2026-11-10T11:00+01:00")
    assert typed(*words).lines == ["no step is due, and none will be if nothing more happens"]
    assert typed(*words, "--json").json == []


SVG = ("explain", *DESK, "--events", FIVE / "pending.jsonl", "--metric", "resolution", "--at", "2026-11-12T11:00+01:00")


def test_the_strip_as_a_picture(tmp_path: Path) -> None:
    file = tmp_path / "strip.svg"
    assert typed(*SVG, "--svg", file).lines == [str(file)]
    drawn = file.read_text(encoding="utf-8")
    assert drawn == typed(*SVG, "--svg", "-").out
    assert drawn.startswith("<svg ")
    assert "waiting for the customer" in drawn


def test_a_picture_that_cannot_be_written(tmp_path: Path) -> None:
    assert "cannot be written" in refused(typed(*SVG, "--svg", tmp_path / "nowhere" / "strip.svg"))


def test_the_strip_of_the_documentation_is_what_the_command_draws(repository: Path) -> None:
    pictures, demo = repository / "docs" / "pictures", CONFIG / "demo" / "desk.toml"
    asked = ("--metric", "resolution", "--at", "2026-04-07T10:30+02:00", "--svg", "-")
    answer = typed("explain", "--config", demo, "--events", pictures / "easter.jsonl", *asked)
    assert answer.out == (pictures / "strip.svg").read_text(encoding="utf-8")
