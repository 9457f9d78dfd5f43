"""The work all do: Monday to Friday, 9 to 17 in New York, the US federal holidays 2015 to 2030, and random instants."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from slaclock import Calendar

ZONE = "America/New_York"
NEW_YORK = ZoneInfo(ZONE)
HOURS = (4, 40, 400, 4000)
SPANS = {"3 days": timedelta(days=3), "1 year": timedelta(days=365)}


def federal_holidays() -> list[date]:
    """As literal dates, so that every candidate gets the same ones and none pays for finding them."""
    import holidays

    return sorted(holidays.country_holidays("US", years=range(2015, 2031)))


def calendar(zone: str = ZONE) -> Calendar:
    days = [day.isoformat() for day in federal_holidays()]
    return Calendar.from_config({"timezone": zone, "hours": {"mon-fri": "09:00-17:00"}, "holidays": days})


def instants(count: int, zone: ZoneInfo = NEW_YORK, seed: int = 2024) -> list[datetime]:
    """Random whole seconds of 2024, in or out of hours."""
    chance = random.Random(seed)
    start = int(datetime(2024, 1, 1, 12, tzinfo=UTC).timestamp())
    return [datetime.fromtimestamp(start + chance.randrange(365 * 86_400), zone) for _ in range(count)]


def naive(at: datetime) -> datetime:
    """The local wall clock without its zone, for those who know none."""
    return at.astimezone(NEW_YORK).replace(tzinfo=None)
