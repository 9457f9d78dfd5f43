"""The other libraries, each behind two functions. Who knows no zones gets naive local times made beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import import_module
from importlib.metadata import version
from typing import Any

from tests.bench.work import HOURS, NEW_YORK, ZONE, naive


@dataclass(frozen=True)
class Peer:
    """A library set up on the common calendar: what it takes, and what it can do."""

    name: str
    aware: bool
    add: Callable[[Any, int], Any] | None = None
    between: Callable[[Any, Any], Any] | None = None
    enter: Callable[[datetime], Any] = naive

    def given(self, at: datetime) -> Any:
        return at if self.aware else self.enter(at)

    def answer(self, found: Any) -> datetime:
        """What it said, as an instant."""
        plain: datetime = found.to_pydatetime() if hasattr(found, "to_pydatetime") else found
        return plain if plain.tzinfo else plain.replace(tzinfo=NEW_YORK)

    def length(self, found: Any) -> timedelta:
        return found if isinstance(found, timedelta) else timedelta(hours=found.hours, seconds=found.seconds)


def businesstimedelta(days: list[date]) -> Peer:
    library, pytz = import_module("businesstimedelta"), import_module("pytz")
    zone = pytz.timezone(ZONE)
    office = library.WorkDayRule(time(9), time(17), [0, 1, 2, 3, 4], tz=zone)
    rules = library.Rules([office, library.HolidayRule(days, tz=zone)])
    deltas = {hours: library.BusinessTimeDelta(rules, hours=hours) for hours in HOURS}
    return Peer(_named("businesstimedelta"), True, lambda at, hours: at + deltas[hours], rules.difference)


def pandas(days: list[date]) -> Peer:
    library = import_module("pandas")
    offsets = {
        hours: library.offsets.CustomBusinessHour(hours, start="09:00", end="17:00", holidays=days) for hours in HOURS
    }
    name = f"pandas {version('pandas')} CustomBusinessHour (naive)"
    enter = lambda at: library.Timestamp(naive(at))  # noqa: E731
    return Peer(name, False, lambda at, hours: at + offsets[hours], None, enter)


def workclock(days: list[date]) -> Peer:
    office = workclock_schedule(days)
    return Peer(_named("workclock", " (Rust)"), True, lambda at, hours: office.add(at, hours=hours), office.between)


def workclock_schedule(days: list[date]) -> Any:
    library = import_module("workclock")
    return library.Schedule([library.WorkDay(time(9), time(17)), library.Holidays(days)], time_zone=NEW_YORK)


def timegrid(days: list[date]) -> Peer:
    library = import_module("timegrid")
    grid = library.TimeGridCalendar.weekdays(time(9), time(17))
    for day in days:
        grid = grid.close(day)
    compiled = grid.compile(datetime(2023, 1, 1), datetime(2031, 1, 1))  # noqa: DTZ001 - it knows no zones
    lengths = {hours: timedelta(hours=hours) for hours in HOURS}
    name = _named("timegrid", " (Rust, naive)")
    return Peer(
        name, False, lambda at, hours: grid.add_work_duration(at, lengths[hours]), compiled.get_working_duration
    )


def officehours(days: list[date]) -> Peer:
    library = import_module("officehours")
    desk = library.Calculator("9:00", "17:00", days)
    seconds = lambda start, end: timedelta(seconds=desk.working_seconds(start, end))  # noqa: E731
    return Peer(_named("officehours", " (naive)"), False, lambda at, hours: desk.due_date(hours, at), seconds)


def present(days: list[date]) -> list[Peer]:
    """All that are installed; who is missing is said."""
    found = []
    for make in (businesstimedelta, pandas, workclock, timegrid, officehours):
        try:
            found.append(make(days))
        except ImportError:
            print(f"{make.__name__} is not installed: not measured (pip install '.[bench]')")
    return found


def _named(distribution: str, remark: str = "") -> str:
    return f"{distribution} {version(distribution)}{remark}"
