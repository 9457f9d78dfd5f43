"""Calendars built by hand, and instants written as the wall clock of their zone shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from slaclock.hours.calendar import Calendar
from slaclock.hours.plan import HolidaySource, Plan, Season
from slaclock.hours.shift import DAY_NAMES, Shifts, Week, parse_shifts
from slaclock.hours.special import SpecialDay


def week(**hours: str) -> Week:
    """`week(mon_fri="09:00-17:00", sat="10:00-14:00")`; days not named are closed, `every` is all seven."""
    days: list[Shifts] = [()] * 7
    for key, text in hours.items():
        first, _, last = ("mon_sun" if key == "every" else key).partition("_")
        for day in range(DAY_NAMES.index(first), DAY_NAMES.index(last or first) + 1):
            days[day] = parse_shifts(text)
    mon, tue, wed, thu, fri, sat, sun = days
    return mon, tue, wed, thu, fri, sat, sun


def special(**days: str) -> dict[date, SpecialDay]:
    """`special(d2026_12_24="09:00-12:00")`."""
    return {date.fromisoformat(day[1:].replace("_", "-")): SpecialDay(parse_shifts(text)) for day, text in days.items()}


def days_off(*days: str) -> dict[date, SpecialDay]:
    """Holidays without a name."""
    return {date.fromisoformat(day): SpecialDay((), origin="holiday") for day in days}


def plan(
    hours: Week,
    *,
    seasons: tuple[Season, ...] = (),
    days: Mapping[date, SpecialDay] | None = None,
    holidays: tuple[HolidaySource, ...] = (),
    cut_at_midnight: bool = False,
) -> Plan:
    return Plan(hours, seasons, days or {}, holidays, cut_at_midnight)


def calendar(zone: str, hours: Plan | Week, name: str = "support") -> Calendar:
    return Calendar(name, ZoneInfo(zone), [(None, hours if isinstance(hours, Plan) else Plan(hours))])


def at(text: str, zone: str | Calendar, fold: int = 0) -> datetime:
    """A wall-clock time in a zone: `at("2026-03-06 16:30", "Europe/Berlin")`."""
    key = zone.zone.key if isinstance(zone, Calendar) else zone
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(key), fold=fold)


def shown(moment: datetime) -> str:
    """An answer as people read it, with its offset, so that a wrong offset shows."""
    return moment.isoformat(sep=" ")


NINE_TO_FIVE = week(mon_fri="09:00-17:00")
"""Monday to Friday, the week most examples live in."""
