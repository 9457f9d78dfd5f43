"""From what was read to instants: the first moment at which a clock on the customer's wall shows it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tests.promise.languages.reader import Said, Unreadable

STRETCH = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}


@lru_cache(maxsize=1_000)
def place(zone: str) -> ZoneInfo:
    """A zone by its name."""
    return ZoneInfo(zone)


def local(instant: datetime, zone: str) -> datetime:
    """What the clock on the wall shows."""
    return instant.astimezone(place(zone)).replace(tzinfo=None)


def first_shown(wall: datetime, zone: str) -> datetime | None:
    """The first instant at which a clock on the wall shows a time; None if it never does."""
    shown = wall.replace(tzinfo=place(zone), fold=0).astimezone(UTC)
    return shown if local(shown, zone) == wall else None


def instant(said: Said, now: datetime, zone: str) -> datetime:
    """The moment a reader in a zone who reads this now understands."""
    if said.within:
        [(number, unit)] = said.within
        if unit not in STRETCH:
            raise Unreadable(f"{number} {unit}s end when?")
        return now + number * STRETCH[unit]
    day = _day(said, local(now, zone).date())
    if said.day_ends:
        return day_after(day, zone)
    shown = first_shown(datetime.combine(day, _clock(said)), zone)
    if shown is None:
        raise Unreadable(f"{day} {_clock(said)} never is in {zone}")
    return shown


def day_after(day: date, zone: str) -> datetime:
    """The instant at which a date is over, which some nights is not midnight."""
    wall = datetime.combine(day + timedelta(days=1), time())
    while (shown := first_shown(wall, zone)) is None:
        wall += timedelta(minutes=1)
    return shown


def _clock(said: Said) -> time:
    if said.clock is None:
        raise Unreadable("no time of day")
    hour, minute = said.clock
    if said.half is not None:
        if not 1 <= hour <= 12:
            raise Unreadable(f"{hour} {said.half}")
        hour = hour % 12 + (12 if said.half == "pm" else 0)
    return time(hour, minute)


def _day(said: Said, today: date) -> date:
    if said.iso is not None:
        day = date.fromisoformat(said.iso)
    elif said.ahead is not None:
        day = today + timedelta(days=said.ahead)
    elif said.month is not None and said.day is not None:
        day = _dated(said.month, said.day, said.year, today)
    elif said.weekday is not None:
        day = today + timedelta(days=(said.weekday - today.weekday()) % 7)
    else:
        raise Unreadable("no day")
    if said.weekday not in (None, day.weekday()):
        raise Unreadable(f"{day} is no weekday {said.weekday}")
    return day


def _dated(month: int, day: int, year: int | None, today: date) -> date:
    """A date without a year is the next there is; without one that has it, it is unreadable."""
    for candidate in (year,) if year else range(today.year, today.year + 2):
        if (found := date(candidate, month, day)) >= today or year:
            return found
    raise Unreadable(f"no {month}-{day} to come")
