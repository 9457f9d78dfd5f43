from __future__ import annotations

import copy
import pickle
from datetime import date, timedelta

import pytest

from slaclock.errors import InvalidInput
from slaclock.hours.calendar import Calendar
from slaclock.hours.plan import Plan
from slaclock.instant import to_us
from tests.hours.office import NINE_TO_FIVE, at, calendar, days_off, plan, shown, week

BERLIN = calendar("Europe/Berlin", NINE_TO_FIVE)
LONGER = Plan(week(mon_fri="08:00-20:00"))
GROWING = Calendar("support", BERLIN.zone, [(None, Plan(NINE_TO_FIVE)), (date(2026, 3, 10), LONGER)])


def test_the_hours_change_with_the_local_date() -> None:
    # Monday 9 March closes at 17:00, Tuesday opens at 08:00.
    assert shown(GROWING.add(at("2026-03-09 16:00", GROWING), timedelta(hours=2))) == "2026-03-10 09:00:00+01:00"
    assert GROWING.between(at("2026-03-09 00:00", GROWING), at("2026-03-11 00:00", GROWING)) == timedelta(hours=20)
    assert [str(shift) for shift in GROWING.shifts_on(date(2026, 3, 10))] == ["08:00-20:00"]


def test_a_night_shift_of_the_old_hours_keeps_its_tail() -> None:
    nights = Plan(week(mon_fri="22:00-06:00"))
    support = Calendar("support", BERLIN.zone, [(None, nights), (date(2026, 3, 10), Plan(NINE_TO_FIVE))])
    assert shown(support.next_closing(at("2026-03-09 23:00", support))) == "2026-03-10 06:00:00+01:00"


def test_as_of_an_instant_later_changes_are_unknown() -> None:
    before, after = to_us(at("2026-03-09 23:59", GROWING)), to_us(at("2026-03-10 00:00", GROWING))
    assert GROWING.as_of(before) == BERLIN
    assert GROWING.as_of(before) is GROWING.as_of(before - 1), "tickets of one version share its index"
    assert GROWING.as_of(after) is GROWING
    assert BERLIN.as_of(before) is BERLIN


def test_a_night_is_cut_by_the_day_off_of_a_later_version() -> None:
    nights = plan(week(mon_fri="22:00-06:00"), cut_at_midnight=True)
    closed = plan(week(mon_fri="22:00-06:00"), days=days_off("2026-03-10"))
    support = Calendar("support", BERLIN.zone, [(None, nights), (date(2026, 3, 10), closed)])
    assert shown(support.next_closing(at("2026-03-09 23:00", support))) == "2026-03-10 00:00:00+01:00"
    assert [str(shift) for shift in support.shifts_on(date(2026, 3, 9))] == ["22:00-24:00"]


@pytest.mark.parametrize(
    "versions",
    [
        [],
        [(date(2026, 3, 10), LONGER)],
        [(None, LONGER), (None, LONGER)],
        [(None, LONGER), (date(2026, 3, 10), LONGER), (date(2026, 3, 10), LONGER)],
        [(None, LONGER), (date(2026, 3, 10), LONGER), (date(2026, 3, 9), LONGER)],
    ],
)
def test_versions_come_in_the_order_of_their_dates(versions: list[tuple[date | None, Plan]]) -> None:
    with pytest.raises(InvalidInput, match="in the order of their dates"):
        Calendar("support", BERLIN.zone, versions)


def test_calendars_compare_by_what_they_say() -> None:
    same = calendar("Europe/Berlin", NINE_TO_FIVE)
    assert same == BERLIN
    assert len({same, BERLIN, GROWING, BERLIN | GROWING, BERLIN | GROWING}) == 3
    assert calendar("Europe/Paris", NINE_TO_FIVE) != BERLIN
    assert BERLIN.named("other") != BERLIN
    assert BERLIN != "support"
    assert BERLIN.fingerprint == BERLIN.named("other").fingerprint
    parts = [BERLIN, GROWING, BERLIN | GROWING, BERLIN & GROWING, GROWING | BERLIN, calendar("UTC", NINE_TO_FIVE)]
    assert len({part.fingerprint for part in parts}) == len(parts)


@pytest.mark.parametrize("support", [BERLIN, GROWING, BERLIN | GROWING])
def test_a_calendar_can_be_copied_and_sent_elsewhere(support: Calendar) -> None:
    friday = at("2026-03-06 16:30", support)
    due = support.add(friday, timedelta(hours=2))
    for twin in (copy.copy(support), copy.deepcopy(support), pickle.loads(pickle.dumps(support))):  # noqa: S301
        assert twin == support
        assert twin is not support
        assert twin.add(friday, timedelta(hours=2)) == due


def test_a_calendar_shows_itself_in_one_short_line() -> None:
    assert repr(BERLIN) == "<Calendar support: mon-fri 09:00-17:00 Europe/Berlin>"
    assert repr(Calendar.always("UTC")) == "<Calendar always: always UTC>"
    assert repr(BERLIN - Calendar.always("UTC")) == "<Calendar (support - always): Europe/Berlin>"
