"""The calendars the laws are tried on: every feature at least once, every one with an oracle of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from slaclock import Calendar
from slaclock.instant import MINUTE
from tests.hours.laws.oracle import Oracle

FIRST, LAST = date(2024, 1, 1), date(2026, 4, 1)
"""The stretch of time the oracles know, with margins for night shifts and for budgets that reach far."""

CHRISTMAS = [
    "2024-12-25",
    "2024-12-26",
    "2025-01-01",
    "2025-04-18",
    "2025-04-21",
    "2025-05-01",
    "2025-12-25",
    "2025-12-26",
]


@dataclass(frozen=True, eq=False)
class Case:
    """A calendar and what a second opinion says about it."""

    name: str
    config: dict[str, Any]

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar.from_config(self.config)

    @cached_property
    def oracle(self) -> Oracle:
        return Oracle(self.config, FIRST, LAST)

    @cached_property
    def edges(self) -> list[int]:
        """Openings and closings of the middle part, in microseconds."""
        minutes = sorted(self.oracle.openings + self.oracle.closings)
        return [minute * MINUTE for minute in minutes[len(minutes) // 4 : len(minutes) * 3 // 4]]

    def __repr__(self) -> str:
        return self.name


CASES = [
    Case("office", {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}),
    Case(
        "lunch, half days, holidays, a summer season",
        {
            "timezone": "Europe/Berlin",
            "hours": {"mon-thu": "09:00-12:00, 13:00-18:00", "fri": "09:00-16:00"},
            "holidays": CHRISTMAS,
            "special": {
                "2024-12-24": "09:00-12:00",
                "2025-06-28": "10:00-14:00",
                "2025-12-25": "11:00-12:00",
                "2025-12-31": "closed",
            },
            "seasons": [{"from": "07-01", "to": "08-31", "hours": {"mon-fri": "08:00-15:00"}}],
        },
    ),
    Case(
        "nights over clock changes and into Monday",
        {
            "timezone": "America/New_York",
            "hours": {"every-day": "22:00-06:00"},
            "holidays": CHRISTMAS,
            "special": {"2025-03-08": "22:30-02:30", "2025-11-01": "23:00-01:30"},
        },
    ),
    Case(
        "nights cut before days off",
        {
            "timezone": "Australia/Lord_Howe",
            "hours": {"sun-thu": "20:00-04:00", "fri": "00:00-24:00"},
            "holidays": CHRISTMAS,
            "special": {"2025-01-02": "closed", "2025-06-10": "02:00-03:00, 21:00-00:00"},
            "cut_at_midnight": True,
        },
    ),
    Case(
        "a season over the new year, a week of another, a zone 45 minutes off",
        {
            "timezone": "Asia/Kathmandu",
            "hours": {"sun-thu": "10:00-17:30", "fri": "10:00-13:00"},
            "seasons": [
                {"from": "10-25", "to": "10-31", "hours": {"wed": "11:00-12:00"}},
                {"from": "11-15", "to": "02-14", "hours": {"sun-fri": "11:00-16:00"}},
            ],
        },
    ),
    Case("always", {"timezone": "Europe/London", "hours": {"every-day": "00:00-24:00"}}),
    Case(
        "days that begin and end inside clock changes",
        {"timezone": "America/Havana", "hours": {"mon-sat": "00:30-24:00", "sun": "00:00-00:30, 01:30-23:15"}},
    ),
    Case(
        "special days only",
        {
            "timezone": "Pacific/Auckland",
            "hours": {},
            "special": {f"{year}-{month:02}-15": "08:00-20:00" for year in range(2020, 2035) for month in range(1, 13)},
        },
    ),
]
