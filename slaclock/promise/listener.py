"""Who is told: a language, a zone and the present moment; how instants are named to him (P3, P4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from slaclock.complaints import show
from slaclock.errors import InvalidInput
from slaclock.instant import from_us
from slaclock.promise.language import Language
from slaclock.promise.rounding import Form, Rounded, at_midnight, shown


@dataclass(frozen=True, slots=True, eq=False)
class Listener:
    """A customer at an instant: what he speaks, whose clock he reads, and the zone of the desk that speaks to him.

    Where his own zone is not known he is told the desk's, by name, and no day is called today or tomorrow.
    """

    language: Language
    zone: ZoneInfo
    zone_known: bool
    desk: ZoneInfo
    now: int

    def deadline(self, rounded: Rounded) -> str:
        """An upper bound: `by Monday 10:00 at the latest`, `by the end of Monday`, `within 2 hours`."""
        if rounded.form is Form.WITHIN:
            return self.within(rounded.minutes)
        end = rounded.form is Form.END_OF_DAY
        return self._both("by-end" if end else "by", rounded.at, bound=True, end=end)

    def opening(self, us: int) -> str:
        """A lower bound, to the minute: `Monday 09:00`."""
        return self._both("at", shown(us, self.zone), bound=False, end=False)

    def within(self, minutes: int) -> str:
        """A length of time: `within 50 minutes`, `within 2 hours`."""
        if minutes % 60:
            return self.language.say("within-minutes", n=minutes)
        return self.language.say("within-hours", n=minutes // 60)

    def iso(self, us: int) -> str:
        """An instant as any reader of any language can look it up, on the listener's clock."""
        return from_us(shown(us, self.zone), self.zone).isoformat(timespec="minutes")

    def _both(self, prefix: str, us: int, *, bound: bool, end: bool) -> str:
        """An instant on the listener's clock, and on the desk's where that shows another day.

        Only what is an upper bound ends a day; what begins at midnight begins the next.
        """
        here = _Named(us, self.zone, end)
        phrase = self._name(prefix, here)
        if self.zone.key == self.desk.key:
            return phrase
        there_at = shown(us, self.desk)
        there = _Named(there_at, self.desk, end=bound and at_midnight(there_at, self.desk))
        if here.day.date() == there.day.date():
            return phrase
        when = self._name("at-end" if there.end else "at", there, near=False)
        return self.language.say("elsewhere", phrase=phrase, when=when, city=self.language.city(self.desk.key))

    def _name(self, prefix: str, named: _Named, *, near: bool = True) -> str:
        say, day = self.language.say, named.day
        today = from_us(self.now, named.zone).date()
        ahead = day.toordinal() - today.toordinal()
        facts: dict[str, str | int] = {}
        if not named.end:
            facts = {"time": self.language.say_time(named.wall), "hour": self.language.hour(named.wall)}
        if near and self.zone_known and ahead <= 1:
            return say(f"{prefix}-today" if ahead <= 0 else f"{prefix}-tomorrow", **facts)
        if self.zone_known and ahead < 7:
            return say(f"{prefix}-weekday", dow=day.isoweekday(), **facts)
        date = self.language.say_date(day, year=day.year != today.year)
        return say(f"{prefix}-date", dow=day.isoweekday(), date=date, **facts)


class _Named:
    """An instant as a clock and a calendar on the wall show it; the end of a day belongs to the day that ends."""

    __slots__ = ("day", "end", "wall", "zone")

    def __init__(self, us: int, zone: ZoneInfo, end: bool) -> None:
        self.zone = zone
        self.end = end
        self.wall: datetime = from_us(us, zone)
        self.day: datetime = from_us(us - 1, zone) if end else self.wall


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name; InvalidInput for anything else."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        raise InvalidInput(f"there is no time zone {show(name)}; write an IANA name like 'Europe/Berlin'") from None
