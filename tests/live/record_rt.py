"""Records the conversations of integrations/slaclock_integrations/rt/fixtures with a fresh Request Tracker.

python -m tests.live.record_rt START_SCRIPT PORT EMPTY_FOLDER
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from slaclock.connectors.recording import Exchange, Recorder, Recording
from slaclock.connectors.secret import Secret
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.connectors.words import Words
from slaclock_integrations.rt import RtConnector
from tests.live.rt_server import RtServer, start

FIXTURES = Path(__file__).parents[2] / "integrations" / "slaclock_integrations" / "rt" / "fixtures"
PUBLIC = "https://rt.example.com"
OPTIONS = {"tag_field": "SLA Tags", "customer_field": "Customer"}


def settings(url: str, token: str) -> HelpdeskSettings:
    words = RtConnector.WORDS
    fields = Words(words.statuses, words.priorities, words.channels, {"Service Level": "tier"})
    return HelpdeskSettings("rt", "rt", url, Secret(token), words=fields, options=OPTIONS)


class Camera:
    """Does deeds with a live connector and saves what was said."""

    def __init__(self, server: RtServer) -> None:
        self.server = server

    def take(self, name: str, about: str, deed: str, asked: Any, before: Callable[[], None] | None = None) -> Any:
        """One recording; `before` happens just before the first write, as if somebody were quicker."""
        recorder = Recorder(_Overtaken(before) if before else httpx.HTTPTransport())
        client = httpx.Client(transport=recorder, timeout=60)
        connector = RtConnector.open(settings(self.server.url, self.server.tokens["agent1"]), client)
        gives = Recording(name, about, deed, asked, None).play(connector)
        exchanges = tuple(self._public(each) for each in recorder.exchanges)
        Recording(name, about, deed, asked, gives, exchanges).save(FIXTURES)
        print(name, json.dumps(gives)[:150])  # noqa: T201  (says what it recorded)
        return gives

    def _public(self, exchange: Exchange) -> Exchange:
        request, answer = json.loads(json.dumps([exchange.request, exchange.answer]).replace(self.server.url, PUBLIC))
        return Exchange(request, answer)


class _Overtaken(httpx.HTTPTransport):
    """Somebody else is quicker than the first write."""

    def __init__(self, before: Callable[[], None]) -> None:
        super().__init__()
        self._before = before

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method != "GET":
            self._before()
        return super().handle_request(request)


def main(script: str, port: str, folder: str) -> None:
    server = start(Path(script), int(port), Path(folder))
    camera = Camera(server)
    server.set_clock("2026-03-27 16:30:00")
    first = camera.take("poll_first_empty", "the first poll of a desk without tickets", "poll", {"cursor": None})
    server.ticket("customer1")
    life(server)
    server.set_clock("2026-03-31 09:00:00")
    others(server)
    fetched(camera)
    polled(camera, first["cursor"])
    written(camera)


def life(server: RtServer) -> None:
    """Ticket 1: opened on Friday, answered, stalled over the weekend, resumed, moved, solved and opened again."""
    server.set_clock("2026-03-27 16:40:00")
    server.say("agent1", "1", "have a look", "comment")
    server.put("agent1", "1", Owner="agent1", Priority=100, CustomFields={"Service Level": "gold", "Customer": "ACME"})
    server.set_clock("2026-03-27 16:45:00")
    server.say("agent1", "1", "which printer?")
    server.put("agent1", "1", Status="stalled", CustomFields={"SLA Tags": ["waiting", "hardware"]})
    server.set_clock("2026-03-30 07:15:00")
    server.say("customer1", "1", "the one on fire")
    server.put("agent1", "1", Queue="Incidents", CustomFields={"SLA Tags": ["hardware"], "Customer": "Globex"})
    server.set_clock("2026-03-30 10:00:00")
    server.put("agent1", "1", Status="resolved", Owner="Nobody")
    server.set_clock("2026-03-30 10:30:00")
    server.say("customer1", "1", "it burns again")
    server.put("agent1", "1", Status="rejected")


def others(server: RtServer) -> None:
    """2 by an agent for a customer, 3 merged into 4, 5 deleted, 6 for the writes, 7 with Request Tracker's own SLA."""
    server.ticket("agent1", Priority=60, CustomFields={"Service Level": "silver"})
    server.ticket("customer1")
    server.ticket("customer1")
    server.say("agent1", "3", "one moment")
    server.act("root", "PUT", "/ticket/3", {"MergeInto": "4"})
    server.say("agent1", "4", "both at once")
    server.ticket("customer1")
    server.act("root", "PUT", "/ticket/5", {"Status": "deleted"})
    server.ticket("customer1")
    server.ticket("customer1", "Support", SLA="resolve-8bh")


def fetched(camera: Camera) -> None:
    camera.take("fetch_life", "a whole life: answered, stalled, resumed, moved, solved, back again", "fetch", "1")
    camera.take("fetch_by_agent", "an agent opens it for a customer, with a service level", "fetch", "2")
    camera.take("fetch_merged", "it went on as ticket 4; its address answers with the survivor", "fetch", "3")
    camera.take("fetch_survivor", "the history holds the merged ticket's transactions too", "fetch", "4")
    camera.take("fetch_deleted", "deleted, and still there", "fetch", "5")
    camera.take("fetch_missing", "there is no such ticket", "fetch", "999")


def polled(camera: Camera, cursor: str) -> None:
    camera.take("poll_first", "the first poll begins with the open tickets", "poll", {"cursor": None})
    camera.take("poll_open_end", "no open ticket beyond", "poll", {"cursor": '{"after":150,"seen":[],"open":7}'})
    page = camera.take("poll_changes", "everything since the desk was empty", "poll", {"cursor": cursor})
    while page["more"]:
        asked = {"cursor": page["cursor"]}
        page = camera.take("poll_quiet", "nothing new; the tail is read again", "poll", asked)
    camera.take("poll_bad_cursor", "a cursor of something else", "poll", {"cursor": "x"})


def written(camera: Camera) -> None:
    def write(label: str, about: str, kind: str, value: object, ticket: str = "6", **more: Any) -> None:
        asked = {"id": f"act-{label}", "ticket": ticket, "kind": kind, "value": value, **more}
        camera.take(f"deliver_{label}", about, "deliver", asked)

    def look(name: str, about: str, of: str, kind: str, value: object, ticket: str = "6") -> None:
        asked = {"id": of, "ticket": ticket, "kind": kind, "value": value}
        camera.take(f"look_{name}", about, "look", asked)

    look("note_not_yet", "no such note yet", "act-note", "note", "75 % used")
    write("note", "an internal note carries the action's id in its subject", "note", "75 % used")
    look("note", "the note is found by the id", "act-note", "note", "75 % used")
    write("reply", "a public answer that no clock takes for one", "reply", "We answer by Monday.")
    write("due", "a due date, rounded up to a second", "due_date", "2026-04-07T11:00:00.000001Z")
    look("due", "the due date is there", "act-due", "due_date", "2026-04-07T11:00:01Z")
    look("due_other", "another due date is there", "act-due2", "due_date", "2026-04-07T12:00:00Z")
    write("due_again", "set to what it is already: nothing is written", "due_date", "2026-04-07T11:00:01Z")
    write("due_off", "taken off", "due_date", None)
    write("due_level", "Request Tracker's own SLA owns Due here", "due_date", "2026-04-07T11:00:00Z", "7")
    write("priority", "by our word", "priority", "high")
    write("priority_unknown", "a word without a number", "priority", "urgent")
    write("assignee", "to an agent", "assignee", "agent1")
    write("assignee_unknown", "200 and a refusal in the text", "assignee", "nobody-of-this-name")
    write("assignee_none", "to nobody", "assignee", None)
    write("group", "into another queue", "group", "Incidents")
    write("group_unknown", "200 and a refusal in the text", "group", "No Such Queue")
    write("field", "a custom field", "field", "breached", name="SLA State")
    write("field_unknown", "Request Tracker passes over a field it does not know", "field", "x", name="No Such Field")
    write("tag", "one more value of a field of many", "tag", "sla-at-risk")
    write("tag_second", "the first tag stays", "tag", "sla-breached")
    write("merged", "the ticket went on as another", "note", "75 % used", "3")
    asked = {"id": "act-conflict", "ticket": "6", "kind": "priority", "value": "low"}
    agent = camera.server
    camera.take(
        "deliver_conflict",
        "an agent is quicker between our look and our write: 412",
        "deliver",
        asked,
        before=lambda: agent.put("agent1", "6", Subject="changed meanwhile"),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
