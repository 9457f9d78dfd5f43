"""A calendar's year: every date with its hours, half days and holidays by name."""

from __future__ import annotations

import calendar as wall
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from slaclock.app import App
from slaclock.errors import InvalidInput
from slaclock.hours.calendar import Calendar
from slaclock.instant import from_us
from slaclock.web.pages.render import renderer_of
from slaclock.web.pages.visitor import porter_of

YEARS = range(1971, 2200)


@dataclass(frozen=True, slots=True)
class DayShown:
    """One date: its hours as written, and what kind of day it is: open, half, holiday or closed."""

    date: date
    sort: str
    hours: str
    name: str

    @property
    def said(self) -> str:
        """The day in words, for whoever does not see its colour."""
        parts = [f"{wall.day_name[self.date.weekday()]} {self.date.day} {wall.month_name[self.date.month]}"]
        return ", ".join([*parts, *([self.name] if self.name else []), self.hours])


@dataclass(frozen=True, slots=True)
class MonthShown:
    """One month: its name, and its weeks of seven days, Monday first; None where a week belongs to another month."""

    name: str
    weeks: tuple[tuple[DayShown | None, ...], ...]


def year_of(calendar: Calendar, year: int) -> list[MonthShown]:
    """Twelve months."""
    return [_month(calendar, year, month) for month in range(1, 13)]


def named_days(months: list[MonthShown]) -> list[DayShown]:
    """The days that have a name, in order."""
    days = (day for month in months for week in month.weeks for day in week if day is not None)
    return [day for day in days if day.sort in ("holiday", "half")]


def _month(calendar: Calendar, year: int, month: int) -> MonthShown:
    weeks = wall.Calendar().monthdatescalendar(year, month)
    shown = (tuple(_day(calendar, day) if day.month == month else None for day in week) for week in weeks)
    return MonthShown(wall.month_name[month], tuple(shown))


def _day(calendar: Calendar, day: date) -> DayShown:
    reason, shifts = calendar.reason_on(day), calendar.shifts_on(day)
    own = reason.by in ("special", "holiday")
    name = reason.name or ("special day" if reason.by == "special" else "")
    hours = ", ".join(map(str, shifts)) or "closed"
    sort = ("half" if own else "open") if shifts else ("holiday" if own else "closed")
    return DayShown(day, sort, hours, name if own or reason.by == "season" else "")


async def _calendar(request: Request) -> Response:
    key = await porter_of(request).admit(request)
    app: App = request.app.state.slaclock
    calendars, query = app.config.calendars, request.query_params
    name = query.get("name") or next(iter(calendars), "")
    if name not in calendars:
        raise InvalidInput(f"there is no calendar {name[:80]!r}; known: {', '.join(calendars) or 'none'}")
    found = calendars[name]
    today = from_us(await run_in_threadpool(app.now), found.zone).date()
    asked = query.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
    if year not in YEARS:
        raise InvalidInput(f"found the year {asked[:20]!r}; write one from {YEARS[0]} to {YEARS[-1]}")
    months = await run_in_threadpool(year_of, found, year)
    week = [_day(found, today - timedelta(today.weekday() - number)) for number in range(7)]
    facts = {
        "calendar": found,
        "calendars": list(calendars),
        "months": months,
        "named": named_days(months),
        "year": year,
        "today": today,
        "week": week,
    }
    renderer = renderer_of(request)
    return await renderer.page(request, "calendar.html", key, facts)


ROUTES = (Route("/calendar", _calendar),)
