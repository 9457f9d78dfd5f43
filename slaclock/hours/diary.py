"""How much open time every date begins with, for datetimes that are asked about as their wall clock shows them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Lock
from typing import TypeAlias
from zoneinfo import ZoneInfo

from slaclock.hours.index import Index
from slaclock.hours.wall import SERVED_DAYS, midnight, steady
from slaclock.instant import DAY, FIRST, LAST, from_us, to_length

Page: TypeAlias = tuple[tuple[datetime, datetime, timedelta], ...]
"""A date's openings and closings with the open time before each; the last opens never and says what there is then."""


class Diary:
    """Open time between two datetimes of the calendar's own zone.

    On a date around which nobody sets a clock, the wall clock is as good as the instant: it is compared and subtracted
    as it is, without looking up an offset. A page is written when its date is first asked about.
    """

    __slots__ = ("_index", "_lock", "_origin", "_pages", "_zone")

    def __init__(self, zone: ZoneInfo, index: Index) -> None:
        self._zone = zone
        self._index = index
        self._lock = Lock()
        self._origin: int | None = None
        self._pages: dict[int, Page] = {}

    def between(self, start: datetime, end: datetime) -> timedelta | None:
        """The open time from one to the other, or None if either is not for this diary."""
        begun, done = self._reached(start), self._reached(end)
        return None if begun is None or done is None else done - begun

    def _reached(self, at: datetime) -> timedelta | None:
        """The open time since the diary's first page."""
        if at.tzinfo is not self._zone or type(at) is not datetime:  # pendulum's compare and subtract their own way
            return None
        page = self._pages.get(at.toordinal())
        if page is None:
            page = self._written(at.toordinal())
        for opens, closes, before in page:
            if at < closes:
                return before + (at - opens) if at > opens else before
        return None

    def _written(self, day: int) -> Page:
        """A date's page; an empty one for a date near a change or outside the years served."""
        page: Page = ()
        begins = midnight(self._zone, day) if day in SERVED_DAYS else LAST
        if FIRST <= begins < LAST - DAY and next(steady(self._zone, day, day + 1, step=2))[2] is not None:
            with self._lock:
                self._origin = begins if self._origin is None else self._origin
            page = self._spans(begins, self._origin)
        self._pages[day] = page
        return page

    def _spans(self, begins: int, origin: int) -> Page:
        index, zone = self._index, self._zone
        entries = [
            (from_us(opens, zone), from_us(closes, zone), to_length(index.between(origin, opens)))
            for opens, closes in index.spans(begins, begins + DAY)
        ]
        never = datetime.combine(date.max, datetime.max.time(), zone)
        return *entries, (never, never, to_length(index.between(origin, begins + DAY)))
