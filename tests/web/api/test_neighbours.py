"""Two tenants on one store: what is the other's is not there, whatever is asked for by its right name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from slaclock.desk import Notice
from slaclock.instant import HOUR
from slaclock.store.tables import METADATA, events
from slaclock.web.widget.token import Subject, WidgetTokens
from tests.web.api.tenants import ROLES, Tenant


def asked_for(other: str) -> list[tuple[str, dict[str, Any]]]:
    """Everything that can be asked for by a name, under a name of another's."""
    return [
        (f"/tickets/{other}-canary-1", {}),
        ("/explanation", {"ticket": f"{other}-canary-1", "metric": "first_response"}),
        ("/promise", {"ticket": f"{other}-canary-1"}),
        (f"/calendars/{other}-canary-hours", {}),
        (f"/calendars/{other}-canary-hours/add", {"budget": "4 business hours"}),
        ("/policies", {"helpdesk": f"{other}-canary-desk"}),
        ("/readings", {"helpdesk": f"{other}-canary-desk"}),
        ("/escalations", {"helpdesk": f"{other}-canary-desk"}),
        ("/outbox", {"helpdesk": f"{other}-canary-desk"}),
    ]


def refused(tenant: Tenant, path: str, asked: dict[str, Any], name: str) -> tuple[int, str]:
    """How a question is refused, the name it was asked under taken out."""
    answer = tenant.client.get(f"/api/v1{path}", params=asked, headers=tenant.shown("admin"))
    return answer.status_code, answer.text.replace(name, "").replace(answer.headers["x-request-id"], "")


@pytest.mark.parametrize("number", range(len(asked_for(""))))
def test_what_is_the_others_is_answered_like_what_never_was(north: Tenant, number: int) -> None:
    theirs, nobodys = (refused(north, *asked_for(name)[number], name) for name in ("south", "never"))
    assert theirs == nobodys
    assert theirs[0] in (404, 422)


@pytest.mark.parametrize("role", ROLES)
def test_a_key_opens_the_doors_of_its_tenant_only(north: Tenant, south: Tenant, role: str) -> None:
    for path in ("/api/v1/readings", "/api/v1/outbox", "/metrics"):
        assert north.client.get(path, headers=south.shown(role)).status_code == 401
    assert north.client.post("/api/v1/events", json=[], headers=south.shown(role)).status_code == 401


@pytest.mark.parametrize("path", ["/readings", "/escalations", "/outbox", "/policies", "/calendars"])
def test_nothing_of_the_others_is_in_a_list(north: Tenant, path: str) -> None:
    limit: dict[str, Any] = {} if path in ("/policies", "/calendars") else {"limit": 200}
    text = str(north.ask(path, **limit))
    assert north.canary in text
    assert "south" not in text


def test_the_figures_count_what_is_ones_own(north: Tenant) -> None:
    text = north.client.get("/metrics", headers=north.shown("viewer")).text
    assert 'worker="north-canary-worker"' in text
    assert "south" not in text


def test_somebody_elses_worker_makes_nobody_ready(north: Tenant, south: Tenant) -> None:
    with north.app.store.unit() as unit:
        table = METADATA.tables["heartbeats"]
        unit.run(table.delete().where(table.c.tenant == "north"))
    assert (north.client.get("/readyz").status_code, south.client.get("/readyz").status_code) == (503, 200)


def test_what_one_tells_is_nobody_elses(north: Tenant, south: Tenant) -> None:
    """The same ticket and event ids, as they come from two installations of one product."""
    told = {"ticket": "7", "id": "e1", "at": "2026-03-02T10:00:00Z", "type": "created", "channel": "email"}
    before = rows_of(south)
    assert north.post("/events", "ingest", json=[told]).json()["new"] == 1
    assert rows_of(south) == before
    assert south.post("/events", "ingest", json=[{**told, "priority": "low"}]).json()["new"] == 1


def rows_of(tenant: Tenant) -> list[Any]:
    with tenant.app.store.reading() as unit:
        return list(unit.run(select(events).where(events.c.tenant == tenant.name)))


def test_a_message_of_the_others_can_be_neither_retried_nor_dropped(north: Tenant, south: Tenant) -> None:
    name = south.ask("/outbox", limit=1)["items"][0]["id"]
    for deed in ("retry", "drop"):
        assert north.post(f"/outbox/{name}/{deed}", "admin").status_code == 404
    assert south.post(f"/outbox/{name}/drop", "admin").json() == {"state": "dropped"}


def test_every_table_says_whose_a_row_is() -> None:
    assert not [name for name, table in METADATA.tables.items() if "tenant" not in table.c]


def test_side_by_side_in_one_app(north: Tenant, south: Tenant) -> None:
    """Each under a path of its own in an ASGI app of somebody else's."""
    house = Starlette(routes=[Mount("/north", north.web), Mount("/south", south.web)])
    client = TestClient(house)
    for tenant in (north, south):
        here = f"/{tenant.name}/api/v1/readings"
        assert client.get(here, headers=tenant.shown("viewer")).json()["items"][0]["ticket"] == tenant.ticket(0)
    assert client.get("/north/api/v1/readings", headers=south.shown("viewer")).status_code == 401
    assert client.get("/north/api/v1/nothing").json()["detail"] == "There is nothing at this address."
    assert client.get("/south/openapi.json").json()["servers"] == [{"url": "/south"}]


def test_what_is_sealed_for_one_is_no_word_to_the_other_though_they_share_a_secret(north: Tenant) -> None:
    app = north.app
    assert app.links is not None
    theirs = replace(app.links, tenant="south")
    notice = Notice("sla-1", north.ticket(1), "lead", {"metric": "first_response"})
    path = str(theirs.make(north.desk, notice, app.now())).removeprefix("https://north.example.com")
    assert north.client.get(path).status_code == 404
    token = WidgetTokens(b"north link secret", "south").write(Subject(north.desk, north.ticket(1)), app.now() + HOUR)
    assert north.client.get("/widget/promise", headers={"Authorization": f"Widget {token}"}).status_code == 401
    mine = WidgetTokens(b"north link secret", "north").write(Subject(north.desk, north.ticket(1)), app.now() + HOUR)
    assert north.client.get("/widget/promise", headers={"Authorization": f"Widget {mine}"}).status_code == 200
