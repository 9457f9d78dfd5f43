"""Quiet hours: when nobody is written to unasked, by the customer's own clock."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from slaclock.complaints import Complaints, show
from slaclock.hours.calendar import Calendar
from slaclock.hours.load import load_calendar


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The same hours of every day, wherever a customer lives: `21:00-08:00`, as a calendar has them."""

    hours: str

    @classmethod
    def read(cls, value: object, complaints: Complaints) -> QuietHours | None:
        """The hours as somebody wrote them down, or a complaint."""
        if isinstance(value, str) and _calendar(value, "UTC") is not None:
            return cls(value)
        complaints.add(f"found {show(value)}", "write hours of the day like '21:00-08:00'")
        return None

    def at(self, zone: str) -> Calendar | None:
        """The same as a calendar of a zone, open while it is quiet there."""
        return _calendar(self.hours, zone)


@lru_cache(maxsize=256)
def _calendar(hours: str, zone: str) -> Calendar | None:
    wrong = Complaints()
    found = load_calendar("quiet", {"timezone": zone, "hours": {"mon-sun": hours}}, wrong, lambda _: None, None)
    return None if wrong.found else found
