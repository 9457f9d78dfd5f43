"""The hours of one team in one zone, with every version of its plan since the beginning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TypeAlias
from zoneinfo import ZoneInfo

from slaclock.errors import InvalidInput
from slaclock.hours.plan import Plan, Reason
from slaclock.hours.shift import DAY_SECONDS, Shift, Shifts
from slaclock.hours.source import Spans
from slaclock.hours.stretch import Stretch, dated_stretches
from slaclock.hours.wall import EPOCH_DAY, closing, local_day, midnight, opening, steady
from slaclock.instant import SECOND

Version: TypeAlias = tuple[date | None, Plan]
"""A plan and the local date from which it holds; None means from the beginning."""


@dataclass(frozen=True, slots=True)
class DatedPlans:
    """Which plan holds on which date of a zone, and which instants that makes."""

    zone: ZoneInfo
    versions: tuple[Version, ...]

    def __post_init__(self) -> None:
        dates = [since for since, _ in self.versions]
        later = [since for since in dates[1:] if since is not None]
        if not dates or dates[0] is not None or len(later) != len(dates) - 1 or later != sorted(set(later)):
            raise InvalidInput(
                "a calendar has one plan from the beginning, then later ones in the order of their dates"
            )

    def plan_on(self, day: date) -> Plan:
        """The version that holds on a date."""
        return next(plan for since, plan in reversed(self.versions) if since is None or since <= day)

    def shifts_on(self, day: date) -> Shifts:
        """The shifts that start on a date, cut at midnight before a day off where the plan says so."""
        plan = self.plan_on(day)
        shifts = plan.shifts_on(day)
        if plan.cut_at_midnight and shifts and shifts[-1].end > DAY_SECONDS:
            tomorrow = date.fromordinal(day.toordinal() + 1)
            if self.plan_on(tomorrow).day_off(tomorrow):
                return _cut(shifts)
        return shifts

    def reason_on(self, day: date) -> Reason:
        """What decided the hours of a date."""
        return self.plan_on(day).reason_on(day)

    def day_hours(self, day: int) -> list[tuple[int, int]]:
        """The open spans that start on a date (an ordinal): also a night shift's hours after midnight."""
        hours: list[tuple[int, int]] = []
        for start, end in _hours(self.zone, day, self.shifts_on(date.fromordinal(day))):
            if hours and start <= hours[-1][1]:  # in a fold two shifts can meet
                hours[-1] = hours[-1][0], max(hours[-1][1], end)
            else:
                hours.append((start, end))
        return hours

    @property
    def changes(self) -> tuple[int, ...]:
        """The instants from which the later versions hold."""
        return tuple(midnight(self.zone, since.toordinal()) for since, _ in self.versions if since is not None)

    def as_of(self, us: int) -> DatedPlans:
        """What was known at an instant: no version from a later date."""
        known = 1 + sum(change <= us for change in self.changes)
        return self if known == len(self.versions) else DatedPlans(self.zone, self.versions[:known])

    def stretches(self, first: int, last: int) -> Iterator[Stretch]:
        """A range of instants piece by piece, each open or closed for one reason."""
        return dated_stretches(self, first, last)

    def open_spans(self, first: int, last: int) -> Spans:
        """All open spans between two instants, cut off at both."""
        starts: list[int] = []
        ends: list[int] = [first]  # whatever ends before the first instant drops out by merging with this
        for start, end in self._instants(first, last):
            if start > ends[-1]:
                starts.append(start)
                ends.append(end)
            elif end > ends[-1]:
                if starts:
                    ends[-1] = end
                else:
                    starts.append(first)
                    ends.append(end)
        del ends[0]
        while starts and starts[-1] >= last:
            del starts[-1], ends[-1]
        if ends and ends[-1] > last:
            ends[-1] = last
        return starts, ends

    def _instants(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The instants of all shifts that can matter between two: by plain sums where the offset is steady."""
        # Two dates of margin: a night shift reaches into the next date, and a fold can show a date again.
        begin, end = local_day(self.zone, first) - 2, local_day(self.zone, last) + 2
        days = self.days(begin, end)
        for low, high, offset in _pieces(self.zone, begin, end):
            if offset is None:
                for day in range(low, high):
                    yield from _hours(self.zone, day, days[day - begin])
            else:
                begins = ((low - EPOCH_DAY) * DAY_SECONDS - offset) * SECOND
                for shifts in days[low - begin : high - begin]:
                    for shift in shifts:
                        yield begins + shift.start * SECOND, begins + shift.end * SECOND
                    begins += DAY_SECONDS * SECOND

    def days(self, first: int, last: int) -> list[Shifts]:
        """The shifts of all dates from one ordinal up to another."""
        days: list[Shifts] = []
        for begin, end, plan in self._reigns(first, last):
            days += plan.days(begin, end)
        if any(plan.cut_at_midnight for _, plan in self.versions):
            for begin, end, plan in self._reigns(first, last + 1):
                for off in plan.days_off(begin, end):
                    eve = off - 1
                    if eve >= first and self.plan_on(date.fromordinal(eve)).cut_at_midnight:
                        days[eve - first] = _cut(days[eve - first])
        return days

    def _reigns(self, first: int, last: int) -> Iterator[tuple[int, int, Plan]]:
        """Each version's part of a range of dates."""
        for number, (since, plan) in enumerate(self.versions):
            following = self.versions[number + 1][0] if number + 1 < len(self.versions) else None
            begin = first if since is None else max(first, since.toordinal())
            end = last if following is None else min(last, following.toordinal())
            if begin < end:
                yield begin, end, plan

    @property
    def fingerprint(self) -> str:
        """Equal for equal hours in an equal zone."""
        versions = ((since, plan.fingerprint) for since, plan in self.versions)
        return sha256(repr((self.zone.key, *versions)).encode()).hexdigest()[:16]


def _cut(shifts: Shifts) -> Shifts:
    return tuple(Shift(shift.start, min(shift.end, DAY_SECONDS)) for shift in shifts)


def _pieces(zone: ZoneInfo, first: int, last: int) -> Iterator[tuple[int, int, int | None]]:
    """Dates with the offset that holds on them, looked at more closely around a change."""
    for begin, end, offset in steady(zone, first, last):
        if offset is None:
            yield from steady(zone, begin, end, step=2)
        else:
            yield begin, end, offset


def _hours(zone: ZoneInfo, day: int, shifts: Shifts) -> Iterator[tuple[int, int]]:
    """The instants of the shifts that start on a date; one inside a gap never happens."""
    for shift in shifts:
        start, end = opening(zone, day, shift.start), closing(zone, day, shift.end)
        if start < end:
            yield start, end
