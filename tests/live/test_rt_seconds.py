"""A life in real seconds: on a Request Tracker that runs already (SLACLOCK_RT_URL), or on ours with its clock right.

The one at SLACLOCK_RT_URL needs a queue External with its own SLA off and a custom field "SLA Tags" of many values; the
token's user is an agent who may own tickets there: SLACLOCK_RT_AGENT, or agent1. With SLACLOCK_RT_CUSTOMER_TOKEN a
customer answers; without it the agent opens the ticket again.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from slaclock.store.tables import deliveries
from tests.live.conftest import beside, free_port
from tests.live.desks import HOOK
from tests.live.rt_server import RtServer
from tests.live.service import REPOSITORY, Service, until
from tests.live.wall_clock import WallClock

AGENT = os.environ.get("SLACLOCK_RT_AGENT", "agent1")
BUDGET = timedelta(seconds=40)
LADDER = f"""
[calendars.always]
timezone = "UTC"
hours = "always"

[[policies]]
name = "seconds"
calendar = "always"
when = {{ group = ["External"] }}
targets = {{ resolution = {{ default = "40 seconds", pauses = ["pending"] }} }}

[[policies.escalations]]
target = "resolution"
at = "75%"
do = [{{ note = "look at me" }}, {{ tag = "sla-at-risk" }}]

[[policies.escalations]]
target = "resolution"
at = "at breach"
do = [{{ priority = "high" }}, {{ assign = "{AGENT}" }}]
"""
SCRIP = """
my $scrip = RT::Scrip->new(RT->SystemUser);
my ($id, $said) = $scrip->Create(Queue => 0, Description => 'slaclock', ScripCondition => 'On Transaction',
    ScripAction => 'User Defined', Template => 'Blank', CustomPrepareCode => 'return 1;', CustomCommitCode => <<'CODE');
{code}
CODE
die $said unless $id;
"""
UNSCRIP = """
my $scrips = RT::Scrips->new(RT->SystemUser);
$scrips->Limit(FIELD => 'Description', VALUE => 'slaclock');
while (my $each = $scrips->Next) { $each->Delete; }
"""


@pytest.fixture
def running(request: pytest.FixtureRequest) -> Iterator[RtServer]:
    """The server at SLACLOCK_RT_URL, or our own."""
    url, token = os.environ.get("SLACLOCK_RT_URL"), os.environ.get("SLACLOCK_RT_TOKEN")
    if not url:
        server: RtServer = request.getfixturevalue("server")
        server.forget()
        server.clock.real()
        yield server
        return
    if not token:
        pytest.fail("SLACLOCK_RT_URL is set and SLACLOCK_RT_TOKEN is not: name a token of an agent")
    customer = os.environ.get("SLACLOCK_RT_CUSTOMER_TOKEN", token)
    tokens = {"agent1": token, "customer1": customer, "root": token}
    server = RtServer(url.rstrip("/"), tokens, Path(), Path(), WallClock(None))
    yield server
    server.close()


@pytest.fixture
def door(running: RtServer, tmp_path: Path) -> Iterator[tuple[Service, str]]:
    """`slaclock serve` beside it, and where it listens."""
    service, port = beside(running, tmp_path, LADDER, running.url), free_port()
    service.start("serve", "--port", str(port))
    assert until(lambda: listens(port) or not service.alive()), service.told()
    assert service.alive(), service.told()
    yield service, f"http://127.0.0.1:{port}/hooks/rt"
    service.end()
    service.store.close()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def when(row: dict[str, Any], key: str) -> datetime | None:
    return None if row[key].startswith("1970") else datetime.fromisoformat(row[key])


def test_a_whole_life_in_a_minute(running: RtServer, door: tuple[Service, str]) -> None:
    """Opened, due in forty seconds; waiting, not due at all; answered, due later; warned; late."""
    service, hook = door
    ticket = running.ticket("customer1")

    def see() -> dict[str, Any]:
        return dict(running.act("agent1", "GET", f"/ticket/{ticket}"))

    def due() -> datetime | None:
        return when(see(), "Due")

    def hint() -> None:
        answer = httpx.post(hook, headers={"X-Slaclock-Secret": HOOK}, json={"ticket": int(ticket)})
        assert answer.status_code == 202, answer.text

    hint()
    created = when(see(), "Created")
    assert created is not None
    assert until(lambda: due() == created + BUDGET), service.told()
    running.put("agent1", ticket, Status="stalled")
    hint()
    assert until(lambda: due() is None), service.told()
    running.say("customer1", ticket, "the one on fire")
    running.put("agent1", ticket, Status="open")
    hint()
    assert until(lambda: due() is not None), service.told()
    went_on = due()
    assert went_on is not None
    assert went_on >= created + BUDGET
    assert until(lambda: see()["Owner"]["id"] == AGENT), service.told()
    assert see()["Priority"] == "100"
    fields = {each["name"]: each["values"] for each in see()["CustomFields"]}
    assert fields["SLA Tags"] == ["sla-at-risk"]
    rows = running.act("agent1", "GET", f"/ticket/{ticket}/history?fields=Type,Created&per_page=100")["items"]
    notes = [datetime.fromisoformat(row["Created"]) for row in rows if row["Type"] == "Comment"]
    assert len(notes) == 1
    assert went_on - BUDGET / 4 <= notes[0] + timedelta(seconds=1)
    running.put("agent1", ticket, Status="resolved")


def test_the_scrip_of_the_readme_tells_slaclock_at_once(
    server: RtServer, running: RtServer, door: tuple[Service, str]
) -> None:
    """Request Tracker itself calls, with the code an operator is told to paste; nobody waits for the next poll."""
    service, hook = door
    page = (REPOSITORY / "integrations" / "slaclock_integrations" / "rt" / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```perl\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert "https://slaclock.example.com/hooks/rt" in code
    told = code.replace("https://slaclock.example.com/hooks/rt", hook).replace("the shared secret", HOOK)
    server.perl(SCRIP.format(code=told))
    try:
        ticket = running.ticket("customer1")
        assert until(lambda: heard(service)), service.told()
        assert until(lambda: when(running.act("agent1", "GET", f"/ticket/{ticket}"), "Due") is not None), service.told()
    finally:
        server.perl(UNSCRIP)


def heard(service: Service) -> bool:
    """Whether a webhook came that was proven, and read."""
    with service.store.reading() as unit:
        return unit.one(select(deliveries).limit(1)) is not None
