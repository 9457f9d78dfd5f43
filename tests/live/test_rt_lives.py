"""Whole lives on a real Request Tracker: its clock is moved, people act by its API, `slaclock worker` runs beside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import Any

import pytest

from slaclock.store import ledger as promises
from tests.live.rt_server import RtServer
from tests.live.service import PLACE, Service


@dataclass
class Watched:
    """A Request Tracker with slaclock at work beside it, both by one clock."""

    server: RtServer
    service: Service

    def at(self, text: str) -> None:
        """A UTC time like `2026-03-27 16:30:00`: the next thing people do happens then."""
        self.server.clock.stop(text)

    def due(self, ticket: str) -> str | None:
        """Due, as everybody at the desk sees it once slaclock has done its work."""
        self.service.catch_up()
        found: str = self.server.act("agent1", "GET", f"/ticket/{ticket}")["Due"]
        return None if found.startswith("1970") else found

    def see(self, ticket: str, key: str) -> Any:
        found = self.server.act("agent1", "GET", f"/ticket/{ticket}")
        fields = {each["name"]: each["values"] for each in found["CustomFields"]}
        return fields[key] if key in fields else found[key]


@pytest.fixture
def watched(server: RtServer, service_of: Callable[..., Service]) -> Watched:
    # before the first of all these lives; each begins with nothing open
    server.clock.run("2026-03-23 06:00:00")
    service = service_of()
    service.start("worker")
    service.catch_up()
    return Watched(server, service)


def effects(server: RtServer, ticket: str) -> dict[str, int]:
    """What was done to a ticket beside due dates, by Request Tracker's own history: how often."""
    history = server.act("agent1", "GET", f"/ticket/{ticket}/history?fields=Type,Field&per_page=100")["items"]
    done = Counter(f"{row['Type']} {row['Field']}" if row["Type"] == "Set" else row["Type"] for row in history)
    return {kind: done[kind] for kind in ONCE if done[kind]}


ONCE = {"Comment": 1, "CustomField": 1, "Set Priority": 1, "Set Owner": 1}
WARNED = {"Comment": 1, "CustomField": 1}


def test_friday_half_past_four_to_its_end(watched: Watched) -> None:
    """From Friday over the change to summer time: asked back, answered, warned, late, taken over, solved.

    16:30 in London leaves half an hour. Monday's nine o'clock is 08:00 UTC; the question at half past nine leaves three
    hours, which begin with the answer at noon: three quarters of all are used at 14:00, and all of it at 15:00 UTC.
    """
    watched.at("2026-03-27 16:30:00")
    ticket = watched.server.ticket("customer1")
    assert watched.due(ticket) == "2026-03-30T11:30:00Z"
    watched.at("2026-03-30 08:30:00")
    watched.server.say("agent1", ticket, "which printer?")
    watched.server.put("agent1", ticket, Status="stalled")
    assert watched.due(ticket) is None
    watched.at("2026-03-30 11:45:00")
    assert watched.due(ticket) is None
    assert effects(watched.server, ticket) == {}
    watched.at("2026-03-30 12:00:00")
    watched.server.say("customer1", ticket, "the one on fire")
    assert watched.due(ticket) == "2026-03-30T15:00:00Z"
    watched.at("2026-03-30 13:59:00")
    watched.service.catch_up()
    assert effects(watched.server, ticket) == {}
    watched.at("2026-03-30 14:00:00")
    watched.service.catch_up()
    assert effects(watched.server, ticket) == WARNED
    assert watched.see(ticket, "SLA Tags") == ["sla-at-risk"]
    watched.at("2026-03-30 15:00:01")
    watched.service.catch_up()
    assert effects(watched.server, ticket) == ONCE
    assert watched.see(ticket, "Priority") == "100"
    assert watched.see(ticket, "Owner")["id"] == "agent1"
    watched.at("2026-03-31 08:00:00")
    watched.server.put("agent1", ticket, Status="resolved")
    watched.service.catch_up()
    assert effects(watched.server, ticket) == ONCE


def test_the_thursday_before_easter(watched: Watched) -> None:
    """16:00 in London, one hour left; Good Friday and Easter Monday are off: Tuesday noon, 11:00 UTC."""
    watched.at("2026-04-02 15:00:00")
    ticket = watched.server.ticket("customer1")
    assert watched.due(ticket) == "2026-04-07T11:00:00Z"


def test_one_ticket_over_weekends_holidays_and_the_change_to_summer_time(watched: Watched) -> None:
    """36 hours from Friday 27 March, 16:30: half an hour, four days, and half past twelve on the Tuesday after Easter.

    Waiting for the customer on Wednesday from two to four costs two hours, and nothing over the holidays.
    """
    watched.at("2026-03-27 16:30:00")
    ticket = watched.server.ticket("agent1", Priority=50)
    assert watched.due(ticket) == "2026-04-07T11:30:00Z"
    watched.at("2026-04-01 13:00:00")
    watched.server.put("agent1", ticket, Status="stalled")
    assert watched.due(ticket) is None
    watched.at("2026-04-01 15:00:00")
    watched.server.say("customer1", ticket, "here it is")
    assert watched.due(ticket) == "2026-04-07T13:30:00Z"
    # a reply does not open a stalled ticket by itself; until then it cannot be stalled again
    watched.at("2026-04-01 15:30:00")
    watched.server.put("agent1", ticket, Status="open")
    watched.at("2026-04-02 16:00:00")
    watched.server.put("agent1", ticket, Status="stalled")
    assert watched.due(ticket) is None
    watched.at("2026-04-07 08:00:00")
    watched.server.say("customer1", ticket, "back from the holidays")
    assert watched.due(ticket) == "2026-04-07T13:30:00Z"


def test_what_was_promised_stays_to_be_seen_when_solved(watched: Watched) -> None:
    watched.at("2026-04-20 08:00:00")
    ticket = watched.server.ticket("customer1")
    assert watched.due(ticket) == "2026-04-20T12:00:00Z"
    watched.at("2026-04-20 09:30:00")
    watched.server.put("agent1", ticket, Status="resolved")
    assert watched.due(ticket) == "2026-04-20T12:00:00Z"
    watched.at("2026-04-20 16:00:00")
    assert watched.due(ticket) == "2026-04-20T12:00:00Z"
    assert effects(watched.server, ticket) == {}


def test_what_slaclock_writes_comes_back_and_changes_nothing(watched: Watched) -> None:
    watched.at("2026-05-04 08:00:00")
    ticket = watched.server.ticket("customer1")
    watched.at("2026-05-04 12:00:00")
    watched.service.catch_up()
    assert effects(watched.server, ticket) == ONCE
    before = watched.server.all(f"/ticket/{ticket}/history")
    for hour in ("13", "14", "15"):
        watched.at(f"2026-05-04 {hour}:00:00")
        watched.service.catch_up()
    assert watched.server.all(f"/ticket/{ticket}/history") == before


def test_on_friday_afternoon_the_customer_is_mailed_by_monday_once(watched: Watched) -> None:
    """Request Tracker mails it, in its own words around ours; half an hour on Friday, an hour and a half on Monday."""
    watched.at("2026-05-08 15:30:00")  # 16:30 in London
    ticket = watched.server.ticket("customer1", "Incidents")
    watched.service.catch_up()
    assert promised(watched, ticket) == ["by Monday, 11 May 10:30 at the latest"]
    watched.at("2026-05-08 15:40:00")
    watched.service.catch_up()
    assert len(promised(watched, ticket)) == 1
    assert watched.server.mail("agent1@slatest.invalid", ticket) == []
    assert [row["fate"] for row in ledger(watched, ticket)] == ["open"]
    watched.at("2026-05-11 09:00:00")
    watched.server.say("agent1", ticket, "Solved.")
    watched.service.catch_up()
    assert [row["fate"] for row in ledger(watched, ticket)] == ["kept"]


def promised(watched: Watched, ticket: str) -> list[str]:
    """What every mail to the customer says of when."""
    mails = watched.server.mail("customer1@slatest.invalid", ticket)
    words = (" ".join(text_of(mail).split()) for mail in mails)
    return [found for told in words for found in re.findall(r"We will reply (.*? at the latest)", told)]


def text_of(mail: Message) -> str:
    """The plain words of a mail, however it is wrapped for its journey."""
    parts = (part for part in mail.walk() if part.get_content_type() == "text/plain")
    found = (part.get_payload(decode=True) for part in parts)
    return "\n".join(each.decode("utf-8", "replace") for each in found if isinstance(each, bytes))


def ledger(watched: Watched, ticket: str) -> list[dict[str, Any]]:
    with watched.service.store.reading() as unit:
        return promises.of(unit, PLACE, [ticket])
