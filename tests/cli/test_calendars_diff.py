"""`calendars diff`: which days get other hours, which deadlines move."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from slaclock.hours.calendar import Calendar
from slaclock.hours.diff import changed_days
from tests.cli.typed import refused, typed, write

OLD = ("[calendars.berlin]", 'timezone = "Europe/Berlin"', 'hours = { mon-fri = "09:00-17:00" }')
SPECIAL = ('special = { "2026-12-24" = "09:00-12:00", "2026-12-26" = "10:00-14:00" }',)
POLICY = (
    "[[policies]]",
    'name = "p"',
    'calendar = "berlin"',
    'targets = { first_response = { default = "2 business hours" }, resolution = { default = "24 hours" } }',
)


def test_the_days_and_the_deadlines(tmp_path: Path) -> None:
    old = write(tmp_path / "old.toml", *OLD, *POLICY)
    new = write(tmp_path / "new.toml", *OLD, *SPECIAL, *POLICY)
    answer = typed("calendars", "diff", old, new, "--year", "2026")
    assert answer.code == 0
    assert answer.lines[:4] == [
        "",
        "calendar berlin: other hours on 2 days of 2026, -1:00 hours in all",
        "date        before       after        hours",
        "Thu 24 Dec  09:00-17:00  09:00-12:00  -5:00",
    ]
    assert answer.lines[4] == "Sat 26 Dec  closed       10:00-14:00  +4:00"
    told = typed("calendars", "diff", old, new, "--year", "2026", "--json").json
    assert told["calendars"]["berlin"]["moved"] == -3600
    moved = {each["target"]: each for each in told["targets"]}
    # tickets of Thursday 11:00 to 16:00 (Berlin) lose that afternoon, later ones of Friday's evening gain a Saturday:
    # begun at 15:00 two hours end Thursday 17:00 before, Saturday 11:30 to 12:00 after
    assert moved["p/first_response/default"]["later"] > 0
    assert moved["p/first_response/default"]["earlier"] > 0
    assert moved["p/resolution/default"]["earlier"] == moved["p/resolution/default"]["later"] == 0


def test_literal_deadlines() -> None:
    def calendar(special: dict[str, str]) -> Calendar:
        table = {"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}, "special": special}
        return Calendar.from_config(table)

    (day,) = changed_days(calendar({}), calendar({"2026-12-24": "closed"}), date(2026, 1, 1), date(2026, 12, 31))
    assert (day.day, day.moved, day.after) == (date(2026, 12, 24), timedelta(hours=-8), ())


def test_night_shifts_count_on_the_day_they_start() -> None:
    night, cut = (
        Calendar.from_config(
            {
                "timezone": "UTC",
                "hours": {"mon-fri": "22:00-06:00"},
                "special": {"2026-12-25": "closed"},
                "cut_at_midnight": each,
            }
        )
        for each in (False, True)
    )
    # the shift of Thursday the 24th ends at midnight instead of six hours later
    (day,) = changed_days(night, cut, date(2026, 12, 1), date(2026, 12, 31))
    assert (day.day, day.moved) == (date(2026, 12, 24), timedelta(hours=-6))


def test_the_same_hours_written_differently(tmp_path: Path) -> None:
    old = write(tmp_path / "old.toml", *OLD)
    new = write(tmp_path / "new.toml", *OLD[:2], 'hours = { mon-fri = "09:00-12:00, 12:00-17:00" }')
    assert typed("calendars", "diff", old, new, "--year", "2026").lines == [
        "calendar berlin: the same hours on every day of 2026",
        "",
        "no promise that both make is counted differently",
    ]


def test_calendars_that_come_and_go(tmp_path: Path) -> None:
    old = write(tmp_path / "old.toml", *OLD)
    new = write(tmp_path / "new.toml", "[calendars.austin]", 'timezone = "America/Chicago"', 'hours = "always"')
    told = typed("calendars", "diff", old, new, "--json").json
    assert (told["added"], told["removed"]) == (["austin"], ["berlin"])
    assert f"calendar berlin: only in {old}" in typed("calendars", "diff", old, new).lines


def test_long_lists_are_cut_unless_asked_for(tmp_path: Path) -> None:
    old = write(tmp_path / "old.toml", *OLD)
    new = write(tmp_path / "new.toml", *OLD[:2], 'hours = { mon-fri = "08:00-17:00" }')
    words = ("calendars", "diff", old, new, "--year", "2026")
    assert "… 221 more days; list them with --all" in typed(*words).lines  # 261 weekdays in 2026
    assert len(typed(*words, "--all").lines) > 261


def test_what_is_broken_is_refused(tmp_path: Path) -> None:
    old = write(tmp_path / "old.toml", *OLD)
    assert "no such file or folder" in refused(typed("calendars", "diff", old, tmp_path / "gone.toml"))
