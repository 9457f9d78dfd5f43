from __future__ import annotations

import json
from typing import Any

import pytest

from slaclock.instant import MINUTE, format_instant
from tests.web.api.tenants import Tenant


def created(north: Tenant, ticket: str = "N-1", **further: Any) -> dict[str, Any]:
    at = format_instant(north.app.now() - MINUTE)
    return {"ticket": ticket, "id": "e1", "at": at, "type": "created", "channel": "email", **further}


def verdicts(answer: Any) -> list[tuple[int, str]]:
    return [(each["place"], each["verdict"]) for each in answer.json()["events"]]


def test_each_event_gets_a_verdict_and_the_good_ones_are_taken_in(north: Tenant) -> None:
    good, bad = created(north), {"ticket": "N-2", "id": "e1", "type": "creation"}
    answer = north.post("/events", "ingest", json=[good, bad, good, {**good, "priority": "urgent"}])
    assert answer.status_code == 200
    assert (answer.json()["new"], answer.json()["tickets"]) == (1, ["N-1"])
    assert verdicts(answer) == [(1, "new"), (2, "refused"), (3, "known"), (4, "contradicting")]
    (wrong, *_) = answer.json()["events"][1]["complaints"]
    assert (wrong["where"], wrong["wanted"]) == ("event 2: type", "did you mean 'created'?")
    assert north.ask("/readings", ticket="N-1")["items"][0]["state"] in ("running", "out_of_hours")


def test_events_come_as_an_array_or_alone_or_one_a_line(north: Tenant) -> None:
    one, two = created(north, "N-1"), created(north, "N-2")
    lines = "\n".join(["", json.dumps(one), json.dumps(two), ""])
    assert verdicts(north.post("/events", "ingest", content=json.dumps(one))) == [(1, "new")]
    assert verdicts(north.post("/events", "ingest", content=lines)) == [(1, "known"), (2, "new")]
    assert verdicts(north.post("/events", "ingest", json=[one, two])) == [(1, "known"), (2, "known")]


def test_a_broken_line_is_refused_and_the_others_are_not(north: Tenant) -> None:
    answer = north.post("/events", "ingest", content=json.dumps(created(north)) + '\n{"ticket": "N-2",')
    assert verdicts(answer) == [(1, "new"), (2, "refused")]
    assert answer.json()["events"][1]["complaints"][0]["found"].startswith("not JSON")


@pytest.mark.parametrize(
    "body, status, said",
    [
        ("", 422, "body: no event; send a JSON array of events, or one JSON object a line."),
        ("[]", 422, "body: no event; send a JSON array of events, or one JSON object a line."),
        ("[1]", 422, "event 1: found 1; write an object like"),
        ("nonsense", 422, "line 1: not JSON"),
        ('[{"a": 1, "a": 2}]', 422, "body: key 'a' stands twice; write it once."),
        ("[" * 100_000, 422, "nested too deeply"),
        ("{}\n" * 1_001, 413, "These are more than 1,000 events; send them in parts."),
    ],
)
def test_what_is_no_batch_is_refused_in_a_sentence(north: Tenant, body: str, status: int, said: str) -> None:
    answer = north.post("/events", "ingest", content=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert said in answer.json()["detail"]


def test_a_name_that_no_index_can_hold_is_refused(north: Tenant) -> None:
    answer = north.post("/events", "ingest", json=[created(north, "ü" * 300)])
    assert answer.status_code == 422
    assert answer.json()["detail"] == "event 1: ticket: 600 bytes; a name has at most 500."


def test_a_merge_reads_both_tickets_anew(north: Tenant) -> None:
    merged = {"ticket": "N-1", "id": "e2", "at": format_instant(north.app.now()), "type": "merged", "into": "N-2"}
    told = [created(north, "N-1"), created(north, "N-2"), merged]
    assert north.post("/events", "ingest", json=told).json()["tickets"] == ["N-1", "N-2"]
    assert {each["outcome"] for each in north.ask("/readings", ticket="N-1")["items"]} == {"cancelled"}
