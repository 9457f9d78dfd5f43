"""Support hours: the calendar every promise is counted in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from slaclock.complaints import Complaints
from slaclock.errors import InvalidConfig
from slaclock.hours import days
from slaclock.hours.compose import Composed, Operator, Part
from slaclock.hours.dated import DatedPlans, Version
from slaclock.hours.dial import Dial
from slaclock.hours.diary import Diary
from slaclock.hours.index import Index
from slaclock.hours.plan import Plan, Reason
from slaclock.hours.shift import ALWAYS, Shifts, week_text
from slaclock.hours.source import Source
from slaclock.hours.span import Span
from slaclock.hours.stretch import Stretch
from slaclock.instant import DAY, FIRST, LAST, from_us, length_us, to_length

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


_PROBE = 18_262 * DAY
"""2020-01-01: where a search for any opening at all begins."""
_STRIDE = 3_653 * DAY


class Calendar:
    """When somebody is there: weekly shifts, special days, holidays and seasons in one time zone.

    It never changes and compares by what it says. Every answer is exact to the microsecond; datetimes that go in are
    aware (of any zone), those that come out are in the calendar's zone.

    >>> from datetime import datetime, timedelta
    >>> berlin = Calendar.from_config({"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}})
    >>> friday = datetime(2026, 3, 6, 16, 0, tzinfo=berlin.zone)
    >>> print(berlin.add(friday, timedelta(hours=2)))
    2026-03-09 10:00:00+01:00
    """

    __slots__ = ("__weakref__", "_changes", "_diary", "_known", "_us", "index", "name", "source", "warnings", "zone")

    name: str
    zone: ZoneInfo
    source: Source
    """What stands behind it."""
    index: Index
    """The same arithmetic over int microseconds UTC."""
    warnings: tuple[str, ...]
    """What its author may not have meant, like an incomplete list of holidays."""

    def __init__(self, name: str, zone: ZoneInfo, versions: Iterable[Version], *, warnings: Iterable[str] = ()) -> None:
        self._settle(name, DatedPlans(zone, tuple(versions)), tuple(warnings))

    def _settle(self, name: str, source: Source, warnings: tuple[str, ...]) -> None:
        self.name = name
        self.source = source
        self.zone = source.zone
        self.warnings = warnings
        self.index = Index(source.open_spans)
        self._us = Dial(self.zone).us
        self._diary = Diary(self.zone, self.index)
        self._changes = source.changes
        self._known: dict[int, Calendar] = {}

    @classmethod
    def of(cls, name: str, source: Source, warnings: Iterable[str] = ()) -> Calendar:
        """The calendar of any source of hours."""
        calendar = cls.__new__(cls)
        calendar._settle(name, source, tuple(warnings))  # noqa: SLF001  its own
        return calendar

    @classmethod
    def from_config(cls, table: Mapping[str, Any]) -> Calendar:
        """The calendar that one table of a configuration describes; every mistake in it is named at once."""
        from slaclock.hours.load import load_calendar  # the loader builds on this class

        complaints = Complaints()
        calendar = load_calendar("calendar", table, complaints, lambda _: None, None)
        complaints.settle(InvalidConfig)
        if calendar is None:
            raise InvalidConfig("the calendar cannot be used")
        return calendar

    @classmethod
    def always(cls, zone: str | ZoneInfo) -> Calendar:
        """Around the clock: open time is wall time."""
        return cls("always", ZoneInfo(zone) if isinstance(zone, str) else zone, [(None, Plan(ALWAYS))])

    def named(self, name: str, warnings: Iterable[str] | None = None) -> Calendar:
        """The same hours under another name."""
        return Calendar.of(name, self.source, self.warnings if warnings is None else warnings)

    # Counting open time

    def add(self, start: datetime, open_time: timedelta) -> datetime:
        """When so much open time has passed since a start; exactly at closing if it is used up then."""
        known = self._diary.add(start, open_time)
        if known is not None:
            return known
        length = length_us(open_time)
        index, us = self.index, self._us(start)
        return from_us(index.add(us, length) if length >= 0 else index.subtract(us, -length), self.zone)

    def subtract(self, end: datetime, open_time: timedelta) -> datetime:
        """When so much open time began that ends at an instant: the latest possible moment."""
        return self.add(end, -open_time)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The open time from one instant to another; negative if they are reversed."""
        known = self._diary.between(start, end)
        return to_length(self.index.between(self._us(start), self._us(end))) if known is None else known

    def add_many(self, starts_us: ArrayLike, open_us: ArrayLike) -> NDArray[np.int64]:
        """`add` for arrays of int64 microseconds (UTC and open time); needs the extra `bulk`."""
        from slaclock.hours.bulk import add_many  # numpy is loaded when it is asked for

        return add_many(self.index, starts_us, open_us)

    def between_many(self, starts_us: ArrayLike, ends_us: ArrayLike) -> NDArray[np.int64]:
        """`between` for arrays of int64 microseconds UTC, in microseconds of open time; needs the extra `bulk`."""
        from slaclock.hours.bulk import between_many

        return between_many(self.index, starts_us, ends_us)

    # Looking at the hours

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is there at an instant; at the closing itself nobody is."""
        return self.index.is_open(self._us(at))

    def next_opening(self, at: datetime) -> datetime:
        """The instant itself while open, otherwise the next opening."""
        return from_us(self.index.next_opening(self._us(at)), self.zone)

    def next_closing(self, at: datetime) -> datetime:
        """The first closing after an instant."""
        return from_us(self.index.next_closing(self._us(at)), self.zone)

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """The open spans between two instants, cut off at both; none if they are reversed."""
        for begin, until in self.index.spans(self._us(start), self._us(end)):
            yield Span(from_us(begin, self.zone), from_us(until, self.zone))

    def stretches(self, start: int, end: int) -> Iterator[Stretch]:
        """All time between two instants (int microseconds), open or closed, each piece with its reason."""
        return self.source.stretches(start, end) if start < end else iter(())

    def shifts_on(self, day: date) -> Shifts:
        """The shifts of a date."""
        return self.source.shifts_on(day)

    def reason_on(self, day: date) -> Reason:
        """What decided the hours of a date, and the name of the holiday, special day or season."""
        return self.source.reason_on(day)

    # Counting business days

    def add_days(self, start: datetime, n: int) -> datetime:
        """The N-th business day after the start's own date, at the same time of day, moved into that day's hours."""
        return from_us(self.day_after(self._us(start), n), self.zone)

    def end_of_day(self, start: datetime, n: int) -> datetime:
        """The closing of the N-th business day after a date; for 0 today's, or the next one once today's has passed."""
        return from_us(self.day_end(self._us(start), n), self.zone)

    def day_after(self, us: int, count: int) -> int:
        """`add_days` over int microseconds UTC."""
        return days.day_after(self.source, us, count)

    def day_end(self, us: int, count: int) -> int:
        """`end_of_day` over int microseconds UTC."""
        return days.day_end(self.source, us, count)

    # Versions and identity

    def as_of(self, us: int) -> Calendar:
        """The calendar as it stood at an instant: changes that came later are left out."""
        known = bisect_right(self._changes, us)
        if known == len(self._changes):
            return self
        if known not in self._known:
            self._known[known] = Calendar.of(self.name, self.source.as_of(us), self.warnings)
        return self._known[known]

    @property
    def versions(self) -> tuple[Version, ...]:
        """Its plans with the local dates from which they hold; none if it is put together from others."""
        return self.source.versions if isinstance(self.source, DatedPlans) else ()

    @property
    def fingerprint(self) -> str:
        """Changes whenever the hours may have changed, also by a new release of the lists of holidays."""
        return self.source.fingerprint

    @property
    def never_open(self) -> bool:
        """Whether it is closed from 1970 to 2200; such a calendar is only good as a part of another."""
        ahead = range(_PROBE, LAST, _STRIDE)
        behind = range(_PROBE - _STRIDE, FIRST - _STRIDE, -_STRIDE)
        return not any(self.source.open_spans(at, at + _STRIDE)[0] for at in (*ahead, *behind))

    def __or__(self, other: Calendar) -> Calendar:
        return self._with("|", other)

    def __and__(self, other: Calendar) -> Calendar:
        return self._with("&", other)

    def __sub__(self, other: Calendar) -> Calendar:
        return self._with("-", other)

    def _with(self, operator: Operator, other: Calendar) -> Calendar:
        source = Composed(operator, Part(self.name, self.source), Part(other.name, other.source))
        return Calendar.of(f"({self.name} {operator} {other.name})", source, (*self.warnings, *other.warnings))

    def __eq__(self, other: object) -> bool:
        return (self.name, self.source) == (other.name, other.source) if isinstance(other, Calendar) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.name, self.zone.key))

    def __reduce__(self) -> tuple[Any, ...]:
        return Calendar.of, (self.name, self.source, self.warnings)

    def __repr__(self) -> str:
        week = f" {week_text(self.versions[-1][1].week)}" if self.versions else ""
        return f"<Calendar {self.name}:{week} {self.zone.key}>"
