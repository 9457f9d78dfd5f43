"""A Request Tracker in the small: tickets, transactions and the part of REST 2 that slaclock speaks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any

import httpx

from slaclock.instant import SECOND, format_instant, from_us, parse_instant, to_us

BASE = "/REST/2.0"
ME = "slaclock"
"""The user slaclock's token belongs to."""
NOBODY, SYSTEM = "Nobody", "RT_System"
UNSET = "1970-01-01T00:00:00Z"
USERS = {6: NOBODY, 1: SYSTEM, 14: ME, 39: "agent1", 40: "customer1"}
STAFF = frozenset({ME, "agent1"})
QUEUES = {4: "Incidents", 5: "External"}
FIELDS = {3: "SLA State", 4: "SLA Tags", 5: "Customer", 6: "Service Level"}
MANY = frozenset({4})
"""Fields of many values."""
ACTIVE = frozenset({"new", "open", "stalled"})


@dataclass
class RtDesk:
    """A stateful double behind an httpx transport."""

    clock: Callable[[], int]
    tickets: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    history: dict[int, list[dict[str, Any]]] = field(default_factory=dict[int, list[dict[str, Any]]])
    feed: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Every transaction of every ticket by its number."""
    changed: Callable[[int], None] = lambda _ticket: None
    late: frozenset[int] = frozenset()
    """Transactions that histories do not show, because a replica lags or because we may not see them."""
    hidden: frozenset[str] = frozenset()
    """Types of transactions that we may not see: left out of a page after they were counted."""
    number: int = 100

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.answer)

    # -- what people do

    def open(self, ticket: int, requestor: str, at: int, queue: int = 5, priority: int = 50) -> None:
        self.tickets[ticket] = {
            "id": ticket,
            "Status": "new",
            "Priority": str(priority),
            "Queue": queue,
            "Owner": NOBODY,
            "Due": UNSET,
            "Subject": "Printer on fire",
            "Requestor": [requestor],
            "Cc": [],
            "CustomFields": {},
            "LastUpdated": at,
        }
        self.history[ticket] = []
        self.tell(ticket, at, requestor, "Create")

    def tell(self, ticket: int, at: int, creator: str, kind: str, **facts: str) -> int:
        """One more transaction; what it changes is changed by whoever tells it."""
        self.number += 1
        empty = {"Field": "", "OldValue": "", "NewValue": "", "Data": ""}
        row = {"id": str(self.number), "Type": kind, "Creator": {"id": creator}, "ObjectId": str(ticket), **empty}
        row |= {"Created": format_instant(at), **facts}
        self.history[ticket].append(row)
        self.feed.append(row)
        self.tickets[ticket]["LastUpdated"] = at
        self.changed(ticket)
        return self.number

    def set(self, ticket: int, at: int, creator: str, key: str, value: str) -> None:
        """Status, Priority, Queue or Owner; the same again is nothing."""
        row = self.tickets[ticket]
        old, row[key] = str(row[key]), int(value) if key == "Queue" else value
        if old == value:
            return
        told = {each: str(_user(each)) for each in (old, value)} if key == "Owner" else {old: old, value: value}
        kind = "Status" if key == "Status" else "Set"
        self.tell(ticket, at, creator, kind, Field=key, OldValue=told[old], NewValue=told[value])

    def say(self, ticket: int, at: int, creator: str, kind: str, subject: str) -> int:
        """A comment or correspondence; a requestor's word opens what waits, as Request Tracker's own scrip does."""
        number = self.tell(ticket, at, creator, kind, Data=subject)
        if kind == "Correspond" and creator not in STAFF and self.tickets[ticket]["Status"] != "new":
            self.set(ticket, at, SYSTEM, "Status", "open")
        return number

    # -- REST 2

    def answer(self, request: httpx.Request) -> httpx.Response:
        path, query = request.url.path.removeprefix(BASE), request.url.params
        if path in ("/transactions", "/tickets"):
            found = self._transactions(query) if path == "/transactions" else self._active(query)
            return self._page(found, query)
        match path.strip("/").split("/"):
            case ["queue", number] if int(number) in QUEUES:
                return self._json({"id": int(number), "Name": QUEUES[int(number)]})
            case ["user", name] if _user(name) is not None:
                known = USERS[int(str(_user(name)))]
                return self._json({"Name": known, "Privileged": int(known in STAFF)})
            case ["ticket", number, *rest] if int(number) in self.tickets:
                return self._ticket(request, int(number), "/".join(rest))
            case _:
                return self._json({"message": "Not Found"}, status=404)

    def _ticket(self, request: httpx.Request, number: int, part: str) -> httpx.Response:
        if part == "history":
            shown = [row for row in self.history[number] if int(row["id"]) not in self.late]
            return self._page(shown, request.url.params)
        if request.method == "GET":
            return self._json(self._shown(number), etag=self._etag(number))
        told = json.loads(request.content)
        if part in ("comment", "correspond"):
            kind = {"comment": "Comment", "correspond": "Correspond"}[part]
            made = self.say(number, self._now(), ME, kind, told["Subject"] + "\n")
            return self._json(["Comments added"], status=201, location=f"{BASE}/transaction/{made}")
        if request.headers.get("if-match", self._etag(number)) != self._etag(number):
            return self._json({"message": "Precondition Failed"}, status=412)
        return self._json([self._change(number, key, value) for key, value in told.items()])

    def _change(self, number: int, key: str, value: Any) -> str:
        at, row = self._now(), self.tickets[number]
        if key == "CustomFields":
            for name, held in value.items():
                self._fill(number, at, name, held if isinstance(held, list) else [held] if held else [])
        elif key == "Due":
            told = to_us(parse_instant(value.replace(" ", "T") + "Z"))
            old, row["Due"] = row["Due"], format_instant(told)
            if old != row["Due"]:
                self.tell(number, at, ME, "Set", Field="Due", OldValue=old, NewValue=row["Due"])
        elif key == "Queue":
            self.set(number, at, ME, key, str(next(id_ for id_, name in QUEUES.items() if name == value)))
        else:
            self.set(number, at, ME, key, str(value))
        return f"Ticket {number}: {key} changed"

    def _fill(self, number: int, at: int, name: str, values: list[str]) -> None:
        id_ = next(each for each, known in FIELDS.items() if known == name)
        held = self.tickets[number]["CustomFields"].setdefault(name, [])
        for value in [each for each in values if each not in held]:
            old = "" if id_ in MANY or not held else held.pop()
            held.append(value)
            self.tell(number, at, ME, "CustomField", Field=str(id_), OldValue=old, NewValue=value)

    def _transactions(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        asked = query["query"]
        kind = re.search(r" Type = '(\w+)' AND Data LIKE '([^']*)'", asked)
        if kind is not None:
            rows = self.history.get(int(asked.split()[2]), [])
            return [row for row in rows if row["Type"] == kind[1] and kind[2] in row["Data"]]
        after, kinds = int(asked.split()[2]), set(re.findall(r"\bType = '(\w+)'", asked))
        rows = [row for row in reversed(self.feed[-2_000:]) if int(row["id"]) > after and row["Type"] in kinds]
        return rows if query.get("order") == "DESC" else rows[::-1]

    def _active(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        after = int(query["query"].split()[2])
        rows = [number for number, row in self.tickets.items() if number > after and row["Status"] in ACTIVE]
        return [{"id": str(number)} for number in sorted(rows)]

    def _page(self, rows: list[dict[str, Any]], query: Mapping[str, str]) -> httpx.Response:
        size, page = int(query["per_page"]), int(query.get("page", "1"))
        shown = [row for row in rows[(page - 1) * size : page * size] if row.get("Type") not in self.hidden]
        return self._json({"items": shown, "count": len(shown), "page": page, "per_page": size, "total": None})

    def _shown(self, number: int) -> dict[str, Any]:
        row = self.tickets[number]
        fields = [
            {"id": str(id_), "name": name, "values": row["CustomFields"].get(name, [])} for id_, name in FIELDS.items()
        ]
        people = {key: [{"id": name} for name in row[key]] for key in ("Requestor", "Cc")}
        changed = {"LastUpdated": format_instant(row["LastUpdated"]), "CustomFields": fields}
        named = {"Queue": {"id": str(row["Queue"])}, "Owner": {"id": row["Owner"]}}
        return {**row, **people, **named, **changed}

    def _etag(self, number: int) -> str:
        return f'"{self.history[number][-1]["id"]}"'

    def _now(self) -> int:
        return self.clock() // SECOND * SECOND

    def _json(self, body: object, *, status: int = 200, **headers: str) -> httpx.Response:
        date = format_datetime(from_us(self.clock()), usegmt=True)
        return httpx.Response(status, json=body, headers={"Date": date, **headers})


def _user(name: str) -> int | None:
    """A user's number, by number or name."""
    if name.isdigit():
        return int(name) if int(name) in USERS else None
    return next((number for number, known in USERS.items() if known == name), None)
