"""Whole lives on a real Request Tracker: its clock is moved, people act through its API, slaclock writes back."""

from __future__ import annotations

import random
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from slaclock.connectors.load import load_helpdesks
from slaclock.desk import Desk
from slaclock.engine import Engine
from slaclock.hours.calendar import Calendar
from slaclock.ingest import refetch
from slaclock.instant import to_us
from slaclock.policy.load import load_config
from slaclock.poll import poll
from slaclock.store import Store, open_store
from slaclock.sync import sync
from slaclock.tick import tick
from tests.live.rt_server import RtServer
from tests.service.world import Crash

pytestmark = [pytest.mark.live, pytest.mark.slow, pytest.mark.timeout(900)]

LONDON = {
    "timezone": "Europe/London",
    "hours": {"mon-fri": "09:00-17:00"},
    "holidays": ["2026-04-03", "2026-04-06", "2026-12-25", "2026-12-26"],
}
LADDER = [
    {
        "target": "resolution",
        "at": "75%",
        "name": "warn",
        "do": [{"note": "{step}: look at me"}, {"tag": "sla-at-risk"}],
    },
    {"target": "resolution", "at": "at breach", "name": "late", "do": [{"priority": "high"}, {"assign": "agent1"}]},
]
CONFIG = {
    "calendars": {"london": LONDON},
    "policies": [
        {
            "name": "standard",
            "kind": "customer",
            "calendar": "london",
            "when": {"group": ["External"]},
            "targets": {"resolution": {"default": "4 business hours", "pauses": ["pending"]}},
            "escalations": LADDER,
        }
    ],
}


@dataclass
class Watched:
    """A Request Tracker with slaclock watching: `at` moves the wall clock of both and lets slaclock do its round."""

    server: RtServer
    store: Store
    desk: Desk
    now: str = ""

    @property
    def us(self) -> int:
        return to_us(datetime.fromisoformat(self.now).replace(tzinfo=UTC))

    def at(self, text: str) -> None:
        """A UTC time like `2026-03-27 16:30:00`: the next thing people do happens then."""
        self.now = text
        self.server.set_clock(text)

    def round(self) -> None:
        """What a worker does all day, once."""
        poll(self.store, self.desk, self.us)
        while refetch(self.store, self.desk, self.us):
            pass
        self.send()

    def send(self) -> None:
        """The part of it that fires and writes."""
        tick(self.store, [self.desk], self.us)
        sync(self.store, self.desk, lambda: self.us)

    def due(self, ticket: str) -> str | None:
        found: str = self.server.act("agent1", "GET", f"/ticket/{ticket}")["Due"]
        return None if found.startswith("1970") else found

    def see(self, ticket: str, key: str) -> Any:
        found = self.server.act("agent1", "GET", f"/ticket/{ticket}")
        fields = {each["name"]: each["values"] for each in found["CustomFields"]}
        return fields[key] if key in fields else found[key]


@pytest.fixture
def watched(server: RtServer, tmp_path: Path) -> Iterator[Watched]:
    server.solve_all()
    rt = {"connector": "rt", "url": server.url, "token": {"env": "TOKEN"}, "tag_field": "SLA Tags"}
    tables = {"helpdesks": {"rt": rt}, "server": {"networks": ["127.0.0.1"]}}
    helpdesks = load_helpdesks(tables, {"TOKEN": server.tokens["agent1"]})
    store = open_store(f"sqlite:///{tmp_path / 'slaclock.db'}")
    store.migrate()
    with helpdesks.client("rt") as client:
        desk = Desk("acme", "rt", load_config(CONFIG), helpdesks.open("rt", client), config_id="1")
        yield Watched(server, store, desk)
    store.close()


def test_friday_afternoon_over_the_change_to_summer_time(watched: Watched) -> None:
    """Half an hour is left on Friday; Monday's nine o'clock is 08:00 UTC, and half past twelve is 11:30."""
    watched.at("2026-03-27 16:30:00")
    ticket = watched.server.ticket("customer1")
    watched.round()
    assert watched.due(ticket) == "2026-03-30T11:30:00Z"


def test_thursday_before_easter(watched: Watched) -> None:
    """16:00 in London, one hour left; Good Friday and Easter Monday are off: Tuesday noon."""
    watched.at("2026-04-02 15:00:00")
    ticket = watched.server.ticket("customer1")
    watched.round()
    assert watched.due(ticket) == "2026-04-07T11:00:00Z"


def test_pending_pauses_and_the_customers_reply_resumes(watched: Watched) -> None:
    """One hour used by Friday 16:30; waiting over the weekend; three hours are left on Monday at ten."""
    watched.at("2026-03-27 15:30:00")
    ticket = watched.server.ticket("customer1")
    watched.round()
    assert watched.due(ticket) == "2026-03-30T10:30:00Z"
    watched.at("2026-03-27 16:30:00")
    watched.server.say("agent1", ticket, "which printer?")
    watched.server.put("agent1", ticket, Status="stalled")
    watched.round()
    assert watched.due(ticket) is None
    watched.at("2026-03-30 09:00:00")
    watched.server.say("customer1", ticket, "the one on fire")
    watched.round()
    assert watched.due(ticket) == "2026-03-30T12:00:00Z"
    watched.at("2026-03-30 09:30:00")
    watched.server.put("agent1", ticket, Status="resolved")
    watched.round()
    assert watched.due(ticket) == "2026-03-30T12:00:00Z"  # solved: what was promised stays to be seen


def test_what_slaclock_writes_comes_back_and_changes_nothing(watched: Watched) -> None:
    watched.at("2026-05-04 08:00:00")
    ticket = watched.server.ticket("customer1")
    watched.round()
    before = watched.server.act("agent1", "GET", f"/ticket/{ticket}/history?per_page=100")["items"]
    for minute in ("08:02:00", "08:04:00", "08:06:00"):
        watched.at(f"2026-05-04 {minute}")
        watched.round()
    assert watched.server.act("agent1", "GET", f"/ticket/{ticket}/history?per_page=100")["items"] == before


def test_a_ladder_is_climbed_in_time(watched: Watched) -> None:
    """Opened Monday at nine: warned at noon with a note and a tag, late at one with a priority and an owner."""
    watched.at("2026-05-11 08:00:00")
    ticket = watched.server.ticket("customer1")
    watched.round()
    assert effects(watched, ticket) == {}
    watched.at("2026-05-11 11:00:00")
    watched.round()
    assert effects(watched, ticket) == {"Comment": 1, "CustomField": 1}
    watched.at("2026-05-11 12:00:00")
    watched.round()
    assert effects(watched, ticket) == ONCE
    assert watched.see(ticket, "SLA Tags") == ["sla-at-risk"]
    assert watched.see(ticket, "Priority") == "100"
    assert watched.see(ticket, "Owner")["id"] == "agent1"


def test_a_ladder_takes_effect_exactly_once_although_the_worker_is_killed(watched: Watched) -> None:
    """Worker after worker is killed around claim, fence, call and settlement; each begins where the last was left."""
    watched.at("2026-05-11 08:00:00")
    ticket = watched.server.ticket("customer1")
    watched.round()
    watched.at("2026-05-11 14:00:00")
    assert set(killed(watched)) == set(PLACES)
    watched.round()
    assert effects(watched, ticket) == ONCE


ONCE = {"Comment": 1, "CustomField": 1, "Set Priority": 1, "Set Owner": 1}


def effects(watched: Watched, ticket: str) -> dict[str, int]:
    """What was done to a ticket beside due dates, by Request Tracker's own history: how often."""
    history = watched.server.act("agent1", "GET", f"/ticket/{ticket}/history?fields=Type,Field&per_page=100")["items"]
    done = Counter(f"{row['Type']} {row['Field']}" if row["Type"] == "Set" else row["Type"] for row in history)
    return {kind: done[kind] for kind in ONCE if done[kind]}


PLACES = ("claimed", "held", "before the call", "after the call", "before looking", "settled")


def killed(watched: Watched) -> list[str]:
    """Kill a worker when it first comes to a place of sending, the next at the next, three times over; where it was."""
    whole, places = watched.store, list[str]()
    started = datetime.fromisoformat(watched.now)
    for number, place in enumerate(3 * PLACES, 1):

        def crash(point: str, place: str = f"sync: {place}") -> None:
            if point == place:
                raise Crash(point)

        # a lease has to run out before anybody else may try
        watched.now = str(started + timedelta(minutes=3 * number))
        watched.store = Store(whole.database, crash)
        try:
            watched.send()
        except Crash:
            places.append(place)
    watched.store = whole
    watched.now = str(started + timedelta(days=1))
    return places


LEVELS: dict[str, tuple[dict[str, Any], str]] = {
    "resolve-8bh": ({"timezone": "UTC"}, "8 business hours"),
    "resolve-24rh": ({"timezone": "UTC"}, "24 hours"),
    "london-4bh": ({"timezone": "Europe/London"}, "4 business hours"),
    "newyork-4bh": ({"timezone": "America/New_York"}, "4 business hours"),
    "lunch-8bh": ({"timezone": "UTC", "hours": {"mon-fri": "09:00-12:00, 12:30-17:30"}}, "8 business hours"),
}
OFF = ["2026-01-01", "2026-12-25", "2026-12-26", "2027-01-01"]
EASTER = ["2026-04-03", "2026-04-06"]


def promised(level: str) -> tuple[Engine, Calendar]:
    table, budget = LEVELS[level]
    off = [*OFF, *EASTER] if level == "london-4bh" else [] if level == "lunch-8bh" else OFF
    calendar = {"hours": {"mon-fri": "09:00-17:00"}, "holidays": off, **table}
    policy = {"name": level, "kind": "customer", "calendar": "c", "targets": {"resolution": {"default": budget}}}
    engine = Engine.from_config({"calendars": {"c": calendar}, "policies": [policy]})
    return engine, Calendar.from_config(calendar)


def deadline(engine: Engine, at: datetime) -> datetime:
    created = {"ticket": "T", "id": "1", "at": at.isoformat(), "type": "created", "channel": "email"}
    found = engine.read([created], at)[0].deadline
    assert found is not None
    return found


def same(calendar: Calendar, ours: datetime, theirs: datetime) -> bool:
    """Closing time and the next opening are one instant of work; Request Tracker says the opening."""
    return ours == theirs or (ours < theirs and calendar.between(ours, theirs) == timedelta())


@pytest.mark.parametrize("level", LEVELS)
def test_request_trackers_own_engine_agrees_in_bulk(due: Callable[[str], list[str]], level: str) -> None:
    engine, calendar = promised(level)
    chance = random.Random(level)
    starts = [1_767_225_600 + chance.randrange(330 * 86_400) for _ in range(100)]
    answers = due("".join(f"{level} Resolve {start}\n" for start in starts))
    assert len(answers) == len(starts)
    for line in answers:
        _, _, start, theirs = line.split()
        ours = deadline(engine, datetime.fromtimestamp(int(start), UTC))
        assert same(calendar, ours, datetime.fromtimestamp(int(theirs), UTC)), line


@pytest.mark.parametrize("level", LEVELS)
def test_request_trackers_own_due_agrees_on_tickets(server: RtServer, level: str) -> None:
    """In queue Support its own engine sets Due when a ticket is made."""
    engine, calendar = promised(level)
    chance = random.Random(f"tickets {level}")
    for _ in range(6):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(330 * 86_400))
        server.set_clock(f"{at:%Y-%m-%d %H:%M:%S}")
        found = server.act("agent1", "GET", f"/ticket/{server.ticket('customer1', 'Support', SLA=level)}")
        created, theirs = (datetime.fromisoformat(found[key]) for key in ("Created", "Due"))
        assert same(calendar, deadline(engine, created), theirs), (created, theirs)


@pytest.fixture
def due(server: RtServer) -> Callable[[str], list[str]]:
    """Request Tracker's own arithmetic without its web server."""
    script = server.script.with_name("due")
    if not script.exists():
        pytest.skip("there is no `due` beside the start script")

    def ask(lines: str) -> list[str]:
        command = [str(script), str(server.folder)]
        return subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout.splitlines()

    return ask
