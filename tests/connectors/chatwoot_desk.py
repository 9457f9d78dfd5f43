"""A Chatwoot in the small: conversations and messages, lists by activity, and the calls that change them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any

import httpx

from slaclock.instant import SECOND, from_us

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
    clock: Callable[[], int] | None = None
    """Its time; without one each change happens a second after the one before."""

    def client(self) -> httpx.Client:
        return httpx.Client(transport=self.transport())

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.answer)

    def keep(self, conversation: dict[str, Any], messages: list[dict[str, Any]]) -> None:
        self.conversations[conversation["id"]] = dict(conversation)
        self.messages[conversation["id"]] = list(messages)

    @property
    def asked(self) -> list[str]:
        return [f"{each.method} {each.url.raw_path.decode().removeprefix(BASE)}" for each in self.requests]

    def answer(self, request: httpx.Request) -> httpx.Response:
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
        date = "Mon, 02 Mar 2026 12:00:00 GMT"
        if self.clock is not None:
            date = format_datetime(from_us(self.clock()), usegmt=True)
        return httpx.Response(200, json=body, headers={"Date": date})

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
        row["updated_at"] = row["updated_at"] + 1.0 if self.clock is None else self.clock() / SECOND
        if part == "/messages":
            return httpx.Response(200, json=self._written(number, told))
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

    def _written(self, number: int, told: dict[str, Any]) -> dict[str, Any]:
        kept = told["content_attributes"] if self.keeps_marks else {}
        at = int(self.conversations[number]["updated_at"])
        return self.say(number, at, 1, ("User", ME), told["content"], private=told["private"], attributes=kept)

    def say(
        self,
        number: int,
        at: int,
        kind: int,
        sender: tuple[str | None, int | None],
        content: str,
        *,
        private: bool = False,
        attributes: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """A message, or a sentence about what happened; it moves the conversation to the top of the list."""
        self.ids += 1
        message: dict[str, Any] = {
            "id": self.ids,
            "content": content,
            "message_type": kind,
            "private": private,
            "created_at": at,
            "updated_at": at,
            "status": "sent",
            "content_type": "text",
            "content_attributes": attributes or {},
            "sender_type": sender[0],
            "sender_id": sender[1],
            "conversation_id": number,
        }
        if sender[0] is not None:
            message["sender"] = {"id": sender[1], "type": sender[0].casefold()}
        self.messages[number].append(message)
        self.conversations[number]["last_activity_at"] = at
        return message
