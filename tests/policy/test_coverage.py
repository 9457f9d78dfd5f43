"""Holes: what `slaclock check` finds in a configuration that is not wrong, but probably not meant."""

from __future__ import annotations

from typing import Any

import pytest

from slaclock.policy.coverage import Finding, coverage, served
from slaclock.policy.load import load_config

CALENDARS = {
    "berlin": {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}},
    "long": {"timezone": "Europe/Berlin", "hours": {"mon-sat": "06:00-22:00"}},
}
STEP = {"target": "first_response", "at": "75%", "do": [{"notify": "team-lead"}]}


def policy(name: str, targets: dict[str, Any] | None = None, **rest: Any) -> dict[str, Any]:
    targets = {"first_response": {"default": "4 business hours"}} if targets is None else targets
    steps = [{**STEP, "target": metric} for metric in targets]
    return {"name": name, "calendar": "berlin", "targets": targets, "escalations": steps, **rest}


def findings(*policies: dict[str, Any], **rest: Any) -> list[Finding]:
    return coverage(load_config({"calendars": CALENDARS, "policies": list(policies), **rest}))


def said(*policies: dict[str, Any], **rest: Any) -> list[str]:
    return [f"{finding.kind}: {finding}" for finding in findings(*policies, **rest)]


def test_a_whole_configuration_has_no_holes() -> None:
    assert findings(policy("gold", when={"customer": "ACME"}), policy("standard")) == []


def test_no_policies_at_all() -> None:
    assert said() == ["uncovered: policies: there are none, so no ticket gets a promise"]


@pytest.mark.parametrize(
    "when, example",
    [
        ({"customer": ["ACME"]}, "another customer"),
        ({"channel": ["email", "chat", "messaging", "sms", "voice", "web", "social"]}, "channel letter"),
        ({"not": {"tags": "spam"}}, "tags spam"),
        ({"fields": {"amount": {"present": True}}}, "no amount"),
        ({"created": {"during": "berlin"}}, "created 2026-03-02T16:00:00Z"),
        ({"any": [{"by": "agent"}, {"by": "import"}]}, "by customer"),
    ],
)
def test_tickets_no_customer_policy_is_for(when: dict[str, Any], example: str) -> None:
    assert said(policy("only", when=when)) == [
        f"uncovered: policies: no customer policy is for a ticket with {example}; it gets no promise"
    ]


@pytest.mark.parametrize(
    "whens",
    [
        [{"channel": ["email", "chat", "messaging", "sms", "voice", "letter", "web", "social"]}],
        [{"channel": ["email"]}, {"channel": {"is_not": "email"}}],
        [{"customer": "ACME"}, {"not": {"customer": "ACME"}}],
        [{"created": {"during": "berlin"}}, {"created": {"outside": "berlin"}}],
        [{"fields": {"amount": {"at_least": 100}}}, {"not": {"fields": {"amount": {"at_least": 100}}}}],
        [{"created": {"before": "2026-07-01"}}, {"created": {"after": "2026-07-01"}}],
        [{"any": [{"tags": "vip"}, {"tags": {"present": False}}, {"tags": {"is_not": "vip"}}]}],
    ],
)
def test_policies_that_leave_nothing_out(whens: list[dict[str, Any]]) -> None:
    policies = [policy(f"p{place}", when=when) for place, when in enumerate(whens)]
    assert [finding for finding in findings(*policies) if finding.kind == "uncovered"] == []


def test_only_an_internal_policy_leaves_every_customer_uncovered() -> None:
    assert [finding.kind for finding in findings(policy("team", kind="internal"))] == ["uncovered"]


def test_a_policy_that_begins_later_leaves_the_time_before_uncovered() -> None:
    assert [finding.kind for finding in findings(policy("new", effective_from="2026-07-01"))] == ["uncovered"]


@pytest.mark.parametrize(
    "earlier, later",
    [
        ({}, {"customer": "ACME"}),
        ({"customer": ["ACME", "Globex"]}, {"customer": "ACME", "channel": "email"}),
        ({"customer": "ACME"}, {"customer": "ACME"}),
        ({"any": [{"customer": "ACME"}, {"tier": "gold"}]}, {"tier": "gold"}),
        ({"customer": "ACME"}, {"any": [{"customer": "ACME"}, {"all": [{"customer": "ACME"}, {"by": "agent"}]}]}),
        ({"group": {"is_not": "spam"}}, {"group": ["sales", "support"]}),
        ({"not": {"group": "spam"}}, {"group": "support"}),
    ],
)
def test_a_policy_behind_one_that_takes_all_its_tickets(earlier: dict[str, Any], later: dict[str, Any]) -> None:
    found = said(policy("first", when=earlier), policy("second", when=later), policy("rest"))
    assert "unreachable: second: never reached: 'first' stands before it and takes all its tickets" in found


@pytest.mark.parametrize(
    "earlier, later",
    [
        ({"customer": "ACME"}, {"customer": ["ACME", "Globex"]}),
        ({"customer": "ACME", "channel": "email"}, {"customer": "ACME"}),
        ({"tags": {"is_not": "spam"}}, {"tags": "vip"}),  # a ticket may carry both
        ({"all": [{"customer": "ACME"}, {"by": "agent"}]}, {"customer": "ACME"}),
    ],
)
def test_a_policy_that_still_gets_some_tickets(earlier: dict[str, Any], later: dict[str, Any]) -> None:
    found = findings(policy("first", when=earlier), policy("second", when=later), policy("rest"))
    assert "unreachable" not in {finding.kind for finding in found}


def test_another_kind_or_another_time_shadows_nothing() -> None:
    found = findings(
        policy("team", kind="internal"),
        policy("standard"),
        policy("standard", effective_from="2026-07-01"),
        policy("standard", effective_from="2027-07-01"),
    )
    assert found == []


def test_priorities_without_a_row() -> None:
    urgent = {"first_response": {"urgent": "1 business hour"}}
    assert said(policy("a", urgent), policy("b", {"first_response": {"high": "4bh", "default": "8bh"}}))[1:] == [
        "no row: a/first_response: no clock for tickets with priority high, any other, none; add rows or a default"
    ]
    named = policy("a", urgent, when={"priority": "urgent"})
    assert findings(named, policy("rest")) == []
    named = policy("a", urgent, when={"priority": ["urgent", "high"]})
    assert said(named, policy("rest")) == [
        "no row: a/first_response: no clock for tickets with priority high; add rows or a default"
    ]


def test_priorities_that_look_alike() -> None:
    targets = {"first_response": {"urgent": "1 business hour", "default": "4 business hours"}}
    twin = {"first_response": {"urgnet": "1 business hour", "default": "4 business hours"}}
    found = said(policy("a", targets, when={"customer": "ACME"}), policy("b", twin))
    assert found == ["spelling: priorities: 'urgent' and 'urgnet' look like the same priority"]


def test_targets_nobody_is_told_of() -> None:
    targets = {"first_response": {"default": "4bh"}, "resolution": {"default": "3bd"}}
    assert said(policy("a", targets, escalations=[STEP])) == [
        "no escalation: a: nobody is told when resolution runs out; add [[policies.escalations]]"
    ]


def test_a_policy_that_promises_nothing() -> None:
    assert said(policy("spam", {}, when={"tags": "spam"}), policy("rest")) == [
        "no promise: spam: promises nothing; its tickets are counted as uncovered"
    ]


def team(budget: str, metric: str = "ownership", **rest: Any) -> dict[str, Any]:
    return policy("team", {metric: {"default": budget}}, kind="internal", **rest)


def vendor(budget: str, **rest: Any) -> dict[str, Any]:
    return policy("carrier", {"vendor_wait": {"default": budget}}, kind="vendor", **rest)


def customer(budget: str, metric: str = "resolution", **rest: Any) -> dict[str, Any]:
    return policy("customer", {metric: {"default": budget}}, **rest)


@pytest.mark.parametrize(
    "policies, fits",
    [
        ([customer("10 business hours", "total_resolution"), team("4bh"), vendor("8bh")], False),  # 12 > 10
        ([customer("12 business hours", "total_resolution"), team("4bh"), vendor("8bh")], True),
        ([customer("10 business hours"), team("4bh"), vendor("8bh")], True),  # resolution waits while on hold
        ([customer("10 business hours"), team("12bh")], False),
        ([customer("24 hours"), team("4bh")], False),  # 4 business hours from Friday end on Monday
        ([customer("24 hours"), team("4 hours")], True),
        ([customer("3 business days"), team("16bh")], True),
        ([customer("1 business day"), team("eobd+1")], False),
        ([customer("8bh"), team("8bh", calendar="long")], True),  # longer hours: earlier
        ([customer("8bh", calendar="long"), team("8bh")], False),
        ([customer("4bh", "first_response"), team("5bh", "first_response")], False),
        ([customer("4bh", "first_response"), team("4bh", "first_response")], True),
        ([customer("4bh", when={"group": "a"}), team("12bh", when={"group": "b"}), customer("16bh")], True),
    ],
)
def test_inner_promises_fit_inside_the_outer_one(policies: list[dict[str, Any]], fits: bool) -> None:
    policies = [{**each, "name": f"{each['name']} {place}"} for place, each in enumerate(policies)]
    found = [finding for finding in findings(*policies) if finding.kind == "does not fit"]
    assert (found == []) is fits


def test_a_misfit_is_shown_by_an_example() -> None:
    (found,) = [each for each in findings(customer("24 hours"), team("4bh")) if each.kind == "does not fit"]
    assert str(found) == (
        "customer/resolution/default: team/ownership/default (4bh) does not fit in 24 hours: "
        "begun 2026-01-09T14:30:00Z they end 2026-01-12T10:30:00Z, promised was 2026-01-10T14:30:00Z"
    )


def test_letters_are_promised_in_days() -> None:
    hours = policy("post", when={"channel": "letter"})
    days = policy("post", {"first_response": {"default": "10 business days"}}, when={"channel": "letter"})
    assert said(hours, policy("rest")) == [
        "channel: post/first_response/default: 4 business hours for letter: promise business days from receipt"
    ]
    assert findings(days, policy("rest")) == []


def test_an_objective_on_something_nobody_promised() -> None:
    objective = {"metric": "update", "share": 0.9, "period": "month", "name": "updates"}
    assert said(policy("a"), objectives=[objective]) == [
        "no target: objective 'updates': none of its policies promises update, so there is nothing to judge"
    ]


def test_which_policy_serves_which_tickets() -> None:
    config = load_config(
        {
            "calendars": CALENDARS,
            "policies": [
                policy("gold", when={"customer": ["ACME", "Globex"]}),
                policy("team", {"ownership": {"default": "2bh"}}, kind="internal"),
            ],
        }
    )
    assert [(row.kind.value, row.policy, row.tickets, row.promises) for row in served(config)] == [
        ("customer", "gold", "customer one of ACME, Globex", ("gold/first_response/default: 4 business hours",)),
        ("customer", None, "all others", ()),
        ("internal", "team", "every ticket", ("team/ownership/default: 2bh",)),
    ]


def test_lists_of_holidays_that_are_incomplete_or_empty() -> None:
    germany = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}, "holidays": ["DE"]}
    config = load_config({"calendars": {"berlin": germany}, "policies": [policy("standard")]})
    assert coverage(config) == []
    (found,) = coverage(config, range(2026, 2028))
    assert found.kind == "holidays"
    assert "subdivisions close on other days" in found.message
