"""Reads what one version of a calendar says: its week, seasons, special days and holidays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from slaclock.complaints import Complaints
from slaclock.hours.holiday_table import read_holidays
from slaclock.hours.plan import Plan, Season
from slaclock.hours.special import SpecialDay
from slaclock.hours.week_table import read_shifts, read_week
from slaclock.hours.written import read_date, read_month_day, read_name, written

PLAN_KEYS = ("hours", "holidays", "special", "seasons", "cut_at_midnight")
_SPECIAL = 'write a table of dates, like { "2026-12-24" = "09:00-12:00", "2026-12-31" = "closed" }'
_SEASONS = 'write a list of tables with "from", "to" and "hours", each under [[…seasons]]'

Facts = dict[str, Any]
"""The fields of a Plan that a table decides."""


def read_facts(table: Mapping[str, object], complaints: Complaints, base: Path | None) -> Facts:
    """What a table says of a plan; keys it leaves out are left out, wrong ones are complained of."""
    facts: Facts = {}
    if "hours" in table:
        facts["week"] = read_week(table["hours"], complaints.at("hours"))
    if "holidays" in table:
        facts["holidays"] = read_holidays(table["holidays"], complaints.at("holidays"), base)
    if "special" in table:
        facts["special"] = _read_special(table["special"], complaints.at("special"))
    if "seasons" in table:
        facts["seasons"] = _read_seasons(table["seasons"], complaints.at("seasons"))
    if "cut_at_midnight" in table:
        facts["cut_at_midnight"] = cut = table["cut_at_midnight"]
        if not isinstance(cut, bool):
            complaints.at("cut_at_midnight").add(f"found {written(cut)}", "write true or false")
    return facts


def opens(plan: Plan) -> bool:
    """Whether a plan has any shift at all."""
    weeks = (plan.week, *(season.week for season in plan.seasons))
    return any(any(week) for week in weeks) or any(day.shifts for day in plan.special.values())


def _read_special(value: object, complaints: Complaints) -> Mapping[date, SpecialDay]:
    if not isinstance(value, Mapping):
        complaints.add(f"found {written(value)}", _SPECIAL)
        return {}
    days: dict[date, SpecialDay] = {}
    for key, entry in value.items():
        here = complaints.at(str(key))
        day, special = read_date(key, here), _read_day(entry, here)
        if day is not None and day in days:
            here.add(f"{day} is named twice", "name each date once")
        if day is not None and special is not None:
            days[day] = special
    return days


def _read_day(entry: object, complaints: Complaints) -> SpecialDay | None:
    """The hours of one date, alone or in a table with the day's name."""
    if not isinstance(entry, Mapping):
        shifts = read_shifts(entry, complaints)
        return SpecialDay(shifts) if shifts is not None else None
    complaints.unknown(map(str, entry), ("hours", "name"))
    name = read_name(entry, complaints)
    if "hours" not in entry:
        complaints.add("'hours' is missing", 'write hours = "09:00-12:00", or hours = "closed"')
        return None
    shifts = read_shifts(entry["hours"], complaints.at("hours"))
    return SpecialDay(shifts, name) if shifts is not None else None


def _read_seasons(value: object, complaints: Complaints) -> tuple[Season, ...]:
    if not isinstance(value, (list, tuple)):
        complaints.add(f"found {written(value)}", _SEASONS)
        return ()
    seasons: list[Season] = []
    for place, entry in enumerate(value, 1):
        here = complaints.at(place)
        season = _read_season(entry, here)
        if season is None:
            continue
        if twin := next((other for other in seasons if _overlap(season, other)), None):
            both = f"{_days(season)} overlaps the season {_days(twin)}"
            here.add(both, "let each day belong to one season (both ends of a season are inside)")
        seasons.append(season)
    return tuple(seasons)


def _read_season(entry: object, complaints: Complaints) -> Season | None:
    if not isinstance(entry, Mapping):
        complaints.add(f"found {written(entry)}", _SEASONS)
        return None
    complaints.unknown(map(str, entry), ("from", "to", "hours", "name"))
    name = read_name(entry, complaints)
    for key in ("from", "to", "hours"):
        if key not in entry:
            complaints.add(f"{key!r} is missing", _SEASONS)
    first = read_month_day(entry["from"], complaints.at("from")) if "from" in entry else None
    last = read_month_day(entry["to"], complaints.at("to")) if "to" in entry else None
    week = read_week(entry["hours"], complaints.at("hours")) if "hours" in entry else None
    return Season(first, last, week, name) if first and last and week is not None else None


def _overlap(one: Season, other: Season) -> bool:
    """Whether some day of a leap year lies in both."""
    starts = ((one, other.first), (other, one.first))
    return any(season.covers(date(2024, *start)) for season, start in starts)


def _days(season: Season) -> str:
    return f"{season.first[0]:02}-{season.first[1]:02} to {season.last[0]:02}-{season.last[1]:02}"
