"""Every minute has a reason that a person can be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from slaclock.hours.calendar import Calendar
from slaclock.hours.plan import Plan, Season
from slaclock.hours.shift import parse_shifts
from slaclock.hours.special import SpecialDay
from slaclock.instant import DAY, HOUR, from_us, to_us
from tests.hours.office import NINE_TO_FIVE, at, calendar, plan, week


class Feast:
    """Epiphany, every year."""

    fingerprint = "epiphany"

    def on(self, year: int) -> Mapping[date, str]:
        return {date(year, 1, 6): "Epiphany"}


DAYS = {
    date(2026, 12, 24): SpecialDay(parse_shifts("09:00-12:00"), "Christmas Eve"),
    date(2026, 12, 25): SpecialDay((), "Christmas Day", "holiday"),
    date(2026, 12, 26): SpecialDay(parse_shifts("10:00-14:00"), "sale"),
    date(2026, 12, 28): SpecialDay(parse_shifts("08:00-20:00")),
    date(2026, 12, 29): SpecialDay((), "stock-taking"),
    date(2026, 12, 30): SpecialDay(()),
    date(2026, 12, 31): SpecialDay((), "", "holiday"),
}
SUPPORT = calendar("Europe/Berlin", Plan(NINE_TO_FIVE, (), DAYS, (Feast(),)))


def told(support: Calendar, start: str, end: str) -> list[str]:
    stretches = support.stretches(to_us(at(start, support)), to_us(at(end, support)))
    return [f"{from_us(stretch.start, support.zone):%a %d %H:%M} {stretch.reason}" for stretch in stretches]


def test_a_week_before_the_new_year() -> None:
    assert told(SUPPORT, "2026-12-23 12:00", "2027-01-01 10:00") == [
        "Wed 23 12:00 open",
        "Wed 23 17:00 closed: after hours",
        "Thu 24 09:00 open (half day: Christmas Eve)",
        "Thu 24 12:00 closed: after hours",
        "Fri 25 00:00 closed: holiday Christmas Day",
        "Sat 26 00:00 closed: after hours",
        "Sat 26 10:00 open (extra opening: sale)",
        "Sat 26 14:00 closed: after hours",
        "Sun 27 00:00 closed: Sunday",
        "Mon 28 00:00 closed: after hours",
        "Mon 28 08:00 open (special hours)",
        "Mon 28 20:00 closed: after hours",
        "Tue 29 00:00 closed: special day stock-taking",
        "Wed 30 00:00 closed: special day",
        "Thu 31 00:00 closed: holiday",
        "Fri 01 00:00 closed: after hours",
        "Fri 01 09:00 open",
    ]


def test_a_holiday_is_named_and_so_is_the_break() -> None:
    support = calendar("Europe/Berlin", Plan(week(mon_fri="09:00-12:00, 13:00-17:00"), holidays=(Feast(),)))
    assert told(support, "2026-01-05 11:00", "2026-01-07 10:00") == [
        "Mon 05 11:00 open",
        "Mon 05 12:00 closed: break",
        "Mon 05 13:00 open",
        "Mon 05 17:00 closed: after hours",
        "Tue 06 00:00 closed: holiday Epiphany",
        "Wed 07 00:00 closed: after hours",
        "Wed 07 09:00 open",
    ]


def test_a_special_day_on_a_holiday_carries_the_holidays_name() -> None:
    half = {date(2026, 1, 6): SpecialDay(parse_shifts("09:00-12:00"))}
    support = calendar("Europe/Berlin", Plan(NINE_TO_FIVE, (), half, (Feast(),)))
    assert told(support, "2026-01-06 10:00", "2026-01-06 11:00") == ["Tue 06 10:00 open (half day: Epiphany)"]


def test_a_named_season_says_so() -> None:
    summer = Season((7, 1), (8, 31), week(mon_fri="08:00-15:00"), "summer hours")
    support = calendar("Europe/Berlin", plan(NINE_TO_FIVE, seasons=(summer,)))
    assert told(support, "2026-06-30 16:00", "2026-07-01 16:00") == [
        "Tue 30 16:00 open",
        "Tue 30 17:00 closed: after hours",
        "Wed 01 08:00 open (summer hours)",
        "Wed 01 15:00 closed: after hours",
    ]


def test_a_night_shift_on_the_eve_of_a_holiday_is_still_open() -> None:
    support = calendar("Europe/Berlin", Plan(week(mon_fri="22:00-06:00"), holidays=(Feast(),)))
    assert told(support, "2026-01-05 23:00", "2026-01-07 01:00") == [
        "Mon 05 23:00 open",
        "Tue 06 06:00 closed: holiday Epiphany",
        "Wed 07 00:00 closed: after hours",
    ]


def test_nothing_to_tell_of_no_time() -> None:
    noon = to_us(at("2026-12-23 12:00", SUPPORT))
    assert list(SUPPORT.stretches(noon, noon)) == []
    assert list(SUPPORT.stretches(noon, noon - 1)) == []


SUPPORTS = [
    SUPPORT,
    calendar("America/Havana", week(every="22:00-06:00")),
    calendar("Pacific/Apia", week(mon_fri="00:00-24:00")),
    calendar("America/St_Johns", NINE_TO_FIVE),
    SUPPORT | calendar("America/New_York", NINE_TO_FIVE),
    SUPPORT - calendar("America/New_York", NINE_TO_FIVE),
]


@pytest.mark.parametrize("support", SUPPORTS)
@given(start=sampled_from([2010, 2011, 2018, 2026]), hour=integers(0, 8_000), length=integers(1, 24 * 30))
def test_stretches_cover_all_time_and_agree_with_the_open_spans(
    support: Calendar, start: int, hour: int, length: int
) -> None:
    begin = to_us(at(f"{start}-01-02 00:00", "UTC")) + hour * HOUR
    end = begin + length * HOUR
    stretches = list(support.stretches(begin, end))
    assert (stretches[0].start, stretches[-1].end) == (begin, end)
    assert all(here.end == there.start for here, there in pairwise(stretches))
    assert all((here.open, here.reason) != (there.open, there.reason) for here, there in pairwise(stretches))
    for stretch in stretches:
        assert support.index.between(stretch.start, stretch.end) == (stretch.end - stretch.start) * stretch.open
        assert stretch.open or stretch.end - stretch.start <= 4 * DAY
