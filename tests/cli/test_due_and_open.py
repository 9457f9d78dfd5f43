"""`due` and `open`: dates a person can check on a wall calendar."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.typed import CONFIG, refused, typed, write

STARTER = CONFIG / "starter.toml"
SUPPORT = ("--config", STARTER, "--calendar", "support")


@pytest.mark.parametrize(
    "at, budget, due",
    [
        ("2026-11-20T14:30+01:00", "4 business hours", "Mon 23 Nov 2026 11:30"),  # 1:30 on Friday, 2:30 on Monday
        ("2026-11-20T16:30+01:00", "4 business hours", "Mon 23 Nov 2026 14:00"),  # closed since 16:00; lunch at 12:00
        ("2026-11-20T15:30:00Z", "4bh", "Mon 23 Nov 2026 14:00"),  # the same instant
        ("2026-12-23T17:00+01:00", "2 business hours", "Thu 24 Dec 2026 10:00"),  # into a half day
        ("2026-12-24T11:30+01:00", "1 business hour", "Mon 28 Dec 2026 09:30"),  # over Christmas and a weekend
        ("2026-03-28T12:00+01:00", "24 hours", "Sun 29 Mar 2026 13:00"),  # an hour is skipped that night
        ("2026-11-20T14:30+01:00", "2 business days", "Tue 24 Nov 2026 14:30"),
        ("2026-11-21T14:30+01:00", "1 business day", "Mon 23 Nov 2026 18:00"),  # a start on Saturday takes the closing
        ("2026-11-20T14:30+01:00", "eobd", "Fri 20 Nov 2026 16:00"),
        ("2026-11-20T14:30+01:00", "end of next business day", "Mon 23 Nov 2026 18:00"),
    ],
)
def test_due(at: str, budget: str, due: str) -> None:
    answer = typed("due", *SUPPORT, "--at", at, "--budget", budget)
    assert answer.code == 0
    assert answer.lines[0].startswith(f"due {due}  (")


def test_due_says_why() -> None:
    answer = typed("due", *SUPPORT, "--at", "2026-12-24T11:30+01:00", "--budget", "1 business hour")
    assert answer.lines == [
        "due Mon 28 Dec 2026 09:30  (2026-12-28T09:30:00+01:00)",
        "1 business hour from Thu 24 Dec 2026 11:30, counted on support (Europe/Berlin)",
        "",
        "from                   to                      counted      sum  why",
        "Thu 24 Dec 2026 11:30  Thu 24 Dec 2026 12:00  +0:30:00  0:30:00  open (half day)",
        "Thu 24 Dec 2026 12:00  Fri 25 Dec 2026 00:00         –  0:30:00  closed: after hours",
        "Fri 25 Dec 2026 00:00  Sat 26 Dec 2026 00:00         –  0:30:00  closed: holiday Erster Weihnachtstag",
        "Sat 26 Dec 2026 00:00  Sun 27 Dec 2026 00:00         –  0:30:00  closed: holiday Zweiter Weihnachtstag",
        "Sun 27 Dec 2026 00:00  Mon 28 Dec 2026 00:00         –  0:30:00  closed: Sunday",
        "Mon 28 Dec 2026 00:00  Mon 28 Dec 2026 09:00         –  0:30:00  closed: after hours",
        "Mon 28 Dec 2026 09:00  Mon 28 Dec 2026 09:30  +0:30:00  1:00:00  open",
    ]


def test_due_counts_days_one_by_one() -> None:
    answer = typed("due", *SUPPORT, "--at", "2026-12-23T10:00+01:00", "--budget", "3bd")
    assert [line for line in answer.lines if line.startswith("business day")] == [
        "business day 1: Thu 24 Dec 2026 10:00",
        "business day 2: Mon 28 Dec 2026 10:00",
        "business day 3: Tue 29 Dec 2026 10:00",
    ]


def test_due_as_json() -> None:
    told = typed("due", *SUPPORT, "--at", "2026-11-20T14:30+01:00", "--budget", "4bh", "--json").json
    assert told["due"] == "2026-11-23T10:30:00Z"
    assert told["due_local"] == "2026-11-23T11:30:00+01:00"
    assert (told["calendar"], told["zone"], told["unit"]) == ("support", "Europe/Berlin", "open time")
    assert sum(line["counted"] for line in told["lines"]) == 4 * 3600


def test_a_budget_no_ten_years_hold_is_never_due(tmp_path: Path) -> None:
    file = write(
        tmp_path / "rare.toml",
        "[calendars.rare]",
        'timezone = "UTC"',
        "hours = {}",
        'special = { "2026-06-01" = "09:00-12:00" }',
    )
    answer = typed("due", "--config", file, "--at", "2026-01-01T00:00Z", "--budget", "4 business hours")
    assert answer.code == 1
    assert answer.complaints == ["calendar 'rare', 4 business hours: " + answer.err.split(": ", 1)[1].strip()]


def test_a_very_long_reckoning_is_cut_in_the_middle() -> None:
    answer = typed("due", *SUPPORT, "--at", "2026-01-05T09:00+01:00", "--budget", "400 business hours")
    assert "more …" in answer.out
    assert len(answer.lines) < 60


@pytest.mark.parametrize(
    "at, is_open, says",
    [
        ("2026-11-20T15:59:59+01:00", True, "support is open"),
        ("2026-11-20T16:00+01:00", False, "support is closed: after hours"),
        ("2026-11-23T12:30+01:00", False, "support is closed: break"),
        ("2026-11-22T12:00+01:00", False, "support is closed: Sunday"),
        ("2026-12-25T12:00+01:00", False, "support is closed: holiday Erster Weihnachtstag"),
        ("2026-12-24T11:59+01:00", True, "support is open (half day)"),
    ],
)
def test_open(at: str, is_open: bool, says: str) -> None:
    answer = typed("open", *SUPPORT, "--at", at)
    assert answer.code == (0 if is_open else 1)
    assert answer.lines[0] == says
    assert answer.err == ""


def test_open_says_until_when() -> None:
    assert typed("open", *SUPPORT, "--at", "2026-11-20T16:30+01:00").lines[1:] == [
        "at            Fri 20 Nov 2026 16:30  Europe/Berlin",
        "next opening  Mon 23 Nov 2026 09:00",
        "next closing  Mon 23 Nov 2026 12:00",
    ]
    assert typed("open", *SUPPORT, "--at", "2026-11-20T15:30+01:00").lines[2:] == [
        "next closing  Fri 20 Nov 2026 16:00",
        "next opening  Mon 23 Nov 2026 09:00",
    ]


def test_open_around_the_clock_never_closes(tmp_path: Path) -> None:
    file = write(tmp_path / "duty.toml", "[calendars.duty]", 'timezone = "Europe/Berlin"', 'hours = "always"')
    told = typed("open", "--config", file, "--at", "2026-11-20T16:30Z", "--json")
    assert told.code == 0
    assert told.json["next_closing"] is None
    assert told.json["next_opening"] is None


def test_the_week_drawn() -> None:
    answer = typed("open", *SUPPORT, "--at", "2026-12-23T16:30+01:00", "--week")
    assert answer.code == 0
    assert answer.lines == [
        "support, week of Mon 21 Dec 2026 (Europe/Berlin)",
        "",
        "            0     3     6     9     12    15    18    21",
        "Mon 21 Dec  ··················██████··██████████············  09:00-12:00, 13:00-18:00",
        "Tue 22 Dec  ··················██████··██████████············  09:00-12:00, 13:00-18:00",
        "Wed 23 Dec  ··················██████··███████◆██············  09:00-12:00, 13:00-18:00",
        "Thu 24 Dec  ··················██████························  09:00-12:00 (special day)",
        "Fri 25 Dec  ················································  closed (Erster Weihnachtstag)",
        "Sat 26 Dec  ················································  closed (Zweiter Weihnachtstag)",
        "Sun 27 Dec  ················································  closed",
    ]


def test_the_week_of_a_night_shift_over_a_clock_change(tmp_path: Path) -> None:
    file = write(tmp_path / "n.toml", "[calendars.n]", 'timezone = "Europe/Berlin"', 'hours = { sat = "22:00-06:00" }')
    lines = typed("open", "--config", file, "--at", "2026-03-29T12:00Z", "--week").lines
    assert lines[-2] == f"Sat 28 Mar  {'·' * 44}████  22:00-06:00"
    # 02:00 to 03:00 does not exist that night: its two cells are empty
    assert lines[-1] == f"Sun 29 Mar  ████··██████{'·' * 16}◆{'·' * 19}  closed"


def test_the_year_drawn() -> None:
    lines = typed("open", *SUPPORT, "--year", "2026").lines
    assert lines[2] == "     MTWTFSS MTWTFSS MTWTFSS MTWTFSS MTWTFSS MT"
    assert lines[3] == "Jan     H█·· █████·· █████·· █████·· █████·"
    assert lines[14] == "Dec   ████·· █████·· █████·· ███▒HH· ███▒"
    assert "Fri  3 Apr  closed (Karfreitag)" in lines
    assert "Thu 24 Dec  09:00-12:00 (special day)" in lines
    assert typed("open", *SUPPORT, "--year", "--at", "2026-06-01T00:00Z").lines == lines


def test_the_year_names_its_seasons(tmp_path: Path) -> None:
    file = write(
        tmp_path / "s.toml",
        "[calendars.s]",
        'timezone = "Europe/Berlin"',
        'hours = { mon-fri = "09:00-17:00" }',
        'special = { "2026-07-08" = "closed", "2026-09-01" = "closed" }',
        "[[calendars.s.seasons]]",
        'from = "07-01"',
        'to = "08-31"',
        'hours = { mon-fri = "08:00-15:00" }',
        "[[calendars.s.seasons]]",
        'from = "12-20"',
        'to = "01-06"',
        'hours = { mon-fri = "10:00-12:00" }',
    )
    assert typed("open", "--config", file, "--year", "2026").lines[-5:] == [
        "Wed  8 Jul  closed (special day)",
        "Tue  1 Sep  closed (special day)",
        "Thu 1 Jan 2026 to Tue 6 Jan 2026  season",
        "Wed 1 Jul 2026 to Mon 31 Aug 2026  season",
        "Sun 20 Dec 2026 to Thu 31 Dec 2026  season",
    ]


def test_the_days_as_json() -> None:
    week = typed("open", *SUPPORT, "--at", "2026-12-23T16:30+01:00", "--week", "--json").json
    assert [day["date"] for day in week["days"]][:2] == ["2026-12-21", "2026-12-22"]
    assert week["days"][4] == {
        "date": "2026-12-25",
        "hours": [],
        "decided_by": "holiday",
        "name": "Erster Weihnachtstag",
    }
    year = typed("open", *SUPPORT, "--year", "2024", "--json").json
    assert len(year["days"]) == 366


def test_the_last_year_there_is() -> None:
    assert typed("open", *SUPPORT, "--year", "2199").code == 0
    assert "1970 to 2200" in refused(typed("due", *SUPPORT, "--at", "2199-12-31T23:00Z", "--budget", "24 hours"))
