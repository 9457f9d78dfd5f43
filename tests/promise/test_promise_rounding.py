"""P1, P2: a promise is later than the deadline or equal to it, never earlier, through any change of clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slaclock.instant import DAY, HOUR, MINUTE, from_us, to_us
from slaclock.promise.rounding import Form, first_occurrence, quantum, round_up
from tests.clock.story import instant
from tests.promise.desk import asked, said

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "America/Havana",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
)


@pytest.mark.parametrize(
    "minutes, words",
    [
        (1, "within 5 minutes"),
        (5, "within 5 minutes"),
        (6, "within 10 minutes"),
        (15, "within 15 minutes"),
        (16, "within 20 minutes"),
        (50, "within 50 minutes"),
        (52, "within 1 hour"),  # not "60 minutes"
        (54, "within 1 hour"),
        (59, "within 1 hour"),
        (60, "within 1 hour"),
        (61, "within 2 hours"),
        (180, "within 3 hours"),
        (181, "by 20:15 today at the latest"),
    ],
)
def test_what_is_near_is_said_as_a_length(minutes: int, words: str) -> None:
    now = instant("Fri 20 Nov 17:00")
    assert asked(now, now + timedelta(minutes=minutes), "Europe/Berlin").text == f"We will reply {words}."


@pytest.mark.parametrize(
    "now, due, zone, words",
    [
        ("Fri 20 Nov 17:00", "Mon 23 Nov 10:00", "Europe/Berlin", "by Monday 10:00 at the latest"),
        ("Fri 20 Nov 17:00", "Mon 23 Nov 10:00", "America/Los_Angeles", "by Monday 01:00 at the latest"),
        ("Fri 20 Nov 17:00", "Mon 23 Nov 10:00", "Pacific/Auckland", "by Monday 22:00 at the latest"),
        (
            "Fri 20 Nov 17:00",
            "Mon 23 Nov 00:30",
            "America/Los_Angeles",
            "by Sunday 15:30 at the latest (Monday 00:30 in Berlin)",
        ),
        ("Fri 20 Nov 17:00", "Mon 23 Nov 10:07", "Europe/Berlin", "by Monday 10:30 at the latest"),
        ("Fri 20 Nov 17:00", "Mon 23 Nov 23:50", "Europe/Berlin", "by the end of Monday"),
        ("Mon 23 Nov 09:00", "Mon 30 Nov 09:00", "Europe/Berlin", "by Monday, 30 November 09:00 at the latest"),
        ("Sat 24 Oct 20:00", "Sun 25 Oct 09:00", "Europe/Berlin", "by tomorrow 09:00 at the latest"),
    ],
)
def test_the_vectors(now: str, due: str, zone: str, words: str) -> None:
    assert said(now, due, zone) == words


def test_a_time_that_the_clock_skips_is_not_said() -> None:
    # New York, Sunday 8 March 2026: 02:00 to 03:00 does not exist
    assert said("Tue 3 Mar 12:00", "Sun 8 Mar 01:52", "America/New_York", at="America/New_York") == (
        "by Sunday 03:00 at the latest"
    )


def test_of_an_hour_shown_twice_only_what_is_late_enough_the_first_time_is_said() -> None:
    # Berlin, Sunday 25 October 2026: 02:00 to 03:00 comes twice; who reads 02:30 may look at the first
    assert said("Sat 24 Oct 12:00", "Sun 25 Oct 02:10") == "by tomorrow 02:15 at the latest"
    assert said("Sat 24 Oct 12:00", "Sun 25 Oct 02:10 again") == "by tomorrow 03:00 at the latest"


def test_also_on_the_clock_of_the_desk() -> None:
    # what is 15:30 in Honolulu is the second 02:30 in Berlin, which might be read as the first
    words = said("Mon 19 Oct 12:00", "Sun 25 Oct 02:30 again", "Pacific/Honolulu")
    assert words == "by Saturday 15:30 at the latest (Sunday 03:00 in Berlin)"


def test_a_day_that_never_was() -> None:
    # Apia went from Thursday 29 December 2011 to Saturday 31 December: the deadline in that last minute of Thursday
    now = datetime(2011, 12, 29, 9, 0, tzinfo=ZoneInfo("Pacific/Apia"))
    due = datetime(2011, 12, 29, 23, 59, tzinfo=ZoneInfo("Pacific/Apia"))
    promise = asked(now, due, "Pacific/Apia", at="Pacific/Apia")
    assert promise.text == "We will reply by the end of today."
    assert promise.shown == datetime(2011, 12, 31, 0, 0, tzinfo=ZoneInfo("Pacific/Apia"))


def test_kiritimati_is_a_day_ahead() -> None:
    words = said("Fri 20 Nov 12:00", "Sat 21 Nov 11:00", "Pacific/Kiritimati", at="America/Los_Angeles")
    assert words == "by tomorrow 09:00 at the latest (Saturday 11:00 in Los Angeles)"


@pytest.mark.parametrize(
    "zone, words",
    [
        ("Asia/Kathmandu", "by Monday 15:00 at the latest"),  # 10:00 in Berlin is 14:45 there
        ("America/St_Johns", "by Monday 05:30 at the latest"),
        ("Australia/Lord_Howe", "by Monday 20:00 at the latest"),
        ("Africa/Casablanca", "by Monday 10:00 at the latest"),
    ],
)
def test_zones_with_odd_offsets(zone: str, words: str) -> None:
    # more than a day ahead a promise is rounded to the half hour of the customer's own clock
    assert said("Fri 20 Nov 17:00", "Mon 23 Nov 10:00", zone) == words


def test_within_a_day_the_quarter_hours_are_those_of_the_customer() -> None:
    assert said("Mon 23 Nov 01:00", "Mon 23 Nov 10:00", "Asia/Kathmandu") == "by 14:45 today at the latest"


def test_now_may_lie_in_the_night_of_a_clock_change() -> None:
    # asked in the first 02:30: nine hours before 10:30, although the wall says eight
    assert said("Sun 25 Oct 02:30", "Sun 25 Oct 10:30") == "by 10:30 today at the latest"
    assert said("Sun 25 Oct 02:30", "Sun 25 Oct 02:30 again") == "within 1 hour"
    assert said("Sun 29 Mar 01:59", "Sun 29 Mar 03:00") == "within 5 minutes"


def test_midnight_itself_is_the_end_of_the_day() -> None:
    assert said("Fri 20 Nov 12:00", "Sat 21 Nov 00:00") == "by the end of today"
    assert said("Fri 20 Nov 12:00", "Sun 22 Nov 00:00") == "by the end of tomorrow"


def test_a_deadline_at_this_very_moment_is_not_yet_missed() -> None:
    rounded = round_up(to_us(instant("Mon 10:00")), to_us(instant("Mon 10:00")), ZoneInfo("Europe/Berlin"))
    assert (rounded.form, rounded.minutes) == (Form.WITHIN, 5)


def test_coarse_names_the_day_only() -> None:
    now = instant("Fri 20 Nov 17:00")
    monday = asked(now, instant("Mon 23 Nov 10:00"), "Europe/Berlin", coarse=True)
    assert monday.text == "We will reply by the end of Monday."
    assert monday.shown == instant("Tue 24 Nov 00:00")
    assert asked(now, instant("Fri 20 Nov 17:20"), "Europe/Berlin", coarse=True).text == (
        "We will reply by the end of today."
    )


def test_coarse_where_midnight_is_skipped() -> None:
    # Santiago, Saturday 5 September 2026: the day ends at 24:00, the next clock time is 01:00
    due = datetime(2026, 9, 5, 20, 0, tzinfo=ZoneInfo("America/Santiago"))
    rounded = round_up(to_us(due), to_us(due) - 2 * DAY, ZoneInfo("America/Santiago"), coarse=True)
    assert from_us(rounded.at, ZoneInfo("America/Santiago")).isoformat() == "2026-09-06T01:00:00-03:00"


INSTANTS = st.integers(to_us(datetime(2005, 1, 1, tzinfo=UTC)), to_us(datetime(2036, 1, 1, tzinfo=UTC)))
LENGTHS = st.one_of(
    st.integers(0, 4 * HOUR), st.integers(0, 30 * DAY), st.integers(0, 3_000).map(lambda minutes: minutes * MINUTE)
)


@given(now=INSTANTS, remaining=LENGTHS, zone=st.sampled_from(ZONES), coarse=st.booleans())
@example(now=to_us(datetime(2026, 10, 24, 12, tzinfo=UTC)), remaining=13 * HOUR, zone="Europe/Berlin", coarse=False)
def test_never_early_and_no_later_than_the_rule(now: int, remaining: int, zone: str, coarse: bool) -> None:
    here, deadline = ZoneInfo(zone), now + remaining
    rounded = round_up(deadline, now, here, coarse=coarse)
    assert rounded.at >= deadline
    if rounded.form is Form.WITHIN:
        assert rounded.at == now + rounded.minutes * MINUTE
        assert rounded.at - deadline < max(rounded.quantum, 5 * MINUTE + 1)
    else:
        # a clock that goes back hides the hours it repeats, one that goes forward those it skips: at most a day (Apia)
        changes = abs(from_us(rounded.at, here).utcoffset() - from_us(deadline - 3 * HOUR, here).utcoffset())  # type: ignore[operator]
        assert rounded.at - deadline < rounded.quantum + 3 * HOUR * bool(changes) + DAY * (zone == "Pacific/Apia")
        wall = from_us(rounded.at, here).replace(tzinfo=None, fold=0)
        assert coarse or first_occurrence(wall, here) == rounded.at


@given(now=INSTANTS, first=LENGTHS, second=LENGTHS, zone=st.sampled_from(ZONES), coarse=st.booleans())
def test_a_later_deadline_is_never_said_earlier(now: int, first: int, second: int, zone: str, coarse: bool) -> None:
    early, late = sorted((first, second))
    here = ZoneInfo(zone)
    assert round_up(now + early, now, here, coarse=coarse).at <= round_up(now + late, now, here, coarse=coarse).at


@given(remaining=st.integers(0, 30 * DAY), more=st.integers(0, 30 * DAY))
def test_what_is_farther_away_is_not_said_more_exactly_beyond_three_hours(remaining: int, more: int) -> None:
    remaining = max(remaining, 3 * HOUR + 1)
    assert quantum(remaining) <= quantum(remaining + more)


@pytest.mark.parametrize("zone", ZONES)
def test_every_seven_minutes_around_each_change_of_the_clocks(zone: str) -> None:
    here = ZoneInfo(zone)
    for month in range(1, 13):
        start = to_us(datetime(2026, month, 1, tzinfo=UTC))
        for day in range(31):
            us = start + day * DAY
            if from_us(us, here).utcoffset() == from_us(us + DAY, here).utcoffset():
                continue
            for deadline in range(us, us + DAY, 7 * MINUTE):
                rounded = round_up(deadline, deadline - 5 * HOUR, here)
                wall = from_us(rounded.at, here).replace(tzinfo=None, fold=0)
                assert rounded.at >= deadline
                assert first_occurrence(wall, here) == rounded.at


def test_the_skipped_day_is_known_to_have_no_times() -> None:
    noon = datetime(2011, 12, 30, 12, tzinfo=UTC).replace(tzinfo=None)
    assert first_occurrence(noon, ZoneInfo("Pacific/Apia")) is None
