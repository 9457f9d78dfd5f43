"""How much time a promise allows, in units nobody can misread: "4 business hours", "24 hours", "2 business days"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NoReturn
from zoneinfo import ZoneInfo

from slaclock.complaints import show
from slaclock.errors import Complaint, InvalidInput
from slaclock.hours.calendar import Calendar
from slaclock.instant import DAY, HOUR, MINUTE, SECOND

LONGEST = 3653
"""Days in ten years: a longer promise is a slip of the pen, not a budget."""

EXAMPLES = "write a number and a unit, like '4 business hours', '24 hours', '2 business days' or 'end of business day'"
THREE_DAYS = (
    "a day means three things: write '24 hours' (wall time), '8 business hours' (open time) "
    "or '1 business day' (same time on the next business day)"
)


class Unit(StrEnum):
    """What a budget is counted in."""

    OPEN = "open time"
    WALL = "wall time"
    DAYS = "business days"
    END_OF_DAY = "end of business day"


@dataclass(frozen=True, slots=True)
class Budget:
    """How much time a promise allows; two budgets that mean the same are equal however they were written.

    `amount` is microseconds for open and wall time, a number of business days otherwise.
    """

    unit: Unit
    amount: int
    text: str = field(compare=False)

    @classmethod
    def parse(cls, text: object) -> Budget:
        """Read a budget as a person writes it; the ambiguous is refused with what to write instead (InvalidInput)."""
        if not isinstance(text, str):
            _refuse(text, EXAMPLES)
        words = " ".join(text.split())
        lowered = words.lower()
        if len(words) > 100:
            _refuse(text, EXAMPLES)
        return cls._end_of_day(words, lowered) or cls._length(words, lowered)

    @classmethod
    def of(cls, unit: Unit, amount: int) -> Budget:
        """A budget from numbers, with the words a person would have written."""
        return cls(unit, amount, write(unit, amount))

    @classmethod
    def _end_of_day(cls, words: str, lowered: str) -> Budget | None:
        match = _END_OF_DAY.fullmatch(lowered)
        if match is None:
            return None
        days = int(match["days"] or 0) if match["next"] is None else 1
        if match["sign"] == "-":
            _refuse(words, "a promise cannot end before it starts; count forward, like 'end of business day + 1'")
        return cls(Unit.END_OF_DAY, _sane(words, days, LONGEST), words)

    @classmethod
    def _length(cls, words: str, lowered: str) -> Budget:
        parts = [(number, _unit(words, name)) for number, name in _parts(words, lowered)]
        units = {unit for _, (unit, _) in parts}
        if len(units) > 1:
            _refuse(
                words, "one budget counts one kind of time; write all of it in business hours or all of it in hours"
            )
        unit = units.pop()
        sizes = [size for _, (_, size) in parts]
        if sizes != sorted(set(sizes), reverse=True):
            _refuse(words, "name each unit once, the largest first, like '1 business hour 30 business minutes'")
        amount = sum((number * size for number, (_, size) in parts), Fraction())
        if amount.denominator != 1:
            smallest = "whole business days" if unit is Unit.DAYS else "whole microseconds"
            _refuse(words, f"budgets are exact; write {smallest}")
        longest = LONGEST if unit is Unit.DAYS else LONGEST * DAY
        if not amount:
            _refuse(words, "a budget of nothing is missed at once; write at least one second")
        return cls(unit, _sane(words, amount.numerator, longest), words)

    @property
    def length(self) -> int | None:
        """The budget as microseconds, or None where it is counted in days."""
        return self.amount if self.unit in (Unit.OPEN, Unit.WALL) else None

    def on(self, calendar: Calendar) -> Calendar:
        """The calendar this budget is counted on: the team's hours, or the whole clock for wall time."""
        return _around_the_clock(calendar.zone) if self.unit is Unit.WALL else calendar

    def due(self, calendar: Calendar, start: int, paused: int = 0) -> int:
        """The instant the budget runs out when counted from `start`, moved on by what was `paused` (microseconds)."""
        match self.unit:
            case Unit.WALL:
                return start + self.amount + paused
            case Unit.OPEN:
                return calendar.index.add(start, self.amount + paused)
            case Unit.DAYS:
                return calendar.index.add(calendar.day_after(start, self.amount), paused)
            case Unit.END_OF_DAY:
                return calendar.index.add(calendar.day_end(start, self.amount), paused)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=64)
def _around_the_clock(zone: ZoneInfo) -> Calendar:
    """One calendar a zone, because its compiled hours are shared by every ticket."""
    return Calendar.always(zone)


def write(unit: Unit, amount: int) -> str:
    """A budget in its long form, the largest unit first."""
    if unit is Unit.END_OF_DAY:
        return f"end of business day + {amount}" if amount else "end of business day"
    if unit is Unit.DAYS:
        return f"{amount} business day{'s' * (amount != 1)}"
    kind = "business " if unit is Unit.OPEN else ""
    words = []
    for size, name in ((HOUR, "hour"), (MINUTE, "minute"), (SECOND, "second")):
        count, amount = divmod(amount, size)
        if amount and size == SECOND:
            words.append(f"{count}.{amount:06d}".rstrip("0") + f" {kind}seconds")
        elif count:
            words.append(f"{count} {kind}{name}{'s' * (count != 1)}")
    return " ".join(words)


_END_OF_DAY = re.compile(
    r"(?P<next>end of next business day)|(?:eobd|end of business day)(?: ?(?P<sign>[+-]) ?(?P<days>[0-9]{1,9}))?",
    re.ASCII,
)
_PART = re.compile(
    r"(?P<number>[+-]?[0-9]+(?:\.[0-9]+)?) ?(?P<unit>[a-z]+(?: [a-z]+)?)(?: and | |, ?|(?=[0-9])|$)", re.ASCII
)

_UNITS = {
    "business second": (Unit.OPEN, SECOND),
    "business minute": (Unit.OPEN, MINUTE),
    "business hour": (Unit.OPEN, HOUR),
    "business day": (Unit.DAYS, 1),
    "second": (Unit.WALL, SECOND),
    "minute": (Unit.WALL, MINUTE),
    "hour": (Unit.WALL, HOUR),
    "bs": (Unit.OPEN, SECOND),
    "bm": (Unit.OPEN, MINUTE),
    "bh": (Unit.OPEN, HOUR),
    "bd": (Unit.DAYS, 1),
    "s": (Unit.WALL, SECOND),
    "m": (Unit.WALL, MINUTE),
    "h": (Unit.WALL, HOUR),
}

_REFUSED = {
    "day": THREE_DAYS,
    "d": THREE_DAYS,
    "week": "a week means two things: write '168 hours' (wall time) or '5 business days'",
    "w": "a week means two things: write '168 hours' (wall time) or '5 business days'",
    "business week": "count a week in days, like '5 business days'",
    "bw": "count a week in days, like '5 business days'",
    "month": "months differ in length; write '30 business days' or '720 hours'",
    "mo": "months differ in length; write '30 business days' or '720 hours'",
    "business month": "months differ in length; write '20 business days'",
    "year": "years differ in length; write '250 business days' or '8760 hours'",
    "y": "years differ in length; write '250 business days' or '8760 hours'",
    "business year": "years differ in length; write '250 business days'",
}


def _parts(words: str, lowered: str) -> list[tuple[Fraction, str]]:
    """The numbers with their units, in the order written."""
    parts: list[tuple[Fraction, str]] = []
    place = 0
    while place < len(lowered):
        match = _PART.match(lowered, place)
        if match is None:
            if lowered == "next business day":
                _refuse(words, "write '1 business day' (same time next business day) or 'end of next business day'")
            _refuse(words, EXAMPLES)
        number = Fraction(match["number"])
        if number < 0:
            _refuse(words, "a promise cannot end before it starts; write a positive number")
        parts.append((number, match["unit"]))
        place = match.end()
    return parts or _refuse(words, EXAMPLES)


def _unit(words: str, name: str) -> tuple[Unit, int]:
    """What a unit's name stands for; short forms have no plural."""
    for spelled in (name, name.removesuffix("s") if len(name) > 3 else name):
        if spelled in _UNITS:
            return _UNITS[spelled]
        if spelled in _REFUSED:
            _refuse(words, _REFUSED[spelled])
    return _refuse(words, f"{name!r} is no unit; {EXAMPLES}")


def _sane(words: str, amount: int, longest: int) -> int:
    if amount > longest:
        _refuse(words, "that is more than ten years; write what was really promised")
    return amount


def _refuse(text: object, wanted: str) -> NoReturn:
    raise InvalidInput([Complaint("budget", f"found {show(text)}", wanted)])
