"""Strips: time drawn as rows of cells, a day or a ticket's whole life at a glance. Pure drawing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from slaclock.cli.said import say_clock, say_short
from slaclock.hours.shift import DAY_SECONDS
from slaclock.hours.wall import midnight, opening
from slaclock.instant import MINUTE, SECOND, from_us

COUNTED, AHEAD, PAUSED, CLOSED = "█", "▒", "░", "·"
EVENT, DEADLINE, NOW = "•", "▼", "◆"
LEGEND = (
    f"{COUNTED} counted  {AHEAD} open, not counted  {PAUSED} paused  {CLOSED} closed  "
    f"{EVENT} event  {DEADLINE} deadline  {NOW} asked about"
)
CELLS = 48
"""Cells of a day: one for each half hour."""
MOST_ROWS = 24
_NOTES = 4
_NAME = 10
"""Letters of a date."""
_QUIET = 4
"""So many days in a row on which nothing counts and nothing happens become one line."""
RULER = "".join(f"{hour:<6}" for hour in range(0, 24, 3)).rstrip()
"""The hours above the half hours of a day."""


@dataclass(frozen=True, slots=True)
class Band:
    """Time of one sort, in microseconds UTC."""

    start: int
    end: int
    sign: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at one instant: its sign goes into the strip, its note beside it."""

    at: int
    sign: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a strip: its name, and the instants between its cells; `whole` if it is the only one."""

    name: str
    bounds: Sequence[int]
    whole: bool = False


def draw_strip(bands: Sequence[Band], marks: Sequence[Mark], zone: ZoneInfo) -> list[str]:
    """The lines of a strip: a row a day, or one row drawn larger when all of it happens on one date."""
    if not bands:
        return []
    first, last = bands[0].start, bands[-1].end
    begin, end = from_us(first, zone), from_us(last - 1, zone)
    if begin.date() == end.date():
        name = f"{say_short(begin.date())} {say_clock(begin)}–{say_clock(from_us(last, zone))}"
        return [_line(Row(name, _even(first, last), whole=True), bands, marks, zone), LEGEND]
    days = [begin.date() + timedelta(number) for number in range((end.date() - begin.date()).days + 1)]
    lines = [_line(Row(say_short(day), day_bounds(day, zone)), bands, marks, zone) for day in days]
    return [f"{'':{_NAME}}  {RULER}", *_shortened(lines), LEGEND]


def day_bounds(day: date, zone: ZoneInfo) -> list[int]:
    """The instants at which a wall clock first shows each half hour of a date, and the next midnight.

    Half hours that a clock put forward skips are empty; the one it shows twice is three times as long.
    """
    ordinal, step = day.toordinal(), DAY_SECONDS // CELLS
    return [*(opening(zone, ordinal, step * cell) for cell in range(CELLS)), midnight(zone, ordinal + 1)]


def paint(bounds: Sequence[int], bands: Iterable[Band]) -> list[str]:
    """Each cell by the sort of time that fills most of it; closed time shows only where nothing else does."""
    cells = [CLOSED] * (len(bounds) - 1)
    most = [0] * len(cells)
    for band in bands:
        if band.sign != CLOSED and band.start < bounds[-1] and band.end > bounds[0]:
            for place in range(max(bisect_right(bounds, band.start) - 1, 0), len(cells)):
                if bounds[place] >= band.end:
                    break
                overlap = min(bounds[place + 1], band.end) - max(bounds[place], band.start)
                if overlap > most[place]:
                    most[place], cells[place] = overlap, band.sign
    return cells


def _even(first: int, last: int) -> list[int]:
    return [first + (last - first) * cell // CELLS for cell in range(CELLS + 1)]


def _line(row: Row, bands: Iterable[Band], marks: Iterable[Mark], zone: ZoneInfo) -> str:
    cells = paint(row.bounds, bands)
    start, end = row.bounds[0], row.bounds[-1]
    here = [mark for mark in marks if start <= mark.at < end or (row.whole and mark.at == end)]
    for mark in here:
        place = min(bisect_right(row.bounds, mark.at), len(cells)) - 1
        if cells[place] not in (DEADLINE, NOW):
            cells[place] = mark.sign
    unit, most = (SECOND, 2 * _NOTES) if row.whole else (MINUTE, _NOTES)
    notes = [f"{say_clock(from_us(mark.at // unit * unit, zone))} {mark.note}" for mark in here]
    more = [f"… {len(notes) - most} more"] if len(notes) > most else []
    return f"{row.name}  {''.join(cells)}  {', '.join([*notes[:most], *more])}".rstrip()


def _shortened(lines: Sequence[str]) -> Iterator[str]:
    """The lines without long runs of empty days, and never more than fit a screen."""
    kept: list[str] = []
    for quiet, run in groupby(lines, key=lambda line: set(line[_NAME + 2 :]) <= {CLOSED}):
        found = list(run)
        long = quiet and len(found) >= _QUIET
        kept += [f"{'':{_NAME}}  … {len(found)} days on which nothing counts …"] if long else found
    half = MOST_ROWS // 2
    if len(kept) > MOST_ROWS:
        kept = [*kept[:half], f"{'':{_NAME}}  … {len(kept) - MOST_ROWS} more rows …", *kept[-half:]]
    yield from kept
