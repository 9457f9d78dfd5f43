"""Why the oracle may be believed: it counts stretches at once, and that is what single steps come to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.oracle.fold import lives_of, second_of
from tests.oracle.hours import Table, Window, build, first_moment, last_moment
from tests.oracle.lives import CALENDARS, ERAS, Tables, random_case, window
from tests.oracle.oracle import Oracle
from tests.oracle.walk import Walk, settled

ONE_DAY = 86_400


@pytest.mark.slow
@pytest.mark.parametrize("era", ERAS)
def test_counting_stretches_is_counting_seconds(era: str) -> None:
    tables: Tables = {}
    strolls = 0
    for seed in range(16):
        case = random_case(era, seed)
        oracle, at = Oracle(case.config, window(era), tables), second_of(case.asked[1])
        for life in lives_of(case.config, case.events, at):
            for cycle in life.cycles:
                rule, end = settled(cycle.rules)[-1][1], at if cycle.stop is None else cycle.stop
                if rule and end - cycle.start < ONE_DAY:
                    walk = Walk(cycle, life, rule, oracle.hours_of(rule, life))
                    assert walk.used(end) == walk.strolled(end)
                    strolls += 1
    assert strolls > 5


@pytest.mark.parametrize(
    "calendar, day, closed, opened",
    [
        ("lunch", "2026-03-09", "08:59:59 12:00 12:59:59 18:00", "09:00 11:59:59 13:00 17:59:59"),
        ("lunch", "2026-12-24", "08:59:59 12:00 13:30", "09:00 11:59:59"),
        ("lunch", "2026-10-26", "09:00 13:30", ""),
        ("nights", "2026-03-29", "22:00 23:59:59", "00:00 05:59:59"),
        ("cut-nights", "2026-03-10", "00:00 01:00 22:00", ""),
        ("gap", "2026-03-29", "04:00", "01:30 03:00 03:59"),
        ("gap", "2026-10-25", "01:29:59 04:00", "01:30 02:29 02:46"),
        ("tiny", "2026-03-09", "11:30:29 11:31:15", "11:30:30 11:31:14"),
        ("seasonal", "2027-01-06", "09:59 15:00", "10:00 14:59"),
        ("seasonal", "2026-12-31", "12:00", "09:00"),
        ("moving", "2026-03-09", "12:00", "08:00 17:59"),
        ("overlap", "2026-03-09", "11:59 12:59:59", "13:00 17:59"),
    ],
)
def test_seconds_anybody_can_look_up(calendar: str, day: str, closed: str, opened: str) -> None:
    first = date.fromisoformat(day)
    table = build(CALENDARS, calendar, Window(first - timedelta(days=4), 10), first)
    for expected, clocks in ((False, closed), (True, opened)):
        for clock in clocks.split():
            at = first_moment(
                table.zone if calendar != "overlap" else BERLIN, datetime.fromisoformat(f"{day}T{clock:0>5}")
            )
            assert table.is_open(at) is expected, clock


BERLIN = ZoneInfo("Europe/Berlin")


def test_a_clock_change_seen_second_by_second() -> None:
    assert first_moment(BERLIN, datetime(2026, 3, 29, 2, 30)) == second_of("2026-03-29T03:00:00+02:00")  # noqa: DTZ001
    assert first_moment(BERLIN, datetime(2026, 10, 25, 2, 30)) == second_of("2026-10-25T02:30:00+02:00")  # noqa: DTZ001
    assert last_moment(BERLIN, datetime(2026, 10, 25, 2, 30)) == second_of("2026-10-25T02:30:00+01:00")  # noqa: DTZ001


def test_days_have_23_24_or_25_hours() -> None:
    table: Table = build(CALENDARS, "always", Window(date(2026, 3, 20), 20), date(2026, 3, 20))
    lengths = {day: sum(b - a for a, b in hours) // 3_600 for day, hours in table.days.items()}
    assert (lengths[date(2026, 3, 28)], lengths[date(2026, 3, 29)], lengths[date(2026, 3, 30)]) == (24, 23, 24)
