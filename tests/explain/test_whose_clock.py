"""One metric may be promised to a customer and between teams: each clock is explained as its own."""

from __future__ import annotations

from typing import Any

import pytest

from slaclock import Engine, InvalidInput
from tests.clock.story import instant

AT = instant("Mon 12:00")
TICKET = [{"ticket": "T1", "id": "1", "at": "2026-03-02T09:00:00+01:00", "type": "created", "channel": "email"}]


def engine() -> Engine:
    policies: list[dict[str, Any]] = [
        {"name": name, "kind": kind, "calendar": "berlin", "targets": {"resolution": {"default": budget}}}
        for name, kind, budget in [("gold", "customer", "24 business hours"), ("team", "internal", "2 business hours")]
    ]
    return Engine.from_config(
        {
            "calendars": {"berlin": {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}},
            "policies": policies,
        }
    )


def test_the_customer_s_clock_comes_first() -> None:
    assert engine().explain(TICKET, "resolution", AT).reading.policy == "gold"


@pytest.mark.parametrize("kind, policy", [("customer", "gold"), ("internal", "team")])
def test_the_clock_that_is_asked_for(kind: str, policy: str) -> None:
    assert engine().explain(TICKET, "resolution", AT, kind=kind).reading.policy == policy


def test_a_kind_that_promises_nothing() -> None:
    with pytest.raises(InvalidInput, match="no vendor reading of 'resolution'"):
        engine().explain(TICKET, "resolution", AT, kind="vendor")
