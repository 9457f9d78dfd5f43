from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.testclient import TestClient

from slaclock.app import App
from slaclock.connectors.secret import Secret
from slaclock.connectors.signature import standard_headers
from slaclock.instant import HOUR
from slaclock.store.tables import deliveries
from slaclock.web.body import LARGEST, bounded
from tests.web.service import ENVIRON, HOOK, created, make, opened, shown, signed

Service = tuple[App, TestClient]


def stored(app: App) -> list[dict[str, Any]]:
    with app.store.reading() as unit:
        return unit.all(select(deliveries).order_by(deliveries.c.id))


def test_a_delivery_is_stored_before_it_is_thanked_for(service: Service) -> None:
    app, client = service
    answer = client.post("/hooks/desk", **signed(app, created(app)))
    assert (answer.status_code, answer.json()) == (202, {"stored": True})
    assert [(row["helpdesk"], row["state"]) for row in stored(app)] == [("desk", "waiting")]


def test_what_it_tells_is_known_after_the_next_round(service: Service) -> None:
    app, client = service
    client.post("/hooks/desk", **signed(app, created(app)))
    make(app, "read")
    assert client.get("/api/v1/tickets/T-1?helpdesk=desk", headers=shown("viewer")).status_code == 200
    assert client.get("/api/v1/tickets/T-1?helpdesk=shop", headers=shown("viewer")).status_code == 404


def test_who_cannot_prove_himself_is_told_nothing_and_leaves_no_trace(service: Service) -> None:
    app, client = service
    event = created(app)
    late = signed(app, event)
    late["headers"] = standard_headers("m1", app.now() - HOUR, late["content"], Secret(HOOK))
    answers = [
        client.post("/hooks/desk", json=event),
        client.post("/hooks/desk", **signed(app, event, ENVIRON["HOOK_SHOP"])),
        client.post("/hooks/desk", **late),
        client.post("/hooks/nobody", **signed(app, event)),
        client.post("/hooks/desk", **{**signed(app, event), "content": b"{}"}),
    ]
    assert {each.status_code for each in answers} == {401}
    told = [{**each.json(), "request_id": ""} for each in answers]
    assert told == told[:1] * 5, "an unknown helpdesk is not told from a wrong secret"
    assert answers[0].headers["content-type"] == "application/problem+json"
    assert not stored(app)


def test_the_same_delivery_again_changes_nothing(service: Service) -> None:
    app, client = service
    for _ in range(2):
        client.post("/hooks/desk", **signed(app, created(app)))
    make(app, "read")
    ticket = client.get("/api/v1/tickets/T-1?helpdesk=desk", headers=shown("viewer")).json()
    assert [reading["cycle"] for reading in ticket["readings"]] == [1]


def test_too_large_a_body_is_stopped_whatever_its_header_says(service: Service) -> None:
    app, client = service

    def drip() -> Any:
        for _ in range(LARGEST // 100_000 + 2):
            yield b"x" * 100_000

    assert client.post("/hooks/desk", content=b"x" * (LARGEST + 1)).status_code == 413
    assert client.post("/hooks/desk", content=drip()).status_code == 413
    assert not stored(app)


@pytest.mark.parametrize("body", [b"\xff\xfe", b'{"a": "\x00"}'])
def test_what_no_store_can_keep_is_refused(service: Service, body: bytes) -> None:
    app, client = service
    assert client.post("/hooks/desk", **signed(app, body)).status_code == 400
    assert not stored(app)


def test_credentials_in_headers_are_not_kept(service: Service) -> None:
    app, client = service
    delivery = signed(app, created(app))
    delivery["headers"] |= {"Authorization": "Bearer abcdefgh", "Cookie": "a=b", "X-Api-Token": "abcdefgh"}
    client.post("/hooks/desk", **delivery)
    (row,) = stored(app)
    assert "abcdefgh" not in str(row["headers"])
    assert "a=b" not in str(row["headers"])


def test_who_knocks_too_often_is_asked_to_wait(tmp_path: Path) -> None:
    from slaclock.web import create_app

    with opened(tmp_path) as (app, _):
        client = TestClient(create_app(app, knocks=(0.5, 2)))
        answers = [client.post("/hooks/desk", content=b"{}") for _ in range(3)]
    assert [each.status_code for each in answers] == [401, 401, 429]
    assert answers[-1].headers["retry-after"] == "2"


def test_events_by_key_are_answered_with_what_is_wrong_with_them(service: Service) -> None:
    app, client = service
    event = created(app)
    lines = b'{"ticket": "T-1", "id": "e1", "type": "created"}\n{"tickt": "T", "type": "deleted"}\n'
    refused = client.post("/api/v1/events?helpdesk=desk", content=lines, headers=shown("ingest"))
    assert refused.status_code == 422
    assert any("did you mean 'ticket'" in each["wanted"] for each in refused.json()["complaints"])
    told = client.post("/api/v1/events?helpdesk=desk", json=event, headers=shown("ingest"))
    assert (told.json()["new"], told.json()["tickets"]) == (1, ["T-1"])
    assert client.post("/api/v1/events?helpdesk=desk", json=event, headers=shown("ingest")).json()["new"] == 0


def test_a_body_that_drips_too_slowly_is_given_up() -> None:
    async def drip() -> dict[str, Any]:
        await asyncio.Event().wait()
        return {}

    request = Request({"type": "http", "method": "POST", "headers": []}, bounded(drip, Headers(), longest=0.01))
    with pytest.raises(HTTPException) as raised:
        asyncio.run(request.body())
    assert raised.value.status_code == 408
