"""A deadline moved later until it can be said: never earlier, in any zone, through any change of clocks (P1, P2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from slaclock.hours.wall import midnight
from slaclock.instant import DAY, HOUR, MINUTE, from_us, to_us

_UTC = ZoneInfo("UTC")


class Form(StrEnum):
    """How an instant is named: a length from now, a clock time, or the end of a day."""

    WITHIN = "within"
    CLOCK = "clock"
    END_OF_DAY = "end of day"


@dataclass(frozen=True, slots=True)
class Rounded:
    """The instant that the words name, at or after the deadline, and by which rule it was reached.

    `quantum` is the step of that rule; for `WITHIN`, `minutes` is what is said.
    """

    at: int
    form: Form
    quantum: int
    minutes: int = 0

    @property
    def rule(self) -> str:
        """The rule as a formula names it: `rounded up to 10 minutes`, `rounded up to :30`."""
        if self.form is Form.END_OF_DAY and self.quantum == DAY:
            return "rounded up to end of day"
        if self.quantum == MINUTE:
            return "as told before"
        if self.form is not Form.WITHIN:
            return f"rounded up to :{self.quantum // MINUTE}"
        return (
            "rounded up to whole hours" if self.quantum == HOUR else f"rounded up to {self.quantum // MINUTE} minutes"
        )


def quantum(remaining: int) -> int:
    """The step to which a promise so far away is rounded up."""
    if remaining <= 15 * MINUTE:
        return 5 * MINUTE
    if remaining < 55 * MINUTE:
        return 10 * MINUTE
    if remaining <= 3 * HOUR:
        return HOUR
    return 15 * MINUTE if remaining < DAY else 30 * MINUTE


def round_up(deadline: int, now: int, zone: ZoneInfo, *, coarse: bool = False) -> Rounded:
    """The promise for a deadline that has not passed, as the customer's zone can say it; `coarse` names days only."""
    if coarse:
        return Rounded(day_end(deadline, zone), Form.END_OF_DAY, DAY)
    remaining = deadline - now
    step = quantum(remaining)
    if remaining <= 3 * HOUR:
        minutes = length(remaining)
        return Rounded(now + minutes * MINUTE, Form.WITHIN, step, minutes)
    at = shown(deadline, zone, step)
    return Rounded(at, Form.END_OF_DAY if at_midnight(at, zone) else Form.CLOCK, step)


def exactly(told: int, zone: ZoneInfo) -> Rounded:
    """An instant that was told before, said again: on the clock and to the minute, so that it does not creep."""
    at = shown(told, zone)
    return Rounded(at, Form.END_OF_DAY if at_midnight(at, zone) else Form.CLOCK, MINUTE)


def length(remaining: int) -> int:
    """A length of time as minutes a person would say, rounded up; 60 minutes and more are whole hours."""
    step = quantum(min(remaining, 3 * HOUR))
    return max(-(-remaining // step), 1) * step // MINUTE


def shown(us: int, zone: ZoneInfo, step: int = MINUTE) -> int:
    """The first instant at or after another whose clock time is a multiple of `step` that nobody can read as earlier.

    The clock time exists (no gap of the zone skips it), and where the zone shows it twice, already its first occurrence
    is not before the instant.
    """
    wall = from_us(us, zone).replace(tzinfo=None)
    since_midnight = timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)
    quantum = timedelta(microseconds=step)
    wall += (quantum - since_midnight % quantum) % quantum
    while True:
        at = first_occurrence(wall, zone)
        if at is not None and at >= us:
            return at
        wall += quantum


def first_occurrence(wall: datetime, zone: ZoneInfo) -> int | None:
    """The instant a clock first shows a time (a naive datetime); None if it never does."""
    at = wall.replace(tzinfo=zone, fold=0)
    exists = at.astimezone(_UTC).astimezone(zone).replace(tzinfo=None) == wall
    return to_us(at) if exists else None


def at_midnight(us: int, zone: ZoneInfo) -> bool:
    """Whether a clock shows 00:00, which is said as the end of the day before."""
    wall = from_us(us, zone)
    return not (wall.hour or wall.minute)


def day_end(us: int, zone: ZoneInfo) -> int:
    """The end of the local day an instant lies in; a midnight is the end of the day before."""
    day = from_us(us - 1, zone).toordinal()
    while (end := midnight(zone, day + 1)) < us:
        day += 1
    return end
