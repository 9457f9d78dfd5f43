"""What the hours are on each date, before anybody asks which instants that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from slaclock.hours.shift import NEVER, Shifts, Week, merged
from slaclock.hours.special import SpecialDay

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MonthDay: TypeAlias = tuple[int, int]
Deciding: TypeAlias = Literal["weekday", "season", "special", "holiday"]


@runtime_checkable
class HolidaySource(Protocol):
    """Where holidays come from: a country, a file, a rule. Frozen: the same year gives the same answer for ever."""

    @property
    def fingerprint(self) -> str:
        """Changes when the dates may have changed: what was asked for, and the version of who answers."""
        ...

    def on(self, year: int) -> Mapping[date, str]:
        """The holidays of one year and their names."""
        ...


@dataclass(frozen=True, slots=True)
class Season:
    """Part of every year with a week of its own, both days included; `12-20` to `01-06` runs over the new year."""

    first: MonthDay
    last: MonthDay
    week: Week
    name: str = ""

    def covers(self, day: date) -> bool:
        """Whether a date lies in the season."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last

    def ranges(self, year: int) -> Iterator[tuple[int, int]]:
        """The parts of one year it covers, as ordinals of the first day and of the day after the last."""
        start, end = _on_or_after(year, self.first), _on_or_after(year, (self.last[0], self.last[1] + 1))
        if self.first <= self.last:
            yield start, end
        else:
            yield date(year, 1, 1).toordinal(), end
            yield start, date(year + 1, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Reason:
    """What decided the hours of a date, and by which name people know it."""

    by: Deciding
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The hours of every date: special days beat holidays, holidays beat seasons, seasons beat the week."""

    week: Week = NEVER
    seasons: tuple[Season, ...] = ()
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    holidays: tuple[HolidaySource, ...] = ()
    cut_at_midnight: bool = False

    def __post_init__(self) -> None:
        seasons = tuple(Season(s.first, s.last, _tidy(s.week), s.name) for s in self.seasons)
        special = {day: SpecialDay(merged(s.shifts), s.name, s.origin) for day, s in sorted(self.special.items())}
        object.__setattr__(self, "week", _tidy(self.week))
        object.__setattr__(self, "seasons", seasons)
        object.__setattr__(self, "special", special)

    def shifts_on(self, day: date) -> Shifts:
        """The shifts that start on a date."""
        return self._decide(day)[0]

    def reason_on(self, day: date) -> Reason:
        """What decided the hours of a date."""
        return self._decide(day)[1]

    def usual_on(self, day: date) -> Shifts:
        """The shifts a date would have if it were neither special nor a holiday."""
        season = self._season_on(day)
        return (season.week if season else self.week)[day.weekday()]

    def day_off(self, day: date) -> bool:
        """Whether a special day or holiday closes this date altogether."""
        shifts, reason = self._decide(day)
        return not shifts and reason.by in ("special", "holiday")

    def holiday_on(self, day: date) -> str | None:
        """The name of the holiday on a date; several share a day with their names joined."""
        names = [name for source in self.holidays if (name := source.on(day.year).get(day)) is not None]
        return ", ".join(filter(None, dict.fromkeys(names))) if names else None

    def _decide(self, day: date) -> tuple[Shifts, Reason]:
        special = self.special.get(day)
        if special is not None:
            return special.shifts, Reason(special.origin, special.name)
        holiday = self.holiday_on(day)
        if holiday is not None:
            return (), Reason("holiday", holiday)
        season = self._season_on(day)
        if season is not None:
            return season.week[day.weekday()], Reason("season", season.name)
        return self.week[day.weekday()], Reason("weekday", WEEKDAYS[day.weekday()])

    def _season_on(self, day: date) -> Season | None:
        return next((season for season in self.seasons if season.covers(day)), None)

    def days(self, first: int, last: int) -> list[Shifts]:
        """The shifts of all dates from one ordinal up to another: the week, then each layer painted over it."""
        start = (first + 6) % 7
        week = self.week[start:] + self.week[:start]
        painted = list(week * ((last - first) // 7 + 1))[: last - first]
        for day, shifts in self._layers(_years(first, last)):
            if first <= day < last:
                painted[day - first] = shifts
        return painted

    def _layers(self, years: range) -> Iterator[tuple[int, Shifts]]:
        """What differs from the week in some years, the strongest last; of two seasons the one written first wins."""
        for season in reversed(self.seasons):
            for begin, end in (part for year in years for part in season.ranges(year)):
                for day in range(begin, end):
                    yield day, season.week[(day + 6) % 7]
        for holiday in (day for source in self.holidays for year in years for day in source.on(year)):
            yield holiday.toordinal(), ()
        for date_, special in self.special.items():
            yield date_.toordinal(), special.shifts

    def days_off(self, first: int, last: int) -> Iterator[int]:
        """The ordinals of all dates in a range that a special day or holiday closes altogether."""
        dates = {day for source in self.holidays for year in _years(first, last) for day in source.on(year)}
        for day in sorted(dates | set(self.special)):
            if first <= day.toordinal() < last and self.day_off(day):
                yield day.toordinal()

    @property
    def fingerprint(self) -> str:
        """Equal for equal hours, different when a shift, a special day or a list of holidays differs."""
        lists = [source.fingerprint for source in self.holidays]
        return sha256(repr((self._own, lists)).encode()).hexdigest()[:16]

    @property
    def _own(self) -> tuple[object, ...]:
        return self.week, self.seasons, tuple(self.special.items()), self.cut_at_midnight

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Plan):
            return NotImplemented
        return self._own == other._own and self.holidays == other.holidays

    def __hash__(self) -> int:
        return hash(self._own)


def _years(first: int, last: int) -> range:
    """The years that a range of ordinals touches."""
    return range(date.fromordinal(first).year, date.fromordinal(max(first, last - 1)).year + 1)


def _tidy(week: Week) -> Week:
    mon, tue, wed, thu, fri, sat, sun = (merged(shifts) for shifts in week)
    return mon, tue, wed, thu, fri, sat, sun


def _on_or_after(year: int, at: MonthDay) -> int:
    """The ordinal of the first date of a year that is not before a month and day, which need not exist."""
    month, day = at
    day_one = date(year + month // 12, month % 12 + 1, 1).toordinal()
    return min(date(year, month, 1).toordinal() + day - 1, day_one)
