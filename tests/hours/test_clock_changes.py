"""What support hours mean on the days when clocks are set, zone by zone, with the dates it happened or will."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from slaclock.hours.calendar import Calendar
from slaclock.hours.shift import Shift, Week
from slaclock.hours.wall import closing, midnight, opening
from slaclock.instant import SECOND, from_us, to_us
from tests.hours.office import NINE_TO_FIVE, at, calendar, shown, week


def open_on(support: Calendar, day: str) -> list[tuple[str, str]]:
    """The open spans that touch a date, as its wall clock shows them."""
    begin = midnight(support.zone, date.fromisoformat(day).toordinal())
    until = midnight(support.zone, date.fromisoformat(day).toordinal() + 1)
    spans = support.spans(from_us(begin, support.zone), from_us(until, support.zone))
    return [(f"{span.start:%d %H:%M%z}", f"{span.end:%d %H:%M%z}") for span in spans]


BERLIN_SPRING, BERLIN_AUTUMN = "2026-03-29", "2026-10-25"  # 02:00 becomes 03:00; 03:00 becomes 02:00


@pytest.mark.parametrize(
    "zone, day, hours, spans",
    [
        ("Europe/Berlin", BERLIN_SPRING, "02:30-10:00", [("29 03:00+0200", "29 10:00+0200")]),  # opens in the gap
        ("Europe/Berlin", BERLIN_SPRING, "00:00-02:30", [("29 00:00+0100", "29 03:00+0200")]),  # closes in the gap
        ("Europe/Berlin", BERLIN_SPRING, "02:10-02:50", []),  # a shift inside the gap never happens
        ("Europe/Berlin", BERLIN_SPRING, "01:00-02:15, 02:45-04:00", [("29 01:00+0100", "29 04:00+0200")]),
        ("Europe/Berlin", BERLIN_AUTUMN, "02:30-10:00", [("25 02:30+0200", "25 10:00+0100")]),  # the first 02:30
        ("Europe/Berlin", BERLIN_AUTUMN, "00:00-02:30", [("25 00:00+0200", "25 02:30+0100")]),  # the second 02:30
        ("Europe/Berlin", BERLIN_AUTUMN, "02:10-02:20, 02:40-02:50", [("25 02:10+0200", "25 02:50+0100")]),
        ("America/Havana", "2026-10-31", "20:00-24:00", [("31 20:00-0400", "01 00:00-0400")]),  # first midnight
        ("America/Havana", "2026-11-01", "00:00-00:30", [("01 00:00-0400", "01 00:30-0500")]),
        ("America/Havana", "2026-03-07", "20:00-24:00", [("07 20:00-0500", "08 01:00-0400")]),  # no midnight at all
        ("America/Havana", "2026-03-08", "00:00-02:00", [("08 01:00-0400", "08 02:00-0400")]),
        ("Asia/Gaza", "2016-10-29", "00:00-01:00", [("29 00:00+0300", "29 01:00+0200")]),
        ("Asia/Gaza", "2014-10-23", "22:00-24:00", [("23 22:00+0300", "24 00:00+0200")]),  # 23:00 came twice
        ("America/Sao_Paulo", "2018-02-17", "23:30-24:00", [("17 23:30-0200", "18 00:00-0300")]),
        ("America/Sao_Paulo", "2018-02-17", "09:00-23:30", [("17 09:00-0200", "17 23:30-0300")]),
        ("America/Sao_Paulo", "2018-11-04", "00:00-02:00", [("04 01:00-0200", "04 02:00-0200")]),
        ("America/St_Johns", "2010-11-06", "22:00-24:00", [("06 22:00-0230", "07 00:00-0230")]),  # 00:01 to 23:01
        ("Australia/Lord_Howe", "2026-04-05", "01:00-03:00", [("05 01:00+1100", "05 03:00+1030")]),
        ("Australia/Lord_Howe", "2026-10-04", "02:15-03:00", [("04 02:30+1100", "04 03:00+1100")]),
        ("Africa/Monrovia", "1971-06-01", "09:00-17:00", [("01 09:00-004430", "01 17:00-004430")]),
        ("Europe/Dublin", "2026-10-25", "01:30-03:00", [("25 01:30+0100", "25 03:00+0000")]),
    ],
)
def test_shifts_on_the_day_of_a_change(zone: str, day: str, hours: str, spans: list[tuple[str, str]]) -> None:
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[date.fromisoformat(day).weekday()]
    assert open_on(calendar(zone, week(**{weekday: hours})), day) == spans


@pytest.mark.parametrize(
    "zone, start, amount, due",
    [
        ("Europe/Berlin", "2026-03-27 16:00", 2, "2026-03-30 10:00:00+02:00"),  # over the change to summer time
        ("Europe/Berlin", "2026-10-23 16:00", 2, "2026-10-26 10:00:00+01:00"),  # and back
        ("Australia/Lord_Howe", "2026-10-02 16:30", 1, "2026-10-05 09:30:00+11:00"),
        ("Pacific/Apia", "2011-12-29 16:00", 2, "2012-01-02 10:00:00+14:00"),  # there was no 30 December
        ("Africa/Monrovia", "1972-01-06 16:30", 1, "1972-01-07 09:30:00+00:00"),  # 44 minutes and 30 seconds forward
    ],
)
def test_office_hours_over_a_change(zone: str, start: str, amount: int, due: str) -> None:
    support = calendar(zone, NINE_TO_FIVE)
    assert shown(support.add(at(start, zone), timedelta(hours=amount))) == due
    assert support.between(at(start, zone), datetime.fromisoformat(due)) == timedelta(hours=amount)


@pytest.mark.parametrize(
    "zone, night, length",
    [
        ("Europe/Berlin", "2026-03-28", 7),
        ("Europe/Berlin", "2026-10-24", 9),
        ("Europe/Berlin", "2026-06-06", 8),
        ("Australia/Lord_Howe", "2026-10-03", 7.5),
        ("Pacific/Apia", "2011-12-29", 8),  # 22:00 to midnight, no 30 December, then until 06:00 on the 31st
    ],
)
def test_a_night_shift_works_real_hours(zone: str, night: str, length: float) -> None:
    support = calendar(zone, week(every="22:00-06:00"))
    evening = at(f"{night} 21:00", zone)
    assert support.next_opening(evening) == at(f"{night} 22:00", zone)
    assert support.between(evening, support.next_closing(evening)) == timedelta(hours=length)


def test_two_hours_that_look_the_same_are_counted_one_after_the_other() -> None:
    support = calendar("Europe/Berlin", week(sun="00:00-24:00"))
    first, second = (at("2026-10-25 02:30", support, fold=fold) for fold in (0, 1))
    assert support.between(first, second) == timedelta(hours=1)
    due = support.add(first, timedelta(hours=1))
    assert (due.fold, shown(due)) == (1, "2026-10-25 02:30:00+01:00")
    assert shown(support.subtract(second, timedelta(hours=1))) == "2026-10-25 02:30:00+02:00"


ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Recife",
    "America/Toronto",
    "Africa/Casablanca",
    "Africa/Monrovia",
    "Antarctica/Troll",
    "Antarctica/Casey",
    "Asia/Gaza",
    "Asia/Dhaka",
    "Asia/Pyongyang",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kwajalein",
]


@pytest.mark.parametrize("zone", ZONES)
def test_midnight_to_midnight_is_wall_time_for_decades(zone: str) -> None:
    support = calendar(zone, week(every="00:00-24:00"))
    start, end = at("1970-01-02 12:00", "UTC"), at("2100-01-01 12:00", "UTC")
    assert support.between(start, end) == end - start
    assert [(span.start, span.end) for span in support.spans(start, end)] == [(start, end)]


@given(sampled_from(ZONES), integers(to_us(at("1971-01-01 00:00", "UTC")), to_us(at("2039-01-01 00:00", "UTC"))))
def test_a_wall_clock_is_read_as_the_law_says(key: str, us: int) -> None:
    """A start is the first instant at which the clock shows the time or has skipped it, an end the last one."""
    zone = ZoneInfo(key)
    change = _next_change(zone, us // SECOND)
    for second in range(change - 5_400, change + 5_400, 900):
        wall = datetime.fromtimestamp(second, zone).replace(tzinfo=None, fold=0)
        day, clock = wall.toordinal(), wall.hour * 3_600 + wall.minute * 60 + wall.second
        around = range(change - 18_000, change + 18_000, 900)  # Casey once went back by three hours
        reached = [at_ for at_ in around if _wall(zone, at_) >= wall]
        not_passed = [at_ for at_ in around if _wall(zone, at_) <= wall]
        assert opening(zone, day, clock) == reached[0] * SECOND
        expected = reached[0] if clock == 0 else not_passed[-1]
        assert closing(zone, day, clock or 86_400) // SECOND == (expected if clock else _first_midnight(zone, day))


def _wall(zone: ZoneInfo, second: int) -> datetime:
    return datetime.fromtimestamp(second, zone).replace(tzinfo=None)


def _first_midnight(zone: ZoneInfo, day: int) -> int:
    """`24:00` of a date is where the next date begins."""
    return midnight(zone, day + 1) // SECOND


def _next_change(zone: ZoneInfo, second: int) -> int:
    """The next second at which the zone changes its offset; the given one where it never does again."""
    offset = datetime.fromtimestamp(second, zone).utcoffset()
    for later in range(second, second + 400 * 86_400, 43_200):
        if datetime.fromtimestamp(later, zone).utcoffset() != offset:
            low, high = later - 43_200, later
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (
                    (middle, high) if datetime.fromtimestamp(middle, zone).utcoffset() == offset else (low, middle)
                )
            return high
    return second


@given(sampled_from(ZONES), integers(0, 83_000), integers(0, 86_399), integers(1, 86_400))
def test_hours_compiled_by_the_year_are_hours_looked_up_one_by_one(key: str, day: int, start: int, length: int) -> None:
    """Compiling looks offsets up every few days only; the wall clock is asked about every shift here."""
    shifts = (Shift(start, min(start + length, 172_800)),)
    days: Week = (shifts, shifts, shifts, shifts, shifts, shifts, shifts)
    support = calendar(key, days)
    zone, first = support.zone, date(1970, 1, 10).toordinal() + day
    begin, end = midnight(zone, first), midnight(zone, first + 400)
    spans: list[list[int]] = []
    for ordinal in range(first - 3, first + 403):
        one, two = opening(zone, ordinal, shifts[0].start), closing(zone, ordinal, shifts[0].end)
        one, two = max(one, begin), min(two, end)
        if spans and one <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], two)
        elif one < two:
            spans.append([one, two])
    starts, ends = support.source.open_spans(begin, end)
    assert [list(span) for span in zip(starts, ends, strict=True)] == spans
