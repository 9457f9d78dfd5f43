"""The page of the API is a test subject: its examples are sent, in their order, and answered as it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from slaclock.app import App, load_plan, open_app
from slaclock.rounds import ROUNDS
from slaclock.settings.key import written
from slaclock.store.tables import outbox
from slaclock.web import create_app
from tests.web.api.renew_openapi import OPENAPI, PAGE, openapi
from tests.web.api.tenants import unopened

BLOCK = re.compile(r"^```http\n(?P<asked>.*?)^```\n(?:\n```json\n(?P<told>.*?)^```)?", re.MULTILINE | re.DOTALL)
KEY = "slk_the-key-of-this-page-0123456789"
CONFIG: dict[str, Any] = {
    "calendars": {"berlin": {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}},
    "policies": [
        {
            "name": "gold",
            "calendar": "berlin",
            "targets": {"first_response": {"urgent": "2 business hours", "default": "1 business day"}},
            "escalations": [{"target": "first_response", "at": "75%", "do": [{"notify": "lead"}]}],
        }
    ],
    "helpdesks": {"desk": {"connector": "plain", "url": "http://127.0.0.1:9/x", "secrets": [{"env": "HOOK"}]}},
    "notify": {"lead": {"kind": "webhook", "url": "http://127.0.0.1:9/lead"}},
    "server": {
        "networks": ["127.0.0.1"],
        "since": "2000-01-01",
        "keys": {"page": {"role": "admin", "hash": written(KEY)}},
    },
}


def examples() -> Iterator[tuple[str, str, dict[str, str], str, Any]]:
    """Method, path, headers, body, and what is answered, of every example."""
    for found in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        head, _, body = found["asked"].partition("\n\n")
        (first, *lines) = head.strip().splitlines()
        method, path = first.split(" ")
        headers = dict(line.split(": ", 1) for line in lines)
        yield method, path, headers, body, json.loads(found["told"]) if found["told"] else None


def fits(answer: Any, told: Any) -> bool:
    """Whether an answer is as the page has it, where `…` stands for anything, and for the rest of a list."""
    if told == "…":
        return True
    if isinstance(told, dict) and isinstance(answer, dict):
        return told.keys() == answer.keys() and all(fits(answer[name], told[name]) for name in told)
    if isinstance(told, list) and isinstance(answer, list):
        whole = told[-1:] != ["…"]
        shown = told if whole else told[:-1]
        same = len(answer) == len(shown) if whole else len(answer) > len(shown)
        return same and all(map(fits, answer, shown))
    return bool(answer == told)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[App, TestClient]]:
    config = {**CONFIG, "store": {"url": f"sqlite:///{tmp_path}/store.db"}}
    app = open_app(load_plan(config, {"HOOK": "a secret for webhooks"}))
    with TestClient(create_app(app)) as client:
        yield app, client
    app.close()


def test_every_example_is_answered_as_the_page_says(service: tuple[App, TestClient]) -> None:
    app, client = service
    for method, path, headers, body, told in examples():
        if path.startswith("/api/v1/escalations?"):
            ROUNDS["tick"].make(app)
        if path.startswith("/api/v1/outbox?"):
            with app.store.unit() as unit:
                unit.run(outbox.update().where(outbox.c.kind == "notify").values(state="dead"))
        sent = headers | {"Authorization": f"Bearer {KEY}"}
        answer = client.request(method, path, headers=sent, content=body.encode())
        if told is None:
            assert answer.text.startswith("BEGIN:VCALENDAR")
        else:
            assert fits(answer.json(), told), f"{method} {path}: {json.dumps(answer.json(), ensure_ascii=False)}"


def test_every_operation_of_the_api_has_an_example() -> None:
    paths = {path: list(each) for path, each in unopened().openapi()["paths"].items() if path.startswith("/api/")}
    shown = [(method.lower(), path.split("?")[0]) for method, path, *_ in examples()]
    for path, methods in paths.items():
        pattern = re.sub(r"\{\w+\}", "[^/]+", path)
        for method in methods:
            assert any(each == method and re.fullmatch(pattern, where) for each, where in shown), (method, path)


def test_the_openapi_beside_the_page_is_that_of_the_service() -> None:
    assert OPENAPI.read_text(encoding="utf-8") == openapi(), "run: python -m tests.web.api.renew_openapi"


def test_the_table_of_operations_is_that_of_the_service() -> None:
    from tests.web.api.renew_openapi import renewed

    assert PAGE.read_text(encoding="utf-8") == renewed(), "run: python -m tests.web.api.renew_openapi"


def test_the_service_publishes_its_openapi_to_everybody(service: tuple[App, TestClient]) -> None:
    assert service[1].get("/openapi.json").json() == json.loads(openapi())


def test_every_operation_says_what_it_is_and_how_it_is_refused() -> None:
    described = unopened().openapi()
    names = [each["operationId"] for path in described["paths"].values() for each in path.values()]
    assert len(names) == len(set(names))
    tags = {tag["name"] for tag in described["tags"]}
    for path in described["paths"].values():
        for each in path.values():
            assert set(each["tags"]) <= tags
            assert each["description"]
            for status, answer in each["responses"].items():
                if int(status) >= 400:
                    schema = answer["content"]["application/problem+json"]["schema"]
                    assert schema == {"$ref": "#/components/schemas/Problem"}
