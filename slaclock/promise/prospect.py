"""A promise before it has words: what can be promised, and the instant that will be named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from slaclock.errors import NeverOpens
from slaclock.instant import MINUTE, from_us, length_us
from slaclock.promise.owed import About, Nothing, Owed
from slaclock.promise.promise import Habit, PromiseKind
from slaclock.promise.rounding import Rounded, exactly, round_up


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a customer could be told at an instant, whatever his language: the kind, the deadline, the instant named."""

    kind: PromiseKind
    now: int
    due: int | None = None
    rounded: Rounded | None = None

    @property
    def at(self) -> datetime:
        """The instant asked about."""
        return from_us(self.now)

    @property
    def deadline(self) -> datetime | None:
        """The internal deadline."""
        return from_us(self.due) if self.due is not None else None

    @property
    def shown(self) -> datetime | None:
        """The instant the words will name."""
        return from_us(self.rounded.at) if self.rounded is not None else None


def prospect(
    owed: Owed | Nothing,
    now: int,
    zone: ZoneInfo,
    *,
    habit: Habit | None = None,
    coarse: bool = False,
    again: bool = False,
) -> Prospect:
    """What follows from what is owed; `again` if the deadline is an instant that was told before."""
    if isinstance(owed, Nothing):
        return Prospect(PromiseKind.NONE, now)
    if owed.deadline is None:
        return Prospect(PromiseKind.PAUSED, now)
    if owed.deadline >= now:
        rounded = exactly(owed.deadline, zone) if again else round_up(owed.deadline, now, zone, coarse=coarse)
        return Prospect(PromiseKind.REPLY_BY, now, owed.deadline, rounded)
    hoped = _forecast(owed, now, habit)
    anew = round_up(hoped, now, zone, coarse=coarse) if hoped is not None else None
    return Prospect(PromiseKind.OVERDUE, now, owed.deadline, anew)


def _forecast(owed: Owed, now: int, habit: Habit | None) -> int | None:
    """When nine of ten answers would have come if the ticket were begun now: the new promise of a late one."""
    if habit is None or not habit.enough or owed.about is not About.REPLY:
        return None
    counted = owed.target.budget.on(owed.calendar)
    try:
        return counted.index.add(now, max(length_us(habit.p90), MINUTE))
    except NeverOpens:
        return None
