"""How much open time every date begins with, for datetimes that are asked about as their wall clock shows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock
from typing import TypeAlias
from zoneinfo import ZoneInfo

from slaclock.errors import NeverOpens, OutOfRange
from slaclock.hours.index import Index
from slaclock.hours.wall import local_day, ordinary
from slaclock.instant import DAY, from_us, length_us, to_length, to_us

Page: TypeAlias = tuple[tuple[datetime, datetime, timedelta], ...]
"""A date's openings and closings with the open time before each; the last opens never and says what there is then."""
Chapter: TypeAlias = tuple[tuple[timedelta, datetime | None], ...]
"""Spans that hold one day's worth of open time: how much has passed by each one's end, and when none would have passed
had it always been open; None for a span near a change of clocks."""

_NOTHING = timedelta()


class Diary:
    """Open time between two datetimes of the calendar's own zone, and after one of them.

    On a date around which nobody sets a clock, the wall clock is as good as the instant: it is compared, subtracted and
    added to as it is, without looking up an offset. A page is written when its date is first asked about, a chapter
    when an answer lies in it.
    """

    __slots__ = ("_chapters", "_index", "_lock", "_never", "_origin", "_pages", "_zone")

    def __init__(self, zone: ZoneInfo, index: Index) -> None:
        self._zone = zone
        self._index = index
        self._lock = Lock()
        self._never = datetime.max.replace(tzinfo=zone)
        self._origin: int | None = None
        self._pages: dict[int, Page] = {}
        self._chapters: dict[int, Chapter] = {}

    def add(self, start: datetime, open_time: timedelta) -> datetime | None:
        """When so much open time has passed, or None if start or answer is not for this diary."""
        begun = self._reached(start)
        if begun is None or open_time <= _NOTHING:
            return None
        reached = begun + open_time
        chapter = self._chapters.get(reached.days)
        if chapter is None:
            chapter = self._compiled(reached.days, start, begun)
        for passed, open_since in chapter:
            if reached <= passed:
                due = open_since and open_since + reached
                return due if due and due.year < start.year + 10 else None
        return None

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
        begins = ordinary(self._zone, day)
        page: Page = ()
        if begins is not None:
            with self._lock:
                self._origin = begins if self._origin is None else self._origin
            page = self._spans(begins, self._origin)
        self._pages[day] = page
        return page

    def _spans(self, begins: int, origin: int) -> Page:
        passed = self._index.between(origin, begins)
        entries: list[tuple[datetime, datetime, timedelta]] = []
        for opens, closes in self._index.spans(begins, begins + DAY):
            entries.append((from_us(opens, self._zone), from_us(closes, self._zone), to_length(passed)))
            passed += closes - opens
        return *entries, (self._never, self._never, to_length(passed))

    def _compiled(self, day: int, start: datetime, begun: timedelta) -> Chapter:
        """A chapter, found from an instant and its open time; none if it ends too far away to be told from there."""
        index, here, passed = self._index, to_us(start), length_us(begun)
        before, until = day * DAY - 1 - passed, (day + 1) * DAY - passed
        try:
            first = index.add(here, before) if before > 0 else index.subtract(here, -before)
            last = index.add(here, until)
        except (NeverOpens, OutOfRange):
            return ()
        passed += index.between(here, first)
        spans: list[tuple[timedelta, datetime | None]] = []
        for opens, closes in index.spans(first, last):
            open_since = from_us(opens, self._zone) - to_length(passed) if self._undisturbed(opens, closes) else None
            passed += closes - opens
            spans.append((to_length(passed), open_since))
        self._chapters[day] = tuple(spans)
        return self._chapters[day]

    def _undisturbed(self, opens: int, closes: int) -> bool:
        """Whether nobody sets a clock around any date of a span (which is open for a day at most)."""
        first, last = local_day(self._zone, opens), local_day(self._zone, closes - 1)
        begins = ordinary(self._zone, first)
        if begins is None or first == last:
            return begins is not None
        return ordinary(self._zone, last) == begins + (last - first) * DAY
