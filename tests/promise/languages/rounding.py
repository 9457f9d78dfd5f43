"""The rule of rounding written a second time: how much later than its deadline a promise may be.

Walked, not computed: from the minute of the deadline on, minute by minute, to the first that may be printed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.promise.languages.wall import day_after, first_shown, local

MICROSECOND, MINUTE, HOUR = timedelta(microseconds=1), timedelta(minutes=1), timedelta(hours=1)


def latest(deadline: datetime, now: datetime, zone: str, *, days_only: bool = False) -> datetime:
    """The moment a promise names: the first that may be printed and is not before the deadline."""
    if days_only:
        return day_after(local(deadline - MICROSECOND, zone).date(), zone)
    left = deadline - now
    if left <= 3 * HOUR:
        step = 5 if left <= 15 * MINUTE else 10 if left < 55 * MINUTE else 60
        stretch = step * MINUTE
        while stretch < left:
            stretch += step * MINUTE
        return now + stretch
    step = 15 if left < 24 * HOUR else 30
    wall = local(deadline, zone).replace(second=0, microsecond=0)
    while wall.minute % step or not _serves(wall, deadline, zone):
        wall += MINUTE
    shown = first_shown(wall, zone)
    assert shown is not None
    return shown


def _serves(wall: datetime, deadline: datetime, zone: str) -> bool:
    shown = first_shown(wall, zone)
    return shown is not None and shown >= deadline
