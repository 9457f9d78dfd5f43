"""Random moments at which somebody asks for a promise: any zone, any distance, more changes of clocks than life has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo, available_timezones

from tests.promise.languages.wall import place

FIRST, LAST = datetime(2019, 1, 1, tzinfo=UTC), datetime(2037, 1, 1, tzinfo=UTC)
WEEK = timedelta(days=7)
MINUTES = ((0, 15), (15, 55), (55, 180), (180, 1_440), (1_440, 10_080), (10_080, 43_200), (43_200, 576_000))
"""How far ahead a deadline lies, from and to: one range of the rule or of the day words after the other."""
NAMED = sorted(zone for zone in available_timezones() if zone not in {"Factory", "localtime"})


@dataclass(frozen=True, slots=True)
class Chance:
    """A deadline and the moment somebody asks about it, in the zone of who asks."""

    now: datetime
    deadline: datetime
    zone: str

    def seen_from(self, zone: str) -> Chance:
        """The same two moments on the clock of another zone."""
        return Chance(self.now, self.deadline, zone)


def chance(random: Random, zone: str) -> Chance:
    """One case: in every third one the deadline or the asking lies within hours of a change of the clocks."""
    left = timedelta(minutes=random.uniform(*random.choice(MINUTES)))
    kind, changes = random.random(), clock_changes(zone)
    at = FIRST + random.random() * (LAST - FIRST)
    if changes and kind < 1 / 3:
        at = random.choice(changes) + timedelta(hours=random.uniform(-26, 4))
    deadline = _tidy(random, at)
    now = deadline - left
    if changes and kind > 0.95:
        now = _tidy(random, random.choice(changes) + timedelta(hours=random.uniform(-4, 4)))
        deadline = now + left
    return Chance(now, deadline, zone)


def _tidy(random: Random, instant: datetime) -> datetime:
    """Deadlines are mostly whole minutes or quarters of an hour; some are anything."""
    match random.randrange(4):
        case 0:
            return instant
        case 1:
            return instant.replace(microsecond=0)
        case 2:
            return instant.replace(second=0, microsecond=0)
        case _:
            return instant.replace(minute=instant.minute // 15 * 15, second=0, microsecond=0)


@lru_cache(maxsize=1_000)
def clock_changes(zone: str) -> tuple[datetime, ...]:
    """The hours before a zone's clocks are changed, found by looking at every hour of a week that does."""
    here, found, day = place(zone), [], FIRST
    while day < LAST:
        if _offset(day, here) != _offset(day + WEEK, here):
            hours = (day + timedelta(hours=hour) for hour in range(7 * 24))
            found += [at for at in hours if _offset(at, here) != _offset(at + timedelta(hours=1), here)]
        day += WEEK
    return tuple(found)


def _offset(at: datetime, here: ZoneInfo) -> timedelta | None:
    return at.astimezone(here).utcoffset()
