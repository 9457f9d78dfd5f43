"""Promises: from facts to words in a customer's zone and language, beside reading the same ticket without words."""

from __future__ import annotations

from datetime import UTC, datetime

from slaclock import Engine
from slaclock.promise.language import languages
from slaclock.timeline.event import as_events
from tests.bench.goals import Goals
from tests.bench.measure import Race, number, table
from tests.bench.tickets import BEGUN, DESK

CHRISTMAS = datetime(2026, 12, 25, 11, tzinfo=UTC)
OPEN, CLOSED, RUNNING, READ = "before a ticket, open", "before a ticket, on a holiday", "of a ticket", "read, no words"
ZONE = "Pacific/Auckland"


def run(goals: Goals, rounds: int) -> None:
    """Print one table: every language in turn, so that none is served from a warm corner alone."""
    engine = Engine.from_config(DESK)
    events = as_events([{"ticket": "T1", "id": "1", "at": BEGUN.isoformat(), "type": "created", "channel": "email"}])
    spoken, mail = languages(), {"channel": "email"}
    race = Race(rounds)
    race.enter(OPEN, lambda: [engine.promise_for(mail, BEGUN, ZONE, tag) for tag in spoken])
    race.enter(CLOSED, lambda: [engine.promise_for(mail, CHRISTMAS, ZONE, tag) for tag in spoken])
    race.enter(RUNNING, lambda: [engine.promise(events, BEGUN, ZONE, tag) for tag in spoken])
    race.enter(READ, lambda: [engine.read(events, BEGUN) for _ in spoken])
    times = {name: time / len(spoken) for name, time in race.run().items()}
    rows = {name: [number(time / 1e3)] for name, time in times.items()}
    print(table(f"one promise, {len(spoken)} languages in turn", ["µs of CPU"], rows))
    goals.at_most("µs of CPU for the longest promise", times[CLOSED] / 1e3, 1_000)
