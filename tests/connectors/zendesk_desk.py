"""A Zendesk in the small: it keeps tickets and audits, guards updates as Zendesk does, and logs what had an effect."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from slaclock.instant import SECOND, format_instant, parse_instant, to_us

ME = 9001
"""The user slaclock's token belongs to."""
SILENT = ("metadata", "safe_update", "updated_stamp", "comment", "custom_fields")


@dataclass
class ZendeskDesk:
    """A stateful double behind an httpx transport; `watch` sees every request before it is answered."""

    tickets: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    audits: dict[int, list[dict[str, Any]]] = field(default_factory=dict[int, list[dict[str, Any]]])
    users: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    logs: dict[int, list[dict[str, Any]]] = field(default_factory=dict[int, list[dict[str, Any]]])
    exports: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """Pages of the exports by their cursor; the first by its path."""
    fields: frozenset[int] = frozenset({360001, 360002})
    page: int = 100
    watch: Callable[[httpx.Request], None] = lambda _request: None
    requests: list[httpx.Request] = field(default_factory=list[httpx.Request])
    answers: list[httpx.Response] = field(default_factory=list[httpx.Response])
    """Given before anything else is looked at, first come first served."""
    ids: int = 900_000
    clock: Callable[[], int] | None = None
    """Its time; without one each update happens a second after the one before."""

    def client(self) -> httpx.Client:
        return httpx.Client(transport=self.transport())

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.answer)

    def keep(self, ticket: Mapping[str, Any], audits: list[dict[str, Any]]) -> None:
        self.tickets[ticket["id"]] = dict(ticket)
        self.audits[ticket["id"]] = list(audits)

    @property
    def asked(self) -> list[str]:
        return [f"{each.method} {each.url.raw_path.decode()}" for each in self.requests]

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.watch(request)
        if self.answers:
            return self.answers.pop(0)
        path = request.url.path.removeprefix("/api/v2")
        if path == "/users/show_many":
            wanted = request.url.params["ids"].split(",")
            return httpx.Response(200, json={"users": [each for each in self.users if str(each["id"]) in wanted]})
        if path in ("/incremental/tickets/cursor", "/search/export"):
            return self._export(request, path)
        found = re.fullmatch(r"/tickets/(\d+)(/\w+)?", path)
        if found is None or int(found[1]) not in self.tickets:
            return httpx.Response(404, json={"error": "RecordNotFound", "description": "Not found"})
        return self._ticket(request, int(found[1]), found[2] or "")

    def _export(self, request: httpx.Request, path: str) -> httpx.Response:
        cursor = request.url.params.get("cursor") or request.url.params.get("page[after]") or path
        if cursor not in self.exports:
            return httpx.Response(400, json={"error": "InvalidValue", "description": "cursor"})
        return httpx.Response(200, json=self.exports[cursor], headers={"Date": "Mon, 09 Mar 2026 09:00:00 GMT"})

    def _ticket(self, request: httpx.Request, number: int, part: str) -> httpx.Response:
        if request.method == "GET":
            if part == "/audits":
                return self._list(request, "audits", self.audits[number])
            if part == "/conversation_log" and number in self.logs:
                return self._list(request, "events", self.logs[number])
            return httpx.Response(404) if part else httpx.Response(200, json={"ticket": self.tickets[number]})
        told = json.loads(request.content)
        wish = told if part == "/tags" else told["ticket"]
        ticket = self.tickets[number]
        if ticket["status"] == "closed":
            return httpx.Response(422, json={"error": "RecordInvalid"})
        if "safe_update" in wish and wish.get("updated_stamp") != ticket["updated_at"]:
            return httpx.Response(409, json={"error": "UpdateConflict"})
        if part == "/tags":
            self.update(number, {"tags": sorted({*ticket["tags"], *wish["tags"]})})
            return httpx.Response(200, json={"tags": self.tickets[number]["tags"]})
        audit = self.update(number, wish)
        return httpx.Response(200, json={"ticket": self.tickets[number], "audit": audit})

    def _list(self, request: httpx.Request, key: str, rows: list[dict[str, Any]]) -> httpx.Response:
        first = int(request.url.params.get("page[after]", "0"))
        last = first + self.page
        meta = {"has_more": last < len(rows), "after_cursor": str(last), "before_cursor": str(first)}
        return httpx.Response(200, json={key: rows[first:last], "meta": meta, "links": {}})

    def update(self, number: int, wish: Mapping[str, Any], author: int = ME, at: int | None = None) -> dict[str, Any]:
        """Somebody changes a ticket; what is as it should be is no change."""
        ticket, events = self.tickets[number], list[dict[str, Any]]()
        ticket["updated_at"] = format_instant(self._next(ticket["updated_at"], at))
        if "comment" in wish:
            events.append({"type": "Comment", "author_id": author, **wish["comment"]})
        for key, value in wish.items():
            if key not in SILENT and ticket.get(key) != value:
                events.append({"type": "Change", "field_name": key, "previous_value": ticket.get(key), "value": value})
                ticket[key] = value
        for each in wish.get("custom_fields", ()):
            if each["id"] in self.fields:  # a field the form does not have is dropped without a word
                ticket["custom_fields"] = [
                    *(kept for kept in ticket["custom_fields"] if kept["id"] != each["id"]),
                    each,
                ]
        return self.note(number, ticket["updated_at"], author, events, wish.get("metadata", {}))

    def note(
        self, number: int, at: str, author: int, events: list[dict[str, Any]], metadata: Mapping[str, Any]
    ) -> dict[str, Any]:
        """An update is written down as an audit."""
        self.ids += 100
        audit = {
            "id": self.ids,
            "ticket_id": number,
            "created_at": at,
            "author_id": author,
            "metadata": {"system": {}, "custom": metadata},
            "events": [{"id": self.ids + place, **event} for place, event in enumerate(events, 1)],
            "via": {"channel": "api", "source": {"from": {}, "to": {}, "rel": None}},
        }
        self.audits[number].append(audit)
        return audit

    def _next(self, before: str, at: int | None) -> int:
        """When the next update happens."""
        if at is None and self.clock is not None:
            at = self.clock() // SECOND * SECOND
        return to_us(parse_instant(before)) + SECOND if at is None else at
