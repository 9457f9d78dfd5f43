"""Reading tickets: beside merely parsing their events, and growing with their number."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from slaclock import Engine
from slaclock.timeline.event import as_events
from tests.bench.goals import Goals
from tests.bench.measure import Race, number, table

DESK = {
    "calendars": {
        "berlin": {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-12:00, 13:00-17:00"}, "holidays": ["DE-BE"]}
    },
    "policies": [
        {
            "name": "standard",
            "calendar": "berlin",
            "targets": {
                "first_response": {"urgent": "1 business hour", "default": "4 business hours"},
                "next_response": {"default": "4 business hours"},
                "resolution": {"default": "16 business hours"},
            },
        }
    ],
}
BEGUN = datetime(2026, 3, 6, 14, tzinfo=UTC)
PARSED = "json.loads and fromisoformat"
TOLD = "read, from lines of JSON"
MAPPED = "read, from mappings"
READ = "read, from TicketEvents"
SIZES = (10, 100, 1_000, 10_000)


def run(goals: Goals, rounds: int) -> None:
    """Print both tables."""
    engine = Engine.from_config(DESK)
    _six(engine, goals, rounds)
    print()
    _growing(engine, goals, rounds)


def _six(engine: Engine, goals: Goals, rounds: int) -> None:
    mappings = _life(6)
    lines = [json.dumps(mapping) for mapping in mappings]
    events = as_events(mappings)
    at = BEGUN + timedelta(days=5)
    race = Race(rounds)
    race.enter(PARSED, lambda: [datetime.fromisoformat(json.loads(line)["at"]) for line in lines])
    race.enter(TOLD, lambda: engine.read(map(json.loads, lines), at))
    race.enter(MAPPED, lambda: engine.read(mappings, at))
    race.enter(READ, lambda: engine.read(events, at))
    times = race.run()
    rows = {name: [number(time / 1e3), f"{time / times[PARSED]:.1f}"] for name, time in times.items()}
    print(table("a ticket of six events, three metrics", ["µs of CPU", "× parsing"], rows))
    goals.at_most("reading six TicketEvents beside parsing them", times[READ] / times[PARSED], 12)


def _growing(engine: Engine, goals: Goals, rounds: int) -> None:
    race = Race(rounds)
    for size in SIZES:
        events = as_events(_life(size))
        at = BEGUN + timedelta(hours=size)
        race.enter(f"{size:,} events", lambda events=events, at=at: engine.read(events, at), size)  # type: ignore[misc]
    times = race.run()
    print(table("one ticket of many events", ["µs an event"], {name: [number(t / 1e3)] for name, t in times.items()}))
    goals.at_most("an event among 10,000 beside one among 100", times["10,000 events"] / times["100 events"], 1.5)


def _life(size: int) -> list[dict[str, Any]]:
    """A customer and an agent writing in turns, the ticket pending after each answer."""
    told = [_event(0, "created", channel="email", priority="high", customer="ACME")]
    turns = (
        {"type": "message", "author": "customer", "public": True},
        {"type": "message", "author": "agent", "public": True},
        {"type": "status", "to": "pending"},
        {"type": "message", "author": "customer", "public": True},
        {"type": "status", "to": "open"},
    )
    return told + [_event(number, **turns[(number - 1) % 5]) for number in range(1, size)]


def _event(number: int, type: str, **facts: Any) -> dict[str, Any]:  # noqa: A002 - the key's name in the grammar
    at = BEGUN + timedelta(minutes=40 * number)
    return {"ticket": "T1", "id": f"e{number}", "at": at.isoformat(), "type": type, **facts}
