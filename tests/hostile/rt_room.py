"""People at a Request Tracker."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import httpx

from slaclock.connectors.secret import Secret
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.connectors.words import Words
from slaclock.instant import parse_instant, to_us
from slaclock_integrations.rt import RtConnector
from slaclock_integrations.rt.connector import SECRET_HEADER
from tests.connectors.rt_desk import BASE, ME, UNSET, RtDesk
from tests.hostile.lives import Act
from tests.hostile.room import HOOK, Room

STATUS = {"wait": "stalled", "solve": "resolved", "open": "open"}
PRIORITY = {"0": "low", "50": "normal", "70": "high", "100": "urgent"}


class RtRoom(Room):
    """Every change is a transaction, and a scrip posts its number."""

    vendor = RtConnector
    name = "rt"

    def __init__(self, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self.desk = RtDesk(clock, changed=self._changed)

    def settings(self) -> HelpdeskSettings:
        words = Words(RtConnector.WORDS.statuses, PRIORITY, fields={"Service Level": "tier", "SLA State": "sla_state"})
        options = {"tag_field": "SLA Tags", "customer_field": "Customer"}
        return HelpdeskSettings(
            "rt", "rt", "https://rt.example.com", Secret("a-token"), (HOOK,), words=words, options=options
        )

    def play(self, act: Act) -> None:
        desk, ticket, at = self.desk, act.ticket, act.at
        match act.deed:
            case "create":
                desk.open(ticket, "customer1", at)
            case "ask":
                desk.say(ticket, at, "customer1", "Correspond", "No Subject")
            case "answer" | "note":
                desk.say(ticket, at, "agent1", "Correspond" if act.deed == "answer" else "Comment", "No Subject")
            case "raise":
                desk.set(ticket, at, "agent1", "Priority", "70")
            case deed:
                desk.set(ticket, at, "agent1", "Status", STATUS[deed])

    def respond(self, request: httpx.Request) -> httpx.Response:
        response = self.desk.answer(request)
        if request.url.path.endswith("/transactions"):
            self.rows += len(json.loads(response.content)["items"])
        return response

    def ticket_of(self, request: httpx.Request) -> str | None:
        if found := re.match(rf"{BASE}/ticket/(\d+)", request.url.path):
            return found[1]
        asked = re.match(r"ObjectId = (\d+) ", request.url.params.get("query", ""))
        return asked[1] if asked else None

    def notes(self, ticket: str, action: str) -> int:
        rows = self.desk.history[int(ticket)]
        return sum(row["Type"] == "Comment" and f"[slaclock {action}]" in row["Data"] for row in rows)

    def value(self, ticket: str, what: str) -> Any:
        row = self.desk.tickets[int(ticket)]
        if what == "due":
            return None if row["Due"] == UNSET else to_us(parse_instant(row["Due"]))
        return set(row["CustomFields"].get("SLA Tags", ()))

    def keep(self, ticket: str) -> Any:
        number = int(ticket)
        return json.dumps(self.desk.tickets[number]), len(self.desk.history[number])

    def show(self, ticket: str, kept: Any, request: httpx.Request) -> httpx.Response:
        desk, number = self.desk, int(ticket)
        now = desk.tickets[number], desk.history[number]
        desk.tickets[number], desk.history[number] = json.loads(kept[0]), now[1][: kept[1]]
        try:
            return self.respond(request)
        finally:
            desk.tickets[number], desk.history[number] = now

    def _changed(self, number: int) -> None:
        row = self.desk.history[number][-1]
        if (row["Creator"]["id"], row["Field"]) == (ME, "Priority"):
            self.tell(str(number), to_us(parse_instant(row["Created"])), "priority", to=PRIORITY[row["NewValue"]])
        self.remember(str(number))
        body = json.dumps({"ticket": number, "transaction": int(row["id"])}).encode()
        self.hooks.append(({SECRET_HEADER: HOOK.reveal()}, body))
