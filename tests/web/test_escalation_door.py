from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from slaclock.app import App
from slaclock.connectors.seal import Seal
from slaclock.desk import Notice
from slaclock.instant import DAY, format_instant
from slaclock.store import outbox
from slaclock.store.outbox import Fate
from tests.service.world import rows
from tests.web.service import ENVIRON, created, make, shown

Service = tuple[App, TestClient]


def told(service: Service, **further: Any) -> None:
    """A ticket half an hour old: its first step is due."""
    app, client = service
    client.post("/api/v1/events?helpdesk=desk", json=created(app, minutes=31, **further), headers=shown("ingest"))


@pytest.fixture
def late(service: Service) -> Service:
    app, client = service
    # the desk has been watched for an hour already
    client.post("/api/v1/events?helpdesk=desk", json=created(app, "T-0", minutes=90), headers=shown("ingest"))
    told(service)
    return service


def seen(service: Service, path: str) -> Any:
    return service[1].get(path, headers=shown("viewer")).json()


def items(service: Service, path: str) -> Any:
    return seen(service, path)["items"]


def test_a_ticket_shows_its_clocks_and_what_comes_next(late: Service) -> None:
    ticket = seen(late, "/api/v1/tickets/T-1?helpdesk=desk")
    (reading,) = ticket["readings"]
    assert (reading["state"], reading["budget"]) == ("running", 3600)
    assert [step["step"] for step in ticket["next"]] == ["first_response 50%"]
    assert ticket["fired"] == []


def test_a_fired_step_is_shown_as_fired(late: Service) -> None:
    make(late[0], "tick")
    ticket = seen(late, "/api/v1/tickets/T-1?helpdesk=desk")
    assert ticket["next"] == []
    assert [step["step"] for step in ticket["fired"]] == ["first_response 50%"]
    assert {step["ticket"] for step in items(late, "/api/v1/escalations?helpdesk=desk")} == {"T-0", "T-1"}


def test_what_was_due_before_anybody_watched_is_recorded_and_not_sent(late: Service) -> None:
    make(late[0], "tick")
    assert all(step["muted"] for step in items(late, "/api/v1/escalations?helpdesk=desk"))
    assert not [row for row in items(late, "/api/v1/outbox?helpdesk=desk&state=waiting") if row["kind"] == "notify"]


def test_acknowledging_is_a_fact_of_the_ticket(late: Service) -> None:
    body = {"ticket": "T-1", "target": "first_response", "helpdesk": "desk"}
    answer = late[1].post("/api/v1/escalations/ack", json=body, headers=shown("agent"))
    assert answer.json() == {"acknowledged": True}


@pytest.mark.parametrize(
    "changed, status, said",
    [
        ({"ticket": "T-9"}, 404, "no ticket 'T-9'"),
        ({"target": "resolution"}, 422, "No ladder hangs on 'resolution'"),
        ({"target": "gold/first_respnse/default"}, 422, "did you mean 'gold/first_response/default'?"),
        ({"target": "golden/first_response/default"}, 422, "did you mean 'gold/first_response/default'?"),
        ({"step": "first_response 75%"}, 422, "has a step 'first_response 75%'; did you mean 'first_response 50%'?"),
        ({"helpdesk": "nobody"}, 422, "There is no helpdesk 'nobody'"),
        ({"helpdesk": None}, 422, "There are several helpdesks"),
        ({"tikcet": "x"}, 422, "body.tikcet: found a name that means nothing here"),
    ],
)
def test_what_cannot_be_acknowledged_is_said(late: Service, changed: dict[str, Any], status: int, said: str) -> None:
    body = {"ticket": "T-1", "target": "first_response", "helpdesk": "desk", **changed}
    answer = late[1].post("/api/v1/escalations/ack", json=body, headers=shown("agent"))
    assert answer.status_code == status
    assert said in answer.json()["detail"]


def link(app: App, **facts: Any) -> str:
    """The path of a link as a notice has it."""
    assert app.links is not None
    notice = Notice("sla-1", "T-1", "lead", {"metric": "first_response", "step": "first_response 50%", **facts})
    found = app.links.make("desk", notice, app.now())
    assert found is not None
    return found.removeprefix("https://sla.example.com")


def test_following_a_link_changes_nothing_until_the_button_is_pressed(late: Service) -> None:
    app, client = late
    path = link(app)
    page = client.get(path)
    assert page.status_code == 200
    assert "<button>" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    make(app, "tick")
    before = seen(late, "/api/v1/tickets/T-1?helpdesk=desk")
    assert client.post(path).status_code == 200
    assert before["readings"][0]["state"] == "running"


def test_a_link_that_was_changed_or_is_old_is_no_link(late: Service) -> None:
    app, client = late
    path = link(app)
    assert app.links is not None
    token = path.rsplit("/", 1)[1]
    body, seal = token.split(".")
    forged = [f"{body}.{seal[:-2]}AA", f"{body}A.{seal}", body, f".{seal}", "x", "é.é", "." * 5_000]
    assert {client.get(f"/acknowledge/{each}").status_code for each in forged} == {404}
    assert {client.post(f"/acknowledge/{each}").status_code for each in forged} == {404}
    assert app.links.read(token, app.now() + 31 * DAY) is None
    assert app.links.read(token, app.now()) is not None


def answered(service: Service) -> None:
    app, client = service
    reply = {"ticket": "T-1", "id": "e2", "at": format_instant(app.now()), "type": "message"}
    told = client.post(
        "/api/v1/events?helpdesk=desk", json=reply | {"author": "agent", "public": True}, headers=shown("ingest")
    )
    assert told.status_code == 200


def test_a_link_acknowledges_the_run_of_the_clock_that_its_message_told_of(late: Service) -> None:
    assert "Nobody is asked again." in late[1].post(link(late[0], policy="gold", cycle=1)).text


@pytest.mark.parametrize("facts", [{"policy": "gold", "cycle": 1}, {"policy": "gone by now", "cycle": 1}])
def test_a_link_of_a_clock_that_has_stopped_changes_nothing_and_says_so(late: Service, facts: dict[str, Any]) -> None:
    app, client = late
    path = link(app, **facts)
    answered(late)
    before = rows(app.store, "events")
    page = client.post(path)
    assert (page.status_code, "first response. This clock has stopped since." in page.text) == (200, True)
    assert rows(app.store, "events") == before


def test_a_link_that_names_no_run_acknowledges_whatever_runs(late: Service) -> None:
    app, client = late
    seal = Seal("slaclock acknowledge 1 main", ENVIRON["LINKS"].encode())
    old = seal.write(["desk", "T-1", "first_response", "first_response 50%", app.now() + DAY])
    answered(late)
    assert "Nobody is asked again." in client.post(f"/acknowledge/{old}").text


def test_a_link_about_a_ticket_nobody_told_of_is_no_link(late: Service) -> None:
    app, client = late
    assert app.links is not None
    notice = Notice("sla-1", "T-9", "lead", {"policy": "gold", "metric": "first_response", "cycle": 1})
    path = str(app.links.make("desk", notice, app.now())).removeprefix("https://sla.example.com")
    assert client.post(path).status_code == 404


def test_there_is_no_link_where_there_is_no_clock(late: Service) -> None:
    app, _ = late
    assert app.links is not None
    assert app.links.make("desk", Notice("sla-1", "T-1", "lead", {"metric": None}), app.now()) is None


def test_a_ticket_named_like_markup_stays_text(service: Service) -> None:
    app, client = service
    assert app.links is not None
    name = "<script>alert(1)</script>"
    notice = Notice("sla-1", name, "lead", {"metric": "first_response"})
    page = client.get(str(app.links.make("desk", notice, app.now())).removeprefix("https://sla.example.com"))
    assert "<script>" not in page.text
    assert re.search(r"&lt;script&gt;", page.text)


def test_a_dead_message_can_be_retried_or_dropped(late: Service) -> None:
    app, client = late
    desk = app.desk("desk")
    with app.store.unit() as unit:
        row = desk.place.row(
            ticket="T-1", account="desk", cause="c", action="a", kind="tag", value="x", created_at=app.now(), next_at=0
        )
        outbox.post(unit, [{**row, "state": Fate.DEAD.value}])
    (name,) = [each["id"] for each in items(late, "/api/v1/outbox?helpdesk=desk")]
    again = client.post(f"/api/v1/outbox/{name}/retry?helpdesk=desk", headers=shown("manager"))
    assert again.json() == {"state": "retried"}
    assert client.post(f"/api/v1/outbox/{name}/drop?helpdesk=desk", headers=shown("manager")).status_code == 409
    (waiting,) = [each for each in items(late, "/api/v1/outbox?helpdesk=desk&state=waiting") if each["kind"] == "tag"]
    dropped = client.post(f"/api/v1/outbox/{waiting['id']}/drop?helpdesk=desk", headers=shown("manager"))
    assert dropped.json() == {"state": "dropped"}
