"""Public holidays by country: which dates, which names, and what a person is warned of. The dates are public."""

# ruff: noqa: E501 - tables read best with one case a line

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from slaclock.hours.calendar import Calendar
from slaclock.hours.holiday import CountryHolidays, entities, years_text
from slaclock.hours.load import calendar_warnings
from slaclock.hours.own_days import OwnDays

HOURS = {"mon-fri": "09:00-17:00"}


def with_holidays(*entries: object) -> Calendar:
    return Calendar.from_config({"timezone": "UTC", "hours": HOURS, "holidays": list(entries)})


@pytest.mark.parametrize(
    "entry, day, name",
    [
        ("DE-BE", "2026-03-08", "Frauentag"),
        ("DE-BY", "2026-01-06", "Heilige Drei Könige"),
        ("GB-ENG", "2026-04-06", "Easter Monday"),
        ("GB-SCT", "2026-11-30", "Saint Andrew's Day"),
        ({"country": "GB", "subdivision": "England"}, "2026-08-31", "Late Summer Bank Holiday"),
        ("FR", "2026-07-14", "Fête nationale"),
        ("JP", "2026-05-05", "こどもの日"),
        ("US", "2026-11-26", "Thanksgiving Day"),
        ({"country": "DE", "language": "en_US"}, "2026-10-03", "German Unity Day"),
        ({"country": "DE", "language": "en"}, "2026-12-26", "Second Day of Christmas"),
        ({"country": "IS", "categories": ["half_day"], "language": "en"}, "2026-12-24", "Christmas Eve"),
    ],
)
def test_a_holiday_closes_its_day_and_keeps_its_name(entry: object, day: str, name: str) -> None:
    reason = with_holidays(entry).reason_on(date.fromisoformat(day))
    assert reason.by == "holiday"
    assert reason.name.startswith(name)


def test_the_country_alone_is_not_its_parts() -> None:
    assert with_holidays("GB").shifts_on(date(2026, 4, 6))  # Easter Monday is worked in Scotland
    assert not with_holidays("GB-ENG").shifts_on(date(2026, 4, 6))


def test_days_observed_instead_of_a_weekend_can_be_left_out() -> None:
    monday = date(2027, 7, 5)  # Independence Day 2027 is a Sunday
    assert with_holidays("US").reason_on(monday).name == "Independence Day (observed)"
    assert with_holidays({"country": "US", "observed": False}).reason_on(monday).by == "weekday"


def test_one_year_never_tells_of_another() -> None:
    new_year = CountryHolidays("US").on(2021)  # 1 January 2022 was a Saturday, observed on 31 December 2021
    assert date(2021, 12, 31) in new_year
    assert {day.year for day in new_year} == {2021}


def test_lists_are_frozen_and_hashed() -> None:
    berlin = CountryHolidays("DE", "BE")
    assert berlin.on(2026) is berlin.on(2026)
    with pytest.raises(TypeError):
        berlin.on(2026)[date(2026, 1, 2)] = "sneaked in"  # type: ignore[index]
    assert berlin.fingerprint == CountryHolidays("DE", "BE").fingerprint
    others = [
        CountryHolidays("DE"),
        CountryHolidays("DE", "BY"),
        CountryHolidays("DE", "BE", language="en_US"),
        CountryHolidays("DE", "BE", ("catholic",)),
        CountryHolidays("DE", "BE", observed=False),
    ]
    assert len({berlin.fingerprint, *(other.fingerprint for other in others)}) == 6


def test_the_machine_s_language_changes_nothing() -> None:
    ask = "from slaclock.hours.holiday import CountryHolidays as C; c = C('DE', 'BE'); print(c.on(2026)[__import__('datetime').date(2026, 4, 3)], c.fingerprint)"
    answers = {
        subprocess.run(
            [sys.executable, "-c", ask],
            env={**os.environ, "LANGUAGE": language, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for language in ("en_US", "de", "")
    }
    assert len(answers) == 1
    assert answers.pop().startswith(b"Karfreitag ")


def test_the_library_s_own_warnings_stay_inside() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        india = CountryHolidays("IN", "MH")
        assert date(2040, 1, 26) in india.on(2040)
    (text,) = [text for text in india.warnings([2040]) if "2035" in text]
    assert text == "holidays 'IN-MH': Requested Holidays are available only from 2001 to 2035."


def test_years_without_holidays_are_told() -> None:
    found = calendar_warnings(with_holidays("DE-BE"), [2026, 2101, 2102, 2105])
    assert found == (
        "holidays 'DE-BE': none in 2101 to 2102, 2105; the library knows this country from 1991 to 2100; write the days of other years yourself",
    )
    assert CountryHolidays("DE").on(1960) == {}


@pytest.mark.parametrize("country, complete", [("GB", False), ("DE", False), ("CH", False), ("LV", True), ("SE", True)])
def test_a_country_whose_parts_differ_asks_for_one(country: str, complete: bool) -> None:
    found = calendar_warnings(with_holidays(country), [2026, 2027])
    assert (found == ()) is complete
    assert all(f'name yours, like "{country}-' in text for text in found)


def test_england_is_the_example_for_britain() -> None:
    (text,) = calendar_warnings(with_holidays("GB"), [2026])
    assert text == (
        "holidays 'GB': one list for the whole country, but 4 of its 4 subdivisions close on other days "
        '(ENG, for one, differs on 2026-04-06, Easter Monday); name yours, like "GB-ENG"'
    )


def test_parts_and_versions_are_warned_of_too() -> None:
    changed = {"timezone": "UTC", "hours": HOURS, "changes": [{"effective_from": "2027-01-01", "holidays": ["GB"]}]}
    composed = Calendar.from_config({"timezone": "UTC", "hours": HOURS}) | Calendar.from_config(changed)
    assert len(calendar_warnings(composed, [2026])) == 1


def test_half_days_are_warned_of_without_asking_for_years() -> None:
    calendar = with_holidays({"country": "US", "categories": ["half_day", "public"]})
    assert len(calendar.warnings) == 1
    assert "closes the whole day" in calendar.warnings[0]
    assert calendar_warnings(calendar, []) == calendar.warnings


def test_threads_get_the_same_lists() -> None:
    source = CountryHolidays("US", "CA")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(source.on, [year for year in range(2000, 2040) for _ in range(4)]))
    fresh = CountryHolidays("US", "CA")
    assert found == [fresh.on(year) for year in range(2000, 2040) for _ in range(4)]


def test_every_country_of_the_library_can_be_asked() -> None:
    assert len(entities()) > 200
    assert {code for code in entities() if not isinstance(dict(CountryHolidays(code).on(2026)), dict)} == set()
    empty = {code for code in entities() if not CountryHolidays(code).on(2026)}
    assert len(empty) < 10


def test_own_days() -> None:
    own = OwnDays({date(2026, 12, 24): "", date(2027, 5, 1): "Party"}, {(12, 24): "Eve", (2, 29): "Leap day"})
    assert own.on(2026) == {date(2026, 12, 24): "Eve"}
    assert own.on(2027) == {date(2027, 5, 1): "Party", date(2027, 12, 24): "Eve"}
    assert own.on(2028) == {date(2028, 2, 29): "Leap day", date(2028, 12, 24): "Eve"}
    assert own.fingerprint != OwnDays({}, own.yearly).fingerprint


def test_years_in_a_row() -> None:
    assert years_text([2026, 2027, 2028, 2030]) == "2026 to 2028, 2030"


def test_a_kind_of_holiday_that_only_other_countries_have_closes_nothing_and_is_said() -> None:
    calendar = with_holidays({"country": "US", "subdivision": "CA", "categories": ["public", "bank"]})
    (warning,) = calendar_warnings(calendar, [2026])
    assert "none of the kind bank are known" in warning
    assert calendar.reason_on(date(2026, 7, 3)).name == "Independence Day (observed)"
