from __future__ import annotations

from datetime import timedelta

import pytest

from slaclock.errors import InvalidInput, NeverOpens
from slaclock.hours.calendar import Calendar
from slaclock.instant import to_us
from tests.hours.office import NINE_TO_FIVE, at, calendar, days_off, plan, shown, special, week

OFFICE = calendar("Europe/Berlin", NINE_TO_FIVE)
LUNCH = calendar("Europe/Berlin", week(mon_fri="09:00-12:00, 13:00-17:00"))
NIGHT = calendar("Europe/Berlin", week(mon_fri="22:00-06:00"))
CHRISTMAS = calendar(
    "Europe/Berlin", plan(NINE_TO_FIVE, days=special(d2026_12_24="09:00-12:00") | days_off("2026-12-25"))
)
SUNDAYS = calendar("Europe/Berlin", week(sun="02:00-06:00"))
BOTH = OFFICE | calendar("America/New_York", NINE_TO_FIVE)


@pytest.mark.parametrize(
    "support, start, count, due",
    [
        (OFFICE, "2026-03-02 10:30", 1, "2026-03-03 10:30:00+01:00"),
        (OFFICE, "2026-03-06 10:30", 1, "2026-03-09 10:30:00+01:00"),  # a Friday
        (OFFICE, "2026-03-02 10:30", 5, "2026-03-09 10:30:00+01:00"),
        (OFFICE, "2026-03-02 07:00", 1, "2026-03-03 09:00:00+01:00"),  # before opening: opening
        (OFFICE, "2026-03-02 20:00", 1, "2026-03-03 17:00:00+01:00"),  # after closing: closing
        (OFFICE, "2026-03-02 17:00", 1, "2026-03-03 17:00:00+01:00"),
        (OFFICE, "2026-03-07 10:30", 1, "2026-03-09 17:00:00+01:00"),  # asked on a Saturday: all of Monday
        (OFFICE, "2026-03-07 10:30", 2, "2026-03-10 17:00:00+01:00"),
        (OFFICE, "2026-03-02 10:30:00.000007", 1, "2026-03-03 10:30:00.000007+01:00"),
        (LUNCH, "2026-03-02 12:30", 1, "2026-03-03 13:00:00+01:00"),  # in the break: its end
        (LUNCH, "2026-03-02 12:00", 1, "2026-03-03 13:00:00+01:00"),  # the break begins with its first instant
        (CHRISTMAS, "2026-12-23 10:30", 1, "2026-12-24 10:30:00+01:00"),
        (CHRISTMAS, "2026-12-23 15:00", 1, "2026-12-24 12:00:00+01:00"),  # after the half day's closing
        (CHRISTMAS, "2026-12-23 15:00", 2, "2026-12-28 15:00:00+01:00"),  # over the holiday and the weekend
        (NIGHT, "2026-03-02 23:30", 1, "2026-03-03 23:30:00+01:00"),
        (NIGHT, "2026-03-03 02:00", 1, "2026-03-04 22:00:00+01:00"),  # its own date is Tuesday
        (NIGHT, "2026-03-07 02:00", 1, "2026-03-10 06:00:00+01:00"),  # Saturday is no business day: Monday's closing
        (SUNDAYS, "2026-03-22 02:30", 1, "2026-03-29 03:00:00+02:00"),  # 02:30 is skipped: the gap's end
        (SUNDAYS, "2026-03-22 02:30:00.5", 1, "2026-03-29 03:00:00+02:00"),
        (SUNDAYS, "2026-10-18 02:30", 1, "2026-10-25 02:30:00+02:00"),  # the first of two
        (BOTH, "2026-03-02 08:00", 1, "2026-03-03 09:00:00+01:00"),
        (BOTH, "2026-03-02 22:30", 1, "2026-03-03 22:30:00+01:00"),  # New York is open until 23:00
        (BOTH, "2026-03-02 23:30", 1, "2026-03-03 23:00:00+01:00"),
    ],
)
def test_the_nth_business_day_at_the_same_time(support: Calendar, start: str, count: int, due: str) -> None:
    assert shown(support.add_days(at(start, support), count)) == due


@pytest.mark.parametrize(
    "support, start, count, due",
    [
        (OFFICE, "2026-03-06 10:30", 0, "2026-03-06 17:00:00+01:00"),
        (OFFICE, "2026-03-06 17:00", 0, "2026-03-06 17:00:00+01:00"),  # just in time
        (OFFICE, "2026-03-06 17:00:00.000001", 0, "2026-03-09 17:00:00+01:00"),
        (OFFICE, "2026-03-07 10:30", 0, "2026-03-09 17:00:00+01:00"),
        (OFFICE, "2026-03-06 10:30", 1, "2026-03-09 17:00:00+01:00"),
        (OFFICE, "2026-03-06 20:00", 1, "2026-03-09 17:00:00+01:00"),
        (OFFICE, "2026-03-07 10:30", 1, "2026-03-09 17:00:00+01:00"),
        (OFFICE, "2026-03-06 10:30", 3, "2026-03-11 17:00:00+01:00"),
        (LUNCH, "2026-03-06 10:30", 0, "2026-03-06 17:00:00+01:00"),  # the last closing, not the break
        (CHRISTMAS, "2026-12-24 13:00", 0, "2026-12-28 17:00:00+01:00"),
        (NIGHT, "2026-03-06 23:00", 0, "2026-03-07 06:00:00+01:00"),  # Friday's night ends on Saturday
        (NIGHT, "2026-03-07 02:00", 0, "2026-03-10 06:00:00+01:00"),  # Saturday itself has none
        (BOTH, "2026-03-02 18:00", 0, "2026-03-02 23:00:00+01:00"),
    ],
)
def test_the_end_of_a_business_day(support: Calendar, start: str, count: int, due: str) -> None:
    assert shown(support.end_of_day(at(start, support), count)) == due


def test_a_composed_calendars_days_are_cut_at_midnight() -> None:
    # 13:00 to 15:00 in New York is 19:00 to 21:00 in Berlin; with the night in Berlin it is open to midnight, and on.
    support = NIGHT | calendar("America/New_York", week(mon_fri="13:00-15:00"))
    assert shown(support.end_of_day(at("2026-03-02 18:00", support), 0)) == "2026-03-03 00:00:00+01:00"
    assert shown(support.end_of_day(at("2026-03-07 02:00", support), 0)) == "2026-03-07 06:00:00+01:00"


def test_the_date_a_zone_skipped_is_no_business_day() -> None:
    # Samoa went from Thursday 29 to Saturday 31 December 2011.
    for hours in (week(mon_sun="09:00-17:00"), week(mon_sun="22:00-06:00"), week(every="00:00-24:00")):
        support = calendar("Pacific/Apia", hours)
        assert support.add_days(at("2011-12-29 12:00", support), 2).date().isoformat() == "2012-01-01"


def test_the_integer_twins_say_the_same() -> None:
    friday = at("2026-03-06 10:30", OFFICE)
    assert OFFICE.day_after(to_us(friday), 1) == to_us(OFFICE.add_days(friday, 1))
    assert OFFICE.day_end(to_us(friday), 1) == to_us(OFFICE.end_of_day(friday, 1))


@pytest.mark.parametrize("count", [0, -1])
def test_business_days_are_counted_from_one(count: int) -> None:
    with pytest.raises(InvalidInput, match=f"counted from 1, not from {count}"):
        OFFICE.add_days(at("2026-03-06 10:30", OFFICE), count)
    with pytest.raises(InvalidInput, match="0 or more days ahead, not -1"):
        OFFICE.end_of_day(at("2026-03-06 10:30", OFFICE), -1)


def test_no_business_day_in_ten_years_is_refused() -> None:
    fair = calendar("Europe/Berlin", plan(week(), days=special(d2026_06_27="10:00-14:00")))
    start = at("2026-06-01 12:00", fair)
    assert shown(fair.add_days(start, 1)) == "2026-06-27 14:00:00+02:00"
    for ask in (fair.add_days, fair.end_of_day):
        with pytest.raises(NeverOpens, match="more than ten years later"):
            ask(start, 2)
    with pytest.raises(NeverOpens):
        OFFICE.add_days(start, 4_000)


def test_every_answer_lies_in_the_hours_of_its_day() -> None:
    start = at("2026-03-01 00:00", LUNCH)
    for hour in range(24 * 14):
        for count in (1, 2, 7):
            due = LUNCH.add_days(start + timedelta(hours=hour), count)
            assert LUNCH.is_open(due) or LUNCH.is_open(due - timedelta(microseconds=1))
