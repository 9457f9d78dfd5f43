"""Closures that repeat: the rules of calendar files (RFC 5545, RRULE) for whole days.

Followed here and not by a library, because the libraries search a rule that never comes true up to the year 9999, and
walk from the first day even if one late year is asked for. Here a year costs at most a look at each of its days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from slaclock.errors import InvalidInput

LAST_DAY = date(2210, 12, 31)
"""No rule is followed beyond the years slaclock serves."""
MAX_SEARCH = 6_000
"""Days looked at to find the last of a number of days (COUNT): a few milliseconds, 16 years of days."""

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_ONCE = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST")
_LIMITS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_WITHIN_A_DAY = ("HOURLY", "MINUTELY", "SECONDLY", "BYHOUR", "BYMINUTE", "BYSECOND")


@dataclass(frozen=True, slots=True)
class Rule:
    """On which days something happens again."""

    start: date
    frequency: str
    interval: int = 1
    until: date = LAST_DAY
    months: frozenset[int] = frozenset()
    monthdays: frozenset[int] = frozenset()
    """Days of the month; negative ones count from its end."""
    yeardays: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    weekdays: frozenset[tuple[int, int]] = frozenset()
    """(which one of the month or year, 0 for every one; weekday, 0 is Monday)."""
    positions: frozenset[int] = frozenset()
    """Which of a step's days count; negative ones from its end."""
    week_start: int = 0

    @property
    def cost(self) -> int:
        """How many days are looked at to answer for one year."""
        days = 31 * len(self.months) if self.frequency == "YEARLY" and self.months else 366
        return days // self.interval + 1

    def days(self, first: date, last: date) -> Iterator[date]:
        """The days from one to another (both included) on which it happens, in order."""
        last = min(last, self.until)
        step = self._step_of(first)
        while step >= 0 and (days := self._looked_at(step)) is not None:
            if days and days[0] > last:
                return
            yield from (day for day in self._chosen(days) if max(first, self.start) <= day <= last)
            step += 1

    def ending_after(self, count: int) -> Rule:
        """The same rule with a last day instead of a number of days."""
        found, looked, step = self.start, 0, 0
        while count and (days := self._looked_at(step)) is not None:
            looked += len(days)
            if looked > MAX_SEARCH:
                raise InvalidInput("its COUNT is too far to be counted out; give it an UNTIL instead")
            for day in self._chosen(days):
                if count and day >= self.start:
                    found, count = day, count - 1
            step += 1
        return replace(self, until=min(found, self.until))

    def _step_of(self, day: date) -> int:
        """A step that lies at or before a day."""
        days = max((day - self.start).days, 0)
        length = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}[self.frequency] * self.interval
        return max(days // length - 1, 0)

    def _looked_at(self, step: int) -> list[date] | None:
        """The days that belong to one step, None beyond the served years."""
        n = step * self.interval
        if self.frequency in ("DAILY", "WEEKLY"):
            ordinal = self.start.toordinal() + n * (1 if self.frequency == "DAILY" else 7)
            if ordinal > LAST_DAY.toordinal():
                return None
            if self.frequency == "DAILY":
                return [date.fromordinal(ordinal)]
            monday = max(ordinal - (date.fromordinal(ordinal).weekday() - self.week_start) % 7, 1)
            return [date.fromordinal(day) for day in range(monday, monday + 7)]
        months = self.start.month - 1 + n if self.frequency == "MONTHLY" else 12 * n
        year = self.start.year + months // 12
        if year > LAST_DAY.year:
            return None
        if self.frequency == "MONTHLY":
            return _month(year, months % 12 + 1)
        return [day for month in sorted(self.months) or range(1, 13) for day in _month(year, month)]

    def _chosen(self, days: list[date]) -> list[date]:
        """Those of a step's days that fit every part of the rule."""
        fitting = [day for day in days if self._fits(day)]
        if not self.positions:
            return fitting
        return [d for n, d in enumerate(fitting) if n + 1 in self.positions or n - len(fitting) in self.positions]

    def _fits(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        if self.monthdays and not _at(day.day, _month_length(day), self.monthdays):
            return False
        if self.yeardays and not _at(day.timetuple().tm_yday, _year_length(day.year), self.yeardays):
            return False
        if self.weeks and not _at(*_week(day, self.week_start), self.weeks):
            return False
        return not self.weekdays or any(self._is(day, n, weekday) for n, weekday in self.weekdays)

    def _is(self, day: date, n: int, weekday: int) -> bool:
        """Whether a day is a weekday, or the n-th of its kind in the month or year."""
        if day.weekday() != weekday or n == 0:
            return day.weekday() == weekday
        in_month = self.frequency == "MONTHLY" or bool(self.months)
        place, length = (day.day, _month_length(day)) if in_month else (day.timetuple().tm_yday, _year_length(day.year))
        return (place + 6) // 7 == n if n > 0 else (length - place) // 7 + 1 == -n


def read_rule(parts: Mapping[str, Any], start: date) -> Rule:
    """A rule as the parser gives it, checked, with what it leaves open taken from the day it starts on."""
    given = {str(key).upper(): value if isinstance(value, list) else [value] for key, value in parts.items()}
    _refuse_unfit(given)
    numbers = {key: _numbers(key, given.get(key, [])) for key in _LIMITS}
    until = given.get("UNTIL", [LAST_DAY])[0]
    rule = Rule(
        start,
        str(given["FREQ"][0]).upper(),
        int(given.get("INTERVAL", [1])[0]),
        min(until.date() if isinstance(until, datetime) else until, LAST_DAY),
        numbers["BYMONTH"],
        numbers["BYMONTHDAY"],
        numbers["BYYEARDAY"],
        numbers["BYWEEKNO"],
        frozenset(_weekday(str(day)) for day in given.get("BYDAY", [])),
        numbers["BYSETPOS"],
        _weekday(str(given.get("WKST", ["MO"])[0]))[1],
    )
    if rule.frequency in ("DAILY", "WEEKLY") and any(n for n, _ in rule.weekdays):
        raise InvalidInput("it numbers weekdays without a month or year; write FREQ=MONTHLY or FREQ=YEARLY")
    rule = _completed(rule)
    return rule.ending_after(int(given["COUNT"][0])) if "COUNT" in given else rule


def _completed(rule: Rule) -> Rule:
    """What the rule does not say is as on the day it starts on."""
    if rule.frequency == "DAILY" or rule.weekdays or rule.monthdays or rule.yeardays:
        return rule
    if rule.frequency == "WEEKLY" or rule.weeks:
        return replace(rule, weekdays=frozenset({(0, rule.start.weekday())}))
    months = rule.months or (frozenset({rule.start.month}) if rule.frequency == "YEARLY" else frozenset())
    return replace(rule, months=months, monthdays=frozenset({rule.start.day}))


def _refuse_unfit(given: Mapping[str, list[Any]]) -> None:
    words = {*given, *(str(value).upper() for value in given.get("FREQ", []))}
    if words & set(_WITHIN_A_DAY):
        raise InvalidInput("it repeats within a day; closures repeat DAILY, WEEKLY, MONTHLY or YEARLY")
    if not set(_FREQUENCIES) & words:
        raise InvalidInput("its rule has no frequency; write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY")
    if strange := sorted(set(given) - {*_ONCE, *_LIMITS, "BYDAY"}):
        raise InvalidInput(f"its rule has {', '.join(strange)}, which slaclock does not follow; write the days out")
    if any(len(given.get(key, [1])) != 1 for key in _ONCE):
        raise InvalidInput("a part of its rule is empty or given twice; repair the RRULE")
    if any(int(given.get(key, [1])[0]) < 1 for key in ("INTERVAL", "COUNT")):
        raise InvalidInput("its INTERVAL or COUNT is less than 1; write a whole number from 1 on")


def _numbers(key: str, values: list[Any]) -> frozenset[int]:
    try:
        numbers = frozenset(int(str(value)) for value in values)
    except ValueError:
        raise InvalidInput(f"its {key} is no list of numbers; repair the RRULE") from None
    if any(not 1 <= abs(number) <= _LIMITS[key] for number in numbers):
        raise InvalidInput(f"its {key} has a number beyond {_LIMITS[key]}; repair the RRULE")
    return numbers


def _weekday(text: str) -> tuple[int, int]:
    match = _WEEKDAY.fullmatch(text.upper())
    if match is None:
        raise InvalidInput(f"its rule names {text!r} as a weekday; write MO, TU, WE, TH, FR, SA or SU")
    return int(match[1] or 0), _WEEKDAYS.index(match[2])


def _at(place: int, length: int, wanted: frozenset[int]) -> bool:
    """Whether a place, counted from 1, or from the end with -1, is among the wanted ones."""
    return place in wanted or place - length - 1 in wanted


def _month(year: int, month: int) -> list[date]:
    first = date(year, month, 1)
    return [first + timedelta(days=n) for n in range(_month_length(first))]


def _month_length(day: date) -> int:
    return 31 if day.month == 12 else (date(day.year, day.month + 1, 1) - date(day.year, day.month, 1)).days


def _year_length(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _week(day: date, week_start: int) -> tuple[int, int]:
    """The number of a day's week and how many weeks its year has; the first week has at least four days of the year."""
    fourth = day + timedelta(days=3 - (day.weekday() - week_start) % 7)
    number = (fourth.timetuple().tm_yday + 6) // 7
    first, last = date(fourth.year, 1, 1), date(fourth.year, 12, 31)
    weeks = 53 if _is_fourth(first, week_start) or _is_fourth(last, week_start) else 52
    return number, weeks


def _is_fourth(day: date, week_start: int) -> bool:
    """Whether a day is the fourth of its week; a year that begins or ends on such a day has 53 weeks."""
    return (day.weekday() - week_start) % 7 == 3
