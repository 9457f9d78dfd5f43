from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest

from slaclock.engine import Engine
from slaclock.instant import DAY, HOUR, MINUTE, format_instant, from_us
from slaclock.replay.attainment import attainment
from slaclock.store import events
from tests.web.api.tenants import Tenant


def test_the_book_in_its_order(north: Tenant) -> None:
    gold, rest = north.ask("/policies")["policies"]
    assert (gold["name"], gold["kind"], gold["in_force_from"]) == ("north-canary-gold", "customer", None)
    assert gold["when"] == "customer north-canary-customer"
    assert [(each["metric"], each["priority"], each["budget"]) for each in gold["targets"]] == [
        ("first_response", "urgent", "30 minutes"),
        ("first_response", "default", "1 hour"),
        ("resolution", "default", "24 hours"),
    ]
    assert gold["escalations"] == [
        {
            "name": "first_response 50%",
            "target": "first_response",
            "at": "50%",
            "do": [{"notify": "lead"}, {"tag": "late"}],
            "hours": None,
            "urgent": False,
        }
    ]
    assert (rest["when"], rest["calendar"], rest["escalations"]) == ("every ticket", "north-canary-hours", [])


def test_which_promise_a_ticket_would_get_and_why(north: Tenant) -> None:
    told = north.ask("/policies/match", customer=north.customer, priority="urgent", tag=["a", "b"])
    assert told["policies"] == {"customer": "north-canary-gold"}
    assert [(each["metric"], each["budget"]) for each in told["targets"]] == [
        ("first_response", "30 minutes"),
        ("resolution", "24 hours"),
    ]
    other = north.ask("/policies/match", customer="somebody")
    assert other["policies"] == {"customer": "north-canary-rest"}
    assert other["trail"][0]["reasons"] == ["customer is 'somebody', wanted north-canary-customer"]


def test_a_channel_there_is_not(north: Tenant) -> None:
    answer = north.client.get("/api/v1/policies/match", params={"channel": "fax"}, headers=north.shown("viewer"))
    assert answer.status_code == 422
    assert "email, chat" in answer.json()["detail"]


def test_what_whoever_writes_now_may_be_told(north: Tenant) -> None:
    asked = {"customer": north.customer, "at": "2026-11-20T16:30:00+01:00", "zone": "Asia/Tokyo", "locale": "en"}
    told = north.ask("/promise", **asked)
    assert (told["kind"], told["deadline"], told["language"]) == ("reply_by", "2026-11-20T16:30:00Z", "en")
    assert (told["ticket"], told["zone"], told["zone_known"]) == (None, "Asia/Tokyo", True)
    assert told["shown"] >= told["deadline"]
    assert told["text"] == "We will reply within 1 hour."


def test_what_the_customer_of_a_ticket_may_be_told(north: Tenant) -> None:
    told = north.ask("/promise", ticket=north.ticket(5), locale="de")
    assert (told["ticket"], told["kind"], told["language"]) == (north.ticket(5), "reply_by", "de")
    late = north.ask("/promise", ticket=north.ticket(11), locale="de")
    assert late["kind"] == "overdue"


@pytest.mark.parametrize(
    "asked, status, said",
    [
        ({"ticket": "nobody"}, 404, "has told of no ticket 'nobody'"),
        ({"ticket": "north-canary-1", "priority": "urgent"}, 422, "leave out either the ticket or the facts"),
        ({"zone": "Mars/Base"}, 422, "Mars/Base"),
    ],
)
def test_what_cannot_be_promised_is_said(north: Tenant, asked: dict[str, str], status: int, said: str) -> None:
    answer = north.client.get("/api/v1/promise", params=asked, headers=north.shown("viewer"))
    assert answer.status_code == status
    assert said in answer.json()["detail"]


def window(north: Tenant, first: int, last: int, **asked: Any) -> list[dict[str, Any]]:
    start, end = (format_instant(each) for each in (first, last))
    rows: list[dict[str, Any]] = north.ask("/reports/attainment", start=start, end=end, **asked)["rows"]
    return rows


def test_attainment_is_that_of_replay(north: Tenant) -> None:
    now = north.app.now()
    tickets = [north.ticket(number) for number in range(12)]
    desk = north.app.desk(None)
    with north.app.store.reading() as unit:
        told = events.told(unit, desk.place, tickets)
    at: datetime = from_us(now)
    expected = [row.to_dict() for row in attainment(Engine(desk.config).read(told, at))]
    assert window(north, now - DAY, now + HOUR) == expected
    assert {row["priority"] for row in expected} == {"urgent", "normal", "all"}


def test_each_cycle_lies_in_one_window(north: Tenant) -> None:
    now = north.app.now() + MINUTE
    edges = [now - step * 10 * MINUTE for step in range(20, -1, -1)]
    parts = [
        row["cycles"]
        for first, last in pairwise(edges)
        for row in window(north, first, last)
        if row["priority"] == "all"
    ]
    assert sum(parts) == sum(row["cycles"] for row in window(north, edges[0], now) if row["priority"] == "all") == 21


@pytest.mark.parametrize(
    "asked, cycles",
    [
        ({"metric": "resolution"}, 9),
        ({"policy": "north-canary-rest"}, 3),
        ({"priority": "urgent"}, 9),
        ({"customer": "south-canary-customer"}, 0),
        ({"group": "north-canary-group"}, 21),
    ],
)
def test_attainment_of_a_part(north: Tenant, asked: dict[str, str], cycles: int) -> None:
    now = north.app.now()
    rows = window(north, now - DAY, now + HOUR, **asked)
    assert sum(row["cycles"] for row in rows if row["priority"] == "all") == cycles


@pytest.mark.parametrize(
    "start, end, said",
    [
        ("2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z", "End: it is not after start"),
        ("2025-01-01T00:00:00Z", "2026-03-02T00:00:00Z", "End: the window is longer than 366 days"),
    ],
)
def test_a_window_has_its_limits(north: Tenant, start: str, end: str, said: str) -> None:
    asked = {"start": start, "end": end}
    answer = north.client.get("/api/v1/reports/attainment", params=asked, headers=north.shown("viewer"))
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(said)
