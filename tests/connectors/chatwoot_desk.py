"""A Chatwoot in the small: conversations and messages, lists by activity, and the calls that change them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

BASE = "/api/v1/accounts/1"
ME = 12
"""The user slaclock's token belongs to."""


@dataclass
class ChatwootDesk:
    """A stateful double behind an httpx transport; `watch` sees every request before it is answered."""

    conversations: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    messages: dict[int, list[dict[str, Any]]] = field(default_factory=dict[int, list[dict[str, Any]]])
    reports: dict[int, list[dict[str, Any]]] = field(default_factory=dict[int, list[dict[str, Any]]])
    inboxes: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    counts: bool = True
    """Whether this release tells its reports."""
    keeps_marks: bool = True
    """Whether this release keeps what stands beside a message's text."""
    page: int = 25
    watch: Callable[[httpx.Request], None] = lambda _request: None
    requests: list[httpx.Request] = field(default_factory=list[httpx.Request])
    answers: list[httpx.Response] = field(default_factory=list[httpx.Response])
    ids: int = 9_000

    def client(self) -> httpx.Client:
        return httpx.Client(transport=self.transport())

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answer)

    def keep(self, conversation: dict[str, Any], messages: list[dict[str, Any]]) -> None:
        self.conversations[conversation["id"]] = dict(conversation)
        self.messages[conversation["id"]] = list(messages)

    @property
    def asked(self) -> list[str]:
        return [f"{each.method} {each.url.raw_path.decode().removeprefix(BASE)}" for each in self.requests]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.watch(request)
        if self.answers:
            return self.answers.pop(0)
        path = request.url.path.removeprefix(BASE)
        inbox = re.fullmatch(r"/inboxes/(\d+)", path)
        if inbox is not None and int(inbox[1]) in self.inboxes:
            return httpx.Response(200, json=self.inboxes[int(inbox[1])])
        if path == "/conversations":
            return self._list(request)
        found = re.fullmatch(r"/conversations/(\d+)(/\w+)?", path)
        if found is None or int(found[1]) not in self.conversations:
            return httpx.Response(404, json={"error": "Resource could not be found"})
        number, part = int(found[1]), found[2] or ""
        return self._read(request, number, part) if request.method == "GET" else self._write(request, number, part)

    def _list(self, request: httpx.Request) -> httpx.Response:
        status, page = request.url.params["status"], int(request.url.params["page"])
        rows = [each for each in self.conversations.values() if status in ("all", each["status"])]
        rows.sort(key=lambda each: -each["last_activity_at"])
        shown = rows[(page - 1) * self.page : page * self.page]
        meta = {"mine_count": 0, "unassigned_count": 0, "assigned_count": 0, "all_count": len(rows)}
        body = {"data": {"meta": meta, "payload": shown}}
        return httpx.Response(200, json=body, headers={"Date": "Mon, 02 Mar 2026 12:00:00 GMT"})

    def _read(self, request: httpx.Request, number: int, part: str) -> httpx.Response:
        if part == "/messages":
            after = int(request.url.params["after"])
            rows = [each for each in self.messages[number] if each["id"] > after]
            return httpx.Response(200, json={"meta": {}, "payload": rows[: self.page]})
        if part == "/reporting_events" and self.counts:
            return httpx.Response(200, json=self.reports.get(number, []))
        return httpx.Response(404) if part else httpx.Response(200, json=self.conversations[number])

    def _write(self, request: httpx.Request, number: int, part: str) -> httpx.Response:
        told, row = json.loads(request.content), self.conversations[number]
        row["updated_at"] += 1.0
        if part == "/messages":
            return httpx.Response(200, json=self._message(number, told))
        if part == "/labels":
            row["labels"] = told["labels"]
        elif part == "/toggle_priority":
            row["priority"] = None if told["priority"] == "none" else told["priority"]
        elif part == "/custom_attributes":
            row["custom_attributes"] = told["custom_attributes"]
        elif part == "/assignments":
            ((key, value),) = told.items()
            row["meta"]["assignee" if key == "assignee_id" else "team"] = {"id": value} if value else None
        return httpx.Response(200, json={})

    def _message(self, number: int, told: dict[str, Any]) -> dict[str, Any]:
        self.ids += 1
        message = {
            "id": self.ids,
            "content": told["content"],
            "message_type": 1,
            "private": told["private"],
            "created_at": int(self.conversations[number]["updated_at"]),
            "updated_at": int(self.conversations[number]["updated_at"]),
            "status": "sent",
            "content_type": "text",
            "content_attributes": told["content_attributes"] if self.keeps_marks else {},
            "sender_type": "User",
            "sender_id": ME,
            "sender": {"id": ME, "type": "user"},
            "conversation_id": number,
        }
        self.messages[number].append(message)
        return message
