"""People at the fake helpdesk, which goes wrong here by the hostile line and not by its own plan."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import httpx

from slaclock.connectors.fake import FakeConnector, FakeHelpdesk
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.instant import parse_instant, to_us
from slaclock.timeline.event import TicketEvent
from tests.hostile.lives import Act
from tests.hostile.room import HOOK, Room


class FakeRoom(Room):
    """What happens there is told in slaclock's own words."""

    vendor = FakeConnector
    name = "fake"

    def __init__(self, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self.desk = FakeHelpdesk(clock, secret=HOOK)

    def settings(self) -> HelpdeskSettings:
        return HelpdeskSettings("fake", "fake", "https://fake.example", secrets=(HOOK,))

    def play(self, act: Act) -> None:
        """The truth is what is told here; see `tell`."""

    def tell(self, ticket: str, at: int, kind: str, **data: Any) -> None:
        super().tell(ticket, at, kind, **data)
        self.desk.tell(self.truth[ticket][-1])
        self._changed(ticket)

    def respond(self, request: httpx.Request) -> httpx.Response:
        response = self.desk.transport.handle_request(request)
        if request.url.path == "/changes":
            self.rows += len(json.loads(response.content))
        ticket = self.ticket_of(request)
        if request.method != "GET" and response.is_success and ticket is not None:
            own = [event for event in self.desk.timeline(ticket) if event.id.startswith("own-")]
            known = {event.id for event in self.truth[ticket]}
            self.truth[ticket] += [event for event in own if event.id not in known]
            self._changed(ticket)
        return response

    def ticket_of(self, request: httpx.Request) -> str | None:
        found = re.match(r"/tickets/(\w+)", request.url.path)
        return found[1] if found else None

    def notes(self, ticket: str, action: str) -> int:
        return sum(f"[{action}]" in each["text"] for each in self.desk.values(ticket)["notes"])

    def value(self, ticket: str, what: str) -> Any:
        held = self.desk.values(ticket)
        if what == "due":
            return None if held["due"] is None else to_us(parse_instant(held["due"]))
        return set(held["tags"])

    def keep(self, ticket: str) -> tuple[list[TicketEvent], dict[str, Any]]:
        return self.desk.timeline(ticket), self.desk.values(ticket)

    def show(self, ticket: str, kept: Any, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/events"):
            return httpx.Response(200, json=[event.as_mapping() for event in kept[0]])
        return httpx.Response(200, json={**kept[1], "id": ticket})

    def _changed(self, ticket: str) -> None:
        self.remember(ticket)
        self.hooks += self.desk.webhooks()
