"""The stretches objectives are judged over, on a wall calendar, and which of them have ended where."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock.policy.agreement import Every
from slaclock.reports.window import Window, ended

BERLIN, AUCKLAND, HONOLULU = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")


@pytest.mark.parametrize(
    "every, day, first, after, name",
    [
        (Every.DAY, "2026-02-28", "2026-02-28", "2026-03-01", "2026-02-28"),
        (Every.WEEK, "2026-01-01", "2025-12-29", "2026-01-05", "2026-W01"),  # a Thursday
        (Every.MONTH, "2026-12-31", "2026-12-01", "2027-01-01", "2026-12"),
        (Every.QUARTER, "2026-11-22", "2026-10-01", "2027-01-01", "2026-Q4"),
        (Every.YEAR, "2024-02-29", "2024-01-01", "2025-01-01", "2024"),
    ],
)
def test_the_stretch_a_day_lies_in(every: Every, day: str, first: str, after: str, name: str) -> None:
    found = Window.of(every, date.fromisoformat(day))
    assert (found.first.isoformat(), found.after.isoformat(), found.name) == (first, after, name)


def names(every: Every, now: datetime, *zones: ZoneInfo) -> list[str]:
    return [window.name for window in ended(every, now, zones, 2)]


def test_a_month_has_ended_when_it_has_ended_in_the_last_zone() -> None:
    """31 March ends at 22:00 UTC in Berlin, at 11:00 in Auckland, and at 10:00 of the next day in Honolulu."""
    late = datetime(2026, 3, 31, 22, tzinfo=UTC)
    assert names(Every.MONTH, late - timedelta(microseconds=1), BERLIN) == ["2026-02", "2026-01"]
    assert names(Every.MONTH, late, BERLIN) == ["2026-03", "2026-02"]
    assert names(Every.MONTH, late, BERLIN, HONOLULU) == ["2026-02", "2026-01"]
    assert names(Every.DAY, datetime(2026, 3, 31, 11, tzinfo=UTC), AUCKLAND) == ["2026-03-31", "2026-03-30"]


@given(every=st.sampled_from(Every), day=st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_stretches_follow_each_other_without_a_gap(every: Every, day: date) -> None:
    window = Window.of(every, day)
    assert window.first <= day < window.after
    assert window.before().after == window.first
    assert Window.of(every, window.after).before() == window
