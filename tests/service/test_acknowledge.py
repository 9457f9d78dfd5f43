"""Somebody takes notice: of what a name can mean, and of which run of a clock."""

from __future__ import annotations

import json
from typing import Any

import pytest

from slaclock.acknowledge import acknowledge, has_stopped
from slaclock.desk import Desk
from slaclock.errors import InvalidInput
from slaclock.ingest import ingest
from slaclock.policy.load import load_config
from slaclock.store import Store
from slaclock.tick import tick
from tests.service.world import CONFIG, Helpdesk, answered, at, created, desk, event, fired, rows

HOURLY = "every 1 business hour after breach until acknowledged"
RULES: dict[str, Any] = {
    **CONFIG,
    "metrics": {"first_touch": {"starts": ["begun"], "stops": ["owned"]}},
    "policies": [
        {
            "name": "gold/eu",
            "calendar": "berlin",
            "targets": {
                "first_response": {"default": "4 business hours"},
                "resolution": {"default": "2 business days"},
            },
            "escalations": [{"target": "first_response", "at": "75%", "do": [{"notify": "lead"}]}],
        },
        {
            "name": "second line",
            "kind": "internal",
            "calendar": "berlin",
            "targets": {"first_touch": {"default": "1 business hour"}},
            "escalations": [{"name": "again", "target": "first_touch", "at": HOURLY, "do": [{"notify": "boss"}]}],
        },
    ],
}


def told(store: Store, rules: dict[str, Any]) -> Desk:
    """A desk with one ticket, written on Monday at ten."""
    here = desk(Helpdesk(), config=load_config(rules))
    ingest(store, here, [created()], at("2 Mar 10:01"))
    return here


@pytest.mark.parametrize(
    "target, step",
    [
        ("first_response", None),
        ("first_response", "first_response 75%"),
        ("gold/eu/first_response/default", None),
        ("gold/eu/first_response/urgent", "first_response 75%"),
        ("first_touch", "again"),
        ("second line/first_touch/default", None),
    ],
)
def test_a_ladder_is_meant_by_its_metric_or_a_promise_in_full(store: Store, target: str, step: str | None) -> None:
    assert acknowledge(store, told(store, RULES), "T1", target, at("2 Mar 11:00"), step=step)
    (seen,) = [row for row in rows(store, "events") if row["told"]["type"] == "acknowledged"]
    assert seen["told"]["target"] == target


@pytest.mark.parametrize(
    "target, step, said",
    [
        ("resolution", None, "no ladder hangs on 'resolution'; known: first_response, first_touch"),
        ("first_respnse", None, "no ladder hangs on 'first_respnse'; did you mean 'first_response'?"),
        ("gold/first_response/default", None, "did you mean 'gold/eu/first_response/default'?"),
        ("gold/eu/first_response", None, "did you mean 'gold/eu/first_response/default'?"),
        ("gold/eu/first_touch/default", None, "no ladder hangs on 'gold/eu/first_touch/default'; did you mean"),
        ("first_touch", "gain", "no ladder on 'first_touch' has a step 'gain'; did you mean 'again'?"),
        ("first_response", "again", "has a step 'again'; known: first_response 75%"),
        ("gold/eu/first_response/default", "", "has a step ''; known: first_response 75%"),
    ],
)
def test_what_no_ladder_has_is_refused_with_what_was_meant(
    store: Store, target: str, step: str | None, said: str
) -> None:
    here = told(store, RULES)
    with pytest.raises(InvalidInput) as refused:
        acknowledge(store, here, "T1", target, at("2 Mar 11:00"), step=step)
    assert said in str(refused.value)
    assert not [row for row in rows(store, "events") if row["told"]["type"] == "acknowledged"]


def test_without_ladders_there_is_nothing_to_acknowledge(store: Store) -> None:
    rules = json.loads(json.dumps(CONFIG))
    rules["policies"][0]["escalations"] = []
    with pytest.raises(InvalidInput, match="no ladder hangs on 'first_response'; there are none"):
        acknowledge(store, told(store, rules), "T1", "first_response", at("2 Mar 11:00"))


def asked(number: str, when: str) -> Any:
    return event("T1", number, when, "message", author="customer", public=True)


def stopped(store: Store, here: Desk, cycle: int, when: str, policy: str | None = "standard") -> bool:
    return has_stopped(store, here, "T1", "next_response", policy, cycle, at(when))


def test_a_run_of_a_clock_is_over_once_it_has_stopped(store: Store) -> None:
    rules = json.loads(json.dumps(CONFIG))
    rules["policies"][0] |= {
        "targets": {"next_response": {"default": "1 business hour"}},
        "escalations": [{"name": "again", "target": "next_response", "at": HOURLY, "do": [{"notify": "boss"}]}],
    }
    here = told(store, rules)
    ingest(store, here, [answered(when="2 Mar 10:05"), asked("m2", "2 Mar 10:10")], at("2 Mar 10:10"))
    tick(store, [here], at("2 Mar 12:20"))
    assert fired(store) == [("again", 1)]
    assert not stopped(store, here, 1, "2 Mar 12:25")
    assert not stopped(store, here, 1, "2 Mar 12:25", policy="gone by now")
    ingest(store, here, [answered(when="2 Mar 12:30", number="b")], at("2 Mar 12:30"))
    assert stopped(store, here, 1, "2 Mar 12:31")
    ingest(store, here, [asked("m3", "3 Mar 10:00")], at("3 Mar 10:00"))
    assert [stopped(store, here, cycle, "3 Mar 10:30") for cycle in (1, 2)] == [True, False]
    assert stopped(store, here, 1, "3 Mar 10:30", policy=None)
    assert not has_stopped(store, here, "T9", "next_response", "standard", 1, at("3 Mar 10:30"))
