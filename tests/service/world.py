"""A small desk and its helpdesk, played at test speed: time is handed in, all the helpdesk saw is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from slaclock.connectors.protocol import (
    Message,
    MessageKind,
    NotFound,
    Page,
    Receipt,
    Traits,
    Webhook,
)
from slaclock.desk import Desk, Notice
from slaclock.instant import to_us
from slaclock.policy.load import load_config
from slaclock.store import Store
from slaclock.store.tables import METADATA
from slaclock.timeline.event import TicketEvent

BERLIN = ZoneInfo("Europe/Berlin")

CONFIG: dict[str, Any] = {
    "calendars": {"berlin": {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}},
    "policies": [
        {
            "name": "standard",
            "kind": "customer",
            "calendar": "berlin",
            "targets": {
                "first_response": {"urgent": "1 business hour", "default": "4 business hours"},
                "resolution": {"default": "16 business hours", "pauses": ["pending"]},
            },
            "escalations": [
                {"target": "first_response", "at": "75%", "do": [{"notify": "lead"}, {"tag": "at-risk"}]},
                {"target": "first_response", "at": "at breach", "do": [{"priority": "urgent"}, {"note": "{step}"}]},
                {
                    "target": "first_response",
                    "at": "every 1 business hour after breach until acknowledged",
                    "name": "again",
                    "do": [{"notify": "boss"}],
                },
            ],
        }
    ],
}
"""Due four business hours after creation; warned after three; the boss is told every hour after that."""


def at(text: str) -> int:
    """`2 Mar 10:00` in Berlin, 2026 (2 March is a Monday), as microseconds."""
    return to_us(datetime.strptime(f"{text} 2026", "%d %b %H:%M %Y").replace(tzinfo=BERLIN))


def event(ticket: str, number: str, when: str, type_: str, **data: Any) -> TicketEvent:
    moment = datetime.strptime(f"{when} 2026", "%d %b %H:%M %Y").replace(tzinfo=BERLIN)
    return TicketEvent.from_mapping({"ticket": ticket, "id": number, "at": moment.isoformat(), "type": type_, **data})


def created(ticket: str = "T1", when: str = "2 Mar 10:00", **data: Any) -> TicketEvent:
    return event(ticket, "c", when, "created", **{"channel": "email", "priority": "normal", **data})


def answered(ticket: str = "T1", when: str = "2 Mar 11:00", number: str = "a") -> TicketEvent:
    return event(ticket, number, when, "message", author="agent", public=True)


@dataclass
class Helpdesk:
    """A helpdesk in memory: what it was told stays, and it can be made to fail in ways that real ones do."""

    name: str = "desk"
    tickets: dict[str, list[TicketEvent]] = field(default_factory=dict)
    took: list[Message] = field(default_factory=list)
    """Every effect, in order."""
    calls: list[str] = field(default_factory=list)
    failures: list[tuple[Exception, bool]] = field(default_factory=list)
    """The next answers to `deliver`: an error, and whether the effect took place nevertheless."""
    pages: dict[str | None, Page] = field(default_factory=dict)
    traits: Traits = field(
        default_factory=lambda: Traits("Memory", frozenset(MessageKind), frozenset(MessageKind), webhooks=True)
    )

    def verify(self, headers: Mapping[str, str], body: bytes, now: int) -> None:
        pass

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Webhook:
        return Webhook(tickets=tuple(body.decode().split()))

    def poll(self, cursor: str | None, now: int) -> Page:
        self.calls.append("poll")
        return self.pages.get(cursor, Page(cursor))

    def fetch(self, ticket: str) -> Sequence[TicketEvent]:
        self.calls.append(f"fetch {ticket}")
        if ticket not in self.tickets:
            raise NotFound
        return list(self.tickets[ticket])

    def deliver(self, message: Message) -> Receipt:
        self.calls.append(f"deliver {message.kind}")
        error, happens = self.failures.pop(0) if self.failures else (None, True)
        if happens:
            self.took.append(message)
        if error is not None:
            raise error
        return Receipt()

    def look(self, message: Message) -> bool:
        self.calls.append(f"look {message.kind}")
        return message.id in {each.id for each in self.took}

    def told(self) -> list[tuple[str, Any]]:
        return [(message.kind.value, message.value) for message in self.took]


@dataclass
class People:
    """Recipients that keep what they were told."""

    told: list[Notice] = field(default_factory=list)

    def tell(self, notice: Notice) -> None:
        self.told.append(notice)

    def steps(self) -> list[tuple[str, str, int]]:
        return [(notice.to, notice.facts["step"], notice.facts["repeat"]) for notice in self.told]


def desk(helpdesk: Helpdesk | None = None, people: People | None = None, **facts: Any) -> Desk:
    people = people or People()
    given: dict[str, Any] = {"tenant": "acme", "config": load_config(CONFIG), "config_id": "1", **facts}
    return Desk(helpdesk="desk", connector=helpdesk, notifiers={"lead": people, "boss": people}, **given)


def rows(store: Store, name: str, *without: str) -> list[dict[str, Any]]:
    """A table's content in an order of its own, for comparing."""
    table = METADATA.tables[name]
    columns = [column for column in table.columns if column.name not in without]
    with store.reading() as unit:
        return sorted(unit.all(select(*columns)), key=str)


def armed(store: Store) -> list[tuple[str, int]]:
    """Every step that waits, with when it is due: the earliest first."""
    found = [row for row in rows(store, "timers") if row["kind"] == "step"]
    return [(row["step"], row["at"]) for row in sorted(found, key=lambda row: row["at"])]


def fired(store: Store) -> list[tuple[str, int]]:
    return [(row["step"], row["repeat"]) for row in sorted(rows(store, "firings"), key=lambda row: row["fired_at"])]


class Crash(BaseException):
    """The worker was killed here; no `except Exception` survives it."""


@dataclass
class CrashAt:
    """Kills the worker at the n-th place where it could be killed."""

    number: int
    seen: list[str] = field(default_factory=list)

    def __call__(self, point: str) -> None:
        self.seen.append(point)
        if len(self.seen) == self.number:
            raise Crash(point)


def ticking(values: Iterable[int]) -> Any:
    """A clock that shows one value after the other."""
    shown = iter(values)
    return lambda: next(shown)
