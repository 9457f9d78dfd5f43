"""A calendar's week and year drawn: which hours, which holidays by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from slaclock.cli.said import DAYS, MONTHS, say_day, say_short
from slaclock.cli.strip import COUNTED, NOW, RULER, Band, day_bounds, paint
from slaclock.hours.calendar import Calendar
from slaclock.hours.plan import Reason
from slaclock.instant import to_us

OPEN_DAY, HALF_DAY, HOLIDAY, CLOSED_DAY = "█", "▒", "H", "·"
_LEGEND = (
    f"{OPEN_DAY} open  {HALF_DAY} other hours than usual  {HOLIDAY} holiday or special day, closed  {CLOSED_DAY} closed"
)
_NAMED = ("special", "holiday")
_COLUMNS = 37
"""A month of 31 days that begins on a Sunday reaches so far."""


def days_of_week(day: date) -> list[date]:
    """Monday to Sunday of the week a date lies in."""
    monday = day - timedelta(day.weekday())
    return [monday + timedelta(number) for number in range(7)]


def days_of_year(year: int) -> list[date]:
    """Every date of a year."""
    first = date(year, 1, 1)
    return [first + timedelta(number) for number in range((date(year + 1, 1, 1) - first).days)]


def tell_day(calendar: Calendar, day: date) -> dict[str, Any]:
    """A date as JSON has it: its shifts, what decided them, and the name of the holiday or special day."""
    reason = calendar.reason_on(day)
    shifts = [str(shift) for shift in calendar.shifts_on(day)]
    return {"date": day.isoformat(), "hours": shifts, "decided_by": reason.by, "name": reason.name}


def draw_week(calendar: Calendar, at: datetime) -> list[str]:
    """Seven rows of half hours with the hours and the names of special days beside them."""
    days = days_of_week(at.date())
    head = f"{calendar.name}, week of {say_day(days[0])} ({calendar.zone.key})"
    return [head, "", f"{'':10}  {RULER}", *(_week_row(calendar, day, to_us(at)) for day in days)]


def _week_row(calendar: Calendar, day: date, now: int) -> str:
    bounds = day_bounds(day, calendar.zone)
    bands = [Band(start, end, COUNTED) for start, end in calendar.index.spans(bounds[0], bounds[-1])]
    cells = paint(bounds, bands)
    if bounds[0] <= now < bounds[-1]:
        cells[sum(bound <= now for bound in bounds) - 1] = NOW
    return f"{say_short(day)}  {''.join(cells)}  {_said(calendar, day)}"


def _said(calendar: Calendar, day: date) -> str:
    hours = ", ".join(map(str, calendar.shifts_on(day))) or "closed"
    name = _name(calendar.reason_on(day))
    return f"{hours} ({name})" if name else hours


def _name(reason: Reason) -> str:
    """The name of a day that is not an ordinary one."""
    if reason.by == "weekday":
        return ""
    return reason.name or ("special day" if reason.by == "special" else reason.by)


def draw_year(calendar: Calendar, year: int) -> list[str]:
    """A row for each month with the weekdays in columns, then every special day and holiday by name."""
    week = " ".join("".join(name[0] for name in DAYS) for _ in range(_COLUMNS // 7 + 1))
    lines = [f"{calendar.name}, {year} ({calendar.zone.key})", "", f"     {week[: _place(_COLUMNS - 1) + 1]}"]
    lines += [f"{MONTHS[month - 1]}  {_month(calendar, year, month)}".rstrip() for month in range(1, 13)]
    lines += [
        "",
        _LEGEND,
    ]
    named = list(_named_days(calendar, year))
    return [*lines, "", *named] if named else lines


def _month(calendar: Calendar, year: int, month: int) -> str:
    first = date(year, month, 1)
    row = [" "] * (_place(_COLUMNS - 1) + 1)
    for number in range(31):
        day = first + timedelta(number)
        if day.month == month:
            row[_place(first.weekday() + number)] = _sign(calendar, day)
    return "".join(row)


def _place(column: int) -> int:
    """Where a day stands in its row: weeks are set apart by a blank."""
    return column + column // 7


def _sign(calendar: Calendar, day: date) -> str:
    special = calendar.reason_on(day).by in _NAMED
    if not calendar.shifts_on(day):
        return HOLIDAY if special else CLOSED_DAY
    return HALF_DAY if special else OPEN_DAY


def _named_days(calendar: Calendar, year: int) -> Iterator[str]:
    """Special days and holidays one by one, then seasons from their first day to their last."""
    seasons: list[tuple[str, date, date]] = []
    for day in days_of_year(year):
        reason = calendar.reason_on(day)
        if reason.by in _NAMED:
            yield f"{say_short(day)}  {_said(calendar, day)}"
        elif reason.by == "season":
            name, first, last = seasons[-1] if seasons else ("", day, day)
            if seasons and name == reason.name and not _weekdays_between(calendar, last, day):
                seasons[-1] = name, first, day
            else:
                seasons.append((reason.name, day, day))
    for name, first, last in seasons:
        yield f"{say_day(first)} to {say_day(last)}  {name or 'season'}"


def _weekdays_between(calendar: Calendar, last: date, day: date) -> bool:
    """Whether an ordinary day lies between two days of a season: then it is another season of the same name."""
    between = (last + timedelta(number) for number in range(1, (day - last).days))
    return any(calendar.reason_on(each).by == "weekday" for each in between)
