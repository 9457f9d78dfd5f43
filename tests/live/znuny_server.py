"""A private Znuny on loopback with a clock that tests move; started by a script that stands outside."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.live.wall_clock import WallClock

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class ZnunyServer:
    """A running Znuny: its web service for tickets, who may use it, its data folder with the clock in it."""

    login: Mapping[str, str]
    folder: Path
    script: Path
    clock: WallClock
    client: httpx.Client

    def ticket(self, sla: str) -> str:
        """A ticket that the customer opens."""
        facts = {
            "Title": "Printer on fire",
            "Queue": "Support",
            "State": "new",
            "Priority": "3 normal",
            "CustomerUser": "customer1",
            "Service": "Desk",
            "SLA": sla,
        }
        return str(self._post("/Ticket", {"Ticket": facts, "Article": _article("customer")})["TicketID"])

    def say(self, ticket: str, sender: str, *, public: bool = True) -> None:
        """The customer writes, or an agent does: to the customer, or a note."""
        self._post("/TicketUpdate", {"TicketID": ticket, "Article": _article(sender, public=public)})

    def put(self, ticket: str, **change: object) -> None:
        """Change a ticket."""
        self._post("/TicketUpdate", {"TicketID": ticket, "Ticket": change})

    def read(self, tickets: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Tickets as they stand, with their articles."""
        names, found = list(tickets), dict[str, dict[str, Any]]()
        for first in range(0, len(names), AT_ONCE):
            some = ",".join(names[first : first + AT_ONCE])
            answer = self.client.get(f"/Ticket/{some}", params={**self.login, "AllArticles": 1})
            found |= {str(each["TicketID"]): each for each in _sound(answer)["Ticket"]}
        return found

    def _post(self, path: str, content: Mapping[str, object]) -> dict[str, Any]:
        return _sound(self.client.post(path, json={**self.login, **content}))


def _article(sender: str, *, public: bool = True) -> dict[str, object]:
    return {
        "Subject": "Printer",
        "Body": "on fire",
        "ContentType": "text/plain; charset=utf8",
        "SenderType": sender,
        "CommunicationChannel": "Email",
        "IsVisibleForCustomer": int(public),
    }


def _sound(answer: httpx.Response) -> dict[str, Any]:
    """What it answered; it says every error with 200."""
    found: dict[str, Any] = answer.raise_for_status().json()
    assert "Error" not in found, found["Error"]
    return found


def start(script: Path, port: int, folder: Path) -> ZnunyServer:
    """Run the start script and read what it prints: `api=…`, `user=…`, `password=…`."""
    command = [str(script), str(port), str(folder)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    told = dict(line.split("=", 1) for line in printed.splitlines() if "=" in line)
    login = {"UserLogin": told["user"], "Password": told["password"]}
    client = httpx.Client(base_url=told["api"], timeout=60)
    return ZnunyServer(login, folder, script, WallClock(folder / "clock"), client)
