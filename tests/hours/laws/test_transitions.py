"""All zones of the world, every change of clocks from 2015 to 2035, with shifts that straddle it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from slaclock import Calendar
from slaclock.instant import DAY, SECOND, from_us, to_us
from tests.hours.laws.transitions import BEGIN, END, HOUR, Change, Hours, changes, counted, straddling

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
SHARES = 8
ROUNDS = {"nightly": 12, "ci": 2}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 1)
"""Shifts tried around each change; twelve are all there are."""


@cache
def changes_of(name: str) -> list[Change]:
    return list(changes(ZoneInfo(name)))


def rounds(name: str) -> Iterator[list[tuple[Change, Hours]]]:
    """One calendar's worth at a time: a shift for each change, so that neighbouring zones try different ones."""
    turn = ZONES.index(name)
    for offset in range(ROUNDS):
        yield [
            (change, shifts[(turn + number + offset) % len(shifts)])
            for number, change in enumerate(changes_of(name))
            for shifts in [straddling(change)]
        ]


def check(calendar: Calendar, change: Change, hours: Hours) -> None:
    """Every question about one shift, from a day and a half before to a day and a half after."""
    index = calendar.index
    opening, closing = (second * SECOND for second in counted(hours, change))
    low, high = (change.at - 36 * HOUR) * SECOND, (change.at + 36 * HOUR) * SECOND
    assert list(index.spans(low, high)) == ([(opening, closing)] if opening < closing else [])
    assert index.between(low, high) == closing - opening
    if opening == closing:
        return
    middle = (opening + closing) // 2
    assert index.next_opening(low) == opening
    assert index.next_closing(low) == index.next_closing(opening) == closing
    assert [index.is_open(at) for at in (opening - 1, opening, closing - 1, closing)] == [False, True, True, False]
    assert index.add(low, closing - opening) == closing
    assert index.add(low, middle - opening) == middle
    assert index.subtract(high, closing - opening) == opening
    assert index.between(middle, high) == closing - middle
    check_as_shown(calendar, change, opening, closing)


def check_as_shown(calendar: Calendar, change: Change, opening: int, closing: int) -> None:
    """The same with datetimes of the calendar's own zone, some of which exist twice."""
    low, start, end = (from_us(at, calendar.zone) for at in (change.at * SECOND - DAY, opening, closing))
    assert calendar.between(low, end) == calendar.between(start, end) == timedelta(microseconds=closing - opening)
    assert calendar.add(start, timedelta(microseconds=closing - opening)).fold == end.fold
    assert [to_us(at) for at in (start, end)] == [opening, closing]
    assert [calendar.is_open(at) for at in (start, end)] == [True, False]
    days_before = from_us(opening - 5 * DAY, calendar.zone)
    for passed in (1, (closing - opening) // 2, closing - opening):
        assert to_us(calendar.add(days_before, timedelta(microseconds=passed))) == opening + passed
    shown = calendar.next_opening(low)
    assert to_us(shown) == opening
    assert shown.utcoffset() == timedelta(seconds=change.before if opening < change.at * SECOND else change.after)


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_shifts_straddling_every_change_of_clocks(share: int) -> None:
    for name in ZONES[share::SHARES]:
        for pairs in rounds(name):
            special = {f"{hours.start:%Y-%m-%d}": hours.text for _, hours in pairs}
            assert len(special) == len(pairs)
            special["2001-01-01"] = "12:00-13:00"  # a calendar that is never open is refused
            calendar = Calendar.from_config({"timezone": name, "hours": {}, "special": special})
            for change, hours in pairs:
                check(calendar, change, hours)


@pytest.mark.parametrize("share", range(SHARES))
def test_around_the_clock_is_wall_time_in_every_zone(share: int) -> None:
    for name in ZONES[share::SHARES]:
        index = Calendar.from_config({"timezone": name, "hours": {"every-day": "00:00-24:00"}}).index
        edges = [BEGIN, *(change.at for change in changes_of(name)), END]
        assert list(index.spans(BEGIN * SECOND, END * SECOND)) == [(BEGIN * SECOND, END * SECOND)]
        for first, last in pairwise(edges):
            assert index.between(first * SECOND - 1, last * SECOND + 1) == (last - first) * SECOND + 2
            assert index.add(last * SECOND - 1, DAY) == last * SECOND - 1 + DAY
            assert index.subtract(last * SECOND + 1, DAY) == last * SECOND + 1 - DAY


def test_the_sweep_is_as_wide_as_the_world() -> None:
    assert len(ZONES) > 590
    assert sum(len(changes_of(name)) for name in ZONES) > 6_000
    assert {(change.after - change.before) // 60 for name in ZONES for change in changes_of(name)} >= {
        -60,
        60,
        30,
        -120,
    }
    berlin = [from_us(change.at * SECOND).isoformat() for change in changes_of("Europe/Berlin")]
    assert len(berlin) == 42
    assert berlin[:2] == ["2015-03-29T01:00:00+00:00", "2015-10-25T01:00:00+00:00"]
