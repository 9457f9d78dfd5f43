"""A dry run of new hours and promises: of all tickets that might come, whose deadlines would move and how far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slaclock.errors import NeverOpens
from slaclock.instant import to_length
from slaclock.policy.load import Config
from slaclock.policy.target import Target


@dataclass(frozen=True, slots=True)
class MovedTarget:
    """One promise under two configurations: of the starts tried, how many get another deadline, how far at most."""

    target: str
    budget: str
    tried: int
    earlier: int
    later: int
    most_earlier: timedelta
    most_later: timedelta

    @property
    def moved(self) -> int:
        """Starts whose deadline moves."""
        return self.earlier + self.later

    def to_dict(self) -> dict[str, Any]:
        """The promise as JSON has it."""
        return {
            "target": self.target,
            "budget": self.budget,
            "tried": self.tried,
            "earlier": self.earlier,
            "later": self.later,
            "most_earlier": self.most_earlier.total_seconds(),
            "most_later": self.most_later.total_seconds(),
        }


def moved_targets(before: Config, after: Config, starts: Iterable[int]) -> Iterator[MovedTarget]:
    """Every promise that both configurations make, with a ticket begun at each of the instants and never paused."""
    old, new = _targets(before), _targets(after)
    tried = tuple(starts)
    for name in old.keys() & new.keys():
        if name in new:
            yield _moved(name, old[name], new[name], tried)


def _targets(config: Config) -> dict[str, Target]:
    return {target.name: target for policy in config.policies for table in policy.targets.values() for target in table}


def _moved(name: str, before: Target, after: Target, starts: tuple[int, ...]) -> MovedTarget:
    moves = [to_length(move) for start in starts if (move := _due(after, start) - _due(before, start))]
    later = [move for move in moves if move > timedelta()]
    return MovedTarget(
        target=name,
        budget=before.budget.text if before.budget == after.budget else f"{before.budget} → {after.budget}",
        tried=len(starts),
        earlier=len(moves) - len(later),
        later=len(later),
        most_earlier=-min(moves, default=timedelta()) if len(moves) > len(later) else timedelta(),
        most_later=max(later, default=timedelta()),
    )


def _due(target: Target, start: int) -> int:
    """The deadline of a ticket begun at an instant, under the hours as they stood then."""
    try:
        return target.budget.due(target.calendar.as_of(start), start)
    except NeverOpens:
        return 0
