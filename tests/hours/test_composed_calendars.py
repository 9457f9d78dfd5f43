from __future__ import annotations

from datetime import date, timedelta

import pytest

from slaclock.errors import NeverOpens
from slaclock.hours.calendar import Calendar
from slaclock.hours.compose import inverted, shared, united
from slaclock.hours.plan import Plan
from slaclock.hours.shift import NEVER
from slaclock.instant import to_us
from tests.hours.office import NINE_TO_FIVE, at, calendar, plan, shown, special, week

BERLIN = calendar("Europe/Berlin", NINE_TO_FIVE, "berlin")
AUSTIN = calendar("America/Chicago", NINE_TO_FIVE, "austin")
NOTHING = calendar("Europe/Berlin", NEVER, "nothing")


def hours(amount: float) -> timedelta:
    return timedelta(hours=amount)


@pytest.mark.parametrize(
    "support, start, amount, due",
    [
        # Berlin 09:00 to 17:00, Austin 16:00 to 24:00 of Berlin's clock.
        (BERLIN | AUSTIN, "2026-03-02 16:30", 2, "2026-03-02 18:30:00+01:00"),
        (BERLIN | AUSTIN, "2026-03-06 23:30", 1, "2026-03-09 09:30:00+01:00"),
        (BERLIN & AUSTIN, "2026-03-02 09:00", 1, "2026-03-02 17:00:00+01:00"),
        (BERLIN & AUSTIN, "2026-03-02 09:00", 2, "2026-03-03 17:00:00+01:00"),
        (BERLIN - AUSTIN, "2026-03-02 15:30", 1, "2026-03-03 09:30:00+01:00"),
        # From 8 to 29 March America already has summer time: two hours are shared.
        (BERLIN & AUSTIN, "2026-03-09 09:00", 2, "2026-03-09 17:00:00+01:00"),
        (BERLIN | NOTHING, "2026-03-06 16:30", 1, "2026-03-09 09:30:00+01:00"),
        (NOTHING | BERLIN, "2026-03-06 16:30", 1, "2026-03-09 09:30:00+01:00"),
        (BERLIN - NOTHING, "2026-03-06 16:30", 1, "2026-03-09 09:30:00+01:00"),
        ((BERLIN | AUSTIN) - BERLIN, "2026-03-06 16:30", 1, "2026-03-06 18:00:00+01:00"),
    ],
)
def test_calendars_put_together(support: Calendar, start: str, amount: float, due: str) -> None:
    assert shown(support.add(at(start, support), hours(amount))) == due


def test_the_zone_is_that_of_the_first_part() -> None:
    noon = at("2026-03-02 12:00", "UTC")
    assert (BERLIN | AUSTIN).zone.key == "Europe/Berlin"
    assert (AUSTIN | BERLIN).zone.key == "America/Chicago"
    assert shown((AUSTIN | BERLIN).next_closing(noon)) == "2026-03-02 17:00:00-06:00"


def test_a_whole_that_is_never_open_says_so() -> None:
    for support in (BERLIN & NOTHING, BERLIN - BERLIN, NOTHING | NOTHING, BERLIN - Calendar.always("UTC")):
        assert support.never_open
        with pytest.raises(NeverOpens):
            support.next_opening(at("2026-03-02 12:00", support))
    assert not (BERLIN & AUSTIN).never_open


def test_closures_are_taken_out_with_minus() -> None:
    closures = calendar("Europe/Berlin", plan(NEVER, days=special(d2026_03_09="00:00-24:00")), "closures")
    support = BERLIN - closures
    assert shown(support.add(at("2026-03-06 16:30", support), hours(1))) == "2026-03-10 09:30:00+01:00"
    monday = to_us(at("2026-03-09 00:00", support))
    reasons = [(stretch.open, stretch.reason) for stretch in support.stretches(monday, monday + 86_400_000_000)]
    assert reasons == [(False, "closed: after hours"), (False, "closed: closures"), (False, "closed: after hours")]


def test_reasons_of_both_parts_are_told() -> None:
    support = BERLIN | AUSTIN
    start, end = to_us(at("2026-03-06 08:00", support)), to_us(at("2026-03-07 09:00", support))
    told = [(stretch.open, stretch.reason) for stretch in support.stretches(start, end)]
    assert told == [
        (False, "closed: after hours"),
        (True, "open"),
        (False, "closed: Saturday, after hours"),
        (False, "closed: Saturday"),
    ]


def test_the_hours_of_a_date_on_the_first_parts_clock() -> None:
    support = BERLIN | AUSTIN
    assert [str(shift) for shift in support.shifts_on(date(2026, 3, 2))] == ["09:00-24:00"]
    assert support.shifts_on(date(2026, 3, 7)) == ()
    assert support.reason_on(date(2026, 3, 7)).name == "Saturday"
    assert support.versions == ()


def test_a_version_of_a_part_is_a_version_of_the_whole() -> None:
    later = Calendar(
        "berlin", BERLIN.zone, [(None, Plan(NINE_TO_FIVE)), (date(2026, 3, 10), Plan(week(mon_fri="09:00-12:00")))]
    )
    support = later - calendar("Europe/Berlin", week(mon_fri="09:00-10:00"), "stand-up")
    monday, tuesday = at("2026-03-09 00:00", support), at("2026-03-10 00:00", support)
    assert support.between(monday, tuesday) == hours(7)
    assert support.between(tuesday, tuesday + timedelta(days=1)) == hours(2)
    before, after = support.as_of(to_us(monday)), support.as_of(to_us(tuesday))
    assert before.between(tuesday, tuesday + timedelta(days=1)) == hours(7)
    assert after is support
    assert support.as_of(to_us(monday)) is before, "tickets of one day share a calendar"


def test_sets_of_spans() -> None:
    left, right = ([0, 10, 20], [5, 15, 30]), ([5, 12, 29], [8, 22, 40])
    assert united(left, right) == ([0, 10], [8, 40])
    assert shared(left, right) == ([12, 20, 29], [15, 22, 30])
    assert inverted(left, 0, 40) == ([5, 15, 30], [10, 20, 40])
    assert inverted(([], []), 0, 40) == ([0], [40])
    assert shared(left, ([], [])) == ([], [])
