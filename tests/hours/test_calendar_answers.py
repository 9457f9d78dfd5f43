"""Monday 2 March 2026 to the weeks after, on a wall calendar; nothing here changes its clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pendulum
import pytest

from slaclock.errors import NaiveDatetime, NeverCloses, NeverOpens, OutOfRange
from slaclock.hours.calendar import Calendar
from slaclock.hours.shift import NEVER
from slaclock.hours.span import Span
from tests.hours.office import NINE_TO_FIVE, at, calendar, days_off, plan, shown, special, week

OFFICE = calendar("Europe/Berlin", NINE_TO_FIVE)
LUNCH = calendar("Europe/Berlin", week(mon_thu="09:00-12:00, 13:00-18:00", fri="09:00-16:00"))
NIGHT = calendar("Europe/Berlin", week(mon_fri="22:00-06:00", sun="22:00-06:00"))


def hours(amount: float) -> timedelta:
    return timedelta(hours=amount)


@pytest.mark.parametrize(
    "support, start, amount, due",
    [
        (OFFICE, "2026-03-06 10:00", 2, "2026-03-06 12:00:00+01:00"),  # a Friday
        (OFFICE, "2026-03-06 16:30", 2, "2026-03-09 10:30:00+01:00"),  # over a weekend
        (OFFICE, "2026-03-06 16:00", 1, "2026-03-06 17:00:00+01:00"),  # used up exactly at closing
        (OFFICE, "2026-03-06 07:00", 1, "2026-03-06 10:00:00+01:00"),  # before opening
        (OFFICE, "2026-03-07 12:00", 8, "2026-03-09 17:00:00+01:00"),  # on a Saturday, a whole day
        (OFFICE, "2026-03-06 17:00", 1, "2026-03-09 10:00:00+01:00"),  # at closing it is closed
        (OFFICE, "2026-03-02 09:00", 80, "2026-03-13 17:00:00+01:00"),  # two weeks
        (OFFICE, "2026-03-07 12:00", 0, "2026-03-07 12:00:00+01:00"),  # nothing, while closed
        (OFFICE, "2026-03-09 10:30", -2, "2026-03-06 16:30:00+01:00"),  # backwards
        (LUNCH, "2026-03-02 11:30", 1, "2026-03-02 13:30:00+01:00"),  # over the break
        (LUNCH, "2026-03-02 11:00", 1, "2026-03-02 12:00:00+01:00"),  # exactly to the break
        (LUNCH, "2026-03-05 17:30", 8, "2026-03-09 09:30:00+01:00"),  # a short Friday
        (NIGHT, "2026-03-06 23:00", 8, "2026-03-08 23:00:00+01:00"),  # Saturday 06:00, then Sunday 22:00
        (NIGHT, "2026-03-08 20:00", 3, "2026-03-09 01:00:00+01:00"),  # Sunday night into Monday
    ],
)
def test_when_open_time_is_used_up(support: Calendar, start: str, amount: float, due: str) -> None:
    assert shown(support.add(at(start, support), hours(amount))) == due
    assert shown(support.subtract(at(start, support), hours(-amount))) == due


@pytest.mark.parametrize(
    "end, amount, start",
    [
        ("2026-03-09 10:30", 2, "2026-03-06 16:30:00+01:00"),
        ("2026-03-09 10:00", 1, "2026-03-09 09:00:00+01:00"),  # the latest moment is the opening
        ("2026-03-09 09:00", 1, "2026-03-06 16:00:00+01:00"),
        ("2026-03-08 12:00", 8, "2026-03-06 09:00:00+01:00"),
        ("2026-03-08 12:00", 0, "2026-03-08 12:00:00+01:00"),
    ],
)
def test_when_open_time_must_have_begun(end: str, amount: float, start: str) -> None:
    assert shown(OFFICE.subtract(at(end, OFFICE), hours(amount))) == start


@pytest.mark.parametrize(
    "start, end, amount",
    [
        ("2026-03-06 10:00", "2026-03-06 12:30", 2.5),
        ("2026-03-06 16:30", "2026-03-09 10:30", 2),
        ("2026-03-06 20:00", "2026-03-09 08:00", 0),
        ("2026-03-02 00:00", "2026-03-16 00:00", 80),
        ("2026-03-09 10:30", "2026-03-06 16:30", -2),
    ],
)
def test_how_much_open_time_lies_between(start: str, end: str, amount: float) -> None:
    assert OFFICE.between(at(start, OFFICE), at(end, OFFICE)) == hours(amount)


@pytest.mark.parametrize(
    "moment, is_open, opening, closing",
    [
        ("2026-03-06 08:59:59.999999", False, "2026-03-06 09:00:00+01:00", "2026-03-06 17:00:00+01:00"),
        ("2026-03-06 09:00", True, "2026-03-06 09:00:00+01:00", "2026-03-06 17:00:00+01:00"),
        ("2026-03-06 16:59:59.999999", True, "2026-03-06 16:59:59.999999+01:00", "2026-03-06 17:00:00+01:00"),
        ("2026-03-06 17:00", False, "2026-03-09 09:00:00+01:00", "2026-03-09 17:00:00+01:00"),
    ],
)
def test_open_or_closed_and_what_comes_next(moment: str, is_open: bool, opening: str, closing: str) -> None:
    assert OFFICE.is_open(at(moment, OFFICE)) is is_open
    assert shown(OFFICE.next_opening(at(moment, OFFICE))) == opening
    assert shown(OFFICE.next_closing(at(moment, OFFICE))) == closing


def test_the_open_spans_between_two_instants_are_cut_off_at_both() -> None:
    friday, monday = at("2026-03-06 16:00", LUNCH), at("2026-03-09 13:30", LUNCH)
    assert list(LUNCH.spans(at("2026-03-06 15:30", LUNCH), monday)) == [
        Span(at("2026-03-06 15:30", LUNCH), friday),
        Span(at("2026-03-09 09:00", LUNCH), at("2026-03-09 12:00", LUNCH)),
        Span(at("2026-03-09 13:00", LUNCH), monday),
    ]
    assert list(LUNCH.spans(monday, friday)) == []
    assert list(LUNCH.spans(friday, friday)) == []


def test_shifts_that_meet_at_midnight_are_one_span() -> None:
    support = calendar("Europe/Berlin", week(mon="20:00-24:00", tue="00:00-04:00, 06:00-08:00"))
    spans = list(support.spans(at("2026-03-02 00:00", support), at("2026-03-04 00:00", support)))
    assert [span.length for span in spans] == [hours(8), hours(2)]


def test_a_half_day_a_day_off_and_an_extra_opening() -> None:
    days = special(d2026_12_24="09:00-12:00", d2026_12_27="10:00-14:00") | days_off("2026-12-25")
    support = calendar("Europe/Berlin", plan(NINE_TO_FIVE, days=days))
    # Wednesday 23rd 16:00, one hour; Thursday half, three; Friday off; Sunday 27th four; Monday from 09:00.
    assert shown(support.add(at("2026-12-23 16:00", support), hours(4))) == "2026-12-24 12:00:00+01:00"
    assert shown(support.add(at("2026-12-23 16:00", support), hours(5))) == "2026-12-27 11:00:00+01:00"
    assert shown(support.add(at("2026-12-23 16:00", support), hours(9))) == "2026-12-28 10:00:00+01:00"


def test_a_night_shift_keeps_its_tail_on_a_holiday_unless_cut() -> None:
    for cut, closing in ((False, "2026-12-25 06:00:00+01:00"), (True, "2026-12-25 00:00:00+01:00")):
        hours_ = plan(week(mon_fri="22:00-06:00"), days=days_off("2026-12-25"), cut_at_midnight=cut)
        support = calendar("Europe/Berlin", hours_)
        assert shown(support.next_closing(at("2026-12-24 23:00", support))) == closing
        assert shown(support.next_closing(at("2026-12-22 23:00", support))) == "2026-12-23 06:00:00+01:00"


def test_cutting_does_not_care_about_a_day_that_is_merely_a_weekend() -> None:
    support = calendar("Europe/Berlin", plan(week(mon_fri="22:00-06:00"), cut_at_midnight=True))
    assert shown(support.next_closing(at("2026-03-06 23:00", support))) == "2026-03-07 06:00:00+01:00"


def test_any_zone_goes_in_and_the_calendars_zone_comes_out() -> None:
    due = OFFICE.add(datetime(2026, 3, 6, 15, 30, tzinfo=UTC), hours(2))
    assert shown(due) == "2026-03-09 10:30:00+01:00"
    assert due.tzinfo is OFFICE.zone
    assert type(due) is datetime
    assert OFFICE.add(at("2026-03-06 10:30", "America/New_York"), hours(2)) == due


def test_pendulum_datetimes_and_durations_are_taken() -> None:
    friday = pendulum.datetime(2026, 3, 6, 16, 30, tz="Europe/Berlin")
    due = OFFICE.add(friday, pendulum.duration(hours=2))
    assert shown(due) == "2026-03-09 10:30:00+01:00"
    assert type(due) is datetime
    assert OFFICE.between(friday, pendulum.datetime(2026, 3, 9, 10, 30, tz="Europe/Berlin")) == hours(2)
    assert shown(
        OFFICE.add(pendulum.datetime(2026, 3, 9, 10, 30, tz="Europe/Berlin"), -pendulum.duration(hours=2))
    ) == ("2026-03-06 16:30:00+01:00")


def test_answers_are_exact_to_the_microsecond() -> None:
    start = at("2026-03-06 16:59:59.999999", OFFICE)
    assert shown(OFFICE.add(start, timedelta(microseconds=1))) == "2026-03-06 17:00:00+01:00"
    assert shown(OFFICE.add(start, timedelta(microseconds=2))) == "2026-03-09 09:00:00.000001+01:00"
    assert OFFICE.between(start, at("2026-03-09 09:00:00.000001", OFFICE)) == timedelta(microseconds=2)


NAIVE = datetime(2026, 3, 6, 10)  # noqa: DTZ001  naive on purpose


@pytest.mark.parametrize(
    "ask",
    [
        lambda: OFFICE.add(NAIVE, hours(1)),
        lambda: OFFICE.subtract(NAIVE, hours(1)),
        lambda: OFFICE.between(at("2026-03-06 10:00", OFFICE), NAIVE),
        lambda: OFFICE.is_open(NAIVE),
        lambda: OFFICE.next_opening(NAIVE),
        lambda: OFFICE.next_closing(NAIVE),
        lambda: list(OFFICE.spans(NAIVE, at("2026-03-06 10:00", OFFICE))),
        lambda: OFFICE.add_days(NAIVE, 1),
        lambda: OFFICE.end_of_day(NAIVE, 1),
    ],
)
def test_a_naive_datetime_is_refused_at_every_entry(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(NaiveDatetime, match="2026-03-06T10:00:00 has no time zone"):
        ask()


def test_the_years_served_end_with_2199() -> None:
    # Neither 1 January 1970 nor 31 December 2199 is a weekend.
    assert OFFICE.is_open(at("1970-01-01 09:00", OFFICE))
    assert OFFICE.is_open(at("2199-12-31 16:59", OFFICE))
    assert shown(OFFICE.add(at("2199-12-31 16:00", OFFICE), hours(2))) == "2200-01-01 10:00:00+01:00"
    assert shown(OFFICE.subtract(at("1970-01-01 09:30", OFFICE), hours(1))) == "1969-12-31 16:30:00+01:00"
    for outside in (at("1970-01-01 00:59:59", OFFICE), at("2200-01-01 01:00", OFFICE)):
        with pytest.raises(OutOfRange, match="outside the years 1970 to 2200"):
            OFFICE.add(outside, hours(1))


def test_more_open_time_than_ten_years_hold_is_refused() -> None:
    start = at("2026-03-02 09:00", OFFICE)
    # 3653 days from Monday 2 March 2026 reach to Sunday 2 March 2036: 521 weeks and six days, Monday to Saturday.
    ten_years = 521 * 40 + 40
    assert shown(OFFICE.add(start, hours(ten_years))) == "2036-02-29 17:00:00+01:00"
    with pytest.raises(NeverOpens, match="end more than ten years later"):
        OFFICE.add(start, hours(ten_years + 9))
    with pytest.raises(NeverOpens, match="begin more than ten years before"):
        OFFICE.subtract(start, hours(ten_years + 9))


def test_around_the_clock_open_time_is_wall_time() -> None:
    always = Calendar.always("Europe/Berlin")
    start = at("2026-01-01 00:00:00.000001", always)
    # 250 days over the change to summer time: the wall clock shows an hour more.
    assert shown(always.add(start, timedelta(days=250))) == "2026-09-08 01:00:00.000001+02:00"
    assert always.between(at("1970-01-02 00:00", "UTC"), at("2199-01-01 00:00", "UTC")) == timedelta(days=83_640)
    with pytest.raises(NeverCloses, match="no closing within ten years"):
        always.next_closing(start)


def test_a_calendar_with_only_special_days_opens_on_them_and_then_no_more() -> None:
    fair = calendar("Europe/Berlin", plan(NEVER, days=special(d2026_06_27="10:00-14:00")))
    assert shown(fair.next_opening(at("2020-01-01 00:00", fair))) == "2026-06-27 10:00:00+02:00"
    assert fair.between(at("1980-01-01 00:00", fair), at("2100-01-01 00:00", fair)) == hours(4)
    assert not fair.never_open
    with pytest.raises(NeverOpens, match="no opening within ten years after 2026-06-27"):
        fair.next_opening(at("2026-06-27 14:00", fair))
    with pytest.raises(NeverOpens, match="no opening within ten years after 2009-12-31T23:00"):
        fair.next_opening(at("2010-01-01 00:00", fair))


def test_a_calendar_that_never_opens_says_so_and_never_loops() -> None:
    closed = calendar("Europe/Berlin", NEVER)
    noon = at("2026-03-06 12:00", closed)
    assert closed.never_open
    assert not closed.is_open(noon)
    assert closed.between(noon, at("2036-03-06 12:00", closed)) == timedelta()
    assert closed.add(noon, timedelta()) == noon
    for ask in (closed.next_opening, lambda moment: closed.add(moment, hours(1))):
        with pytest.raises(NeverOpens):
            ask(noon)
    with pytest.raises(NeverCloses):
        closed.next_closing(noon)
