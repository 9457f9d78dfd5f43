"""Agreements and objectives: what a contract around policies may say."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from slaclock.policy.agreement import Every, Objective
from slaclock.policy.load import Config, load_config
from slaclock.policy.policy import Kind

BASE: dict[str, Any] = {
    "calendars": {"berlin": {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}},
    "policies": [{"name": "gold", "calendar": "berlin", "targets": {"first_response": {"default": "4bh"}}}],
}


def load(**rest: Any) -> Config:
    return load_config({**BASE, **rest})


def test_everything_an_agreement_may_say() -> None:
    (agreement,) = load(
        agreements=[
            {
                "name": "ACME 2026",
                "kind": "customer",
                "parties": ["Our Company", "ACME"],
                "from": "2026-01-01",
                "to": "2026-12-31",
                "policies": ["gold"],
                "escalation": ["team lead", "head of support"],
                "review": "quarter",
                "objectives": [
                    {
                        "name": "answers",
                        "metric": "first_response",
                        "share": "97.5 %",
                        "period": "month",
                        "formula": "V2",
                        "priority": ["urgent", "high"],
                        "channel": "email",
                    }
                ],
            }
        ]
    ).agreements
    assert (agreement.name, agreement.kind, agreement.parties) == ("ACME 2026", Kind.CUSTOMER, ("Our Company", "ACME"))
    assert (agreement.starts, agreement.ends) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (agreement.escalation, agreement.review) == (("team lead", "head of support"), Every.QUARTER)
    assert agreement.objectives == (
        Objective(
            "answers",
            "first_response",
            Fraction(975, 1000),
            Every.MONTH,
            "V2",
            ("urgent", "high"),
            ("email",),
            ("gold",),
            "ACME 2026",
        ),
    )


@pytest.mark.parametrize(
    "share, exactly",
    [("90 %", "9/10"), ("90%", "9/10"), (0.9, "9/10"), ("99.95 %", "1999/2000"), (1, "1"), (1.0, "1"), ("100 %", "1")],
)
def test_a_share_is_exactly_what_was_written(share: object, exactly: str) -> None:
    (objective,) = load(objectives=[{"metric": "first_response", "share": share, "period": "week"}]).objectives
    assert objective.share == Fraction(exactly)
    assert objective.agreement is None


def test_objectives_of_agreements_and_of_the_desk_stand_in_one_list() -> None:
    objective = {"metric": "first_response", "share": 0.8, "period": "month"}
    agreement = {"name": "A", "parties": ["x", "y"], "policies": ["gold"], "objectives": [objective]}
    config = load(agreements=[agreement], objectives=[objective | {"share": 0.7, "channel": "chat"}])
    assert [(each.name, each.agreement) for each in config.objectives] == [
        ("80 % of first_response in time per month", "A"),
        ("70 % of first_response in time per month (chat)", None),
    ]
