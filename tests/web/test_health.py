from __future__ import annotations

from starlette.testclient import TestClient

from slaclock.app import App
from slaclock.instant import DAY, MINUTE
from slaclock.leap import confirm
from slaclock.rounds import ROUNDS
from slaclock.store import heartbeats, marks
from slaclock.store.tables import heartbeats as rows
from slaclock.worker import Worker
from tests.web.service import created, make, shown, signed

Service = tuple[App, TestClient]


def test_the_process_lives(service: Service) -> None:
    assert service[1].get("/healthz").json() == {"status": "alive"}


def test_it_is_ready_once_somebody_makes_the_rounds(service: Service) -> None:
    app, client = service
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, "no worker makes the rounds read, sync, tick")
    worker = Worker(app, name="w")
    for each in worker.rounds:
        worker.make(each)
    assert client.get("/readyz").status_code == 200
    with app.store.unit() as unit:
        unit.run(rows.update().values(at=app.now() - 3 * MINUTE))
    assert client.get("/readyz").status_code == 503


def test_it_is_not_ready_while_time_is_in_doubt(service: Service) -> None:
    app, client = service
    worker = Worker(app, name="w")
    for each in worker.rounds:
        worker.make(each)
    with app.store.unit() as unit:
        marks.put(unit, app.settings.tenant, app.now() - DAY, app.now())
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["missing"].startswith("somebody's word that time is right; it leapt from ")
    assert "slaclock_time_in_doubt 1.0" in client.get("/metrics", headers=shown("viewer")).text
    confirm(app.store, app.settings.tenant, app.now())
    assert client.get("/readyz").status_code == 200


def test_a_store_that_does_not_answer_is_told(service: Service) -> None:
    app, client = service
    with app.store.unit() as unit:
        unit.run(rows.delete())
        unit.connection.exec_driver_sql("ALTER TABLE heartbeats RENAME TO gone")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["missing"].startswith("store")


def test_figures_count_what_there_is(service: Service) -> None:
    app, client = service
    client.post("/hooks/desk", **signed(app, created(app)))
    text = client.get("/metrics", headers=shown("viewer")).text
    assert 'slaclock_waiting{helpdesk="desk",what="deliveries"} 1.0' in text
    make(app, "read")
    text = client.get("/metrics", headers=shown("viewer")).text
    assert 'slaclock_tickets{helpdesk="desk",status="new"} 1.0' in text
    assert 'slaclock_clocks{helpdesk="desk",metric="first_response",state="running"} 1.0' in text
    assert "T-1" not in text


def test_a_round_that_stumbles_is_told_and_comes_again(service: Service) -> None:
    app, _ = service
    worker = Worker(app, name="w")
    with app.store.unit() as unit:
        unit.connection.exec_driver_sql("ALTER TABLE timers RENAME TO gone")
    worker.make(ROUNDS["tick"])
    with app.store.reading() as unit:
        (beat,) = heartbeats.all_of(unit, "main")
    assert "timers" in beat["error"]
    with app.store.unit() as unit:
        unit.connection.exec_driver_sql("ALTER TABLE gone RENAME TO timers")
    worker.make(ROUNDS["tick"])
