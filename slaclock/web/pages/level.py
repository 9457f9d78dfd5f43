"""Service levels as pages show them: worked out from stored clocks by the same formulas as every report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from slaclock.app import App
from slaclock.clock.reading import BreachCause, Reading, State
from slaclock.instant import DAY, from_us, to_length
from slaclock.policy.agreement import Every, Objective
from slaclock.policy.load import Config
from slaclock.policy.metric import Outcome
from slaclock.reports import levels
from slaclock.reports.formula import FORMULAS, USUAL, Figure
from slaclock.reports.objective import judge
from slaclock.reports.tally import counted_at, under
from slaclock.store import board
from slaclock.timeline.ticket import Ticket

_ANSWERED = Objective("answered in time", "first_response", Fraction(0), Every.DAY)
"""What is judged where nobody has written down an objective."""
WINDOW = 7 * DAY
"""How far the page of service levels looks back."""


@dataclass(frozen=True, slots=True)
class Level:
    """A service level with its formula, its count, and the share that was promised, if any."""

    metric: str
    figure: Figure
    goal: float | None

    def to_dict(self) -> dict[str, Any]:
        """The level as JSON has it."""
        figure = self.figure
        told = {"value": figure.value, "formula": figure.formula, "n": figure.denominator, "goal": self.goal}
        return {"metric": self.metric.replace("_", " "), **told}

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None without goal or count."""
        value = self.figure.value
        return None if value is None or self.goal is None else value >= self.goal


def level_today(app: App, now: int) -> Level:
    """The first objective over what entered the count today, each cycle by the date of its promise's own zone."""
    objective = app.config.objectives[0] if app.config.objectives else _ANSWERED
    today = [
        reading for reading in _stored(app, now - 2 * DAY, going_too=False) if _on_the_day(counted_at(reading), now)
    ]
    judged = judge(replace(objective, period=Every.DAY), today, profiles=under(app.config.book))
    formula = objective.formula or USUAL
    numerator = sum(each.figure.numerator for each in judged)
    figure = Figure(formula, numerator, sum(each.figure.denominator for each in judged))
    return Level(objective.metric, figure, float(objective.share) or None)


@dataclass(frozen=True, slots=True)
class Bubble:
    """One group of cycles: how many were judged, how many of them in time, how many go on."""

    group: str
    n: int
    value: float
    open: int

    def to_dict(self) -> dict[str, Any]:
        """The bubble as JSON has it."""
        return {"group": self.group, "n": self.n, "value": self.value, "open": self.open}


def bubbles(app: App, now: int, metric: str, by: str, formula: str = USUAL) -> list[Bubble]:
    """Service level against volume in the last seven days, a bubble a group; none where nothing was judged."""
    readings = [
        reading
        for reading in _stored(app, now - WINDOW, going_too=True)
        if reading.metric == metric and _within(counted_at(reading), now - WINDOW)
    ]
    found = levels(readings, by=[by], profiles=under(app.config.book))
    told = []
    for level in found:
        figure = level.figures[formula]
        if figure.value is not None:
            told.append(
                Bubble(level.group[by], figure.denominator, figure.value, level.tally.open + level.tally.overdue)
            )
    return told


def chosen(config: Config, formula: str) -> str:
    """The formula a page is asked for, or the first objective's, or the usual one."""
    first = config.objectives[0].formula if config.objectives else None
    return formula if formula in FORMULAS else first or USUAL


def _on_the_day(at: datetime | None, now: int) -> bool:
    """Whether an instant lies on the date its own zone has now."""
    return at is not None and at.date() == from_us(now, at.tzinfo or UTC).date()


def _within(at: datetime | None, since: int) -> bool:
    """Whether a cycle belongs to the window: one not yet judged does, it goes on."""
    return at is None or at >= from_us(since)


def _stored(app: App, since: int, *, going_too: bool) -> Iterable[Reading]:
    with app.store.reading() as unit:
        rows = [
            row for desk in app.desks.values() for row in board.entered(unit, desk.place, since, going_too=going_too)
        ]
    zones = {policy.name: policy.calendar.zone for policy in app.config.policies}
    return [_reading(row, zones) for row in rows]


def _reading(row: Mapping[str, Any], zones: Mapping[str, Any]) -> Reading:
    """A stored clock as the reading it was; of the ticket only what reports group by."""

    def at(name: str) -> datetime | None:
        return None if row[name] is None else from_us(row[name], zones.get(row["policy"], from_us(0).tzinfo))

    started = at("started_at") or from_us(0)
    facts = Ticket(row["ticket"], priority=row["priority"], channel=row["channel"], group=row["team"])
    return Reading(
        ticket=row["ticket"],
        metric=row["metric"],
        target=row["target"],
        policy=row["policy"],
        kind=row["kind"],
        cycle=row["cycle"],
        state=State(row["state"]),
        started_at=started,
        stopped_at=at("stopped_at"),
        budget=None if row["budget"] is None else to_length(row["budget"]),
        budget_text=row["budget_text"],
        elapsed=to_length(row["elapsed"]),
        remaining=to_length(row["remaining"]),
        deadline=at("deadline"),
        breached_at=at("breached_at"),
        breach_cause=BreachCause(row["breach_cause"]) if row["breach_cause"] else None,
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        facts=facts,
    )
