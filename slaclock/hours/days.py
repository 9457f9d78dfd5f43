"""Business days: the N-th day somebody works after an instant, and when that day ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from slaclock.errors import InvalidInput, NeverOpens
from slaclock.hours.source import Source
from slaclock.hours.wall import midnight, opening
from slaclock.instant import from_us

Hours: TypeAlias = Sequence[tuple[int, int]]
"""A business day's open spans in microseconds UTC, in order."""
_HORIZON_DAYS = 3_653


def day_after(source: Source, us: int, count: int) -> int:
    """The N-th business day after an instant's own date, at the same time of day, moved into that day's hours."""
    if count < 1:
        raise InvalidInput(f"business days are counted from 1, not from {count}")
    wall = from_us(us, source.zone)
    day, hours = _nth(source, wall, count)
    if not source.day_hours(wall.toordinal()):
        return hours[-1][1]
    return _moved_into(hours, _same_time(source, wall, day))


def day_end(source: Source, us: int, count: int) -> int:
    """The closing of the N-th business day after an instant's date; for 0 today's, if that is still to come."""
    if count < 0:
        raise InvalidInput(f"an end of a business day lies 0 or more days ahead, not {count}")
    wall = from_us(us, source.zone)
    if count == 0:
        today = source.day_hours(wall.toordinal())
        if today and today[-1][1] >= us:
            return today[-1][1]
    return _nth(source, wall, max(count, 1))[1][-1][1]


def _nth(source: Source, wall: datetime, count: int) -> tuple[int, Hours]:
    """The N-th business day after a date, and its hours."""
    for number, found in enumerate(_business_days(source, wall.toordinal() + 1), start=1):
        if number == count:
            return found
    raise NeverOpens(f"{count} business days after {wall.date()} end more than ten years later")


def _business_days(source: Source, first: int) -> Iterator[tuple[int, Hours]]:
    for day in range(first, first + _HORIZON_DAYS):
        hours = source.day_hours(day)
        if hours and _exists(source, day, hours):
            yield day, hours


def _exists(source: Source, day: int, hours: Hours) -> bool:
    """Whether a date happened: where a zone crossed the date line, a night shift of the date it skipped has hours."""
    return from_us(hours[0][0], source.zone).toordinal() == day or (
        midnight(source.zone, day) < midnight(source.zone, day + 1)
    )


def _same_time(source: Source, wall: datetime, day: int) -> int:
    """The instant at which a date's wall clock first shows the same time, or at which it has skipped it."""
    at = opening(source.zone, day, wall.hour * 3_600 + wall.minute * 60 + wall.second)
    shown = from_us(at, source.zone)
    skipped = (shown.hour, shown.minute, shown.second) != (wall.hour, wall.minute, wall.second)
    return at if skipped else at + wall.microsecond


def _moved_into(hours: Hours, at: int) -> int:
    """An instant inside the hours stays; before them or in a break it moves on, after them back to the closing."""
    for start, end in hours:
        if at < end:
            return max(at, start)
    return hours[-1][1]
