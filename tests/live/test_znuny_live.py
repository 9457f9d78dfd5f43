"""Znuny's own SLA engine as a second referee: on the facts its API tells, slaclock's deadlines are its own.

slaclock has no connector for Znuny; what Znuny says of a ticket (when it was created, who wrote when, to whom) becomes
events here, and the engine reads them.
"""

from __future__ import annotations

import random
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from slaclock.engine import Engine
from slaclock.hours.calendar import Calendar
from tests.live.conftest import free_port, script
from tests.live.znuny_server import ZnunyServer, start

OFF = ["2026-01-01", "2026-12-25", "2026-12-26", "2027-01-01"]
CALENDARS = {
    name: {"timezone": zone, "hours": {"mon-fri": "09:00-17:00"}, "holidays": [*OFF, *more]}
    for name, zone, more in (
        ("utc", "UTC", ()),
        ("london", "Europe/London", ("2026-04-03", "2026-04-06")),
        ("newyork", "America/New_York", ()),
    )
}
HOUR, TWO, FOUR, EIGHT, SIXTEEN = (f"{hours} business hours" for hours in (1, 2, 4, 8, 16))
LEVELS: dict[str, tuple[str, dict[str, str]]] = {
    "solve-8bh": ("utc", {"resolution": EIGHT}),
    "respond-2bh-solve-16bh": ("utc", {"first_response": TWO, "resolution": SIXTEEN}),
    "update-4bh": ("utc", {"first_response": HOUR, "update": FOUR}),
    "london-4bh": ("london", {"first_response": HOUR, "resolution": FOUR}),
    "newyork-4bh": ("newyork", {"first_response": HOUR, "resolution": FOUR}),
}
"""The levels of the start script's Znuny: on which calendar, and what they promise."""
THEIRS = {
    "first_response": "FirstResponseTimeDestinationTime",
    "update": "UpdateTimeDestinationTime",
    "resolution": "SolutionTimeDestinationTime",
}
EACH = 61

Deed = Callable[[ZnunyServer, str], None]


@pytest.fixture(scope="session")
def znuny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZnunyServer]:
    """A Znuny of our own, whose clock is moved."""
    begin, folder = script("znuny"), tmp_path_factory.mktemp("znuny")
    try:
        server = start(begin, free_port(), folder)
        with server.client:
            yield server
    except subprocess.CalledProcessError as error:
        pytest.skip(f"{begin} cannot be used here: {error.stderr}")
    finally:
        subprocess.run([str(begin.with_name("stop")), str(folder)], check=True, capture_output=True)


def engine(level: str) -> Engine:
    """Nothing ever waits: in Znuny as it is shipped a pending ticket runs on."""
    calendar, promised = LEVELS[level]
    targets = {metric: {"default": budget} for metric, budget in promised.items()}
    never = {metric: {**target, "pauses": []} for metric, target in targets.items() if metric != "first_response"}
    policy = {"name": level, "calendar": calendar, "targets": {**targets, **never}}
    return Engine.from_config({"calendars": CALENDARS, "policies": [policy]})


def events(found: dict[str, Any]) -> list[dict[str, Any]]:
    """What Znuny tells of a ticket."""
    first, *rest = found["Article"]
    facts: dict[str, Any] = {
        "ticket": str(found["TicketID"]),
        "at": _rfc(found["Created"]),
        "id": "created",
        "type": "created",
    }
    told = [{**facts, "channel": "email"}]
    assert first["SenderType"] == "customer"
    for article in rest:
        author, public = article["SenderType"], str(article["IsVisibleForCustomer"]) == "1"
        at, name = _rfc(article["CreateTime"]), str(article["ArticleID"])
        told.append({**facts, "at": at, "id": name, "type": "message", "author": author, "public": public})
    return told


def _rfc(text: str) -> str:
    """Its dates are UTC and do not say so."""
    return text.replace(" ", "T") + "Z"


def open_deadlines(level: str, found: dict[str, Any], now: datetime) -> dict[str, int]:
    """The deadlines of clocks that run, in seconds, by metric."""
    readings = engine(level).read(events(found), now)
    return {
        reading.metric: int(reading.deadline.timestamp())
        for reading in readings
        if reading.outcome is None and reading.deadline is not None
    }


def note(server: ZnunyServer, ticket: str) -> None:
    server.say(ticket, "agent", public=False)


def answer(server: ZnunyServer, ticket: str) -> None:
    server.say(ticket, "agent")


def ask(server: ZnunyServer, ticket: str) -> None:
    server.say(ticket, "customer")


def wait(server: ZnunyServer, ticket: str) -> None:
    server.put(ticket, State="pending reminder", PendingTime={"Diff": 4320})


LIVES: tuple[tuple[Deed, ...], ...] = ((), (note,), (note, answer), (answer, ask, answer), (wait,), (ask, note))


def moment(chance: random.Random) -> datetime:
    """Any second from January to November."""
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(330 * 86_400))


def played(server: ZnunyServer) -> dict[str, str]:
    """A year of tickets as it comes: each deed at its second. Answers with the level of each ticket."""
    chance, names = random.Random("a year at Znuny's"), dict[int, str]()
    script: list[tuple[datetime, int, Deed | None]] = []
    # where Znuny owes an update from the first second on, slaclock owes one from the first answer on
    lives = {level: [life for life in LIVES if "update" not in level or answer in life] for level in LEVELS}
    year = [(level, lives[level][number % len(lives[level])]) for level in LEVELS for number in range(EACH)]
    for number, (_, life) in enumerate(year):
        at = moment(chance)
        script.append((at, number, None))
        for deed in life:
            at += timedelta(seconds=chance.randrange(60, 10 * 3600))
            script.append((at, number, deed))
    for at, number, done in sorted(script, key=lambda row: row[:2]):
        server.clock.stop(at)
        if done is None:
            names[number] = server.ticket(year[number][0])
        else:
            done(server, names[number])
    return {names[number]: level for number, (level, _) in enumerate(year)}


def test_a_year_of_tickets_through_the_api(znuny: ZnunyServer, capsys: pytest.CaptureFixture[str]) -> None:
    """Hundreds of tickets of five levels at random seconds of 2026: every deadline is the same, to the second."""
    levels = played(znuny)
    found = znuny.read(levels)
    now = znuny.clock.now()
    told, different = Counter[str](), dict[str, object]()
    for ticket, level in levels.items():
        theirs = {metric: found[ticket][key] for metric, key in THEIRS.items() if key in found[ticket]}
        ours = open_deadlines(level, found[ticket], now)
        told.update(ours.keys())
        if ours != {metric: int(at) for metric, at in theirs.items()}:
            different[f"{ticket} {level}"] = {"ours": ours, "theirs": theirs, "events": events(found[ticket])}
    with capsys.disabled():
        print(f"\n{len(levels)} tickets beside Znuny's own deadlines, {len(different)} differ: {dict(told)}")  # noqa: T201
    assert different == {}
    assert len(levels) >= 300


def test_the_earliest_deadline_is_when_znuny_escalates(znuny: ZnunyServer) -> None:
    """Friday 16:30 in London, two days before summer time: an answer by 09:30 on Monday, a solution by 12:30."""
    znuny.clock.stop("2026-03-27 16:30:00")
    ticket = znuny.ticket("london-4bh")
    found = znuny.read([ticket])[ticket]
    assert found["EscalationDestinationDate"] == "2026-03-30 08:30:00"
    assert found["SolutionTimeDestinationDate"] == "2026-03-30 11:30:00"
    assert min(open_deadlines("london-4bh", found, znuny.clock.now()).values()) == found["EscalationDestinationTime"]


def test_where_znuny_differs(znuny: ZnunyServer) -> None:
    """It owes an update from the customer's question on, at 11:00 by 15:00; slaclock from our last answer, 09:30."""
    znuny.clock.stop("2026-03-23 09:00:00")
    ticket = znuny.ticket("update-4bh")
    assert znuny.read([ticket])[ticket]["UpdateTimeDestinationDate"] == "2026-03-23 13:00:00"
    znuny.clock.stop("2026-03-23 09:30:00")
    answer(znuny, ticket)
    found = znuny.read([ticket])[ticket]
    assert found["UpdateTimeDestinationDate"] == "2026-03-23 13:30:00"
    assert open_deadlines("update-4bh", found, znuny.clock.now()) == {"update": found["UpdateTimeDestinationTime"]}
    znuny.clock.stop("2026-03-23 11:00:00")
    ask(znuny, ticket)
    found = znuny.read([ticket])[ticket]
    assert found["UpdateTimeDestinationDate"] == "2026-03-23 15:00:00"
    ours = open_deadlines("update-4bh", found, znuny.clock.now())
    assert datetime.fromtimestamp(ours["update"], UTC) == datetime(2026, 3, 23, 13, 30, tzinfo=UTC)


def test_hundreds_more_by_its_own_code(znuny: ZnunyServer) -> None:
    """Its arithmetic without its web server: three calendars, budgets of whole hours and of odd minutes."""
    due = znuny.script.with_name("due")
    if not due.exists():
        pytest.skip("there is no `due` beside the start script")
    chance = random.Random("Znuny in bulk")
    asked = [(chance.randrange(3), chance.choice((1, 17, 60, 239, 480, 960)), moment(chance)) for _ in range(600)]
    lines = "".join(f"{number} {minutes} {int(start.timestamp())}\n" for number, minutes, start in asked)
    told = subprocess.run([str(due), str(znuny.folder)], input=lines, capture_output=True, text=True, check=True).stdout
    theirs = [int(line.split()[3]) for line in told.splitlines()]
    calendars = [Calendar.from_config(table) for table in CALENDARS.values()]
    ours = [
        int(calendars[number].add(start, timedelta(minutes=minutes)).timestamp()) for number, minutes, start in asked
    ]
    assert ours == theirs
