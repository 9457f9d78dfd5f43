"""What stands behind a calendar: one team's dated plans, or other calendars put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol, TypeAlias
from zoneinfo import ZoneInfo

from slaclock.hours.plan import Reason
from slaclock.hours.shift import Shifts
from slaclock.hours.stretch import Stretch

Spans: TypeAlias = tuple[list[int], list[int]]
"""Starts and ends of open spans in microseconds: in order, neither overlapping nor touching."""


class Source(Protocol):
    """Says of every date and every instant whether somebody is there. Immutable, compared by content."""

    @property
    def zone(self) -> ZoneInfo:
        """Whose wall clock its dates are read from."""
        ...

    @property
    def fingerprint(self) -> str:
        """Equal for equal hours, different when anything that decides them differs."""
        ...

    @property
    def changes(self) -> tuple[int, ...]:
        """The instants from which later versions hold."""
        ...

    def as_of(self, us: int) -> Source:
        """The same without the versions that came later."""
        ...

    def open_spans(self, first: int, last: int) -> Spans:
        """All open spans between two instants, cut off at both."""
        ...

    def day_hours(self, day: int) -> Sequence[tuple[int, int]]:
        """The hours of a business day (a date as an ordinal); none if it is not one."""
        ...

    def shifts_on(self, day: date) -> Shifts:
        """The hours of a date as a wall clock shows them."""
        ...

    def reason_on(self, day: date) -> Reason:
        """What decided the hours of a date."""
        ...

    def stretches(self, first: int, last: int) -> Iterator[Stretch]:
        """A range of instants piece by piece, each open or closed for one reason."""
        ...
