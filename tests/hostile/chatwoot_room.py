"""People at a Chatwoot."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable
from typing import Any

import httpx

from slaclock.connectors.secret import Secret
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.connectors.words import Words
from slaclock.instant import SECOND, parse_instant, to_us
from slaclock_integrations.chatwoot import ChatwootConnector
from slaclock_integrations.chatwoot.webhook import DELIVERY, SIGNATURE, STAMP
from tests.connectors.chatwoot_desk import BASE, ME, ChatwootDesk
from tests.hostile.lives import Act
from tests.hostile.room import HOOK, Room

STATUS = {"wait": "snoozed", "solve": "resolved", "open": "open"}
SENTENCES = {
    "snoozed": "Conversation was snoozed by An Agent",
    "resolved": "Conversation was marked resolved by An Agent",
    "open": "Conversation was reopened by An Agent",
}
CUSTOMER, AGENT = ("Contact", 501), ("User", 7)
INCOMING, OUTGOING, ACTIVITY = 0, 1, 2


class ChatwootRoom(Room):
    """Messages are kept, changes of status are sentences, everything else is as it is now; lists go by activity."""

    vendor = ChatwootConnector
    name = "chatwoot"
    sees = frozenset()

    def __init__(self, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self.desk = ChatwootDesk(clock=clock)

    def settings(self) -> HelpdeskSettings:
        given = ChatwootConnector.WORDS
        words = Words(given.statuses, given.priorities, given.channels, {"sla_state": "sla_state"})
        options = {"account": 1, "due_field": "sla_due", "bots": [ME]}
        return HelpdeskSettings(
            "chatwoot", "chatwoot", "https://app.chatwoot.com", Secret("a-token"), (HOOK,), words, options
        )

    def play(self, act: Act) -> None:
        number, at = act.ticket, act.at // SECOND
        if act.deed == "create":
            self._open(number, at)
        row = self.desk.conversations[number]
        row["updated_at"] = float(at)
        match act.deed:
            case "create" | "ask":
                self.desk.say(number, at, INCOMING, CUSTOMER, "?")
                if row["status"] != "open":
                    self._status(number, at, "open")
                self._hook(number, "message_created")
            case "answer" | "note":
                self.desk.say(number, at, OUTGOING, AGENT, "!", private=act.deed == "note")
                self._hook(number, "message_created")
            case "raise":
                row["priority"] = "high"
                self._hook(number, "conversation_updated")
            case deed:
                self._status(number, at, STATUS[deed])
        self.remember(str(number))

    def _open(self, number: int, at: int) -> None:
        person = {"id": CUSTOMER[1], "type": "contact", "custom_attributes": {}}
        conversation = {
            "id": number,
            "status": "open",
            "priority": None,
            "labels": [],
            "custom_attributes": {},
            "created_at": at,
            "updated_at": float(at),
            "last_activity_at": at,
            "inbox_id": 4,
            "meta": {"channel": "Channel::Email", "sender": person, "assignee": None, "team": None},
        }
        self.desk.keep(conversation, [])

    def _status(self, number: int, at: int, status: str) -> None:
        row = self.desk.conversations[number]
        before, row["status"] = row["status"], status
        if before != status:
            self.desk.say(number, at, ACTIVITY, (None, None), SENTENCES[status])
            change = {"status": {"previous_value": before, "current_value": status}}
            self._hook(number, "conversation_status_changed", change)

    def respond(self, request: httpx.Request) -> httpx.Response:
        response = self.desk.answer(request)
        if request.url.path.endswith("/conversations"):
            self.rows += len(json.loads(response.content)["data"]["payload"])
        number = self.ticket_of(request)
        if request.method != "GET" and response.is_success and number is not None:
            self.remember(number)
            self._hook(int(number), "conversation_updated")
        return response

    def ticket_of(self, request: httpx.Request) -> str | None:
        found = re.match(rf"{BASE}/conversations/(\d+)", request.url.path)
        return found[1] if found else None

    def notes(self, ticket: str, action: str) -> int:
        return sum(f"[slaclock {action}]" in each["content"] for each in self.desk.messages[int(ticket)])

    def value(self, ticket: str, what: str) -> Any:
        row = self.desk.conversations[int(ticket)]
        if what == "due":
            held = row["custom_attributes"].get("sla_due")
            return None if held is None else to_us(parse_instant(held))
        return set(row["labels"])

    def keep(self, ticket: str) -> Any:
        return json.dumps(self.desk.conversations[int(ticket)]), len(self.desk.messages[int(ticket)])

    def show(self, ticket: str, kept: Any, request: httpx.Request) -> httpx.Response:
        desk, number = self.desk, int(ticket)
        now = desk.conversations[number], desk.messages[number]
        desk.conversations[number], desk.messages[number] = json.loads(kept[0]), now[1][: kept[1]]
        try:
            return desk.answer(request)
        finally:
            desk.conversations[number], desk.messages[number] = now

    def _hook(self, number: int, event: str, *changes: dict[str, Any]) -> None:
        row = {key: self.desk.conversations[number][key] for key in ("id", "status", "updated_at")}
        told: dict[str, Any] = {"event": event, "account": {"id": 1}, "changed_attributes": list(changes)}
        told |= {"conversation": row, "id": self.desk.ids} if event == "message_created" else row
        body, stamp = json.dumps(told).encode(), str(self.clock() // SECOND)
        proof = hmac.new(HOOK.reveal().encode(), stamp.encode() + b"." + body, "sha256").hexdigest()
        name = f"{number}-{len(self.hooks)}-{stamp}"
        self.hooks.append(({STAMP: stamp, SIGNATURE: f"sha256={proof}", DELIVERY: name}, body))
