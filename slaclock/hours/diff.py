"""What changes when hours change: two calendars set against each other, date by date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from slaclock.hours.calendar import Calendar
from slaclock.hours.shift import Shifts
from slaclock.hours.wall import midnight
from slaclock.instant import to_length


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A date with other hours than before; `moved` is the open time gained, negative where it is lost."""

    day: date
    before: Shifts
    after: Shifts
    before_name: str
    after_name: str
    moved: timedelta

    def to_dict(self) -> dict[str, Any]:
        """The day as JSON has it."""
        return {
            "date": self.day.isoformat(),
            "before": [str(shift) for shift in self.before],
            "after": [str(shift) for shift in self.after],
            "before_name": self.before_name,
            "after_name": self.after_name,
            "moved": self.moved.total_seconds(),
        }


def changed_days(before: Calendar, after: Calendar, first: date, last: date) -> Iterator[ChangedDay]:
    """Every date from first to last (included) on which different shifts start, or which is open at other instants."""
    for number in range((last - first).days + 1):
        day = first + timedelta(number)
        old, new = before.shifts_on(day), after.shifts_on(day)
        moved = _open_on(after, day) - _open_on(before, day)
        if old != new or moved:
            yield ChangedDay(day, old, new, before.reason_on(day).name, after.reason_on(day).name, to_length(moved))


def _open_on(calendar: Calendar, day: date) -> int:
    """The open time of the shifts that start on a date; of a composed calendar, between its midnights."""
    hours = calendar.source.day_hours(day.toordinal())
    if hours or calendar.versions:
        return sum(end - start for start, end in hours)
    zone, ordinal = calendar.zone, day.toordinal()
    return calendar.index.between(midnight(zone, ordinal), midnight(zone, ordinal + 1))
