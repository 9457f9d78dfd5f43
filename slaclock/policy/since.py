"""The instant from which something written with a date or an instant applies."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from slaclock.instant import to_us


def since(when: date | int, zone: ZoneInfo) -> int:
    """A date begins at its first midnight in the zone (where a clock change skips midnight, when the gap ends)."""
    if not isinstance(when, date):
        return when
    midnight = datetime(when.year, when.month, when.day, tzinfo=zone)
    return to_us(midnight.astimezone(UTC))
