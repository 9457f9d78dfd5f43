"""A program that tells slaclock's own words, again and again until they are taken, and keeps what it is told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx

from slaclock.connectors.signature import standard_headers
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.instant import parse_instant, to_us
from slaclock_integrations.plain import PlainConnector
from tests.hostile.lives import Act
from tests.hostile.room import HOOK, Room


class PlainRoom(Room):
    """It cannot be asked: what it sends is all there is, so it sends until it hears that it was stored.

    What comes twice it knows by its `webhook-id`, and takes once.
    """

    vendor = PlainConnector
    name = "plain"
    asked = False

    def __init__(self, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self.taken: dict[str, dict[str, Any]] = {}
        self.came = Counter[str]()
        self.newest: dict[str, tuple[int, Any]] = {}

    def settings(self) -> HelpdeskSettings:
        return HelpdeskSettings("plain", "plain", "https://plain.example", secrets=(HOOK,))

    def play(self, act: Act) -> None:
        """The truth is what is told; see `tell`."""

    def tell(self, ticket: str, at: int, kind: str, **data: Any) -> None:
        super().tell(ticket, at, kind, **data)
        event = self.truth[ticket][-1]
        body = json.dumps(event.as_mapping()).encode()
        self.hooks.append((standard_headers(f"{ticket}-{event.id}", self.clock(), body, HOOK), body))

    def respond(self, request: httpx.Request) -> httpx.Response:
        told, name = json.loads(request.content), request.headers["webhook-id"]
        self.came[name] += 1
        if name not in self.taken:
            self.taken[name] = told
            if told["type"] == "priority":
                self.tell(told["ticket"], self.clock(), "priority", to=told["value"])
        if told["type"] == "due_date" and told["generation"] >= self.newest.get(told["ticket"], (0, None))[0]:
            self.newest[told["ticket"]] = told["generation"], told["value"]
        return httpx.Response(200, json={})

    def ticket_of(self, request: httpx.Request) -> str | None:
        return str(json.loads(request.content)["ticket"])

    def notes(self, ticket: str, action: str) -> int:
        return sum(name == action and told["ticket"] == ticket for name, told in self.taken.items())

    def value(self, ticket: str, what: str) -> Any:
        if what == "due":
            value = self.newest.get(ticket, (0, None))[1]
            return None if value is None else to_us(parse_instant(value))
        return {told["value"] for told in self.taken.values() if told["ticket"] == ticket and told["type"] == "tag"}

    def keep(self, ticket: str) -> Any:
        """Nobody asks it anything."""

    def show(self, ticket: str, kept: Any, request: httpx.Request) -> httpx.Response:  # noqa: ARG002
        raise AssertionError("nobody asks it anything")
