"""Every refusal is a problem with a sentence, a request id and no word too many."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from starlette.testclient import TestClient

from slaclock.web import create_app
from tests.web.api.tenants import Tenant


def problem(answer: Any) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == answer.status_code
    assert told["request_id"] == answer.headers["x-request-id"]
    assert told["detail"][-1] in ".…!?)", told["detail"]
    return told


@pytest.mark.parametrize(
    "method, path, status, said",
    [
        ("GET", "/api/v1/nothing", 404, "There is nothing at this address."),
        ("GET", "/api/v1/readings/", 404, "There is nothing at this address."),
        ("DELETE", "/api/v1/readings", 405, "This address does not take that method; the header Allow lists those"),
        ("GET", "/api/v1/readings", 401, "Show a key of this service: Authorization: Bearer slk_…."),
    ],
)
def test_what_is_not_there_or_not_allowed(north: Tenant, method: str, path: str, status: int, said: str) -> None:
    told = problem(north.client.request(method, path))
    assert (told["status"], told["detail"].startswith(said)) == (status, True)


def test_a_method_that_is_not_taken_is_answered_with_those_that_are(north: Tenant) -> None:
    assert north.client.delete("/api/v1/readings").headers["allow"] == "GET"


def test_a_role_that_is_not_enough(north: Tenant) -> None:
    told = problem(north.post("/escalations/ack", "viewer", json={"ticket": "T", "target": "first_response"}))
    assert (told["status"], told["detail"]) == (403, "This needs the role agent; yours is viewer.")


def test_too_large_a_body_in_any_room(north: Tenant) -> None:
    told = problem(north.post("/escalations/ack", "agent", content=b'{"ticket": "' + b"x" * 1_000_000 + b'"}'))
    assert (told["status"], told["detail"]) == (413, "The body is larger than 1,000,000 bytes; send it in parts.")


def test_a_body_that_is_no_json(north: Tenant) -> None:
    told = problem(north.post("/escalations/ack", "agent", content=b"{}"))
    assert (told["status"], told["detail"]) == (
        422,
        "body: found no JSON; send a JSON object, with Content-Type: application/json.",
    )


def test_too_many_requests(north: Tenant) -> None:
    client = TestClient(create_app(north.app, calls=(0.1, 1)))
    first, second = (client.get("/api/v1/policies", headers=north.shown("viewer")) for _ in range(2))
    assert first.status_code == 200
    assert (problem(second)["detail"], second.headers["retry-after"]) == ("Too many requests; ask again in 10 s.", "10")


def test_a_stumble_is_written_down_and_not_told(north: Tenant) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger("slaclock.web").addHandler(handler)
    with north.app.store.unit() as unit:
        unit.connection.exec_driver_sql("ALTER TABLE clocks RENAME TO gone")
    try:
        answer = north.client.get("/api/v1/readings", headers=north.shown("viewer"))
    finally:
        logging.getLogger("slaclock.web").removeHandler(handler)
    told = problem(answer)
    assert told["status"] == 500
    assert "clocks" not in answer.text
    assert "no such table: clocks" in stream.getvalue()
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name, kept", [("abc-1", True), ("x" * 65, False), ("a b", False), ("<b>", False)])
def test_a_request_keeps_the_plain_id_it_came_with(north: Tenant, name: str, kept: bool) -> None:
    answer = north.client.get("/healthz", headers={"X-Request-Id": name})
    assert (answer.headers["x-request-id"] == name) is kept


def test_answers_are_nobody_elses_to_keep_or_to_read(north: Tenant) -> None:
    answer = north.client.get("/api/v1/readings", headers=north.shown("viewer") | {"Origin": "https://evil.example"})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not [name for name in answer.headers if name.startswith("access-control")]


MARKUP = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "path", ["/tickets/{}", "/calendars/{}", "/readings?ticket={}", "/readings?{}=1", "/explanation?metric={}&ticket=x"]
)
def test_markup_in_a_question_stays_text(north: Tenant, path: str) -> None:
    answer = north.client.get("/api/v1" + path.format(MARKUP), headers=north.shown("viewer"))
    assert answer.headers["content-type"] in ("application/json", "application/problem+json")
    assert answer.headers["x-content-type-options"] == "nosniff"
