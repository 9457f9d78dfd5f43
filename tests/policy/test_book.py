"""The policy book: first match of each kind, versions, concessions, and why the others were not chosen (L24, L25)."""

from __future__ import annotations

from typing import Any

from slaclock.instant import parse_instant, to_us
from slaclock.policy.load import load_config
from slaclock.policy.policy import Kind
from slaclock.policy.target import Target
from slaclock.timeline.ticket import Ticket

CALENDARS = {"berlin": {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}}


def policy(name: str, budget: str = "4 business hours", **rest: Any) -> dict[str, Any]:
    return {"name": name, "calendar": "berlin", "targets": {"first_response": {"default": budget}}, **rest}


def book(*policies: dict[str, Any], concessions: tuple[dict[str, Any], ...] = ()) -> Any:
    config = {"calendars": CALENDARS, "policies": list(policies), "concessions": list(concessions)}
    return load_config(config).book


def ticket(created: str = "2026-03-02T10:00:00+01:00", **facts: Any) -> Ticket:
    known: dict[str, Any] = {"created_at": to_us(parse_instant(created)), "channel": "email", **facts}
    return Ticket("T1", **known)


def chosen(found: Any) -> dict[str, str]:
    return {kind.value: policy.name for kind, policy in found.items()}


def test_the_first_match_wins() -> None:
    desk = book(policy("gold", when={"customer": "ACME"}), policy("standard"), policy("never"))
    assert chosen(desk.match(ticket(customer="ACME"))) == {"customer": "gold"}
    assert chosen(desk.match(ticket(customer="Globex"))) == {"customer": "standard"}


def test_each_kind_has_its_own_first_match() -> None:
    desk = book(
        policy("standard"),
        policy("team", kind="internal", when={"group": "network"}),
        policy("carrier", kind="vendor"),
        policy("other team", kind="internal"),
    )
    assert chosen(desk.match(ticket(group="network"))) == {
        "customer": "standard",
        "internal": "team",
        "vendor": "carrier",
    }
    assert chosen(desk.match(ticket()))["internal"] == "other team"


def test_no_policy_is_a_normal_state() -> None:
    assert book(policy("gold", when={"customer": "ACME"})).match(ticket()) == {}
    assert book().match(ticket()) == {}
    assert book(policy("standard")).match(Ticket("never created")) == {}


def test_a_ticket_keeps_the_version_of_its_creation() -> None:
    desk = book(
        policy("standard", "4 business hours"),
        policy("standard", "2 business hours", effective_from="2026-07-01"),
        policy("standard", "1 business hour", effective_from="2026-10-01T00:00:00+02:00"),
    )

    def budget(created: str) -> str:
        return str(desk.match(ticket(created))[Kind.CUSTOMER].target("first_response", None).budget)

    assert budget("2026-06-30T23:59:59+02:00") == "4 business hours"
    assert budget("2026-07-01T00:00:00+02:00") == "2 business hours"  # midnight in Berlin, where the calendar is
    assert budget("2026-06-30T22:00:00+00:00") == "2 business hours"  # the same instant
    assert budget("2026-09-30T23:59:59+02:00") == "2 business hours"
    assert budget("2030-01-01T00:00:00+00:00") == "1 business hour"


def test_before_its_first_version_a_policy_does_not_match() -> None:
    desk = book(policy("new", effective_from="2026-07-01"), policy("old"))
    assert chosen(desk.match(ticket("2026-06-01T10:00:00+02:00"))) == {"customer": "old"}
    assert chosen(desk.match(ticket("2026-07-01T10:00:00+02:00"))) == {"customer": "new"}


def test_a_version_that_does_not_match_is_not_replaced_by_an_older_one_that_would() -> None:
    desk = book(
        policy("gold", when={"customer": ["ACME", "Globex"]}),
        policy("gold", when={"customer": "Globex"}, effective_from="2026-07-01"),
        policy("standard"),
    )
    assert chosen(desk.match(ticket("2026-08-01T10:00:00+02:00", customer="ACME"))) == {"customer": "standard"}


def test_the_row_is_the_priority_or_the_default_or_none() -> None:
    targets = {
        "first_response": {"urgent": "30 business minutes", "default": "1 business day"},
        "resolution": {"urgent": "4 business hours", "pauses": ["pending"], "pause_cap": "72 hours"},
    }
    found = book({"name": "p", "calendar": "berlin", "targets": targets}).match(ticket())[Kind.CUSTOMER]

    def name(metric: str, priority: str | None) -> str | None:
        target: Target | None = found.target(metric, priority)
        return target.name if target else None

    assert name("first_response", "urgent") == "p/first_response/urgent"
    assert name("first_response", "low") == name("first_response", None) == "p/first_response/default"
    assert name("resolution", "urgent") == "p/resolution/urgent"
    assert name("resolution", "low") is name("resolution", None) is name("update", "urgent") is None
    resolution = found.target("resolution", "urgent")
    assert resolution.pauses == {"pending"}
    assert str(resolution.pause_cap) == "72 hours"
    assert resolution.row == "urgent"
    assert found.target("first_response", "urgent").pauses is None


SPRING = {
    "name": "spring",
    "customer": "ACME",
    "policy": "standard",
    "from": "2026-03-01",
    "expires": "2026-04-01",
    "reason": "launch",
    "approver": "head of support",
    "targets": {"first_response": {"default": "1 business hour", "urgent": "15 business minutes"}},
}


def test_a_concession_lies_over_the_policy_until_it_expires() -> None:
    desk = book(policy("standard"), concessions=(SPRING,))

    def target(created: str, customer: str, priority: str | None = None) -> Target:
        found: Target = desk.match(ticket(created, customer=customer))[Kind.CUSTOMER].target("first_response", priority)
        return found

    assert str(target("2026-02-28T23:59:59+01:00", "ACME").budget) == "4 business hours"
    assert str(target("2026-03-01T00:00:00+01:00", "ACME").budget) == "1 business hour"
    assert str(target("2026-03-31T23:59:59+02:00", "ACME").budget) == "1 business hour"
    assert str(target("2026-04-01T00:00:00+02:00", "ACME").budget) == "4 business hours"
    assert str(target("2026-03-10T10:00:00+01:00", "Globex").budget) == "4 business hours"
    urgent = target("2026-03-10T10:00:00+01:00", "ACME", "urgent")
    assert urgent.name == "standard/first_response/urgent"
    assert urgent.layers == (
        "policy 'standard': 4 business hours",
        "concession 'spring': 15 business minutes (launch; approved by head of support; until 2026-04-01)",
    )


def test_a_later_concession_lies_on_top_and_an_unnamed_policy_means_every_customer_policy() -> None:
    general = {key: value for key, value in SPRING.items() if key not in ("policy", "from")} | {
        "name": "general",
        "targets": {"first_response": {"default": "2 business hours"}, "update": {"default": "1 business day"}},
    }
    desk = book(policy("standard"), policy("team", kind="internal"), concessions=(SPRING, general))
    found = desk.match(ticket(customer="ACME"))
    target = found[Kind.CUSTOMER].target("first_response", "low")
    assert str(target.budget) == "2 business hours"
    assert [layer.split(":")[0] for layer in target.layers] == [
        "policy 'standard'",
        "concession 'spring'",
        "concession 'general'",
    ]
    assert str(found[Kind.INTERNAL].target("first_response", None).budget) == "4 business hours"
    assert found[Kind.CUSTOMER].target("update", None) is None  # a concession adds no promise the policy does not make


def test_the_same_tickets_get_the_very_same_policy() -> None:
    desk = book(policy("standard"), concessions=(SPRING,))
    one, other = (desk.match(ticket(customer="ACME", priority=priority))[Kind.CUSTOMER] for priority in ("a", "b"))
    assert one is other


def test_facts_that_only_look_alike_are_not_confused() -> None:
    desk = book(policy("flag", when={"fields": {"x": True}}), policy("one", when={"fields": {"x": 1}}), policy("rest"))
    asked = [chosen(desk.match(ticket(fields={"x": x})))["customer"] for x in (True, 1, 1.0, "1", True)]
    assert asked == ["flag", "one", "one", "rest", "flag"]


def test_the_book_says_why_each_policy_was_or_was_not_chosen() -> None:
    desk = book(
        policy("gold", when={"customer": "ACME"}),
        policy("future", effective_from="2027-01-01"),
        policy("standard"),
        policy("last"),
        policy("team", kind="internal"),
    )
    trail = [(verdict.policy, verdict.chosen, verdict.reasons) for verdict in desk.trail(ticket(customer="Globex"))]
    assert trail == [
        ("gold", False, ("customer is 'Globex', wanted ACME",)),
        ("future", False, ("in force for tickets created from 2026-12-31T23:00:00Z",)),
        ("standard", True, ()),
        ("last", False, ("'standard' stands before it and matches",)),
        ("team", True, ()),
    ]
