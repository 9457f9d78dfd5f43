"""A write under a key of the caller's own is done once: again, changed, at once, by others, and through a crash."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from slaclock.app import load_plan, open_app
from slaclock.housekeep import housekeep
from slaclock.instant import DAY, MINUTE
from slaclock.store import Store
from slaclock.store.tables import answers, events
from slaclock.web import create_app
from tests.web.api.tenants import Tenant, config

NAMED = {"Idempotency-Key": "5f0c2f0e"}


def notice(north: Tenant, number: int = 1, **told: Any) -> Any:
    body = {"ticket": north.ticket(number), "target": "first_response"}
    return north.post("/escalations/ack", told.pop("role", "agent"), json=body, headers=NAMED, **told)


def acknowledgements(store: Store) -> int:
    with store.reading() as unit:
        query = select(func.count()).select_from(events).where(events.c.event.like("slaclock-ack/%"))
        return int(unit.run(query).scalar_one())


def test_the_same_again_is_answered_the_same_and_done_once(north: Tenant) -> None:
    first, again = notice(north), notice(north)
    assert (first.status_code, first.json()) == (again.status_code, again.json()) == (200, {"acknowledged": True})
    assert ("idempotency-replayed" in first.headers, again.headers["idempotency-replayed"]) == (False, "true")
    assert acknowledgements(north.app.store) == 1


def test_without_a_key_of_ones_own_it_is_done_again(north: Tenant) -> None:
    body = {"ticket": north.ticket(1), "target": "first_response"}
    for _ in range(2):
        assert north.post("/escalations/ack", "agent", json=body).status_code == 200
    assert acknowledgements(north.app.store) == 2


def test_another_request_under_the_same_key_is_refused(north: Tenant) -> None:
    notice(north)
    other = notice(north, 2)
    assert other.status_code == 422
    assert other.json()["detail"].startswith("This Idempotency-Key was used for another request within 24 hours")


def test_a_refusal_is_not_remembered(north: Tenant) -> None:
    """Nothing was done, so what was wrong may be mended and sent again under the same key."""
    assert notice(north, 99).status_code == 404
    assert notice(north, 1).status_code == 200


def test_keys_of_others_do_not_meet(north: Tenant, south: Tenant) -> None:
    assert (
        notice(north).status_code == notice(south, 2).status_code == notice(north, 3, role="admin").status_code == 200
    )
    assert acknowledgements(north.app.store) == 3


def test_at_once_it_is_done_once(north: Tenant) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: notice(north), range(16)))
    assert {each.status_code for each in found} <= {200, 409}
    assert sum("idempotency-replayed" not in each.headers for each in found if each.status_code == 200) == 1
    assert acknowledgements(north.app.store) == 1
    assert all(each.headers["retry-after"] == "1" for each in found if each.status_code == 409)


def test_while_the_first_is_under_way_the_second_is_asked_to_wait(north: Tenant) -> None:
    notice(north)
    with north.app.store.unit() as unit:
        unit.run(update(answers).values(answer=None))
    assert notice(north).status_code == 409


def test_a_day_later_the_key_is_free(north: Tenant) -> None:
    notice(north)
    with north.app.store.unit() as unit:
        unit.run(update(answers).values(stored_at=north.app.now() - DAY))
    assert "idempotency-replayed" not in notice(north, 2).headers


def test_answers_are_kept_a_day_and_then_swept_away_each_tenants_by_itself(north: Tenant, south: Tenant) -> None:
    notice(north)
    notice(south)
    desk = north.app.desk(None)
    housekeep(north.app.store, desk, north.app.now() + DAY - MINUTE)
    assert kept(north.app.store) == ["north", "south"]
    housekeep(north.app.store, desk, north.app.now() + DAY + MINUTE)
    assert kept(north.app.store) == ["south"]


def kept(store: Store) -> list[str]:
    with store.reading() as unit:
        return sorted(unit.run(select(answers.c.tenant)).scalars())


@pytest.mark.parametrize("point", ["insert events", "once: done", "update answers"])
def test_a_crash_leaves_both_the_deed_and_its_answer_or_neither(tmp_path: Path, point: str) -> None:
    broken = list[str]()

    def fault(here: str) -> None:
        if here == point and broken:
            broken.clear()
            raise OSError(here)

    app = open_app(
        load_plan(config("north", f"sqlite:///{tmp_path}/s.db"), {"HOOK": "h" * 20, "LINKS": "l" * 20}), fault
    )
    client = TestClient(create_app(app), raise_server_exceptions=False)
    north = Tenant("north", app, create_app(app), client)
    told = [{"ticket": "1", "id": "e1", "at": "2026-03-02T10:00:00Z", "type": "created", "channel": "email"}]
    broken.append(point)
    assert north.post("/events", "ingest", json=told, headers=NAMED).status_code == 500
    first = north.post("/events", "ingest", json=told, headers=NAMED)
    again = north.post("/events", "ingest", json=told, headers=NAMED)
    app.close()
    assert first.json()["new"] == again.json()["new"] == 1
    assert again.headers["idempotency-replayed"] == "true"


@pytest.mark.parametrize("name", ["", " ", "é", "x" * 201])
def test_a_key_is_a_short_name(north: Tenant, name: str) -> None:
    body = {"ticket": north.ticket(1), "target": "first_response"}
    answer = north.post("/escalations/ack", "agent", json=body, headers={"Idempotency-Key": name.encode()})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("header.Idempotency-Key: ")
