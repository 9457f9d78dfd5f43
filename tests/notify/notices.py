"""A notice as the outbox hands it over, and a network that answers as it is told to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from slaclock.connectors.http import Http
from slaclock.desk import Notice
from slaclock.notify.web import Door

NOW = 1_772_442_000_000_000
"""2026-03-02T09:00:00Z"""
FACTS: dict[str, Any] = {
    "tenant": "acme",
    "helpdesk": "desk",
    "ticket": "T-1",
    "policy": "gold",
    "metric": "first_response",
    "cycle": 1,
    "step": "first_response 75%",
    "repeat": 1,
    "due_at": "2026-03-02T09:00:00Z",
    "deadline": "2026-03-02T10:00:00Z",
    "target": "gold/first_response/urgent",
    "priority": "urgent",
    "group": None,
    "assignee": None,
    "customer": "ACME",
    "urgent": False,
}


def notice(**changed: Any) -> Notice:
    return Notice("sla-1", "T-1", "lead", {**FACTS, **changed})


@dataclass
class Receiver:
    """Keeps what it was sent; answers with the next of its answers, 204 when there are no more."""

    answers: list[httpx.Response] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)

    def door(self, url: str = "https://hooks.example.com/T0/secret") -> Door:
        return Door(Http(httpx.Client(transport=httpx.MockTransport(self._answer)), url, name="lead"), url)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answers.pop(0) if self.answers else httpx.Response(204)


def clock() -> int:
    return NOW


def link_to(address: str) -> Callable[[Notice], str | None]:
    return lambda _notice: address
