"""What a calendar's table may say, and what hours that makes; the dates can be checked on a wall calendar."""

# ruff: noqa: E501 - tables read best with one case a line

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock.complaints import Complaints
from slaclock.errors import InvalidConfig
from slaclock.hours.calendar import Calendar
from slaclock.hours.load import load_calendar, load_calendars
from slaclock.hours.shift import DAY_NAMES


def read(text: str) -> Calendar:
    return Calendar.from_config(tomllib.loads(text))


def hours(calendar: Calendar, day: str) -> str:
    return ", ".join(map(str, calendar.shifts_on(date.fromisoformat(day)))) or "closed"


def week(text: str) -> list[str]:
    """The hours from Monday 2 to Sunday 8 March 2026."""
    calendar = read(f'timezone = "Europe/Berlin"\nhours = {text}')
    return [hours(calendar, f"2026-03-0{day}") for day in range(2, 9)]


def all_of(tables: Mapping[str, object]) -> dict[str, Calendar]:
    complaints = Complaints()
    calendars = load_calendars(tables, complaints, None)
    complaints.settle()
    return calendars


@pytest.mark.parametrize(
    "text, shown",
    [
        ('{ mon-fri = "09:00-17:00" }', ["09:00-17:00"] * 5 + ["closed"] * 2),
        ('{ mon-thu = "09:00-12:00, 13:00-18:00", fri = "09:00-16:00" }', ["09:00-12:00, 13:00-18:00"] * 4 + ["09:00-16:00"] + ["closed"] * 2),
        ('{ "sat,sun" = "10:00-14:00" }', ["closed"] * 5 + ["10:00-14:00"] * 2),
        ('{ sat-mon = "10:00-14:00" }', ["10:00-14:00"] + ["closed"] * 4 + ["10:00-14:00"] * 2),
        ('{ "mon, wed - thu" = "10:00-14:00" }', ["10:00-14:00", "closed", "10:00-14:00", "10:00-14:00"] + ["closed"] * 3),
        ('{ every-day = "22:00-06:00" }', ["22:00-06:00"] * 7),
        ('{ sun = "22:00-06:00" }', ["closed"] * 6 + ["22:00-06:00"]),
        ('{ mon-sun = "00:00-24:00" }', ["00:00-24:00"] * 7),
        ('{ mon = "always", tue = "closed", wed = "08:00-24:00" }', ["00:00-24:00", "closed", "08:00-24:00"] + ["closed"] * 4),
        ('{ mon = "09:00:30-17:00:15" }', ["09:00:30-17:00:15"] + ["closed"] * 6),
        ('{ mon = ["09:00-12:00", "13:00-18:00"], tue = ["closed"], wed = [] }', ["09:00-12:00, 13:00-18:00"] + ["closed"] * 6),
        ('{ mon = "13:00-18:00, 09:00-14:00" }', ["09:00-18:00"] + ["closed"] * 6),
        ('"always"', ["00:00-24:00"] * 7),
    ],
)  # fmt: skip
def test_weeks(text: str, shown: list[str]) -> None:
    assert week(text) == shown


@given(st.sets(st.sampled_from(DAY_NAMES), min_size=1))
def test_every_choice_of_weekdays_opens_on_just_these(names: set[str]) -> None:
    calendar = Calendar.from_config({"timezone": "UTC", "hours": {",".join(sorted(names)): "09:00-17:00"}})
    opened = {DAY_NAMES[day - 2] for day in range(2, 9) if calendar.shifts_on(date(2026, 3, day))}
    assert opened == names


def test_the_example_of_the_manual() -> None:
    calendar = read(
        """
        timezone = "Europe/Berlin"
        hours    = { mon-thu = "09:00-12:00, 13:00-18:00", fri = "09:00-16:00" }
        holidays = ["DE-BE", { country = "US", subdivision = "CA", categories = ["public", "half_day"] }, "2026-12-31"]
        special  = { "2026-12-24" = "09:00-12:00", "2026-06-27" = "10:00-14:00", "2027-01-02" = "closed" }
        [[seasons]]
        from = "07-01"
        to   = "08-31"
        hours = { mon-fri = "08:00-15:00" }
        """
    )
    assert hours(calendar, "2026-03-02") == "09:00-12:00, 13:00-18:00"
    assert hours(calendar, "2026-03-08") == "closed"
    assert calendar.reason_on(date(2026, 4, 3)).name == "Karfreitag"
    assert calendar.reason_on(date(2026, 11, 26)).name == "Thanksgiving Day"
    assert hours(calendar, "2026-12-24") == "09:00-12:00"
    assert hours(calendar, "2026-06-27") == "10:00-14:00"  # a Saturday
    assert hours(calendar, "2026-12-31") == "closed"
    assert [hours(calendar, f"2026-{day}") for day in ("06-30", "07-01", "08-31", "09-01")] == [
        "09:00-12:00, 13:00-18:00",
        "08:00-15:00",
        "08:00-15:00",
        "09:00-12:00, 13:00-18:00",
    ]


def test_own_days_keep_their_names_and_may_be_dates_of_toml() -> None:
    calendar = read(
        """
        timezone = "Europe/Berlin"
        hours = { mon-fri = "09:00-17:00" }
        holidays = [2026-12-31, { date = 2026-05-15, name = "Summer party" }, "12-24", { yearly = "05-04", name = "Founders' Day" }]
        """
    )
    named = {day: calendar.reason_on(date.fromisoformat(day)) for day in ("2026-12-31", "2026-05-15", "2026-05-04")}
    assert [reason.by for reason in named.values()] == ["holiday"] * 3
    assert [reason.name for reason in named.values()] == ["", "Summer party", "Founders' Day"]
    assert hours(calendar, "2030-12-24") == "closed"
    assert hours(calendar, "2027-05-15") != "closed" or date(2027, 5, 15).weekday() > 4


def test_special_days_may_be_keyed_by_dates_and_carry_names() -> None:
    special = {date(2026, 12, 24): {"hours": "09:00-12:00", "name": "Christmas Eve"}, "2026-12-05": "10:00-12:00"}
    table = {"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}, "special": special}
    calendar = Calendar.from_config(table)
    assert calendar.reason_on(date(2026, 12, 24)).name == "Christmas Eve"
    assert hours(calendar, "2026-12-24") == "09:00-12:00"
    assert hours(calendar, "2026-12-05") == "10:00-12:00"


def test_a_date_named_as_date_and_as_text_is_named_twice() -> None:
    special = {date(2026, 12, 24): "closed", "2026-12-24": "closed"}
    with pytest.raises(InvalidConfig, match="2026-12-24 is named twice; name each date once"):
        Calendar.from_config({"timezone": "UTC", "hours": "always", "special": special})


def test_hours_on_special_days_only() -> None:
    calendar = read('timezone = "UTC"\nhours = {}\nspecial = { "2026-06-27" = "10:00-14:00" }')
    assert (
        calendar.next_opening(datetime.fromisoformat("2026-01-01T00:00:00Z")).isoformat() == "2026-06-27T10:00:00+00:00"
    )


@pytest.mark.parametrize(
    "first, last, inside, outside",
    [
        ("07-01", "08-31", ["2026-07-01", "2026-08-31"], ["2026-06-30", "2026-09-01"]),
        ("12-20", "01-06", ["2026-12-20", "2026-12-31", "2027-01-01", "2027-01-06"], ["2026-12-19", "2027-01-07"]),
        ("02-29", "03-02", ["2028-02-29", "2027-03-01", "2027-03-02"], ["2027-02-28", "2028-02-28", "2027-03-03"]),
        ("02-20", "02-29", ["2027-02-28", "2028-02-28", "2028-02-29"], ["2027-03-01", "2028-03-01"]),
        ("02-29", "02-29", ["2028-02-29"], ["2027-02-28", "2027-03-01"]),
    ],
)
def test_both_ends_of_a_season_are_inside(first: str, last: str, inside: list[str], outside: list[str]) -> None:
    seasons = [{"from": first, "to": last, "hours": {"every-day": "08:00-09:00"}, "name": "short"}]
    calendar = Calendar.from_config({"timezone": "UTC", "hours": "always", "seasons": seasons})
    assert {hours(calendar, day) for day in inside} == {"08:00-09:00"}
    assert {hours(calendar, day) for day in outside} == {"00:00-24:00"}
    for day in (*inside, *outside):  # the compiled answer agrees
        start = datetime.fromisoformat(f"{day}T00:00:00+00:00")
        assert calendar.between(start, start + timedelta(days=1)) == timedelta(hours=1 if day in inside else 24)


def test_seasons_that_only_touch_are_fine() -> None:
    seasons = [
        {"from": "12-20", "to": "01-06", "hours": {}},
        {"from": "01-07", "to": "02-01", "hours": "always"},
        {"from": "06-01", "to": "12-19", "hours": {"mon": "09:00-10:00"}},
    ]
    calendar = Calendar.from_config({"timezone": "UTC", "hours": "always", "seasons": seasons})
    assert hours(calendar, "2027-01-06") == "closed"


def test_changes_replace_whole_keys_from_their_date_on_in_any_order() -> None:
    calendar = read(
        """
        timezone = "UTC"
        hours = { mon-fri = "09:00-17:00" }
        holidays = ["12-24"]
        [[changes]]
        effective_from = "2028-01-01"
        holidays = []
        [[changes]]
        effective_from = 2027-01-01
        hours = { mon-sat = "08:00-18:00" }
        """
    )
    assert hours(calendar, "2026-12-31") == "09:00-17:00"
    assert hours(calendar, "2027-01-01") == "08:00-18:00"
    assert hours(calendar, "2027-12-24") == "closed"
    assert hours(calendar, "2028-01-01") == "08:00-18:00"  # a Saturday: the hours of 2027 stay
    assert hours(calendar, "2029-12-24") == "08:00-18:00"


def test_a_desk_may_close_for_good() -> None:
    changes = [{"effective_from": "2027-01-01", "hours": {}}]
    calendar = Calendar.from_config({"timezone": "UTC", "hours": "always", "changes": changes})
    assert hours(calendar, "2027-01-01") == "closed"


@pytest.mark.parametrize("cut, hour", [(True, 0), (False, 6)])
def test_cut_at_midnight(cut: bool, hour: int) -> None:
    table = {"timezone": "UTC", "hours": {"every-day": "22:00-06:00"}, "holidays": ["2026-12-25"]}
    calendar = Calendar.from_config({**table, "cut_at_midnight": cut})
    closing = calendar.next_closing(datetime.fromisoformat("2026-12-24T23:00:00Z"))
    assert closing.isoformat() == f"2026-12-25T0{hour}:00:00+00:00"


TEAMS = {
    "berlin": {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}},
    "austin": {"timezone": "America/Chicago", "hours": {"mon-fri": "09:00-17:00"}},
    "closures": {"timezone": "Europe/Berlin", "hours": {}, "special": {"2026-03-03": "always"}},
    "nothing": {"timezone": "UTC", "hours": {}},
}


def test_calendars_build_on_each_other_in_any_order() -> None:
    tables = {
        "all": {"base": "world", "minus": ["closures", "nothing"]},
        "world": {"union": ["berlin", "austin"]},
        "both": {"intersection": ["berlin", "austin"]},
        **TEAMS,
    }
    calendars = all_of(tables)
    assert list(calendars) == list(tables)
    assert calendars["all"].name == "all"
    assert calendars["all"].zone.key == "Europe/Berlin"
    # Berlin 09:00-17:00 is 08-16 UTC in winter, Austin 15-23 UTC.
    monday, tuesday = (datetime.fromisoformat(f"2026-03-0{day}T00:00:00Z") for day in (2, 3))
    assert calendars["world"].between(monday, tuesday) == timedelta(hours=15)
    assert calendars["both"].between(monday, tuesday) == timedelta(hours=1)
    # On 3 March only what lies outside Berlin's day is left of the 15 hours: 23:00 UTC is Berlin's midnight.
    assert calendars["all"].between(tuesday, tuesday + timedelta(days=1)) == timedelta()


def test_a_part_may_never_open_but_a_whole_may_not() -> None:
    assert "nothing" in all_of({**TEAMS, "less": {"base": "berlin", "minus": "nothing"}})
    with pytest.raises(InvalidConfig, match="the calendar is never open"):
        all_of({"nothing": TEAMS["nothing"]})
    weekdays = {"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}}
    weekend = {"timezone": "UTC", "hours": {"sat,sun": "09:00-17:00"}}
    with pytest.raises(InvalidConfig, match="never: the calendar is never open"):
        all_of({"a": weekdays, "b": weekend, "never": {"intersection": ["a", "b"]}})


def test_a_single_calendar_asks_for_its_parts() -> None:
    berlin = all_of({"berlin": TEAMS["berlin"]})["berlin"]
    complaints = Complaints()
    calendar = load_calendar("more", {"union": ["berlin"]}, complaints, {"berlin": berlin}.get, None)
    assert complaints.found == []
    assert calendar is not None
    assert calendar.name == "more"
    assert calendar.shifts_on(date(2026, 3, 2)) == berlin.shifts_on(date(2026, 3, 2))


def test_a_calendar_of_its_own_cannot_be_put_together() -> None:
    with pytest.raises(InvalidConfig, match="there is no calendar 'berlin'; name calendars of the same configuration"):
        Calendar.from_config({"union": ["berlin"]})


def test_equal_tables_make_equal_calendars(tmp_path: Path) -> None:
    closures = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20260302\nEND:VEVENT\nEND:VCALENDAR\n"
    (tmp_path / "x.ics").write_text(closures)
    table = {**TEAMS["berlin"], "holidays": ["DE-BE", "12-24", {"ics": "x.ics"}], "special": {"2026-12-23": "closed"}}
    one, two = (load_calendars({"desk": table}, Complaints(), tmp_path)["desk"] for _ in range(2))
    assert one == two
    assert one.fingerprint == two.fingerprint
    assert hours(one, "2026-03-02") == "closed"
    (tmp_path / "x.ics").write_text(closures.replace("0302", "0303"))
    other = load_calendars({"desk": table}, Complaints(), tmp_path)["desk"]
    assert other.fingerprint != one.fingerprint
    assert hours(one, "2026-03-02") == "closed"  # read once, never again
