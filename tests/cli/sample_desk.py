"""Writes the log of the sample desk, the same bytes every time.

python -m tests.cli.sample_desk      writes config/demo/tickets.csv anew
"""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from slaclock.hours.calendar import Calendar
from slaclock.policy.load import load_config
from tests.house.survey import REPOSITORY

DEMO = REPOSITORY / "config" / "demo"
HEAD = ("When", "Ticket", "What", "Value", "Channel", "Priority", "Customer", "Team", "Text no.")
ZONE = ZoneInfo("Europe/Berlin")
FIRST = datetime(2026, 3, 16, tzinfo=UTC)
DAYS = 33
MAILS, CHATS, TEXTS = 190, 110, 50
PRIORITIES = ((0.08, "P1"), (0.33, "P2"), (1.0, "P3"))
Line = tuple[datetime, str, str, str, str, str, str, str, str]


class Desk:
    """Draws lots: only `random()` is used, whose numbers are the same in every version of Python."""

    def __init__(self) -> None:
        self.lots = random.Random(20260316)
        self.calendars = load_config(DEMO / "desk.toml").calendars

    def chance(self, share: float) -> bool:
        return self.lots.random() < share

    def length(self, minutes: float, least: float = 0) -> timedelta:
        """A length that is mostly short and sometimes long."""
        return timedelta(seconds=round((least - minutes * math.log(1 - self.lots.random())) * 60))

    def priority(self) -> str:
        lot = self.lots.random()
        return next(name for limit, name in PRIORITIES if lot < limit)

    def customer(self) -> str:
        return ("ACME", "Globex", "Initech")[int(self.lots.random() * 3)]

    def hour(self, calendar: Calendar) -> datetime:
        """Customers write at any time, three of four while somebody is there."""
        at = FIRST + timedelta(seconds=int(self.lots.random() * DAYS * 86_400))
        return at if self.chance(0.25) else calendar.add(at, self.length(150))


def line(at: datetime, ticket: str, what: str, value: str = "", number: str = "") -> Line:
    return at, ticket, what, value, "", "", "", "", number


def opened(at: datetime, ticket: str, channel: str, priority: str, customer: str, team: str) -> Line:
    return at, ticket, "opened", "", channel, priority, customer, team, ""


def mail(desk: Desk, ticket: str) -> Iterator[Line]:
    """An e-mail: acknowledged, answered, perhaps waiting for the customer, done at last."""
    customer, priority = desk.customer(), desk.priority()
    team = desk.calendars["austin" if customer == "Globex" else "berlin"]
    at = desk.hour(team)
    yield opened(at, ticket, "email", priority, customer, "first level")
    yield line(at + timedelta(seconds=20), ticket, "acknowledgement")
    pace = {"P1": 24, "P2": 60, "P3": 110}[priority]
    at = team.add(at, desk.length(pace, 4))
    if desk.chance(0.15):
        yield line(at, ticket, "agent noted")
        yield line(at, ticket, "team", "second level")
        at = team.add(at, desk.length(200, 15))
        yield line(at, ticket, "team", "first level")
    yield line(at, ticket, "agent replied")
    yield line(at + timedelta(seconds=5), ticket, "state", "in progress")
    while desk.chance(0.55):
        if desk.chance(0.6):
            yield line(at + timedelta(seconds=30), ticket, "state", "with the customer")
        at += desk.length(900, 10)
        yield line(at, ticket, "customer wrote")
        if desk.chance(0.06):
            yield line(at + timedelta(seconds=9), ticket, "urgency", "P1")
        at = team.add(at, desk.length(120, 5))
        yield line(at, ticket, "agent replied")
    yield line(team.add(at, desk.length(pace * 4, 10)), ticket, "state", "done")


def chat(desk: Desk, ticket: str) -> Iterator[Line]:
    """A chat: first a bot, then a person, unless the visitor leaves before."""
    team = desk.calendars["either"]
    at = team.next_opening(desk.hour(team))
    yield opened(at, ticket, "chat", desk.priority(), desk.customer(), "floor")
    yield line(at, ticket, "chat", "bot")
    yield line(at + timedelta(seconds=2), ticket, "bot wrote")
    at += desk.length(1, 0.5)
    yield line(at, ticket, "customer wrote")
    if desk.chance(0.2):
        yield line(at + timedelta(seconds=40), ticket, "chat", "ended")
        return
    yield line(at + timedelta(seconds=3), ticket, "chat", "waiting")
    answered, patience = at + desk.length(1.1, 0.2), at + desk.length(9, 0.05)
    if patience < answered:
        yield line(patience, ticket, "chat", "left")
        return
    at = answered
    yield line(at, ticket, "chat", "agent")
    yield line(at + timedelta(seconds=8), ticket, "agent replied")
    while desk.chance(0.7):
        at += desk.length(1.5, 0.4)
        yield line(at, ticket, "customer wrote")
        at += desk.length(1.4, 0.3)
        yield line(at, ticket, "agent replied")
    yield line(at + timedelta(seconds=50), ticket, "chat", "ended")
    yield line(at + timedelta(seconds=55), ticket, "state", "done")


def text(desk: Desk, ticket: str) -> Iterator[Line]:
    """An SMS: some answers never arrive and are sent again."""
    team = desk.calendars["berlin"]
    at = desk.hour(team)
    yield opened(at, ticket, "sms", "P3", desk.customer(), "first level")
    number = 1
    at = team.add(at, desk.length(22, 2))
    yield line(at, ticket, "agent replied", number=f"{ticket}/{number}")
    while desk.chance(0.15):
        yield line(at + timedelta(seconds=45), ticket, "text failed", number=f"{ticket}/{number}")
        number += 1
        at = team.add(at, desk.length(25, 5))
        yield line(at, ticket, "agent replied", number=f"{ticket}/{number}")
    yield line(at + timedelta(seconds=12), ticket, "text delivered", number=f"{ticket}/{number}")
    yield line(team.add(at, desk.length(200, 10)), ticket, "state", "done")


def told() -> Iterator[Line]:
    """The ticket the demo explains: a clock change, a pause, and Easter between question and answer."""

    def at(month: int, day: int, hour: int, minute: int) -> datetime:
        return datetime(2026, month, day, hour, minute, tzinfo=ZONE)

    ticket = "E-1042"
    yield opened(at(3, 27, 15, 10), ticket, "email", "P2", "ACME", "first level")
    yield line(at(3, 27, 15, 50), ticket, "agent replied")
    yield line(at(3, 30, 11, 0), ticket, "agent replied")
    yield line(at(3, 30, 11, 0), ticket, "state", "with the customer")
    yield line(at(4, 1, 14, 30), ticket, "customer wrote")
    yield line(at(4, 2, 10, 15), ticket, "agent replied")
    yield line(at(4, 7, 11, 0), ticket, "state", "done")


def broken() -> Iterator[list[str]]:
    """What every export has: rows nobody can use."""
    yield ["2026-03-18 25:10:00", "E-1003", "agent replied", "", "", "", "", "", ""]
    yield ["", "E-1004", "state", "done", "", "", "", "", ""]
    yield ["2026-03-20 10:00:00", "", "customer wrote", "", "", "", "", "", ""]
    yield ["2026-03-20 11:30:00", "E-1009", "telepathy", "", "", "", "", "", ""]
    yield ["2026-03-23 09:15:00", "E-1005", "viewed", "", "", "", "", "", ""]


def written() -> str:
    """The whole log as CSV, in the order things happened, on Berlin's wall clock."""
    desk = Desk()
    mails = (mail(desk, f"E-{number}") for number in range(1001, 1001 + MAILS) if number != 1042)
    chats = (chat(desk, f"C-{number}") for number in range(2001, 2001 + CHATS))
    texts = (text(desk, f"S-{number}") for number in range(3001, 3001 + TEXTS))
    lines = sorted(chain(told(), *mails, *chats, *texts), key=lambda each: each[0])
    rows = [[f"{each[0].astimezone(ZONE):%Y-%m-%d %H:%M:%S}", *each[1:]] for each in lines]
    for number, row in enumerate(broken(), 1):
        rows.insert(number * 97, row)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(rows)
    return out.getvalue()


if __name__ == "__main__":
    (DEMO / "tickets.csv").write_text(written(), encoding="utf-8")
