"""Where an instant lies: rows of time, each a straight line from its first instant to its last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from slaclock.explain.picture.band import Dot, TimeBand, TimeSort
from slaclock.explain.words import say_clock, say_date
from slaclock.hours.shift import DAY_SECONDS
from slaclock.hours.wall import midnight, opening
from slaclock.instant import DAY, HOUR, MINUTE, SECOND, from_us

_QUIET = 5
"""So many days in a row on which nothing counts and nothing happens become one line; a long weekend is drawn."""
MOST_ROWS = 24
_STEPS = (SECOND, 5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR // 2, HOUR, 3 * HOUR, DAY)
_TICKS = 8
_EVERY = 3
"""Hours between two numbers above a day."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line between two instants (microseconds UTC) and two places; mirrored where `left` > `right`."""

    start: int
    end: int
    left: float
    right: float

    def x(self, at: int) -> float:
        """The place of an instant."""
        return self.left + (self.right - self.left) * (at - self.start) / (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Track:
    """One line of a strip: a date from midnight to midnight, or all of it where it happens on one date."""

    name: str
    start: int
    end: int
    ticks: tuple[tuple[int, str], ...]
    whole: bool = False

    def holds(self, at: int) -> bool:
        """Whether an instant lies in the row; a row that is the only one keeps its last instant, too."""
        return self.start <= at < self.end or (self.whole and at == self.end)


@dataclass(frozen=True, slots=True)
class Fold:
    """Days that are not drawn: how many, and which named days are among them."""

    text: str
    start: int
    end: int


def rows(bands: Sequence[TimeBand], dots: Sequence[Dot], zone: ZoneInfo) -> list[Track | Fold]:
    """The rows of a life: a row a day with long quiet times folded; one row, drawn larger, for a life of one date."""
    if not bands:
        return []
    first, last = bands[0].start, bands[-1].end
    begin, end = from_us(first, zone).date(), from_us(last - 1, zone).date()
    if begin == end:
        return [Track(say_date(begin), first, last, tuple(_even(first, last, zone)), whole=True)]
    days = [begin + timedelta(number) for number in range((end - begin).days + 1)]
    return list(_shortened([_day(day, zone) for day in days], bands, dots))


def _day(day: date, zone: ZoneInfo) -> Track:
    ordinal = day.toordinal()
    hours = [(opening(zone, ordinal, hour * 3600), f"{hour}") for hour in range(0, DAY_SECONDS // 3600, _EVERY)]
    end = midnight(zone, ordinal + 1)
    return Track(say_date(day), midnight(zone, ordinal), end, (*hours, (end, "24")))


def _even(first: int, last: int, zone: ZoneInfo) -> Iterator[tuple[int, str]]:
    step = next((step for step in _STEPS if (last - first) / step <= _TICKS), DAY)
    at = -(-first // step) * step
    while at <= last:
        yield at, say_clock(from_us(at, zone))
        at += step


def _shortened(found: Sequence[Track], bands: Sequence[TimeBand], dots: Sequence[Dot]) -> Iterator[Track | Fold]:
    kept: list[Track | Fold] = []
    for quiet, run in groupby(found, key=lambda row: _quiet(row, bands, dots)):
        days = list(run)
        kept += [_folded(days, bands, "nothing counts")] if quiet and len(days) >= _QUIET else days
    if len(kept) > MOST_ROWS:
        half = MOST_ROWS // 2
        left_out = [row for row in found if kept[half].start <= row.start < kept[-half].start]
        kept = [*kept[:half], _folded(left_out, bands, "not drawn"), *kept[-half:]]
    yield from kept


def _quiet(row: Track, bands: Sequence[TimeBand], dots: Sequence[Dot]) -> bool:
    loud = any(
        band.sort not in (TimeSort.CLOSED, TimeSort.HOLIDAY) and band.start < row.end and band.end > row.start
        for band in bands
    )
    return not loud and not any(row.holds(dot.at) for dot in dots)


def _folded(days: Sequence[Track], bands: Sequence[TimeBand], why: str) -> Fold:
    start, end = days[0].start, days[-1].end
    named = [band.word for band in bands if band.sort is TimeSort.HOLIDAY and band.start < end and band.end > start]
    names = ", ".join(dict.fromkeys(named))
    text = f"{days[0].name} to {days[-1].name}: {len(days)} days, {why}"
    return Fold(f"{text} ({names})" if names else text, start, end)
