"""The sample desk: written by a script that stands beside this test, and what the demo says of it."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime

from slaclock.policy.load import load_config
from tests.cli.sample_desk import DEMO, written
from tests.cli.typed import typed


def test_the_log_is_what_its_script_writes() -> None:
    assert (DEMO / "tickets.csv").read_text(encoding="utf-8") == written(), "run: python -m tests.cli.sample_desk"


def test_the_log_is_what_it_says_it_is() -> None:
    with (DEMO / "tickets.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    opened = Counter(row["Channel"] for row in rows if row["What"] == "opened")
    assert opened == {"email": 190, "chat": 110, "sms": 50}
    assert {row["Customer"] for row in rows} == {"ACME", "Globex", "Initech", ""}
    days = {datetime.fromisoformat(row["When"]).date() for row in rows if row["When"] and "25:" not in row["When"]}
    assert {"2026-03-28", "2026-03-30", "2026-04-03", "2026-04-06"} <= {day.isoformat() for day in days}
    calendars = load_config(DEMO / "desk.toml").calendars
    assert {each.zone.key for each in calendars.values()} == {"Europe/Berlin", "America/Chicago"}


def test_the_demo() -> None:
    answer = typed("demo")
    assert answer.code == 0
    for section in ("attainment", "service levels by formula", "objectives", "worst misses", "what to try next"):
        assert f"\n{section}" in answer.out
    assert "4 × " not in answer.out
    assert "1 × unreadable time in 'When'" in answer.out


def test_the_ticket_explained_by_hand() -> None:
    """Fri 15:10 to 16:00, Mon 9:00 to 11:00, Wed 14:30 to 18:00, Thu 9:00 to 18:00: 15:20; 15 hours are over at 17:40.

    Good Friday, the weekend and Easter Monday are closed; Tuesday 9:00 to 11:00 makes it 17:20.
    """
    told = typed("demo", "--json").json["explained"]
    assert told["reading"]["deadline"] == "2026-04-02T15:40:00Z"
    assert told["reading"]["elapsed"] == (17 * 60 + 20) * 60
    assert told["reading"]["outcome"] == "missed"
    holidays = [line["reason"] for line in told["lines"] if "holiday" in line["reason"]]
    assert holidays == ["closed: holiday Good Friday", "closed: holiday Easter Monday"]


def test_every_line_it_says_to_try_can_be_typed() -> None:
    lines = typed("demo").out.split("what to try next\n")[1].splitlines()
    assert len(lines) >= 4
    for line in lines:
        words = line.split("#")[0].split()
        assert words[0] == "slaclock"
        if words[1] != "init":
            assert typed(*words[1:]).code == 0
