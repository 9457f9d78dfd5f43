"""The closing days a desk names itself: single dates and days of every year, each with the name it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class OwnDays:
    """Closing days of the desk's own; 29 February closes in leap years only."""

    dates: Mapping[date, str] = field(default_factory=dict)
    """A local date → its name, empty if none was given."""
    yearly: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(month, day) of every year → its name."""

    def on(self, year: int) -> Mapping[date, str]:
        """The closing days of one year, date → name; a single date's name goes before a yearly one's."""
        days = {date(year, *day): name for day, name in self.yearly.items() if _exists(year, *day)}
        for day, name in self.dates.items():
            if day.year == year:
                days[day] = name or days.get(day, "")
        return MappingProxyType(dict(sorted(days.items())))

    @property
    def fingerprint(self) -> str:
        """Changes when a day or a name changes; the order they were written in does not matter."""
        facts = (sorted((str(day), name) for day, name in self.dates.items()), sorted(self.yearly.items()))
        return sha256(repr(("own", facts)).encode()).hexdigest()


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
