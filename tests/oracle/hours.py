"""The oracle's hours: every second of a window is marked open or closed, straight from the configuration.

Shares nothing with slaclock. Slow to build, trivial to believe: a calendar is a row of bytes, one a second.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

DAY = 86_400
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
KEYS = {"timezone", "hours", "holidays", "special", "seasons", "cut_at_midnight"}
Marks = npt.NDArray[np.uint8]
Hours = list[tuple[int, int]]


class BeyondTheWindow(Exception):
    """The answer lies outside the window whose seconds were marked; take a larger one."""


@dataclass(frozen=True)
class Window:
    first: date
    days: int

    @property
    def start(self) -> int:
        return int(datetime(self.first.year, self.first.month, self.first.day, tzinfo=UTC).timestamp())

    @property
    def dates(self) -> Iterator[date]:
        """Every local date that can touch the window, whatever the zone."""
        return (self.first + timedelta(days=n) for n in range(-2, self.days + 3))


@dataclass
class Table:
    """A calendar as one byte a second; `days` are the business days with the hours that belong to them."""

    zone: ZoneInfo
    window: Window
    marks: Marks
    days: dict[date, Hours]
    opened: array[int] = field(init=False)

    def __post_init__(self) -> None:
        self.opened = array("i", np.flatnonzero(self.marks).astype("i4").tobytes())

    def place(self, second: int) -> int:
        place = second - self.window.start
        if not 0 <= place <= len(self.marks):
            raise BeyondTheWindow
        return place

    def is_open(self, second: int) -> bool:
        return bool(self.marks[self.place(second)])

    def count(self, a: int, b: int) -> int:
        """Open seconds in [a, b)."""
        return bisect_left(self.opened, self.place(b)) - bisect_left(self.opened, self.place(a))

    def nth(self, a: int, n: int) -> int:
        """The instant at which the n-th open second from `a` on is over."""
        if n == 0:
            return a
        at = bisect_left(self.opened, self.place(a)) + n - 1
        if at >= len(self.opened):
            raise BeyondTheWindow
        return self.window.start + self.opened[at] + 1

    def business_day_after(self, day: date, n: int) -> date:
        for _ in range(n):
            day += timedelta(days=1)
            while day not in self.days:
                day += timedelta(days=1)
                if day > self.window.first + timedelta(days=self.window.days):
                    raise BeyondTheWindow
        return day

    def add_days(self, start: int, n: int) -> int:
        local = datetime.fromtimestamp(start, self.zone)
        hours = self.days[self.business_day_after(local.date(), n)]
        if local.date() not in self.days:
            return hours[-1][1]
        day = self.business_day_after(local.date(), n)
        return into(hours, first_moment(self.zone, datetime.combine(day, local.time())))

    def end_of_day(self, start: int, n: int) -> int:
        today = datetime.fromtimestamp(start, self.zone).date()
        if n == 0 and today in self.days and self.days[today][-1][1] >= start:
            return self.days[today][-1][1]
        return self.days[self.business_day_after(today, max(n, 1))][-1][1]


class Always:
    """Wall time: every second counts."""

    def is_open(self, second: int) -> bool:
        return second >= 0

    def count(self, a: int, b: int) -> int:
        return b - a

    def nth(self, a: int, n: int) -> int:
        return a + n


def into(hours: Hours, at: int) -> int:
    """Moved into the hours of a day: the opening, the end of the break, or the closing."""
    for start, end in hours:
        if at < end:
            return max(at, start)
    return hours[-1][1]


# ------------------------------------------------------------------------------------------------ wall clock to seconds


def moments(zone: ZoneInfo, wall: datetime) -> list[int]:
    """Every UTC second at which a clock in the zone shows `wall`: none in a gap, two in a fold."""
    found = {int(wall.replace(tzinfo=zone, fold=fold).timestamp()) for fold in (0, 1)}
    return sorted(s for s in found if shown(zone, s) == wall)


def shown(zone: ZoneInfo, second: int) -> datetime:
    return datetime.fromtimestamp(second, zone).replace(tzinfo=None)


def first_moment(zone: ZoneInfo, wall: datetime) -> int:
    return (moments(zone, wall) or [end_of_gap(zone, wall)])[0]


def last_moment(zone: ZoneInfo, wall: datetime) -> int:
    return (moments(zone, wall) or [end_of_gap(zone, wall)])[-1]


def end_of_gap(zone: ZoneInfo, wall: datetime) -> int:
    """Walk back, second by second, from a moment known to lie after the gap."""
    second = int(wall.replace(tzinfo=zone, fold=0).timestamp())
    while shown(zone, second - 1) > wall:
        second -= 1
    return second


def boundary(zone: ZoneInfo, day: date, clock: int, *, closing: bool) -> int:
    """A shift starts at the first occurrence and ends at the last; midnight is always the first."""
    wall = datetime.combine(day, datetime.min.time()) + timedelta(seconds=clock)
    return last_moment(zone, wall) if closing and clock % DAY else first_moment(zone, wall)


# --------------------------------------------------------------------------------------------------- the plan of a date


def parse_shifts(text: str) -> list[tuple[int, int]]:
    if text == "closed":
        return []
    shifts = []
    for part in text.split(","):
        start, end = (seconds_of(clock) for clock in part.strip().split("-"))
        shifts.append((start, end if end > start else end + DAY))
    return shifts


def seconds_of(clock: str) -> int:
    hours, minutes, *rest = (int(x) for x in clock.strip().split(":"))
    return hours * 3_600 + minutes * 60 + sum(rest)


def parse_week(hours: str | Mapping[str, str]) -> list[list[tuple[int, int]]]:
    if hours == "always":
        hours = {"every-day": "00:00-24:00"}
    assert not isinstance(hours, str)
    week: list[list[tuple[int, int]]] = [[] for _ in WEEKDAYS]
    for key, text in hours.items():
        for day in named_days(key):
            week[day] = parse_shifts(text)
    return week


def named_days(key: str) -> Iterator[int]:
    for part in key.replace(" ", "").split(","):
        if part in {"every-day", "daily"}:
            yield from range(7)
        else:
            first, last = (WEEKDAYS.index(name) for name in (part.split("-") * 2)[:2])
            yield from ((first + n) % 7 for n in range((last - first) % 7 + 1))


def shifts_on(table: Mapping[str, Any], day: date) -> tuple[list[tuple[int, int]], bool]:
    """The shifts that start on a date, and whether a special day or holiday decided it."""
    special = table.get("special", {}).get(day.isoformat())
    if special is not None:
        return parse_shifts(special), True
    if any(is_holiday(entry, day) for entry in table.get("holidays", [])):
        return [], True
    here = f"{day:%m-%d}"
    for season in table.get("seasons", []):
        first, last = season["from"], season["to"]
        if first <= here <= last if first <= last else here >= first or here <= last:
            return parse_week(season["hours"])[day.weekday()], False
    return parse_week(table.get("hours", {}))[day.weekday()], False


def is_holiday(entry: str | Mapping[str, Any], day: date) -> bool:
    if isinstance(entry, str) and entry[:4].isdigit():
        return entry == day.isoformat()
    import holidays

    if isinstance(entry, str):
        country, _, subdivision = entry.partition("-")
        entry = {"country": country, "subdivision": subdivision or None}
    kinds = {"categories": entry["categories"]} if "categories" in entry else {}
    days = holidays.country_holidays(entry["country"], subdiv=entry.get("subdivision"), years=day.year, **kinds)
    return day in days


def version_of(table: Mapping[str, Any], day: date, created: date) -> Mapping[str, Any]:
    """The keys in force on a date, for a ticket that keeps the calendar of its creation."""
    keys = dict(table)
    for change in sorted(table.get("changes", []), key=lambda c: str(c["effective_from"])):
        since = date.fromisoformat(str(change["effective_from"]))
        if since <= day and since <= created:
            keys |= {key: value for key, value in change.items() if key in KEYS}
    return keys


# ------------------------------------------------------------------------------------------------------------ the table


def build(calendars: Mapping[str, Any], name: str, window: Window, created: date) -> Table:
    table = calendars[name]
    if "union" in table:
        return composed([build(calendars, part, window, created) for part in table["union"]], "or")
    if "intersection" in table:
        return composed([build(calendars, part, window, created) for part in table["intersection"]], "and")
    if "base" in table:
        return composed([build(calendars, table[key], window, created) for key in ("base", "minus")], "minus")
    return plain(table, window, created)


def plain(table: Mapping[str, Any], window: Window, created: date) -> Table:
    zone = ZoneInfo(table["timezone"])
    marks = np.zeros(window.days * DAY, dtype=np.uint8)
    days: dict[date, Hours] = {}
    for day in window.dates:
        hours = hours_starting(version_of(table, day, created), zone, day)
        if hours:
            days[day] = hours
        for start, end in hours:
            marks[max(start - window.start, 0) : max(end - window.start, 0)] = 1
    return Table(zone, window, marks, days)


def hours_starting(table: Mapping[str, Any], zone: ZoneInfo, day: date) -> Hours:
    shifts, _ = shifts_on(table, day)
    if table.get("cut_at_midnight"):
        tomorrow, decided = shifts_on(table, day + timedelta(days=1))
        if decided and not tomorrow:
            shifts = [(start, min(end, DAY)) for start, end in shifts]
    found = [
        (boundary(zone, day, start, closing=False), boundary(zone, day, end, closing=True)) for start, end in shifts
    ]
    merged: Hours = []
    for start, end in sorted(span for span in found if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def composed(parts: list[Table], how: str) -> Table:
    marks = parts[0].marks
    for part in parts[1:]:
        other = part.marks
        marks = marks | other if how == "or" else marks & other if how == "and" else marks & (1 - other)
    zone, window = parts[0].zone, parts[0].window
    days = {day: hours for day in window.dates if (hours := hours_between_midnights(marks, zone, window, day))}
    return Table(zone, window, marks, days)


def hours_between_midnights(marks: Marks, zone: ZoneInfo, window: Window, day: date) -> Hours:
    """The open stretches of one local date of a composed calendar, cut at its midnights."""
    a, b = (min(max(boundary(zone, day, clock, closing=False) - window.start, 0), len(marks)) for clock in (0, DAY))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marks[a:b].astype(np.int8), [0]))))
    places = [window.start + a + int(edge) for edge in edges]
    return list(zip(places[::2], places[1::2], strict=True))
