from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random

import pendulum
import pytest
from hypothesis import given
from hypothesis.strategies import integers, lists, sampled_from

from slaclock.hours.calendar import Calendar
from slaclock.hours.diary import Diary
from slaclock.instant import DAY, FIRST, LAST, from_us, to_length, to_us
from tests.hours.office import NINE_TO_FIVE, at, calendar, week

AUTUMN = datetime(2025, 10, 26, tzinfo=UTC)
BERLIN = calendar("Europe/Berlin", NINE_TO_FIVE)
NIGHTS = calendar("America/St_Johns", week(every="22:00-06:00, 12:00-13:00"))
MANY = calendar("Australia/Lord_Howe", week(mon_sat="00:00-01:00, 02:00-09:00, 10:00-10:00:01, 12:00-24:00"))
SUPPORTS = [BERLIN, NIGHTS, MANY, Calendar.always("America/Sao_Paulo"), BERLIN | NIGHTS]


def diary(support: Calendar) -> Diary:
    return Diary(support.zone, support.index)


def test_a_page_is_read_as_the_wall_clock_shows_it() -> None:
    lunch = calendar("Europe/Berlin", week(mon_fri="09:00-12:00, 13:00-17:00"))
    pages, friday = diary(lunch), at("2026-03-06 10:00", lunch)
    for until, hours in (
        ("10:00", 0),
        ("12:00", 2),
        ("12:30", 2),
        ("13:00", 2),
        ("14:00", 3),
        ("17:00", 6),
        ("23:00", 6),
    ):
        assert pages.between(friday, at(f"2026-03-06 {until}", lunch)) == timedelta(hours=hours)
    assert pages.between(friday, at("2026-03-06 08:00", lunch)) == timedelta(hours=-1)
    assert pages.between(at("2026-03-09 10:00", lunch), friday) == timedelta(hours=-7)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 6, 10, tzinfo=UTC),
        at("2026-10-25 02:30", BERLIN),  # that night clocks were set
        pendulum.datetime(2026, 3, 6, 10, tz="Europe/Berlin"),
        pendulum.DateTime(2026, 3, 6, 10, tzinfo=BERLIN.zone),
        datetime(2026, 3, 6, 10),  # noqa: DTZ001  naive on purpose
        at("1970-01-01 00:30", BERLIN),
        at("2200-01-01 10:00", BERLIN),
    ],
)
def test_what_is_not_for_the_diary_is_left_to_the_index(moment: datetime) -> None:
    pages, friday = diary(BERLIN), at("2026-03-06 10:00", BERLIN)
    for _ in range(2):
        assert pages.between(friday, moment) is None
        assert pages.between(moment, friday) is None


INSTANTS = integers(to_us(at("2017-01-01 00:00", "UTC")), to_us(at("2021-01-01 00:00", "UTC")))
NEAR_CHANGES = sampled_from(["2017-11-05", "2018-02-18", "2018-04-01", "2018-10-28", "2018-11-04"])


@pytest.mark.parametrize("support", SUPPORTS)
@given(lists(INSTANTS, min_size=2, max_size=5), NEAR_CHANGES, integers(-3 * DAY, 3 * DAY))
def test_the_diary_says_what_the_index_says(support: Calendar, instants: list[int], change: str, away: int) -> None:
    support = support.named("asked afresh")
    instants.append(to_us(at(f"{change} 00:00", "UTC")) + away)
    for start in instants:
        for end in instants:
            spoken = support.between(from_us(start, support.zone), from_us(end, support.zone))
            assert spoken == to_length(support.index.between(start, end))
            assert type(spoken) is timedelta


def test_the_ends_of_the_years_served() -> None:
    for start, end in ((FIRST, FIRST + 30 * DAY), (LAST - 30 * DAY, LAST - 1)):
        always = Calendar.always("Europe/Berlin")
        length = always.between(from_us(start, always.zone), from_us(end, always.zone))
        assert length == to_length(end - start)


def test_many_threads_write_one_diary() -> None:
    low, high = to_us(at("2010-01-01 00:00", "UTC")), to_us(at("2030-01-01 00:00", "UTC"))
    for seed in range(5):
        chance, young = Random(seed), BERLIN.named("young")
        moments = [from_us(chance.randrange(low, high), young.zone) for _ in range(400)]
        pairs = list(zip(moments[::2], moments[1::2], strict=True))
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda pair, young=young: young.between(*pair), pairs))
        assert found == [to_length(BERLIN.index.between(to_us(start), to_us(end))) for start, end in pairs]


def test_what_is_added_is_what_the_index_adds() -> None:
    chance = Random(2026)
    for support in SUPPORTS:
        pages = diary(support)
        told = 0
        for _ in range(400):
            start = from_us(chance.randrange(to_us(AUTUMN) - 90 * DAY, to_us(AUTUMN) + 90 * DAY), support.zone)
            length = timedelta(microseconds=chance.randrange(1, chance.choice((100, DAY // 8, 20 * DAY))))
            due = pages.add(start, length)
            if due is not None:
                told += 1
                assert to_us(due) == support.index.add(to_us(start), length // timedelta(microseconds=1))
        assert told > 250, "most dates are ordinary"


def test_a_budget_used_up_at_closing_ends_there_and_nothing_is_left_to_the_index() -> None:
    pages, friday = diary(BERLIN), at("2026-03-06 09:00", BERLIN)
    for days, closing in ((1, "2026-03-06 17:00"), (2, "2026-03-09 17:00"), (3, "2026-03-10 17:00")):
        assert pages.add(friday, timedelta(hours=8 * days)) == at(closing, BERLIN)
    assert pages.add(friday, timedelta()) is None
    assert pages.add(friday, -timedelta(hours=1)) is None


def test_a_deadline_more_than_ten_years_away_is_left_to_the_index() -> None:
    pages = diary(BERLIN)
    assert pages.add(at("2017-03-06 09:00", BERLIN), timedelta(hours=8 * 2400)) is not None
    assert pages.add(at("2016-03-07 09:00", BERLIN), timedelta(hours=8 * 2650)) is None
    assert pages.add(at("2026-03-06 09:00", BERLIN), timedelta(days=3000)) is None
