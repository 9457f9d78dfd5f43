from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slaclock.errors import InvalidInput, NaiveDatetime
from slaclock.hours.span import Span
from tests.hours.office import at

BERLIN = "Europe/Berlin"


def test_the_start_belongs_to_a_span_and_the_end_does_not() -> None:
    morning = Span(at("2026-03-06 09:00", BERLIN), at("2026-03-06 12:00", BERLIN))
    assert at("2026-03-06 09:00", BERLIN) in morning
    assert at("2026-03-06 11:59:59.999999", BERLIN) in morning
    assert at("2026-03-06 12:00", BERLIN) not in morning
    assert at("2026-03-06 03:00", "America/New_York") in morning


def test_a_span_measures_real_time_over_a_clock_change() -> None:
    # 25 October 2026: 03:00 becomes 02:00 again in Berlin; 29 March: 02:00 becomes 03:00.
    autumn = Span(at("2026-10-25 00:00", BERLIN), at("2026-10-26 00:00", BERLIN))
    spring = Span(at("2026-03-29 00:00", BERLIN), at("2026-03-30 00:00", BERLIN))
    assert autumn.length == timedelta(hours=25)
    assert spring.length == timedelta(hours=23)


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first, second = at("2026-10-25 02:30", BERLIN), at("2026-10-25 02:30", BERLIN, fold=1)
    hour = Span(first, second)
    assert hour.length == timedelta(hours=1)
    assert at("2026-10-25 02:45", BERLIN) in hour
    assert at("2026-10-25 02:45", BERLIN, fold=1) not in hour
    assert Span(first, first) != Span(second, second)
    assert Span(first, first) < Span(second, second)


def test_what_two_spans_share() -> None:
    morning = Span(at("2026-03-06 09:00", BERLIN), at("2026-03-06 12:00", BERLIN))
    london = Span(at("2026-03-06 09:00", "Europe/London"), at("2026-03-06 17:00", "Europe/London"))
    assert morning & london == Span(at("2026-03-06 10:00", BERLIN), at("2026-03-06 12:00", BERLIN))
    assert morning & Span(morning.end, london.end) is None, "spans that only touch share nothing"


def test_equal_spans_in_two_zones_are_one() -> None:
    here = Span(at("2026-03-06 10:00", BERLIN), at("2026-03-06 12:00", BERLIN))
    there = Span(at("2026-03-06 09:00", "UTC"), at("2026-03-06 11:00", "UTC"))
    assert here == there
    assert len({here, there}) == 1
    assert here != "2026-03-06"


def test_a_span_cannot_run_backwards_or_be_naive() -> None:
    noon = at("2026-03-06 12:00", BERLIN)
    with pytest.raises(InvalidInput, match="before it starts"):
        Span(noon, noon.astimezone(ZoneInfo("UTC")) - timedelta(seconds=1))
    with pytest.raises(NaiveDatetime, match="no time zone"):
        Span(noon, datetime(2026, 3, 6, 13))  # noqa: DTZ001  naive on purpose
