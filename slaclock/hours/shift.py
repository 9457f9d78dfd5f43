"""Opening hours as a wall clock shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from slaclock.errors import InvalidInput

DAY_SECONDS = 86_400
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?", re.ASCII)
_DASH = re.compile(r"\s*[-\u2013]\s*")


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """Opening hours like `09:00-17:30`: seconds after the midnight of the date they start on, possibly into the next.

    >>> Shift.parse("22:00-06:00")
    Shift(start=79200, end=108000)
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < DAY_SECONDS:
            raise InvalidInput(f"a shift starts at 00:00 or later and before 24:00, not at second {self.start}")
        if not self.start < self.end <= 2 * DAY_SECONDS:
            raise InvalidInput(f"a shift ends after its start and at the latest at 24:00 of the next day: {self}")

    @classmethod
    def parse(cls, text: str) -> Shift:
        """Read `09:00-17:30`; an end at or before the start means the next day, `24:00` the end of this one."""
        parts = _DASH.split(text.strip())
        if len(parts) != 2:
            raise InvalidInput(f"{text!r} is no shift; write it like 09:00-17:30")
        start, end = (_seconds(part, text) for part in parts)
        if start == DAY_SECONDS:
            raise InvalidInput(f"{text!r} starts at 24:00; write 00:00 on the next day instead")
        if start == end:
            raise InvalidInput(f"{text!r} starts and ends at the same time; write 00:00-24:00 for a full day")
        return cls(start, end if end > start else end + DAY_SECONDS)

    def __str__(self) -> str:
        end = self.end if self.end <= DAY_SECONDS else self.end - DAY_SECONDS
        return f"{_clock(self.start)}-{_clock(end)}"


Shifts: TypeAlias = tuple[Shift, ...]
"""The shifts that start on one date, in order; none means closed."""
Week: TypeAlias = tuple[Shifts, Shifts, Shifts, Shifts, Shifts, Shifts, Shifts]
"""The shifts of each weekday, Monday first."""

FULL_DAY: Shifts = (Shift(0, DAY_SECONDS),)
ALWAYS: Week = (FULL_DAY, FULL_DAY, FULL_DAY, FULL_DAY, FULL_DAY, FULL_DAY, FULL_DAY)
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NEVER: Week = ((), (), (), (), (), (), ())


def parse_shifts(text: str) -> Shifts:
    """Read a day's hours: `09:00-12:00, 13:00-18:00`, or `closed`."""
    if text.strip().lower() == "closed":
        return ()
    return merged(Shift.parse(part) for part in text.split(","))


def merged(shifts: Iterable[Shift]) -> Shifts:
    """One day's shifts in order; those that overlap or touch become one."""
    out: list[Shift] = []
    for shift in sorted(shifts):
        if out and shift.start <= out[-1].end:
            out[-1] = Shift(out[-1].start, max(out[-1].end, shift.end))
        else:
            out.append(shift)
    return tuple(out)


def week_text(week: Week) -> str:
    """A week in one short line: `mon-thu 09:00-12:00 13:00-18:00, fri 09:00-16:00`."""
    if week == ALWAYS:
        return "always"
    groups = [(list(days), shifts) for shifts, days in groupby(range(7), key=week.__getitem__) if shifts]
    return (
        ", ".join(
            f"{DAY_NAMES[days[0]]}{f'-{DAY_NAMES[days[-1]]}' if len(days) > 1 else ''} {' '.join(map(str, shifts))}"
            for days, shifts in groups
        )
        or "no weekly hours"
    )


def _seconds(clock: str, text: str) -> int:
    match = _CLOCK.fullmatch(clock)
    if match is None:
        raise InvalidInput(f"{text!r} is no shift: {clock!r} is no time of day; write it like 09:00-17:30")
    hour, minute, second = (int(part or 0) for part in match.groups())
    total = hour * 3_600 + minute * 60 + second
    if minute > 59 or second > 59 or total > DAY_SECONDS:
        raise InvalidInput(f"{text!r} is no shift: {clock!r} is no time between 00:00 and 24:00")
    return total


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{second:02}" if second else text
