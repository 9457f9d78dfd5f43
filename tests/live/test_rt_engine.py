"""Request Tracker's own SLA engine as the referee: on the same facts slaclock's due date is the one it sets itself.

In queue Support it sets Due. `slaclock worker`, at work beside it, reads the same tickets through the API and writes
its own due date into the field "SLA Due". In the end both stand side by side in Request Tracker.
"""

from __future__ import annotations

import random
import subprocess
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from slaclock.engine import Engine
from slaclock.hours.calendar import Calendar
from tests.live.rt_server import RtServer
from tests.live.service import Service

CALENDARS = """
[calendars.utc]
timezone = "UTC"
hours = { mon-fri = "09:00-17:00" }
holidays = ["2026-01-01", "2026-12-25", "2026-12-26", "2027-01-01"]

[calendars.london]
timezone = "Europe/London"
hours = { mon-fri = "09:00-17:00" }
holidays = ["2026-01-01", "2026-04-03", "2026-04-06", "2026-12-25", "2026-12-26", "2027-01-01"]

[calendars.newyork]
timezone = "America/New_York"
hours = { mon-fri = "09:00-17:00" }
holidays = ["2026-01-01", "2026-12-25", "2026-12-26", "2027-01-01"]

[calendars.lunch]
timezone = "UTC"
hours = { mon-fri = "09:00-12:00, 12:30-17:30" }
"""
"""The business hours of the start script's Request Tracker, as slaclock writes them."""

RESOLVE = {
    "resolve-8bh": ("utc", "8 business hours", ""),
    "resolve-24rh": ("utc", "24 hours", ""),
    "london-4bh": ("london", "4 business hours", ""),
    "newyork-4bh": ("newyork", "4 business hours", ""),
    "lunch-8bh": ("lunch", "8 business hours", ""),
    "pause-8bh": ("utc", "8 business hours", '"pending"'),
}
"""Its levels that promise a solution, on which calendar, how soon, and when it waits: only the last one ever does."""
ANSWER = {"respond-2bh": "2 business hours", "loop-4bh": "60 business minutes"}
"""Its levels that promise an answer; the second also to be told every four hours."""
HOW_MANY = {**dict.fromkeys(RESOLVE, 61), "pause-8bh": 36, **dict.fromkeys(ANSWER, 12)}
YEAR = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FIVE = tuple(RESOLVE)[:5]
AGREED = ("equal", "none", "closing and opening", "a second a pause")

OPTIONS = """
due_field = "SLA Due"
queues = ["Support"]
quota = "100 per second"
"""

Deed = tuple[datetime, Callable[[RtServer, str], None]]
"""What somebody at the desk does to a ticket, and when."""


@dataclass(frozen=True)
class Life:
    """A ticket of a level: opened by a customer, then what people do to it."""

    level: str
    opened: datetime
    deeds: tuple[Deed, ...] = ()
    waits: int = 0
    """How often its clock waited for the customer and went on."""

    def __str__(self) -> str:
        deeds = ", ".join(f"{deed.__name__} {at:%a %d %b %X}" for at, deed in self.deeds)
        return f"{self.level}: opened {self.opened:%a %d %b %X}; {deeds}"


def policies() -> str:
    """The same levels as slaclock's policies, which ask for the field "Service Level"."""
    head = '\n[[policies]]\nname = "{0}"\ncalendar = "{1}"\nwhen = {{ tier = ["{0}"] }}\n[policies.targets]\n'
    found = [
        head.format(name, calendar) + f'resolution = {{ default = "{budget}", pauses = [{pauses}] }}\n'
        for name, (calendar, budget, pauses) in RESOLVE.items()
    ]
    for name, budget in ANSWER.items():
        answered = f'first_response = {{ default = "{budget}" }}\nnext_response = {{ default = "{budget}" }}\n'
        told = 'update = { default = "4 business hours", pauses = [] }\n' if name == "loop-4bh" else ""
        found.append(head.format(name, "utc") + answered + told)
    return CALENDARS + "".join(found)


def hours(level: str) -> Calendar:
    if level == "resolve-24rh":
        return Calendar.always("UTC")
    tables = tomllib.loads(CALENDARS)["calendars"]
    return Calendar.from_config(tables[RESOLVE[level][0] if level in RESOLVE else "utc"])


def asks(server: RtServer, ticket: str) -> None:
    server.say("agent1", ticket, "which printer?")
    server.put("agent1", ticket, Status="stalled")


def comes_back(server: RtServer, ticket: str) -> None:
    server.say("customer1", ticket, "the one on fire")
    server.put("agent1", ticket, Status="open")


def answers(server: RtServer, ticket: str) -> None:
    server.say("agent1", ticket, "we are on our way")


def notes(server: RtServer, ticket: str) -> None:
    server.say("agent1", ticket, "the one in the cellar", "comment")


def writes(server: RtServer, ticket: str) -> None:
    server.say("customer1", ticket, "any news?")


def solving(level: str, number: int, chance: random.Random) -> Life:
    """A third only opened, a third paused and resumed once or twice, a third left paused: all while in time."""
    at = opened = moment(chance)
    deeds: list[Deed] = []
    used, left, kind = timedelta(), timedelta(hours=3.5), number % 3
    for _ in range(chance.randint(1, 2) if kind else 0):
        asked = at + chance.randrange(1, 6 * 3600) * SECOND
        used += hours(level).between(at, asked)
        if used > left:
            break
        at = asked + chance.randrange(60, 4 * 86400) * SECOND
        deeds += [(asked, asks), (at, comes_back)]
    if kind == 2:
        deeds = deeds[:-1]
    return Life(level, opened, tuple(deeds), len(deeds) // 2 if RESOLVE[level][2] else 0)


def answering(level: str, number: int, chance: random.Random) -> Life:
    """Opened; noted; answered; asked again; twice: the oldest question counts; and where updates are due, answered."""
    opened = at = moment(chance)
    deeds: list[Deed] = []
    last = answers if level == "loop-4bh" else notes
    for deed in ((), (notes,), (answers, notes), (answers, writes, last), (answers, writes, writes, last))[number % 5]:
        at += chance.randrange(60, 20 * 3600) * SECOND
        deeds.append((at, deed))
    return Life(level, opened, tuple(deeds))


def moment(chance: random.Random) -> datetime:
    """Any second from January to November."""
    return YEAR + chance.randrange(330 * 86_400) * SECOND


def lives() -> list[Life]:
    chance = random.Random("a year in Support")
    begun = [(level, number) for level, many in HOW_MANY.items() for number in range(many)]
    return [(solving if level in RESOLVE else answering)(level, number, chance) for level, number in begun]


def opened(server: RtServer, level: str) -> str:
    """A customer's ticket of a level, which stands there for Request Tracker's engine and for ours."""
    return server.ticket("customer1", "Support", SLA=level, CustomFields={"Service Level": level})


def played(server: RtServer, year: list[Life]) -> dict[str, Life]:
    """The year as it comes: the clock is moved to each deed, which the person himself does through the API."""
    names: dict[int, str] = {}

    def born(number: int) -> None:
        names[number] = opened(server, year[number].level)

    def done(deed: Callable[[RtServer, str], None], number: int) -> None:
        deed(server, names[number])

    def script() -> Iterator[tuple[datetime, int, Callable[[], None]]]:
        for number, life in enumerate(year):
            yield life.opened, number, partial(born, number)
            for at, deed in life.deeds:
                yield at, number, partial(done, deed, number)

    for at, _, deed in sorted(script(), key=lambda each: each[:2]):
        server.clock.stop(at)
        deed()
    return {names[number]: life for number, life in enumerate(year)}


def instant(text: str | None) -> datetime | None:
    """A date of Request Tracker's, which writes none as 1970."""
    return None if not text or text.startswith("1970") else datetime.fromisoformat(text)


def agree(life: Life, ours: datetime | None, theirs: datetime | None) -> str:
    """How two due dates agree, or where they differ.

    Closing time and the next opening are one instant of work, of which Request Tracker says the opening; and it loses a
    second with each pause, since its spans of time own both their ends.
    """
    if ours == theirs:
        return "none" if ours is None else "equal"
    if ours is None or theirs is None or theirs < ours:
        return f"ours {ours}, theirs {theirs}"
    apart = hours(life.level).between(ours, theirs)
    if not apart:
        return "closing and opening"
    return "a second a pause" if apart <= life.waits * SECOND else f"ours {ours}, theirs {theirs}"


def test_a_year_of_tickets_through_the_api(
    server: RtServer, service_of: Callable[..., Service], capsys: pytest.CaptureFixture[str]
) -> None:
    """Hundreds of tickets of eight levels at random seconds of 2026, with pauses, answers and questions."""
    service = service_of(policies(), options=OPTIONS)
    year = played(server, lives())
    service.start("worker")
    service.catch_up(patience=1500)
    rows = server.all("/tickets", query="Queue = 'Support'", fields="Due,CustomFields")
    found = {row["id"]: agree(year[row["id"]], *both(row)) for row in rows if row["id"] in year}
    with capsys.disabled():
        print(f"\n{len(found)} due dates beside Request Tracker's own: {dict(Counter(found.values()))}")  # noqa: T201
    assert {str(year[ticket]): verdict for ticket, verdict in found.items() if verdict not in AGREED} == {}
    assert sum(year[ticket].level in FIVE for ticket in found) >= 300


def test_a_question_while_an_update_is_due(server: RtServer, service_of: Callable[..., Service]) -> None:
    """Where the two differ: Request Tracker forgets the update it owes when the customer speaks, slaclock keeps it.

    Answered on Monday at 09:30, an update is due by 13:30. Asked at 13:00, Request Tracker says 14:00, slaclock 13:30.
    """
    service = service_of(policies(), options=OPTIONS)
    server.clock.stop("2026-03-23 09:00:00")
    ticket = opened(server, "loop-4bh")
    server.clock.stop("2026-03-23 09:30:00")
    answers(server, ticket)
    server.clock.stop("2026-03-23 13:00:00")
    writes(server, ticket)
    service.start("worker")
    service.catch_up()
    row = next(row for row in server.all("/tickets", query=f"id = {ticket}", fields="Due,CustomFields"))
    ours, theirs = both(row)
    assert ours == datetime(2026, 3, 23, 13, 30, tzinfo=UTC)
    assert theirs == datetime(2026, 3, 23, 14, 0, tzinfo=UTC)


def test_a_reply_to_a_stalled_ticket(server: RtServer, service_of: Callable[..., Service]) -> None:
    """The other difference: the customer has answered, and Request Tracker waits until somebody opens the ticket.

    One hour was used when it was stalled at ten. Answered on Tuesday at ten, seven more end with the day, at five.
    """
    service = service_of(policies(), options=OPTIONS)
    server.clock.stop("2026-03-23 09:00:00")
    ticket = opened(server, "pause-8bh")
    server.clock.stop("2026-03-23 10:00:00")
    asks(server, ticket)
    server.clock.stop("2026-03-24 10:00:00")
    writes(server, ticket)
    service.start("worker")
    service.catch_up()
    row = next(row for row in server.all("/tickets", query=f"id = {ticket}", fields="Due,Status,CustomFields"))
    ours, theirs = both(row)
    assert row["Status"] == "stalled"
    assert ours == datetime(2026, 3, 24, 17, 0, tzinfo=UTC)
    assert theirs is None


def both(row: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
    """Ours and theirs, as they stand in Request Tracker."""
    fields = {each["name"]: each["values"] for each in row["CustomFields"]}
    return instant(next(iter(fields["SLA Due"]), None)), instant(row["Due"])


@pytest.mark.parametrize("level", FIVE)
def test_hundreds_more_by_its_own_code(due: Callable[[str], list[str]], level: str) -> None:
    """Its arithmetic without its web server, which is quicker: a hundred instants a level."""
    calendar, budget, _ = RESOLVE[level]
    policy = {"name": level, "calendar": calendar, "targets": {"resolution": {"default": budget}}}
    engine = Engine.from_config({**tomllib.loads(CALENDARS), "policies": [policy]})
    chance = random.Random(level)
    starts = [moment(chance) for _ in range(100)]
    told = due("".join(f"{level} Resolve {int(start.timestamp())}\n" for start in starts))
    assert len(told) == len(starts)
    for start, line in zip(starts, told, strict=True):
        created = {"ticket": "T", "id": "1", "at": start.isoformat(), "type": "created", "channel": "email"}
        theirs = datetime.fromtimestamp(int(line.split()[3]), UTC)
        assert agree(Life(level, start), engine.read([created], start)[0].deadline, theirs) in AGREED, line


@pytest.fixture
def due(server: RtServer) -> Callable[[str], list[str]]:
    """Request Tracker's own arithmetic."""
    script = server.script.with_name("due")
    if not script.exists():
        pytest.skip("there is no `due` beside the start script")

    def ask(lines: str) -> list[str]:
        command = [str(script), str(server.folder)]
        return subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout.splitlines()

    return ask
