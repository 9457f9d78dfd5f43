"""Who may see which page, how a browser shows that it may, and what it is never told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from slaclock.app import App
from slaclock.instant import HOUR, SECOND
from slaclock.settings import ApiKey, Role
from slaclock.settings.key import digest, written
from slaclock.web.pages.session import COOKIE, Sessions
from tests.browser.served import KEYS, config
from tests.web.pages.visits import HTML, OURS, sign_in, tell, visited

Desk = tuple[App, TestClient]
PAGES = ("/desk/levels", "/desk/risk", "/desk/tickets/desk/T-1", "/desk/calendar", "/desk/playground", "/desk/sync")
BOARDS = ("/desk/wallboard", "/desk/board")
AT = "2026-04-01T10:00:00Z"
TICKET = {"ticket": "T-1", "id": "1", "at": AT, "type": "created", "channel": "email", "customer": "ACME"}


def bearer(role: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {KEYS[role]}", **HTML}


@pytest.mark.parametrize("page", [*PAGES, *BOARDS])
def test_a_page_opens_to_those_who_may(desk: Desk, page: str) -> None:
    app, client = desk
    tell(app, TICKET)
    let_in = {role for role in KEYS if client.get(page, headers=bearer(role)).status_code == 200}
    assert let_in == {"viewer", "agent", "manager", "admin"} | ({"tv"} if page in BOARDS else set())


@pytest.mark.parametrize("page", [*PAGES, "/desk/wallboard"])
def test_a_stranger_is_shown_to_the_sign_in(desk: Desk, page: str) -> None:
    answer = desk[1].get(f"{page}?a=b", headers=HTML)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/desk/sign-in?next={page}%3Fa%3Db",
    )


def test_a_program_without_a_key_is_told_so(desk: Desk) -> None:
    for path in ("/desk/board", "/desk/stream", "/desk/risk"):
        answer = desk[1].get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


def test_the_first_page_and_the_way_there(desk: Desk) -> None:
    assert desk[1].get("/desk").headers["location"] == "/desk/"
    assert desk[1].get("/desk/").headers["location"] == "/desk/wallboard"


def test_signing_in_and_out(desk: Desk) -> None:
    _, client = desk
    answer = sign_in(client, "viewer", "/desk/risk?lang=ar")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/risk?lang=ar")
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "Path=/desk", "SameSite=strict"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie  # this was plain http
    assert KEYS["viewer"] not in cookie
    assert client.get("/desk/risk", headers=HTML).status_code == 200
    assert client.post("/desk/sign-out", headers=OURS).headers["location"] == "/desk/sign-in"
    assert client.get("/desk/risk", headers=HTML).status_code == 303


def test_over_https_the_cookie_is_for_https_only(desk: Desk) -> None:
    client = TestClient(desk[1].app, base_url="https://testserver", follow_redirects=False)
    answer = client.post("/desk/sign-in", data={"key": KEYS["agent"]}, headers={**HTML, "Origin": "https://testserver"})
    assert "Secure" in answer.headers["set-cookie"]


def test_behind_a_proxy_the_browser_says_that_it_came_by_https(desk: Desk) -> None:
    headers = {**HTML, "Origin": "https://testserver"}
    answer = desk[1].post("/desk/sign-in", data={"key": KEYS["agent"]}, headers=headers)
    assert (answer.status_code, "Secure" in answer.headers["set-cookie"]) == (303, True)


def test_an_address_that_is_none_opens_nothing(desk: Desk) -> None:
    _, client = desk
    assert client.get("/desk/sign-in?next=//[", headers=HTML).status_code == 200
    told = {"key": KEYS["agent"]}
    assert client.post("/desk/sign-in", data=told, headers={**HTML, "Origin": "http://["}).status_code == 403


@pytest.mark.parametrize("key", ["", "slk_wrong", KEYS["ingest"]])
def test_a_wrong_key_opens_nothing(desk: Desk, key: str) -> None:
    answer = desk[1].post("/desk/sign-in", data={"key": key}, headers=OURS)
    assert answer.status_code == 401
    assert "not known here" in answer.text
    assert "set-cookie" not in answer.headers


def test_a_form_that_is_none_of_ours_is_refused(desk: Desk) -> None:
    fields = {f"field{number}": "x" for number in range(11)}
    answer = desk[1].post("/desk/sign-in", data=fields, headers=OURS)
    assert answer.status_code == 400
    assert "more fields" in answer.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/desk/risk",
        "/other",
        "javascript:alert(1)",
        "/desk/\\evil",
        "/desk/a\nb",
        "/desk",
    ],
)
def test_the_sign_in_leads_to_our_pages_only(desk: Desk, elsewhere: str) -> None:
    assert sign_in(desk[1], "viewer", elsewhere).headers["location"] == "/desk/wallboard"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example", ""])
@pytest.mark.parametrize("path", ["/desk/sign-in", "/desk/sign-out", "/desk/tickets/desk/T-1"])
def test_what_another_site_begins_changes_nothing(desk: Desk, origin: str, path: str) -> None:
    app, client = desk
    tell(app, TICKET)
    sign_in(client, "admin")
    headers = {**HTML, **({"Origin": origin} if origin else {})}
    answer = client.post(path, data={"key": KEYS["admin"], "target": "first_response"}, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_acknowledging_takes_the_role(desk: Desk) -> None:
    app, client = desk
    tell(app, TICKET | {"at": "2026-04-01T10:00:00Z"})
    sign_in(client, "viewer")
    assert "Acknowledge" not in client.get("/desk/tickets/desk/T-1", headers=HTML).text
    said = {"target": "first_response"}
    assert client.post("/desk/tickets/desk/T-1", data=said, headers=OURS).status_code == 403
    sign_in(client, "agent")
    assert "Acknowledge" in client.get("/desk/tickets/desk/T-1", headers=HTML).text
    answer = client.post("/desk/tickets/desk/T-1", data=said, headers=OURS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/tickets/desk/T-1")
    assert "acknowledged" in client.get("/desk/tickets/desk/T-1", headers=HTML).text


@pytest.mark.parametrize(
    "path", ["/desk/tickets/desk/none", "/desk/tickets/other/T-1", "/desk/none", "/desk/static/x/y"]
)
def test_what_is_not_there_is_said_on_a_page(desk: Desk, path: str) -> None:
    sign_in(desk[1])
    answer = desk[1].get(path, headers=HTML)
    assert answer.status_code == 404
    assert "<h1>Not Found</h1>" in answer.text


@pytest.mark.parametrize(
    "path",
    ["/desk/calendar?name=none", "/desk/calendar?year=1900", "/desk/levels?by=customer", "/desk/levels?metric=x"],
)
def test_a_question_without_an_answer_is_explained(desk: Desk, path: str) -> None:
    sign_in(desk[1])
    answer = desk[1].get(path, headers=HTML)
    assert answer.status_code == 422
    assert "Unprocessable" in answer.text


@pytest.mark.parametrize("page", [*PAGES, "/desk/wallboard", "/desk/tv", "/desk/sign-in", "/desk/none"])
def test_every_page_keeps_to_itself(desk: Desk, page: str) -> None:
    app, client = desk
    tell(app, TICKET)
    sign_in(client)
    answer = client.get(page, headers=HTML)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert (answer.headers["cache-control"], answer.headers["x-frame-options"]) == ("no-store", "DENY")
    assert " style=" not in answer.text
    assert "<style" not in answer.text
    assert " on" not in {part[:3] for part in answer.text.split("<")}


def test_statics_are_kept_for_ever_under_their_version(desk: Desk) -> None:
    _, client = desk
    page = client.get("/desk/sign-in", headers=HTML).text
    version = page.split('name="slaclock-version" content="')[1].split('"')[0]
    for name, kind in (("desk.css", "text/css"), ("live.js", "text/javascript"), ("icon.svg", "image/svg+xml")):
        answer = client.get(f"/desk/static/{version}/{name}")
        assert answer.headers["content-type"].startswith(kind)
        assert "immutable" in answer.headers["cache-control"]
    assert client.get("/desk/static/old/desk.css").headers["cache-control"] == "no-store"


def test_a_key_that_is_taken_away_ends_its_sessions(tmp_path: Path) -> None:
    with visited(tmp_path) as (_, client):
        note = sign_in(client).cookies[COOKIE]
    server = config(tmp_path)["server"]
    renewed = {
        **server,
        "keys": {**server["keys"], "viewer": {"role": "viewer", "hash": written("slk_another-key-0123")}},
    }
    with visited(tmp_path, server=renewed) as (_, client):
        assert client.get("/desk/risk", headers={**HTML, "Cookie": f"{COOKIE}={note}"}).status_code == 303
    with visited(tmp_path, server=server) as (_, client):
        assert client.get("/desk/risk", headers={**HTML, "Cookie": f"{COOKIE}={note}"}).status_code == 200


NOW = 1_775_556_000 * SECOND
KEY = ApiKey("anna", Role.AGENT, digest("slk_one"))
SESSIONS = Sessions(b"secret")


def test_a_session_lasts_a_working_day_and_no_longer_than_its_key() -> None:
    note, seconds = SESSIONS.write(KEY, NOW)
    assert seconds == 12 * 3600
    assert SESSIONS.read(note, [KEY], NOW + 12 * HOUR - 1) == KEY
    assert SESSIONS.read(note, [KEY], NOW + 12 * HOUR) is None
    short = replace(KEY, until=NOW + HOUR)
    assert SESSIONS.write(short, NOW)[1] == 3600
    assert SESSIONS.read(note, [short], NOW + HOUR) is None


@pytest.mark.parametrize("key", [replace(KEY, digest=digest("slk_two")), replace(KEY, name="bob")])
def test_a_session_is_that_of_one_key(key: ApiKey) -> None:
    assert SESSIONS.read(SESSIONS.write(KEY, NOW)[0], [key], NOW) is None


def test_a_forged_session_is_none() -> None:
    note, _ = SESSIONS.write(KEY, NOW)
    body, _, seal = note.partition(".")
    other = Sessions(b"other").write(KEY, NOW)[0]
    for forged in (
        "",
        ".",
        "é",
        body,
        f"{body}.",
        f"{body}x.{seal}",
        f"{body}.{seal[:-2]}",
        other,
        f"{note}{'A' * 1000}",
    ):
        assert SESSIONS.read(forged, [KEY], NOW) is None
