"""What passes between two instants on a calendar, stretch by stretch: why a budget runs out when it does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from slaclock.explain.line import Line, LineKind
from slaclock.hours.calendar import Calendar
from slaclock.instant import from_us, to_length, to_us


def reckon(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Line]:
    """Every stretch from start to end: counted or not, why, and the sum so far."""
    total = 0
    for stretch in calendar.stretches(to_us(start), to_us(end)):
        counted = stretch.end - stretch.start if stretch.open else 0
        total += counted
        kind = LineKind.COUNTED if stretch.open else LineKind.CLOSED
        begin, until = from_us(stretch.start, calendar.zone), from_us(stretch.end, calendar.zone)
        yield Line(kind, begin, until, stretch.reason, to_length(counted), to_length(total))
