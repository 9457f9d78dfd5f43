"""How many working days are sure to hold an amount of open time, whenever the customer comes back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from slaclock.errors import NeverCloses, NeverOpens
from slaclock.hours.calendar import Calendar
from slaclock.hours.wall import local_day, opening
from slaclock.instant import DAY, HOUR, from_us

AHEAD = 35
"""Days within which the customer is expected to come back; the count holds for each of them."""
MOST = 60


def working_days(calendar: Calendar, now: int, left: int) -> int | None:
    """The fewest working days in which so much open time passes from any instant of the next weeks; None: too many."""
    hours = -(-left // HOUR)
    return _days(calendar, local_day(calendar.zone, now), hours)


def around_the_clock(calendar: Calendar, now: int) -> bool:
    """Whether the calendar does not close any more, so that an hour of open time is an hour on the wall."""
    return _never_closes(calendar, now // DAY)


@lru_cache(maxsize=1024)
def _never_closes(calendar: Calendar, day: int) -> bool:
    try:
        calendar.index.next_closing(day * DAY)
    except NeverCloses:
        return True
    return False


@lru_cache(maxsize=1024)
def _days(calendar: Calendar, today: int, hours: int) -> int | None:
    index, left, count = calendar.index, hours * HOUR, 1
    try:
        for start in _turns(calendar, today):
            while index.between(start, calendar.day_after(start, count)) < left:
                count += 1
                if count > MOST:
                    return None
    except NeverOpens:
        return None
    return count


def _turns(calendar: Calendar, today: int) -> Iterator[int]:
    """Every clock time at which hours begin or end on any of the days, on each of them.

    Between two of them the open time before the same time some days later only grows or shrinks evenly, so that it is
    least at one of them.
    """
    days = range(today, today + AHEAD)
    edges = (us for day in days for span in calendar.source.day_hours(day) for us in span)
    times = sorted(
        {wall.hour * 3_600 + wall.minute * 60 + wall.second for wall in (from_us(us, calendar.zone) for us in edges)}
    )
    return (opening(calendar.zone, day, time) for day in days for time in times)
