"""Broken calendars: each is refused with one clear line that says where, what was found and what would be right."""

# ruff: noqa: E501 - the table reads best with one case a line

from __future__ import annotations

import time
import tomllib
import tracemalloc
from pathlib import Path

import pytest

from slaclock.complaints import Complaints
from slaclock.hours.load import load_calendars

GOOD = 'timezone = "Europe/Berlin"\nhours = { mon-fri = "09:00-17:00" }\n'
UTC = 'timezone = "UTC"\n'

# One calendar "desk": what stands in its table, where the complaint must point, and what it must say.
TABLES = [
    # the zone
    ('hours = "always"', "desk", "'timezone' is missing"),
    ('timezone = 1\nhours = "always"', "desk.timezone", "found 1; write an IANA name"),
    ('timezone = ""\nhours = "always"', "desk.timezone", "found ''"),
    ('timezone = ["UTC"]\nhours = "always"', "desk.timezone", "found ['UTC']"),
    ('timezone = "Europe/Berln"\nhours = "always"', "desk.timezone", "did you mean 'Europe/Berlin'?"),
    ('timezone = "europe/berlin"\nhours = "always"', "desk.timezone", "did you mean 'Europe/Berlin'?"),
    ('timezone = "Berlin"\nhours = "always"', "desk.timezone", "did you mean 'Europe/Berlin'?"),
    ('timezone = "New York"\nhours = "always"', "desk.timezone", "did you mean 'America/New_York'?"),
    ('timezone = "Europe"\nhours = "always"', "desk.timezone", "there is no time zone 'Europe'"),
    ('timezone = "+01:00"\nhours = "always"', "desk.timezone", "there is no time zone '+01:00'"),
    ('timezone = "../../etc/passwd"\nhours = "always"', "desk.timezone", "there is no time zone"),
    ('timezone = "/etc/localtime"\nhours = "always"', "desk.timezone", "there is no time zone"),
    ('timezone = "right/Europe/Berlin"\nhours = "always"', "desk.timezone", "there is no time zone"),
    ('timezone = "a\\u0000b"\nhours = "always"', "desk.timezone", "there is no time zone"),
    # the week
    (UTC, "desk", "'hours' is missing"),
    (UTC + "hours = 8", "desk.hours", 'found 8; write a table of days, like { mon-fri = "09:00-17:00" }'),
    (UTC + "hours = true", "desk.hours", "found true"),
    (UTC + 'hours = "09:00-17:00"', "desk.hours", "found '09:00-17:00'; write a table of days"),
    (UTC + 'hours = ["09:00-17:00"]', "desk.hours", "write a table of days"),
    (UTC + 'hours = { monday = "09:00-17:00" }', "desk.hours", "did you mean 'mon'?"),
    (UTC + 'hours = { Mon = "09:00-17:00" }', "desk.hours", "'Mon' is no day; did you mean 'mon'?"),
    (UTC + 'hours = { mo-fr = "09:00-17:00" }', "desk.hours", "'mo-fr' is no day"),
    (UTC + 'hours = { monday-friday = "09:00-17:00" }', "desk.hours", "did you mean 'mon-fri'?"),
    (UTC + 'hours = { weekdays = "09:00-17:00" }', "desk.hours", "did you mean 'mon-fri'?"),
    (UTC + 'hours = { everyday = "09:00-17:00" }', "desk.hours", "did you mean 'every-day'?"),
    (UTC + 'hours = { mon-wed-fri = "09:00-17:00" }', "desk.hours", "'mon-wed-fri' is no day"),
    (UTC + 'hours = { mon-mon = "09:00-17:00" }', "desk.hours", "'mon-mon' is a range of one day"),
    (UTC + 'hours = { "" = "09:00-17:00" }', "desk.hours", "'' is no day; name days like mon"),
    (UTC + 'hours = { "mon,,tue" = "09:00-17:00" }', "desk.hours", "'' is no day"),
    (UTC + 'hours = { Lundi = "09:00-17:00" }', "desk.hours", "'Lundi' is no day"),
    (UTC + 'hours = { mon-fri = "09:00-17:00", fri = "09:00-12:00" }', "desk.hours.fri", "fri is named twice, first in"),
    (UTC + 'hours = { "sat,sat" = "09:00-17:00" }', "desk.hours.sat,sat", "sat is named twice; name each day once"),
    (UTC + 'hours = { sat-mon = "closed", "sun" = "always" }', "desk.hours.sun", "sun is named twice"),
    # the hours of a day
    (UTC + "hours = { mon = 9 }", "desk.hours.mon", "found 9; write hours as text"),
    (UTC + "hours = { mon = 09:00:00 }", "desk.hours.mon", "found 09:00:00; write hours as text"),
    (UTC + "hours = { mon = false }", "desk.hours.mon", "found false"),
    (UTC + 'hours = { mon = { from = "09:00", to = "17:00" } }', "desk.hours.mon", "found a table; write hours as text"),
    (UTC + 'hours = { mon = "" }', "desk.hours.mon", 'write "closed" for a day without hours'),
    (UTC + 'hours = { mon = "9-17" }', "desk.hours.mon", "'9' is no time of day"),
    (UTC + 'hours = { mon = "9am-5pm" }', "desk.hours.mon", "'9am' is no time of day"),
    (UTC + 'hours = { mon = "09:00" }', "desk.hours.mon", "'09:00' is no shift; write it like 09:00-17:30"),
    (UTC + 'hours = { mon = "09:00-25:00" }', "desk.hours.mon", "'25:00' is no time between 00:00 and 24:00; write it like"),
    (UTC + 'hours = { mon = "09:60-17:00" }', "desk.hours.mon", "'09:60' is no time between"),
    (UTC + 'hours = { mon = "24:00-08:00" }', "desk.hours.mon", "write 00:00 on the next day"),
    (UTC + 'hours = { mon = "09:00-09:00" }', "desk.hours.mon", "write 00:00-24:00 for a full day"),
    (UTC + 'hours = { mon = "09:00-12:00; 13:00-17:00" }', "desk.hours.mon", "is no"),
    (UTC + 'hours = { mon = "09:00-12:00," }', "desk.hours.mon", "is no shift"),
    (UTC + 'hours = { mon = "shut" }', "desk.hours.mon", "'shut' is no shift"),
    (UTC + 'hours = { mon = ["09:00", "10:00-17:00"] }', "desk.hours.mon[1]", "'09:00' is no shift"),
    (UTC + 'hours = { mon = ["09:00-12:00", 13] }', "desk.hours.mon[2]", "found 13; write each shift as text"),
    (UTC + 'hours = { mon = [["09:00", "17:00"]] }', "desk.hours.mon[1]", "write each shift as text"),
    (UTC + 'hours = { mon = ["09:00-12:00", "closed"] }', "desk.hours.mon[2]", "'closed' stands beside other shifts"),
    # never open
    (UTC + "hours = {}", "desk", "the calendar is never open; give it hours"),
    (UTC + 'hours = "closed"', "desk", "the calendar is never open"),
    (UTC + 'hours = { mon = "closed" }\nspecial = { "2026-12-24" = "closed" }', "desk", "the calendar is never open"),
    # unknown keys
    (GOOD + 'holiday = ["DE"]', "desk", "unknown key 'holiday'; did you mean 'holidays'?"),
    (GOOD + 'tz = "UTC"', "desk", "unknown key 'tz'"),
    (GOOD + 'minutes = ["x"]', "desk", "unknown key 'minutes'"),
    # the list of holidays
    (GOOD + 'holidays = "DE"', "desk.holidays", "found 'DE'; write a list"),
    (GOOD + "holidays = true", "desk.holidays", "found true; write a list"),
    (GOOD + "holidays = [1]", "desk.holidays[1]", "found 1; write a country"),
    (GOOD + 'holidays = [""]', "desk.holidays[1]", "found ''; write a country"),
    (GOOD + 'holidays = [["DE"]]', "desk.holidays[1]", "found ['DE']; write a country"),
    (GOOD + "holidays = [12:00:00]", "desk.holidays[1]", "found 12:00:00; write a country"),
    (GOOD + "holidays = [{}]", "desk.holidays[1]", "found a table of nothing; write a country"),
    (GOOD + 'holidays = ["own.ics"]', "desk.holidays[1]", 'write a calendar file as { ics = "own.ics" }'),
    (GOOD + 'holidays = [{ country = "DE", ics = "x.ics" }]', "desk.holidays[1]", "country and ics stand together"),
    # countries in it
    (GOOD + 'holidays = ["UK"]', "desk.holidays[1]", "for the country 'UK'; did you mean 'GB'?"),
    (GOOD + 'holidays = ["de"]', "desk.holidays[1]", "did you mean 'DE'?"),
    (GOOD + 'holidays = ["Germany"]', "desk.holidays[1]", "did you mean 'DE'?"),
    (GOOD + 'holidays = ["Untied States"]', "desk.holidays[1]", "did you mean 'US'?"),
    (GOOD + 'holidays = ["XX"]', "desk.holidays[1]", "write its two-letter code"),
    (GOOD + 'holidays = ["DE-XX"]', "desk.holidays[1]", "DE has no subdivision 'XX'; subdivisions of DE: BB, BE, BW"),
    (GOOD + 'holidays = ["DE-"]', "desk.holidays[1]", "DE has no subdivision ''"),
    (GOOD + 'holidays = ["GB-england"]', "desk.holidays[1]", "did you mean 'ENG'?"),
    (GOOD + 'holidays = [{ country = "US", subdivision = "Californa" }]', "holidays[1].subdivision", "did you mean 'CA'?"),
    (GOOD + 'holidays = [{ country = "LV", subdivision = "RIX" }]', "holidays[1].subdivision", "LV has no subdivision 'RIX'; leave it out"),
    (GOOD + "holidays = [{ country = 49 }]", "desk.holidays[1].country", "found 49; write its two-letter code"),
    (GOOD + 'holidays = [{ country = "DE", subdivision = 3 }]', "desk.holidays[1].subdivision", "found 3"),
    (GOOD + 'holidays = [{ country = "DE", region = "BE" }]', "desk.holidays[1]", "unknown key 'region'"),
    (GOOD + 'holidays = [{ subdivision = "BE" }]', "desk.holidays[1]", "found a table of 'subdivision'; write a country"),
    (GOOD + 'holidays = [{ countrry = "DE" }]', "desk.holidays[1]", "found a table of 'countrry'; did you mean 'country'?"),
    (GOOD + 'holidays = [{ country = "DE", categories = ["bank"] }]', "[1].categories", "DE has catholic, public, school"),
    (GOOD + 'holidays = [{ country = "DE", categories = "pubic" }]', "[1].categories", "did you mean 'public'?"),
    (GOOD + 'holidays = [{ country = "DE", categories = 7 }]', "[1].categories", "DE has no category 7"),
    (GOOD + 'holidays = [{ country = "DE", observed = "yes" }]', "[1].observed", "found 'yes'; write true or false"),
    (GOOD + 'holidays = [{ country = "DE", language = "xx" }]', "[1].language", "no names in the language 'xx'; DE has de"),
    (GOOD + 'holidays = [{ country = "NZ", language = "mi" }]', "[1].language", "NZ has one language only"),
    (GOOD + 'holidays = [{ country = "DE", language = 1 }]', "[1].language", "no names in the language 1"),
    # own days in it
    (GOOD + 'holidays = ["2026-02-30"]', "desk.holidays[1]", "'2026-02-30' is no date; write a local date like"),
    (GOOD + 'holidays = ["24.12.2026"]', "desk.holidays[1]", "'24.12.2026' is no date"),
    (GOOD + 'holidays = ["1826-12-24"]', "desk.holidays[1]", "1826-12-24 is outside the years 1970 to 2199"),
    (GOOD + "holidays = [2026-12-24T10:00:00]", "desk.holidays[1]", "found 2026-12-24T10:00:00; write a local date"),
    (GOOD + 'holidays = ["13-01"]', "desk.holidays[1]", "'13-01' is no day of the year"),
    (GOOD + 'holidays = [{ date = "12-24" }]', "desk.holidays[1]", "'12-24' is no date"),
    (GOOD + 'holidays = [{ date = "2026-12-24", label = "x" }]', "desk.holidays[1]", "unknown key 'label'"),
    (GOOD + 'holidays = [{ date = "2026-12-24", name = 5 }]', "desk.holidays[1].name", "found 5; write a name in quotes"),
    (GOOD + 'holidays = [{ yearly = "2026-12-24" }]', "desk.holidays[1]", "without a year: it comes back every year"),
    (GOOD + "holidays = [{ yearly = 2026-12-24 }]", "desk.holidays[1]", "found 2026-12-24; write a month and a day"),
    (GOOD + 'holidays = [{ yearly = "02-30" }]', "desk.holidays[1]", "'02-30' is no day of the year"),
    # calendar files in it
    (GOOD + "holidays = [{ ics = 1 }]", "desk.holidays[1].ics", "found 1; write the path of a file"),
    (GOOD + 'holidays = [{ ics = "nowhere.ics" }]', "desk.holidays[1].ics", "nowhere.ics: there is no such file in "),
    (GOOD + 'holidays = [{ ics = "." }]', "desk.holidays[1].ics", "there is no such file"),
    (GOOD + 'holidays = [{ ics = "https://example.org/x.ics" }]', "[1].ics", "save the file beside the configuration"),
    (GOOD + 'holidays = [{ ics = "x.ics", name = "x" }]', "desk.holidays[1]", "unknown key 'name'"),
    # special days
    (GOOD + 'special = ["2026-12-24"]', "desk.special", "write a table of dates, like"),
    (GOOD + "special = false", "desk.special", "found false; write a table of dates"),
    (GOOD + 'special = { "24.12." = "closed" }', "desk.special.24.12.", "'24.12.' is no date"),
    (GOOD + 'special = { "12-24" = "closed" }', "desk.special.12-24", "'12-24' is no date"),
    (GOOD + 'special = { "2027-02-29" = "closed" }', "desk.special.2027-02-29", "'2027-02-29' is no date"),
    (GOOD + 'special = { "2026-12-24" = "noon" }', "desk.special.2026-12-24", "'noon' is no shift"),
    (GOOD + 'special = { "2026-12-24" = 0 }', "desk.special.2026-12-24", "found 0; write hours as text"),
    (GOOD + 'special = { "2026-12-24" = 2026-12-25 }', "desk.special.2026-12-24", "found 2026-12-25; write hours as text"),
    (GOOD + 'special = { "2026-12-24" = { name = "Eve" } }', "desk.special.2026-12-24", "'hours' is missing"),
    (GOOD + 'special = { "2026-12-24" = { hours = "closed", nname = "Eve" } }', "2026-12-24", "did you mean 'name'?"),
    (GOOD + 'special = { "2026-12-24" = { hours = "closed", name = "" } }', "2026-12-24.name", "write a name in quotes"),
    # seasons
    (GOOD + "seasons = 1", "desk.seasons", "found 1; write a list of tables"),
    (GOOD + '[seasons]\nfrom = "07-01"', "desk.seasons", "found a table; write a list of tables"),
    (GOOD + 'seasons = ["summer"]', "desk.seasons[1]", "found 'summer'; write a list of tables"),
    (GOOD + '[[seasons]]\nto = "08-31"\nhours = {}', "desk.seasons[1]", "'from' is missing"),
    (GOOD + '[[seasons]]\nfrom = "07-01"\nhours = {}', "desk.seasons[1]", "'to' is missing"),
    (GOOD + '[[seasons]]\nfrom = "07-01"\nto = "08-31"', "desk.seasons[1]", "'hours' is missing"),
    (GOOD + '[[seasons]]\nfrom = "2026-07-01"\nto = "08-31"\nhours = {}', "desk.seasons[1].from", "without a year"),
    (GOOD + '[[seasons]]\nfrom = 2026-07-01\nto = "08-31"\nhours = {}', "desk.seasons[1].from", "found 2026-07-01"),
    (GOOD + '[[seasons]]\nfrom = "02-30"\nto = "08-31"\nhours = {}', "desk.seasons[1].from", "'02-30' is no day"),
    (GOOD + '[[seasons]]\nfrom = "07-01"\nto = 8\nhours = {}', "desk.seasons[1].to", "found 8; write a month and a day"),
    (GOOD + '[[seasons]]\nfrom = "07-01"\nto = "08-31"\nhours = 5', "desk.seasons[1].hours", "found 5"),
    (GOOD + '[[seasons]]\nfrom = "07-01"\nto = "08-31"\nhours = {}\nuntil = "x"', "seasons[1]", "unknown key 'until'"),
    (
        GOOD
        + '[[seasons]]\nfrom = "07-01"\nto = "08-31"\nhours = {}\n[[seasons]]\nfrom = "08-31"\nto = "09-30"\nhours = {}',
        "desk.seasons[2]",
        "08-31 to 09-30 overlaps the season 07-01 to 08-31",
    ),
    # changes
    (GOOD + 'changes = "2027-01-01"', "desk.changes", "write a list of tables"),
    (GOOD + "changes = [1]", "desk.changes[1]", "found 1; write a list of tables"),
    (GOOD + '[[changes]]\nhours = "always"', "desk.changes[1]", "'effective_from' is missing"),
    (GOOD + "[[changes]]\neffective_from = 2027-01-01", "desk.changes[1]", "nothing changes; add a key that does: hours"),
    (GOOD + '[[changes]]\neffective_from = "soon"\nhours = {}', "changes[1].effective_from", "'soon' is no date"),
    (GOOD + "[[changes]]\neffective_from = 2027-01-01T00:00:00Z\nhours = {}", "effective_from", "without a time of day"),
    (GOOD + '[[changes]]\neffective_from = 2027-01-01\ntimezone = "UTC"', "desk.changes[1]", "'timezone' cannot change"),
    (GOOD + '[[changes]]\neffective_from = 2027-01-01\nunion = ["a"]', "desk.changes[1]", "'union' cannot change"),
    (GOOD + "[[changes]]\neffective_from = 2027-01-01\nhour = {}\ncut_at_midnight = true", "[1]", "did you mean 'hours'?"),
    (
        GOOD + "[[changes]]\neffective_from = 2027-01-01\nhours = {}\n[[changes]]\neffective_from = 2027-01-01\nhours = {}",
        "desk.changes[2]",
        "two changes begin on 2027-01-01; make them one",
    ),
    (GOOD + "cut_at_midnight = 1", "desk.cut_at_midnight", "found 1; write true or false"),
    # put together from others ("other" is a good one)
    ('union = "other"', "desk.union", "found 'other'; write a list of calendar names"),
    ("union = []", "desk.union", "found []; write a list of calendar names"),
    ("union = [1]", "desk.union[1]", "found 1; write the name of a calendar"),
    ('union = [{ base = "other", minus = "other" }]', "desk.union[1]", "stands in a table of its own"),
    ('union = ["othr"]', "desk.union", "there is no calendar 'othr'; did you mean 'other'?"),
    ('intersection = ["other", "nobody"]', "desk.intersection", "there is no calendar 'nobody'"),
    ('base = "other"', "desk", "found only base; write { union = [...] }"),
    ('minus = "other"', "desk", "found only minus; write"),
    ('base = ["other"]\nminus = "other"', "desk.base", "write the name of one calendar"),
    ('base = "other"\nminus = 1', "desk.minus", "found 1; write a list of calendar names"),
    ('union = ["other"]\nintersection = ["other"]', "desk", "found intersection and union; write"),
    ('union = ["other"]\ntimezone = "UTC"', "desk", "timezone beside union; a calendar put together takes all from"),
    ('union = ["desk", "other"]', "desk", "it is built on itself: desk → desk"),
    ('base = "other"\nminus = "other"', "desk", "the calendar is never open; change its parts"),
]  # fmt: skip


def load(text: str, base: Path | None = None) -> Complaints:
    tables = {"desk": tomllib.loads(text), "other": tomllib.loads(GOOD)}
    complaints = Complaints("team.toml", "calendars")
    assert "desk" not in load_calendars(tables, complaints, base)
    return complaints


@pytest.mark.parametrize("text, where, says", TABLES)
def test_a_broken_calendar_is_refused_with_one_clear_line(text: str, where: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "x.ics").write_text("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n")
    started = time.process_time()
    complaints = load(text, tmp_path)
    assert time.process_time() - started < 2
    (line,) = map(str, complaints.found)
    assert line.startswith("team.toml: calendars.desk")
    assert where in complaints.found[0].where
    assert says in line
    assert "\n" not in line
    assert len(line) < 400


def test_there_are_enough_of_them() -> None:
    assert len(TABLES) >= 60


def test_all_mistakes_of_a_calendar_are_told_at_once() -> None:
    complaints = load(
        'timezone = "Mars"\nhours = { mon = 1, tuesday = "closed" }\nholidays = ["UK", 5]\n'
        'special = { x = "closed", "2026-12-24" = "?" }\ncut_at_midnight = "no"\nextra = 1\n'
    )
    assert [complaint.where.removeprefix("team.toml: calendars.") for complaint in complaints.found] == [
        "desk",
        "desk.timezone",
        "desk.hours.mon",
        "desk.hours",
        "desk.holidays[1]",
        "desk.holidays[2]",
        "desk.special.x",
        "desk.special.2026-12-24",
        "desk.cut_at_midnight",
    ]


@pytest.mark.parametrize("table", [None, 5, "always", [], ["UTC"]])
def test_a_calendar_that_is_no_table(table: object) -> None:
    complaints = Complaints("", "calendars")
    assert load_calendars({"desk": table}, complaints, None) == {}
    (line,) = map(str, complaints.found)
    assert line.startswith("calendars.desk: found ")
    assert "write a table with a timezone and hours" in line


def test_circles_are_told_once_and_spare_the_others() -> None:
    complaints = Complaints("", "calendars")
    tables = {
        "a": {"union": ["b", "good"]},
        "b": {"base": "c", "minus": "good"},
        "c": {"intersection": ["a"]},
        "good": tomllib.loads(GOOD),
        "leans": {"union": ["a", "good"]},
    }
    assert list(load_calendars(tables, complaints, None)) == ["good"]
    (complaint,) = complaints.found
    assert "it is built on itself: " in complaint.found
    assert complaint.found.count(" → ") == 3


def test_a_broken_part_is_told_once_where_it_stands() -> None:
    complaints = Complaints("", "calendars")
    tables = {"bad": {"timezone": "UTC", "hours": 1}, "all": {"union": ["bad"]}, "more": {"union": ["all"]}}
    assert load_calendars(tables, complaints, None) == {}
    assert [complaint.where for complaint in complaints.found] == ["calendars.bad.hours"]


def test_towers_of_calendars_are_refused_at_once() -> None:
    tables: dict[str, object] = {"c0": tomllib.loads(GOOD), "d0": tomllib.loads(GOOD)}
    for level in range(1, 2_000):
        tables[f"c{level}"] = {"union": [f"c{level - 1}", f"d{level - 1}"]}
        tables[f"d{level}"] = {"union": [f"c{level - 1}", f"d{level - 1}"]}
    complaints = Complaints("", "calendars")
    started = time.process_time()
    loaded = load_calendars(tables, complaints, None)
    assert time.process_time() - started < 2
    assert "c6" in loaded
    assert "c7" not in loaded
    assert str(complaints.found[0]) == (
        "calendars.c7: it is put together from 128 parts; at most 100 are allowed; name fewer"
    )


def test_large_nonsense_is_refused_in_little_time_and_memory() -> None:
    nonsense = {
        "timezone": "x" * 1_000_000,
        "hours": {f"day {n}": "09:00-17:00" for n in range(2_000)} | {"mon": "?" * 1_000_000},
        "holidays": ["DE-" + "x" * 100_000, *range(2_000)],
        "special": {f"x{n}": n for n in range(2_000)},
    }
    complaints = Complaints("", "calendars")
    started = time.process_time()
    tracemalloc.start()
    load_calendars({"desk": nonsense}, complaints, None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.process_time() - started < 5
    assert peak < 100_000_000
    assert max(len(str(complaint)) for complaint in complaints.found) < 500
