"""Whether somebody is there now, when somebody will be again, and the name of the day that keeps the desk closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from slaclock.errors import NeverOpens
from slaclock.hours.calendar import Calendar
from slaclock.hours.compose import Composed
from slaclock.hours.dated import DatedPlans
from slaclock.hours.holiday import CountryHolidays, entity
from slaclock.hours.plan import HolidaySource, Plan
from slaclock.hours.source import Source
from slaclock.hours.wall import closing, opening
from slaclock.instant import from_us


@dataclass(frozen=True, slots=True)
class Closed:
    """Nobody is there: from when somebody is again (None: not within ten years), and the special day's name."""

    opens_at: int | None
    because: str | None


def closed_at(calendar: Calendar, at: int, language: str) -> Closed | None:
    """How the desk is closed at an instant, its holiday named in a language (`de`, `en_US`) where that is known."""
    if calendar.index.is_open(at):
        return None
    try:
        opens_at = calendar.index.next_opening(at)
    except NeverOpens:
        opens_at = None
    return Closed(opens_at, _because(_own(calendar.source), at, language))


def _own(source: Source) -> DatedPlans | None:
    """The team's own plans; of calendars put together, those of the first part."""
    while isinstance(source, Composed):
        source = source.left.source
    return source if isinstance(source, DatedPlans) else None


def _because(hours: DatedPlans | None, at: int, language: str) -> str | None:
    """The name of the special day or holiday that closes the desk now, if one does."""
    if hours is None:
        return None
    day = from_us(at, hours.zone).date()
    plan = hours.plan_on(day)
    reason = plan.reason_on(day)
    if reason.by not in ("special", "holiday") or not (plan.day_off(day) or _usually_open(hours, plan, day, at)):
        return None
    if reason.by == "special" and reason.name:
        return reason.name
    return _holiday(plan, day, language)


def _usually_open(hours: DatedPlans, plan: Plan, day: date, at: int) -> bool:
    """Whether somebody would be there if the day were like any other: a half day closes the desk in the afternoon."""
    number = day.toordinal()
    return any(
        opening(hours.zone, number, shift.start) <= at < closing(hours.zone, number, shift.end)
        for shift in plan.usual_on(day)
    )


def _holiday(plan: Plan, day: date, language: str) -> str | None:
    """The holiday of a date by the name the customer knows; several share a day with their names joined."""
    names = (in_language(source, language).on(day.year).get(day) for source in plan.holidays)
    return ", ".join(dict.fromkeys(filter(None, names))) or None


def in_language(source: HolidaySource, language: str) -> HolidaySource:
    """The same holidays with names in a language, or as they are configured where nobody has them in it."""
    return _translated(source, language) if isinstance(source, CountryHolidays) else source


@lru_cache(maxsize=256)
def _translated(source: CountryHolidays, language: str) -> CountryHolidays:
    known = entity(source.country).supported_languages
    wanted = language.replace("-", "_")
    short = wanted.partition("_")[0]
    near = [name for name in sorted(known) if name.partition("_")[0] == short]
    found = wanted if wanted in known else next(iter(near), None)
    return replace(source, language=found) if found is not None else source
