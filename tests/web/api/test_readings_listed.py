from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from slaclock.instant import HOUR, MINUTE, format_instant
from tests.web.api.tenants import Tenant, life


def pages(north: Tenant, path: str = "/readings", **asked: Any) -> list[list[dict[str, Any]]]:
    """Every page of a list, one after another."""
    found, cursor = list[list[dict[str, Any]]](), None
    while True:
        page = north.ask(path, **asked, **({"cursor": cursor} if cursor else {}))
        found.append(page["items"])
        cursor = page["next"]
        if cursor is None:
            return found


def key(reading: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(reading[name] for name in ("ticket", "policy", "metric", "cycle"))


def test_the_clocks_of_one_ticket(north: Tenant) -> None:
    first, resolution = north.ask("/readings", ticket=north.ticket(3))["items"]
    assert (first["metric"], first["state"], first["outcome"]) == ("first_response", "stopped", "met")
    assert (resolution["metric"], resolution["state"], resolution["budget"]) == ("resolution", "running", 86_400)


def test_page_after_page_is_the_whole_list_each_once(north: Tenant) -> None:
    (whole,) = pages(north, limit=200)
    assert len(whole) == 21, "nine tickets of a gold customer with two clocks, three others with one"
    assert [len(page) for page in pages(north, limit=4)] == [4, 4, 4, 4, 4, 1]
    assert [len(page) for page in pages(north, limit=7)] == [7, 7, 7]
    assert [key(each) for page in pages(north, limit=4) for each in page] == [key(each) for each in whole]


def test_a_list_goes_on_where_it_was_though_others_come_and_go(north: Tenant) -> None:
    first = north.ask("/readings", limit=5)
    shown = [key(each) for each in first["items"]]
    before, behind = life(north, 0)[0], life(north, 0)[0]
    north.post("/events", "ingest", json=[{**before, "ticket": "aaa"}, {**behind, "ticket": "zzz"}])
    rest = [key(each) for each in north.ask("/readings", limit=200, cursor=first["next"])["items"]]
    assert not set(shown) & set(rest)
    assert (rest[-1][0], north.ask("/readings", limit=1)["items"][0]["ticket"]) == ("zzz", "aaa")
    assert len(shown) + len(rest) == 21 + 1, "what came before the page's end is not on a later page"


def test_who_is_at_risk_in_the_order_of_their_deadlines(north: Tenant) -> None:
    soon = north.app.now() + 20 * MINUTE
    asked: dict[str, Any] = {"at_risk_before": format_instant(soon), "sort": "deadline", "limit": 2}
    found = [each for page in pages(north, **asked) for each in page]
    deadlines = [each["deadline"] for each in found]
    assert deadlines == sorted(deadlines)
    assert {each["state"] for each in found} == {"running"}
    assert {each["ticket"] for each in found if each["breached_at"] is None} == {north.ticket(2), north.ticket(5)}
    late = [each for page in pages(north, breached="true", state="running", sort="deadline") for each in page]
    assert {each["ticket"] for each in late} == {north.ticket(number) for number in (7, 10, 11)}


@pytest.mark.parametrize(
    "asked, found",
    [
        ({"state": "stopped"}, 4),
        ({"state": ["stopped", "running", "out_of_hours", "paused"]}, 21),
        ({"priority": "urgent", "metric": "resolution"}, 3),
        ({"customer": "north-canary-customer"}, 18),
        ({"customer": "south-canary-customer"}, 0),
        ({"policy": "north-canary-rest"}, 3),
        ({"group": "north-canary-group", "metric": "first_response"}, 12),
        ({"ticket": "south-canary-1"}, 0),
    ],
)
def test_filters(north: Tenant, asked: dict[str, Any], found: int) -> None:
    assert len(north.ask("/readings", limit=200, **asked)["items"]) == found


def test_a_cursor_is_of_one_list(north: Tenant, south: Tenant) -> None:
    cursor = north.ask("/readings", limit=1)["next"]
    for tenant, asked in ((north, {"metric": "resolution"}), (south, {}), (north, {"sort": "deadline"})):
        answer = tenant.client.get(
            "/api/v1/readings", params={"cursor": cursor, **asked}, headers=tenant.shown("viewer")
        )
        assert answer.status_code == 422
        assert answer.json()["detail"] == "Cursor: it is of another list or filter; begin again without it."


@pytest.mark.parametrize(
    "place", [["\0", "p", "m", 1], ["\ud800", "p", "m", 1], ["t", "p", "m", True], ["t", "p", "m", 1e9]]
)
def test_a_cursor_somebody_wrote_himself_reaches_no_store(north: Tenant, place: list[Any]) -> None:
    seal = json.loads(base64.urlsafe_b64decode(north.ask("/readings", limit=1)["next"] + "=="))[0]
    forged = base64.urlsafe_b64encode(json.dumps([seal, *place]).encode()).decode().rstrip("=")
    answer = north.client.get("/api/v1/readings", params={"cursor": forged}, headers=north.shown("viewer"))
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["%00", "%01", "x" * 501])
def test_what_can_be_no_tickets_name_is_refused_in_the_path_too(north: Tenant, name: str) -> None:
    assert north.client.get(f"/api/v1/tickets/{name}", headers=north.shown("viewer")).status_code == 422


@pytest.mark.parametrize(
    "asked, said",
    [
        ({"limit": 0}, "query.limit: found '0'; input should be greater than or equal to 1."),
        ({"limit": 201}, "query.limit: found '201'; input should be less than or equal to 200."),
        ({"at_risk_before": "now"}, "query.at_risk_before: found 'now'; write an instant as RFC 3339 with an offset"),
        ({"at_risk_before": "2026-03-02T10:00:00"}, "write an instant as RFC 3339 with an offset"),
        ({"sort": "id"}, "query.sort: found 'id'; input should be 'ticket' or 'deadline'."),
        ({"stat": "running"}, "query.stat: found a name that means nothing here; leave it out."),
        ({"ticket": ""}, "query.ticket: found ''; found empty text"),
        ({"ticket": "\0"}, "found a control character"),
        ({"ticket": "x" * 501}, "write at most 500 bytes"),
        ({"helpdesk": "nobody"}, "There is no helpdesk 'nobody'; known: north-canary-desk."),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(north: Tenant, asked: dict[str, Any], said: str) -> None:
    answer = north.client.get("/api/v1/readings", params=asked, headers=north.shown("viewer"))
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


def test_a_reading_is_worked_out_now_and_not_when_it_was_stored(north: Tenant) -> None:
    """The row was written when the ticket came; what is used up grows by itself."""
    name = "resolution"
    one = north.ask("/readings", ticket=north.ticket(3), metric=name)["items"][0]["elapsed"]
    two = north.ask("/readings", ticket=north.ticket(3), metric=name)["items"][0]["elapsed"]
    assert two > one > 35 * 60


def test_why_a_clock_reads_what_it_does(north: Tenant) -> None:
    told = north.ask("/explanation", ticket=north.ticket(7), metric="first_response")
    assert told["promise"].startswith("north-canary-gold/first_response/default: 1 hour, around the clock")
    assert [each["chosen"] for each in told["policies"]] == [True, False]
    assert told["policies"][1]["reasons"] == ["'north-canary-gold' stands before it and matches"]
    assert told["reading"]["breach_cause"] == "time"
    assert (told["lines"][0]["reason"], told["lines_left_out"]) == ("starts: the customer asked", 0)
    assert told["summary"].startswith("running: used 1:1")


def test_a_long_reckoning_is_cut_in_the_middle(north: Tenant) -> None:
    old = {"ticket": "old", "id": "e1", "at": "1990-01-02T10:00:00Z", "type": "created", "channel": "email"}
    north.post("/events", "ingest", json=old)
    told = north.ask("/explanation", ticket="old", metric="first_response")
    assert len(told["lines"]) == 1_000
    assert told["lines_left_out"] > 10_000
    assert told["lines"][-1]["reason"] == "asked about"


def test_a_ticket_at_an_earlier_instant(north: Tenant) -> None:
    """Ticket 3 came 35 minutes ago and was answered 4 minutes ago."""
    before = format_instant(north.app.now() - 10 * MINUTE)
    (first, _) = north.ask(f"/tickets/{north.ticket(3)}", at=before)["readings"]
    assert (first["state"], first["outcome"]) == ("running", None)
    path = f"/api/v1/tickets/{north.ticket(3)}"
    earlier = format_instant(north.app.now() - HOUR)
    assert north.client.get(path, params={"at": earlier}, headers=north.shown("viewer")).status_code == 404


def test_nobody_may_look_too_far_ahead(north: Tenant) -> None:
    asked = {"at": "2199-01-01T00:00:00Z"}
    answer = north.client.get(f"/api/v1/tickets/{north.ticket(3)}", params=asked, headers=north.shown("viewer"))
    assert answer.status_code == 422
    assert answer.json()["detail"].endswith("is more than ten years ahead; ask about an earlier instant.")


@pytest.mark.parametrize("name", ["a/b", "a?b#c", "..", "%2F", "ünï", "a b", "/"])
def test_a_ticket_may_be_called_anything(north: Tenant, name: str) -> None:
    north.post("/events", "ingest", json=[{**life(north, 1)[0], "ticket": name}])
    assert {each["ticket"] for each in north.ask("/readings", ticket=name)["items"]} == {name}
    assert north.ask("/explanation", ticket=name, metric="resolution")["reading"]["ticket"] == name


def test_fired_steps_in_pages(north: Tenant) -> None:
    whole = north.ask("/escalations", limit=200)["items"]
    assert [len(page) for page in pages(north, "/escalations", limit=2)] == [2] * (len(whole) // 2) + [1] * (
        len(whole) % 2
    )
    assert [each for page in pages(north, "/escalations", limit=2) for each in page] == whole
    assert {each["step"] for each in whole} == {"first_response 50%"}
    (only,) = north.ask("/escalations", ticket=whole[0]["ticket"])["items"]
    assert only == whole[0]


def test_messages_in_pages_and_by_no_number_that_counts_those_of_others(north: Tenant) -> None:
    whole = north.ask("/outbox", limit=200)["items"]
    assert {each["state"] for each in whole} == {"dead"}
    assert [each for page in pages(north, "/outbox", limit=2) for each in page] == whole
    assert not [each["id"] for each in whole if each["id"].isdigit()]
    waiting = north.ask("/outbox", state=["waiting", "dead"], ticket=whole[0]["ticket"])["items"]
    assert {each["ticket"] for each in waiting} == {whole[0]["ticket"]}
    assert len(waiting) > 1
