"""Datetimes come in many kinds; what comes out is plain, exact, and in the calendar's zone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pendulum
import pytest

from slaclock import Calendar, NaiveDatetime, OutOfRange

OFFICE = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}
BERLIN = ZoneInfo("Europe/Berlin")


class Stamped(datetime):
    """A datetime of somebody else's making."""


class Unsure(tzinfo):
    """A zone that does not know its offset: its datetimes are naive all the same."""

    def utcoffset(self, dt: datetime | None) -> None:
        """Nobody knows."""

    def dst(self, dt: datetime | None) -> None:
        """Nor whether it is summer."""

    def tzname(self, dt: datetime | None) -> None:
        """Nor what it is called."""


def kinds(day: int) -> list[datetime]:
    """16:30 in Berlin on a Friday in March 2026, in winter time."""
    return [
        datetime(2026, 3, day, 16, 30, tzinfo=BERLIN),
        datetime(2026, 3, day, 15, 30, tzinfo=UTC),
        datetime(2026, 3, day, 10, 30, tzinfo=timezone(timedelta(hours=-5))),
        datetime(2026, 3, day, 16, 30, tzinfo=ZoneInfo.no_cache("Europe/Berlin")),
        Stamped(2026, 3, day, 16, 30, tzinfo=BERLIN),
        Stamped(2026, 3, day, 15, 30, tzinfo=UTC),
        pendulum.datetime(2026, 3, day, 16, 30, tz="Europe/Berlin"),
        pendulum.DateTime(2026, 3, day, 16, 30, tzinfo=BERLIN),
        pendulum.datetime(2026, 3, day, 15, 30, tz="UTC"),
    ]


ORDINARY, CHANGING = 6, 27
KNOWN = datetime(2026, 3, 6, 16, 30, tzinfo=BERLIN)


@pytest.mark.parametrize(
    "at", kinds(ORDINARY) + kinds(CHANGING), ids=lambda at: f"{type(at).__name__} {at.isoformat()}"
)
def test_every_kind_of_datetime_goes_in_and_a_plain_one_comes_out(at: datetime) -> None:
    """Over an ordinary weekend, and over the one on which summer time begins."""
    calendar = Calendar.from_config(OFFICE)
    monday = "2026-03-09T10:30:00+01:00" if at.day == ORDINARY else "2026-03-30T10:30:00+02:00"
    due = calendar.add(at, timedelta(hours=2))
    assert (type(due), due.tzinfo) == (datetime, calendar.zone)
    assert due.isoformat() == monday
    passed = calendar.between(at, due)
    assert (type(passed), passed) == (timedelta, timedelta(hours=2))
    assert calendar.between(due, at) == -passed
    assert calendar.is_open(at)
    assert calendar.next_closing(at).isoformat() == f"2026-03-{at.day:02}T17:00:00+01:00"
    assert type(calendar.next_opening(at)) is datetime
    assert calendar.subtract(due, timedelta(hours=2)).isoformat() == f"2026-03-{at.day:02}T16:30:00+01:00"


@pytest.mark.parametrize("at", [datetime(2026, 3, 27, 16, 30), datetime(2026, 3, 27, 16, 30, tzinfo=Unsure())])  # noqa: DTZ001
def test_a_datetime_that_is_no_instant_is_refused_at_every_entry(at: datetime) -> None:
    calendar, known = Calendar.from_config(OFFICE), KNOWN
    for ask in (
        lambda: calendar.add(at, timedelta(hours=1)),
        lambda: calendar.add(at, timedelta()),
        lambda: calendar.subtract(at, timedelta(hours=1)),
        lambda: calendar.between(at, known),
        lambda: calendar.between(known, at),
        lambda: calendar.is_open(at),
        lambda: calendar.next_opening(at),
        lambda: calendar.next_closing(at),
        lambda: list(calendar.spans(at, known)),
        lambda: list(calendar.spans(known, at)),
        lambda: calendar.add_days(at, 1),
        lambda: calendar.end_of_day(at, 1),
    ):
        with pytest.raises(NaiveDatetime):
            ask()


@pytest.mark.parametrize("at", [datetime.min, datetime.max, datetime(1969, 12, 31, 12), datetime(2200, 1, 2)])  # noqa: DTZ901, DTZ001
@pytest.mark.parametrize("zone", [UTC, BERLIN, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")], ids=str)
def test_years_that_are_not_served_are_refused_in_words(at: datetime, zone: tzinfo) -> None:
    calendar = Calendar.from_config({**OFFICE, "timezone": "Pacific/Kiritimati"})
    for ask in (
        lambda: calendar.add(at.replace(tzinfo=zone), timedelta(hours=1)),
        lambda: calendar.between(at.replace(tzinfo=zone), KNOWN),
        lambda: calendar.is_open(at.replace(tzinfo=zone)),
    ):
        with pytest.raises(OutOfRange):
            ask()


def test_many_threads_may_be_the_first_to_ask() -> None:
    instants = [datetime(2020 + n % 12, 1 + n % 12, 1 + n % 28, 12, tzinfo=BERLIN) for n in range(64)]
    settled = Calendar.from_config(OFFICE)
    expected = [settled.between(instants[0], at) for at in instants]
    for _ in range(5):
        fresh = Calendar.from_config(OFFICE)
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(lambda at, calendar=fresh: calendar.between(instants[0], at), instants)) == expected
