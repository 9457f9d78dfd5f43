"""Reading instants off datetimes, the quick way where the calendar's own zone is meant."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from slaclock.hours.shift import DAY_SECONDS
from slaclock.hours.wall import ordinary
from slaclock.instant import EPOCH, FIRST, LAST, SECOND, to_us


class Dial:
    """Turns aware datetimes into microseconds UTC.

    Looking up the offset of a datetime costs as much as all the arithmetic that follows. One in UTC needs none, and
    neither does one of the dial's own zone on a date around which nobody sets a clock: the instant at which that date
    begins is remembered.
    """

    __slots__ = ("_midnights", "_zone")

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._midnights: dict[int, int | None] = {}  # None: a date near a change, whose times must be looked up

    def us(self, at: datetime) -> int:
        """An aware datetime of any zone as microseconds since 1970 UTC; naive ones are refused."""
        if at.tzinfo is self._zone:
            begins = self._midnights.get(at.toordinal(), 0)
            if begins:
                return begins + ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond
            if begins == 0:
                self._midnights[at.toordinal()] = ordinary(self._zone, at.toordinal())
        elif at.tzinfo is UTC and type(at) is datetime:
            since = at - EPOCH  # of one zone: as quick as can be
            us = (since.days * DAY_SECONDS + since.seconds) * SECOND + since.microseconds
            if FIRST <= us < LAST:
                return us
        return to_us(at)
