"""Conditions: which ticket is meant, and which part of a condition said no."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock.complaints import Complaints
from slaclock.hours.calendar import Calendar
from slaclock.instant import parse_instant, to_us
from slaclock.policy.known import Known
from slaclock.policy.match import Condition
from slaclock.policy.metric import METRICS
from slaclock.policy.when import load_when
from slaclock.timeline.ticket import Ticket

BERLIN = Calendar.from_config({"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}})
MONDAY_TEN = to_us(parse_instant("2026-03-02T10:00:00+01:00"))


def when(table: dict[str, Any]) -> Condition:
    complaints = Complaints()
    condition = load_when(table, complaints, Known({"berlin": BERLIN}, METRICS), ZoneInfo("Europe/Berlin"))
    complaints.settle()
    return condition


def ticket(**facts: Any) -> Ticket:
    known: dict[str, Any] = {"created_at": MONDAY_TEN, "channel": "email", "customer": "ACME", **facts}
    return Ticket("T1", **known)


GOLD = {"tier": "gold", "amount": 120, "vip": True, "product": "router x1"}


@pytest.mark.parametrize(
    "table, facts, matches",
    [
        ({}, {}, True),
        ({"customer": "ACME"}, {}, True),
        ({"customer": ["Globex", "ACME"]}, {}, True),
        ({"customer": ["Globex"]}, {}, False),
        ({"customer": "acme"}, {}, False),  # names are compared exactly
        ({"customer": "ACME"}, {"customer": None}, False),
        ({"customer": "ACME", "channel": "chat"}, {}, False),  # all keys must match
        ({"channel": ["email", "web"]}, {}, True),
        ({"priority": "urgent"}, {"priority": "urgent"}, True),
        ({"priority": {"present": False}}, {}, True),
        ({"priority": {"present": True}}, {}, False),
        ({"group": {"is_not": ["spam"]}}, {"group": "support"}, True),
        ({"group": {"is_not": ["spam"]}}, {}, True),  # nothing is not spam
        ({"group": {"is_not": ["spam"]}}, {"group": "spam"}, False),
        ({"requester": {"ends_with": "@acme.example"}}, {"requester": "mia@acme.example"}, True),
        ({"requester": {"ends_with": "@acme.example"}}, {"requester": "mia@globex.example"}, False),
        ({"by": "agent"}, {"by": "agent"}, True),
        ({"tags": ["vip", "beta"]}, {"tags": frozenset({"beta"})}, True),  # lists match any
        ({"tags": {"all": ["vip", "beta"]}}, {"tags": frozenset({"beta"})}, False),
        ({"tags": {"all": ["vip", "beta"]}}, {"tags": frozenset({"beta", "vip", "x"})}, True),
        ({"tags": {"is_not": "spam"}}, {"tags": frozenset({"beta"})}, True),
        ({"tags": {"is_not": "spam"}}, {"tags": frozenset({"spam", "vip"})}, False),
        ({"tags": {"present": False}}, {}, True),
        ({"tier": "gold"}, {"fields": GOLD}, True),
        ({"tier": ["gold", "silver"]}, {"fields": {}}, False),
        ({"language": "de"}, {"fields": {"language": "de"}}, True),
        ({"fields": {"amount": {"at_least": 120}}}, {"fields": GOLD}, True),
        ({"fields": {"amount": {"more_than": 120}}}, {"fields": GOLD}, False),
        ({"fields": {"amount": {"at_least": 100, "less_than": 120}}}, {"fields": GOLD}, False),
        ({"fields": {"amount": {"at_most": 120.5}}}, {"fields": GOLD}, True),
        ({"fields": {"amount": {"at_least": 0}}}, {"fields": {"amount": "120"}}, False),  # text is no number
        ({"fields": {"amount": {"at_least": 0}}}, {"fields": {"amount": True}}, False),
        ({"fields": {"vip": True}}, {"fields": GOLD}, True),
        ({"fields": {"vip": 1}}, {"fields": GOLD}, False),  # true is not 1
        ({"fields": {"vip": True}}, {"fields": {"vip": 1}}, False),
        ({"fields": {"product": {"starts_with": ["router", "switch"]}}}, {"fields": GOLD}, True),
        ({"fields": {"product": {"contains": "x2"}}}, {"fields": GOLD}, False),
        ({"fields": {"missing": {"is_not": ["x"]}}}, {"fields": GOLD}, True),
        ({"created": {"after": "2026-03-02"}}, {}, True),  # from that date's midnight in Berlin
        ({"created": {"before": "2026-03-02"}}, {}, False),
        ({"created": {"after": "2026-03-02T10:00:00+01:00"}}, {}, True),  # the edge belongs to it
        ({"created": {"before": "2026-03-02T10:00:00+01:00"}}, {}, False),  # and here it does not
        ({"created": {"during": "berlin"}}, {}, True),
        ({"created": {"outside": "berlin"}}, {}, False),
        ({"created": {"outside": "berlin"}}, {"created_at": MONDAY_TEN + 7 * 3_600_000_000}, True),  # at closing
        ({"any": [{"customer": "Globex"}, {"channel": "email"}]}, {}, True),
        ({"any": [{"customer": "Globex"}, {"channel": "chat"}]}, {}, False),
        ({"all": [{"customer": "ACME"}, {"any": [{"channel": "email"}, {"channel": "web"}]}]}, {}, True),
        ({"not": {"customer": "ACME"}}, {}, False),
        ({"not": {"customer": "ACME", "channel": "chat"}}, {}, True),
        ({"not": {"any": [{"channel": "chat"}, {"channel": "voice"}]}}, {}, True),
    ],
)
def test_which_tickets_are_meant(table: dict[str, Any], facts: dict[str, Any], matches: bool) -> None:
    condition = when(table)
    assert condition.matches(ticket(**facts)) is matches
    assert (condition.failures(ticket(**facts)) == []) is matches


@pytest.mark.parametrize(
    "table, facts, failures",
    [
        (
            {"customer": ["ACME", "Globex"]},
            {"customer": "Initech"},
            ["customer is 'Initech', wanted one of ACME, Globex"],
        ),
        (
            {"customer": "Globex", "channel": "chat"},
            {},
            ["customer is 'ACME', wanted Globex", "channel is 'email', wanted chat"],
        ),
        ({"group": "vip-desk"}, {}, ["group is missing, wanted vip-desk"]),
        (
            {"fields": {"amount": {"at_least": 100, "less_than": 200}}},
            {"fields": {"amount": 7}},
            ["fields.amount is 7, wanted at least 100 and less than 200"],
        ),
        ({"tags": {"all": ["a", "b"]}}, {"tags": frozenset({"b", "c"})}, ["tags is ['b', 'c'], wanted all of a, b"]),
        ({"tags": ["a"]}, {}, ["tags is empty, wanted a"]),
        (
            {"created": {"during": "berlin"}},
            {"created_at": 0},
            ["created 1970-01-01T00:00:00Z, wanted during the hours of berlin"],
        ),
        ({"not": {"customer": "ACME"}}, {}, ["ruled out: customer ACME"]),
        (
            {"any": [{"customer": "Globex"}, {"channel": "chat"}]},
            {},
            ["none of: customer is 'ACME', wanted Globex; or channel is 'email', wanted chat"],
        ),
    ],
)
def test_a_condition_says_which_part_failed(table: dict[str, Any], facts: dict[str, Any], failures: list[str]) -> None:
    given = ticket(**facts)
    said = [failure.replace("hours of calendar", "hours of berlin") for failure in when(table).failures(given)]
    assert said == failures


def test_a_condition_in_words() -> None:
    table = {"customer": ["ACME", "Globex"], "any": [{"tier": "gold"}, {"not": {"tags": "spam"}}]}
    assert when(table).wanted == "customer one of ACME, Globex and (tier gold or not (tags spam))"
    assert when({}).wanted == "every ticket"


conditions = st.recursive(
    st.builds(
        lambda fact, values: {fact: values},
        st.sampled_from(["customer", "group"]),
        st.lists(st.sampled_from("abc"), min_size=1),
    ),
    lambda inner: st.one_of(
        st.builds(lambda part: {"not": part}, inner),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=6,
)


@given(conditions, st.sampled_from(["a", "b", "c", None]), st.sampled_from(["a", "b", "c", None]))
def test_a_condition_fails_with_reasons_exactly_when_it_does_not_match(
    table: dict[str, Any], customer: str | None, group: str | None
) -> None:
    condition, given_ticket = when(table), ticket(customer=customer, group=group)
    assert condition.matches(given_ticket) is not bool(condition.failures(given_ticket))
    assert when({"not": table}).matches(given_ticket) is not condition.matches(given_ticket)
