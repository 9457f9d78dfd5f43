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
    """Every promise that both make but not in the same way, tried with a ticket begun at each instant, never paused."""
    old, new = _targets(before), _targets(after)
    tried = tuple(starts)
    for name in old:
        if name in new and (old[name].budget, old[name].calendar) != (new[name].budget, new[name].calendar):
            yield _moved(name, old[name], new[name], tried)


def _targets(config: Config) -> dict[str, Target]:
    return {target.name: target for policy in config.policies for table in policy.targets.values() for target in table}


def _moved(name: str, before: Target, after: Target, starts: tuple[int, ...]) -> MovedTarget:
    dues = [(_due(before, start), _due(after, start)) for start in starts]
    moves = [to_length(new - old) for old, new in dues if old is not None and new is not None and old != new]
    later = [move for move in moves if move > timedelta()]
    return MovedTarget(
        target=name,
        budget=before.budget.text if before.budget == after.budget else f"{before.budget} → {after.budget}",
        tried=len(starts),
        earlier=len(moves) - len(later),
        later=len(later),
        most_earlier=max((-move for move in moves if move < timedelta()), default=timedelta()),
        most_later=max(later, default=timedelta()),
    )


def _due(target: Target, start: int) -> int | None:
    """The deadline of a ticket begun at an instant, under the hours as they stood then; None if there is none."""
    try:
        return target.budget.due(target.calendar.as_of(start), start)
    except NeverOpens:
        return None
