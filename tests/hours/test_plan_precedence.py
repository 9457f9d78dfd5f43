from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis.strategies import dates, dictionaries, integers, lists, sampled_from, tuples

from slaclock.hours.plan import HolidaySource, Plan, Reason, Season
from slaclock.hours.shift import ALWAYS, NEVER, parse_shifts
from slaclock.hours.special import SpecialDay
from tests.hours.office import NINE_TO_FIVE, week


@dataclass(frozen=True)
class Yearly:
    """The same holidays every year."""

    days: tuple[tuple[int, int, str], ...]

    @property
    def fingerprint(self) -> str:
        return repr(self.days)

    def on(self, year: int) -> Mapping[date, str]:
        return {date(year, month, day): name for month, day, name in self.days}


CHRISTMAS = Yearly(((12, 25, "Christmas Day"), (12, 26, "Boxing Day")))
SHORT = week(mon_fri="08:00-15:00")
SUMMER = Season((7, 1), (8, 31), SHORT, "summer")


def test_the_weekday_decides_where_nothing_else_does() -> None:
    plan = Plan(NINE_TO_FIVE)
    assert plan.shifts_on(date(2026, 3, 6)) == parse_shifts("09:00-17:00")
    assert plan.reason_on(date(2026, 3, 6)) == Reason("weekday", "Friday")
    assert plan.shifts_on(date(2026, 3, 7)) == ()
    assert plan.reason_on(date(2026, 3, 7)) == Reason("weekday", "Saturday")


def test_a_season_replaces_the_whole_week_and_includes_both_ends() -> None:
    plan = Plan(week(mon_sat="09:00-17:00"), (SUMMER,))
    hours = {day: plan.shifts_on(day) for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 8, 31))}
    assert [str(shifts[0]) for shifts in hours.values()] == ["09:00-17:00", "08:00-15:00", "08:00-15:00"]
    assert plan.shifts_on(date(2026, 7, 4)) == (), "the season knows no Saturday"
    assert plan.reason_on(date(2026, 7, 4)) == Reason("season", "summer")
    assert plan.reason_on(date(2026, 9, 1)) == Reason("weekday", "Tuesday")


def test_a_season_may_run_over_the_new_year() -> None:
    plan = Plan(NINE_TO_FIVE, (Season((12, 20), (1, 6), NEVER, "year's end"),))
    days = (date(2026, 12, 18), date(2026, 12, 21), date(2027, 1, 6), date(2027, 1, 7))
    assert [bool(plan.shifts_on(day)) for day in days] == [True, False, False, True]


def test_a_season_from_29_february_begins_with_march_in_other_years() -> None:
    plan = Plan(NEVER, (Season((2, 29), (3, 1), ALWAYS),))
    assert plan.shifts_on(date(2027, 2, 28)) == ()
    assert plan.shifts_on(date(2027, 3, 1)) != ()
    assert plan.shifts_on(date(2028, 2, 29)) != ()


def test_a_holiday_beats_season_and_week_and_a_special_day_beats_the_holiday() -> None:
    open_anyway = {date(2026, 12, 25): SpecialDay(parse_shifts("10:00-12:00"), "Christmas shift")}
    winter = Season((12, 1), (12, 31), ALWAYS)
    plan = Plan(NINE_TO_FIVE, (winter,), open_anyway, (CHRISTMAS,))
    assert plan.shifts_on(date(2026, 12, 25)) == parse_shifts("10:00-12:00")
    assert plan.reason_on(date(2026, 12, 25)) == Reason("special", "Christmas shift")
    assert plan.shifts_on(date(2026, 12, 26)) == ()
    assert plan.reason_on(date(2026, 12, 26)) == Reason("holiday", "Boxing Day")
    assert plan.usual_on(date(2026, 12, 26)) == parse_shifts("00:00-24:00")


def test_two_lists_with_the_same_holiday_name_it_once() -> None:
    plan = Plan(NINE_TO_FIVE, holidays=(CHRISTMAS, Yearly(((12, 25, "Noël"), (12, 26, "Boxing Day")))))
    assert plan.holiday_on(date(2026, 12, 25)) == "Christmas Day, Noël"
    assert plan.holiday_on(date(2026, 12, 26)) == "Boxing Day"
    assert plan.holiday_on(date(2026, 12, 27)) is None
    assert isinstance(CHRISTMAS, HolidaySource)


def test_only_a_special_day_or_holiday_without_shifts_is_a_day_off() -> None:
    half = {date(2026, 12, 24): SpecialDay(parse_shifts("09:00-12:00")), date(2026, 12, 31): SpecialDay(())}
    plan = Plan(NINE_TO_FIVE, (), half, (CHRISTMAS,))
    days = {day: plan.day_off(date(2026, 12, day)) for day in (24, 25, 27, 31)}
    assert days == {24: False, 25: True, 27: False, 31: True}, "the 27th is merely a Sunday"
    first, last = date(2026, 12, 1).toordinal(), date(2027, 1, 1).toordinal()
    assert [date.fromordinal(day).day for day in plan.days_off(first, last)] == [25, 26, 31]


def test_the_fingerprint_follows_the_hours() -> None:
    assert Plan(NINE_TO_FIVE).fingerprint == Plan(NINE_TO_FIVE).fingerprint
    other = [
        Plan(SHORT),
        Plan(NINE_TO_FIVE, (SUMMER,)),
        Plan(NINE_TO_FIVE, holidays=(CHRISTMAS,)),
        Plan(NINE_TO_FIVE, special={date(2026, 12, 24): SpecialDay(())}),
        Plan(NINE_TO_FIVE, cut_at_midnight=True),
    ]
    assert len({plan.fingerprint for plan in (*other, Plan(NINE_TO_FIVE))}) == 6
    assert len({*other, Plan(NINE_TO_FIVE), Plan(NINE_TO_FIVE)}) == 6
    assert Plan(NINE_TO_FIVE) != NINE_TO_FIVE


SEASONS = lists(
    tuples(tuples(integers(1, 12), integers(1, 28)), tuples(integers(1, 12), integers(1, 28)), sampled_from([0, 1])),
    max_size=2,
)


@given(
    dates(date(2018, 1, 1), date(2031, 1, 1)),
    integers(0, 800),
    SEASONS,
    dictionaries(dates(date(2020, 1, 1), date(2030, 1, 1)), sampled_from(["closed", "09:00-12:00"]), max_size=5),
)
@pytest.mark.parametrize("holidays", [(), (CHRISTMAS,)])
def test_many_days_at_once_are_the_days_one_by_one(
    holidays: tuple[HolidaySource, ...],
    first: date,
    count: int,
    seasons: list[tuple[tuple[int, int], tuple[int, int], int]],
    days: dict[date, str],
) -> None:
    parts = tuple(Season(begin, end, (SHORT, ALWAYS)[kind]) for begin, end, kind in seasons)
    plan = Plan(NINE_TO_FIVE, parts, {day: SpecialDay(parse_shifts(text)) for day, text in days.items()}, holidays)
    ordinals = range(first.toordinal(), first.toordinal() + count)
    assert plan.days(ordinals.start, ordinals.stop) == [plan.shifts_on(date.fromordinal(day)) for day in ordinals]
    assert list(plan.days_off(ordinals.start, ordinals.stop)) == [
        day for day in ordinals if plan.day_off(date.fromordinal(day))
    ]
