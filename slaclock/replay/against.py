"""A dry run: the same history under another configuration, and what would have come out differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from slaclock.clock.reading import Reading
from slaclock.instant import format_instant, to_length, to_us


class ChangeKind(StrEnum):
    """What another configuration does to one cycle of one clock."""

    OUTCOME = "outcome"
    """It ends differently, or is overdue where it was not."""
    DEADLINE = "deadline"
    """It ends as before, with another deadline."""
    GONE = "gone"
    """Nothing is promised any more."""
    NEW = "new"
    """Something is promised that was not."""


@dataclass(frozen=True, slots=True)
class Change:
    """One cycle of one clock that reads differently; `before` or `after` is None where nothing was promised."""

    kind: ChangeKind
    before: Reading | None
    after: Reading | None

    @property
    def reading(self) -> Reading:
        """Whichever of the two there is; the later one if both."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a change has one side at least
        return found

    @property
    def moved(self) -> timedelta | None:
        """How far the deadline moves (later is positive); None unless both sides have one."""
        if self.before is None or self.after is None or self.before.deadline is None or self.after.deadline is None:
            return None
        return to_length(to_us(self.after.deadline) - to_us(self.before.deadline))

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON has it."""
        moved = self.moved
        return {
            "kind": self.kind.value,
            "ticket": self.reading.ticket,
            "metric": self.reading.metric,
            "cycle": self.reading.cycle,
            "before": _side(self.before),
            "after": _side(self.after),
            "moved": moved.total_seconds() if moved is not None else None,
        }

    def __str__(self) -> str:
        head = f"{self.reading.ticket} {self.reading.metric} {self.reading.cycle}"
        return f"{head}: {_say(self.before)} → {_say(self.after)}"


@dataclass(frozen=True, slots=True)
class Difference:
    """Every cycle that another configuration reads differently, outcomes that flip first; `same` counts the rest."""

    changes: tuple[Change, ...]
    same: int

    @property
    def counts(self) -> dict[str, int]:
        """How many changes of each kind; flips also by what becomes of what, like `met → missed`."""
        kinds = Counter(change.kind.value for change in self.changes)
        flips = Counter(
            f"{_word(change.before)} → {_word(change.after)}"
            for change in self.changes
            if change.kind is ChangeKind.OUTCOME
        )
        return {kind.value: kinds[kind.value] for kind in ChangeKind} | dict(sorted(flips.items()))

    def to_dict(self) -> dict[str, Any]:
        """The difference as JSON has it."""
        return {"same": self.same, "counts": self.counts, "changes": [change.to_dict() for change in self.changes]}


def compare(before: Iterable[Reading], after: Iterable[Reading]) -> Difference:
    """What changes between two readings of the same history."""
    old, new = ({_key(reading): reading for reading in readings} for readings in (before, after))
    found = [_change(old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys())]
    changes = [change for change in found if change is not None]
    order = list(ChangeKind)
    changes.sort(key=lambda change: order.index(change.kind))
    return Difference(tuple(changes), len(found) - len(changes))


def _key(reading: Reading) -> tuple[str, str, str, int]:
    return reading.ticket, reading.kind, reading.metric, reading.cycle


def _change(before: Reading | None, after: Reading | None) -> Change | None:
    if before is None or after is None:
        return Change(ChangeKind.NEW if before is None else ChangeKind.GONE, before, after)
    if _word(before) != _word(after):
        return Change(ChangeKind.OUTCOME, before, after)
    if _due(before) != _due(after):
        return Change(ChangeKind.DEADLINE, before, after)
    return None


def _due(reading: Reading) -> int | None:
    return to_us(reading.deadline) if reading.deadline is not None else None


def _word(reading: Reading | None) -> str:
    """How a cycle stands in one word: its outcome, or `open` or `overdue` while it runs."""
    if reading is None:
        return "none"
    if reading.outcome is not None:
        return reading.outcome.value
    return "overdue" if reading.breached else "open"


def _side(reading: Reading | None) -> dict[str, Any] | None:
    if reading is None:
        return None
    return {"outcome": _word(reading), "deadline": _instant(reading.deadline), "target": reading.target}


def _instant(at: datetime | None) -> str | None:
    return format_instant(to_us(at)) if at is not None else None


def _say(reading: Reading | None) -> str:
    if reading is None:
        return "nothing promised"
    due = f"due {reading.deadline:%Y-%m-%d %H:%M}" if reading.deadline is not None else "no deadline while paused"
    return f"{_word(reading).replace('_', ' ')}, {due}"
