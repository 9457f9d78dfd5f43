"""The judge's own arithmetic and foresight, on dates a human can check."""

from __future__ import annotations

from typing import Any

import pytest

from tests.storm.evidence import instant
from tests.storm.foretold import MINUTE, Step, due, foretold


def at(text: str) -> int:
    return instant(f"2026-03-02T{text}Z")


@pytest.mark.parametrize(
    "start, minutes, end",
    [
        ("10:00:00", 4, "10:04:00"),
        ("10:20:00", 5, "10:25:00"),  # used up exactly at closing time
        ("10:20:00", 6, "10:36:00"),  # over the ten closed minutes
        ("10:27:00", 1, "10:36:00"),  # born while closed
        ("10:20:00", 56, "11:36:00"),  # over two of them
    ],
)
def test_open_time_leaves_ten_minutes_of_each_hour_out(start: str, minutes: int, end: str) -> None:
    assert due(at(start), minutes * MINUTE) == at(end)


def test_pauses_are_left_out_too() -> None:
    pause = (at("10:01:00"), at("10:03:00"))
    assert due(at("10:00:00"), 4 * MINUTE, [pause]) == at("10:06:00")
    assert due(at("10:00:00"), 4 * MINUTE, [(at("10:01:00"), None)]) is None
    assert due(at("10:24:00"), 4 * MINUTE, [(at("10:24:30"), at("10:40:00"))]) == at("10:43:30")


def told(type_: str, when: str, **data: Any) -> dict[str, Any]:
    event = {"ticket": "G-1", "id": f"{type_} {when}", "type": type_, "at": f"2026-03-02T{when}Z", **data}
    return {"tenant": "acme", "helpdesk": "front", "event": event, "free": False}


def test_a_ladder_is_foretold_from_what_was_told() -> None:
    born = told("created", "10:00:00")
    (ticket,) = foretold([born]).values()
    gold = ticket.plan(ticket.everything)
    assert {step.name: when for step, when in gold.items()} == {
        "half": at("10:02:00"),
        "most": at("10:03:00"),
        "breach": at("10:04:00"),
        "after": at("10:06:00"),
        "unsolved": at("10:06:00"),
    }
    (ticket,) = foretold([born, told("priority", "10:01:00", to="urgent")]).values()
    assert ticket.plan(ticket.everything)[Step("gold", "first_response", "breach")] == at("10:02:00")
    (ticket,) = foretold([born, told("message", "10:02:30", author="agent")]).values()
    assert [step.name for step in ticket.plan(ticket.everything)] == ["half", "unsolved"]


def test_what_is_known_grows_as_it_is_stored() -> None:
    rows = [told("created", "10:00:00"), told("message", "10:01:00", author="agent")]
    (ticket,) = foretold(rows).values()
    stored = {row["event"]["id"]: when for row, when in zip(rows, (at("10:05:00"), at("10:00:30")), strict=True)}
    steps = [(len(known), until) for known, until in ticket.knowledge(stored)]
    assert steps == [(1, at("10:05:00")), (2, None), (1, at("10:00:30")), (1, at("10:05:00"))]
    assert ticket.knowledge(stored)[0][0][0]["type"] == "message"
