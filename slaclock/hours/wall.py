"""From what a wall clock shows to the instant it means, also on the days when clocks are set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from slaclock.hours.shift import DAY_SECONDS
from slaclock.instant import DAY, FIRST, LAST, SECOND, from_us

EPOCH_DAY = date(1970, 1, 1).toordinal()
SERVED_DAYS = range(EPOCH_DAY, EPOCH_DAY + LAST // DAY)
"""The dates (as ordinals) that may be asked about; beyond them Python's own calendar comes to an end."""
_MARGIN = timedelta(days=2)


def opening(zone: ZoneInfo, day: int, second: int) -> int:
    """The instant a wall clock first shows a time of a date (an ordinal); a time it skips means the gap's end."""
    return _instant(zone, day, second, fold=0)


def closing(zone: ZoneInfo, day: int, second: int) -> int:
    """The instant a wall clock last shows a time of a date, but the first midnight if it is `24:00`."""
    return _instant(zone, day, second, fold=1 if second % DAY_SECONDS else 0)


def midnight(zone: ZoneInfo, day: int) -> int:
    """The instant a date (an ordinal) begins."""
    return _instant(zone, day, 0, fold=0)


def ordinary(zone: ZoneInfo, day: int) -> int | None:
    """The instant a date (an ordinal) begins; None if a clock is set on it or the next, or its year is not served."""
    if day not in SERVED_DAYS:
        return None
    wall = datetime(1970, 1, 1, tzinfo=zone) + timedelta(day - EPOCH_DAY)
    offset = wall.utcoffset()
    if offset != (wall + _MARGIN).utcoffset():
        return None
    begins = ((day - EPOCH_DAY) * DAY_SECONDS - _seconds(offset)) * SECOND
    return begins if FIRST <= begins <= LAST - DAY else None


def local_day(zone: ZoneInfo, us: int) -> int:
    """The ordinal of the date a wall clock shows at an instant."""
    return from_us(us, zone).toordinal()


def _instant(zone: ZoneInfo, day: int, second: int, fold: int) -> int:
    wall = datetime(1970, 1, 1, tzinfo=zone) + timedelta(day - EPOCH_DAY, second)  # counts as a wall clock does
    shown = (day - EPOCH_DAY) * DAY_SECONDS + second
    early, late = _seconds(wall.utcoffset()), _seconds(wall.replace(fold=1).utcoffset())
    if early < late:  # the clock jumps over this time: PEP 495 gives the offset before the gap, then the one after it
        return _change(zone, shown - late, shown - early) * SECOND
    return (shown - (late if fold else early)) * SECOND


def _change(zone: ZoneInfo, low: int, high: int) -> int:
    """The second between two at which the zone's offset changes."""
    before = _offset_at(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset_at(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def _offset_at(zone: ZoneInfo, second: int) -> int:
    return _seconds(datetime.fromtimestamp(second, zone).utcoffset())


def steady(zone: ZoneInfo, first: int, last: int, step: int = 4) -> Iterator[tuple[int, int, int | None]]:
    """A range of dates in pieces: begin, end, and the offset in seconds that holds throughout, or None near a change.

    Offsets are looked up every few midnights only. A piece is steady when the offset is the same at its begin, at its
    end and a step later, where the night shifts of its last date are long over. With a step from 2 to 4 that misses
    nothing: the shortest time for which any zone has set its clocks forth and back is a week (Recife, October 2000).
    """
    stride = timedelta(step)
    wall = datetime(1970, 1, 1, tzinfo=zone) + timedelta(first - EPOCH_DAY)
    here, ahead = wall.utcoffset(), (wall := wall + stride).utcoffset()
    begin, end, offset = first, first, here
    while end < last:
        beyond = (wall := wall + stride).utcoffset()
        found = here if here == ahead == beyond else None
        if found != offset:
            if begin < end:
                yield begin, end, None if offset is None else _seconds(offset)
            begin, offset = end, found
        here, ahead, end = ahead, beyond, end + step
    if begin < last:
        yield begin, last, None if offset is None else _seconds(offset)


def _seconds(offset: timedelta | None) -> int:
    """An offset from UTC in seconds; never None for a ZoneInfo, which knows its offset at every instant."""
    return offset.days * DAY_SECONDS + offset.seconds if offset else 0
