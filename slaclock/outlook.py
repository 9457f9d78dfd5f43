"""Outlook: everything a service has to know about some tickets at an instant, read in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from slaclock.clock.life import Life
from slaclock.clock.measure import Measure
from slaclock.clock.merge import lives
from slaclock.clock.reading import Reading
from slaclock.escalation import DueStep, plan
from slaclock.policy.load import Config
from slaclock.policy.policy import Kind
from slaclock.timeline.event import TicketEvent
from slaclock.timeline.ticket import Ticket
from slaclock.timeline.timeline import Timeline
from slaclock.timers import wakes


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a ticket stands, and what becomes due if nothing more happens.

    `wake` is the next instant (microseconds) at which something changes by itself; None if nothing does.
    """

    life: Life
    ticket: Ticket
    created_at: int
    over: bool
    readings: tuple[Reading, ...]
    steps: tuple[DueStep, ...]
    wake: int | None


def outlook(config: Config, events: Iterable[TicketEvent], at: int) -> dict[str, Outlook]:
    """The outlook of every ticket that had been created by an instant (microseconds)."""
    timelines = Timeline.of(events)
    known = {ticket: line.until(at) for ticket, line in timelines.items()}
    found = lives(known, config.book)
    return {ticket: _look(config, life, at, _later(timelines[ticket], at)) for ticket, life in found.items()}


def ahead(events: Iterable[TicketEvent], at: int) -> int | None:
    """The next instant at which a fact dated in the future begins to count."""
    return min((event.at for event in events if event.at > at), default=None)


def _later(line: Timeline, at: int) -> list[int]:
    later = ahead(line.events, at)
    return [] if later is None else [later]


def _look(config: Config, life: Life, at: int, later: list[int]) -> Outlook:
    kinds = {kind for stage in life.stages for kind in stage.policies}
    measures = [Measure(life, kind, at) for kind in Kind if kind in kinds]
    return Outlook(
        life=life,
        ticket=life.ticket,
        created_at=life.born_at,
        over=life.over,
        readings=tuple(reading for measure in measures for reading in measure.readings(config.metrics)),
        steps=tuple(step for measure in measures for step in plan(measure, config.metrics)),
        wake=min([*later, *(wake for measure in measures for wake in wakes(measure, config.metrics))], default=None),
    )
