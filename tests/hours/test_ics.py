"""Calendar files: which days they close, which they are refused for, and that none of them takes long."""

# ruff: noqa: E501 - tables read best with one case a line

from __future__ import annotations

import random
import subprocess
import sys
import time
import tracemalloc
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from slaclock.complaints import Complaints
from slaclock.errors import InvalidInput
from slaclock.hours.ics import MAX_BYTES, IcsDays, read_ics
from slaclock.hours.ics_rule import LAST_DAY, read_rule
from slaclock.hours.load import load_calendars

pytest.importorskip("icalendar")


def event(start: str, *lines: str, name: str = "Closed", uid: str = "") -> str:
    uid = uid or f"{start}{name}"
    return "\r\n".join(
        ("BEGIN:VEVENT", f"UID:{uid}", f"DTSTART;VALUE=DATE:{start}", f"SUMMARY:{name}", *lines, "END:VEVENT")
    )


def written(path: Path, *events: str) -> IcsDays:
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", *events, "END:VCALENDAR", "")
    path.joinpath("x.ics").write_bytes("\r\n".join(lines).encode())
    return read_ics(path / "x.ics")


def closed(days: IcsDays, *years: int) -> list[str]:
    return [str(day) for year in years for day in days.on(year)]


def test_a_day_and_its_name(tmp_path: Path) -> None:
    days = written(tmp_path, event("20261224", name="Heiligabend\\, nachmittags frei"))
    assert days.on(2026) == {date(2026, 12, 24): "Heiligabend, nachmittags frei"}
    assert days.on(2027) == {}


@pytest.mark.parametrize(
    "start, lines, years, expected",
    [
        # DTEND is the day after the last; over the new year; a duration; the end equal to the start is one day
        ("20261230", ["DTEND;VALUE=DATE:20270102"], (2026, 2027), ["2026-12-30", "2026-12-31", "2027-01-01"]),
        ("20261230", ["DURATION:P2D"], (2026,), ["2026-12-30", "2026-12-31"]),
        ("20261230", ["DTEND;VALUE=DATE:20261230"], (2026,), ["2026-12-30"]),
        # every year, with a day left out, with an end, with a number
        ("20250501", ["RRULE:FREQ=YEARLY"], (2024, 2025, 2026, 2200), ["2025-05-01", "2026-05-01", "2200-05-01"]),
        ("20250501", ["RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20260501"], (2025, 2026, 2027), ["2025-05-01", "2027-05-01"]),
        ("20250501", ["RRULE:FREQ=YEARLY;UNTIL=20260501"], (2025, 2026, 2027), ["2025-05-01", "2026-05-01"]),
        ("20250501", ["RRULE:FREQ=YEARLY;UNTIL=20261231T235959Z"], (2026, 2027), ["2026-05-01"]),
        ("20250501", ["RRULE:FREQ=YEARLY;COUNT=2"], (2025, 2026, 2027), ["2025-05-01", "2026-05-01"]),
        ("20240229", ["RRULE:FREQ=YEARLY"], (2024, 2025, 2028), ["2024-02-29", "2028-02-29"]),
        ("20251226", ["RRULE:FREQ=YEARLY;INTERVAL=2"], (2025, 2026, 2027), ["2025-12-26", "2027-12-26"]),
        # the fourth Thursday of November; the last Monday of May; the last working day of each month
        ("20261126", ["RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"], (2026, 2027), ["2026-11-26", "2027-11-25"]),
        ("20260525", ["RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO"], (2026, 2027), ["2026-05-25", "2027-05-31"]),
        ("20261130", ["RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"], (2026,), ["2026-11-30", "2026-12-31"]),
        # some days in a row, every other Friday
        ("20261228", ["RRULE:FREQ=DAILY;COUNT=3"], (2026,), ["2026-12-28", "2026-12-29", "2026-12-30"]),
        ("20261204", ["RRULE:FREQ=WEEKLY;INTERVAL=2"], (2026,), ["2026-12-04", "2026-12-18"]),
        # several days every year, over the new year
        ("20251231", ["DTEND;VALUE=DATE:20260102", "RRULE:FREQ=YEARLY"], (2026,), ["2026-01-01", "2026-12-31"]),
        # further days by hand
        ("20260302", ["RDATE;VALUE=DATE:20260304,20260306"], (2026,), ["2026-03-02", "2026-03-04", "2026-03-06"]),
        ("20260302", ["STATUS:CANCELLED"], (2026,), []),
    ],
)  # fmt: skip
def test_days_an_event_closes(
    tmp_path: Path, start: str, lines: list[str], years: tuple[int, ...], expected: list[str]
) -> None:
    assert closed(written(tmp_path, event(start, *lines)), *years) == expected


def test_one_day_of_a_series_moved_and_one_cancelled(tmp_path: Path) -> None:
    days = written(
        tmp_path,
        event("20240105", "RRULE:FREQ=YEARLY", uid="a"),
        event("20260107", "RECURRENCE-ID;VALUE=DATE:20260105", uid="a", name="Moved"),
        event("20270105", "RECURRENCE-ID;VALUE=DATE:20270105", "STATUS:CANCELLED", uid="a"),
    )
    assert closed(days, 2025, 2026, 2027, 2028) == ["2025-01-05", "2026-01-07", "2028-01-05"]
    assert days.on(2026)[date(2026, 1, 7)] == "Moved"


def test_the_newest_version_of_an_event_holds(tmp_path: Path) -> None:
    days = written(tmp_path, event("20260302", "SEQUENCE:0", uid="a"), event("20260303", "SEQUENCE:1", uid="a"))
    assert closed(days, 2026) == ["2026-03-03"]


def test_two_names_for_one_day_stand_side_by_side(tmp_path: Path) -> None:
    days = written(tmp_path, event("20260501", name="May Day"), event("20200501", "RRULE:FREQ=YEARLY", name="Move"))
    assert days.on(2026) == {date(2026, 5, 1): "May Day; Move"}


def test_events_with_a_time_of_day_are_left_out_with_a_warning(tmp_path: Path) -> None:
    timed = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260302T090000Z\r\nDTEND:20260302T120000Z\r\nEND:VEVENT"
    whole = "BEGIN:VEVENT\r\nUID:2\r\nDTSTART;TZID=Europe/Berlin:20260303T000000\r\nDTEND;TZID=Europe/Berlin:20260304T000000\r\nEND:VEVENT"
    days = written(tmp_path, timed, whole)
    assert closed(days, 2026) == ["2026-03-03"]  # from midnight to midnight is a whole day
    assert days.warnings([]) == ["holidays in x.ics: 1 event with a time of day is left out; only whole days close"]


def test_years_without_a_closed_day_are_told(tmp_path: Path) -> None:
    days = written(tmp_path, event("20261224"))
    assert days.warnings([2026, 2027, 2028]) == ["holidays in x.ics: none in 2027 to 2028; is the file out of date?"]


BROKEN = [
    (event("20260101", "RRULE:FREQ=HOURLY"), "event 'Closed': it repeats within a day"),
    (event("20260101", "RRULE:FREQ=MINUTELY;COUNT=3"), "it repeats within a day"),
    (event("20260101", "RRULE:FREQ=SECONDLY"), "it repeats within a day"),
    (event("20260101", "RRULE:FREQ=DAILY;BYHOUR=1,2"), "it repeats within a day"),
    (event("20260101", "RRULE:FREQ=SOMETIMES"), "event 'Closed': its RRULE cannot be understood"),
    (event("20260101", "RRULE:hello"), "its rule has no frequency"),
    (event("20260101", "RRULE:FREQ=DAILY;INTERVAL=0"), "its INTERVAL or COUNT is less than 1"),
    (event("20260101", "RRULE:FREQ=YEARLY;BYMONTH=13"), "its BYMONTH"),
    (event("20260101", "RRULE:FREQ=WEEKLY;BYDAY=2MO"), "it numbers weekdays without a month or year"),
    (event("20260101", "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1"), "its COUNT is too far to be counted out"),
    (event("20260101", "RRULE:FREQ=DAILY;COUNT=1000000"), "its COUNT is too far to be counted out"),
    (event("20260101", "RRULE:FREQ=YEARLY", "RRULE:FREQ=MONTHLY"), "it has several rules"),
    (event("20260101", "EXDATE:soon", "RRULE:FREQ=DAILY;COUNT=2"), "its EXDATE cannot be understood"),
    (event("2026XX01"), "its DTSTART cannot be understood"),
    (event("20260101", "DTSTART;VALUE=DATE:20260102"), "it has DTSTART twice"),
    (event("20260101", "DTEND;VALUE=DATE:20251231"), "it ends before it starts"),
    (event("20260101", "DTEND;VALUE=DATE:20280101"), "it lasts 730 days; at most 366"),
    (event("20260101", "DTEND:20260102T000000Z"), "one of its DTSTART and DTEND has a time of day"),
    (event("20260101", "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260101"), "it changes all later days of its series"),
    ("BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Ghost\r\nEND:VEVENT", "event 'Ghost': it has no DTSTART"),
    ("lorem ipsum", "the file is no iCalendar file"),
    ("BEGIN:VEVENT\r\nUID:1", "the file is no complete iCalendar file"),
]  # fmt: skip


@pytest.mark.parametrize("body, says", BROKEN)
def test_broken_files_are_refused_with_one_line(tmp_path: Path, body: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        written(tmp_path, body)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    "content, says",
    [
        (b"", "the file is no complete iCalendar file"),
        (b"<html></html>", "the file is no iCalendar file"),
        (b"BEGIN:VCALENDAR\r\n", "the file is no complete iCalendar file"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "the file is no complete iCalendar file"),
        (b"\xff\xfe\x00", "the file is not UTF-8 text"),
        (b"\x00\x01\x02", "the file is no iCalendar file"),
        (b"x" * (MAX_BYTES + 1), "the file has 2.0 MB; at most 2 MB are read"),
        (b"BEGIN:VEVENT\r\n" * 5_001, "the file holds 5,001 events; at most 5,000 are read"),
    ],
)
def test_files_that_are_no_calendars(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "x.ics").write_bytes(content)
    complaints = Complaints("team.toml", "calendars")
    table = {"timezone": "UTC", "hours": "always", "holidays": [{"ics": "x.ics"}]}
    assert load_calendars({"desk": table}, complaints, tmp_path) == {}
    (line,) = map(str, complaints.found)
    assert line.startswith("team.toml: calendars.desk.holidays[1].ics: x.ics: ")
    assert says in line


def refusal(path: Path, *events: str) -> str:
    """What a file is refused for, or nothing if it is read and answers for the first, a middle and the last year."""
    try:
        days = written(path, *events)
    except InvalidInput as error:
        return str(error)
    assert all(day.year == year for year in (1970, 2026, 2200) for day in days.on(year))
    return ""


def test_garbage_never_ends_in_a_traceback(tmp_path: Path) -> None:
    good = event(
        "20260101", "DTEND;VALUE=DATE:20260103", "RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=1TH", "EXDATE;VALUE=DATE:20270107"
    )
    chance = random.Random(7)
    for _ in range(300):
        text = list(good)
        for _ in range(chance.randint(1, 6)):
            text[chance.randrange(len(text))] = chance.choice("\r\n:;=,0123456789ABXYZ\u0000\u2028é")
        assert len(refusal(tmp_path, "".join(text))) < 400


HEAVY = [
    ([event("20260101", f"X-PAD:{'x' * 150}", name=f"Day {n}") for n in range(5_000)], ""),
    ([event("20000101", "RRULE:FREQ=YEARLY", name=f"Day {n}") for n in range(500)], ""),
    ([event("20260101", "RRULE:FREQ=YEARLY", name=f"Day {n}") for n in range(501)], "501 of its events repeat; at most 500"),
    ([event("20260101", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", name=f"Day {n}") for n in range(500)], ""),
    ([event("20260106", "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=MO;COUNT=2", name=f"Day {n}") for n in range(500)], "COUNT is too far"),
    ([event("19700101", "RRULE:FREQ=DAILY", name=f"Day {n}") for n in range(500)], "too many of its events repeat"),
    ([event("20260101", "DTEND;VALUE=DATE:20270101", name=f"Day {n}") for n in range(5_000)], "close more than 100,000 days"),
    ([event("20260101", "DTEND;VALUE=DATE:20270101", "RRULE:FREQ=DAILY", name=f"Day {n}") for n in range(25)], ""),
]  # fmt: skip


@pytest.mark.parametrize("events, says", HEAVY, ids=range(len(HEAVY)))
def test_no_file_holds_a_program_up(tmp_path: Path, events: list[str], says: str) -> None:
    started = time.process_time()
    refused = refusal(tmp_path, *events)
    assert time.process_time() - started < 4  # about a second where nothing else runs
    assert says in refused
    assert bool(says) == bool(refused)


def test_without_the_extra_the_complaint_names_it(tmp_path: Path) -> None:
    (tmp_path / "x.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    ask = """
import sys
sys.modules["icalendar"] = None
from pathlib import Path
from slaclock.complaints import Complaints
from slaclock.hours.load import load_calendars
complaints = Complaints("", "calendars")
table = {"timezone": "UTC", "hours": "always", "holidays": [{"ics": "x.ics"}]}
load_calendars({"desk": table}, complaints, Path(sys.argv[1]))
print(*complaints.found)
"""
    answer = subprocess.run(
        [sys.executable, "-c", ask, str(tmp_path)], capture_output=True, text=True, check=True
    ).stdout
    where = "calendars.desk.holidays[1].ics"
    assert answer.strip() == f"{where}: calendar files need the package icalendar; install slaclock[ics]"


def test_memory_stays_small(tmp_path: Path) -> None:
    tracemalloc.start()
    days = written(tmp_path, *HEAVY[0][0][:500])
    days.on(2026)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000_000


# The rules against an independent reading of RFC 5545.

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


@st.composite
def rules(draw: st.DrawFn) -> str:
    """A rule with at most two conditions; more hardly ever come true, and others search those up to the year 9999."""
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    conditions = draw(st.lists(st.sampled_from(sorted(CONDITIONS[freq])), max_size=2, unique=True))
    parts = [f"FREQ={freq}", *(f"{key}={draw(CONDITIONS[freq][key])}" for key in conditions)]
    if "BYWEEKNO" in conditions and "BYDAY" not in conditions:
        parts.append(f"BYDAY={draw(st.sampled_from(DAYS))}")  # where nothing is said, we read RFC 5545, others do not
    placed = draw(st.booleans())
    if conditions and placed and freq != "WEEKLY":  # of the first week others count the days from the start on only
        parts.append(f"BYSETPOS={draw(several(st.integers(1, 3) | st.integers(-3, -1)))}")
    options = [draw(st.sampled_from(choice)) for choice in (("", "INTERVAL=2", "INTERVAL=3"), WEEK_STARTS, ENDS)]
    return ";".join([*parts, *filter(None, options)])


def several(numbers: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    return st.lists(numbers, min_size=1, max_size=3, unique=True).map(lambda some: ",".join(map(str, some)))


NUMBERS = st.sampled_from(["1", "2", "4", "-1", "-2", "5"])
# Not mixed: of `MO,1MO` others keep the first Monday only.
WEEKDAYS = several(st.sampled_from(DAYS)) | several(st.tuples(NUMBERS, st.sampled_from(DAYS)).map("".join))
IN_DAYS = {"BYMONTH": several(st.integers(1, 12)), "BYDAY": several(st.sampled_from(DAYS))}
IN_MONTHS = {**IN_DAYS, "BYDAY": WEEKDAYS, "BYMONTHDAY": several(st.integers(1, 31) | st.integers(-31, -1))}
IN_YEARS = {
    **IN_MONTHS,
    "BYYEARDAY": several(st.integers(1, 366) | st.integers(-366, -1)),
    "BYWEEKNO": several(st.integers(1, 53) | st.integers(-53, -1)),
}
WEEK_STARTS = ("", *(f"WKST={day}" for day in DAYS))
ENDS = ("", "COUNT=1", "COUNT=7", "UNTIL=20240229", "UNTIL=20300501")
CONDITIONS = {"DAILY": IN_DAYS, "WEEKLY": IN_DAYS, "MONTHLY": IN_MONTHS, "YEARLY": IN_YEARS}


@pytest.mark.slow
@settings(max_examples=min(settings().max_examples, 400))  # the others are slow
@given(rules(), st.dates(date(2023, 1, 1), date(2026, 12, 31)), st.integers(2023, 2034))
def test_rules_mean_what_others_read_in_them(text: str, start: date, year: int) -> None:
    icalendar = pytest.importorskip("icalendar")
    rrule = pytest.importorskip("dateutil.rrule")
    try:
        rule = read_rule(icalendar.vRecur.from_ical(text), start)
    except InvalidInput as error:
        assume("COUNT is too far" not in str(error))
        raise
    endless = replace(rule, until=LAST_DAY)
    assume(any(endless.days(date(2035, 1, 1), date(2075, 1, 1))))  # others search what never comes up to the year 9999
    first, last = date(year, 1, 1), date(year, 12, 31)
    other = rrule.rrulestr(text, dtstart=datetime.combine(start, datetime.min.time()))
    expected = []
    for found in other:
        if found.date() > last:
            break
        if found.date() >= first:
            expected.append(found.date())
    assert list(rule.days(first, last)) == expected
    middle = first + timedelta(days=200)
    assert [*rule.days(first, middle), *rule.days(middle + timedelta(days=1), last)] == expected


def test_no_rule_is_followed_beyond_the_served_years() -> None:
    rule = read_rule({"FREQ": ["YEARLY"]}, date(2026, 3, 2))
    assert max(rule.days(date(2205, 1, 1), date(2300, 1, 1))) == date(2210, 3, 2)
    assert rule.until == LAST_DAY
