"""Budgets: every way to write one, every way to be misunderstood, and when each runs out (L13)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock.errors import InvalidInput
from slaclock.hours.calendar import Calendar
from slaclock.instant import HOUR, MINUTE, SECOND, from_us, to_us
from slaclock.policy.budget import Budget, Unit

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def berlin() -> Calendar:
    return Calendar.from_config(
        {
            "timezone": "Europe/Berlin",
            "hours": {"mon-thu": "09:00-12:00, 13:00-18:00", "fri": "09:00-16:00"},
            "special": {"2026-04-03": "closed", "2026-04-06": "closed"},
        }
    )


@pytest.mark.parametrize(
    "text, unit, amount",
    [
        ("30 business minutes", Unit.OPEN, 30 * MINUTE),
        ("1 business minute", Unit.OPEN, MINUTE),
        ("4 business hours", Unit.OPEN, 4 * HOUR),
        ("1 business hour", Unit.OPEN, HOUR),
        ("20 business seconds", Unit.OPEN, 20 * SECOND),
        ("30bm", Unit.OPEN, 30 * MINUTE),
        ("90 bm", Unit.OPEN, 90 * MINUTE),
        ("4bh", Unit.OPEN, 4 * HOUR),
        ("4 BH", Unit.OPEN, 4 * HOUR),
        ("4 Business  Hours ", Unit.OPEN, 4 * HOUR),
        ("24 hours", Unit.WALL, 24 * HOUR),
        ("1 hour", Unit.WALL, HOUR),
        ("24h", Unit.WALL, 24 * HOUR),
        ("90 seconds", Unit.WALL, 90 * SECOND),
        ("90s", Unit.WALL, 90 * SECOND),
        ("45 minutes", Unit.WALL, 45 * MINUTE),
        ("45m", Unit.WALL, 45 * MINUTE),
        ("1.5 business hours", Unit.OPEN, 90 * MINUTE),
        ("0.1 seconds", Unit.WALL, 100_000),
        ("0.25h", Unit.WALL, 15 * MINUTE),
        ("1 business hour 30 business minutes", Unit.OPEN, 90 * MINUTE),
        ("1 business hour and 30 business minutes", Unit.OPEN, 90 * MINUTE),
        ("1 hour, 30 minutes, 15 seconds", Unit.WALL, 90 * MINUTE + 15 * SECOND),
        ("1h30m", Unit.WALL, 90 * MINUTE),
        ("4bh 30bm", Unit.OPEN, 270 * MINUTE),
        ("2 business days", Unit.DAYS, 2),
        ("1 business day", Unit.DAYS, 1),
        ("2bd", Unit.DAYS, 2),
        ("end of business day", Unit.END_OF_DAY, 0),
        ("end of business day + 2", Unit.END_OF_DAY, 2),
        ("End of Business Day +2", Unit.END_OF_DAY, 2),
        ("end of next business day", Unit.END_OF_DAY, 1),
        ("eobd", Unit.END_OF_DAY, 0),
        ("eobd+0", Unit.END_OF_DAY, 0),
        ("eobd+1", Unit.END_OF_DAY, 1),
        ("EOBD + 10", Unit.END_OF_DAY, 10),
        ("87672 hours", Unit.WALL, 87_672 * HOUR),
        ("3653 business days", Unit.DAYS, 3653),
    ],
)
def test_every_way_to_write_a_budget(text: str, unit: Unit, amount: int) -> None:
    budget = Budget.parse(text)
    assert (budget.unit, budget.amount) == (unit, amount)
    assert budget.text == " ".join(text.split())


@pytest.mark.parametrize(
    "text, says",
    [
        ("1 day", "'24 hours' (wall time), '8 business hours' (open time) or '1 business day'"),
        ("1d", "a day means three things"),
        ("3 Days", "a day means three things"),
        ("1 week", "'168 hours' (wall time) or '5 business days'"),
        ("2w", "a week means two things"),
        ("1 business week", "like '5 business days'"),
        ("1 month", "months differ in length"),
        ("2 months", "months differ in length"),
        ("1 business month", "months differ in length"),
        ("1 year", "years differ in length"),
        ("1y", "years differ in length"),
        ("next business day", "'end of next business day'"),
        ("0 hours", "a budget of nothing"),
        ("0bd", "a budget of nothing"),
        ("0 business minutes", "a budget of nothing"),
        ("-1 hours", "cannot end before it starts"),
        ("-4bh", "cannot end before it starts"),
        ("eobd-1", "cannot end before it starts"),
        ("end of next business day + 1", "write a number and a unit"),
        ("87673 hours", "more than ten years"),
        ("99999999999999999999 business hours", "more than ten years"),
        ("3654 business days", "more than ten years"),
        ("eobd+4000", "more than ten years"),
        ("1.5 business days", "whole business days"),
        ("0.0000001 seconds", "whole microseconds"),
        ("1 hour 30 business minutes", "one kind of time"),
        ("1 business day 4 business hours", "one kind of time"),
        ("30 minutes 1 hour", "the largest first"),
        ("1 hour 1 hour", "name each unit once"),
        ("4", "write a number and a unit"),
        ("", "write a number and a unit"),
        ("hours", "write a number and a unit"),
        ("four business hours", "write a number and a unit"),
        ("4 business", "'business' is no unit"),
        ("4 working hours", "'working hours' is no unit"),
        ("1,5 hours", "write a number and a unit"),
        ("1e3 hours", "'e' is no unit"),
        ("4 hours!", "write a number and a unit"),
        ("4 hours later please", "write a number and a unit"),
        ("\u0661 hour", "write a number and a unit"),
        ("4 hours" + " " * 200 + "x" * 200, "write a number and a unit"),
        (4, "found 4"),
        (True, "found True"),
        (None, "write a number and a unit"),
        (["4bh"], "write a number and a unit"),
    ],
)
def test_what_is_refused_and_what_to_write_instead(text: object, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Budget.parse(text)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_two_ways_to_write_it_are_one_budget() -> None:
    assert Budget.parse("4bh") == Budget.parse("4 business hours") != Budget.parse("4 hours")
    assert hash(Budget.parse("90 minutes")) == hash(Budget.parse("1.5 hours"))


@pytest.mark.parametrize(
    "budget, words",
    [
        (Budget.of(Unit.OPEN, 4 * HOUR), "4 business hours"),
        (Budget.of(Unit.OPEN, HOUR + 30 * MINUTE), "1 business hour 30 business minutes"),
        (Budget.of(Unit.WALL, 90 * SECOND), "1 minute 30 seconds"),
        (Budget.of(Unit.WALL, 1_500_000), "1.5 seconds"),
        (Budget.of(Unit.DAYS, 1), "1 business day"),
        (Budget.of(Unit.DAYS, 2), "2 business days"),
        (Budget.of(Unit.END_OF_DAY, 0), "end of business day"),
        (Budget.of(Unit.END_OF_DAY, 2), "end of business day + 2"),
    ],
)
def test_a_budget_from_numbers_is_said_in_words(budget: Budget, words: str) -> None:
    assert str(budget) == words


@given(st.sampled_from([Unit.OPEN, Unit.WALL]), st.integers(1, 3_000 * 86_400 * SECOND))
def test_what_is_written_reads_back(unit: Unit, amount: int) -> None:
    assert Budget.parse(Budget.of(unit, amount).text) == Budget.of(unit, amount)


@pytest.mark.parametrize(
    "text, start, due",
    [
        ("2 business hours", "2026-03-06 15:00", "2026-03-09 10:00"),  # Friday: 1 h, Monday: 1 h
        ("2 business hours", "2026-03-06 14:00", "2026-03-06 16:00"),  # used up exactly at closing
        ("2 business hours", "2026-03-03 11:00", "2026-03-03 14:00"),  # over the break
        ("24 hours", "2026-03-06 15:00", "2026-03-07 15:00"),  # wall time, also on a Saturday
        ("24 hours", "2026-03-28 15:00", "2026-03-29 16:00"),  # over the change to summer time
        ("1 business day", "2026-03-06 15:00", "2026-03-09 15:00"),
        ("2 business days", "2026-03-03 10:30", "2026-03-05 10:30"),
        ("1 business day", "2026-03-03 08:00", "2026-03-04 09:00"),  # before opening → opening
        ("1 business day", "2026-03-03 12:30", "2026-03-04 13:00"),  # in the break → its end
        ("1 business day", "2026-03-03 20:00", "2026-03-04 18:00"),  # after closing → closing
        ("1 business day", "2026-03-07 11:00", "2026-03-09 18:00"),  # begun on a Saturday → the day's closing
        ("1 business day", "2026-04-02 10:00", "2026-04-07 10:00"),  # Maundy Thursday to the Tuesday after Easter
        ("end of business day", "2026-03-03 10:00", "2026-03-03 18:00"),
        ("end of business day", "2026-03-03 19:00", "2026-03-04 18:00"),  # today's has passed
        ("end of next business day", "2026-03-05 10:00", "2026-03-06 16:00"),
        ("eobd+2", "2026-03-05 10:00", "2026-03-09 18:00"),
    ],
)
def test_when_a_budget_runs_out(berlin: Calendar, text: str, start: str, due: str) -> None:
    begun = to_us(datetime.fromisoformat(start).replace(tzinfo=BERLIN))
    at = Budget.parse(text).due(berlin, begun)
    assert f"{from_us(at, BERLIN):%Y-%m-%d %H:%M}" == due


@pytest.mark.parametrize(
    "text, due",
    [
        ("2 business hours", "2026-03-03 15:00"),  # 10:00-12:00, and 13:00-15:00 for the pause
        ("24 hours", "2026-03-04 12:00"),
        ("1 business day", "2026-03-04 12:00"),  # 10:00 and two open hours more
        ("end of business day", "2026-03-04 11:00"),  # 18:00 is closing: the two hours come next morning
    ],
)
def test_a_pause_moves_every_budget_on(berlin: Calendar, text: str, due: str) -> None:
    begun = to_us(datetime(2026, 3, 3, 10, tzinfo=BERLIN))
    at = Budget.parse(text).due(berlin, begun, 2 * HOUR)
    assert f"{from_us(at, BERLIN):%Y-%m-%d %H:%M}" == due


def test_wall_time_is_counted_on_the_whole_clock_of_the_same_zone(berlin: Calendar) -> None:
    assert Budget.parse("4bh").on(berlin) is berlin
    assert Budget.parse("2bd").on(berlin) is berlin
    whole = Budget.parse("24h").on(berlin)
    sunday = to_us(datetime(2026, 3, 8, 3, tzinfo=BERLIN))
    assert whole.index.is_open(sunday)
    assert whole.zone == berlin.zone
