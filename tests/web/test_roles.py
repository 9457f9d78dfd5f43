from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from slaclock.app import App
from slaclock.settings import ApiKey, Role
from slaclock.settings.key import digest, find, new_key, written
from tests.web.service import KEYS, opened, shown

Service = tuple[App, TestClient]

READERS = {"viewer", "agent", "manager", "admin"}
DOORS = {
    ("GET", "/api/v1/tickets/T-1?helpdesk=desk"): READERS,
    ("GET", "/api/v1/escalations?helpdesk=desk"): READERS,
    ("GET", "/api/v1/outbox?helpdesk=desk"): READERS,
    ("GET", "/metrics"): READERS,
    ("POST", "/api/v1/escalations/ack"): {"agent", "manager", "admin"},
    ("POST", "/api/v1/outbox/x/retry?helpdesk=desk"): {"manager", "admin"},
    ("POST", "/api/v1/outbox/x/drop?helpdesk=desk"): {"manager", "admin"},
    ("GET", "/api/v1/readings?helpdesk=desk"): READERS,
    ("GET", "/api/v1/explanation?helpdesk=desk"): READERS,
    ("GET", "/api/v1/promise?helpdesk=desk"): READERS,
    ("POST", "/widget/tokens"): {"agent", "manager", "admin"},
    ("GET", "/api/v1/policies?helpdesk=desk"): READERS,
    ("GET", "/api/v1/policies/match?helpdesk=desk"): READERS,
    ("GET", "/api/v1/calendars?helpdesk=desk"): READERS,
    ("GET", "/api/v1/calendars/always?helpdesk=desk"): READERS,
    ("GET", "/api/v1/calendars/always/add?helpdesk=desk"): READERS,
    ("GET", "/api/v1/calendars/always/between?helpdesk=desk"): READERS,
    ("GET", "/api/v1/calendars/always/feed.ics?helpdesk=desk"): READERS,
    ("GET", "/api/v1/reports/attainment?helpdesk=desk"): READERS,
    ("GET", "/api/v1/reports/objectives?helpdesk=desk"): READERS,
    ("GET", "/api/v1/reports/promises?helpdesk=desk"): READERS,
    ("POST", "/api/v1/events?helpdesk=desk"): {"ingest", "admin"},
}
OPEN = {
    "/healthz",
    "/readyz",
    "/hooks/{helpdesk}",
    "/widget/promise",
    "/widget/frame",
    "/acknowledge/{token}",
    "/openapi.json",
}


@pytest.mark.parametrize(
    "door, allowed", DOORS.items(), ids=lambda each: " ".join(each) if isinstance(each, tuple) else ""
)
def test_a_door_opens_to_those_who_may(service: Service, door: tuple[str, str], allowed: set[str]) -> None:
    _, client = service
    let_in = {role for role in KEYS if client.request(*door, headers=shown(role)).status_code not in (401, 403)}
    assert let_in == allowed


@pytest.mark.parametrize("door", DOORS, ids=" ".join)
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer slk_wrong", f"Basic {KEYS['admin']}", KEYS["admin"]])
def test_without_a_key_no_door_opens(service: Service, door: tuple[str, str], header: str) -> None:
    _, client = service
    answer = client.request(*door, headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_every_door_is_in_these_lists(service: Service) -> None:
    names = {"{message}": "x", "{ticket}": "T-1", "{name}": "always"}
    paths = {filled(path, names) for path in service[1].get("/openapi.json").json()["paths"]}
    listed = {door[1].split("?")[0] for door in DOORS} | OPEN
    assert paths <= listed


def filled(path: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        path = path.replace(name, value)
    return path


def test_a_key_that_ran_out_is_none(tmp_path: Path) -> None:
    keys = {"old": {"role": "admin", "hash": written(KEYS["admin"]), "until": "2020-01-01"}}
    with opened(tmp_path, keys=keys) as (_, client):
        assert client.get("/metrics", headers=shown("admin")).status_code == 401


def test_without_keys_nobody_comes_in(tmp_path: Path) -> None:
    with opened(tmp_path, keys={}) as (_, client):
        assert client.get("/metrics", headers=shown("admin")).status_code == 401


def test_one_key_is_patient_with_itself_only(tmp_path: Path) -> None:
    from slaclock.web import create_app

    with opened(tmp_path) as (app, _):
        client = TestClient(create_app(app, calls=(0.1, 1)))
        asked = [client.get("/metrics", headers=shown(role)).status_code for role in ("viewer", "viewer", "agent")]
    assert asked == [200, 429, 200]


def test_what_is_kept_of_a_key_is_its_hash(service: Service) -> None:
    app, _ = service
    assert not [key for key in KEYS.values() if key in repr(app.settings)]


def test_keys_are_never_the_same_and_are_found_by_their_hash() -> None:
    keys = [new_key() for _ in range(100)]
    known = [ApiKey(str(place), Role.VIEWER, digest(key)) for place, key in enumerate(keys)]
    assert len(set(keys)) == 100
    assert [found.name for key in keys if (found := find(known, key, 0))] == [str(place) for place in range(100)]
    assert find(known, keys[0] + " ", 0) is None
