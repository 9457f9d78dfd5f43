"""The vendor's own word: what we send is allowed by Chatwoot's description, and what was recorded is read."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from slaclock.connectors.protocol import Message, Webhook
from slaclock_integrations.chatwoot.test_chatwoot import EVERY, NOW, a_desk, a_full_desk, connector, message, walk
from tests.connectors.chatwoot_desk import ChatwootDesk
from tests.connectors.vendor_spec import NotAccepted, VendorSpec, chatwoot_spec, examples


@pytest.fixture
def spec() -> VendorSpec:
    """Chatwoot's description."""
    return chatwoot_spec()


@pytest.mark.parametrize(
    "wanted", [*EVERY, *(message(EVERY[place].kind, None, EVERY[place].name) for place in (0, 3, 4, 5, 6))]
)
def test_everything_written_is_accepted(spec: VendorSpec, wanted: Message) -> None:
    desk = a_desk("bot")
    desk.watch = spec.accept
    connector(desk).look(wanted)
    connector(desk).deliver(wanted)
    assert desk.requests[-1].method == "POST"


@pytest.mark.parametrize("story, number", [("chat", "31"), ("bot", "32"), ("whatsapp", "34"), ("sms", "35")])
def test_every_question_is_accepted(spec: VendorSpec, story: str, number: str) -> None:
    desk = a_desk(story)
    desk.watch = spec.accept
    desk.page = 3
    assert connector(desk).fetch(number)


def test_every_walk_is_accepted(spec: VendorSpec) -> None:
    desk = a_full_desk()
    desk.watch = spec.accept
    _, cursor = walk(connector(desk), None, NOW)
    walk(connector(desk), cursor, NOW)
    assert len(desk.asked) > 5


URL = "https://app.chatwoot.com/api/v1/accounts/1"
HEADERS = {"api_access_token": "x"}


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("POST", "/conversations/32/toggle_priority", {"priority": "sky-high"}),
        ("POST", "/conversations/32/toggle_priority", {"priority": None}),
        ("POST", "/conversations/32/toggle_priority", {}),
        ("POST", "/conversations/32/labels", {"labels": "oven"}),
        ("POST", "/conversations/32/labels", {"label": ["oven"]}),
        ("POST", "/conversations/32/assignments", {"assignee_id": "7"}),
        ("POST", "/conversations/32/assignments", {"agent_id": 7}),
        ("POST", "/conversations/32/messages", {"private": True}),
        ("POST", "/conversations/32/messages", {"content": "x", "message_type": "note"}),
        ("POST", "/conversations/32/custom_attributes", {"attributes": {}}),
        ("PUT", "/conversations/32/labels", {"labels": []}),
        ("GET", "/conversations?status=closed", None),
        ("GET", "/conversations?since=1", None),
        ("GET", "/conversations/x", None),
        ("GET", "/conversations/32/audits", None),
    ],
)
def test_a_bad_request_is_not_accepted(spec: VendorSpec, method: str, path: str, body: object) -> None:
    with pytest.raises(NotAccepted):
        spec.accept(httpx.Request(method, URL + path, json=body, headers=HEADERS))


def test_a_request_that_shows_no_credentials_is_not_accepted(spec: VendorSpec) -> None:
    with pytest.raises(NotAccepted, match="Security"):
        spec.accept(httpx.Request("GET", URL + "/conversations"))


def test_every_recorded_webhook_is_read() -> None:
    found: dict[str, Any] = {}
    for path in examples("chatwoot-"):
        found |= json.loads(path.read_text(encoding="utf-8"))
    if not found:
        pytest.skip("needs the vendor's recorded examples, ../shared/specs/examples")
    theirs = {"message_created": 4, "conversation_updated": 5}
    told = {
        name: connector(ChatwootDesk(), account=theirs.get(name, 13)).read_webhook({}, json.dumps(payload).encode())
        for name, payload in found.items()
    }
    assert told == {
        "message_created": Webhook(None, ("3",)),
        "conversation_updated": Webhook(None, ("1001",)),
        "conversation_typing_on": Webhook(),
        "x": Webhook(),
    }
