from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from slaclock.errors import NaiveDatetime, OutOfRange
from slaclock.hours.dial import Dial
from slaclock.instant import FIRST, LAST, from_us
from tests.hours.office import at

ZONES = [ZoneInfo(key) for key in ("UTC", "Europe/Berlin", "America/St_Johns", "America/Sao_Paulo", "Pacific/Apia")]
DIALS = {zone: Dial(zone) for zone in ZONES}


@pytest.mark.parametrize(
    "zone, wall, fold, utc",
    [
        ("Europe/Berlin", "2026-03-06 16:30:15.000007", 0, "2026-03-06 15:30:15.000007"),
        ("Europe/Berlin", "2026-10-25 02:30", 0, "2026-10-25 00:30"),
        ("Europe/Berlin", "2026-10-25 02:30", 1, "2026-10-25 01:30"),
        ("America/St_Johns", "2010-11-06 23:30", 0, "2010-11-07 02:00"),  # at 00:01 it becomes 23:01 again
        ("America/St_Johns", "2010-11-06 23:30", 1, "2010-11-07 03:00"),
        ("America/Sao_Paulo", "2018-02-17 23:30", 1, "2018-02-18 02:30"),
        ("Pacific/Apia", "2011-12-31 00:30", 0, "2011-12-30 10:30"),
        ("Pacific/Apia", "2011-12-29 23:30", 0, "2011-12-30 09:30"),
    ],
)
def test_a_datetime_of_the_dials_zone(zone: str, wall: str, fold: int, utc: str) -> None:
    dial = Dial(ZoneInfo(zone))
    for _ in range(2):  # learning the date, and knowing it
        assert from_us(dial.us(at(wall, zone, fold))) == at(utc, "UTC")


@given(sampled_from(ZONES), sampled_from(ZONES), integers(FIRST, LAST - 1), integers(-3, 3))
def test_whatever_the_zone_it_is_the_instant(dialed: ZoneInfo, worn: ZoneInfo, us: int, days: int) -> None:
    dial = DIALS[dialed]
    assert dial.us(from_us(us, worn)) == us
    near_change = at("2018-11-04 00:00", "UTC") + timedelta(days=days, microseconds=us % 86_400_000_000)
    assert from_us(dial.us(near_change.astimezone(dialed))) == near_change


@pytest.mark.parametrize("zone", ZONES)
def test_what_the_years_served_end_with(zone: ZoneInfo) -> None:
    dial = Dial(zone)
    for us in (FIRST, LAST - 1):
        assert [dial.us(from_us(us, zone)) for _ in range(2)] == [us, us]
    for us in (FIRST - 1, LAST):
        for _ in range(2):
            with pytest.raises(OutOfRange):
                dial.us(from_us(us, zone))


def test_naive_is_refused() -> None:
    with pytest.raises(NaiveDatetime):
        Dial(ZONES[0]).us(datetime(2026, 3, 6, tzinfo=UTC).replace(tzinfo=None))
