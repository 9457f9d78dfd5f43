"""Replaying a history: an export, a map and a configuration in; what became of every promise out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from slaclock.clock.reading import Reading
from slaclock.engine import Engine
from slaclock.instant import from_us, to_us
from slaclock.replay.against import compare
from slaclock.replay.attainment import attainment
from slaclock.replay.keeping import judged
from slaclock.replay.log import EVERY, Progress, read_log, silent
from slaclock.replay.mapping import LogMap, load_map
from slaclock.replay.promised import promise_trails
from slaclock.replay.result import Miss, ReplayResult
from slaclock.replay.story import Log, Story
from slaclock.replay.verdict import match_readings

Source = Path | str | Mapping[str, Any]
WORST = 5


def run_replay(  # noqa: PLR0913 - a history, how to read it, under what, and what is asked of it
    path: Path | str,
    mapping: Source | LogMap,
    config: Source | Engine,
    *,
    at: datetime | None = None,
    against: Source | Engine | None = None,
    worst: int = WORST,
    promises: bool = False,
    progress: Progress = silent,
) -> ReplayResult:
    """Read every ticket of an export under a configuration, as it stood at `at` (the log's last instant if not given).

    `against` reads the same history under a second configuration and tells what would differ, `promises` makes the
    promises that customers would have been told and says how they were kept. Raises InvalidConfig, InvalidEvents or
    NaiveDatetime with every complaint; single bad rows are counted in the result instead.
    """
    log_map = mapping if isinstance(mapping, LogMap) else load_map(mapping)
    engine, other = _engine(config), _engine(against) if against is not None else None
    log = read_log(path, log_map, progress)
    moment = at if at is not None else from_us(log.ends_at)
    readings = read_stories(engine, log.stories, moment, progress)
    verdicts = {name: story.verdict for name, story in log.stories.items() if story.verdict is not None}
    return ReplayResult(
        log=log,
        at=moment,
        readings=tuple(readings),
        attainment=attainment(readings),
        misses=tuple(_misses(engine, log, readings, moment, worst)),
        uncovered=len(log.stories) - len({reading.ticket for reading in readings}),
        agreement=match_readings(_from_creation(engine, readings), verdicts),
        difference=compare(readings, read_stories(other, log.stories, moment, progress)) if other else None,
        promises=judged(promise_trails(engine, log.stories, to_us(moment), progress), readings, to_us(moment))
        if promises
        else None,
    )


def _from_creation(engine: Engine, readings: Iterable[Reading]) -> Iterator[Reading]:
    """The readings a verdict on the whole ticket can be about: those whose clock began with it."""
    metrics = engine.config.metrics
    return (reading for reading in readings if "begun" in metrics[reading.metric].starts)


def _engine(config: Source | Engine) -> Engine:
    return config if isinstance(config, Engine) else Engine.from_config(config)


def read_stories(
    engine: Engine, stories: Mapping[str, Story], at: datetime, progress: Progress = silent
) -> list[Reading]:
    """Every reading of every ticket, a few hundred tickets at a time so that progress can be told."""
    readings: list[Reading] = []
    done = 0
    for batch in _batches(stories):
        readings += engine.read((event for story in batch for event in story.events), at)
        done += len(batch)
        progress("reading tickets", done, len(stories))
    return readings


def _batches(stories: Mapping[str, Story]) -> Iterator[list[Story]]:
    """Tickets in batches; those tied by merges stay in one, for a merged ticket leaves its question behind."""
    tied = {
        name
        for story in stories.values()
        for event in story.events
        if event.type == "merged"
        for name in (story.ticket, event.data["into"])
    }
    if tied:
        yield [story for name, story in stories.items() if name in tied]
    free = [story for name, story in stories.items() if name not in tied]
    yield from (free[start : start + EVERY] for start in range(0, len(free), EVERY))


def _misses(engine: Engine, log: Log, readings: Iterable[Reading], at: datetime, worst: int) -> Iterator[Miss]:
    """The promises missed by most, one a ticket, each explained."""
    missed = [reading for reading in readings if reading.outcome == "missed" and reading.remaining < timedelta()]
    missed.sort(key=lambda reading: (reading.remaining, reading.ticket, reading.metric, reading.cycle))
    one_each = {reading.ticket: reading for reading in reversed(missed)}
    for reading in sorted(one_each.values(), key=lambda reading: (reading.remaining, reading.ticket))[:worst]:
        events = log.stories[reading.ticket].events
        yield Miss(reading, engine.explain(events, reading.metric, at, cycle=reading.cycle, kind=reading.kind))
