"""Opening: candidate hours a desk may have counted, and open time under them for many tickets at once (numpy)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from slaclock.errors import MissingExtra
from slaclock.instant import from_us

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DAY = 86_400
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_SETS: Mapping[str, frozenset[int]] = {
    "every-day": frozenset(range(7)),
    "mon-fri": frozenset(range(5)),
    "mon-sat": frozenset(range(6)),
    "sun-thu": frozenset({6, 0, 1, 2, 3}),
}


def need_numpy() -> None:
    """Refuse with a sentence that says how to get numpy where it is missing."""
    if find_spec("numpy") is None:
        raise MissingExtra("fitting rules needs numpy; install slaclock[bulk]")


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """The same shift on some weekdays, with or without a break, the holidays of a country off or not.

    All times are minutes after local midnight; `rest` is the break, (0, 0) for none.
    """

    days: str
    start: int
    end: int
    country: str = ""
    rest: tuple[int, int] = (0, 0)

    @property
    def always(self) -> bool:
        """Whether it never closes: then time is simply wall time."""
        return self.days == "every-day" and self.end - self.start == 1440 and not self.country

    @property
    def shift(self) -> str:
        """The shift, or both halves of it, as a configuration writes them."""
        first, last = self.rest
        halves = ((self.start, first), (last, self.end)) if last else ((self.start, self.end),)
        return ", ".join(f"{_clock(start)}-{_clock(end if end <= 1440 else end - 1440)}" for start, end in halves)

    def __str__(self) -> str:
        if self.always:
            return "around the clock"
        off = f", holidays of {self.country} off" if self.country else ""
        return f"{self.days} {self.shift}{off}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


class Almanac:
    """The days a log spans, in the desk's zone: which weekday each is and which are holidays where."""

    def __init__(self, zone: ZoneInfo, first: int, last: int, countries: Sequence[str]) -> None:
        import numpy as np

        self.zone = zone
        # two days of slack: a night shift's tail, and the zone's own shift
        self.first = from_us(first, zone).date() - timedelta(days=3)
        days = (from_us(last, zone).date() - self.first).days + 4
        self.weekday: NDArray[np.int64] = (np.arange(days) + self.first.weekday()) % 7
        self.holidays = {country: self._off(country, days) for country in countries}
        self._open: dict[tuple[str, str], tuple[NDArray[np.int64], NDArray[np.int64]]] = {}

    def _off(self, country: str, days: int) -> NDArray[np.bool_]:
        import numpy as np

        from slaclock.hours.holiday import CountryHolidays

        source = CountryHolidays(country)
        off = np.zeros(days, dtype=bool)
        last = self.first + timedelta(days=days - 1)
        for year in range(self.first.year, last.year + 1):
            for day in source.on(year):
                if self.first <= day <= last:
                    off[(day - self.first).days] = True
        return off

    def local(self, instants: Sequence[int]) -> NDArray[np.int64]:
        """Instants as seconds of the desk's wall clock since the almanac's first midnight."""
        import numpy as np

        origin = self.first.toordinal()
        found = {us: self._wall(us, origin) for us in set(instants)}
        return np.fromiter((found[us] for us in instants), dtype=np.int64, count=len(instants))

    def _wall(self, us: int, origin: int) -> int:
        at = from_us(us, self.zone)
        return (at.toordinal() - origin) * DAY + at.hour * 3600 + at.minute * 60 + at.second

    def _days(self, opening: Opening) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each day: whether its shift is worked (0 or 1), and how many were worked before it."""
        key = opening.days, opening.country
        if key not in self._open:
            import numpy as np

            worked = np.isin(self.weekday, list(DAY_SETS[opening.days])).astype(np.int64)
            if opening.country:
                worked = worked * ~self.holidays[opening.country]
            self._open[key] = worked, np.concatenate(([0], np.cumsum(worked)))
        return self._open[key]

    def passed(self, opening: Opening, local: NDArray[np.int64]) -> NDArray[np.int64]:
        """Open seconds from the almanac's beginning to each local time; differences of two are open time between."""
        if opening.always:
            return local
        if opening.rest[1]:
            whole, rest = replace(opening, rest=(0, 0)), Opening(opening.days, *opening.rest, opening.country)
            return self.passed(whole, local) - self.passed(rest, local)
        import numpy as np

        worked, before = self._days(opening)
        length = (opening.end - opening.start) * 60
        day, second = np.divmod(local, DAY)
        into = second - opening.start * 60
        today = np.clip(into, 0, length) * worked[day]
        # the shift of the day before may still run: it is counted by itself, all earlier ones are whole
        late = opening.end > 1440
        passed: NDArray[np.int64] = before[day - late] * length + today
        return passed + np.clip(into + DAY, 0, length) * worked[day - 1] if late else passed


def countries_of(zone: str) -> tuple[str, ...]:
    """The country a time zone lies in, from the zone database's own table; empty for zones of no country."""
    from importlib.resources import files

    try:
        lines = (files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, ModuleNotFoundError):
        return ()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(row[0] for row in rows if len(row) > 2 and row[2] == zone)
