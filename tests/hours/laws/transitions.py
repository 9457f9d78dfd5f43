"""Every time any zone of the world sets its clocks, and shifts around it, counted second by second."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

HOUR = 3_600
BEGIN = int(datetime(2015, 1, 1, tzinfo=UTC).timestamp())
END = int(datetime(2036, 1, 1, tzinfo=UTC).timestamp())
STEP = 3 * 24 * HOUR
WINDOW = 32 * HOUR
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Change:
    """A zone's clocks are set: the second of UTC, and the offsets before and after."""

    at: int
    before: int
    after: int

    @property
    def skipped_or_repeated(self) -> tuple[datetime, datetime]:
        """The stretch of wall time that does not happen, or happens twice."""
        first, last = sorted((self.before, self.after))
        return wall(self.at + first), wall(self.at + last)


@dataclass(frozen=True)
class Hours:
    """One shift in wall time."""

    start: datetime
    end: datetime

    @property
    def text(self) -> str:
        return f"{self.start:%H:%M}-{'24:00' if self.to_midnight else f'{self.end:%H:%M}'}"

    @property
    def to_midnight(self) -> bool:
        return self.end.time() == datetime.min.time()


def wall(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def offset(zone: ZoneInfo, second: int) -> int:
    found = datetime.fromtimestamp(second, zone).utcoffset()
    assert found is not None
    return found // timedelta(seconds=1)


def changes(zone: ZoneInfo) -> Iterator[Change]:
    """By looking every third day and halving where the offset differs."""
    known = offset(zone, BEGIN)
    for day in range(BEGIN, END, STEP):
        low, high = day, day + STEP
        if (found := offset(zone, high)) == known:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(zone, middle) == known else (low, middle)
        yield Change(high, known, found)
        known = found


def straddling(change: Change) -> list[Hours]:
    """Shifts before, over, inside and after the skipped or repeated time, and across midnights."""
    first, last = change.skipped_or_repeated
    quarter = (last - first) / 4 // MINUTE * MINUTE
    midnight = datetime(first.year, first.month, first.day)  # noqa: DTZ001 - wall time
    long, short = timedelta(hours=5), timedelta(minutes=90)
    pairs = [
        (first - short, last + short),
        (first + 2 * quarter, last + short),
        (first - short, first + 2 * quarter),
        (first + quarter, last - quarter),
        (first - short, first),
        (first, last),
        (first - short, last),
        (first, last + short),
        (last, last + long),
        (midnight, midnight + timedelta(days=1)),
        (midnight - timedelta(hours=2), last + timedelta(hours=3)),
        (first + quarter, midnight + timedelta(days=1)),
    ]
    return [Hours(start, end) for start, end in pairs if timedelta() < end - start <= timedelta(days=1)]


def counted(hours: Hours, change: Change) -> tuple[int, int]:
    """The seconds of UTC at which a shift opens and closes, found by walking through every second of two days."""
    start, end = (int(edge.replace(tzinfo=UTC).timestamp()) - change.at for edge in (hours.start, hours.end))
    opening, closing = walked(start, end, change.before, change.after, to_midnight=hours.to_midnight)
    return change.at + opening, change.at + closing


@cache
def walked(start: int, end: int, before: int, after: int, *, to_midnight: bool) -> tuple[int, int]:
    """The same around a change at second 0: the opening is first reached, the closing last shown (or skipped)."""
    seconds = np.arange(-WINDOW, WINDOW)
    shown = seconds + np.where(seconds < 0, before, after)
    opening = seconds[np.argmax(shown >= start)]
    showing = np.flatnonzero(shown == end)
    shown_last = len(showing) and not to_midnight
    closing = seconds[showing[-1]] if shown_last else seconds[np.argmax(shown >= end)]
    return int(opening), int(max(opening, closing))
