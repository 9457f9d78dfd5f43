"""Who did what through the web door is written down; what somebody only looked at is not."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from slaclock.app import App
from slaclock.desk import Notice
from slaclock.instant import MINUTE
from slaclock.store import deeds
from tests.web.service import created, make, shown, signed

Service = tuple[App, TestClient]


def told(app: App) -> list[tuple[str, str, int]]:
    with app.store.reading() as unit:
        return [(row["who"], row["what"], row["status"]) for row in deeds.latest(unit, app.settings.tenant, 100)]


def ticket(service: Service) -> None:
    app, client = service
    client.post("/hooks/desk", **signed(app, created(app)))
    make(app, "read")


def test_a_deed_is_recorded_with_its_key_and_its_answer(service: Service) -> None:
    app, client = service
    ticket(service)
    said = {"helpdesk": "desk", "ticket": "T-1", "target": "first_response"}
    assert client.post("/api/v1/escalations/ack", json=said, headers=shown("agent")).status_code == 200
    client.post("/api/v1/escalations/ack", json=said | {"ticket": "T-9"}, headers=shown("agent"))
    assert told(app) == [
        ("agent", "POST /api/v1/escalations/ack T-9 first_response", 404),
        ("agent", "POST /api/v1/escalations/ack T-1 first_response", 200),
    ]


def test_a_link_leaves_the_ticket_and_not_its_token(service: Service) -> None:
    app, client = service
    ticket(service)
    assert app.links is not None
    facts = {"policy": "gold", "metric": "first_response", "step": "first_response 50%"}
    path = app.links.make("desk", Notice("n", "T-1", "lead", facts), app.now())
    assert path is not None
    token = path.rsplit("/", 1)[1]
    assert client.get(f"/acknowledge/{token}").status_code == 200
    assert client.post("/acknowledge/forged.token").status_code == 404
    assert told(app) == []
    assert client.post(f"/acknowledge/{token}").status_code == 200
    assert told(app) == [("link in a message", "POST /acknowledge/ T-1 first_response", 200)]


def test_who_only_looks_leaves_nothing_but_the_use_of_a_key(service: Service) -> None:
    app, client = service
    ticket(service)
    before = app.now()
    for _ in range(3):
        assert client.get("/api/v1/escalations?helpdesk=desk", headers=shown("viewer")).status_code == 200
    assert (
        client.get("/api/v1/escalations?helpdesk=desk", headers={"Authorization": "Bearer slk_nobody"}).status_code
        == 401
    )
    assert told(app) == []
    with app.store.reading() as unit:
        uses = deeds.uses(unit, app.settings.tenant)
    assert set(uses) == {"viewer"}
    assert before - MINUTE <= uses["viewer"] <= app.now()


def test_a_ticket_named_like_a_door_hides_no_deed(service: Service) -> None:
    app, client = service
    names = ("EU/api/v1/events", "EU/events/7", "EU/hooks/7", "EU/acknowledge/7")
    client.post("/api/v1/events?helpdesk=desk", json=[created(app, name) for name in names], headers=shown("ingest"))
    for name in names:
        said = {"target": "first_response"}
        client.post(f"/desk/tickets/desk/{name}", data=said, headers=shown("agent"), follow_redirects=False)
    assert told(app)[::-1] == [
        ("agent", f"POST /desk/tickets/desk/{name} {name} first_response", 303) for name in names
    ]


def test_facts_are_their_own_record_also_where_the_service_is_mounted(service: Service) -> None:
    app, client = service
    ticket(service)
    with TestClient(Starlette(routes=[Mount("/support", client.app)])) as outside:
        outside.post("/support/api/v1/events?helpdesk=desk", json=created(app, "T-2"), headers=shown("ingest"))
        outside.post("/support/hooks/desk", **signed(app, created(app, "T-3"), name="m3"))
        assert told(app) == []
        said = {"helpdesk": "desk", "ticket": "T-1", "target": "first_response"}
        outside.post("/support/api/v1/escalations/ack", json=said, headers=shown("agent"))
        assert app.links is not None
        path = app.links.make("desk", Notice("n", "T-1", "lead", {"metric": "first_response"}), app.now())
        assert outside.post(f"/support/{str(path).split('/', 3)[3]}").status_code == 200
    assert told(app) == [
        ("link in a message", "POST /support/acknowledge/ T-1 first_response", 200),
        ("agent", "POST /support/api/v1/escalations/ack T-1 first_response", 200),
    ]


def test_facts_are_their_own_record(service: Service) -> None:
    app, client = service
    ticket(service)
    client.post("/api/v1/events?helpdesk=desk", json=created(app), headers=shown("ingest"))
    assert told(app) == []
