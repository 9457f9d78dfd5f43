"""A second opinion on open time: slow, obvious, and sharing no line with slaclock.

It reads a calendar's configuration with a few lines of its own, turns every shift into the UTC minutes it covers by
trying offsets (no `fold`), and answers by looking at the minutes. Whole minutes only, and only the keys it needs.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ONE_DAY = timedelta(days=1)
Shifts = list[tuple[int, int]]
"""Minutes after the midnight of the day the shift starts on."""


def shifts_of(text: str) -> Shifts:
    if text == "closed":
        return []
    shifts = []
    for part in text.split(","):
        start, end = (int(hour) * 60 + int(minute) for hour, minute in (t.strip().split(":") for t in part.split("-")))
        shifts.append((start, end if end > start else end + 24 * 60))
    return shifts


def week_of(hours: Mapping[str, str]) -> list[Shifts]:
    week: list[Shifts] = [[] for _ in DAYS]
    for key, text in hours.items():
        first, _, last = ("mon-sun" if key == "every-day" else key).partition("-")
        day = DAYS.index(first)
        week[day] = shifts_of(text)
        while last and DAYS[day] != last:
            day = (day + 1) % 7
            week[day] = shifts_of(text)
    return week


def occurrences(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """Every instant at which the clocks of a zone show a wall time, in order."""
    around = wall.replace(tzinfo=UTC)
    offsets = {(around + timedelta(hours=h)).astimezone(zone).utcoffset() for h in range(-30, 31, 3)}
    guesses = sorted(around - offset for offset in offsets if offset is not None)
    return [guess for guess in guesses if guess.astimezone(zone).replace(tzinfo=None) == wall]


def boundary(day: date, minutes: int, zone: ZoneInfo, *, last: bool) -> datetime:
    """The instant a wall clock reaches a shift's edge; an edge inside a gap is the end of the gap."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    found = occurrences(wall, zone)
    if found:
        return found[-1 if last else 0]
    shown = wall.replace(tzinfo=UTC) - timedelta(hours=30)
    for step in (timedelta(hours=1), timedelta(minutes=1)):
        while (shown + step).astimezone(zone).replace(tzinfo=None) < wall:
            shown += step
    return shown + timedelta(minutes=1)


class Oracle:
    """One calendar, minute by minute, over some years."""

    def __init__(self, config: Mapping[str, Any], first: date, last: date) -> None:
        self.config = config
        self.zone = ZoneInfo(config["timezone"])
        self.week = week_of(config["hours"])
        self.special = {date.fromisoformat(day): shifts_of(text) for day, text in config.get("special", {}).items()}
        self.holidays = {date.fromisoformat(day) for day in config.get("holidays", ())}
        self.days = [first + timedelta(days=n) for n in range((last - first).days)]
        self.start = int(datetime.combine(first, time(), UTC).timestamp()) // 60
        self.stop = int(datetime.combine(last, time(), UTC).timestamp()) // 60

    def closed_specially(self, day: date) -> bool:
        return not self.special[day] if day in self.special else day in self.holidays

    def shifts_on(self, day: date) -> Shifts:
        if day in self.special:
            return self.special[day]
        if day in self.holidays:
            return []
        for season in self.config.get("seasons", ()):
            first, last, today = season["from"], season["to"], f"{day:%m-%d}"
            if first <= today <= last if first <= last else (today >= first or today <= last):
                return week_of(season["hours"])[day.weekday()]
        return self.week[day.weekday()]

    def cut_shifts_on(self, day: date) -> Shifts:
        """With night shifts cut at midnight where the calendar says so and the next date is a day off."""
        cut = self.config.get("cut_at_midnight", False) and self.closed_specially(day + ONE_DAY)
        return [(start, min(end, 24 * 60) if cut else end) for start, end in self.shifts_on(day)]

    def spans_of(self, day: date) -> Iterator[tuple[int, int]]:
        """The UTC minutes at which the shifts that start on a date open and close."""
        for start, end in self.cut_shifts_on(day):
            opening = boundary(day, start, self.zone, last=False)
            closing = boundary(day, end, self.zone, last=end != 24 * 60)
            yield int(opening.timestamp()) // 60, int(closing.timestamp()) // 60

    @cached_property
    def open(self) -> NDArray[np.bool_]:
        minutes = np.zeros(self.stop - self.start, dtype=np.bool_)
        for day in self.days:
            for opening, closing in self.spans_of(day):
                minutes[max(opening - self.start, 0) : max(closing - self.start, 0)] = True
        return minutes

    @cached_property
    def passed(self) -> NDArray[np.int64]:
        """How many open minutes lie before each minute."""
        return np.concatenate(([0], np.cumsum(self.open)))

    @cached_property
    def openings(self) -> list[int]:
        return [int(n) + self.start for n in np.flatnonzero(np.diff(self.open.astype(np.int8)) == 1) + 1]

    @cached_property
    def closings(self) -> list[int]:
        return [int(n) + self.start for n in np.flatnonzero(np.diff(self.open.astype(np.int8)) == -1) + 1]

    def is_open(self, minute: int) -> bool:
        return bool(self.open[minute - self.start])

    def between(self, start: int, end: int) -> int:
        return int(self.passed[end - self.start] - self.passed[start - self.start])

    def add(self, start: int, minutes: int) -> int:
        """The first minute by which so many open ones have passed."""
        if minutes == 0:
            return start
        wanted = self.passed[start - self.start] + minutes
        return self.start + int(np.searchsorted(self.passed, wanted, side="left"))

    def subtract(self, end: int, minutes: int) -> int:
        """The last minute after which so many open ones pass."""
        if minutes == 0:
            return end
        wanted = self.passed[end - self.start] - minutes
        return self.start + int(np.searchsorted(self.passed, wanted, side="right")) - 1

    def next_opening(self, minute: int) -> int:
        return minute if self.is_open(minute) else self.openings[bisect_right(self.openings, minute)]

    def next_closing(self, minute: int) -> int:
        return self.closings[bisect_right(self.closings, minute)]

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """The open stretches within two minutes, in order."""
        minutes = range(start, end)
        stretches = []
        for is_open, group in itertools.groupby(minutes, key=self.is_open):
            run = list(group)
            if is_open:
                stretches.append((run[0], run[-1] + 1))
        return stretches
