"""Open time under candidate hours, for many tickets at once, against a walk minute by minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock.fit.opening import DAY_SETS, Almanac, Opening, countries_of
from slaclock.instant import to_us

SAO_PAULO = ZoneInfo("America/Sao_Paulo")  # no clock change since 2019: wall clocks and seconds agree
FIRST = datetime(2026, 4, 13, tzinfo=SAO_PAULO)  # a Monday; Tuesday 21 April is Tiradentes


@pytest.fixture(scope="module", name="almanac")
def _almanac() -> Almanac:
    return Almanac(SAO_PAULO, to_us(FIRST), to_us(FIRST + timedelta(days=21)), ("BR",))


def passed(almanac: Almanac, opening: Opening, start: datetime, end: datetime) -> float:
    """Open hours between two moments."""
    begin, stop = almanac.passed(opening, almanac.local([to_us(start), to_us(end)]))
    return float((stop - begin) / 3600)


@pytest.mark.parametrize(
    "opening, start, end, hours",
    [
        (Opening("mon-fri", 540, 1020), (13, 9), (13, 17), 8),
        (Opening("mon-fri", 540, 1020), (17, 16), (20, 10), 2),  # Friday 16:00 to Monday 10:00
        (Opening("every-day", 0, 1440), (17, 16), (20, 10), 66),
        (Opening("mon-fri", 0, 1440), (17, 16), (20, 10), 18),
        (Opening("mon-sat", 540, 1020), (17, 16), (20, 10), 10),
        (Opening("sun-thu", 540, 1020), (16, 16), (19, 10), 2),  # Thursday 16:00 to Sunday 10:00
        (Opening("mon-fri", 1320, 1800), (17, 21), (18, 12), 8),  # a night shift, Friday 22:00 to Saturday 06:00
        (Opening("mon-fri", 540, 1020), (20, 9), (22, 9), 16),
        (Opening("mon-fri", 540, 1020, "BR"), (20, 9), (22, 9), 8),  # the holiday between them is off
    ],
)
def test_open_time(
    almanac: Almanac, opening: Opening, start: tuple[int, int], end: tuple[int, int], hours: int
) -> None:
    begin, stop = (datetime(2026, 4, *moment, tzinfo=SAO_PAULO) for moment in (start, end))
    assert passed(almanac, opening, begin, stop) == hours


@given(
    days=st.sampled_from(sorted(DAY_SETS)),
    start=st.integers(0, 23),
    length=st.integers(1, 23),
    moment=st.integers(0, 20 * 1440),
    minutes=st.integers(0, 600),
)
def test_it_is_what_a_walk_counts(days: str, start: int, length: int, moment: int, minutes: int) -> None:
    opening = Opening(days, start * 60, (start + length) * 60)
    almanac = Almanac(SAO_PAULO, to_us(FIRST), to_us(FIRST + timedelta(days=21)), ())
    begin = FIRST + timedelta(minutes=moment)
    walked = sum(_is_open(opening, begin + timedelta(minutes=minute)) for minute in range(minutes))
    assert passed(almanac, opening, begin, begin + timedelta(minutes=minutes)) * 60 == pytest.approx(walked)


def _is_open(opening: Opening, at: datetime) -> bool:
    minute = at.hour * 60 + at.minute
    today, yesterday = (day in DAY_SETS[opening.days] for day in (at.weekday(), (at.weekday() - 1) % 7))
    return (today and opening.start <= minute < opening.end) or (yesterday and minute + 1440 < opening.end)


def test_an_almanac_knows_its_weekdays(almanac: Almanac) -> None:
    assert almanac.weekday[(date(2026, 4, 19) - almanac.first).days] == 6
    assert np.all(np.diff(almanac.weekday) % 7 == 1)


def test_the_country_of_a_zone() -> None:
    assert countries_of("America/Sao_Paulo") == ("BR",)
    assert countries_of("Etc/UTC") == ()
