"""A desk with secret rules: its log, with verdicts, is all that fitting gets to see."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

MAP: dict[str, Any] = {
    "zone": "Europe/Berlin",
    "times": ["%Y-%m-%d %H:%M"],
    "columns": {"ticket": "nr", "at": "at", "created": "opened", "status": "state", "priority": "prio"},
    "values": {
        "status": {
            "new": "new",
            "asked back": {"to": "pending", "reason": "customer"},
            "at the maker": {"to": "hold", "reason": "vendor"},
            "working": "open",
            "solved": "solved",
            "closed": "closed",
        }
    },
    "verdict": {"column": "kept", "met": ["yes"], "missed": ["no"]},
}
MINUTE = timedelta(minutes=1)
Open = Callable[[datetime], bool]


def is_late(start: datetime, end: datetime, counts: Open, budget: int) -> bool:
    """Whether the budget was used up before the end, found the slow way: minute by minute."""
    while start < end and budget:
        budget -= counts(start)
        start += MINUTE
    return start < end


def office(at: datetime) -> bool:
    """Monday to Friday, nine to five."""
    return at.weekday() < 5 and 9 <= at.hour < 17


def tickets(
    number: int, is_open: Open, budgets: dict[str, int], *, pending_counts: bool, pace: int, seed: int
) -> Iterator[str]:
    """Rows of a log whose verdicts follow the rules given: budgets in open minutes; `pace` is how long things take."""
    draw = random.Random(seed)
    yield "nr,at,opened,state,prio,kept\n"
    for nr in range(number):
        priority = draw.choice(sorted(budgets))
        opened = datetime(2026, 4, 13) + draw.randrange(28 * 1440) * MINUTE  # noqa: DTZ001 - the export's own clock
        asked = opened + draw.randrange(1, pace) * MINUTE
        back = asked + draw.randrange(1, 2 * pace) * MINUTE
        solved = back + draw.randrange(1, 3 * pace) * MINUTE

        def counts(at: datetime, asked: datetime = asked, back: datetime = back) -> bool:
            return is_open(at) and (pending_counts or not asked <= at < back)

        kept = "no" if is_late(opened, solved, counts, budgets[priority]) else "yes"
        closed = solved + 7 * 1440 * MINUTE
        steps = ((opened, "new"), (asked, "asked back"), (back, "working"), (solved, "solved"), (closed, "closed"))
        for at, state in steps:
            yield f"T{nr:04d},{at:%Y-%m-%d %H:%M},{opened:%Y-%m-%d %H:%M},{state},{priority},{kept}\n"


def lunch(at: datetime) -> bool:
    """Monday to Saturday, eight to noon and one to six."""
    return at.weekday() < 6 and at.hour in {8, 9, 10, 11, 13, 14, 15, 16, 17}


@pytest.fixture(scope="session")
def lunch_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop that closes for lunch: 4 open hours, waiting for the customer counted like any other time."""
    file = tmp_path_factory.mktemp("fit") / "lunch.csv"
    file.write_text(
        "".join(tickets(1500, lunch, {"any": 240}, pending_counts=True, pace=180, seed=6)), encoding="utf-8"
    )
    return file


@pytest.fixture(scope="session")
def office_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office desk: 8 open hours for urgent, 16 for normal, waiting for the customer not counted."""
    file = tmp_path_factory.mktemp("fit") / "office.csv"
    rows = tickets(600, office, {"urgent": 480, "normal": 960}, pending_counts=False, pace=1440, seed=5)
    file.write_text("".join(rows), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def desk_map() -> dict[str, Any]:
    """The map of the desk's log."""
    return MAP
