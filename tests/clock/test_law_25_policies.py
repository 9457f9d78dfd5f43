"""L25: no policy is a normal state. Settled: Policies."""

from __future__ import annotations

from tests.clock.story import (
    Case,
    absent,
    answered,
    asked,
    case,
    changed,
    check,
    created,
    desk,
    desks,
    each,
    policy,
    reads,
    status,
)

ACME_ONLY = desks([policy("acme", when={"customer": ["ACME"]}, first_response="4 business hours")])


@each(
    case(
        "nobody promised anything",
        ACME_ONLY,
        [created("Mon 10:00", customer="Globex")],
        "Mon 11:00",
        absent("first_response"),
    ),
    case(
        "and an answer harms nobody",
        ACME_ONLY,
        [created("Mon 10:00", customer="Globex"), answered("Mon 10:30"), status("Mon 10:40", "solved")],
        "Mon 11:00",
        absent("first_response"),
    ),
    case(
        "a ticket without a customer",
        ACME_ONLY,
        [created("Mon 10:00", customer=None)],
        "Mon 11:00",
        absent("first_response"),
    ),
    case(
        "before the customer is known there is no clock",
        ACME_ONLY,
        [created("Mon 10:00", customer=None), changed("Mon 11:00", "customer", "ACME")],
        "Mon 10:59",
        absent("first_response"),
    ),
    case(
        "once the customer is known it has run from the creation on",
        ACME_ONLY,
        [created("Mon 10:00", customer=None), changed("Mon 11:00", "customer", "ACME")],
        "Mon 11:00",
        reads("first_response", started_at="Mon 10:00", elapsed="1:00", deadline="Mon 14:00"),
    ),
    case(
        "known too late: the breach is dated then, by policy change",
        ACME_ONLY,
        [created("Mon 10:00", customer=None), changed("Mon 15:00", "customer", "ACME")],
        "Mon 16:00",
        reads("first_response", breached_at="Mon 15:00", breach_cause="policy change"),
    ),
    case(
        "a policy without targets promises nothing",
        desks([policy("watched"), policy("never reached", first_response="4bh")]),
        [created("Mon 10:00")],
        "Mon 11:00",
        absent("first_response"),
    ),
)
def test_l25_no_policy_is_normal(case: Case) -> None:
    case.check()


ROWS = {"urgent": "1 business hour", "high": "2 business hours"}


@each(
    case(
        "the first match wins",
        desks([policy("one", first_response="1bh"), policy("two", first_response="2bh")]),
        [created("Mon 10:00")],
        "Mon 10:30",
        reads("first_response", policy="one", deadline="Mon 11:00"),
    ),
    case(
        "all keys of a condition must match",
        desks(
            [
                policy("both", when={"customer": ["ACME"], "channel": ["chat"]}, first_response="1bh"),
                policy("rest", first_response="2bh"),
            ],
        ),
        [created("Mon 10:00", customer="ACME", channel="email")],
        "Mon 10:30",
        reads("first_response", policy="rest"),
    ),
    case(
        "any value of a list will do",
        desks(
            [policy("some", when={"customer": ["ACME", "Globex"], "channel": ["web", "email"]}, first_response="1bh")]
        ),
        [created("Mon 10:00", customer="Globex")],
        "Mon 10:30",
        reads("first_response", policy="some"),
    ),
    case(
        "the row of the priority",
        desk(first_response=ROWS | {"default": "4bh"}),
        [created("Mon 10:00", priority="high")],
        "Mon 10:30",
        reads("first_response", target="standard/first_response/high", deadline="Mon 12:00"),
    ),
    case(
        "any other priority takes the default",
        desk(first_response=ROWS | {"default": "4bh"}),
        [created("Mon 10:00", priority="odd")],
        "Mon 10:30",
        reads("first_response", target="standard/first_response/default", deadline="Mon 14:00"),
    ),
    case(
        "a ticket without priority takes the default",
        desk(first_response=ROWS | {"default": "4bh"}),
        [created("Mon 10:00", priority=None)],
        "Mon 10:30",
        reads("first_response", target="standard/first_response/default"),
    ),
    case(
        "neither the priority nor a default: no clock",
        desk(first_response=ROWS),
        [created("Mon 10:00", priority="low")],
        "Mon 10:30",
        absent("first_response"),
    ),
    case(
        "no priority and no default: no clock",
        desk(first_response=ROWS),
        [created("Mon 10:00", priority=None)],
        "Mon 10:30",
        absent("first_response"),
    ),
)
def test_settled_policies(case: Case) -> None:
    case.check()


def test_settled_policies_of_each_kind_run_side_by_side() -> None:
    config = desks(
        [
            policy("contract", resolution="8 business hours"),
            policy("never", resolution="1 business hour"),
            policy("team", kind="internal", ownership="2 business hours", resolution="4 business hours"),
            policy("supplier", kind="vendor", vendor_wait="4 business hours"),
        ],
    )
    check(
        config,
        [created("Mon 09:00", group="a"), asked("Mon 09:00"), status("Mon 12:00", "hold")],
        "Mon 14:00",
        reads("resolution", under="contract", state="paused", elapsed="3:00"),
        reads("resolution", under="team", state="paused", elapsed="3:00", remaining="1:00"),
        absent("resolution", under="never"),
        reads("ownership", policy="team", breached_at="Mon 11:00"),
        reads("vendor_wait", policy="supplier", started_at="Mon 12:00", deadline="Mon 16:00"),
    )
