"""People at a Zendesk."""

from __future__ import annotations

import base64
import hmac
import json
import re
from collections.abc import Callable
from email.utils import format_datetime
from typing import Any

import httpx

from slaclock.connectors.secret import Secret
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.connectors.words import Words
from slaclock.instant import MINUTE, format_instant, from_us, parse_instant, to_us
from slaclock_integrations.zendesk import ZendeskConnector
from slaclock_integrations.zendesk.webhook import INVOCATION, SIGNATURE, STAMP
from tests.connectors.zendesk_desk import ZendeskDesk
from tests.hostile.lives import Act
from tests.hostile.room import HOOK, Room

STATUS = {"wait": "pending", "solve": "solved", "open": "open"}
CUSTOMER, AGENT = 5001, 6002
DUE, STATE = 360002, 360001
PAGE = 100


class ZendeskRoom(Room):
    """Every update is an audit, a row of the export a minute later, and a signed webhook."""

    vendor = ZendeskConnector
    name = "zendesk"

    def __init__(self, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self.desk = ZendeskDesk(clock=clock, users=[{"id": AGENT, "role": "agent"}])
        self.feed: list[tuple[int, int]] = []
        self.place: dict[int, int] = {}

    def settings(self) -> HelpdeskSettings:
        given = ZendeskConnector.WORDS
        words = Words(given.statuses, given.priorities, given.channels, {str(STATE): "sla_state"})
        options = {"email": "slaclock@example.com", "due_field": str(DUE)}
        return HelpdeskSettings(
            "zendesk", "zendesk", "https://example.zendesk.com", Secret("a-token"), (HOOK,), words, options
        )

    def play(self, act: Act) -> None:
        number, at = act.ticket, format_instant(act.at)
        match act.deed:
            case "create":
                self._open(number, at)
            case "ask":
                status = {"status": "open"} if self.desk.tickets[number]["status"] in ("pending", "solved") else {}
                self.desk.update(number, {"comment": {"body": "?", "public": True}, **status}, CUSTOMER, act.at)
            case "answer" | "note":
                comment = {"body": "!", "public": act.deed == "answer"}
                self.desk.update(number, {"comment": comment}, AGENT, act.at)
            case "raise":
                self.desk.update(number, {"priority": "high"}, AGENT, act.at)
            case deed:
                self.desk.update(number, {"status": STATUS[deed]}, AGENT, act.at)
        self._changed(number)

    def _open(self, number: int, at: str) -> None:
        ticket = {
            "id": number,
            "status": "new",
            "priority": "normal",
            "created_at": at,
            "updated_at": at,
            "requester_id": CUSTOMER,
            "assignee_id": None,
            "tags": [],
            "custom_fields": [],
            "via": {"channel": "email"},
        }
        facts = {"requester_id": str(CUSTOMER), "status": "new", "priority": "normal", "tags": []}
        made = [{"type": "Create", "field_name": key, "value": value} for key, value in facts.items()]
        said = {"type": "Comment", "author_id": CUSTOMER, "body": "?", "public": True}
        self.desk.keep(ticket, [])
        self.desk.note(number, at, CUSTOMER, [said, *made], {})

    def respond(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path.endswith("/incremental/tickets/cursor"):
            return self._export(request)
        if path.endswith("/search/export"):
            return self._search(request)
        response = self.desk.answer(request)
        if request.method != "GET" and response.is_success:
            number = int(str(self.ticket_of(request)))
            audit = self.desk.audits[number][-1]
            for each in audit["events"]:
                if each.get("field_name") == "priority":
                    self.tell(str(number), to_us(parse_instant(audit["created_at"])), "priority", to=each["value"])
            self._changed(number)
        return response

    def _export(self, request: httpx.Request) -> httpx.Response:
        """Each ticket once, where it last changed; the last minute is withheld."""
        params = request.url.params
        if "cursor" in params:
            at = int(params["cursor"])
        else:
            since = int(params["start_time"]) * 1_000_000
            at = next((place for place, (when, _) in enumerate(self.feed) if when >= since), len(self.feed))
        rows, ripe = list[dict[str, Any]](), self.clock() - MINUTE
        while at < len(self.feed) and len(rows) < PAGE and self.feed[at][0] <= ripe:
            number = self.feed[at][1]
            if self.place[number] == at:
                rows.append(self.desk.tickets[number])
            at += 1
        self.rows += len(rows)
        ended = at >= len(self.feed) or self.feed[at][0] > ripe
        body = {"tickets": rows, "after_cursor": str(at), "end_of_stream": ended}
        return httpx.Response(200, json=body, headers=self._date())

    def _search(self, request: httpx.Request) -> httpx.Response:
        """The open tickets by number."""
        after = int(request.url.params.get("page[after]", "0"))
        rows = [row for number, row in sorted(self.desk.tickets.items()) if number > after]
        rows = [row for row in rows if row["status"] not in ("solved", "closed")]
        shown, more = rows[:PAGE], len(rows) > PAGE
        self.rows += len(shown)
        meta = {"has_more": more, "after_cursor": str(shown[-1]["id"]) if shown else None}
        return httpx.Response(200, json={"results": shown, "meta": meta}, headers=self._date())

    def _date(self) -> dict[str, str]:
        return {"Date": format_datetime(from_us(self.clock()), usegmt=True)}

    def ticket_of(self, request: httpx.Request) -> str | None:
        found = re.match(r"/api/v2/tickets/(\d+)", request.url.path)
        return found[1] if found else None

    def notes(self, ticket: str, action: str) -> int:
        marks = [
            each.get("body", "").count(f"[slaclock {action}]")
            for audit in self.desk.audits[int(ticket)]
            for each in audit["events"]
        ]
        return sum(marks)

    def value(self, ticket: str, what: str) -> Any:
        row = self.desk.tickets[int(ticket)]
        if what == "due":
            held = next((each["value"] for each in row["custom_fields"] if each["id"] == DUE), None)
            return None if held is None else to_us(parse_instant(held))
        return set(row["tags"])

    def keep(self, ticket: str) -> Any:
        return json.dumps(self.desk.tickets[int(ticket)]), len(self.desk.audits[int(ticket)])

    def show(self, ticket: str, kept: Any, request: httpx.Request) -> httpx.Response:
        desk, number = self.desk, int(ticket)
        now = desk.tickets[number], desk.audits[number]
        desk.tickets[number], desk.audits[number] = json.loads(kept[0]), now[1][: kept[1]]
        try:
            return desk.answer(request)
        finally:
            desk.tickets[number], desk.audits[number] = now

    def _changed(self, number: int) -> None:
        self.remember(str(number))
        self.place[number] = len(self.feed)
        self.feed.append((self.clock(), number))
        for place, part in enumerate(self.desk.audits[number][-1]["events"]):
            self._hook(number, place, f"ticket.{part.get('field_name', 'comment')}_changed")

    def _hook(self, number: int, place: int, what: str) -> None:
        """One webhook for each thing that changed, as Zendesk's ticket events are sent."""
        told = {"type": f"zen:event-type:{what}", "subject": f"zen:ticket:{number}", "event": {}}
        body, stamp = json.dumps(told).encode(), format_instant(self.clock())
        proof = base64.b64encode(hmac.new(HOOK.reveal().encode(), stamp.encode() + body, "sha256").digest()).decode()
        self.hooks.append(({STAMP: stamp, SIGNATURE: proof, INVOCATION: f"{len(self.feed)}-{place}"}, body))
