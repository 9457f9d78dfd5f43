"""The widget's doors: anybody may ask what a letter of now would get; a ticket's own promise takes a token."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from starlette.testclient import TestClient

from slaclock.app import App, load_plan, open_app
from slaclock.engine import Engine
from slaclock.instant import HOUR, MINUTE, parse_instant, to_us
from slaclock.promise import Habit
from slaclock.promise.habit import Habits
from slaclock.store import habits
from slaclock.web import create_app
from slaclock.web.widget.speech import Speech
from slaclock.web.widget.token import Subject, WidgetTokens
from tests.service.world import rows
from tests.web.service import ENVIRON, config, created, make, opened, shown, signed

Service = tuple[App, TestClient]


def ask(client: TestClient, token: str | None = None, **visit: str) -> dict[str, Any]:
    headers = {"Authorization": f"Widget {token}"} if token else {}
    answer = client.get("/widget/promise", params=visit, headers=headers)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def token(client: TestClient, ticket: str = "T-1") -> str:
    answer = client.post("/widget/tokens", json={"ticket": ticket, "helpdesk": "desk"}, headers=shown("agent"))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["token"])


def with_ticket(app: App, client: TestClient, minutes: int = 0, ticket: str = "T-1") -> None:
    told = signed(app, created(app, ticket, minutes), name=ticket)
    assert client.post("/hooks/desk", **told).status_code == 202
    make(app, "read")


def test_whoever_writes_now_is_promised_an_answer_within_the_hour(service: Service) -> None:
    _, client = service
    told = ask(client, zone="Asia/Tokyo", locale="de")
    assert told["text"] == "Wir antworten innerhalb von 1 Stunde."
    assert (told["language"], told["zone"], told["zone_known"], told["kind"]) == ("de", "Asia/Tokyo", True, "reply_by")


def test_the_language_of_the_browser_counts_where_the_page_names_none(service: Service) -> None:
    _, client = service
    answer = client.get("/widget/promise", headers={"Accept-Language": "he-IL,en;q=0.5"})
    assert (answer.json()["language"], answer.json()["direction"]) == ("he", "rtl")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "UTC\n"])
def test_a_zone_that_nobody_knows_counts_as_none(service: Service, zone: str) -> None:
    _, client = service
    answer = client.get("/widget/promise", params={"zone": zone} if zone else {})
    assert answer.status_code in (200, 422)
    if answer.status_code == 200:
        assert answer.json()["zone_known"] is False


def test_what_is_usual_is_said_beside_the_promise_and_asked_for_once_a_minute(tmp_path: Path) -> None:
    told = config(tmp_path) | {"promise": {"usual": True}}
    del told["helpdesks"]["shop"]
    app = open_app(load_plan(told, ENVIRON))
    usual = Habit(timedelta(minutes=12), timedelta(minutes=50), 30)
    with app.store.unit() as unit:
        habits.put(unit, app.desk(None).place, Habits({("gold", "web", ""): usual}))
    asked: list[str] = []
    event.listen(app.store.database, "before_cursor_execute", lambda *told: asked.append(told[2]))
    with TestClient(create_app(app)) as client:
        here = {"zone": "Europe/Berlin", "locale": "en-GB"}
        said = [ask(client, **here)["text"] for _ in range(3)]
        assert said == ["We will reply within 1 hour. We usually reply within 15 minutes."] * 3
        assert ask(client, channel="chat", **here)["text"] == "We will reply within 1 hour."
    assert len([statement for statement in asked if "FROM habits" in statement]) == 1
    app.close()


def test_any_page_may_ask_and_nothing_is_written_for_it(service: Service) -> None:
    app, client = service
    written: list[str] = []
    event.listen(app.store.database, "before_cursor_execute", lambda *told: written.append(told[2]))
    answer = client.get("/widget/promise", headers={"Origin": "https://shop.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in answer.headers
    assert written
    assert all(statement.lstrip().lower().startswith(("select", "begin")) for statement in written), written


def test_a_ticket_s_own_promise_is_written_down_when_it_is_first_shown_and_only_then(service: Service) -> None:
    app, client = service
    with_ticket(app, client, minutes=10)
    note = token(client)
    first = ask(client, note, zone="Europe/Berlin")
    (row,) = rows(app.store, "promises")
    assert (row["ticket"], row["via"], row["zone"]) == ("T-1", "widget", "Europe/Berlin")
    assert row["shown"] == to_us(parse_instant(first["shown"]))
    ask(client, note, zone="Europe/Berlin")
    assert rows(app.store, "promises") == [row]


def test_a_forged_an_old_and_a_foreign_token_are_answered_alike(service: Service) -> None:
    app, client = service
    with_ticket(app, client)
    secret = app.settings.link_secret
    assert secret is not None
    tokens = WidgetTokens(secret.reveal().encode())
    good = tokens.write(Subject("desk", "T-1"), app.now() + HOUR)
    bad = {
        "forged": WidgetTokens(b"another secret").write(Subject("desk", "T-1"), app.now() + HOUR),
        "changed": good[:-2] + ("A" if good[-2] != "A" else "B") + good[-1],
        "old": tokens.write(Subject("desk", "T-1"), app.now() - 1),
        "no such ticket": tokens.write(Subject("desk", "T-2"), app.now() + HOUR),
        "no such helpdesk": tokens.write(Subject("none", "T-1"), app.now() + HOUR),
        "nothing": "",
        "long": "A" * 10_000,
    }
    answers = {
        name: client.get("/widget/promise", headers={"Authorization": f"Widget {note}"}) for name, note in bad.items()
    }
    assert {answer.status_code for answer in answers.values()} == {401}
    assert len({answer.json()["detail"] for answer in answers.values()}) == 1
    assert client.get("/widget/promise", headers={"Authorization": f"Widget {good}"}).status_code == 200


def test_a_token_takes_the_key_of_an_agent(service: Service) -> None:
    _, client = service
    asked = {"json": {"ticket": "T-1", "helpdesk": "desk"}}
    assert client.post("/widget/tokens", **asked).status_code == 401
    assert client.post("/widget/tokens", headers=shown("viewer"), **asked).status_code == 403


def test_without_a_secret_no_token_is_made_and_none_is_good(tmp_path: Path) -> None:
    told = config(tmp_path)
    del told["server"]["link_secret"]
    app = open_app(load_plan(told, ENVIRON))
    with TestClient(create_app(app)) as client:
        assert client.get("/widget/promise", headers={"Authorization": "Widget a.b"}).status_code == 401
        made = client.post("/widget/tokens", json={"ticket": "T-1", "helpdesk": "desk"}, headers=shown("agent"))
    app.close()
    assert (made.status_code, made.json()["detail"]) == (
        404,
        "This service makes no tokens: [server] has no link_secret.",
    )


def test_an_overdue_ticket_is_apologised_for_and_no_past_time_is_named(service: Service) -> None:
    app, client = service
    with_ticket(app, client, minutes=90)
    told = ask(client, token(client), locale="en")
    assert told["kind"] == "overdue"
    assert "sorry" in told["text"]
    assert told["shown"] is None


def test_the_frame_reads_without_any_script(service: Service) -> None:
    _, client = service
    answer = client.get("/widget/frame", params={"locale": "ar"})
    assert 'lang="ar" dir="rtl"' in answer.text
    assert "<script" in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "frame-ancestors *" in answer.headers["content-security-policy"]


def test_everything_a_page_loads_is_below_ten_kilobytes(service: Service) -> None:
    _, client = service
    sizes = {name: len(client.get(f"/widget/{name}").content) for name in ("widget.js", "frame.js", "frame.css")}
    assert sum(sizes.values()) + len(client.get("/widget/frame").content) < 10_000
    assert client.get("/widget/other.js").status_code == 404


@given(locale=st.text(max_size=60), zone=st.text(max_size=60), channel=st.sampled_from(["email", "chat", "sms"]))
def test_whatever_a_browser_says_something_is_said(locale: str, zone: str, channel: str) -> None:
    how = Speech(locale, zone).manner
    told = Engine.from_config("config/starter.toml").promise_for(
        {"channel": channel}, datetime(2026, 11, 20, 17, tzinfo=UTC), how.zone, how.locale
    )
    assert told.text
    assert told.language in told.locale


def test_who_asks_too_often_is_told_when_to_ask_again(tmp_path: Path) -> None:
    with opened(tmp_path) as (app, _), TestClient(create_app(app, visits=(0.001, 2))) as client:
        assert [client.get("/widget/promise").status_code for _ in range(3)] == [200, 200, 429]


def test_a_minute_of_a_token_is_a_minute() -> None:
    tokens = WidgetTokens(b"secret")
    note = tokens.write(Subject("desk", "T-1"), 10 * MINUTE)
    assert tokens.read(note, 10 * MINUTE - 1) == Subject("desk", "T-1")
    assert tokens.read(note, 10 * MINUTE) is None
