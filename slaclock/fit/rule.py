"""Rule: the policy that explains a desk's verdicts best, budgets and all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from slaclock.fit.candidate import ROUND_THE_CLOCK, Bench, Candidate, Score
from slaclock.fit.opening import Opening
from slaclock.fit.threshold import WALL_STEPS, Limit, write_budget
from slaclock.replay.story import Story
from slaclock.reports.priority import priority_order
from slaclock.timeline.event import TicketEvent


@dataclass(frozen=True, slots=True)
class PriorityLimit:
    """One priority's budget: any in [low, high) seconds explains as much; `wall` if it is counted round the clock."""

    budget: int
    low: int
    high: int | None
    wall: bool
    hits: int
    count: int

    def to_dict(self) -> dict[str, Any]:
        """The limit as JSON has it."""
        return {
            "budget": self.budget,
            "budget_text": write_budget(self.budget, wall=self.wall),
            "low": self.low,
            "high": self.high,
            "fitted_on": self.count,
            "explains": self.hits,
        }


@dataclass(frozen=True, slots=True)
class Rule:
    """Hours, end, pauses and a budget for each priority."""

    candidate: Candidate
    limits: Mapping[str, PriorityLimit]

    @property
    def hits(self) -> int:
        """Verdicts of the fitted half that it explains."""
        return sum(limit.hits for limit in self.limits.values())

    @property
    def count(self) -> int:
        """Verdicts of the fitted half."""
        return sum(limit.count for limit in self.limits.values())

    @property
    def statuses(self) -> frozenset[str]:
        """The statuses in which the clock waits."""
        return frozenset(status for status, _ in self.candidate.pauses)

    def strangers(self, labels: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Reasons that do not stop the clock although their status does: the map must call them `open` instead."""
        return [label for label in labels if label[0] in self.statuses and label not in self.candidate.pauses]

    def remap(self, story: Story, strangers: Iterable[tuple[str, str]]) -> Story:
        """A ticket as the changed map would have told it."""
        wrong = set(strangers)
        if not wrong:
            return story
        events = tuple(_opened(event) if _label(event) in wrong else event for event in story.events)
        return Story(story.ticket, events, story.verdict)


def _label(event: TicketEvent) -> tuple[str, str] | None:
    return (event.data["to"], event.data["reason"] or "") if event.type == "status" else None


def _opened(event: TicketEvent) -> TicketEvent:
    return TicketEvent.from_mapping(event.as_mapping() | {"to": "open"})


def settle(best: Score, bench: Bench) -> Rule:
    """The rule of the best candidate; a priority that wall time explains strictly better is counted in wall time."""
    candidate = best.candidate
    wall = bench.score(Candidate(ROUND_THE_CLOCK, candidate.stop, candidate.pauses), WALL_STEPS).limits
    limits: dict[str, PriorityLimit] = {}
    for priority, limit in best.limits.items():
        by_wall = wall[priority].hits > limit.hits
        limits[priority] = _limit(wall[priority] if by_wall else limit, wall=by_wall or candidate.opening.always)
    return Rule(candidate, {priority: limits[priority] for priority in sorted(limits, key=priority_order)})


def _limit(limit: Limit, *, wall: bool) -> PriorityLimit:
    return PriorityLimit(limit.budget, limit.low, limit.high, wall, limit.hits, limit.count)


def alike(best: Score, found: Iterable[Score]) -> list[Opening]:
    """Other hours of the day that explain just as many verdicts of the fitted half."""
    family, hits = best.candidate.family, best.hits
    return sorted(
        score.candidate.opening
        for score in found
        if score.hits == hits and score.candidate.family == family and score.candidate != best.candidate
    )
