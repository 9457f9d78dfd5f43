from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from slaclock.connectors.contract import CANARY, HOOK, ConnectorContract
from slaclock.connectors.protocol import BadSignature, Message, MessageKind, NotFound
from slaclock.connectors.recording import Recording, at, webhook_body
from slaclock.connectors.signature import sign, standard_headers
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.errors import InvalidEvents
from slaclock.instant import MINUTE
from slaclock_integrations.plain import PlainConnector

FIXTURES = Path(__file__).parent / "fixtures"
SETTINGS = HelpdeskSettings("desk", "plain", "https://desk.example.com/slaclock", token=CANARY, secrets=(HOOK,))


class TestPlain(ConnectorContract):
    vendor = PlainConnector
    settings = SETTINGS
    fixtures = FIXTURES


def connector(heard: list[httpx.Request] | None = None) -> PlainConnector:
    def answer(request: httpx.Request) -> httpx.Response:
        if heard is not None:
            heard.append(request)
        return httpx.Response(204)

    return PlainConnector.open(SETTINGS, httpx.Client(transport=httpx.MockTransport(answer)))


def recorded() -> tuple[dict[str, Any], bytes, int]:
    recording = Recording.load(FIXTURES / "webhook_one.json")
    return recording.asked["headers"], webhook_body(recording.asked), at(recording.asked)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_delivery_of_another_time_is_refused(minutes: int) -> None:
    headers, body, now = recorded()
    with pytest.raises(BadSignature):
        connector().verify(headers, body, now + minutes * MINUTE)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp"])
def test_what_is_signed_cannot_be_changed(name: str) -> None:
    headers, body, now = recorded()
    with pytest.raises(BadSignature):
        connector().verify({**headers, name: headers[name][:-1] + "7"}, body, now)


def test_one_good_signature_of_several_is_enough() -> None:
    headers, body, now = recorded()
    several = {**headers, "webhook-signature": f"v1,AAAA v1a,xyz {headers['webhook-signature']}"}
    connector().verify(several, body, now)


def test_what_slaclock_signs_it_believes_itself() -> None:
    _, body, now = recorded()
    connector().verify(standard_headers("m", now, body, HOOK), body, now)


def test_an_event_that_is_none_is_refused_in_words() -> None:
    told = [{"ticket": "T-1", "id": "e1", "at": "2026-03-27T16:29:00", "type": "created", "chanel": "email"}]
    with pytest.raises(InvalidEvents) as refused:
        connector().read_webhook({}, json.dumps(told).encode())
    assert "delivery: [1]: unknown key 'chanel'; did you mean 'channel'?" in str(refused.value)


def test_too_many_at_once_are_refused() -> None:
    event = {"ticket": "T-1", "id": "e", "at": "2026-03-27T16:29:00Z", "type": "deleted"}
    with pytest.raises(InvalidEvents, match="at most 1000"):
        connector().read_webhook({}, json.dumps([event] * 1_001).encode())


def test_what_is_sent_can_be_checked() -> None:
    heard: list[httpx.Request] = []
    connector(heard).deliver(Message("act-1", "T-1", MessageKind.TAG, "sla-at-risk"))
    (request,) = heard
    assert request.headers["webhook-id"] == "act-1"
    assert request.headers["slaclock-signature"] == "sha256=" + sign(HOOK, request.content)
    assert request.headers["authorization"] == f"Bearer {CANARY.reveal()}"


def test_it_cannot_be_asked() -> None:
    assert connector().poll("anything", 0).cursor == "anything"
    with pytest.raises(NotFound):
        connector().fetch("T-1")
