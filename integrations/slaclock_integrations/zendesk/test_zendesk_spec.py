"""The vendor's own word: what we send is allowed by Zendesk's description, and what Zendesk recorded is read."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from slaclock.connectors.payload import Payload
from slaclock.connectors.protocol import MessageKind, Webhook
from slaclock_integrations.zendesk import webhook
from slaclock_integrations.zendesk.test_zendesk import (
    DUE,
    EVERY,
    NOW,
    a_desk,
    connector,
    like,
    message,
    open_desk,
    read,
)
from tests.connectors.vendor_spec import NotAccepted, VendorSpec, examples, zendesk_spec
from tests.connectors.zendesk_desk import ZendeskDesk


@pytest.fixture
def spec() -> VendorSpec:
    """Zendesk's description."""
    return zendesk_spec()


@pytest.mark.parametrize("wanted", [*EVERY, *(message(each.kind, None, each.name) for each in EVERY[:1] + EVERY[3:7])])
def test_every_update_is_accepted(spec: VendorSpec, wanted: Any) -> None:
    desk = open_desk()
    desk.watch = spec.accept
    connector(desk).look(wanted)
    connector(desk).deliver(wanted)
    assert desk.requests[-1].method == "PUT"


def test_a_due_date_of_a_task_is_accepted(spec: VendorSpec) -> None:
    desk = open_desk()
    desk.watch = spec.accept
    connector(desk, due_field="task").deliver(message(MessageKind.DUE_DATE, DUE))
    assert json.loads(desk.requests[-1].content)["ticket"]["due_at"] == "2026-03-10T16:00:01Z"


def test_every_question_is_accepted(spec: VendorSpec) -> None:
    desk = a_desk("email")
    desk.watch = spec.accept
    desk.page = 3
    export = read("export_page.json")
    desk.exports = {
        "/search/export": read("search_page.json"),
        "bmV4dA==": {"results": [], "meta": {"has_more": False}},
        "/incremental/tickets/cursor": export,
        export["after_cursor"]: export,
    }
    zendesk = connector(desk)
    zendesk.fetch("101")
    cursor = None
    for _ in range(4):
        cursor = zendesk.poll(cursor, NOW).cursor
    assert {each.split("?")[0] for each in desk.asked} == {
        "GET /api/v2/tickets/101",
        "GET /api/v2/tickets/101/audits",
        "GET /api/v2/users/show_many",
        "GET /api/v2/search/export",
        "GET /api/v2/incremental/tickets/cursor",
    }


def test_messaging_asks_for_one_list_that_zendesk_documents_in_words_only(spec: VendorSpec) -> None:
    desk = a_desk("messaging")
    desk.logs[105] = read("conversation_log.json")["events"]
    strange: list[str] = []

    def watch(request: httpx.Request) -> None:
        try:
            spec.accept(request)
        except NotAccepted:
            strange.append(request.url.path)

    desk.watch = watch
    connector(desk).fetch("105")
    assert strange == ["/api/v2/tickets/105/conversation_log"]


URL = "https://example.zendesk.com/api/v2"
HEADERS = {"Authorization": "Basic eDp5"}


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("PUT", "/tickets/101", {"ticket": {"priority": "sky-high"}}),
        ("PUT", "/tickets/101", {"ticket": {"prioritty": "high"}}),
        ("PUT", "/tickets/101", {"ticket": {"assignee_id": "6001"}}),
        ("PUT", "/tickets/101", {"ticket": {"due_at": "2026-03-10"}}),
        ("PUT", "/tickets/101", {"ticket": {"safe_update": "true"}}),
        ("PUT", "/tickets/101", {"ticket": {"custom_fields": [{"value": "x"}]}}),
        ("PUT", "/tickets/101", {"ticket": {"comment": {"body": "x", "public": "no"}}}),
        ("PUT", "/tickets/101", {"ticket": {"comment": {"text": "x"}}}),
        ("PUT", "/tickets/101/tags", {"tag": "x"}),
        ("PUT", "/tickets/abc", {"ticket": {}}),
        ("PATCH", "/tickets/101", {"ticket": {}}),
        ("GET", "/incremental/tickets/cursor?start_time=yesterday", None),
        ("GET", "/incremental/tickets/cursor?since=1", None),
        ("GET", "/tickets/101/history", None),
    ],
)
def test_a_bad_request_is_not_accepted(spec: VendorSpec, method: str, path: str, body: object) -> None:
    with pytest.raises(NotAccepted):
        spec.accept(httpx.Request(method, URL + path, json=body, headers=HEADERS))


def test_a_request_that_shows_no_credentials_is_not_accepted(spec: VendorSpec) -> None:
    with pytest.raises(NotAccepted, match="Security"):
        spec.accept(httpx.Request("GET", URL + "/tickets/101"))


# --------------------------------------------------------------------------------------------------- recorded examples


@pytest.fixture
def recorded() -> dict[str, Any]:
    found = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in examples("zendesk-")}
    if not found:
        pytest.skip("needs the vendor's recorded examples, ../shared/specs/examples")
    return found


def test_every_recorded_audit_is_read(recorded: dict[str, Any]) -> None:
    audits = [audit for each in recorded.values() for audit in each.get("audits", ())]
    assert len(audits) == 8
    for number in {audit["ticket_id"] for audit in audits}:
        desk = ZendeskDesk()
        began = min(audit["created_at"] for audit in audits if audit["ticket_id"] == number)
        ticket = like(number, created_at=began, requester_id=6130907993114, via={"channel": "api"})
        desk.keep(ticket, [audit for audit in audits if audit["ticket_id"] == number])
        events = connector(desk).fetch(str(number))
        assert events[0].type == "created"
        assert len({event.id for event in events}) == len(events)


def test_the_sample_ticket_that_zendesk_recorded(recorded: dict[str, Any]) -> None:
    desk = ZendeskDesk()
    audits = recorded["zendesk-ticket_audits.recorded.json"]["audits"]
    ticket = like(1, created_at="2023-09-09T23:52:05Z", via={"channel": "sample_ticket"})
    desk.keep(ticket, [audit for audit in audits if audit["ticket_id"] == 1])
    created, message, priority = connector(desk).fetch("1")
    assert created.data["tags"] == frozenset({"sample", "support", "zendesk"})
    assert (created.data["status"], created.data["by"], created.data["channel"]) == ("open", "customer", "web")
    assert (message.data["author"], message.data["public"]) == ("customer", True)
    assert priority.data["to"] == "normal"


def test_every_recorded_page_of_tickets_is_read(recorded: dict[str, Any]) -> None:
    pages = {name: each for name, each in recorded.items() if "end_of_stream" in each and "tickets" in each}
    read_tickets = {
        name: connector(ZendeskDesk(exports={"/incremental/tickets/cursor": page})).poll('{"since": 1}', NOW)
        for name, page in pages.items()
    }
    assert sorted(page.tickets for page in read_tickets.values()) == [("28", "29", "30"), ("35436",)]
    assert not any(page.more for page in read_tickets.values())


def test_the_recorded_update_is_read(recorded: dict[str, Any]) -> None:
    desk = ZendeskDesk(answers=[])
    told = recorded["zendesk-ticket_update_response.recorded.json"]
    desk.keep(told["ticket"], [told["audit"]])
    before = httpx.Response(200, json={"ticket": told["ticket"]})
    desk.answers = [before, httpx.Response(200, json=told)]
    receipt = connector(desk).deliver(message(MessageKind.NOTE, "x", ticket="4016"))
    assert receipt.reference == "6164068756634"
    desk.answers = []
    assert [event.type for event in connector(desk).fetch("4016")] == ["created"]


def test_the_documented_webhooks_are_read(recorded: dict[str, Any]) -> None:
    told = recorded["zendesk-webhooks.docs.json"]
    read_webhooks = {
        key: webhook.read({}, json.dumps(payload).encode()) for key, payload in told.items() if "headers" not in key
    }
    assert read_webhooks == {
        "ticket.created": Webhook("01HN0000-CTEXAMPLE", ("35436",)),
        "messaging_ticket.message_added": Webhook("01JQMQH83YNAKWSWJ8B1QH2NSC", ("141",)),
    }


def test_comments_and_metric_events_are_nothing_the_connector_reads(recorded: dict[str, Any]) -> None:
    """Every recorded file is read by a test here, or is of a list that the connector never asks for."""
    unread = {name for name, each in recorded.items() if each.keys() & {"comments", "ticket_metric_events"}}
    unread |= {name for name, each in recorded.items() if "ticket_events" in each}
    assert len(recorded) - len(unread) == 7
    assert all(Payload.of(recorded[name], name) for name in unread)
