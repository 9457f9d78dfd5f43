"""Windows: the days, weeks, months, quarters and years that objectives are judged over, as dates and as instants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from slaclock.instant import to_us
from slaclock.policy.agreement import Every
from slaclock.reports.level import period

_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """One stretch that an objective is judged over: its first day, and the day after its last."""

    first: date
    after: date
    every: Every

    @classmethod
    def of(cls, every: Every, day: date) -> Window:
        """The stretch a day lies in."""
        if every is Every.DAY:
            return cls(day, day + timedelta(1), every)
        if every is Every.WEEK:
            monday = day - timedelta(day.weekday())
            return cls(monday, monday + timedelta(7), every)
        length = _MONTHS[every]
        first = day.replace(month=(day.month - 1) // length * length + 1, day=1)
        month = first.month - 1 + length
        return cls(first, date(first.year + month // 12, month % 12 + 1, 1), every)

    @property
    def name(self) -> str:
        """As judgements call it: `2026-03`, `2026-W10`."""
        return period(datetime.combine(self.first, time(), ZoneInfo("UTC")), self.every)

    def before(self) -> Window:
        """The stretch before this one."""
        return Window.of(self.every, self.first - timedelta(1))

    def instants(self, zones: Iterable[ZoneInfo]) -> tuple[int, int]:
        """When it begins in the first of some zones, and when it has ended in the last, in microseconds."""
        places = list(zones)
        begun, ended = (
            [to_us(datetime.combine(day, time(), zone)) for zone in places] for day in (self.first, self.after)
        )
        return min(begun), max(ended)


def ended(every: Every, now: datetime, zones: Iterable[ZoneInfo], most: int) -> Iterator[Window]:
    """The latest stretches that have ended in every zone, the latest first."""
    places = list(zones)
    window = Window.of(every, now.date() + timedelta(1))
    while window.instants(places)[1] > to_us(now):
        window = window.before()
    for _ in range(most):
        yield window
        window = window.before()
