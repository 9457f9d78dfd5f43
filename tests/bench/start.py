"""What it costs to begin: compiling thirty years of hours, and importing slaclock."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from slaclock import Calendar
from slaclock.instant import DAY, to_us
from tests.bench.goals import Goals
from tests.bench.measure import Race, number, table
from tests.bench.work import NEW_YORK, ZONE, federal_holidays

BEGIN, END = to_us(datetime(2010, 1, 1, tzinfo=UTC)), to_us(datetime(2040, 1, 1, tzinfo=UTC))
IMPORTS = ("import slaclock", "from slaclock import Calendar", "from slaclock import Engine", "import pendulum")
THIRTY = "30 years, one shift, holidays"


def run(goals: Goals, rounds: int) -> None:
    days = [day.isoformat() for day in federal_holidays()]
    office = {"timezone": ZONE, "hours": {"mon-fri": "09:00-17:00"}, "holidays": days}
    lunch = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-12:00, 13:00-18:00", "sat": "10:00-14:00"}}
    always = {"timezone": ZONE, "hours": {"every-day": "00:00-24:00"}}
    race = Race(rounds)
    race.enter("nothing: only read the configuration", lambda: Calendar.from_config(office))
    race.enter("what one answer needs, and give it", lambda: _ask(office, 1))
    race.enter("what 366 answers need, one a date, and give them", lambda: _ask(office, 366))
    race.enter("3 years, one shift, holidays", lambda: _compile(office, BEGIN + 3 * 366 * DAY))
    race.enter(THIRTY, lambda: _compile(office, END))
    race.enter("30 years, two shifts and Saturdays", lambda: _compile(lunch, END))
    race.enter("30 years, around the clock", lambda: _compile(always, END))
    times = race.run()
    rows = {name: [number(value / 1e6)] for name, value in times.items()}
    print(table("read a configuration and compile", ["ms of CPU"], rows))
    print()
    goals.at_most("30 years compile, ms", times[THIRTY] / 1e6, 10)
    imports = _imports(rounds)
    rows = {code: [number(ms)] for code, ms in imports.items()}
    print(table("import, beyond an empty interpreter", ["ms of CPU"], rows))


def _compile(config: Mapping[str, object], end: int) -> int:
    return Calendar.from_config(config).index.between(BEGIN, end)


def _ask(config: Mapping[str, object], count: int) -> None:
    calendar, start = Calendar.from_config(config), datetime(2024, 1, 1, 12, tzinfo=NEW_YORK)
    for day in range(count):
        calendar.add(start + timedelta(days=day), timedelta(hours=4))


def _imports(rounds: int) -> dict[str, float]:
    samples: dict[str, list[float]] = {code: [] for code in ("pass", *IMPORTS)}
    for _ in range(rounds):
        for code, times in samples.items():
            before = _children()
            subprocess.run([sys.executable, "-c", code], check=True)
            times.append((_children() - before) * 1e3)
    empty = statistics.median(samples.pop("pass"))
    return {code: max(statistics.median(times) - empty, 0.0) for code, times in samples.items()}


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
