"""FakeHelpdesk: tickets, a feed of changes, notes and fields behind HTTP, with a log of every effect of its own.

GET  /changes?after=N            rows {"number", "ticket", "at"}, at most fifty; its Date is the helpdesk's own clock
GET  /tickets/ID                 what stands there now, with an ETag
GET  /tickets/ID/events          its timeline, in the words of slaclock's events
PUT  /tickets/ID                 {"action", "generation", "set": {due, priority, assignee, group, fields}}
POST /tickets/ID/tags            {"action", "tag"}
POST /tickets/ID/notes           {"action", "text", "public"}
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from email.utils import format_datetime
from pathlib import Path
from threading import RLock
from typing import Any

import httpx

from slaclock.connectors.fake.faults import Fault, Faults
from slaclock.connectors.payload import read_json
from slaclock.connectors.secret import Secret
from slaclock.connectors.signature import sign
from slaclock.instant import MINUTE, SECOND, format_instant, from_us
from slaclock.timeline.event import TicketEvent

PAGE = 50
STALE = 5
"""How many of the newest changes a lagging feed does not show yet."""
NEW = 10
"""Among how many of the newest changes one may be missing for a while, its number given but not yet committed."""
YOUNG = MINUTE // 2
"""How long such a change may be missing at most."""
SIGNATURE = "X-Fake-Signature"
STAMP = "X-Fake-Timestamp"
TOLD = {"priority": "priority", "assignee": "assignee", "group": "group"}
"""What is set from outside and is a fact of the timeline; a due date is none."""


class Reset(Exception):
    """The line breaks: no answer at all."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that took effect, in the helpdesk's own order: what an independent judge looks at."""

    number: int
    at: int
    ticket: str
    kind: str
    value: Any
    action: str
    generation: int


@dataclass
class _Ticket:
    """A ticket as it stands."""

    events: list[TicketEvent] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=lambda: {"due": None, "fields": {}})
    tags: list[str] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    version: int = 0


class FakeHelpdesk:
    """A helpdesk in memory. `clock` tells its time, `log` is a file every effect is appended to as a line of JSON.

    Over `quota` calls within a minute it asks for patience; `over_quota` counts how often it had to.
    """

    def __init__(
        self,
        clock: Callable[[], int],
        faults: Faults | None = None,
        *,
        secret: Secret | None = None,
        log: Path | None = None,
        quota: int | None = None,
    ) -> None:
        self._clock = clock
        self._secret = secret
        self._log = log
        self._quota = quota
        self._lock = RLock()
        self._tickets: dict[str, _Ticket] = {}
        self._changes: list[tuple[str, int]] = []
        self._deliveries: list[tuple[dict[str, str], bytes]] = []
        self._calls: list[int] = []
        self.faults = faults or Faults()
        self.effects: list[Effect] = []
        self.over_quota = 0

    @property
    def transport(self) -> httpx.MockTransport:
        """A way in for a client of this process."""

        def handle(request: httpx.Request) -> httpx.Response:
            try:
                reply = self.answer(
                    request.method, request.url.path, request.url.params, request.read(), request.headers
                )
            except Reset:
                raise httpx.ReadError("the line broke", request=request) from None
            return httpx.Response(reply.status, headers=dict(reply.headers), content=reply.body)

        return httpx.MockTransport(handle)

    def tell(self, event: TicketEvent) -> None:
        """Something happens at the desk: people write, a status changes."""
        with self._lock:
            self._tickets.setdefault(event.ticket, _Ticket()).events.append(event)
            self._changed(event.ticket)

    def timeline(self, ticket: str) -> list[TicketEvent]:
        """What really happened to a ticket."""
        with self._lock:
            return list(self._tickets[ticket].events)

    def values(self, ticket: str) -> dict[str, Any]:
        """What stands in a ticket: due, priority, assignee, group, fields, tags and notes."""
        with self._lock:
            found = self._tickets[ticket]
            return {**found.values, "tags": list(found.tags), "notes": [dict(each) for each in found.notes]}

    def webhooks(self) -> list[tuple[dict[str, str], bytes]]:
        """The deliveries since the last time, signed; perhaps twice, perhaps in another order."""
        with self._lock:
            found, self._deliveries = self._deliveries, []
        fault = self.faults.of_webhooks() if found else None
        if fault is Fault.REPEATED:
            found = [*found, *found]
        elif fault is Fault.SHUFFLED:
            rows: list[object] = list(range(len(found)))
            self.faults.shuffle(rows)
            found = [found[int(str(row))] for row in rows]
        return found

    def answer(
        self, method: str, path: str, query: Mapping[str, str], body: bytes, headers: Mapping[str, str]
    ) -> Reply:
        """One call, with whatever goes wrong with it; Reset where no answer comes."""
        with self._lock:
            patience = self._patience()
            if patience is not None:
                self.over_quota += 1
                return Reply(429, b"{}", {"Retry-After": str(patience)})
            fault = self.faults.of_call(method)
            if fault in (Fault.LIMITED, Fault.LIMITED_MUTE):
                return Reply(429, b"{}", {"Retry-After": "1"} if fault is Fault.LIMITED else {})
            if fault is Fault.ERROR:
                return Reply(500, b"<html>oops</html>")
            if fault is Fault.RESET_BEFORE:
                raise Reset
            reply = self._do(method, path.strip("/").split("/"), query, body, headers, fault)
            if fault is Fault.RESET_AFTER:
                raise Reset
            if fault is Fault.TRUNCATED:
                return Reply(reply.status, reply.body[: len(reply.body) // 2], reply.headers)
            return reply

    def _patience(self) -> int | None:
        """Seconds to wait if the quota of the last minute is used up."""
        now = self._clock()
        self._calls = [at for at in self._calls if at > now - MINUTE]
        if self._quota is not None and len(self._calls) >= self._quota:
            return max(1, -(-(self._calls[0] + MINUTE - now) // SECOND))
        self._calls.append(now)
        return None

    def _do(
        self,
        method: str,
        path: list[str],
        query: Mapping[str, str],
        body: bytes,
        headers: Mapping[str, str],
        fault: Fault | None,
    ) -> Reply:
        if (method, path) == ("GET", ["changes"]):
            return self._feed(int(query.get("after", "0")), fault)
        found = self._tickets.get(path[1]) if path[0] == "tickets" and len(path) > 1 else None
        told = read_json(body)
        if found is None:
            return Reply(404, b"{}")
        match method, path[2:]:
            case "GET", []:
                return _json({**self.values(path[1]), "id": path[1]}, {"ETag": f'"{found.version}"'})
            case "GET", ["events"]:
                return _json([event.as_mapping() for event in found.events])
            case "PUT", [] if isinstance(told, dict):
                if headers.get("If-Match", headers.get("if-match", f'"{found.version}"')) != f'"{found.version}"':
                    return Reply(412, b"{}")
                return self._set(path[1], found, told)
            case "POST", ["tags" | "notes"] if isinstance(told, dict):
                return self._add(path[1], found, path[2], told)
            case _:
                return Reply(405, b"{}")

    def _feed(self, after: int, fault: Fault | None) -> Reply:
        last = len(self._changes) - (STALE if fault is Fault.STALE else 0)
        rows = [_change(number, *self._changes[number - 1]) for number in range(after + 1, min(last, after + PAGE) + 1)]
        young = self._clock() - YOUNG
        new = [row for row in rows if row["number"] > last - NEW and self._changes[row["number"] - 1][1] > young]
        if fault is Fault.GAP and len(new) > 1:
            rows.remove(new[self.faults.place(len(new) - 1)])
        return _json(rows, {"Date": format_datetime(from_us(self._clock()), usegmt=True)})

    def _set(self, ticket: str, found: _Ticket, told: Mapping[str, Any]) -> Reply:
        for key, value in told["set"].items():
            if key == "fields":
                found.values["fields"].update(value)
            else:
                found.values[key] = value
            self._effect(ticket, key, value, told)
            if key in TOLD:
                self._tell_own(ticket, found, TOLD[key], to=value)
        self._changed(ticket)
        return _json({"version": found.version})

    def _add(self, ticket: str, found: _Ticket, what: str, told: Mapping[str, Any]) -> Reply:
        if what == "tags":
            if told["tag"] not in found.tags:
                found.tags.append(told["tag"])
                self._tell_own(ticket, found, "tags", add=[told["tag"]])
            self._effect(ticket, "tag", told["tag"], told)
        else:
            note = {"id": len(found.notes) + 1, "text": told["text"], "public": told["public"]}
            found.notes.append(note)
            self._effect(ticket, "reply" if told["public"] else "note", told["text"], told)
        self._changed(ticket)
        return _json({"id": len(found.notes)})

    def _tell_own(self, ticket: str, found: _Ticket, kind: str, **data: Any) -> None:
        """What was set from outside is a fact like any other, and comes back in the timeline."""
        number = f"own-{len(found.events) + 1}"
        told = {"ticket": ticket, "id": number, "at": format_instant(self._clock()), "type": kind, **data}
        found.events.append(TicketEvent.from_mapping(told))

    def _effect(self, ticket: str, kind: str, value: Any, told: Mapping[str, Any]) -> None:
        number, action = len(self.effects) + 1, str(told.get("action", ""))
        effect = Effect(number, self._clock(), ticket, kind, value, action, int(told.get("generation", 0)))
        self.effects.append(effect)
        if self._log is not None:
            with self._log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(effect)) + "\n")

    def _changed(self, ticket: str) -> None:
        self._tickets[ticket].version += 1
        self._changes.append((ticket, self._clock()))
        body = json.dumps({"ticket": ticket, "number": len(self._changes)}).encode()
        stamp = str(self._clock() // SECOND)
        proof = {STAMP: stamp, SIGNATURE: sign(self._secret, stamp.encode() + b"." + body)} if self._secret else {}
        self._deliveries.append((proof, body))


def _change(number: int, ticket: str, at: int) -> dict[str, Any]:
    return {"number": number, "ticket": ticket, "at": format_instant(at)}


def _json(value: object, headers: Mapping[str, str] | None = None) -> Reply:
    return Reply(200, json.dumps(value).encode(), {"Content-Type": "application/json", **(headers or {})})
