"""A helpdesk with people in it, as the hostile run sees every vendor's: what they did, and what was shown when."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

import httpx

from slaclock.connectors.secret import Secret
from slaclock.connectors.vendor import HelpdeskSettings, Vendor
from slaclock.instant import SECOND, format_instant
from slaclock.timeline.event import TicketEvent
from tests.hostile.lives import Act

HOOK = Secret("a-hook-secret")
STATUS = {"wait": "pending", "solve": "solved", "open": "open"}
OLDEST = 30 * SECOND
"""So long a desk remembers how a ticket looked."""


class Room(ABC):
    """One vendor's desk, what people do there, what really happened, and what slaclock did to it."""

    vendor: ClassVar[type[Vendor]]
    name: ClassVar[str]
    sees: ClassVar[frozenset[str]] = frozenset({"priority"})
    """Facts whose history the vendor keeps."""
    asked: ClassVar[bool] = True
    """Whether it can be asked; who cannot be sends each webhook until it is taken."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self.clock = clock
        self.truth: dict[str, list[TicketEvent]] = {}
        """What happened, in slaclock's words, told by nobody's connector."""
        self.hooks: list[tuple[dict[str, str], bytes]] = []
        """Webhooks not yet sent."""
        self.past: dict[str, list[tuple[int, Any]]] = {}
        self.rows = 0
        """Rows of changes handed to polls."""

    @abstractmethod
    def settings(self) -> HelpdeskSettings:
        """How slaclock is configured for it."""

    @abstractmethod
    def play(self, act: Act) -> None:
        """People do something, in the vendor's own way."""

    @abstractmethod
    def respond(self, request: httpx.Request) -> httpx.Response:
        """The vendor's answer, now."""

    @abstractmethod
    def ticket_of(self, request: httpx.Request) -> str | None:
        """The ticket a request is about, if it is about one."""

    @abstractmethod
    def notes(self, ticket: str, action: str) -> int:
        """How often the note of an action stands in a ticket."""

    @abstractmethod
    def value(self, ticket: str, what: str) -> Any:
        """What stands in a ticket: `due` (microseconds, or None) or `tags`."""

    @abstractmethod
    def keep(self, ticket: str) -> Any:
        """How a ticket looks, to be shown again; cheap, because it is asked for at every change."""

    @abstractmethod
    def show(self, ticket: str, kept: Any, request: httpx.Request) -> httpx.Response:
        """The answer of one who has not heard of anything since."""

    def act(self, act: Act) -> None:
        """People do something."""
        ticket = str(act.ticket)
        if act.deed != "create" and ticket not in self.truth:
            return
        self.play(act)
        tell = self.tell
        match act.deed:
            case "create":
                tell(ticket, act.at, "created", channel="email", priority="normal")
                tell(ticket, act.at, "message", author="customer", public=True)
            case "ask":
                tell(ticket, act.at, "message", author="customer", public=True)
                if self.status(ticket) in ("pending", "solved"):
                    tell(ticket, act.at, "status", to="open")
            case "answer" | "note":
                tell(ticket, act.at, "message", author="agent", public=act.deed == "answer")
            case "raise":
                tell(ticket, act.at, "priority", to="high")
            case deed:
                tell(ticket, act.at, "status", to=STATUS[deed])

    def status(self, ticket: str) -> str:
        """What its status is."""
        told = (event.data["to"] for event in reversed(self.truth[ticket]) if event.type == "status")
        return str(next(told, "new"))

    def tell(self, ticket: str, at: int, kind: str, **data: Any) -> None:
        """What happened is kept."""
        events = self.truth.setdefault(ticket, [])
        told = {"ticket": ticket, "id": str(len(events)), "at": format_instant(at), "type": kind, "seq": len(events)}
        events.append(TicketEvent.from_mapping({**told, **data}))

    def remember(self, ticket: str) -> None:
        """The ticket looks like this from now on."""
        kept, now = self.past.setdefault(ticket, []), self.clock()
        kept.append((now, self.keep(ticket)))
        while len(kept) > 1 and kept[1][0] < now - OLDEST:
            del kept[0]

    def answer(self, request: httpx.Request, behind: int = 0) -> httpx.Response:
        """The vendor's answer; the one of so long ago if it is behind."""
        ticket = self.ticket_of(request)
        if not behind or ticket not in self.past:
            return self.respond(request)
        then = self.clock() - behind
        kept = [each for at, each in self.past[ticket] if at <= then]
        return self.show(ticket, kept[-1], request) if kept else httpx.Response(404, json={})
