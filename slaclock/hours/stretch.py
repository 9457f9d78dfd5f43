"""Why somebody is there or not, stretch by stretch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from slaclock.hours.plan import WEEKDAYS
from slaclock.hours.shift import Shift
from slaclock.hours.wall import local_day, midnight

if TYPE_CHECKING:
    from slaclock.hours.dated import DatedPlans

AFTER_HOURS = "closed: after hours"
BREAK = "closed: break"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time in which the calendar is open or closed for one reason, in microseconds UTC."""

    start: int
    end: int
    open: bool
    reason: str


def dated_stretches(hours: DatedPlans, first: int, last: int) -> Iterator[Stretch]:
    """A range of instants piece by piece, from the dates of one team."""
    return joined(_clipped(_day_by_day(hours, first, last), first, last))


def joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Neighbours with the same reason made one."""
    held: Stretch | None = None
    for stretch in stretches:
        if held and (held.open, held.reason) == (stretch.open, stretch.reason):
            held = Stretch(held.start, stretch.end, held.open, held.reason)
        else:
            if held:
                yield held
            held = stretch
    if held:
        yield held


def _clipped(stretches: Iterable[Stretch], first: int, last: int) -> Iterator[Stretch]:
    for stretch in stretches:
        start, end = max(stretch.start, first), min(stretch.end, last)
        if start < end:
            yield Stretch(start, end, stretch.open, stretch.reason)


def _day_by_day(hours: DatedPlans, first: int, last: int) -> Iterator[Stretch]:
    """Each date's open spans and the closed time between them, in order and without a hole."""
    at = first
    for day in range(local_day(hours.zone, first) - 2, local_day(hours.zone, last) + 2):
        reason = ""
        for number, (start, end) in enumerate(hours.day_hours(day)):
            reason = reason or _why_open(hours, day)
            if start > at:
                yield from [Stretch(at, start, False, BREAK)] if number else _closed(hours, at, start)
                at = start
            if end > at:
                yield Stretch(at, end, True, reason)
                at = end
    if at < last:
        yield from _closed(hours, at, last)


def _closed(hours: DatedPlans, start: int, end: int) -> Iterator[Stretch]:
    """Closed time, cut at every midnight."""
    day = local_day(hours.zone, start)
    while start < end:
        day += 1
        until = min(midnight(hours.zone, day), end)
        if until > start:
            yield Stretch(start, until, False, _why_closed(hours, day - 1))
            start = until


def _why_closed(hours: DatedPlans, ordinal: int) -> str:
    day = date.fromordinal(ordinal)
    if hours.shifts_on(day):
        return AFTER_HOURS
    reason = hours.plan_on(day).reason_on(day)
    match reason.by:
        case "special":
            return f"closed: special day {reason.name}".rstrip()
        case "holiday":
            return f"closed: holiday {reason.name}".rstrip()
        case _:
            return f"closed: {WEEKDAYS[day.weekday()]}"


def _why_open(hours: DatedPlans, ordinal: int) -> str:
    day = date.fromordinal(ordinal)
    plan = hours.plan_on(day)
    reason = plan.reason_on(day)
    if reason.by == "season" and reason.name:
        return f"open ({reason.name})"
    if reason.by in ("special", "holiday"):
        usual, here = _length(plan.usual_on(day)), _length(plan.shifts_on(day))
        what = "extra opening" if not usual else "half day" if here < usual else "special hours"
        name = reason.name or plan.holiday_on(day)
        return f"open ({what}: {name})" if name else f"open ({what})"
    return "open"


def _length(shifts: Iterable[Shift]) -> int:
    return sum(shift.end - shift.start for shift in shifts)
